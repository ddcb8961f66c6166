"""Tests of `readinglist.preview`."""
