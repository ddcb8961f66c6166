"""Functions for text: names, links, tokens, Markdown. They know nothing of listings and sites."""
