"""References: words in a file that name a paper or theme, with their positions.

A reference is an id, a title, a URL of the site, a DOI or an arXiv id. Files are parsed
independently; references are resolved later by :mod:`readinglist.library.lookup`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.sources.fields import Checker
    from readinglist.sources.yamlfile import Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written. Line and column count from 1."""

    name: str
    line: int
    column: int


def reference(text: Text) -> Reference:
    """Return a text of a file as a reference."""
    return Reference(text.value, text.line, text.column)


def references(texts: Iterable[Text]) -> tuple[Reference, ...]:
    """Return texts of a file as references."""
    return tuple(map(reference, texts))


def once(found: Iterable[Reference], checker: Checker) -> tuple[Reference, ...]:
    """Return the references without duplicates, which are reported as warnings."""
    first: dict[str, Reference] = {}
    for one in found:
        if one.name in first:
            hint = f"it is first on line {first[one.name].line}; remove one of them"
            checker.warning(one, f"{quoted(one.name)} is in this list twice", hint)
        else:
            first[one.name] = one
    return tuple(first.values())
