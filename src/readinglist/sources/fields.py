"""Asking a YAML table for what it should hold, and saying what it holds instead.

Every file a team writes is read through a :class:`Checker`, which keeps what is wrong with it,
and the :class:`Sheet` of each of its tables, which knows the keys that are allowed. A value of the
wrong kind is reported where it stands and then treated as absent, so that reading goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from readinglist.problems import LONGEST_COMPARED, Problem, Severity, did_you_mean, quoted
from readinglist.sources.yamlfile import Items, Node, Table, Text, decode, read
from readinglist.text.comments import CONFLICT_HINT, CONFLICT_MESSAGE, conflicts
from readinglist.text.links import safe_url

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence


_MOST_COMPARED: Final = 20_000_000
"""Pairs of letters, one of a mistaken word and one of a known word, that are compared at most. They
take about a second, and suffice for 20,000 mistaken keys. Words after that are still reported."""


class Placed(Protocol):
    """Anything that stands on a line and in a column of a file, both counted from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Suggestions:
    """What the mistaken words of some files may have meant, within a limit of `_MOST_COMPARED`.

    Looking for a similar word takes far longer than finding that one is mistaken.
    """

    def __init__(self) -> None:
        self._left = _MOST_COMPARED

    def near(
        self,
        word: str,
        known: Collection[str],
        search: Callable[[str, Collection[str]], str] = did_you_mean,
    ) -> str:
        """What `search` finds near a mistaken word; ``""`` when the limit is reached."""
        self._left -= len(word[:LONGEST_COMPARED]) * sum(map(len, known))
        return search(word, known) if self._left >= 0 else ""


