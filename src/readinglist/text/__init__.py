"""Work on words, with no knowledge of listings or sites: names, links, tokens."""
