"""Tests of `readinglist.listings`."""
