"""What people leave in their files for one another, and no reader should see.

HTML comments are taken out of Markdown, and the marks that git leaves in a file it could not merge
are found in any text. Both are looked for before anything else reads the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Git's marks are seven characters; the attribute conflict-marker-size may ask for more. A line of
# "=" alone underlines a heading, so it does not count. Bars with more bars behind them are a table.
_CONFLICT: Final = re.compile(r"^(?:<{7,}+|>{7,}+)(?:[ \t].*)?$|^\|{7,}+(?:[ \t][^|\n]*)?$", re.M)
_MARKS: Final = re.compile(rf"{_CONFLICT.pattern}|^={{7,}}+$", re.M)
_ENDS: Final = ">"
CONFLICT_MESSAGE: Final = "a merge conflict was left in this file"
CONFLICT_HINT: Final = "keep the lines you want, and remove those of <<<<<<<, ======= and >>>>>>>"

# What begins code, where a comment is text; or a comment. An escaped backtick begins nothing.
_PLACES: Final = re.compile(
    r"^(?P<fence>[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)*+(?P<mark>`{3,}+(?=[^`\n]*$)|~{3,}+))"
    r"|^(?P<definition>[ \t>]*+\[[^\]\n]{0,99}\]:[ \t]*+(?:#|<#?>)[ \t]*+(?:[(\"'].*+)?)$"
    r"|\\[`\\]|(?P<ticks>`++)|(?P<comment><!--)",
    re.M,
)
_FENCE_LINE: Final = re.compile(r"^[ \t>]*+(?P<mark>`{3,}+|~{3,}+)[ \t]*+$", re.M)
_COMMENT_END: Final = re.compile(r"--!?>")
_BLANK_LINE: Final = re.compile(r"\n[ \t>]*+(?=\n)")
_TICKS: Final = re.compile(r"`++")


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of a text, both counted from 1."""

    line: int
    column: int


def conflicts(text: str) -> tuple[Place, ...]:
    """Where each merge conflict begins that was left in a text."""
    found: list[Place] = []
    is_open = False
    for mark in _CONFLICT.finditer(text):
        if not is_open or mark[0][0] == "<":
            found.append(Place(text.count("\n", 0, mark.start()) + 1, 1))
        is_open = mark[0][0] != _ENDS
        if len(found) == _MOST_CONFLICTS:
            break
    return tuple(found)


def without_marks(text: str) -> str:
    """A text with an empty line for each of git's marks: what is around them can be read."""
    return _MARKS.sub("", text)


_MOST_CONFLICTS: Final = 20
"""Conflicts that are told apart in one text."""


def without_comments(markdown: str) -> tuple[str, Place | None]:
    """A Markdown text without the comments outside its code, and where one is not closed.

    A comment is HTML's, or a definition of a link that leads nowhere: ``[//]: # (comment)``. Line
    ends within one stay, so that the lines below keep their numbers. What follows a comment that
    is not closed is taken out too.
    """
    if "<!--" not in markdown and "]:" not in markdown:
        return markdown, None
    kept: list[str] = []
    end = position = 0
    runs = _Runs(markdown)
    while found := _PLACES.search(markdown, position):
        position = found.end()
        if found["mark"]:
            position = _fence_end(markdown, found["mark"], position)
        elif found["ticks"]:
            position = runs.closing(found.start("ticks"), len(found["ticks"])) or position
        elif found["definition"]:
            kept.append(markdown[end : found.start()])
            end = found.end()
        elif found["comment"]:
            kept.append(markdown[end : found.start()])
            # "<!-->" and "<!--->" are whole comments, so the end may share its hyphens.
            closing = _COMMENT_END.search(markdown, found.start() + 2)
            if closing is None:
                return "".join(kept), _place(markdown, found.start())
            end = position = closing.end()
            kept.append("\n" * markdown.count("\n", found.start(), end))
    return "".join([*kept, markdown[end:]]), None


def without_comment_lines(text: str) -> str:
    """A text whose HTML comments of whole lines are empty lines; others stay."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    end = 0
    position = text.find("<!--")
    while position >= 0:
        line_start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
        closing = text.find("-->", position + 2)
        if closing < 0:
            break
        after = closing + 3
        line_end = _line_end(text, after)
        if line_start >= end and not (text[line_start:position] + text[after:line_end]).strip():
            kept.append(text[end:line_start])
            kept += [char for char in text[line_start:line_end] if char in "\r\n"]
            end = line_end
        position = text.find("<!--", after)
    return "".join([*kept, text[end:]])


def _line_end(text: str, position: int) -> int:
    ends = [at for at in (text.find("\n", position), text.find("\r", position)) if at >= 0]
    return min(ends, default=len(text))


def _fence_end(markdown: str, mark: str, position: int) -> int:
    """Where a fenced block ends that begins before `position`: at its last line, or the text's."""
    for line in _FENCE_LINE.finditer(markdown, position):
        if line["mark"].startswith(mark):
            return line.end()
    return len(markdown)


def _place(text: str, offset: int) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _Runs:
    """Runs of backticks by their length, each paragraph's on demand."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._blank = [found.start() for found in _BLANK_LINE.finditer(markdown)]
        self._starts: Mapping[int, Sequence[int]] = _starts(markdown)

    def closing(self, start: int, length: int) -> int:
        """The end of the code span that a run begins, 0 when it begins none."""
        runs = self._starts[length]
        at = bisect_left(runs, start + length)
        blank = bisect_left(self._blank, start)
        paragraph_end = self._blank[blank] if blank < len(self._blank) else len(self._markdown)
        return runs[at] + length if at < len(runs) and runs[at] < paragraph_end else 0


def _starts(markdown: str) -> Mapping[int, Sequence[int]]:
    starts: dict[int, list[int]] = defaultdict(list)
    for found in _ticks(markdown):
        starts[len(found[0])].append(found.start())
    return starts


def _ticks(markdown: str) -> Iterator[re.Match[str]]:
    yield from _TICKS.finditer(markdown)
