"""The preview on this computer: a watcher, a server, and pages that reload."""
