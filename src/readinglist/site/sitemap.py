"""``sitemap.xml`` and ``robots.txt``: what search engines are told.

A sitemap must name pages by whole addresses, so there is none for a site that does not know its
own. When a page changed is not said: a build knows what the pages are, not what they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.site import kinds
from readinglist.text.xml import element, xml_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.model import Settings, Site
    from readinglist.site.rows import Meta

MOST: Final = 50_000
"""Addresses in one sitemap, by https://www.sitemaps.org/protocol.html; pages come by weight, so
that it is papers at the end that a list of more would leave to be found by links."""


def sitemap(settings: Settings, pages: Iterable[Meta]) -> Site:
    """Both files, or ``robots.txt`` alone when the site's address is not known."""
    robots = "User-agent: *\nDisallow:\n"
    if not settings.url:
        return {urls.ROBOTS: robots.encode()}
    # Themes and the like before papers.
    wanted = sorted(
        (page for page in pages if page.kind.in_sitemap),
        key=lambda page: page.kind is kinds.PAPER,
    )
    root = element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for page in wanted[:MOST]:
        place = element("url")
        place.append(element("loc", text=urls.absolute(settings.url, page.address)))
        root.append(place)
    return {
        urls.SITEMAP: xml_file(root),
        urls.ROBOTS: f"{robots}\nSitemap: {settings.url}{urls.SITEMAP}\n".encode(),
    }
