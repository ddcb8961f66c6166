"""The lines of a listing: numbered, cleaned of what cannot be seen, and joined where a
terminal or an editor wrapped them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SPACES: Final = re.compile("[\t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WIDEST_WRAP: Final = 120
"""Characters; a wider line was not wrapped by anything that wraps for people to read."""


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
    found: list[Unit] = []
    for number, block in enumerate(blocks):
        if width and len(block) > 1 and _is_wrapped([text for _, text in block], width):
            text = " ".join(text for _, text in block)
            found.append(Unit(text, block[0][0], len(block), number))
        else:
            found.extend(Unit(text, line, 1, number) for line, text in block)
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
    """The width most blocks of three lines or more are wrapped at, or 0."""
    widths = Counter[int]()
    for block in blocks:
        texts = [text for _, text in block]
        widest = max(map(len, texts))
        if len(texts) >= 3 and _is_wrapped(texts, widest):
            widths[widest] += 1
    return max(widths, default=0)


def _is_wrapped(texts: list[str], width: int) -> bool:
    """Whether each line is full: the first word of the next one did not fit into `width`."""
    if not 40 <= width <= _WIDEST_WRAP or max(map(len, texts)) > width:
        return False
    return all(
        len(text) + 1 + len(after.split(" ", 1)[0]) > width for text, after in pairwise(texts)
    )
