"""Tests of `readinglist.exports`."""
