"""The order in which listings and papers were added, which defines "newest" everywhere.

It is used on the front page, in feeds, for sorting lists, and in the list of listings. It does not
depend on the current time:

* The date of a page of a listing is that in its text, if it has a year; else that in the file name,
  as in ``2026-11-20.txt``; else it is not known. The date of a listing is the latest of its pages.
* Listings are sorted by date. Listings with the same date are sorted by path.
* Listings without a date are older than all others, and sorted by path among themselves.
* A paper was added with the first of its listings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from readinglist.text.dates import known_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Library, Listing, ListingId, PaperId, Provenance

_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True)
class Arrivals:
    """The order in which the listings and papers of a library were added.

    Attributes:
        listings: the number of each listing, from 0, oldest first.
        undated: listings whose date is not known.
        first: the entry with which each paper was added.
    """

    listings: Mapping[ListingId, int]
    undated: frozenset[ListingId]
    first: Mapping[PaperId, Provenance]

    def number(self, paper: PaperId) -> int:
        """Return the number of the listing with which a paper was added."""
        return self.listings[self.first[paper].listing]

    @cached_property
    def newest_first(self) -> tuple[PaperId, ...]:
        """All papers, those of the newest listing first; within a listing, by date and line."""

        def age(paper: PaperId) -> tuple[int, str]:
            return self.number(paper), day_seen(self.first[paper])

        in_order = sorted(self.first, key=lambda paper: self.first[paper].line)
        return tuple(sorted(in_order, key=age, reverse=True))

    @cached_property
    def newest(self) -> tuple[PaperId, ...]:
        """The papers of the newest listing that added any."""
        order = self.newest_first
        return tuple(takewhile(lambda one: self.number(one) == self.number(order[0]), order))


def arrivals(library: Library) -> Arrivals:
    """Return the order in which everything in a library was added."""
    days = {listing.id: _day(listing) for listing in library.listings.values()}
    order = sorted(library.listings.values(), key=lambda one: (days[one.id], one.path))
    number = {listing.id: position for position, listing in enumerate(order)}
    first = {
        paper.id: min(paper.seen, key=lambda seen: number[seen.listing])
        for paper in library.papers.values()
    }
    return Arrivals(number, frozenset(one for one, day in days.items() if not day), first)


def _day(listing: Listing) -> str:
    dates = {listing.date, *(entry.page_date or listing.date for entry in listing.entries)}
    return max(day_of_listing(date, listing.path) for date in dates)


@lru_cache(maxsize=65_536)
def day_of_listing(date: str, path: str) -> str:
    """Return the date of a page of a listing, as ``YYYY-MM-DD``; ``""`` if it is not known."""
    named = _IN_NAME.search(path.rsplit("/", 1)[-1])
    return known_day(date) or (known_day(named[1]) if named else "")


def day_seen(seen: Provenance) -> str:
    """Return the date at which a paper was seen in a listing, as ``YYYY-MM-DD``, or ``""``."""
    return day_of_listing(seen.date, seen.path)
