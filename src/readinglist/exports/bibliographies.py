"""Bibliographies: all papers, and the papers of each theme, as one file per export format.

Each format is a `Format`, defined in its own module and listed in `readinglist.exports.formats`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.citation import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from readinglist.exports.citation import Citation
    from readinglist.model import Library, Paper, PaperId, Site, ThemeId


@dataclass(frozen=True, slots=True)
class Item:
    """A paper to export.

    Attributes:
        abstract: plain text without TeX markup; paragraphs are separated by an empty line.
        former_ids: earlier ids of the paper.
    """

    library: Library
    paper: Paper
    citation: Citation
    abstract: str = ""
    former_ids: tuple[PaperId, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers of one export file.

    Attributes:
        at: the address of the file.
        theme: the id of the exported theme, or ``""`` for all papers.
        themes: the ids of that theme and its subthemes, or of all themes.
    """

    library: Library
    at: str
    theme: ThemeId
    themes: tuple[ThemeId, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    Attributes:
        name: the name shown to readers.
        extension: the file name extension, without the leading dot.
        use: a short description of what the format is for.
        format_paper: formats one paper. It is called once for each paper.
        join_file: makes a file from papers that `format_paper` has formatted.
        format_citation: formats a citation for the page of the paper, to be copied from there;
            None if pages do not show this format.
    """

    name: str
    extension: str
    media_type: str
    use: str
    format_paper: Callable[[Item], str]
    join_file: Callable[[Iterable[str], Selection], bytes]
    format_citation: Callable[[Citation], str] | None = None


def bibliographies(
    library: Library, citations: Mapping[PaperId, Citation], formats: Iterable[Format]
) -> Site:
    """Export all papers, and the papers of each theme with its subthemes, in each format."""
    items = _items(library, citations)
    chosen: list[tuple[str, ThemeId, tuple[ThemeId, ...], Sequence[PaperId]]] = [
        (urls.FRONT, "", tuple(library.themes), [*library.papers]),
        *(
            (urls.theme(theme), theme, library.family(theme), library.papers_below(theme))
            for theme in library.themes
        ),
    ]
    site: dict[str, bytes] = {}
    for format_ in formats:
        written = {paper: format_.format_paper(item) for paper, item in items.items()}
        for page, theme, family, papers in chosen:
            at = urls.export(format_.extension, page)
            selection = Selection(library, at, theme, family)
            site[at] = format_.join_file([written[paper] for paper in papers], selection)
    return site


def _items(library: Library, citations: Mapping[PaperId, Citation]) -> Mapping[PaperId, Item]:
    former: dict[PaperId, list[PaperId]] = {paper: [] for paper in library.papers}
    for old, new in library.former_papers.items():
        former[new].append(old)
    return {
        paper.id: Item(
            library,
            paper,
            citations[paper.id],
            paragraphs(paper.abstract),
            tuple(former[paper.id]),
        )
        for paper in library.papers.values()
    }
