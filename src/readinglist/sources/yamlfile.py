"""A subset of YAML: strings, lists and mappings with positions.

All scalars are strings: ``no`` is not False, ``2401.00010`` is not a number, ``2024-02-30`` is not
a date. Features that often surprise people are reported: duplicate keys, anchors and aliases, tags,
merge keys, several documents in one file, and deep nesting. Syntax errors get messages in plain
words, at the position to correct (:mod:`readinglist.sources.yaml_errors`).

This is the only module that uses PyYAML, and it uses only the events of its parser. Since they are
processed one by one, a hostile file is rejected before anything is built from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml import events
from yaml.scanner import ScannerError

from readinglist.problems import Problem, quoted
from readinglist.sources.yaml_errors import DIRECTIVE, explain, is_nesting_limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LOADER: Final[type[Any]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""LibYAML's parser if PyYAML was built with it (about eight times faster), else PyYAML's own."""

DEEPEST: Final = 20
"""Maximum levels of nesting; a theme needs three."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. Line and column count from 1, the column in characters."""

    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in the order of the file, without duplicate keys."""

    rows: tuple[tuple[Text, Node], ...]
    line: int
    column: int


Node: TypeAlias = Text | Items | Table


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two parts of a Markdown file, and the lines of the file on which they begin.

    Attributes:
        yaml: the text between the fences, or None if the file has no front matter.
    """

    yaml: str | None
    first_line: int
    body: str
    body_first_line: int


