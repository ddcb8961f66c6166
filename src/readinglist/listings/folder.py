"""Parse all listings in ``listings/``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from readinglist.listings import FORMATS, read_listing
from readinglist.problems import Problem, Severity
from readinglist.text.comments import CONFLICT_MESSAGE
from readinglist.text.slugs import short_hash

if TYPE_CHECKING:
    from readinglist.model import Listing, ListingId, Sources

FOLDER: Final = "listings/"
_TEXT: Final = frozenset(["", ".txt", ".text", ".md"])


def read_listings(sources: Sources) -> tuple[tuple[Listing, ...], tuple[Problem, ...]]:
    """Parse all listings, in the order of their paths.

    A listing that cannot be parsed is a warning if others can, else an error.
    """
    listings: dict[ListingId, Listing] = {}
    refusals: list[Problem] = []
    problems: list[Problem] = []
    suffixes = _TEXT.union(*(one.SUFFIXES for one in FORMATS))
    for path in sorted(sources):
        if not path.startswith(FOLDER) or PurePosixPath(path).name.upper() == "README.MD":
            continue
        if PurePosixPath(path).suffix.lower() not in suffixes:
            refusals.append(
                Problem(
                    path,
                    1,
                    1,
                    f"“{PurePosixPath(path).suffix}” files are not read as listings",
                    "save the text of the listing as a .txt file",
                )
            )
            continue
        listing, found = read_listing(sources[path], path)
        if listing is None:
            kept = problems if found[0].message == CONFLICT_MESSAGE else refusals
            kept += found
            continue
        problems += found
        if listing.id in listings:
            # Two files have the same slug: add a hash of the path.
            listing = replace(listing, id=f"{listing.id}-{short_hash(path)}")
        listings[listing.id] = listing
    if listings:
        refusals = [replace(problem, severity=Severity.WARNING) for problem in refusals]
    return tuple(listings.values()), (*refusals, *problems)
