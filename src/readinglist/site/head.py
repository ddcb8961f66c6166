"""What is around the page itself: the frame that all pages share, and what programs read.

Link previews, feed readers, search engines and reference managers read the head of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.atom import MEDIA_TYPE
from readinglist.exports.linked_data import list_data, paper_data
from readinglist.site.papers import PaperView
from readinglist.site.texts import Download, downloads, free_page_links
from readinglist.site.themes import ThemeView

if TYPE_CHECKING:
    from readinglist.exports.citing import Citing
    from readinglist.model import Library
    from readinglist.site.compose import View


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header and footer of every page show.

    Attributes:
        locale: the language as link previews want it, ``""`` where it has no region.
        inbox: how many papers have no theme.
        pages: the free pages, as address and title.
    """

    title: str
    description: str
    language: str
    locale: str
    repository: str
    papers: int
    listings: int
    inbox: int
    has_board: bool
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says to programs.

    Attributes:
        canonical: the page's whole address, ``""`` when the site does not know its own.
        card: the whole address of its social card, or ``""``.
        og_type: what kind of thing it is, in Open Graph's terms.
        tags: ``citation_*`` tags, as name and content.
        feeds: as title and address, the page's own first; `feed_type` is their media type.
        downloads: its bibliographies.
    """

    canonical: str
    card: str
    og_type: str
    tags: tuple[tuple[str, str], ...]
    feeds: tuple[tuple[str, str], ...]
    feed_type: str
    downloads: tuple[Download, ...]


def frame(library: Library) -> Frame:
    """The frame of a library's pages."""
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
        has_board=bool(library.readers),
        pages=free_page_links(library),
    )


def head(library: Library, citing: Citing, view: View) -> Head:
    """The head of a page."""
    settings, page = library.settings, view.page
    card = urls.card(page.address if page.kind.has_card else urls.FRONT)
    own = [(f"{page.title} · {settings.title}", urls.feed(page.address))]
    return Head(
        canonical=urls.absolute(settings.url, page.address),
        card=urls.absolute(settings.url, card),
        og_type="article" if isinstance(view, PaperView) else "website",
        tags=citing.tags(view.row.id) if isinstance(view, PaperView) else (),
        feeds=(*(own if page.kind.has_feed else ()), (settings.title, urls.feed())),
        feed_type=MEDIA_TYPE,
        downloads=downloads(citing.formats, page.address) if page.kind.has_exports else (),
    )


def linked_data(library: Library, citing: Citing, view: View, links: urls.LinksFrom) -> str:
    """A page's JSON-LD, safe within a script element; ``""`` for pages that need none."""
    canonical = urls.absolute(library.settings.url, view.page.address)
    if isinstance(view, PaperView):
        return paper_data(citing.references[view.row.id], canonical)
    if not isinstance(view, ThemeView):
        return ""
    own = {*library.themes[view.row.name.id].papers}
    papers = (*(step.paper for step in view.path), *view.rest)
    items = [
        (citing.references[paper.id].title, links.to(paper.address))
        for paper in papers
        if paper.id in own
    ]
    title = library.settings.title
    return list_data(view.page.title, view.row.description, title, items, canonical)
