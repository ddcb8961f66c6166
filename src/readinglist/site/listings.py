"""The list of listings, and the page of each listing: its entries and the kinds of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.model import LineKind
from readinglist.site.kinds import Kind
from readinglist.site.rows import ListingRow, Meta, PaperRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readinglist.model import Listing, PaperId
    from readinglist.site.rows import Rows

LISTINGS: Final = Kind("listings", in_menu=True)
LISTING: Final = Kind("listing", within="listings", has_feed=True)


@dataclass(frozen=True, slots=True)
class ListingsView:
    """The listings, the latest first; `most` is the largest number of entries of a listing."""

    page: Meta
    listings: tuple[ListingRow, ...]
    most: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of a listing: the line and text of its title, and its paper."""

    line: int
    title: str
    paper: PaperRow


@dataclass(frozen=True, slots=True)
class LinesRow:
    """The lines of one kind.

    Attributes:
        lines: the number of lines.
        before: the number of lines of the kinds before it, for the bar chart.
        share: the share of all lines, as text.
    """

    kind: str
    lines: int
    before: int
    share: str


@dataclass(frozen=True, slots=True)
class ListingView:
    """The page of a listing.

    Attributes:
        fresh, known: the entries whose papers were first seen here, and the others.
        left_out: the number of entries that the team has excluded from the list.
        lines: the number of lines of the file.
        ledger: the lines by kind.
        not_understood: the number and text of the first lines that were not understood.
    """

    page: Meta
    row: ListingRow
    fresh: tuple[EntryRow, ...]
    known: tuple[EntryRow, ...]
    left_out: int
    lines: int
    ledger: tuple[LinesRow, ...]
    not_understood: tuple[tuple[int, str], ...]


def listings_view(rows: Rows) -> ListingsView:
    """Return the view of the list of listings."""
    found = tuple(reversed([*rows.listings.values()]))
    meta = Meta(LISTINGS, urls.LISTINGS, "Listings", "The listings the papers were found in.")
    return ListingsView(meta, found, max((one.entries for one in found), default=1) or 1)


def listing_views(rows: Rows) -> Iterator[ListingView]:
    """Return the views of all listings."""
    at = papers_at(rows)
    return (_listing_view(rows, one, at[one.id]) for one in rows.library.listings.values())


def _listing_view(rows: Rows, listing: Listing, at: Mapping[int, PaperId]) -> ListingView:
    """Return the view of a listing; `at` has the paper of the entry at each line."""
    row = rows.listings[listing.id]
    entries = [
        EntryRow(entry.line, entry.title, rows.papers[at[entry.line]])
        for entry in listing.entries
        if entry.line in at
    ]
    first = {
        entry.line
        for entry in entries
        if (seen := rows.arrivals.first[entry.paper.id]).listing == listing.id
        and seen.line == entry.line
    }
    return ListingView(
        page=Meta(
            LISTING,
            row.address,
            row.title,
            f"{row.entries} entries of {listing.path}.",
            (("path", listing.path), ("date", listing.date)),
        ),
        row=row,
        fresh=tuple(entry for entry in entries if entry.line in first),
        known=tuple(entry for entry in entries if entry.line not in first),
        left_out=row.entries - len(entries),
        lines=len(listing.ledger),
        ledger=_ledger(listing),
        not_understood=listing.not_understood,
    )


def papers_at(rows: Rows) -> Mapping[str, Mapping[int, PaperId]]:
    """Return the paper of the entry at each line of each listing."""
    found: dict[str, dict[int, PaperId]] = {listing: {} for listing in rows.library.listings}
    for paper in rows.library.papers.values():
        for seen in paper.seen:
            found[seen.listing][seen.line] = paper.id
    return found


def _ledger(listing: Listing) -> tuple[LinesRow, ...]:
    lines = len(listing.ledger)
    found = []
    before = 0
    for kind in LineKind:
        count = listing.ledger.count(kind)
        share = count / lines if lines else 0
        words = "under 1%" if 0 < share < 0.005 else f"{share:.0%}"
        found.append(LinesRow(kind, count, before, words))
        before += count
    return tuple(found)
