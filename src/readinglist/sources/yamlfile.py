"""YAML as this tool reads it: words and where they stand, and nothing clever.

People write site settings, themes and front matter in YAML. Every value is kept as the text
that was written: ``no`` is not False, ``2401.00010`` is not a number, ``2024-02-30`` is not a
date. What has surprised people is refused by name: a key given twice, anchors and aliases, tags,
merge keys, several documents in one file, nesting without end. A syntax error is told in plain
words (:mod:`readinglist.sources.yaml_errors`) at the place where a person would fix it.

This is the only module that uses PyYAML, and only its parser's events: they come one by one, so
a hostile file is refused before anything is built from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml import events as said
from yaml.scanner import ScannerError

from readinglist.problems import Problem, quoted
from readinglist.sources.yaml_errors import DIRECTIVE, explain, is_nesting_limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LOADER: Final[type[Any]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""LibYAML's parser where PyYAML was built with it (about eight times faster), else its own."""

DEEPEST: Final = 20
"""Levels of nesting; a theme needs three."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, as text. Lines and columns count from 1, columns in characters."""

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
    """A mapping, in the order of the file; no key is there twice."""

    rows: tuple[tuple[Text, Node], ...]
    line: int
    column: int


Node: TypeAlias = Text | Items | Table


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file in two parts, and the line of the file each begins on.

    Attributes:
        yaml: the text between the fences, or None when the file has no front matter.
    """

    yaml: str | None
    first_line: int
    body: str
    body_first_line: int


# What YAML itself refuses, and what would make our lines differ from those of an editor
# (U+0085, U+2028 and U+2029 end a line in YAML 1.1) or hide in it (U+FEFF).
_REFUSED = re.compile(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# What an escape such as "\0" may bring in although the file holds no such character.
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Where a "%" begins a directive: nothing but comments is above it. PyYAML's own parser passes over
# directives that LibYAML refuses.
_DIRECTIVE = re.compile(r"(?: *+(?:#[^\n]*+)?+\n)*+%")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_OTHER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\0\0\xfe\xff", "UTF-32"))
_NULLS = ("~", "null")


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file the team writes: UTF-8, any line ends (made ``\\n``), mark dropped.

    Unlike a pasted listing, such a file is edited again and again by several people, so it
    is refused in any other encoding rather than guessed at.
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
        line, column = _place(before, len(before))
        return None, (Problem(path, line, column, message, f"save it as UTF-8{guess}"),)
    text = _one_line_end(text).removeprefix("\ufeff")
    if "\0" in text:
        line, column = _place(text, text.index("\0"))
        hint = "it may be a binary file, or UTF-16: save it as UTF-8 text"
        return None, (Problem(path, line, column, "this file contains a NUL character", hint),)
    return text, ()


def split_front_matter(text: str, path: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """The YAML between ``---`` fences at the top of a Markdown file, and the rest.

    An opening fence without a closing one is a problem; the whole file is then body.
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
    """The one document of a YAML text, and everything wrong with it.

    Args:
        path: the file to name in problems.
        first_line: the line of the file on which `text` begins.

    Returns:
        The value, or None when the text has none or cannot be read. A plain ``null`` or ``~``
        and an absent value are the empty text.
    """
    node, problems = _read(text, path, first_line, LOADER)
    if problems and LOADER is not yaml.SafeLoader:
        # LibYAML stops elsewhere than PyYAML's own parser, and with words of its release.
        node, problems = _read(text, path, first_line, yaml.SafeLoader)
    return node, problems


def _read(
    text: str, path: str, first_line: int, loader: type[Any]
) -> tuple[Node | None, tuple[Problem, ...]]:
    text = _one_line_end(text).removeprefix("\ufeff")
    reading = _Reading(path, first_line - 1, loader)
    if strange := _REFUSED.search(text):
        line, column = _place(text, strange.start())
        message = f"the character U+{ord(strange[0]):04X} is not allowed in YAML"
        hint = "remove it; most editors do not show it"
        reading.refuse(line + first_line - 1, column, message, hint)
        return None, tuple(reading.problems)
    if directive := _DIRECTIVE.match(text):
        line, column = _place(text, directive.end() - 1)
        reading.refuse(line + first_line - 1, column, *DIRECTIVE)
        return None, tuple(reading.problems)
    try:
        return reading.document(text), tuple(reading.problems)
    except _RefusedError:
        pass
    except yaml.MarkedYAMLError as error:
        reading = _explain_stop(text, error, reading)
    return None, tuple(reading.problems)


class _RefusedError(Exception):
    """The rest of the document is not looked at."""


class _TooDeepError(_RefusedError):
    """It is nested too deep."""


def _explain_stop(text: str, error: yaml.MarkedYAMLError, reading: _Reading) -> _Reading:
    """What is wrong with a text at which a parser stopped: nesting before that place, or the place.

    A parser reads up to 1024 characters ahead of its events, so it can stop behind brackets that
    are nested too deep before it has reported one of them: at a mistake, or at a limit of its
    own (1,000 levels in LibYAML 0.2.6). So the text before the token that stopped it is read by
    itself. Our limit then comes first, whichever parser there is and whatever its own limit.
    """
    lines = text.split("\n")
    is_token = isinstance(error, ScannerError) and error.context_mark
    row, column = _place_of(error.context_mark) if is_token else _stop_place(error)
    before = "\n".join((*lines[:row], lines[row][:column])) if row < len(lines) else text
    has_own_limit = is_nesting_limit(_report(error))
    again = _Reading(reading.path, reading.lines_above, reading.loader)
    try:
        again.document(before)
    except _TooDeepError:
        return again
    except _RefusedError:
        if has_own_limit:
            return again
    except yaml.MarkedYAMLError as error_before:
        if has_own_limit:
            error, reading = error_before, again
    reading.explain(error, lines)
    return reading


