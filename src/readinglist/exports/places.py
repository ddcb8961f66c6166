"""Where the files of the exports stand, and how one file names another.

A site that knows its address names pages by it; one that does not names them relative to the
file that speaks, so that a copy on a disk works too. Identifiers must not be relative: they are
the page's address where there is one, else a URN made from the list's title and the page's place.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from readinglist.model import Settings

FOLDER: Final = "exports/"
SITE_FEED: Final = "feed.xml"
OPML: Final = f"{FOLDER}feeds.opml"
SCHEMA: Final = f"{FOLDER}papers.schema.json"
ARCHIVE: Final = f"{FOLDER}site.zip"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export: its name, how its files end, their media type, and whom it serves."""

    name: str
    ending: str
    media_type: str
    use: str


FORMATS: Final = (
    Format("BibTeX", "bib", "application/x-bibtex", "for LaTeX and reference managers"),
    Format(
        "RIS",
        "ris",
        "application/x-research-info-systems",
        "for Zotero, EndNote and Mendeley, with abstracts",
    ),
    Format(
        "CSL-JSON",
        "csl.json",
        "application/vnd.citationstyles.csl+json",
        "for Pandoc, Quarto and Zotero, with abstracts",
    ),
    Format("JSON", "json", "application/json", "everything that is known, for programs"),
    Format("CSV", "csv", "text/csv", "a table for spreadsheets, without abstracts"),
)


def export_stem(address: str = "") -> str:
    """Where a theme's exports begin, given its page's address; without one, those of all papers."""
    return f"{address}papers." if address else f"{FOLDER}all."


@dataclass(frozen=True, slots=True)
class Speaker:
    """A file of the site that names other files of it.

    Attributes:
        url: where the site lives, with a final ``/``, or ``""`` when that is not known.
        at: the file's own address, relative to the site's root.
    """

    url: str
    at: str

    def way(self, address: str) -> str:
        """How this file names another: absolute where the site's own address is known."""
        return f"{self.url or '../' * self.at.count('/')}{quote(address)}" or "./"


def identifier(settings: Settings, address: str) -> str:
    """A lasting name for what is at an address of this list, as an IRI."""
    if settings.url:
        return f"{settings.url}{quote(address)}"
    return uuid.uuid5(_list_urn(settings.title), address).urn


@lru_cache(maxsize=16)
def _list_urn(title: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"reading list: {title}")
