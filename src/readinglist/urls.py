"""Every address of the site, made in one place.

An address is relative to the site's root and not quoted for a URL: ``papers/on-names/``. That of a
page ends in ``/``, and ``""`` is the front page. :class:`LinksFrom` makes of it what stands in a
file: relative to that file, or whole where the site knows its own address.
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
"""Shown at any depth for an address that is none, so links in it begin at the site's root."""

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
"""Names a free page cannot have, because the site has pages or files of its own there."""


def paper(id_: str) -> str:
    """The page of a paper."""
    return f"{PAPERS}{id_}/"


def theme(id_: str) -> str:
    """The page of a theme."""
    return f"{THEMES}{id_}/"


def listing(id_: str) -> str:
    """The page of a listing."""
    return f"{LISTINGS}{id_}/"


def free_page(id_: str) -> str:
    """A page the team wrote."""
    return f"{id_}/"


def html_file(page: str) -> str:
    """The file that holds a page."""
    return page if page == NOT_FOUND else f"{page}index.html"


def markdown_file(page: str) -> str:
    """The Markdown beside a page."""
    return f"{page}index.md"


def feed(page: str = FRONT) -> str:
    """The feed of a theme or listing, given its page's address; without one, that of the site."""
    return f"{page}{_FEED}"


def export(ending: str, page: str = FRONT) -> str:
    """An export of a theme, given its page's address; without one, that of all papers."""
    return f"{page}papers.{ending}" if page else f"{_EXPORTS}all.{ending}"


def calendar(reader: str = "") -> str:
    """The calendar of a reader, or that of the whole team."""
    return f"{BOARD}{reader}/{_CALENDAR}" if reader else f"{BOARD}{_CALENDAR}"


def card(page: str = FRONT) -> str:
    """The social card of a page."""
    return f"{page}{_CARD}"


@dataclass(frozen=True, slots=True)
class LinksFrom:
    """A file of the site that names other files of it.

    Attributes:
        at: the file's own address.
        url: where the site lives, with a final ``/``; then links are whole. ``""``: relative.
    """

    at: str
    url: str = ""

    @property
    def root(self) -> str:
        """What leads from the file to the site's root."""
        return self.url or "../" * self.at.count("/")

    def to(self, address: str) -> str:
        """The link to an address, quoted as in a URL."""
        return f"{self.root}{quote(address)}" or "./"


def links_of_page(page: str, url: str) -> LinksFrom:
    """The links of an HTML page: relative, but for the page that is shown at any depth."""
    if page == NOT_FOUND:
        return LinksFrom(page, urlsplit(url).path or "/")
    return LinksFrom(page)


def whole(url: str, address: str) -> str:
    """A whole address, ``""`` when the site does not know where it lives."""
    return f"{url}{quote(address)}" if url else ""


def identifier(url: str, title: str, address: str) -> str:
    """A lasting name for what is at an address, as an IRI.

    Identifiers must not be relative: without the site's own address they are URNs made from the
    list's title and the address.
    """
    return whole(url, address) or uuid.uuid5(_list_urn(title), address).urn


@lru_cache(maxsize=16)
def _list_urn(title: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"reading list: {title}")
