"""Bibliographies: all papers, and those of each theme, as files in each format of export.

A format is a `Format`, defined in a module of its own and listed in `readinglist.exports.formats`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.reference import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from readinglist.exports.reference import Reference
    from readinglist.model import Library, Paper, PaperId, Site, ThemeId


@dataclass(frozen=True, slots=True)
class Item:
    """A paper to be written.

    Attributes:
        abstract: readable, its paragraphs separated by one empty line.
        former_ids: ids it had before.
    """

    library: Library
    paper: Paper
    reference: Reference
    abstract: str = ""
    former_ids: tuple[PaperId, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers of one file.

    Attributes:
        at: the file's address.
        theme: the theme whose papers they are, or ``""`` for all papers.
        themes: the themes they come from: that theme and those below it, or all.
    """

    library: Library
    at: str
    theme: ThemeId
    themes: tuple[ThemeId, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export.

    Attributes:
        name: as a reader sees it.
        ending: how its files end, without the dot before it.
        use: whom it serves, in a few words.
        one: writes one paper. It is called once for each paper.
        whole: makes a file of some papers that `one` has written.
        cited: writes one paper for its page, to be copied from there; None for formats that
            no page shows.
    """

    name: str
    ending: str
    media_type: str
    use: str
    one: Callable[[Item], str]
    whole: Callable[[Iterable[str], Selection], bytes]
    cited: Callable[[Reference], str] | None = None


def bibliographies(
    library: Library, references: Mapping[PaperId, Reference], formats: Iterable[Format]
) -> Site:
    """All papers, and those of each theme and the themes below it, in each format."""
    items = _items(library, references)
    chosen: list[tuple[str, ThemeId, tuple[ThemeId, ...], Sequence[PaperId]]] = [
        (urls.FRONT, "", tuple(library.themes), [*library.papers]),
        *(
            (urls.theme(theme), theme, library.family(theme), library.papers_below(theme))
            for theme in library.themes
        ),
    ]
    site: dict[str, bytes] = {}
    for format_ in formats:
        written = {paper: format_.one(item) for paper, item in items.items()}
        for page, theme, family, papers in chosen:
            at = urls.export(format_.ending, page)
            selection = Selection(library, at, theme, family)
            site[at] = format_.whole([written[paper] for paper in papers], selection)
    return site


def _items(library: Library, references: Mapping[PaperId, Reference]) -> Mapping[PaperId, Item]:
    former: dict[PaperId, list[PaperId]] = {paper: [] for paper in library.papers}
    for old, now in library.former_papers.items():
        former[now].append(old)
    return {
        paper.id: Item(
            library,
            paper,
            references[paper.id],
            paragraphs(paper.abstract),
            tuple(former[paper.id]),
        )
        for paper in library.papers.values()
    }
