"""References: the words in a file that name a paper or a theme, and where they stand.

A reference is usually an id, but a title, an address of the site, a DOI or an arXiv id names a
paper too. Files are read on their own, so what a reference means is found later, by
:mod:`readinglist.library.names`.
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
    """What names a paper or a theme, as written. Lines and columns count from 1."""

    name: str
    line: int
    column: int


def reference(text: Text) -> Reference:
    """A text of a file as a reference."""
    return Reference(text.value, text.line, text.column)


def references(texts: Iterable[Text]) -> tuple[Reference, ...]:
    """Texts of a file as references."""
    return tuple(map(reference, texts))


def once(found: Iterable[Reference], checker: Checker) -> tuple[Reference, ...]:
    """The first of each name; the others get a warning."""
    first: dict[str, Reference] = {}
    for one in found:
        if one.name in first:
            hint = f"it is first on line {first[one.name].line}; remove one of them"
            checker.warning(one, f"{quoted(one.name)} is in this list twice", hint)
        else:
            first[one.name] = one
    return tuple(first.values())
