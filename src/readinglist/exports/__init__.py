"""The library in formats for other programs, one module a format."""
