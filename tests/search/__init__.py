"""Tests of `readinglist.search`."""
