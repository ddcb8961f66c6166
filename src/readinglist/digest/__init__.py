"""The digest: what is new in a list since a point in its history, as an e-mail."""
