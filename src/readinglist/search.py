"""The search index: what the reader's browser loads at the first key typed into the search box.

It is a script and not JSON, because a page opened from a disk may run a script beside it but
not fetch a file. The script hands ``static/search.js`` the index as lunr.js 2.3.9 loads it,
and of each paper what a result shows. This module is the only user of `lunr`.

lunr is given tokens, never text: its own stemmer differs from that of lunr.js, so both
pipelines stay empty and `readinglist.text.tokens` is the same on both sides.

Choices, each for the weight of the file (the limit is 500 KB gzipped for 500 papers):

* `COMMON` words are left out of abstracts, where they tell nothing; in titles they stay.
* Document length does not count (`B` = 0): abstracts are all about as long, search.js weighs
  titles itself, and a term then has the same few scores everywhere, a fifth less to send.
* A paper is known by its number in the list, an abstract by its beginning: the snippet below
  a result quotes from its first `SNIPPET_SOURCE` characters. All of it is indexed.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lunr.idf import idf
from lunr.index import Index
from lunr.pipeline import Pipeline
from lunr.vector import Vector

from readinglist.text.display import shown
from readinglist.text.tex import readable
from readinglist.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.model import Library

FIELDS = ("title", "abstract", "themes")
K1 = 1.2
"""How soon repeating a word stops to matter (lunr's default)."""
B = 0
"""How much the length of a field counts: not at all."""

SNIPPET_SOURCE = 700
"""Characters of an abstract that a snippet can quote from."""

_COMMON = """
    a about after all also although among an and another any are as at be because been before
    being between both but by can could did do does during each either etc even for from further
    had has have he her here how however i if in into is it its itself like many may might more
    most much must no not of on only or other our over own per same she should since so some
    still such than that the their them then there therefore these they this those through thus
    to too toward towards under up us use used using via was we well were what when where
    whereas whether which while who whose why will with within without would yet you your
"""
COMMON = frozenset(_COMMON.split())
"""Words of English grammar, and the few verbs every abstract has."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as the index takes it: the tokens of each field, in the order of `FIELDS`."""

    ref: str
    fields: tuple[Sequence[str], ...]


def index_script(library: Library) -> bytes:
    """A classic script that hands search.js everything it needs; ASCII, the same each time."""
    data = {
        "common": sorted(COMMON),
        "index": lunr_index(documents(library)),
        "listings": list(library.listings),
        "papers": _papers(library),
        "themes": [[theme.id, shown(theme.title)] for theme in library.themes.values()],
    }
    text = json.dumps(data, separators=(",", ":"))  # \u2028 and all that is not ASCII: escaped
    # No user's word is a key of an object above, so "__proto__" in a title is just a string;
    # and with no "<" no title can end the script or open a comment in it.
    return b"readinglist.search.load(%s);\n" % text.replace("<", "\\u003c").encode("ascii")


def documents(library: Library) -> list[Document]:
    """The papers of a library as the index takes them, in the library's order."""
    themes = {theme.id: tokens(theme.title) for theme in library.themes.values()}
    return [
        Document(
            str(number),
            (
                _title_tokens(paper.title),
                [term for term in tokens(_as_read(paper.abstract)) if term not in COMMON],
                [term for theme in library.themes_of[paper.id] for term in themes[theme]],
            ),
        )
        for number, paper in enumerate(library.papers.values())
    ]


def lunr_index(papers: Sequence[Document]) -> dict[str, Any]:
    """The index of these documents as `lunr.Index.load` of lunr.js takes it.

    It equals what ``lunr.builder.Builder`` of lunr.py makes of the same tokens, and also
    takes no documents at all. It is made here because Builder wraps every token in an
    object, inserts every score into a sorted list and works out every factor anew, which
    takes several times as long. Terms are in the order of UTF-16 units, which lunr.js insists on.
    """
    inverted: dict[str, dict[str, Any]] = {}
    frequencies: dict[str, list[tuple[str, Counter[str]]]] = defaultdict(list)
    lengths: dict[str, int] = defaultdict(int)
    no_metadata: dict[str, object] = {}
    for document in papers:
        for field, terms in zip(FIELDS, document.fields, strict=True):
            counts = Counter(terms)
            frequencies[document.ref].append((field, counts))
            lengths[field] += len(terms)
            for term in counts:
                posting = inverted.get(term)
                if posting is None:
                    posting = inverted[term] = {name: {} for name in FIELDS}
                    posting["_index"] = len(inverted) - 1
                posting[field][document.ref] = no_metadata
    vectors = _vectors(frequencies, inverted, len(papers), lengths)
    index = Index(inverted, vectors, None, list(FIELDS), Pipeline())
    serialised: dict[str, Any] = index.serialize()
    serialised["invertedIndex"].sort(key=lambda row: row[0].encode("utf-16-be", "surrogatepass"))
    return serialised


def _vectors(
    frequencies: dict[str, list[tuple[str, Counter[str]]]],
    inverted: dict[str, dict[str, Any]],
    document_count: int,
    lengths: dict[str, int],
) -> dict[str, Vector]:
    """For each field of each document its terms' numbers and BM25 scores, by number."""
    weights = {
        term: (posting["_index"], idf(posting, document_count))
        for term, posting in inverted.items()
    }
    vectors: dict[str, Vector] = {}
    for ref, fields in frequencies.items():
        for field, counts in fields:
            elements: list[float] = []
            if counts:
                average = lengths[field] / document_count
                damping = K1 * (1 - B + B * (counts.total() / average))
                scored = [
                    (weights[term], (K1 + 1) * count, damping + count)
                    for term, count in counts.items()
                ]
                for (number, rarity), gain, loss in sorted(scored):
                    elements += (number, round(rarity * gain / loss, 3))
            vectors[f"{field}/{ref}"] = Vector(elements)
    return vectors


def _title_tokens(title: str) -> list[str]:
    """The tokens of a title as pages show it, and what only the source's letters yield."""
    found = tokens(_as_read(title))
    return found + [term for term in tokens(title) if term not in found]


def _papers(library: Library) -> list[list[Any]]:
    """Rows of id, title, beginning of the abstract, number of the first listing, of themes;
    and the title as the source has it where pages show it otherwise.
    """
    listings = {listing: number for number, listing in enumerate(library.listings)}
    themes = {theme: number for number, theme in enumerate(library.themes)}
    rows: list[list[Any]] = []
    for paper in library.papers.values():
        title = _as_read(paper.title)
        first = next((seen.listing for seen in paper.seen if seen.listing in listings), None)
        row = [
            paper.id,
            title,
            _beginning(_as_read(paper.abstract)),
            -1 if first is None else listings[first],
            [themes[theme] for theme in library.themes_of[paper.id]],
        ]
        rows.append(row if title == paper.title else [*row, paper.title])
    return rows


def _as_read(text: str) -> str:
    """The text as the pages show it, without TeX residue; what would mislead the eye is seen."""
    return readable(shown(text))


def _beginning(abstract: str) -> str:
    """The beginning of an abstract, cut between words."""
    if len(abstract) <= SNIPPET_SOURCE:
        return abstract
    cut = abstract[:SNIPPET_SOURCE]
    return f"{cut.rpartition(' ')[0] or cut}…"
