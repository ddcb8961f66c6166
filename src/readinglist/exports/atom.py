"""Atom feeds (RFC 4287): what came into the list, newest first, for the site, a theme or a listing.

What is newest, `readinglist.library.arrivals` says. A feed must say when each entry was updated.
That is the day of the listing that brought the paper, where it is known with its year. Where it is
not, no clock is asked in its stead: the entry has the date `NOT_KNOWN`, the beginning of Unix time,
no ``published``, and the feed says so in its subtitle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.exports.reference import line, paragraphs
from readinglist.library.arrivals import arrivals, day_seen
from readinglist.text.xml import element, xml_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from readinglist.exports.reference import Reference
    from readinglist.model import Library, ListingId, Paper, PaperId, Settings, Site

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
NOT_KNOWN: Final = "1970-01-01"
LONGEST: Final = 100
"""Entries in a feed; a reader who comes back after a hundred papers begins at the list itself."""


def feeds(library: Library, references: Mapping[PaperId, Reference]) -> Site:
    """Every feed there is, by its address."""
    settings = library.settings
    came = arrivals(library)
    order = came.newest_first
    entries = {
        paper: _entry(
            library, library.papers[paper], references[paper], day_seen(came.first[paper])
        )
        for paper in order
    }

    def feed(page: str, title: str, about: str, papers: Sequence[PaperId]) -> tuple[str, bytes]:
        chosen = [entries[paper] for paper in papers[:LONGEST]]
        at = urls.feed(page)
        return at, _feed(settings, urls.LinksFrom(at, settings.url), page, title, about, chosen)

    site = dict([feed("", settings.title, settings.description, order)])
    place = {paper: number for number, paper in enumerate(order)}
    for theme in library.themes.values():
        papers = sorted(library.papers_below(theme.id), key=place.__getitem__)
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
    """An entry but for its link, which depends on where its feed stands."""

    day: str
    address: str
    parts: tuple[Element, ...]


def _entry(library: Library, paper: Paper, reference: Reference, day: str) -> _Entry:
    page = urls.paper(paper.id)
    settings = library.settings
    parts = [
        element("title", text=reference.title),
        element("id", text=urls.identifier(settings.url, settings.title, page)),
        element("updated", text=_instant(day)),
    ]
    if day:
        parts.append(element("published", text=_instant(day)))
    parts += map(_author, reference.authors)
    if reference.address:
        parts.append(element("link", {"rel": "related", "href": reference.address}))
    parts += [
        element("category", {"term": theme, "label": title})
        for theme, title in zip(library.themes_of[paper.id], reference.themes, strict=True)
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
    unsure = f"Entries of {NOT_KNOWN} came with listings whose day is not known."
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
    """A link to the page that a feed or an entry is of."""
    return element("link", {"rel": "alternate", "type": "text/html", "href": link})


def _instant(day: str) -> str:
    return f"{day or NOT_KNOWN}T00:00:00Z"
