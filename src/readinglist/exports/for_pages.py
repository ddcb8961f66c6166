"""What the pages themselves hand to other programs: citations, context objects, linked data.

Templates reach this by one name, ``exported``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from readinglist.exports import places
from readinglist.exports.atom import LONGEST, NOT_KNOWN, feed_address, undated
from readinglist.exports.bibtex import bibtex
from readinglist.exports.coins import context_object
from readinglist.exports.csl import csl_text
from readinglist.exports.linked_data import citation_tags, paper_data, theme_data
from readinglist.exports.plain import plain
from readinglist.exports.reference import references
from readinglist.exports.ris import ris
from readinglist.model import PageKind
from readinglist.pages import in_theme, listing_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readinglist.model import Library, Listing, Page, PaperId


@dataclass(frozen=True, slots=True)
class Download:
    """A file a reader can take along."""

    name: str
    address: str
    media_type: str
    use: str


class Exported:
    """The exports of one library, as its pages show and name them."""

    formats = places.FORMATS
    longest_feed = LONGEST
    date_not_known = NOT_KNOWN

    def __init__(self, library: Library) -> None:
        self._library = library
        self.references = references(library)
        self._context_object = cache(lambda paper: context_object(self.references[paper]))
        self.undated: tuple[Listing, ...] = undated(library)

    def plain(self, paper: PaperId) -> str:
        """The citation in plain words."""
        return plain(self.references[paper])

    def citations(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """The paper in each format for references, as name and text; without its abstract."""
        reference = self.references[paper]
        return (
            ("BibTeX", bibtex(reference)),
            ("RIS", ris(reference).replace("\r\n", "\n")),
            ("CSL-JSON", csl_text(reference)),
        )

    def context_objects(self, papers: Iterable[PaperId]) -> tuple[str, ...]:
        """For each paper the ``title`` of a COinS span."""
        return tuple(map(self._context_object, papers))

    def tags(self, page: Page) -> tuple[tuple[str, str], ...]:
        """The ``citation_*`` tags of a page."""
        return citation_tags(self.references[page.about]) if page.kind is PageKind.PAPER else ()

    def linked_data(self, page: Page, to: Callable[[str, str], str], canonical: str) -> str:
        """A page's JSON-LD, safe within a script element; ``""`` for pages that need none."""
        if page.kind is PageKind.PAPER:
            return paper_data(self.references[page.about], canonical)
        if page.kind is PageKind.THEME:
            theme = self._library.themes[page.about]
            papers = in_theme(self._library, theme.id)
            ways = {paper: to("paper", paper) for paper in papers}
            return theme_data(
                self._library, theme, papers, self.references, ways.__getitem__, canonical
            )
        return ""

    def feeds(self, page: Page) -> tuple[tuple[str, str], ...]:
        """The feeds a page announces, as title and address: its own, then the site's."""
        title = self._library.settings.title
        own = f"{page.title} · {title}"
        has_own = page.kind in (PageKind.THEME, PageKind.LISTING)
        return (
            *([(own, feed_address(page.address))] if has_own else []),
            (title, feed_address()),
        )

    def downloads(self, page: str = "") -> tuple[Download, ...]:
        """The exports of a theme, given its page's address; without one, those of all papers."""
        stem = places.export_stem(page)
        return tuple(
            Download(one.name, f"{stem}{one.ending}", one.media_type, one.use)
            for one in places.FORMATS
        )

    @property
    def opml(self) -> str:
        """The address of the file of all feeds, or ``""`` when there is none."""
        return places.OPML if self._library.settings.url else ""

    @property
    def archive(self) -> str:
        """The address of the site's zip, or ``""`` when there is none."""
        return places.ARCHIVE if self._library.settings.offline_copy else ""

    @property
    def schema(self) -> str:
        """The address of the JSON's schema."""
        return places.SCHEMA

    @property
    def listings(self) -> tuple[tuple[str, str], ...]:
        """Every listing's id and what it is called, the newest first."""
        return tuple(
            (one.id, listing_title(one)) for one in reversed(tuple(self._library.listings.values()))
        )
