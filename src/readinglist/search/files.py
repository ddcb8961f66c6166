"""The files that a reader's browser loads to search, and when.

They are scripts and not JSON, because a page opened from a disk may run a script beside it but
not fetch a file. Each hands ``static/js/search/`` one named piece:

* ``start``, at the reader's first intent to search: how many papers there are, facets (which
  papers a theme, a listing, a year has, which have code or a note), and the terms of all titles.
* ``title-N``: the posting rows of some of these terms; ``papers-N``: some papers' titles.
* ``full``, right after: the terms of all abstracts, and synonyms. ``abstract-N``: posting rows of
  some terms; ``text-N``: some abstracts, for phrases and for the sentence below a result.

Up to `WHOLE` papers the numbered pieces travel inside ``start`` and ``full``: two files in all.
Of a longer list they are files of their own, fetched when a query needs them; there also is
``ids``, checksums of the papers' ids, for readers who search among what is on their own shelf.

The field "themes" has no rows: what lunr would hold follows from the facets and the themes' titles.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from readinglist.model import LinkKind
from readinglist.search.abbreviations import abbreviations
from readinglist.search.documents import documents
from readinglist.search.packing import (
    as_javascript_sorts,
    distances,
    numbers,
    posting_row,
    term_list,
)
from readinglist.search.synonyms import synonyms
from readinglist.text.display import as_read, shown
from readinglist.text.tokens import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.model import Library, Paper
    from readinglist.search.documents import Document

WHOLE = 1500
"""Papers up to which everything is in two files."""
ROWS_A_PIECE = 12_000
"""Characters of posting rows in a piece, about: a term's row is never divided."""
TITLES_A_PIECE = 32
TEXTS_A_PIECE = 8
"""Papers in a piece of titles, and in a piece of abstracts."""
_CAPITALS = re.compile("[A-Z]+")
_APOSTROPHE = re.compile("['’]")
_BETWEEN_WORDS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """What the search loads: the first file, and the others by their address in the site."""

    start: bytes
    others: Mapping[str, bytes]


def search_files(library: Library) -> SearchFiles:
    """Everything that search needs of a library; ASCII, the same bytes each time."""
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
        "facets": _facets(library),
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
    loose: dict[str, Any] = {}
    if len(papers) <= WHOLE:
        start["pieces"], full["pieces"] = first, second
    else:
        ids = "".join(f"{crc32(paper.id.encode()):08x}" for paper in papers)
        loose = {**first, **second, "ids": ids}
    others = {name: _script(name, piece) for name, piece in {"full": full, **loose}.items()}
    digest = hashlib.sha256(b"".join(others.values())).hexdigest()[:10]
    start["address"] = ["assets/search-", f".{digest}.js"]
    return SearchFiles(
        _script("start", start),
        {f"assets/search-{name}.{digest}.js": raw for name, raw in others.items()},
    )


def _terms(indexed: Iterable[Document]) -> list[frozenset[str]]:
    """Every term of each paper."""
    return [frozenset().union(*document.fields) for document in indexed]


def _script(name: str, piece: object) -> bytes:
    """A classic script that hands the engine a piece."""
    text = json.dumps(piece, separators=(",", ":"))  # \u2028 and all that is not ASCII: escaped
    # No user's word is a key of an object, so "__proto__" in a title is just a string; and with
    # no "<" no title can end a script or open a comment in it.
    text = text.replace("<", "\\u003c")
    return f'readinglist.search.piece("{name}",{text});\n'.encode("ascii")


def _field(name: str, tokens: Iterable[Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """A field of the index: its terms, in how many papers each is, where its pieces begin; and
    the pieces, each some terms' posting rows with a space between.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for paper, terms in enumerate(tokens):
        for term, frequency in Counter(terms).items():
            places[term].append((paper, frequency))
    terms = sorted(places, key=as_javascript_sorts)
    begins: list[int] = []
    parts: list[list[str]] = []
    room = 0
    for at, term in enumerate(terms):
        row = posting_row(places[term])
        if room < len(row):
            begins.append(at)
            parts.append([])
            room = ROWS_A_PIECE
        room -= len(row)
        parts[-1].append(row)
    head = {
        "terms": term_list(terms),
        "papers": numbers(len(places[term]) for term in terms),
        "begins": distances(begins),
    }
    return head, {f"{name}-{at}": " ".join(rows) for at, rows in enumerate(parts)}


def _titles(papers: Sequence[Paper]) -> dict[str, Any]:
    """Pieces of the papers' titles as pages show them, and, by their place in the piece, the ids
    that do not follow from the title and the titles that the source has otherwise.
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
    """The id that most titles have, by a rule simple enough to be the same in the browser."""
    lower = _CAPITALS.sub(lambda capitals: capitals[0].lower(), title)
    return _BETWEEN_WORDS.sub("-", _APOSTROPHE.sub("", lower)).strip("-")


def _facets(library: Library) -> dict[str, list[list[Any]]]:
    """For each facet its values: key, what is shown, which papers have it, the key above it."""
    at = {paper: number for number, paper in enumerate(library.papers)}
    themes = {
        theme.id: sorted(at[paper] for paper in theme.papers) for theme in library.themes.values()
    }
    listings: dict[str, set[int]] = {listing: set() for listing in library.listings}
    has: dict[str, list[int]] = {"code": [], "note": []}
    years: dict[str, list[int]] = defaultdict(list)
    for number, paper in enumerate(library.papers.values()):
        for seen in paper.seen:
            if seen.listing in listings:
                listings[seen.listing].add(number)
        if any(link.kind is LinkKind.CODE for link in paper.links):
            has["code"].append(number)
        if paper.id in library.notes:
            has["note"].append(number)
        if paper.year is not None:
            years[str(paper.year)].append(number)
    return {
        "theme": [
            [theme.id, shown(theme.title), distances(themes[theme.id]), theme.parent]
            for theme in library.themes.values()
        ],
        "listing": [[one, one, distances(sorted(rows)), ""] for one, rows in listings.items()],
        "has": [[one, one, distances(rows), ""] for one, rows in has.items()],
        "year": [[one, one, distances(years[one]), ""] for one in sorted(years)],
    }


def _parts(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (items[at : at + size] for at in range(0, len(items), size))
