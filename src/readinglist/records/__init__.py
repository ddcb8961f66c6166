"""Bibliographic records of papers: what public bibliographies say, each field with its source."""
