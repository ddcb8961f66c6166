"""What abbreviations stand for, as the papers themselves say it.

"Matryoshka Representation Learning (MRL)" tells that MRL and the three words are the same; a
reader may type either, and another paper may write only one of them. The long form is found as
Schwartz and Hearst do it ("A simple algorithm for identifying abbreviation definitions in
biomedical text", Pacific Symposium on Biocomputing 2003): from the last letter of the short form
backwards, each must stand in the words before the bracket, the first at the beginning of a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = re.compile(r"(?<=\s)\(([A-Za-z0-9][A-Za-z0-9-]{1,9})\)")
_WORD = re.compile(r"[^\W_]+")
_REACH = 120
"""Characters before a bracket that are looked at."""


def abbreviations(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The short forms that texts put in brackets, each with the words it stands for."""
    return frozenset(
        (short, long)
        for text in texts
        for match in _SHORT.finditer(text)
        if (short := _singular(match[1]))
        and (long := long_form(text[max(0, match.start() - _REACH) : match.start()], short))
    )


def long_form(before: str, short: str) -> str:
    """The end of a text that a short form abbreviates, as its words; ``""`` if there is none."""
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
    """The short form without the s of a plural; ``""`` for a word in brackets, not in capitals."""
    base = short[:-1] if short.endswith("s") and not short[:-1].islower() else short
    return base if sum(letter.isupper() for letter in base) > 1 else ""
