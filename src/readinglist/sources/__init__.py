"""Parsers of the YAML and Markdown files that a team writes."""
