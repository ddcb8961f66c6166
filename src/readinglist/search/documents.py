"""Papers as search takes them: the tokens of each field, from the text as pages show it.

`COMMON` words are left out of abstracts, where they tell nothing; in titles they stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from readinglist.text.display import shown
from readinglist.text.tex import readable
from readinglist.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.model import Library

FIELDS = ("title", "abstract", "themes")

_COMMON = """
    a about after all also although among an and another any are as at be because been before
    being between both but by can could did do does during each either etc even for from further
    had has have he her here how however i if in into is it its itself like many may might more
    most much must no not of on only or other our over own per same she should since so some
    still such than that the their them then there therefore these they this those through thus
    to too toward towards under up us use used using via was we well were what when where
    whereas whether which while who whose why will with within without would yet you your
"""
COMMON = frozenset(_COMMON.split())
"""Words of English grammar, and the few verbs every abstract has."""


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


@lru_cache(maxsize=65_536)
def as_read(text: str) -> str:
    """The text as the pages show it, without TeX residue; what would mislead the eye is seen."""
    return readable(shown(text))
