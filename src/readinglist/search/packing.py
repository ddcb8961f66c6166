"""The packed form of the index: text that gzip likes and a browser decodes in place.

Numbers are written in the 91 characters of `DIGITS`, which JSON and a script hold unescaped:
the first `FINAL` of them end a number, the others carry a digit to base ``91 - FINAL`` and say
that more follows, lowest digit first. A number is small here as a rule, and then one character.

* A *posting row* is a term's papers in one field: for each the distance to the one before, times
  two, plus one when the term stands there more than once, and then its frequency less two.
* A *term list* is sorted in the order of UTF-16 units, as lunr.js and JavaScript sort, and front
  coded: a capital letter says how many characters (A: none) a term shares with the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DIGITS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\<')
FINAL = 64
MOST_SHARED = 25


def number(value: int) -> str:
    """A number that is not negative, packed."""
    digits = ""
    base = len(DIGITS) - FINAL
    while value >= FINAL:
        value, digit = divmod(value, base)
        digits += DIGITS[FINAL + digit]
    return digits + DIGITS[value]


_SMALL = [number(value) for value in range(1024)]


def numbers(values: Iterable[int]) -> str:
    """Numbers, packed one after the other."""
    return "".join([_SMALL[value] if value < 1024 else number(value) for value in values])


def distances(places: Sequence[int]) -> str:
    """Growing numbers, packed as the distances between them."""
    return numbers(place - before for before, place in zip((0, *places), places, strict=False))


def posting_row(places: Sequence[tuple[int, int]]) -> str:
    """The papers a term is in and how often, packed; in the order of the papers."""
    values: list[int] = []
    last = 0
    for paper, frequency in places:
        gap = 2 * (paper - last)
        last = paper
        if frequency == 1:
            values.append(gap)
        else:
            values += (gap + 1, frequency - 2)
    return numbers(values)


def as_javascript_sorts(term: str) -> bytes:
    """A sort key: the order of UTF-16 units."""
    return term.encode("utf-16-be", "surrogatepass")


def term_list(terms: Sequence[str]) -> str:
    """Sorted terms, front coded. No token has a capital letter of ASCII, so these can count."""
    packed: list[str] = []
    last = ""
    for term in terms:
        shared = 0
        for one, other in zip(term[:MOST_SHARED], last, strict=False):
            if one != other or not one.isascii():
                break
            shared += 1
        packed.append(chr(ord("A") + shared) + term[shared:])
        last = term
    return "".join(packed)
