"""The disk and git: reading what a team wrote, writing the site, starting a list."""
