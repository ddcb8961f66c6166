"""Atom feeds (RFC 4287): what came into the list, newest first, for the site, a theme or a listing.

A feed must say when each entry was updated. That is the day of the listing that brought the
paper, where the listing's page or its file's name gives the day with its year. Where neither
does, the day is not known, and no clock is asked in its stead: the entry has the date
`NOT_KNOWN`, the beginning of Unix time, no ``published``, and the feed says so in its subtitle.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.exports.reference import day_of_listing, day_seen, line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.exports.reference import Reference
    from readinglist.model import Library, Listing, ListingId, Paper, PaperId, Settings, Site

MEDIA_TYPE: Final = "application/atom+xml"
NOT_KNOWN: Final = "1970-01-01"
LONGEST: Final = 100
"""Entries in a feed; a reader who comes back after a hundred papers begins at the list itself."""


def feeds(library: Library, references: Mapping[PaperId, Reference]) -> Site:
    """Every feed there is, by its address."""
    settings = library.settings
    order = _newest_first(library)
    entries = {paper: _entry(library, library.papers[paper], references[paper]) for paper in order}

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


def undated(library: Library) -> tuple[Listing, ...]:
    """The listings whose day is not known."""
    return tuple(
        listing
        for listing in library.listings.values()
        if not day_of_listing(listing.date, listing.path)
    )


def _newest_first(library: Library) -> list[str]:
    """Papers by the day they first came; without a day behind the others, last listing first."""
    number = {listing: number for number, listing in enumerate(library.listings)}

    def age(paper: str) -> tuple[str, int]:
        seen = library.papers[paper].seen[0]
        return day_seen(seen), number.get(seen.listing, 0)

    return sorted(library.papers, key=age, reverse=True)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry but for its link, which depends on where its feed stands."""

    day: str
    address: str
    xml: str


def _entry(library: Library, paper: Paper, reference: Reference) -> _Entry:
    page = urls.paper(paper.id)
    settings = library.settings
    day = day_seen(paper.seen[0])
    lines = [
        f"<title>{escape(reference.title)}</title>",
        f"<id>{escape(urls.identifier(settings.url, settings.title, page))}</id>",
        f"<updated>{_instant(day)}</updated>",
        f"<published>{_instant(day)}</published>" if day else "",
        *(f"<author><name>{escape(name)}</name></author>" for name in reference.authors),
        f'<link rel="related" href="{escape(reference.address)}"/>' if reference.address else "",
        *(
            f'<category term="{escape(theme)}" label="{escape(title)}"/>'
            for theme, title in zip(library.themes_of[paper.id], reference.themes, strict=True)
        ),
        f"<summary>{escape(paragraphs(paper.abstract))}</summary>" if paper.abstract else "",
    ]
    return _Entry(day, page, "\n".join(filter(None, lines)))


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
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(settings.language)}">',
        f"<title>{escape(line(title))}</title>",
        f"<subtitle>{escape(subtitle)}</subtitle>" if subtitle else "",
        f"<id>{escape(urls.identifier(settings.url, settings.title, links.at))}</id>",
        f"<updated>{_instant(max((entry.day for entry in entries), default=''))}</updated>",
        f"<author><name>{escape(line(settings.title))}</name></author>",
        f'<link rel="self" type="{MEDIA_TYPE}" href="{escape(links.to(links.at))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(links.to(page))}"/>',
    ]
    body = [
        f'<entry>\n{entry.xml}\n<link rel="alternate" type="text/html"'
        f' href="{escape(links.to(entry.address))}"/>\n</entry>'
        for entry in entries
    ]
    return "\n".join([*filter(None, head), *body, "</feed>\n"]).encode("utf-8", "replace")


def _instant(day: str) -> str:
    return f"{day or NOT_KNOWN}T00:00:00Z"
