"""Tests of `readinglist.analysis`."""
