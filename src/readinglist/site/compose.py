"""The registry of page kinds, and the views of all pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from readinglist.site import board, explore, front, listings, papers, texts, themes
from readinglist.site.rows import Meta, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.analysis.related import Relations
    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Library
    from readinglist.site.kinds import Kind


class View(Protocol):
    """The content of a page. Templates only format it: order and selection are decided here."""

    @property
    def page(self) -> Meta:
        """The properties that every page has."""


@dataclass(frozen=True, slots=True)
class Data:
    """What views are made of."""

    rows: Rows
    relations: Relations
    formatter: CitationFormatter

    @property
    def library(self) -> Library:
        """The library."""
        return self.rows.library


PAGES: Final[Mapping[Kind, Callable[[Data], Iterable[View]]]] = {
    front.FRONT: lambda data: [front.front_view(data.rows)],
    themes.THEMES: lambda data: [themes.themes_view(data.rows)],
    themes.THEME: lambda data: themes.theme_views(data.rows, data.formatter),
    papers.PAPERS: lambda data: [papers.papers_view(data.rows)],
    papers.PAPER: lambda data: papers.paper_views(data.rows, data.formatter, data.relations),
    papers.MOVED: lambda data: papers.moved_views(data.rows),
    explore.EXPLORE: lambda data: [explore.explore_view(data.rows, data.relations)],
    explore.NEAREST: lambda data: [explore.nearest_view(data.rows, data.relations)],
    explore.OVERLAP: lambda data: [explore.overlap_view(data.rows)],
    listings.LISTINGS: lambda data: [listings.listings_view(data.rows)],
    listings.LISTING: lambda data: listings.listing_views(data.rows),
    papers.INBOX: lambda data: [papers.inbox_view(data.rows)],
    board.BOARD: lambda data: [board.board_view(data.rows)] if data.library.readers else [],
    texts.FREE: lambda data: map(texts.free_view, data.library.free_pages.values()),
    texts.SHELF: lambda _: [texts.shelf_view()],
    texts.SEARCH: lambda data: [texts.search_view(data.rows)],
    texts.NOT_FOUND: lambda _: [texts.not_found_view()],
    texts.SUBSCRIBE: lambda data: [texts.subscribe_view(data.rows, data.formatter.formats)],
}
"""How the views of each kind of page are made; in the order of the navigation."""


def compose(
    library: Library, relations: Relations, formatter: CitationFormatter, folder: str
) -> tuple[View, ...]:
    """Return the views of all pages of the site.

    Args:
        folder: the path of the source folder in the team's repository, for "edit" links.
    """
    data = Data(Rows(library, folder), relations, formatter)
    return tuple(view for views_of in PAGES.values() for view in views_of(data))
