"""When listings, and with them papers, came into a library: what "newest" means everywhere.

The front page, the feeds, the order "newest listing" of lists and the list of listings all follow
this one order, which no clock has a part in:

* A page of a listing is of the day that it gives with the year; where it gives none, of the day in
  its file's name, as in ``2026-11-20.txt``; otherwise its day is not known. A listing is of the
  latest day of its pages.
* Listings come in the order of their days. Those of one day come in the order of their paths.
* Listings whose day is not known count as older than those whose day is known, since nothing says
  that they are new, and a feed has to give them a date long past. Among themselves they come in the
  order of their paths.
* A paper came with the first of the listings that have it.
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
    """The order in which the listings and papers of one library came.

    Attributes:
        listings: the number of each listing, from 0, oldest first.
        undated: the listings whose day is not known.
        first: for each paper, where it was seen in the listing that brought it.
    """

    listings: Mapping[ListingId, int]
    undated: frozenset[ListingId]
    first: Mapping[PaperId, Provenance]

    def number(self, paper: PaperId) -> int:
        """The number of the listing that brought a paper."""
        return self.listings[self.first[paper].listing]

    @cached_property
    def newest_first(self) -> tuple[PaperId, ...]:
        """All papers, those of the last listing first; in a listing, of its last day first."""

        def age(paper: PaperId) -> tuple[int, str]:
            return self.number(paper), day_seen(self.first[paper])

        in_order = sorted(self.first, key=lambda paper: self.first[paper].line)
        return tuple(sorted(in_order, key=age, reverse=True))

    @cached_property
    def newest(self) -> tuple[PaperId, ...]:
        """The papers that came with the last listing that brought any."""
        order = self.newest_first
        return tuple(takewhile(lambda one: self.number(one) == self.number(order[0]), order))


def arrivals(library: Library) -> Arrivals:
    """The order in which everything in a library came."""
    days = {listing.id: _day(listing) for listing in library.listings.values()}
    order = sorted(library.listings.values(), key=lambda one: (days[one.id], one.path))
    number = {listing.id: place for place, listing in enumerate(order)}
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
    """The day of a page of a listing: what it says, else what its file is called; else ``""``."""
    named = _IN_NAME.search(path.rsplit("/", 1)[-1])
    return known_day(date) or (known_day(named[1]) if named else "")


def day_seen(seen: Provenance) -> str:
    """The day a paper was seen in a listing, where that is known with its year; else ``""``."""
    return day_of_listing(seen.date, seen.path)