class Checker:
    """One file being read: its path, and the problems found in it so far.

    Attributes:
        suggestions: may be shared by the checkers of several files.
    """

    def __init__(self, path: str, suggestions: Suggestions | None = None) -> None:
        self.path = path
        self.suggestions = suggestions or Suggestions()
        self._problems: list[Problem] = []
        self._is_conflicted = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """In the order they were found."""
        return tuple(self._problems)

    def error(self, at: Placed | None, message: str, hint: str = "") -> None:
        """Something that stops a build; `at` is None when the whole file is meant."""
        self._add(at, message, hint, Severity.ERROR)

    def warning(self, at: Placed | None, message: str, hint: str = "") -> None:
        """Something a build can live with."""
        self._add(at, message, hint, Severity.WARNING)

    def near(self, word: str, known: Collection[str]) -> str:
        """A question naming the known words that a mistaken one may have meant, or ``""``."""
        return self.suggestions.near(word, known)

    def keep(self, problems: tuple[Problem, ...]) -> None:
        """Problems an earlier step found in this file."""
        self._problems += problems

    def _add(self, at: Placed | None, message: str, hint: str, severity: Severity) -> None:
        line, column = (at.line, at.column) if at else (0, 0)
        self._problems.append(Problem(self.path, line, column, message, hint, severity))

    def text_of(self, data: bytes) -> str | None:
        """The file's text, or None when it has none. Merge conflicts in it are reported."""
        text, problems = decode(data, self.path)
        self.keep(problems)
        for place in conflicts(text or ""):
            self._is_conflicted = True
            self.error(place, CONFLICT_MESSAGE, CONFLICT_HINT)
        return text

    def yaml(
        self,
        text: str,
        keys: Sequence[str],
        first_line: int = 1,
        elsewhere: Mapping[str, str] = MappingProxyType({}),
    ) -> Sheet | None:
        """The text's table; empty for an empty text, None for one that cannot be read.

        YAML with a merge conflict is not read: what else is wrong with it comes from that.
        """
        if self._is_conflicted:
            return None
        node, problems = read(text, self.path, first_line)
        self.keep(problems)
        if node is None and problems:
            return None
        return self.sheet(node or Table((), first_line, 1), keys, elsewhere)

    def sheet(
        self,
        node: Node,
        keys: Sequence[str],
        elsewhere: Mapping[str, str] = MappingProxyType({}),
    ) -> Sheet | None:
        """A node as a table whose keys are among `keys`; None when it is no table.

        Args:
            elsewhere: keys that people may expect here, with a hint that says where they belong.
        """
        if isinstance(node, Text) and not node.value:
            node = Table((), node.line, node.column)
        if not isinstance(node, Table):
            hint = f"the keys are {', '.join(keys)}"
            self.error(node, f"expected keys and values here, found {_kind(node)}", hint)
            return None
        for key, _ in node.rows:
            if key.value not in keys:
                hint = elsewhere.get(key.value) or self.near(key.value, keys)
                hint = hint or f"the keys are {', '.join(keys)}"
                self.error(key, f"there is no key {quoted(key.value)} here", hint)
        rows = {key.value: value for key, value in node.rows if key.value in keys}
        return Sheet(self, node, rows)

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """What is in a list; nothing when it is absent or no list."""
        if isinstance(node, Items):
            return node.items
        if node is not None and not (isinstance(node, Text) and not node.value):
            hint = "write each item on a line of its own, after a hyphen and a space"
            self.error(node, f"expected a list here, found {_kind(node)}", hint)
        return ()

    def words(self, node: Node | None) -> tuple[Text, ...]:
        """The one-line texts in a list."""
        return tuple(filter(None, map(self.word, self.items(node))))

    def word(self, node: Node) -> Text | None:
        """A node as one line of text; None when it is empty or no text."""
        if not isinstance(node, Text):
            hint = "put it between quotes if its brackets or its colon are text"
            self.error(node, f"expected text here, found {_kind(node)}", hint)
            return None
        if not node.value.strip():
            self.error(node, "this value is empty", "write it, or remove it; # begins a comment")
            return None
        return one_line(self.published(node))

    def published(self, text: Text) -> Text:
        """A text as it may be published: without what its author takes for a comment."""
        if "<!--" not in text.value:
            return text
        hint = "begin a comment with # on a line of its own, outside quotes"
        self.error(text, "this HTML comment would be published", hint)
        return Text("", text.line, text.column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read: the values of its known keys."""

    checker: Checker
    node: Table
    rows: Mapping[str, Node]

    def text(self, key: str, *, required: bool = False) -> Text | None:
        """A text of any length, without the white space around it; None when it has none."""
        node = self.rows.get(key)
        empty = node is None or (isinstance(node, Text) and not node.value.strip())
        if node is None or empty:
            if required:
                hint = f"write {key}: and a text after it; one that begins with # needs quotes"
                what = "is missing" if node is None else "is empty"
                self.checker.error(node or self.node, f"the {key} {what}", hint)
            return None
        if not isinstance(node, Text):
            hint = "put it between quotes if its brackets or its colon are text"
            self.checker.error(node, f"{key} must be text, not {_kind(node)}", hint)
            return None
        return self.checker.published(Text(node.value.strip(), node.line, node.column))

    def line(self, key: str, *, required: bool = False) -> Text | None:
        """A text on one line: line breaks in it become spaces."""
        found = self.text(key, required=required)
        return one_line(found) if found else None

    def words(self, key: str) -> tuple[Text, ...]:
        """The one-line texts of a list; none when it is absent."""
        return self.checker.words(self.rows.get(key))

    def sheets(self, key: str, keys: Sequence[str]) -> Iterator[Sheet]:
        """The tables of a list of tables."""
        for item in self.checker.items(self.rows.get(key)):
            sheet = self.checker.sheet(item, keys)
            if sheet:
                yield sheet

    def url(self, key: str, *, required: bool = False) -> Text | None:
        """A web address a reader's browser may be sent to."""
        found = self.line(key, required=required)
        if found and not (found.value.isprintable() and safe_url(found.value)):
            message = f"{key} must be a web address, not {quoted(found.value)}"
            self.checker.error(found, message, "write it out, as in https://example.org/list/")
            return None
        return found


def one_line(text: Text) -> Text:
    """The same words with single spaces between them."""
    return Text(" ".join(text.value.split()), text.line, text.column)


def _kind(node: Node) -> str:
    if isinstance(node, Text):
        return "text"
    return "a list" if isinstance(node, Items) else "keys and values"
