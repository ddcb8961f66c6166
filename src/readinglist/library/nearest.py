"""Finding the ids that a mistaken one may have meant, fast enough for thousands of mistakes.

:func:`readinglist.problems.did_you_mean` compares a word with every known one, letter by letter.
Among twenty thousand long ids that takes seconds a mistake; here the ids that share the most
and the rarest three-letter pieces with the mistake are found first, and only those compared.
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
"""How many ids are visited by way of a mistake's pieces, the rarest pieces first."""
WHERE_IDS_ARE: Final = "a paper's id is the end of its page's address"
"""The hint when no id is near."""
_COMPARED: Final = 8
"""How many ids are compared letter by letter."""
_LONGEST: Final = 200
_MOST_ASKED: Final = 2_000
"""Mistakes that get a hint, each a few milliseconds of search; a file with more has one cause."""
_MOST_WORK: Final = 20_000_000
"""Ids visited and pairs of equal letters compared for all mistakes together, about two seconds of
work. Ordinary mistakes take a few thousand each; long names of one letter take the most."""


class NearestIds:
    """Known ids, ready to be searched; nothing is prepared before the first mistake."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)
        self._with_piece: dict[str, list[int]] = {}
        self._hints: dict[str, str] = {}
        self._work_left = _MOST_WORK

    def did_you_mean(self, word: str) -> str:
        """A question naming the nearest ids, or ``""``. A title is answered with its id."""
        may_search = self._work_left > 0 and len(self._hints) < _MOST_ASKED
        if word not in self._hints and may_search:
            self._hints[word] = self._search(word[:_LONGEST])
        return self._hints.get(word, "")

    def _search(self, word: str) -> str:
        if not self._with_piece:
            self._with_piece = self._pieces_of_all()
        name = slug(word)
        found = [self._with_piece[piece] for piece in _pieces(name) if piece in self._with_piece]
        votes = Counter[int]()
        visited = 0
        for places in sorted(found, key=len):
            visited += len(places)
            if votes and visited > _VISITED:
                break
            votes.update(places)
        best = nsmallest(_COMPARED, votes.items(), key=lambda vote: (-vote[1], vote[0]))
        near = [self._known[place] for place, _ in best]
        self._work_left -= visited + sum(_equal_letters(name, one) for one in near)
        return did_you_mean(name, near)

    def _pieces_of_all(self) -> dict[str, list[int]]:
        with_piece: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._known):
            for piece in _pieces(name):
                with_piece[piece].append(place)
        return dict(with_piece)


def _equal_letters(one: str, other: str) -> int:
    """How many pairs there are of a letter of one name and the same letter of the other."""
    counts = Counter(other)
    return sum(counts[letter] for letter in one)


def _pieces(name: str) -> set[str]:
    padded = f"^{name}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