def _report(error: yaml.MarkedYAMLError) -> str:
    return f"{error.context or ''}; {error.problem or ''}"


def _stop_place(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    return _place_of(error.problem_mark or error.context_mark)


def _place_of(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


class _Reading:
    """One text being read, and the problems so far."""

    def __init__(self, path: str, lines_above: int, loader: type[Any]) -> None:
        self.path = path
        self.lines_above = lines_above
        self.loader = loader
        self.problems: list[Problem] = []

    def refuse(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, column, message, hint))

    def explain(self, error: yaml.MarkedYAMLError, lines: list[str]) -> None:
        context = _place_of(error.context_mark) if error.context_mark else None
        report = _report(error)
        line, column, message, hint = explain(report, lines, _stop_place(error), context)
        self.refuse(line + self.lines_above, column, message, hint)

    def document(self, text: str) -> Node | None:
        """The document's value, by an explicit stack: no nesting can exhaust Python's."""
        lines = text.split("\n") if "\t" in text else []
        roots: list[Node] = []
        children = roots
        open_above: list[tuple[list[Node], said.Event]] = []
        for event in _events(text, self.loader):
            if isinstance(event, said.NodeEvent):
                self._check_anchor(event)
                if isinstance(event, said.ScalarEvent):
                    _check_tab(event, lines)
                    self._check_tag(event)
                    children.append(self._text(event))
                elif isinstance(event, said.CollectionStartEvent):
                    self._check_tag(event)
                    open_above.append((children, event))
                    self._check_depth(len(open_above), event)
                    children = []
            elif isinstance(event, said.CollectionEndEvent):
                inside = children
                children, start = open_above.pop()
                children.append(self._collection(start, inside))
            elif isinstance(event, said.DocumentStartEvent) and roots:
                self._stop(
                    event, "a second YAML document begins here", "write one document per file"
                )
        return roots[0] if roots else None

    def _place(self, event: said.Event) -> tuple[int, int]:
        line, column = _start(event)
        return line + 1 + self.lines_above, column + 1

    def _text(self, event: said.ScalarEvent) -> Text:
        line, column = self._place(event)
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

    def _collection(self, start: said.Event, children: list[Node]) -> Items | Table:
        line, column = self._place(start)
        if isinstance(start, said.SequenceStartEvent):
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
                place = f"line {first.line}, column {first.column}"
                hint = f"it is first at {place}; keep one of them"
            else:
                seen[key.value] = key
                yield key, value
                continue
            self.refuse(key.line, key.column, message, hint)

    def _check_anchor(self, event: said.NodeEvent) -> None:
        if event.anchor is None:
            return
        is_alias = isinstance(event, said.AliasEvent)
        sign, what = ("*", "aliases") if is_alias else ("&", "anchors")
        message = f"{what} ({sign}{event.anchor[:40]}) are not supported"
        hint = f"write the value out; use quotes if it is text that begins with {sign}"
        self._stop(event, message, hint)

    def _check_tag(self, event: said.ScalarEvent | said.CollectionStartEvent) -> None:
        if event.tag is not None:
            name = str(event.tag).replace("tag:yaml.org,2002:", "!!")[:40]
            hint = "remove it; use quotes if it is text that begins with !"
            self.refuse(*self._place(event), f"tags ({name}) are not supported", hint)

    def _check_depth(self, depth: int, event: said.Event) -> None:
        if depth > DEEPEST:
            message = f"lists and mappings are nested more than {DEEPEST} levels deep"
            hint = "put the value in quotes if its brackets are text"
            self.refuse(*self._place(event), message, hint)
            raise _TooDeepError

    def _stop(self, event: said.Event, message: str, hint: str) -> None:
        self.refuse(*self._place(event), message, hint)
        raise _RefusedError


def _events(text: str, kind: type[Any]) -> Iterator[said.Event]:
    """The parser's events; whatever stops it is a `yaml.MarkedYAMLError`."""
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


def _start(event: said.Event) -> tuple[int, int]:
    """Line and column, from 0."""
    mark = event.start_mark
    assert mark is not None  # only events made by hand have none
    return mark.line, mark.column


def _check_tab(event: said.Event, lines: list[str]) -> None:
    """A tab before a value: LibYAML reads it, PyYAML's own parser does not; so we never do."""
    if lines:
        line, column = _start(event)
        # Not all that stands before: a long line may hold thousands of values.
        if line < len(lines) and lines[line].startswith("\t", max(0, column - 1), column):
            place = yaml.Mark("", 0, line, len(lines[line][:column].rstrip("\t")), None, 0)
            raise yaml.MarkedYAMLError(None, None, "found a tab", place)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _place(text: str, offset: int) -> tuple[int, int]:
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1
