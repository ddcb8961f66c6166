"""Pages whose words stand in their templates, and the free pages of the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.site import kinds
from readinglist.site.rows import ListingRow, Meta, ThemeName, ThemeRow
from readinglist.text.display import excerpt
from readinglist.text.markdown import Markdown, first_paragraph, team_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.bibliographies import Format
    from readinglist.model import FreePage, Library
    from readinglist.site.rows import Rows


@dataclass(frozen=True, slots=True)
class FreeView:
    """A page the team wrote."""

    page: Meta
    text: Markdown


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of the search, and what else leads to papers where it does not run."""

    page: Meta
    papers: int
    themes: tuple[ThemeName, ...]
    listings: tuple[ListingRow, ...]


@dataclass(frozen=True, slots=True)
class PlainView:
    """A page that shows nothing of the library: the reader's shelf, and "not found"."""

    page: Meta


@dataclass(frozen=True, slots=True)
class Download:
    """A file a reader can take along: what it is called, where it is, and for whom it is."""

    name: str
    address: str
    media_type: str
    use: str


@dataclass(frozen=True, slots=True)
class SubscribeView:
    """What a reader can subscribe to and take along.

    Attributes:
        longest_feed: how many papers a feed has at most.
        feed, opml, archive, schema: addresses; ``""`` for what this site has not.
        undated: how many of the listings are of an unknown day; `listings_count` of all.
        date_not_known: the date that feeds give then.
        loose_themes, theme_groups: as on the front page; the groups with all themes below them.
        feeds: the feed of each theme and listing, by the address of its page.
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
    """A page the team wrote."""
    address = urls.free_page(page.id)
    text = team_markdown(page.markdown, page.links, address)
    return FreeView(
        Meta(kinds.FREE, address, page.title, excerpt(first_paragraph(page.markdown))), text
    )


def search_view(rows: Rows) -> SearchView:
    """The page of the search."""
    papers = len(rows.library.papers)
    return SearchView(
        Meta(kinds.SEARCH, urls.SEARCH, "Search", f"Search {papers} papers."),
        papers,
        tuple(rows.theme_names.values()),
        tuple(rows.listings.values()),
    )


def shelf_view() -> PlainView:
    """The reader's own shelf."""
    summary = "What you read, kept by your browser alone."
    return PlainView(Meta(kinds.SHELF, urls.SHELF, "My shelf", summary))


def not_found_view() -> PlainView:
    """What a host shows for an address that is none."""
    return PlainView(Meta(kinds.NOT_FOUND, urls.NOT_FOUND, "Page not found"))


def subscribe_view(
    rows: Rows, formats: Iterable[Format], *, longest_feed: int, undated: int, date_not_known: str
) -> SubscribeView:
    """What a reader can subscribe to and take along."""
    library = rows.library
    settings = library.settings
    return SubscribeView(
        page=Meta(
            kinds.SUBSCRIBE,
            urls.SUBSCRIBE,
            "Subscribe and export",
            "Feeds of new papers, and the papers in formats for other programs.",
        ),
        papers=len(library.papers),
        longest_feed=longest_feed,
        feed=urls.feed(),
        opml=urls.OPML if settings.url else "",
        archive=urls.ARCHIVE if settings.offline_copy else "",
        schema=urls.SCHEMA,
        undated=undated,
        date_not_known=date_not_known,
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
    """The exports of a theme, given its page's address; without one, those of all papers."""
    return tuple(
        Download(one.name, urls.export(one.extension, page), one.media_type, one.use)
        for one in formats
    )


def free_page_links(library: Library) -> tuple[tuple[str, str], ...]:
    """Address and title of the free pages, in the order of the navigation."""
    return tuple((urls.free_page(one.id), one.title) for one in library.free_pages.values())
