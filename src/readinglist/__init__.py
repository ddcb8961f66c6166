"""From pasted paper listings to a curated, searchable reading list on the web.

The story is told in :mod:`readinglist.build`; the nouns are in :mod:`readinglist.model`.
"""

__version__ = "0.1.0"
