"""Documents for the index: the tokens of each field of a paper, from the text that pages show.

Stop words (`COMMON`) are left out of abstracts. They are kept in titles, where they help to
recognise a title that is typed in full.
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
    """A paper for the index.

    Attributes:
        ref: the id of the paper.
        fields: the tokens of each field, in the order of `FIELDS`.
    """

    ref: str
    fields: tuple[Sequence[str], ...]


def documents(library: Library) -> list[Document]:
    """Return the documents for the papers of a library, in the library's order."""
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
    """Return the tokens of the title that pages show, and further tokens of its source text."""
    found = tokens(as_read(title))
    return found + [term for term in tokens(title) if term not in found]
