"""Read typed values from YAML mappings, and report values of the wrong type.

Each file is read with a :class:`Checker`, which collects its problems, and a :class:`Fields` for
each mapping, which knows the allowed keys. A value of the wrong type is reported at its position
and then treated as missing, so that reading can continue.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from readinglist.problems import LONGEST_COMPARED, Problem, Severity, did_you_mean, quoted
from readinglist.sources.yamlfile import Items, Node, Table, Text, read
from readinglist.sources.yamlfile import decode as decode_utf8
from readinglist.text.comments import CONFLICT_HINT, CONFLICT_MESSAGE, conflicts
from readinglist.text.links import safe_url

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence


_MOST_COMPARED: Final = 20_000_000
"""Maximum number of pairs of characters, one of an unknown word and one of a known word, that are
compared for hints. It takes about a second and suffices for 20,000 unknown keys; later ones are
reported without a hint."""


class HasPosition(Protocol):
    """Has a line and a column of a file, both counted from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Suggestions:
    """Searches words that are similar to unknown ones, within a limit of `_MOST_COMPARED`."""

    def __init__(self) -> None:
        self._left = _MOST_COMPARED

    def near(
        self,
        word: str,
        known: Collection[str],
        search: Callable[[str, Collection[str]], str] = did_you_mean,
    ) -> str:
        """Return the hint of `search` for an unknown word, ``""`` if the limit is reached."""
        self._left -= len(word[:LONGEST_COMPARED]) * sum(map(len, known))
        return search(word, known) if self._left >= 0 else ""


