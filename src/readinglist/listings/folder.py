"""The folder ``listings/``: every file dropped into it, read in the order of their names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from readinglist.listings import read_listing
from readinglist.problems import Problem, Severity
from readinglist.text.comments import CONFLICT_MESSAGE
from readinglist.text.slugs import digest

if TYPE_CHECKING:
    from readinglist.model import Listing, ListingId, Sources

FOLDER: Final = "listings/"
_TEXT: Final = frozenset(["", ".txt", ".text", ".md"])


def read_listings(sources: Sources) -> tuple[tuple[Listing, ...], tuple[Problem, ...]]:
    """Read every listing. One that cannot be read is reported, and the others still stand;
    only when none can be read is that an error.
    """
    listings: dict[ListingId, Listing] = {}
    refusals: list[Problem] = []
    problems: list[Problem] = []
    for path in sorted(sources):
        if not path.startswith(FOLDER) or PurePosixPath(path).name.upper() == "README.MD":
            continue
        if PurePosixPath(path).suffix.lower() not in _TEXT:
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
            # Two names, one slug: the file's own path tells them apart for good.
            listing = replace(listing, id=f"{listing.id}-{digest(path)}")
        listings[listing.id] = listing
    if listings:
        refusals = [replace(problem, severity=Severity.WARNING) for problem in refusals]
    return tuple(listings.values()), (*refusals, *problems)
