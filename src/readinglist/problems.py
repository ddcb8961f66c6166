"""What is wrong, where, and what to do about it.

A stage never stops at the first mistake: it returns its value together with every
:class:`Problem` it found, and the edge prints them all at once.
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
    """How much a problem matters to a build."""

    ERROR = "error"
    """The build stops: what was asked for cannot be made."""
    WARNING = "warning"
    """The build goes on; ``--strict`` stops it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place of one input file.

    Attributes:
        path: the file, relative to the source folder, with ``/`` between folders.
        line: counted from 1; 0 when the problem is the file as a whole.
        column: counted from 1 in characters; 0 when the problem is the line as a whole.
        message: what is wrong, in one sentence without a full stop at its end.
        hint: what to do about it, or nothing.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Files in order, and from top to bottom in each."""
        return (self.path, self.line, self.column, self.message)


def as_text(problem: Problem) -> str:
    """``file:line:column: what is wrong``, and the hint on a line of its own."""
    label = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
    place = f"{problem.path}:{max(problem.line, 1)}:{max(problem.column, 1)}"
    hint = f"\n    {problem.hint}" if problem.hint else ""
    return f"{place}: {label}{problem.message}{hint}"


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Every different problem once, by file and place."""
    return tuple(sorted(set(problems), key=lambda problem: problem.sort_key))


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether a build must stop; under ``strict`` a warning is enough."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question naming the nearest known words, or nothing when none is near."""
    candidates = sorted(set(known))
    near = difflib.get_close_matches(word[:LONGEST_COMPARED], candidates, n=3, cutoff=0.6)
    if not near and len(word) >= 4:
        near = [name for name in candidates if name.startswith(word)][:3]
    return f"did you mean {' or '.join(near)}?" if near else ""


def quoted(value: str) -> str:
    """A value as a message shows it: on one line, not too long, nothing invisible."""
    shown = value if len(value) <= _LONGEST_SHOWN else f"{value[: _LONGEST_SHOWN - 1]}…"
    visible = (
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode()
        for char in shown
    )
    return f"“{''.join(visible)}”"
