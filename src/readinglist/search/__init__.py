"""The search index: the compact form that a site ships, and the equivalent lunr index.

`documents` divides papers into tokens, `lunr_index` builds lunr's index, `packing` encodes the
compact form, and `files` divides it into the files that a browser loads. The search engine that
reads them is in ``static/js/search/``.
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
