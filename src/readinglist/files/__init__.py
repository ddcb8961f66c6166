"""File access: the source folder, the output folder, git, and the files of a new list."""
