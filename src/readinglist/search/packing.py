"""The encoding of the compact index. ``static/js/search/packed.js`` decodes it and explains it.

Numbers are written with the 91 characters of `DIGITS`, which need no escapes in JSON and scripts.
The first `FINAL` digits end a number; the others are digits to the base ``91 - FINAL``, lowest
digit first, after which the number continues. Most numbers are small and take one character.

* *Deltas* are ascending numbers, each stored as the difference from the previous one.
* A *posting row* has the papers of a term in one field: for each, the difference from the previous
  paper number, doubled, plus one if the term occurs more than once; then its frequency less two.
* A *term list* is sorted by UTF-16 code units, as in JavaScript, and front-coded: a capital letter
  gives the length of the prefix that a term shares with the previous one (A is 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DIGITS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\<')
FINAL = 64
"""The number of digits that end a number."""
MAX_SHARED = 25
"""The longest shared prefix that a term list can express, as the letter Z."""


def number(value: int) -> str:
    """Pack a non-negative number."""
    digits = ""
    base = len(DIGITS) - FINAL
    while value >= FINAL:
        value, digit = divmod(value, base)
        digits += DIGITS[FINAL + digit]
    return digits + DIGITS[value]


_SMALL = [number(value) for value in range(1024)]


def numbers(values: Iterable[int]) -> str:
    """Pack numbers, one after the other."""
    return "".join([_SMALL[value] if value < 1024 else number(value) for value in values])


def deltas(values: Sequence[int]) -> str:
    """Pack ascending numbers as the differences between them."""
    return numbers(value - before for before, value in zip((0, *values), values, strict=False))


def posting_row(postings: Sequence[tuple[int, int]]) -> str:
    """Pack the papers of a term, given as paper number and frequency in ascending order."""
    values: list[int] = []
    last = 0
    for paper, frequency in postings:
        gap = 2 * (paper - last)
        last = paper
        if frequency == 1:
            values.append(gap)
        else:
            values += (gap + 1, frequency - 2)
    return numbers(values)


def as_javascript_sorts(term: str) -> bytes:
    """Return a key that sorts terms by UTF-16 code units, as JavaScript does."""
    return term.encode("utf-16-be", "surrogatepass")


def term_list(terms: Sequence[str]) -> str:
    """Pack sorted terms. Tokens contain no ASCII capital letters, so these can separate terms."""
    packed: list[str] = []
    last = ""
    for term in terms:
        shared = 0
        for one, other in zip(term[:MAX_SHARED], last, strict=False):
            if one != other or not one.isascii():
                break
            shared += 1
        packed.append(chr(ord("A") + shared) + term[shared:])
        last = term
    return "".join(packed)
