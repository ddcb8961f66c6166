"""Split listings into lines, clean them, and join lines that were wrapped."""

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
_HYPHENATED: Final = re.compile(r"[^\W\d_]-")
_ELLIPTIC: Final = re.compile(r"(?:and|or|to|und|oder)\b")
"""What follows the hyphen in "pre- and post-training", which is not joined."""
_BULLET: Final = re.compile("[•*‣▪–-] ")
_NARROWEST_WRAP: Final = 40
_WIDEST_WRAP: Final = 120
"""In characters; wider lines are not the result of wrapping."""
_WORD: Final = 9
_MOSTLY: Final = 0.5
"""Share of the lines of a wrapped file; the others end a paragraph or are titles."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of text, or several lines that were wrapped.

    Attributes:
        text: cleaned text, never empty.
        line: number of its first line, counted from 1.
        lines: number of lines.
        block: number of the block of lines between blank lines that contains it, counted from 0.
    """

    text: str
    line: int
    lines: int
    block: int


def split_lines(text: str) -> list[str]:
    """Return the cleaned lines of a text; a final line end does not begin a new line."""
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return [clean(line) for line in lines]


def clean(line: str) -> str:
    """Replace all white space by spaces, and remove invisible characters and surrounding spaces.

    Joiners that affect the shape of letters (U+200C, U+200D) are kept.
    """
    if not line.isascii() or not line.isprintable():
        line = _INVISIBLE.sub("", _SPACES.sub(" ", line))
    return line.strip()


def units(lines: list[str]) -> list[Unit]:
    """Return the lines with text; wrapped lines are joined."""
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
            text = _unwrapped([text for _, text in block[start:end]])
            found.append(Unit(text, block[start][0], end - start, number))
            start = end
    return found


def _unwrapped(lines: list[str]) -> str:
    """Join wrapped lines; after a hyphen within a compound, no space is added."""
    if len(lines) == 1:
        return lines[0]
    pieces = [lines[0]]
    for above, below in pairwise(lines):
        compound = _HYPHENATED.fullmatch(above[-2:]) and not _ELLIPTIC.match(below)
        pieces.append(below if compound else f" {below}")
    return "".join(pieces)


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
    """Return the width at which a file was wrapped, or 0.

    Most lines of a wrapped file end within a word's length of one column.
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
    """Return whether a line was wrapped because the first word of the next line did not fit."""
    full = max(len(text), len(after)) <= width < len(text) + 1 + len(after.split(" ", 1)[0])
    return full and not (_BULLET.match(after) and text[-1] in ".:;,")


def _is_ragged(blocks: list[list[tuple[int, str]]], width: int) -> bool:
    """Return whether blocks contain several paragraphs: most have short lines in the middle."""
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
    """Return whether a title in title case ends with a full line, or begins after a full stop."""
    above, below = title_case_share(text), title_case_share(after)
    plain = below < 0.5 and after.count(" ") >= 4 and after[0].isupper()
    return (above > TITLE_CASE and plain) or (text[-1] in ".?!" and below > TITLE_CASE >= above)
