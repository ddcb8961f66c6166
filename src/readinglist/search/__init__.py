"""Search: the index a site ships, and the standard lunr index it is the packed form of.

`documents` cuts papers into tokens, `lunr_index` makes lunr's own index of them, `packing` is
the encoding, and `files` says which file a browser loads when. The engine that reads them is
``static/js/search/``.
"""

from readinglist.search.documents import FIELDS, Document, documents
from readinglist.search.files import SearchFiles, search_files
from readinglist.search.lunr_index import K1, B, lunr_index

__all__ = [
    "FIELDS",
    "K1",
    "B",
    "Document",
    "SearchFiles",
    "documents",
    "lunr_index",
    "search_files",
]
