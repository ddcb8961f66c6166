"""Tests of `readinglist.text`."""
