"""Comments and merge conflicts, which must not be published.

HTML comments are removed from Markdown, and the markers of git's merge conflicts are found in any
text, before the text is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

# Markers have seven characters, or more with the attribute conflict-marker-size. A line of "=" can
# also underline a heading, so it is not one of them. Bars with further bars on the line are a
# table.
_CONFLICT: Final = re.compile(r"^(?:<{7,}+|>{7,}+)(?:[ \t].*)?$|^\|{7,}+(?:[ \t][^|\n]*)?$", re.M)
_CONFLICT_MARKS: Final = re.compile(rf"{_CONFLICT.pattern}|^={{7,}}+$", re.M)
_ENDS: Final = ">"
CONFLICT_MESSAGE: Final = "this file contains an unresolved merge conflict"
CONFLICT_HINT: Final = "keep the lines you want, and remove the lines <<<<<<<, ======= and >>>>>>>"

# The beginning of code, in which a comment is text, or of a comment. Escaped backticks and "<" are
# skipped.
_CODE_OR_COMMENT: Final = re.compile(
    r"^(?P<before>[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)*+)"
    r"(?:(?P<mark>`{3,}+(?=[^`\n]*$)|~{3,}+)"
    r"|(?P<definition>\[[^\]\n]{0,99}\]:[ \t]*+(?:#|<#?>)[ \t]*+(?:$|(?P<title>[(\"']))))"
    r"|\\[`\\<]|(?P<ticks>`++)|(?P<comment><!--)",
    re.M,
)
_FENCE_LINE: Final = re.compile(r"(?P<mark>`{3,}+|~{3,}+)[ \t]*+")
_COMMENT_END: Final = re.compile(r"--!?>")
# A code span ends at a blank line, or at a line that can begin another block.
_PARAGRAPH_END: Final = re.compile(r"\n[ \t>]*+(?=\n|[-+*=#|~]|```|[0-9]{1,9}[.)])")
_TICKS: Final = re.compile(r"`++")
# A line of a listing that begins with a comment.
_COMMENT_LINE: Final = re.compile(r"(?:^|(?<=\r))[^\S\r\n]*+<!--", re.M)
_SPACES: Final = re.compile(r"[^\S\r\n]*+")
_NO_LINE_END: Final = re.compile(r"[^\r\n]++")


@dataclass(frozen=True, slots=True)
class Position:
    """A line and a column of a text, both counted from 1."""

    line: int
    column: int


def conflicts(text: str) -> tuple[Position, ...]:
    """Return the beginning of each merge conflict in a text with any line endings."""
    text = _one_line_end(text)
    found: list[Position] = []
    is_open = False
    for mark in _CONFLICT.finditer(text):
        if not is_open or mark[0][0] == "<":
            found.append(Position(text.count("\n", 0, mark.start()) + 1, 1))
        is_open = mark[0][0] != _ENDS
        if len(found) == _MOST_CONFLICTS:
            break
    return tuple(found)


def without_conflict_marks(text: str) -> str:
    """Return a text with an empty line in place of each conflict marker."""
    return _CONFLICT_MARKS.sub("", _one_line_end(text))


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_MOST_CONFLICTS: Final = 20
"""Maximum number of conflicts that are reported in a text."""


def without_comments(markdown: str) -> tuple[str, Position | None]:
    """Remove the comments outside code from a Markdown text.

    A comment is an HTML comment, or a link reference definition without a destination: ``[//]: #
    (comment)``. Line ends in comments are kept, so that line numbers do not change.

    Returns:
        The text, and the position of a comment without an end, or None. All text after that
        position is removed too.
    """
    if "<!--" not in markdown and "]:" not in markdown:
        return markdown, None
    kept: list[str] = []
    end = position = 0
    runs = _Runs(markdown)
    while found := _CODE_OR_COMMENT.search(markdown, position):
        position = found.end()
        if found["mark"]:
            position = _fence_end(markdown, found["before"], found["mark"], position)
        elif found["ticks"]:
            position = runs.closing(found.start("ticks"), len(found["ticks"])) or position
        elif found["definition"] or found["comment"]:
            start = found.start("definition" if found["definition"] else "comment")
            kept.append(markdown[end:start])
            if found["comment"]:
                # "<!-->" and "<!--->" are complete comments.
                closing = _COMMENT_END.search(markdown, start + 2)
                position = closing.end() if closing else 0
            elif found["title"]:
                position = runs.title_end(found["title"], position)
            if not position:
                return "".join(kept), _position(markdown, start)
            end = position
            kept.append("\n" * markdown.count("\n", start, end))
    return "".join([*kept, markdown[end:]]), None


def without_comment_lines(text: str) -> str:
    """Remove HTML comments that take up whole lines, and keep the line ends."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    end = position = 0
    while found := _COMMENT_LINE.search(text, position):
        position = found.end() - len("<!--")
        while text.startswith("<!--", position):
            closing = _COMMENT_END.search(text, position + 2)
            if closing is None:
                return "".join([*kept, text[end:]])
            spaces = _SPACES.match(text, closing.end())
            position = spaces.end() if spaces else closing.end()
        if text[position : position + 1] in ("", "\r", "\n"):
            kept += text[end : found.start()], _NO_LINE_END.sub("", text[found.start() : position])
            end = position
    return "".join([*kept, text[end:]])


def _fence_end(markdown: str, before: str, mark: str, position: int) -> int:
    """Return the end of a fenced code block that begins before `position`.

    This is its last line, the end of the quote or list item that contains it, or the end of the
    text.
    """
    is_quoted = ">" in before
    indent = 0 if is_quoted or not before.strip() else len(before)
    position = markdown.find("\n", position) + 1
    while position:
        after = markdown.find("\n", position) + 1
        line = markdown[position : after - 1 if after else None]
        inner = line.lstrip(" \t>" if is_quoted else " \t")
        if inner and (len(line) - len(inner) < indent or (is_quoted and inner == line.lstrip())):
            return position - 1
        closing = _FENCE_LINE.fullmatch(inner)
        is_near = is_quoted or len(line) - len(inner) <= len(before) + 3
        if closing and closing["mark"].startswith(mark) and is_near:
            return position + len(line)
        position = after
    return len(markdown)


def _position(text: str, offset: int) -> Position:
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _Runs:
    """The runs of backticks in a text by length, and the ends of paragraphs."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._ends = [found.start() for found in _PARAGRAPH_END.finditer(markdown)]
        self._starts: dict[int, list[int]] = defaultdict(list)
        for found in _TICKS.finditer(markdown):
            self._starts[len(found[0])].append(found.start())

    def closing(self, start: int, length: int) -> int:
        """Return the end of the code span that begins at a run, or 0 if there is none."""
        runs = self._starts[length]
        at = bisect_left(runs, start + length)
        found = at < len(runs) and runs[at] < self._paragraph_end(start)
        return runs[at] + length if found else 0

    def title_end(self, opening: str, position: int) -> int:
        """Return the end of the line on which the title of a definition ends, or 0."""
        closing = ")" if opening == "(" else opening
        at = self._markdown.find(closing, position, self._paragraph_end(position))
        return self._line_end(at) if at >= 0 else 0

    def _paragraph_end(self, position: int) -> int:
        at = bisect_left(self._ends, position)
        return self._ends[at] if at < len(self._ends) else len(self._markdown)

    def _line_end(self, position: int) -> int:
        end = self._markdown.find("\n", position)
        return len(self._markdown) if end < 0 else end
