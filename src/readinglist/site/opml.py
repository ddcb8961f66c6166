"""OPML 2.0: a file with all feeds of the site, for import into a feed reader.

Feed readers need absolute URLs, so the file is made only if the address of the site is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.citation import line
from readinglist.text.xml import element, xml_file

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from readinglist.model import Library, Site


def opml(library: Library) -> Site:
    """Return the file by its address; nothing if the address of the site is not known."""
    settings = library.settings
    if not settings.url:
        return {}
    link = urls.LinksFrom(urls.OPML, settings.url).to

    def outline(page: str, title: str) -> Element:
        title = line(title)
        feed = {"xmlUrl": link(urls.feed(page)), "htmlUrl": link(page)}
        return element("outline", {"type": "rss", "text": title, "title": title, **feed})

    head, body, root = element("head"), element("body"), element("opml", {"version": "2.0"})
    root.extend((head, body))
    head.append(element("title", text=line(settings.title)))
    body.append(outline(urls.FRONT, settings.title))
    themes = [outline(urls.theme(theme.id), theme.title) for theme in library.themes.values()]
    listings = [outline(urls.listing(one.id), one.title) for one in library.listings.values()]
    for title, outlines in (("Themes", themes), ("Listings", listings)):
        if outlines:
            folder = element("outline", {"text": title})
            folder.extend(outlines)
            body.append(folder)
    return {urls.OPML: xml_file(root)}
