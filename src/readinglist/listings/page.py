"""What every format makes of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from readinglist.model import Entry, Ledger
    from readinglist.problems import Problem


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed file: date of the first header, entries, the kind of every line, and problems."""

    date: str
    entries: tuple[Entry, ...]
    ledger: Ledger
    problems: tuple[Problem, ...]


class Format(Protocol):
    """A module that parses listings of one format.

    Attributes:
        SUFFIXES: the file name extensions of the format besides those of text, such as ``".bib"``.
    """

    SUFFIXES: tuple[str, ...]

    @staticmethod
    def detect(text: str) -> bool:
        """Return whether a text is in the format."""

    @staticmethod
    def parse(text: str, path: str) -> Page:
        """Parse a text in linear time; never raises. `path` is the path in problems."""
