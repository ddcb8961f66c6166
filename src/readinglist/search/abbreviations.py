"""Abbreviations and their long forms, found in the texts of the papers.

"Matryoshka Representation Learning (MRL)" defines MRL. The search treats both forms as synonyms,
because a reader may type either and a paper may use only one of them. Long forms are found with
the algorithm of A. Schwartz and M. Hearst ("A simple algorithm for identifying abbreviation
definitions in biomedical text", Pacific Symposium on Biocomputing 2003): starting from the last
letter, each letter of the short form must occur in the words before the bracket, in order, and the
first letter must start a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = re.compile(r"(?<=\s)\(([A-Za-z0-9][A-Za-z0-9-]{1,9})\)")
_WORD = re.compile(r"[^\W_]+")
_REACH = 120
"""The number of characters before a bracket that are searched for the long form."""


def abbreviations(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return the abbreviations that the texts define, as pairs of short and long form."""
    return frozenset(
        (short, long)
        for text in texts
        for match in _SHORT.finditer(text)
        if (short := _singular(match[1]))
        and (long := long_form(text[max(0, match.start() - _REACH) : match.start()], short))
    )


def long_form(before: str, short: str) -> str:
    """Return the long form of `short` at the end of the text `before`, or ``""``."""
    words = _WORD.findall(before)[-min(len(short) + 5, 2 * len(short)) :]
    text = " ".join(words)
    lower = text.lower()
    at = len(lower)
    letters = [letter for letter in short.lower() if letter.isalnum()]
    for left, letter in zip(range(len(letters) - 1, -1, -1), reversed(letters), strict=True):
        at = lower.rfind(letter, 0, at)
        while left == 0 and at > 0 and lower[at - 1] != " ":
            at = lower.rfind(letter, 0, at)
        if at < 0:
            return ""
    found = text[at:]
    return found if len(found.split()) > 1 else ""


def _singular(short: str) -> str:
    """Return a short form without its plural s, or ``""`` if it is not an abbreviation."""
    base = short[:-1] if short.endswith("s") and not short[:-1].islower() else short
    return base if sum(letter.isupper() for letter in base) > 1 else ""
