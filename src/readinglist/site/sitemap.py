"""``sitemap.xml`` and ``robots.txt`` for search engines.

A sitemap needs absolute URLs, so it is made only if the address of the site is known. It has no
dates of change, because a build does not know the earlier version of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.text.xml import element, xml_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.model import Settings, Site
    from readinglist.site.rows import Meta

MOST: Final = 50_000
"""The maximum number of URLs in a sitemap (https://www.sitemaps.org/protocol.html)."""


def sitemap(settings: Settings, pages: Iterable[Meta]) -> Site:
    """Return both files, or only ``robots.txt`` if the address of the site is not known."""
    robots = "User-agent: *\nDisallow:\n"
    if not settings.url:
        return {urls.ROBOTS: robots.encode()}
    # Papers come last: if there are too many pages, papers are left out.
    wanted = sorted(
        (page for page in pages if page.kind.in_sitemap),
        key=lambda page: page.kind.sitemap_last,
    )
    root = element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for page in wanted[:MOST]:
        entry = element("url")
        entry.append(element("loc", text=urls.absolute(settings.url, page.address)))
        root.append(entry)
    return {
        urls.SITEMAP: xml_file(root),
        urls.ROBOTS: f"{robots}\nSitemap: {settings.url}{urls.SITEMAP}\n".encode(),
    }
