"""The page that says what a reader can subscribe to and take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist.exports.atom import feed_address
from readinglist.exports.places import ARCHIVE, FORMATS, OPML, Speaker, export_stem
from readinglist.model import Page, PageKind, Section
from readinglist.pages import listing_title, page_address
from readinglist.prose import as_markdown

if TYPE_CHECKING:
    from readinglist.model import Library

ADDRESS: Final = f"{PageKind.SUBSCRIBE}/"


def subscribe_page(library: Library) -> Page:
    """The page, with what it lists as Markdown; its template says the same at more length."""
    way = Speaker("", ADDRESS).way

    def link(title: str, address: str) -> str:
        return f"- [{as_markdown(title)}]({way(address)})"

    feeds = [link(library.settings.title, feed_address())]
    feeds += [link("All feeds, as OPML", OPML)] if library.settings.url else []
    themes = [
        link(theme.title, feed_address(page_address("theme", theme.id)))
        for theme in library.themes.values()
    ]
    listings = [
        link(listing_title(one), feed_address(page_address("listing", one.id)))
        for one in library.listings.values()
    ]
    files = [f"{link(one.name, export_stem() + one.ending)}: {one.use}" for one in FORMATS]
    files += [link("The whole site, as a zip", ARCHIVE)] if library.settings.offline_copy else []
    return Page(
        ADDRESS,
        PageKind.SUBSCRIBE,
        "",
        "Subscribe and export",
        "Feeds of new papers, and the papers in formats for other programs.",
        (),
        (
            Section("feeds", "Feeds", "\n".join(feeds)),
            Section("themes", "Feeds of themes", "\n".join(themes)),
            Section("listings", "Feeds of listings", "\n".join(listings)),
            Section("exports", "Exports", "\n".join(files)),
        ),
    )
