"""Tests of `readinglist.digest`."""
