"""Problems in the input: what is wrong, where, and what to do about it.

A stage does not stop at the first error. It returns its result with all :class:`Problem` values it
found, and the command prints them together.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

_LONGEST_SHOWN = 80
LONGEST_COMPARED: Final = 200
"""Characters of a mistaken word that are compared with known words."""

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """The effect of a problem on a build."""

    ERROR = "error"
    """The build stops."""
    WARNING = "warning"
    """The build continues, unless ``--strict`` is given."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at one position of an input file.

    Attributes:
        path: the file, relative to the source folder, with ``/`` as separator.
        line: counted from 1; 0 if the problem concerns the whole file.
        column: in characters, counted from 1; 0 if the problem concerns the whole line.
        message: what is wrong, in one sentence without a final full stop.
        hint: what to do about it, or ``""``.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """The key that sorts problems by file and position."""
        return (self.path, self.line, self.column, self.message)


def as_text(problem: Problem) -> str:
    """Return ``path:line:column: message``, with the hint on a second line."""
    severity = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
    position = f"{problem.path}:{max(problem.line, 1)}:{max(problem.column, 1)}"
    hint = f"\n    {problem.hint}" if problem.hint else ""
    return f"{position}: {severity}{problem.message}{hint}"


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems without duplicates, sorted by file and position."""
    return tuple(sorted(set(problems), key=lambda problem: problem.sort_key))


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Return whether a build must stop; with `strict`, warnings count as errors."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that names up to three similar known words, or ``""``."""
    candidates = sorted(set(known))
    near = difflib.get_close_matches(word[:LONGEST_COMPARED], candidates, n=3, cutoff=0.6)
    if not near and len(word) >= 4:
        near = [name for name in candidates if name.startswith(word)][:3]
    return f"did you mean {' or '.join(near)}?" if near else ""


def quoted(value: str) -> str:
    """Return a value in quotes for a message: on one line, shortened, and with escapes."""
    shown = value if len(value) <= _LONGEST_SHOWN else f"{value[: _LONGEST_SHOWN - 1]}…"
    visible = (
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode()
        for char in shown
    )
    return f"“{''.join(visible)}”"
