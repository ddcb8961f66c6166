"""Bibliographic records of papers, with the source of each field."""
