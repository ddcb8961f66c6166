"""Papers as search takes them: the tokens of each field, from the text as pages show it.

`COMMON` words are left out of abstracts, where they tell nothing; in titles they stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.text.display import as_read
from readinglist.text.tokens import COMMON, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.model import Library

FIELDS = ("title", "abstract", "themes")


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as the index takes it: its id, and the tokens of each field as `FIELDS` has them."""

    ref: str
    fields: tuple[Sequence[str], ...]


def documents(library: Library) -> list[Document]:
    """The papers of a library as the index takes them, in the library's order."""
    themes = {theme.id: tokens(theme.title) for theme in library.themes.values()}
    return [
        Document(
            paper.id,
            (
                _title_tokens(paper.title),
                [term for term in tokens(as_read(paper.abstract)) if term not in COMMON],
                [term for theme in library.themes_of[paper.id] for term in themes[theme]],
            ),
        )
        for paper in library.papers.values()
    ]


def _title_tokens(title: str) -> list[str]:
    """The tokens of a title as pages show it, and what only the source's letters yield."""
    found = tokens(as_read(title))
    return found + [term for term in tokens(title) if term not in found]
