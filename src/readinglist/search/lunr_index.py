"""The search index in lunr's format, for ``lunr.Index.load`` of lunr.js 2.3.9.

A site ships the same index in a compact form (`readinglist.search.packing`). This form is for
export, and tests compare the compact form with it. Only this module uses the `lunr` package.

lunr gets tokens and not texts, and its pipelines are empty: the stemmers of lunr.py and lunr.js
differ, while `readinglist.text.tokens` has an exact equivalent in JavaScript. The field length is
ignored (`B` = 0), because abstracts have similar lengths and the engine weighs titles itself. The
score of a term in a field then depends only on how often the term occurs, which is why the compact
form contains frequencies and no scores.
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
"""BM25's k1, the saturation of term frequency (lunr's default)."""
B = 0
"""BM25's b, the normalisation by field length: none."""


def lunr_index(papers: Sequence[Document]) -> dict[str, Any]:
    """Return the index of documents for ``lunr.Index.load`` of lunr.js.

    The result equals that of ``lunr.builder.Builder`` in lunr.py, which is several times slower
    and does not accept an empty list. Terms are sorted by UTF-16 code units, as lunr.js requires.
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
    """Return the vector of each field of each document: term numbers and BM25 scores."""
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
                for (number, weight), numerator, denominator in sorted(scored):
                    elements += (number, round(weight * numerator / denominator, 3))
            vectors[f"{field}/{ref}"] = Vector(elements)
    return vectors
