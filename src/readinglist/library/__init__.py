"""The library: papers merged from entries, and the themes they are tagged with."""
