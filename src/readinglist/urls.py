"""The addresses of all pages and files of the site.

An address is relative to the root of the site and not percent-encoded: ``papers/on-names/``. The
address of a page ends in ``/``; the front page is ``""``. :class:`LinksFrom` converts addresses to
links: relative to the file that contains them, or absolute if the URL of the site is known.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

FRONT: Final = ""
THEMES: Final = "themes/"
PAPERS: Final = "papers/"
LISTINGS: Final = "listings/"
INBOX: Final = "inbox/"
BOARD: Final = "reading/"
EXPLORE: Final = "explore/"
NEAREST: Final = "explore/nearest/"
OVERLAP: Final = "explore/overlap/"
SEARCH: Final = "search/"
SHELF: Final = "shelf/"
SUBSCRIBE: Final = "subscribe/"
NOT_FOUND: Final = "404.html"
"""Served at any depth for unknown URLs, so its links start at the root of the site."""

ASSETS: Final = "assets/"
SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
LLMS: Final = "llms.txt"
_EXPORTS: Final = "exports/"
_FEED: Final = "feed.xml"
_CALENDAR: Final = "calendar.ics"
_CARD: Final = "card.svg"
OPML: Final = f"{_EXPORTS}feeds.opml"
SCHEMA: Final = f"{_EXPORTS}papers.schema.json"
ARCHIVE: Final = f"{_EXPORTS}site.zip"

RESERVED: Final = frozenset(
    {
        *("404", "assets", "card", "explore", "exports", "feed", "inbox", "index", "listings"),
        *("llms", "papers", "reading", "robots", "search", "shelf", "sitemap", "subscribe"),
        "themes",
    }
)
"""Ids that additional pages cannot have, because the site uses these names."""


def paper(id_: str) -> str:
    """Return the address of a paper's page."""
    return f"{PAPERS}{id_}/"


def theme(id_: str) -> str:
    """Return the address of a theme's page."""
    return f"{THEMES}{id_}/"


def listing(id_: str) -> str:
    """Return the address of a listing's page."""
    return f"{LISTINGS}{id_}/"


def free_page(id_: str) -> str:
    """Return the address of an additional page."""
    return f"{id_}/"


def html_file(page: str) -> str:
    """Return the path of the HTML file of a page."""
    return page if page == NOT_FOUND else f"{page}index.html"


def markdown_file(page: str) -> str:
    """Return the path of the Markdown file of a page."""
    return f"{page}index.md"


def feed(page: str = FRONT) -> str:
    """Return the address of the feed of a theme or listing, or of the site if no page is given."""
    return f"{page}{_FEED}"


def export(ending: str, page: str = FRONT) -> str:
    """Return the address of an export of a theme, or of all papers if no page is given."""
    return f"{page}papers.{ending}" if page else f"{_EXPORTS}all.{ending}"


def calendar(reader: str = "") -> str:
    """Return the address of a reader's calendar, or of the team's calendar."""
    return f"{BOARD}{reader}/{_CALENDAR}" if reader else f"{BOARD}{_CALENDAR}"


def card(page: str = FRONT) -> str:
    """Return the address of the social card of a page."""
    return f"{page}{_CARD}"


_quoted = lru_cache(maxsize=65_536)(quote)  # each address is linked from many pages


@dataclass(frozen=True, slots=True)
class LinksFrom:
    """Makes the links in one file of the site.

    Attributes:
        at: the address of the file.
        url: the URL of the site, with a final ``/``, for absolute links; ``""`` for relative ones.
    """

    at: str
    url: str = ""

    @property
    def root(self) -> str:
        """The link to the root of the site."""
        return self.url or "../" * self.at.count("/")

    def to(self, address: str) -> str:
        """Return the link to an address, percent-encoded."""
        return f"{self.root}{_quoted(address)}" or "./"


def links_of_page(page: str, url: str) -> LinksFrom:
    """Return the links of an HTML page: relative, except on the 404 page."""
    if page == NOT_FOUND:
        return LinksFrom(page, urlsplit(url).path or "/")
    return LinksFrom(page)


def absolute(url: str, address: str) -> str:
    """Return the absolute URL of an address, or ``""`` if the URL of the site is not known."""
    return f"{url}{quote(address)}" if url else ""


def identifier(url: str, title: str, address: str) -> str:
    """Return a permanent identifier of what is at an address, as an IRI.

    Identifiers in feeds must be absolute. If the URL of the site is not known, they are URNs made
    from the title of the list and the address (RFC 9562, UUID version 5).
    """
    return absolute(url, address) or uuid.uuid5(_list_urn(title), address).urn


@lru_cache(maxsize=16)
def _list_urn(title: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"reading list: {title}")
