"""Tests of `readinglist.library`."""
