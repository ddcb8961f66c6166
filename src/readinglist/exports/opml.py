"""OPML 2.0: all feeds of the site in one file, to be imported into a feed reader at once.

A feed reader needs whole addresses, so there is no such file for a site that does not know its own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from readinglist.exports.atom import feed_address
from readinglist.exports.places import OPML, Speaker
from readinglist.exports.reference import line
from readinglist.pages import listing_title, page_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.model import Library, Site


def opml(library: Library) -> Site:
    """The file, by its address; nothing when the site's address is not known."""
    settings = library.settings
    if not settings.url:
        return {}
    way = Speaker(settings.url, OPML).way

    def outline(page: str, title: str) -> str:
        return (
            f'<outline type="rss" text="{escape(line(title))}" title="{escape(line(title))}"'
            f' xmlUrl="{escape(way(feed_address(page)))}" htmlUrl="{escape(way(page))}"/>'
        )

    def folder(title: str, outlines: Iterable[str]) -> str:
        inside = "\n".join(outlines)
        return f'<outline text="{title}">\n{inside}\n</outline>' if inside else ""

    themes = [
        outline(page_address("theme", theme.id), theme.title) for theme in library.themes.values()
    ]
    listings = [
        outline(page_address("listing", one.id), listing_title(one))
        for one in library.listings.values()
    ]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(line(settings.title))}</title></head>",
        "<body>",
        outline("", settings.title),
        folder("Themes", themes),
        folder("Listings", listings),
        "</body>",
        "</opml>\n",
    ]
    return {OPML: "\n".join(filter(None, lines)).encode("utf-8", "replace")}
