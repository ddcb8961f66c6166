"""Tests of `readinglist.cli`."""
