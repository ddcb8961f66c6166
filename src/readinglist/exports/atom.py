"""Atom feeds (RFC 4287) of the papers of the site, a theme or a listing, newest first.

`readinglist.library.arrivals` defines the order. Atom requires an ``updated`` date for each entry:
this is the day of the listing in which the paper was first seen, if that day is known with its
year. Otherwise the entry gets `UNKNOWN_DATE` and no ``published`` element, and the subtitle of the
feed explains the date. The current time is never used, so that builds are reproducible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.exports.citation import line, paragraphs
from readinglist.library.arrivals import arrivals, day_seen
from readinglist.text.xml import element, xml_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from readinglist.exports.citation import Citation
    from readinglist.model import Library, ListingId, Paper, PaperId, Settings, Site

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
UNKNOWN_DATE: Final = "1970-01-01"
"""Stands for an unknown day: the start of Unix time."""
MAX_ENTRIES: Final = 100
"""The maximum number of entries in a feed."""


def feeds(library: Library, citations: Mapping[PaperId, Citation]) -> Site:
    """Return all feeds by address."""
    settings = library.settings
    came = arrivals(library)
    order = came.newest_first
    entries = {
        paper: _entry(library, library.papers[paper], citations[paper], day_seen(came.first[paper]))
        for paper in order
    }

    def feed(page: str, title: str, about: str, papers: Sequence[PaperId]) -> tuple[str, bytes]:
        chosen = [entries[paper] for paper in papers[:MAX_ENTRIES]]
        at = urls.feed(page)
        return at, _feed(settings, urls.LinksFrom(at, settings.url), page, title, about, chosen)

    site = dict([feed("", settings.title, settings.description, order)])
    position = {paper: number for number, paper in enumerate(order)}
    for theme in library.themes.values():
        papers = sorted(library.papers_below(theme.id), key=position.__getitem__)
        page = urls.theme(theme.id)
        site |= [feed(page, f"{theme.title} · {settings.title}", theme.description, papers)]
    seen_in: dict[ListingId, dict[PaperId, None]] = {listing: {} for listing in library.listings}
    for paper in library.papers.values():
        for seen in paper.seen:
            seen_in[seen.listing][paper.id] = None
    for listing in library.listings.values():
        title = f"{listing.title} · {settings.title}"
        page = urls.listing(listing.id)
        site |= [feed(page, title, f"Papers of {listing.path}.", [*seen_in[listing.id]])]
    return site


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry without its link, which is relative to the address of the feed."""

    day: str
    address: str
    parts: tuple[Element, ...]


def _entry(library: Library, paper: Paper, citation: Citation, day: str) -> _Entry:
    page = urls.paper(paper.id)
    settings = library.settings
    parts = [
        element("title", text=citation.title),
        element("id", text=urls.identifier(settings.url, settings.title, page)),
        element("updated", text=_instant(day)),
    ]
    if day:
        parts.append(element("published", text=_instant(day)))
    parts += map(_author, citation.authors)
    if citation.address:
        parts.append(element("link", {"rel": "related", "href": citation.address}))
    parts += [
        element("category", {"term": theme, "label": title})
        for theme, title in zip(library.themes_of[paper.id], citation.themes, strict=True)
    ]
    if paper.abstract:
        parts.append(element("summary", text=paragraphs(paper.abstract)))
    return _Entry(day, page, tuple(parts))


def _feed(
    settings: Settings,
    links: urls.LinksFrom,
    page: str,
    title: str,
    about: str,
    entries: Sequence[_Entry],
) -> bytes:
    unsure = f"Entries of {UNKNOWN_DATE} came with listings whose day is not known."
    note = unsure if any(not entry.day for entry in entries) else ""
    subtitle = " ".join(filter(None, [line(about), note]))
    feed = element("feed", {"xmlns": _NAMESPACE, "xml:lang": settings.language})
    feed.append(element("title", text=line(title)))
    if subtitle:
        feed.append(element("subtitle", text=subtitle))
    newest = max((entry.day for entry in entries), default="")
    feed.extend(
        (
            element("id", text=urls.identifier(settings.url, settings.title, links.at)),
            element("updated", text=_instant(newest)),
            _author(line(settings.title)),
            element("link", {"rel": "self", "type": MEDIA_TYPE, "href": links.to(links.at)}),
            _page(links.to(page)),
        )
    )
    for entry in entries:
        made = element("entry")
        made.extend((*entry.parts, _page(links.to(entry.address))))
        feed.append(made)
    return xml_file(feed)


def _author(name: str) -> Element:
    author = element("author")
    author.append(element("name", text=name))
    return author


def _page(link: str) -> Element:
    """Return a link to the HTML page of a feed or an entry."""
    return element("link", {"rel": "alternate", "type": "text/html", "href": link})


def _instant(day: str) -> str:
    return f"{day or UNKNOWN_DATE}T00:00:00Z"
