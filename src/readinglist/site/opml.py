"""OPML 2.0: all feeds of the site in one file, to be imported into a feed reader at once.

A feed reader needs whole addresses, so there is no such file for a site that does not know its own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.reference import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.model import Library, Site


def opml(library: Library) -> Site:
    """The file, by its address; nothing when the site's address is not known."""
    settings = library.settings
    if not settings.url:
        return {}
    link = urls.LinksFrom(urls.OPML, settings.url).to

    def outline(page: str, title: str) -> str:
        return (
            f'<outline type="rss" text="{escape(line(title))}" title="{escape(line(title))}"'
            f' xmlUrl="{escape(link(urls.feed(page)))}" htmlUrl="{escape(link(page))}"/>'
        )

    def folder(title: str, outlines: Iterable[str]) -> str:
        inside = "\n".join(outlines)
        return f'<outline text="{title}">\n{inside}\n</outline>' if inside else ""

    themes = [outline(urls.theme(theme.id), theme.title) for theme in library.themes.values()]
    listings = [outline(urls.listing(one.id), one.title) for one in library.listings.values()]
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
    return {urls.OPML: "\n".join(filter(None, lines)).encode("utf-8", "replace")}
