"""Pages whose text is in their templates, and the free pages of the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.exports.atom import MAX_ENTRIES, UNKNOWN_DATE
from readinglist.site.kinds import Kind
from readinglist.site.rows import ListingRow, Meta, ThemeName, ThemeRow
from readinglist.text.display import excerpt
from readinglist.text.markdown import Markdown, first_paragraph, team_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.bibliographies import Format
    from readinglist.model import FreePage
    from readinglist.site.rows import Rows

FREE: Final = Kind("free", in_menu=True)
SEARCH: Final = Kind("search", has_markdown=False, in_sitemap=False)
SHELF: Final = Kind("shelf", in_menu=True, needs_scripts=True, has_markdown=False, in_sitemap=False)
NOT_FOUND: Final = Kind("not-found", has_markdown=False, in_sitemap=False)
SUBSCRIBE: Final = Kind("subscribe")


@dataclass(frozen=True, slots=True)
class FreeView:
    """A free page, written by the team."""

    page: Meta
    text: Markdown


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page, with links to themes and listings for readers without JavaScript."""

    page: Meta
    papers: int
    themes: tuple[ThemeName, ...]
    listings: tuple[ListingRow, ...]


@dataclass(frozen=True, slots=True)
class PlainView:
    """A page without data of the library: the reader's shelf, and "not found"."""

    page: Meta


@dataclass(frozen=True, slots=True)
class Download:
    """An export file; `use` describes what it is for."""

    name: str
    address: str
    media_type: str
    use: str


@dataclass(frozen=True, slots=True)
class SubscribeView:
    """The page "Subscribe and export".

    Attributes:
        papers: the number of papers.
        longest_feed: the maximum number of papers in a feed.
        feed, opml, archive, schema: addresses; ``""`` if the site does not have the file.
        undated: the number of listings whose day is not known.
        date_not_known: the date that feeds give in this case.
        downloads: the exports of all papers.
        loose_themes: the top-level themes without subthemes.
        theme_groups: the other top-level themes with all their subthemes.
    """

    page: Meta
    papers: int
    longest_feed: int
    feed: str
    opml: str
    archive: str
    schema: str
    undated: int
    date_not_known: str
    downloads: tuple[Download, ...]
    loose_themes: tuple[ThemeRow, ...]
    theme_groups: tuple[tuple[ThemeRow, tuple[ThemeRow, ...]], ...]
    listings: tuple[ListingRow, ...]


def free_view(page: FreePage) -> FreeView:
    """Return the view of a free page."""
    address = urls.free_page(page.id)
    text = team_markdown(page.markdown, page.links, address)
    return FreeView(Meta(FREE, address, page.title, excerpt(first_paragraph(page.markdown))), text)


def search_view(rows: Rows) -> SearchView:
    """Return the view of the search page."""
    papers = len(rows.library.papers)
    return SearchView(
        Meta(SEARCH, urls.SEARCH, "Search", f"Search {papers} papers."),
        papers,
        tuple(rows.theme_names.values()),
        tuple(rows.listings.values()),
    )


def shelf_view() -> PlainView:
    """Return the view of the reader's shelf."""
    summary = "Papers you read, stored in your browser only."
    return PlainView(Meta(SHELF, urls.SHELF, "My shelf", summary))


def not_found_view() -> PlainView:
    """Return the view of the page for unknown addresses."""
    return PlainView(Meta(NOT_FOUND, urls.NOT_FOUND, "Page not found"))


def subscribe_view(rows: Rows, formats: Iterable[Format]) -> SubscribeView:
    """Return the view of the page "Subscribe and export"."""
    library = rows.library
    settings = library.settings
    return SubscribeView(
        page=Meta(
            SUBSCRIBE,
            urls.SUBSCRIBE,
            "Subscribe and export",
            "Feeds of new papers, and the papers in formats for other programs.",
        ),
        papers=len(library.papers),
        longest_feed=MAX_ENTRIES,
        feed=urls.feed(),
        opml=urls.OPML if settings.url else "",
        archive=urls.ARCHIVE if settings.offline_copy else "",
        schema=urls.SCHEMA,
        undated=len(rows.arrivals.undated),
        date_not_known=UNKNOWN_DATE,
        downloads=downloads(formats),
        loose_themes=tuple(one for one in rows.top_themes if not one.below),
        theme_groups=tuple(
            (one, tuple(rows.themes[below] for below in library.family(one.name.id)[1:]))
            for one in rows.top_themes
            if one.below
        ),
        listings=tuple(reversed([*rows.listings.values()])),
    )


def downloads(formats: Iterable[Format], page: str = urls.FRONT) -> tuple[Download, ...]:
    """Return the exports of the theme at an address, by default those of all papers."""
    return tuple(
        Download(one.name, urls.export(one.extension, page), one.media_type, one.use)
        for one in formats
    )