class Checker:
    """The path of a file that is being read, and the problems found in it.

    Attributes:
        suggestions: can be shared by the checkers of several files.
    """

    def __init__(self, path: str, suggestions: Suggestions | None = None) -> None:
        self.path = path
        self.suggestions = suggestions or Suggestions()
        self._problems: list[Problem] = []
        self._is_conflicted = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems, in the order in which they were found."""
        return tuple(self._problems)

    def error(self, at: HasPosition | None, message: str, hint: str = "") -> None:
        """Add an error; `at` is None if it concerns the whole file."""
        self._add(at, message, hint, Severity.ERROR)

    def warning(self, at: HasPosition | None, message: str, hint: str = "") -> None:
        """Add a warning; `at` is None if it concerns the whole file."""
        self._add(at, message, hint, Severity.WARNING)

    def near(self, word: str, known: Collection[str]) -> str:
        """Return a question that names the most similar known words, or ``""``."""
        return self.suggestions.near(word, known)

    def keep(self, problems: tuple[Problem, ...]) -> None:
        """Add problems that another function found in this file."""
        self._problems += problems

    def _add(self, at: HasPosition | None, message: str, hint: str, severity: Severity) -> None:
        line, column = (at.line, at.column) if at else (0, 0)
        self._problems.append(Problem(self.path, line, column, message, hint, severity))

    def decode(self, data: bytes) -> str | None:
        """Return the text of the file, or None if it cannot be decoded; report merge conflicts."""
        text, problems = decode_utf8(data, self.path)
        self.keep(problems)
        for position in conflicts(text or ""):
            self._is_conflicted = True
            self.error(position, CONFLICT_MESSAGE, CONFLICT_HINT)
        return text

    def yaml(
        self,
        text: str,
        keys: Sequence[str],
        first_line: int = 1,
        elsewhere: Mapping[str, str] = MappingProxyType({}),
    ) -> Fields | None:
        """Parse YAML whose top level is a mapping.

        YAML with merge conflicts is not parsed, since most other problems in it follow from them.

        Args:
            text: the YAML.
            keys: the allowed keys.
            first_line: the line of the file on which `text` begins.
            elsewhere: see `fields`.

        Returns:
            The mapping, empty for an empty text; None if it cannot be parsed.
        """
        if self._is_conflicted:
            return None
        node, problems = read(text, self.path, first_line)
        self.keep(problems)
        if node is None and problems:
            return None
        return self.fields(node or Table((), first_line, 1), keys, elsewhere)

    def fields(
        self,
        node: Node,
        keys: Sequence[str],
        elsewhere: Mapping[str, str] = MappingProxyType({}),
    ) -> Fields | None:
        """Return a node as a mapping, or None if it is not one; report keys that are not in `keys`.

        Args:
            node: the node; an empty text counts as an empty mapping.
            keys: the allowed keys.
            elsewhere: keys that belong in another file, with a hint that names it.
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
        return Fields(self, node, rows)

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """Return the items of a list; empty if it is missing or not a list."""
        if isinstance(node, Items):
            return node.items
        if node is not None and not (isinstance(node, Text) and not node.value):
            hint = "write one item per line, after a hyphen and a space"
            self.error(node, f"expected a list here, found {_kind(node)}", hint)
        return ()

    def words(self, node: Node | None) -> tuple[Text, ...]:
        """Return the items of a list of one-line texts."""
        return tuple(filter(None, map(self.word, self.items(node))))

    def word(self, node: Node) -> Text | None:
        """Return a node as a one-line text, or None if it is empty or not a text."""
        if not isinstance(node, Text):
            hint = "put it in quotes if the brackets or the colon are part of the text"
            self.error(node, f"expected text here, found {_kind(node)}", hint)
            return None
        if not node.value.strip():
            self.error(
                node, "this value is empty", "write a value, or remove it; # begins a comment"
            )
            return None
        return one_line(self.published(node))

    def published(self, text: Text) -> Text:
        """Return a text, or an empty one if it contains an HTML comment, which is reported."""
        if "<!--" not in text.value:
            return text
        hint = "write the comment after # on a separate line, outside quotes"
        self.error(text, "this HTML comment would be published", hint)
        return Text("", text.line, text.column)


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping that was read, with the values of its known keys."""

    checker: Checker
    node: Table
    rows: Mapping[str, Node]

    def text(self, key: str, *, required: bool = False) -> Text | None:
        """Return a text without surrounding white space, or None if it is missing or empty."""
        node = self.rows.get(key)
        empty = node is None or (isinstance(node, Text) and not node.value.strip())
        if node is None or empty:
            if required:
                hint = f"write {key}: and a text; a text that begins with # needs quotes"
                what = "is missing" if node is None else "is empty"
                self.checker.error(node or self.node, f"the {key} {what}", hint)
            return None
        if not isinstance(node, Text):
            hint = "put it in quotes if the brackets or the colon are part of the text"
            self.checker.error(node, f"{key} must be text, not {_kind(node)}", hint)
            return None
        return self.checker.published(Text(node.value.strip(), node.line, node.column))

    def line(self, key: str, *, required: bool = False) -> Text | None:
        """Return a text on one line: line breaks are replaced by spaces."""
        found = self.text(key, required=required)
        return one_line(found) if found else None

    def words(self, key: str) -> tuple[Text, ...]:
        """Return the items of a list of one-line texts; empty if it is missing."""
        return self.checker.words(self.rows.get(key))

    def mappings(self, key: str, keys: Sequence[str]) -> Iterator[Fields]:
        """Yield the items of a list of mappings."""
        for item in self.checker.items(self.rows.get(key)):
            fields = self.checker.fields(item, keys)
            if fields:
                yield fields

    def url(self, key: str, *, required: bool = False) -> Text | None:
        """Return an http or https URL, or None if it is missing or invalid."""
        found = self.line(key, required=required)
        if found and not (found.value.isprintable() and safe_url(found.value)):
            message = f"{key} must be a URL, not {quoted(found.value)}"
            self.checker.error(
                found, message, "write the whole URL, such as https://example.org/list/"
            )
            return None
        return found


def one_line(text: Text) -> Text:
    """Return a text with its white space replaced by single spaces."""
    return Text(" ".join(text.value.split()), text.line, text.column)


def _kind(node: Node) -> str:
    if isinstance(node, Text):
        return "text"
    return "a list" if isinstance(node, Items) else "keys and values"
