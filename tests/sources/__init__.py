"""Tests of `readinglist.sources`."""
