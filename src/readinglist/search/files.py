"""The files of the search index that a browser loads.

They are scripts and not JSON, because a page opened from disk can run a script but cannot fetch a
file. Each passes one named piece to ``static/js/search/``:

* ``start``, loaded when the reader starts to search: the number of papers, the facets (the papers
  of each theme, listing and year, and those with code or a note), and the terms of all titles.
* ``title-N``: posting rows of some of these terms. ``papers-N``: titles of some papers.
* ``full``, loaded next: the terms of all abstracts, and synonyms. ``abstract-N``: posting rows of
  some of these terms. ``text-N``: some abstracts, for phrases and snippets.

For up to `WHOLE` papers, the numbered pieces are contained in ``start`` and ``full``, so there are
two files. For a longer list, each piece is a file, which is fetched when a query needs it. There is
also ``ids``, the checksums of the paper ids, which are needed to filter by the reader's shelf.

The field "themes" has no posting rows, because the engine computes them from the facets.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from readinglist.search.abbreviations import abbreviations
from readinglist.search.documents import documents
from readinglist.search.facets import facet_values
from readinglist.search.packing import (
    as_javascript_sorts,
    deltas,
    numbers,
    posting_row,
    term_list,
)
from readinglist.search.synonyms import synonyms
from readinglist.text.display import as_read
from readinglist.text.tokens import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.model import Library, Paper
    from readinglist.search.documents import Document

WHOLE = 1500
"""The largest number of papers for which the index is in two files."""
ROWS_A_PIECE = 12_000
"""The approximate size of a piece of posting rows, in characters; rows are not divided."""
TITLES_A_PIECE = 32
TEXTS_A_PIECE = 8
"""The number of papers in a piece of titles, and in a piece of abstracts."""
_CAPITALS = re.compile("[A-Z]+")
_APOSTROPHE = re.compile("['’]")
_BETWEEN_WORDS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """The files of the index: the first file, and the others by their address in the site."""

    start: bytes
    others: Mapping[str, bytes]


def search_files(library: Library) -> SearchFiles:
    """Return the files of a library's index, in ASCII. The same library gives the same bytes."""
    papers = list(library.papers.values())
    indexed = documents(library)
    title, title_pieces = _field("title", (document.fields[0] for document in indexed))
    abstract, abstract_pieces = _field("abstract", (document.fields[1] for document in indexed))
    abstracts = [as_read(paper.abstract) for paper in papers]
    texts = [*(paper.title for paper in papers), *abstracts]
    first = {**title_pieces, **_titles(papers)}
    second = {
        **abstract_pieces,
        **{f"text-{at}": part for at, part in enumerate(_parts(abstracts, TEXTS_A_PIECE))},
    }
    start: dict[str, Any] = {
        "count": len(papers),
        "common": sorted(COMMON),
        "facets": facet_values(library),
        "lengths": numbers(len(document.fields[0]) for document in indexed),
        "title": title,
        "sizes": [TITLES_A_PIECE, TEXTS_A_PIECE],
        "pieces": {},
    }
    groups = synonyms((*library.settings.synonyms, *sorted(abbreviations(texts))), _terms(indexed))
    full: dict[str, Any] = {
        "abstract": abstract,
        "synonyms": [",".join(group) for group in groups],
        "pieces": {},
    }
    separate: dict[str, Any] = {}
    if len(papers) <= WHOLE:
        start["pieces"], full["pieces"] = first, second
    else:
        ids = "".join(f"{crc32(paper.id.encode()):08x}" for paper in papers)
        separate = {**first, **second, "ids": ids}
    others = {name: _script(name, piece) for name, piece in {"full": full, **separate}.items()}
    checksum = hashlib.sha256(b"".join(others.values())).hexdigest()[:10]
    start["address"] = ["assets/search-", f".{checksum}.js"]
    return SearchFiles(
        _script("start", start),
        {f"assets/search-{name}.{checksum}.js": raw for name, raw in others.items()},
    )


def _terms(indexed: Iterable[Document]) -> list[frozenset[str]]:
    """Return the set of terms of each paper."""
    return [frozenset().union(*document.fields) for document in indexed]


def _script(name: str, piece: object) -> bytes:
    """Return a script that passes a piece to the engine."""
    text = json.dumps(piece, separators=(",", ":"))  # escapes \u2028 and everything not in ASCII
    # Texts of users are never keys of objects, so "__proto__" in a title is harmless. Without "<",
    # no title can end the script or open an HTML comment in it.
    text = text.replace("<", "\\u003c")
    return f'readinglist.search.piece("{name}",{text});\n'.encode("ascii")


def _field(name: str, tokens: Iterable[Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a field of the index and its pieces.

    The field has the terms, their document frequencies, and the first term of each piece. A piece
    has the posting rows of some terms, separated by spaces.
    """
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for paper, terms in enumerate(tokens):
        for term, frequency in Counter(terms).items():
            postings[term].append((paper, frequency))
    terms = sorted(postings, key=as_javascript_sorts)
    begins: list[int] = []
    parts: list[list[str]] = []
    room = 0
    for at, term in enumerate(terms):
        row = posting_row(postings[term])
        if room < len(row):
            begins.append(at)
            parts.append([])
            room = ROWS_A_PIECE
        room -= len(row)
        parts[-1].append(row)
    head = {
        "terms": term_list(terms),
        "papers": numbers(len(postings[term]) for term in terms),
        "begins": deltas(begins),
    }
    return head, {f"{name}-{at}": " ".join(rows) for at, rows in enumerate(parts)}


def _titles(papers: Sequence[Paper]) -> dict[str, Any]:
    """Return the pieces with the titles that pages show.

    A piece also has the ids that `plain_id` does not give and the source titles that differ, each
    with the position of the paper in the piece.
    """
    pieces = {}
    for at, part in enumerate(_parts(papers, TITLES_A_PIECE)):
        titles = [as_read(paper.title) for paper in part]
        both = list(enumerate(zip(part, titles, strict=True)))
        pieces[f"papers-{at}"] = {
            "titles": titles,
            "ids": [[n, one.id] for n, (one, title) in both if one.id != plain_id(title)],
            "sources": [[n, one.title] for n, (one, title) in both if one.title != title],
        }
    return pieces


def plain_id(title: str) -> str:
    """Return the id that most papers with this title have; the browser uses the same rule."""
    lower = _CAPITALS.sub(lambda capitals: capitals[0].lower(), title)
    return _BETWEEN_WORDS.sub("-", _APOSTROPHE.sub("", lower)).strip("-")


def _parts(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (items[at : at + size] for at in range(0, len(items), size))
