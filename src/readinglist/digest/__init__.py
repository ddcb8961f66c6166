"""What is new in a list between two moments, and that as a mail."""
