"""What the papers have to do with one another: which are alike, and where they stand on a map."""
