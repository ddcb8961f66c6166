"""Tests of `readinglist.templating`."""
