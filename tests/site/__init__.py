"""Tests of `readinglist.site`."""