# Characters that YAML does not allow, line ends of YAML 1.1 that editors do not count (U+0085,
# U+2028, U+2029), and the invisible U+FEFF.
_REFUSED = re.compile(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# Control characters, which escapes such as "\0" can produce.
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# A directive: a "%" with only comments above it. PyYAML's own parser accepts directives that
# LibYAML rejects.
_DIRECTIVE = re.compile(r"(?: *+(?:#[^\n]*+)?+\n)*+%")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_OTHER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\0\0\xfe\xff", "UTF-32"))
_NULLS = ("~", "null")


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    r"""Decode a file that the team writes: UTF-8 with any line endings, which become ``\n``.

    Unlike pasted listings, these files are edited by several people, so other encodings are an
    error and not guessed. A byte order mark is removed.
    """
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            problem = Problem(path, 1, 1, f"this file is {name}, not UTF-8", "save it as UTF-8")
            return None, (problem,)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _one_line_end(data[: error.start].decode("utf-8")).removeprefix("\ufeff")
        byte = data[error.start]
        looks = bytes((byte,)).decode("cp1252", "ignore")
        is_shown = bool(looks) and looks.isprintable()
        guess = f"; in Windows-1252 that byte is {quoted(looks)}" if is_shown else ""
        message = f"this file is not UTF-8: byte 0x{byte:02X} is not allowed here"
        line, column = _position(before, len(before))
        return None, (Problem(path, line, column, message, f"save it as UTF-8{guess}"),)
    text = _one_line_end(text).removeprefix("\ufeff")
    if "\0" in text:
        line, column = _position(text, text.index("\0"))
        hint = "it may be a binary file, or UTF-16: save it as UTF-8 text"
        return None, (Problem(path, line, column, "this file contains a NUL character", hint),)
    return text, ()


def split_front_matter(text: str, path: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Split a Markdown file into the YAML between ``---`` lines at its top, and the rest.

    An opening line without a closing one is a problem; the whole file is then the body.
    """
    text = _one_line_end(text).removeprefix("\ufeff")
    opening = _FENCE.match(text)
    if opening is None:
        return FrontMatter(None, 1, text, 1), ()
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        message = "the front matter that begins here is never closed"
        hint = "end it with a line of three hyphens; for a horizontal rule write ***"
        return FrontMatter(None, 1, text, 1), (Problem(path, 1, 1, message, hint),)
    inside = text[opening.end() + 1 : closing.start()]
    body_line = 3 + inside.count("\n")
    return FrontMatter(inside, 2, text[closing.end() + 1 :], body_line), ()


def read(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """Parse a YAML document.

    Args:
        text: the YAML.
        path: the file to name in problems.
        first_line: the line of the file on which `text` begins.

    Returns:
        The value and all problems. The value is None if the text is empty or cannot be parsed.
        Plain ``null`` and ``~``, and missing values, are the empty string.
    """
    node, problems = _read(text, path, first_line, LOADER)
    if problems and LOADER is not yaml.SafeLoader:
        # Positions and messages of LibYAML differ from PyYAML's own parser and between versions.
        node, problems = _read(text, path, first_line, yaml.SafeLoader)
    return node, problems


def _read(
    text: str, path: str, first_line: int, loader: type[Any]
) -> tuple[Node | None, tuple[Problem, ...]]:
    text = _one_line_end(text).removeprefix("\ufeff")
    reading = _Reading(path, first_line - 1, loader)
    if strange := _REFUSED.search(text):
        line, column = _position(text, strange.start())
        message = f"the character U+{ord(strange[0]):04X} is not allowed in YAML"
        hint = "remove it; most editors do not show it"
        reading.refuse(line + first_line - 1, column, message, hint)
        return None, tuple(reading.problems)
    if directive := _DIRECTIVE.match(text):
        line, column = _position(text, directive.end() - 1)
        reading.refuse(line + first_line - 1, column, *DIRECTIVE)
        return None, tuple(reading.problems)
    try:
        return reading.document(text), tuple(reading.problems)
    except _StoppedError:
        pass
    except yaml.MarkedYAMLError as error:
        reading = _explain_stop(text, error, reading)
    return None, tuple(reading.problems)


class _StoppedError(Exception):
    """Parsing of the document was stopped."""


class _TooDeepError(_StoppedError):
    """The document is nested too deeply."""


def _explain_stop(text: str, error: yaml.MarkedYAMLError, reading: _Reading) -> _Reading:
    """Explain a parser error: as nesting before its position, or as the error at its position.

    The scanner reads up to 1024 characters ahead of the parser's events. So it can fail, at an
    error or at its own nesting limit (1,000 levels in LibYAML 0.2.6), before the events of deep
    nesting were reported. The text before the failing token is therefore parsed again by itself.
    Our limit is then reported first, with any parser.
    """
    lines = text.split("\n")
    is_token = isinstance(error, ScannerError) and error.context_mark
    row, column = _position_of(error.context_mark) if is_token else _stop_position(error)
    before = "\n".join((*lines[:row], lines[row][:column])) if row < len(lines) else text
    has_own_limit = is_nesting_limit(_report(error))
    again = _Reading(reading.path, reading.lines_above, reading.loader)
    try:
        again.document(before)
    except _TooDeepError:
        return again
    except _StoppedError:
        if has_own_limit:
            return again
    except yaml.MarkedYAMLError as error_before:
        if has_own_limit:
            error, reading = error_before, again
    reading.explain(error, lines)
    return reading


def _report(error: yaml.MarkedYAMLError) -> str:
    return f"{error.context or ''}; {error.problem or ''}"


def _stop_position(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    return _position_of(error.problem_mark or error.context_mark)


def _position_of(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


class _Reading:
    """A text that is being parsed, and its problems."""

    def __init__(self, path: str, lines_above: int, loader: type[Any]) -> None:
        self.path = path
        self.lines_above = lines_above
        self.loader = loader
        self.problems: list[Problem] = []

    def refuse(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, column, message, hint))

    def explain(self, error: yaml.MarkedYAMLError, lines: list[str]) -> None:
        context = _position_of(error.context_mark) if error.context_mark else None
        report = _report(error)
        line, column, message, hint = explain(report, lines, _stop_position(error), context)
        self.refuse(line + self.lines_above, column, message, hint)

    def document(self, text: str) -> Node | None:
        """Return the value of the document.

        An explicit stack is used, so that deep nesting does not exhaust that of Python.
        """
        lines = text.split("\n") if "\t" in text else []
        roots: list[Node] = []
        children = roots
        open_above: list[tuple[list[Node], events.Event]] = []
        for event in _events(text, self.loader):
            if isinstance(event, events.NodeEvent):
                self._check_anchor(event)
                if isinstance(event, events.ScalarEvent):
                    _check_tab(event, lines)
                    self._check_tag(event)
                    children.append(self._text(event))
                elif isinstance(event, events.CollectionStartEvent):
                    self._check_tag(event)
                    open_above.append((children, event))
                    self._check_depth(len(open_above), event)
                    children = []
            elif isinstance(event, events.CollectionEndEvent):
                inside = children
                children, start = open_above.pop()
                children.append(self._collection(start, inside))
            elif isinstance(event, events.DocumentStartEvent) and roots:
                self._stop(
                    event, "a second YAML document begins here", "write one document per file"
                )
        return roots[0] if roots else None

    def _position(self, event: events.Event) -> tuple[int, int]:
        line, column = _start(event)
        return line + 1 + self.lines_above, column + 1

    def _text(self, event: events.ScalarEvent) -> Text:
        line, column = self._position(event)
        value: str = event.value
        if not event.style and value in _NULLS:
            value = ""
        if strange := _UNPRINTABLE.search(value):
            message = (
                f"this value contains an escape for the control character U+{ord(strange[0]):04X}"
            )
            self.refuse(line, column, message, "remove the escape, or write its backslash twice")
            value = ""
        return Text(value, line, column)

    def _collection(self, start: events.Event, children: list[Node]) -> Items | Table:
        line, column = self._position(start)
        if isinstance(start, events.SequenceStartEvent):
            return Items(tuple(children), line, column)
        pairs = zip(children[::2], children[1::2], strict=True)
        return Table(tuple(self._rows(pairs)), line, column)

    def _rows(self, pairs: Iterable[tuple[Node, Node]]) -> Iterator[tuple[Text, Node]]:
        seen: dict[str, Text] = {}
        for key, value in pairs:
            if not isinstance(key, Text):
                message = "a key must be a word, not a list or a mapping"
                hint = "put the value in quotes if it begins with { or ["
            elif not key.value:
                message, hint = "a key is missing here", "write it before the colon"
            elif key.value == "<<":
                message, hint = "merge keys (<<) are not supported", "write the keys out"
            elif first := seen.get(key.value):
                message = f"the key {quoted(key.value)} is used twice"
                hint = f"it is first at line {first.line}, column {first.column}; keep one of them"
            else:
                seen[key.value] = key
                yield key, value
                continue
            self.refuse(key.line, key.column, message, hint)

    def _check_anchor(self, event: events.NodeEvent) -> None:
        if event.anchor is None:
            return
        is_alias = isinstance(event, events.AliasEvent)
        sign, what = ("*", "aliases") if is_alias else ("&", "anchors")
        message = f"{what} ({sign}{event.anchor[:40]}) are not supported"
        hint = f"write the value out; use quotes if it is text that begins with {sign}"
        self._stop(event, message, hint)

    def _check_tag(self, event: events.ScalarEvent | events.CollectionStartEvent) -> None:
        if event.tag is not None:
            name = str(event.tag).replace("tag:yaml.org,2002:", "!!")[:40]
            hint = "remove it; use quotes if it is text that begins with !"
            self.refuse(*self._position(event), f"tags ({name}) are not supported", hint)

    def _check_depth(self, depth: int, event: events.Event) -> None:
        if depth > DEEPEST:
            message = f"lists and mappings are nested more than {DEEPEST} levels deep"
            hint = "put the value in quotes if its brackets are text"
            self.refuse(*self._position(event), message, hint)
            raise _TooDeepError

    def _stop(self, event: events.Event, message: str, hint: str) -> None:
        self.refuse(*self._position(event), message, hint)
        raise _StoppedError


def _events(text: str, kind: type[Any]) -> Iterator[events.Event]:
    """Yield the events of a parser; all its errors are `yaml.MarkedYAMLError`."""
    loader = kind(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except (ValueError, OverflowError) as error:
        # PyYAML's own parser computes an impossible number ("\UFFFFFFFF") without checking it.
        mark = loader.get_mark()
        raise yaml.MarkedYAMLError("scanning an escape", mark, str(error), mark) from error
    finally:
        loader.dispose()


def _start(event: events.Event) -> tuple[int, int]:
    """Return the line and column of an event, counted from 0."""
    mark = event.start_mark
    assert mark is not None  # the parser always sets it
    return mark.line, mark.column


def _check_tab(event: events.Event, lines: list[str]) -> None:
    """Reject a tab before a value, which LibYAML accepts and PyYAML's own parser does not."""
    if lines:
        line, column = _start(event)
        # Only the character before it: a long line can have thousands of values.
        if line < len(lines) and lines[line].startswith("\t", max(0, column - 1), column):
            mark = yaml.Mark("", 0, line, len(lines[line][:column].rstrip("\t")), None, 0)
            raise yaml.MarkedYAMLError(None, None, "found a tab", mark)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _position(text: str, offset: int) -> tuple[int, int]:
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1
