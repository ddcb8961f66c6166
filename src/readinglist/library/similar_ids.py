"""Find ids that are similar to an unknown one, fast enough for thousands of errors.

:func:`readinglist.problems.did_you_mean` compares a word with every known one, which takes seconds
among twenty thousand long ids. Here, ids that share many and rare trigrams with the word are found
first, and only these are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from readinglist.problems import did_you_mean
from readinglist.text.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

_VISITED: Final = 4_000
"""Maximum number of ids that are visited by way of shared trigrams, rare trigrams first."""
PAPER_ID_HINT: Final = "a paper's id is the last part of its page's URL"
"""The hint if no id is similar."""
_COMPARED: Final = 8
"""Number of ids that are compared character by character."""
_LONGEST: Final = 200
_MOST_SEARCHES: Final = 2_000
"""Maximum number of hints, each of which takes a few milliseconds."""
_MOST_WORK: Final = 20_000_000
"""Maximum number of visited ids and of compared pairs of equal characters, for all hints together,
about two seconds. An ordinary hint takes a few thousand; ids that repeat a character take most."""


class SimilarIds:
    """Searches known ids; the index is made at the first search."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)
        self._ids_with: dict[str, list[int]] = {}
        self._hints: dict[str, str] = {}
        self._work_left = _MOST_WORK

    def did_you_mean(self, word: str) -> str:
        """Return a question that names the ids most similar to an id or title, or ``""``."""
        may_search = self._work_left > 0 and len(self._hints) < _MOST_SEARCHES
        if word not in self._hints and may_search:
            self._hints[word] = self._search(word[:_LONGEST])
        return self._hints.get(word, "")

    def _search(self, word: str) -> str:
        if not self._ids_with:
            self._ids_with = self._index()
        name = slug(word)
        found = [
            self._ids_with[trigram] for trigram in _trigrams(name) if trigram in self._ids_with
        ]
        counts = Counter[int]()
        visited = 0
        for numbers in sorted(found, key=len):
            visited += len(numbers)
            if counts and visited > _VISITED:
                break
            counts.update(numbers)
        best = nsmallest(_COMPARED, counts.items(), key=lambda count: (-count[1], count[0]))
        similar = [self._known[number] for number, _ in best]
        self._work_left -= visited + sum(_equal_pairs(name, one) for one in similar)
        return did_you_mean(name, similar)

    def _index(self) -> dict[str, list[int]]:
        ids_with: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._known):
            for trigram in _trigrams(name):
                ids_with[trigram].append(number)
        return dict(ids_with)


def _equal_pairs(one: str, other: str) -> int:
    """Return the number of pairs of equal characters, one of each id."""
    counts = Counter(other)
    return sum(counts[character] for character in one)


def _trigrams(name: str) -> set[str]:
    padded = f"^{name}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
