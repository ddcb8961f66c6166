"""What a team writes by hand: YAML and Markdown files, read one by one into typed values."""
