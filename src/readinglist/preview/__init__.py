"""The preview: a file watcher, a local server, and live reload."""
