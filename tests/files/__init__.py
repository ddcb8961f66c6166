"""Tests of `readinglist.files`."""
