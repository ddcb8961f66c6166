"""The header and footer that all pages share, and the metadata in the head of each page.

Link previews, feed readers, search engines and reference managers read this metadata.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.atom import MEDIA_TYPE
from readinglist.exports.linked_data import list_data, paper_data
from readinglist.site.papers import PaperView
from readinglist.site.texts import Download, downloads
from readinglist.site.themes import ThemeView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Library
    from readinglist.site.compose import View
    from readinglist.site.kinds import Kind
    from readinglist.site.rows import Meta


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An item of the navigation."""

    kind: Kind
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The data for the header and footer of every page.

    Attributes:
        locale: the language in Open Graph's format, such as ``en_GB``; ``""`` without a region.
        inbox: the number of papers without a theme.
        menu: the items of the navigation.
    """

    title: str
    description: str
    language: str
    locale: str
    repository: str
    papers: int
    listings: int
    inbox: int
    menu: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata in the head of a page.

    Attributes:
        canonical: the absolute URL of the page, or ``""`` if the address of the site is not known.
        card: the absolute URL of the social card, or ``""``.
        og_type: the Open Graph type.
        tags: the name and content of each ``citation_*`` tag.
        feeds: the title and address of each feed, that of the page first.
        feed_type: the media type of feeds.
        downloads: the exports of the page.
    """

    canonical: str
    card: str
    og_type: str
    tags: tuple[tuple[str, str], ...]
    feeds: tuple[tuple[str, str], ...]
    feed_type: str
    downloads: tuple[Download, ...]


def frame(library: Library, pages: Iterable[Meta]) -> Frame:
    """Return the data for the header and footer of a library's pages."""
    settings = library.settings
    language, _, region = settings.language.partition("-")
    return Frame(
        title=settings.title,
        description=settings.description,
        language=settings.language,
        locale=f"{language}_{region.upper()}" if len(region) == 2 else "",
        repository=settings.repository,
        papers=len(library.papers),
        listings=len(library.listings),
        inbox=len(library.inbox),
        menu=tuple(
            MenuItem(page.kind, page.address, page.title) for page in pages if page.kind.in_menu
        ),
    )


def head(library: Library, formatter: CitationFormatter, view: View) -> Head:
    """Return the metadata of a page."""
    settings, page = library.settings, view.page
    card = urls.card(page.address if page.kind.has_card else urls.FRONT)
    own = [(f"{page.title} · {settings.title}", urls.feed(page.address))]
    return Head(
        canonical=urls.absolute(settings.url, page.address),
        card=urls.absolute(settings.url, card),
        og_type="article" if isinstance(view, PaperView) else "website",
        tags=formatter.tags(view.row.id) if isinstance(view, PaperView) else (),
        feeds=(*(own if page.kind.has_feed else ()), (settings.title, urls.feed())),
        feed_type=MEDIA_TYPE,
        downloads=downloads(formatter.formats, page.address) if page.kind.has_exports else (),
    )


def linked_data(
    library: Library, formatter: CitationFormatter, view: View, links: urls.LinksFrom
) -> str:
    """Return the JSON-LD of a page, safe in a script element, or ``""`` if it has none."""
    canonical = urls.absolute(library.settings.url, view.page.address)
    if isinstance(view, PaperView):
        return paper_data(formatter.citations[view.row.id], canonical)
    if not isinstance(view, ThemeView):
        return ""
    own = {*library.themes[view.row.name.id].papers}
    papers = (*(step.paper for step in view.path), *view.rest)
    items = [
        (formatter.citations[paper.id].title, links.to(paper.address))
        for paper in papers
        if paper.id in own
    ]
    title = library.settings.title
    return list_data(view.page.title, view.row.description, title, items, canonical)
