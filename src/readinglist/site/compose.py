"""Compose the views of all pages from a library, in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from readinglist.exports.atom import MAX_ENTRIES, UNKNOWN_DATE
from readinglist.site.board import board_view
from readinglist.site.explore import explore_view, nearest_view, overlap_view
from readinglist.site.front import front_view
from readinglist.site.listings import listing_view, listings_view, papers_at
from readinglist.site.papers import inbox_view, moved_views, paper_views, papers_view
from readinglist.site.rows import Meta, Rows
from readinglist.site.texts import (
    free_view,
    not_found_view,
    search_view,
    shelf_view,
    subscribe_view,
)
from readinglist.site.themes import theme_view, themes_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.analysis.related import Relations
    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Library


class View(Protocol):
    """The content of a page. Templates only format it: order and selection are decided here."""

    @property
    def page(self) -> Meta:
        """The properties that every page has."""


def compose(
    library: Library, relations: Relations, formatter: CitationFormatter, folder: str
) -> tuple[View, ...]:
    """Return the views of all pages of the site.

    Args:
        folder: the path of the source folder in the team's repository, for "edit" links.
    """
    return tuple(_views(Rows(library, folder), relations, formatter))


def _views(rows: Rows, relations: Relations, formatter: CitationFormatter) -> Iterator[View]:
    library = rows.library
    yield front_view(rows)
    yield themes_view(rows)
    for theme in library.themes.values():
        yield theme_view(rows, formatter, theme)
    yield papers_view(rows)
    yield from paper_views(rows, formatter, relations)
    yield from moved_views(rows)
    yield listings_view(rows)
    at = papers_at(rows)
    for listing in library.listings.values():
        yield listing_view(rows, listing, at[listing.id])
    yield inbox_view(rows)
    if library.readers:
        yield board_view(rows)
    yield explore_view(rows, relations)
    yield nearest_view(rows, relations)
    yield overlap_view(rows)
    for page in library.free_pages.values():
        yield free_view(page)
    yield search_view(rows)
    yield shelf_view()
    yield not_found_view()
    yield subscribe_view(
        rows,
        formatter.formats,
        longest_feed=MAX_ENTRIES,
        undated=len(rows.arrivals.undated),
        date_not_known=UNKNOWN_DATE,
    )
