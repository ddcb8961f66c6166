"""Relations between papers: which papers are similar, and their positions on the map."""
