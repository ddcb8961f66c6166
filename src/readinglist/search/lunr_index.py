"""The search index in lunr's own form: what ``lunr.Index.load`` of lunr.js 2.3.9 takes.

The site ships the same index packed (`readinglist.search.packing`); this form is the export,
and what the packed one is tested against. This module is the only user of `lunr`.

lunr is given tokens, never text: its own stemmer differs from that of lunr.js, so both
pipelines stay empty and `readinglist.text.tokens` is the same on both sides. Document length
does not count (`B` = 0): abstracts are all about as long, and the engine weighs titles itself.
A term's score in a field then depends on how often it stands there and on nothing else, which
is why the packed index holds frequencies and no scores.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from lunr.idf import idf
from lunr.index import Index
from lunr.pipeline import Pipeline
from lunr.vector import Vector

from readinglist.search.documents import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.search.documents import Document

K1 = 1.2
"""How soon repeating a word stops to matter (lunr's default)."""
B = 0
"""How much the length of a field counts: not at all."""


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
