"""The lines of a listing: numbered, cleaned of what cannot be seen, and joined where a
terminal or an editor wrapped them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from readinglist.listings.evidence import TITLE_CASE, title_case_share

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SPACES: Final = re.compile(
    "[\t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BULLET: Final = re.compile("[•*‣▪–-] ")
_NARROWEST_WRAP: Final = 40
_WIDEST_WRAP: Final = 120
"""Characters; a wider line was not wrapped by anything that wraps for people to read."""
_WORD: Final = 9
_MOSTLY: Final = 0.5
"""Of the lines of a wrapped file; the others end a paragraph or are a title."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of text, or several that were one before they were wrapped.

    Attributes:
        text: cleaned, never empty.
        line: the number of its first line, counted from 1.
        lines: how many lines it takes.
        block: counts the runs of lines between empty lines; equal for lines of one run.
    """

    text: str
    line: int
    lines: int
    block: int


def split_lines(text: str) -> list[str]:
    """Lines as an editor numbers them, each cleaned; a final line end begins no new line."""
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return [clean(line) for line in lines]


def clean(line: str) -> str:
    """Every kind of space as a space, nothing invisible, and no space at either end.

    Joiners that change how letters are shown (U+200C, U+200D) stay.
    """
    if not line.isascii() or not line.isprintable():
        line = _INVISIBLE.sub("", _SPACES.sub(" ", line))
    return line.strip()


def units(lines: list[str]) -> list[Unit]:
    """Every line with text as a unit; lines that were wrapped are joined."""
    blocks = _blocks(lines)
    width = _wrap_width(blocks)
    ragged = _is_ragged(blocks, width)
    found: list[Unit] = []
    for number, block in enumerate(blocks):
        start = 0
        for end in range(1, len(block) + 1):
            if end < len(block):
                above, below = block[end - 1][1], block[end][1]
                if _goes_on(above, below, width) and not (ragged and _title_ends(above, below)):
                    continue
            text = block[start][1]
            if end - start > 1:
                text = " ".join(text for _, text in block[start:end])
            found.append(Unit(text, block[start][0], end - start, number))
            start = end
    return found


def _blocks(lines: list[str]) -> list[list[tuple[int, str]]]:
    blocks: list[list[tuple[int, str]]] = []
    open_block = False
    for number, text in enumerate(lines, 1):
        if not text:
            open_block = False
        elif open_block:
            blocks[-1].append((number, text))
        else:
            blocks.append([(number, text)])
            open_block = True
    return blocks


def _wrap_width(blocks: list[list[tuple[int, str]]]) -> int:
    """The width the file was wrapped at, or 0. Most lines of a wrapped file end within a
    word's length of one column; the lines of one that was not have any length.
    """
    lengths = Counter[int]()
    for block in blocks:
        if len(block) >= 3:
            lengths.update(len(text) for _, text in block[:-1])
    ends = {
        width: sum(lengths[length] for length in range(width - _WORD, width + 1))
        for width in range(_NARROWEST_WRAP, _WIDEST_WRAP + 1)
    }
    most = max(ends.values())
    width = max(width for width, ending in ends.items() if ending == most)
    while width and not lengths[width]:
        width -= 1
    return width if most >= max(2, _MOSTLY * lengths.total()) else 0


def _goes_on(text: str, after: str, width: int) -> bool:
    """Whether a line was broken only because the next line's first word did not fit."""
    full = max(len(text), len(after)) <= width < len(text) + 1 + len(after.split(" ", 1)[0])
    return full and not (_BULLET.match(after) and text[-1] in ".:;,")


def _is_ragged(blocks: list[list[tuple[int, str]]], width: int) -> bool:
    """Whether blocks hold several paragraphs: short lines stand in the middle of most."""
    if not width:
        return False
    long_blocks = [
        block
        for block in blocks
        if len(block) >= 3 and max(len(text) for _, text in block) > width / 2
    ]
    ragged = sum(
        not all(_goes_on(text, after, width) for (_, text), (_, after) in pairwise(block))
        for block in long_blocks
    )
    return ragged > 0.5 * len(long_blocks)


def _title_ends(text: str, after: str) -> bool:
    """Whether words in title case end with a line that happens to be full, or begin below a
    full stop.
    """
    above, below = title_case_share(text), title_case_share(after)
    plain = below < 0.5 and after.count(" ") >= 4 and after[0].isupper()
    return (above > TITLE_CASE and plain) or (text[-1] in ".?!" and below > TITLE_CASE >= above)
