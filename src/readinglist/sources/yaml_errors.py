"""Messages for YAML syntax errors.

A YAML parser reports where it failed ("did not find expected key"). Most errors have one of a dozen
causes, such as an unquoted colon, a tab, a missing quote or wrong indentation. The functions here
recognize them by the text around the position, so that both parsers of PyYAML lead to the same
messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


Position: TypeAlias = tuple[int, int]
"""Line and column, counted from 0."""

Explanation: TypeAlias = tuple[int, int, str, str]
"""Line and column, counted from 1; message; hint."""

DIRECTIVE: Final = (
    "a line that begins with % is a YAML directive, which is not supported",
    "remove it, or put the text in quotes",
)
"""Message and hint for a directive."""

_KEY_AND_VALUE = re.compile(r"\s*+(?:- ++)*+[^\s:#](?:[^:]|:(?=\S))*+:[ \t]++(?=\S)")
_KEY_OR_ITEM = re.compile(r":(?:\s|$)|^\s*+- ")
_ITEM_WITHOUT_SPACE = re.compile(r"\s*+-[^\s-]")
_KEY_WITHOUT_SPACE = re.compile(r"\s*+[\w-]++:\S")
_NEEDS_QUOTES = "put the whole value in quotes"
_LONGEST_SHOWN = 80


def explain(
    report: str, lines: Sequence[str], at: Position, context: Position | None
) -> Explanation:
    """Return the likely cause of a parser error.

    Args:
        report: the parser's message, context and problem.
        lines: the lines of the text.
        at: where the parser failed.
        context: where the value that it was parsing began, if known.
    """
    error = _Error(report, lines, at, context)
    for explainer in _EXPLAINERS:
        if explanation := explainer(error):
            return explanation
    return error.explained(at, "this is not valid YAML from here on", _NEEDS_QUOTES)


def is_nesting_limit(report: str) -> bool:
    """Return whether the parser failed at its own nesting limit, which YAML does not have."""
    return "nesting" in report


@dataclass(frozen=True, slots=True)
class _Error:
    report: str
    lines: Sequence[str]
    at: Position
    context: Position | None

    def has(self, *words: str) -> bool:
        return any(word in self.report for word in words)

    @property
    def began(self) -> Position:
        return self.context or self.at

    @property
    def line(self) -> str:
        return self.lines[self.at[0]] if self.at[0] < len(self.lines) else ""

    @property
    def before(self) -> str:
        """The text before the position, in its line."""
        return self.line[: self.at[1]]

    def char(self, position: Position) -> str:
        row, column = position
        return self.lines[row][column : column + 1] if row < len(self.lines) else ""

    def above(self) -> int | None:
        """Return the nearest line above that is not blank or a comment, or None."""
        for row in range(min(self.at[0], len(self.lines)) - 1, -1, -1):
            if self.lines[row].strip() and not self.lines[row].lstrip().startswith("#"):
                return row
        return None

    def explained(self, position: Position, message: str, hint: str) -> Explanation:
        return position[0] + 1, position[1] + 1, message, hint


def _tab(error: _Error) -> Explanation | None:
    if error.char(error.at) == "\t":
        return error.explained(
            error.at, "YAML requires spaces here, not a tab", "replace it with spaces"
        )
    return None


def _directive(error: _Error) -> Explanation | None:
    if error.has("directive", "tag handle", "incompatible YAML", "document start"):
        for row, line in enumerate(error.lines):
            if line.startswith("%"):
                return error.explained((row, 0), *DIRECTIVE)
    return None


def _escape(error: _Error) -> Explanation | None:
    if error.has("escape", "hexdecimal"):
        message = "this value in double quotes contains an unknown escape sequence"
        hint = "use single quotes, or no quotes, or write each backslash twice"
        row, column = error.began
        opening = error.lines[row].rfind('"', 0, column + 1) if row < len(error.lines) else -1
        return error.explained((row, max(opening, 0)), message, hint)
    return None


def _open_quote(error: _Error) -> Explanation | None:
    if error.has("quoted scalar", "double-quoted"):
        quote = error.char(error.began)
        return error.explained(
            error.began,
            f"the quote {quote} is opened here and never closed",
            f"end the value with {quote}, on this line",
        )
    return None


def _first_character(error: _Error) -> Explanation | None:
    if error.has("an alias", "an anchor", "a tag", "undefined tag"):
        position = error.began
    elif error.has("any token", "are not allowed", "node content"):
        position = error.at
    else:
        return None
    char = error.char(position)
    if not char or char not in "]},@`%*&!?-|>":
        return None
    if char == "-":
        message, hint = (
            "a list cannot begin on the same line as its key",
            "begin it on the next line",
        )
        return error.explained(position, message, f"{hint}, or {_NEEDS_QUOTES} if it is text")
    return error.explained(position, f"a value cannot begin with {char} here", _NEEDS_QUOTES)


def _early_end(error: _Error) -> Explanation | None:
    """Explain a bracket or key at the end of the text without a value."""
    if not error.has("node content"):
        return None
    if any(map(str.strip, (error.line[error.at[1] :], *error.lines[error.at[0] + 1 :]))):
        return error.explained(error.at, "a value is missing here", _NEEDS_QUOTES)
    last = max((row for row, line in enumerate(error.lines) if line.strip()), default=0)
    position = (last, len(error.lines[last].rstrip()))
    return error.explained(position, "the file ends before this value does", _NEEDS_QUOTES)


def _block_header(error: _Error) -> Explanation | None:
    if error.has("block scalar"):
        char = error.char(error.began)
        message = f"text follows {char} on its line"
        hint = f"begin the text on the next line, or use quotes if the text begins with {char}"
        return error.explained(error.began, message, hint)
    return None


def _colon(error: _Error) -> Explanation | None:
    if not error.has("mapping values are not allowed"):
        return None
    row = error.at[0]
    if len(error.before) > 1000 and ": " not in error.before:
        return error.explained((row, 0), "a key is longer than 1000 characters", "shorten it")
    if row_has_key := _KEY_AND_VALUE.match(error.before):
        position = (row, row_has_key.end())
        return error.explained(
            position,
            'a value that contains ": " needs quotes',
            _with_quotes(error.line, position[1]),
        )
    above = error.above()
    if above is not None and not _KEY_OR_ITEM.search(error.lines[above]):
        return _no_colon(error, above)
    column = len(error.line) - len(error.line.lstrip())
    message = "this line is indented too deeply"
    hint = "align it with the line above, or put the value above in quotes"
    return error.explained((row, column), message, hint)


def _simple_key(error: _Error) -> Explanation | None:
    return _no_colon(error, error.began[0]) if error.has("could not find expected ':'") else None


def _no_colon(error: _Error, row: int) -> Explanation:
    line = error.lines[row]
    position = (row, len(line) - len(line.lstrip()))
    if _ITEM_WITHOUT_SPACE.match(line):
        return error.explained(
            position, "a list item needs a space after its hyphen", "write - before it"
        )
    if _KEY_WITHOUT_SPACE.match(line):
        return error.explained(
            position, "a key needs a space after its colon", "add a space after it"
        )
    message = "this line is neither a key with a colon nor part of the line above"
    return error.explained(position, message, "write it as key: value, or indent it below its key")


def _open_bracket(error: _Error) -> Explanation | None:
    if error.has("flow sequence", "flow mapping"):
        char = error.char(error.began)
        close = {"[": "]", "{": "}"}.get(char, "the matching bracket")
        message = f"the bracket {char} is opened here and never closed"
        hint = f"close it with {close}; {_NEEDS_QUOTES} if it is text"
        return error.explained(error.began, message, hint)
    return None


def _after_value(error: _Error) -> Explanation | None:
    """Explain text after a quoted or bracketed value."""
    before = error.before.rstrip()
    if not error.has("block") or not before or before.isspace():
        return None
    last = before[-1]
    if last in "\"'":
        if before.count(last) % 2:
            message = f"the quote {last} that ends here was opened on a line above"
            return error.explained((error.at[0], len(before) - 1), message, "close the one above")
        hint = "put the whole value in quotes, of the kind that is not in it"
        return error.explained(error.at, f"text follows the closing quote {last}", hint)
    if last in "]}":
        message = f"text follows the closing bracket {last}"
        return error.explained(error.at, message, _NEEDS_QUOTES)
    return None


def _wrong_indentation(error: _Error) -> Explanation | None:
    if not error.has("block mapping", "block collection", "block sequence", "document start"):
        return None
    char = error.char(error.at)
    if char == ":":
        return error.explained(error.at, "a key is missing before this colon", "write it")
    hint = "indent lines of one level by the same number of spaces"
    return error.explained(
        error.at, "the indentation of this line does not match the lines above it", hint
    )


def _with_quotes(line: str, column: int) -> str:
    value = line[column:].rstrip()
    if len(value) > _LONGEST_SHOWN:
        return _NEEDS_QUOTES
    inner = value.replace("'", "''")
    return f"write it as '{inner}'"


_EXPLAINERS: tuple[Callable[[_Error], Explanation | None], ...] = (
    _tab,
    _directive,
    _escape,
    _open_quote,
    _first_character,
    _early_end,
    _block_header,
    _colon,
    _simple_key,
    _open_bracket,
    _after_value,
    _wrong_indentation,
)
"""Each function explains one cause or returns None; the first explanation is used."""
