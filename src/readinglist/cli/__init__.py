"""The command-line interface, the only part that uses the terminal."""
