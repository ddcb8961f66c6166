"""What the front page picks out of a library: where to begin, and what is new.

A front page is not a list of everything. A newcomer is offered a few reading paths from different
corners of the list, and a regular reader what the last listing brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from readinglist.model import Library, PaperId, ThemeId

FEW: Final = 6
"""How many reading paths, or new papers, stand on the front page before "more"."""


def first_paths(library: Library) -> tuple[tuple[ThemeId, ...], tuple[ThemeId, ...]]:
    """The themes that have a reading path: a few to begin with, and the rest.

    The few come from as many different top themes as there are, in the library's order.
    """
    rounds: list[tuple[int, ThemeId]] = []
    for top in library.children[""]:
        paths = (one for one in library.family(top) if library.themes[one].start_here)
        rounds += enumerate(paths)
    first = {theme for _, theme in sorted(rounds, key=lambda one: one[0])[:FEW]}
    ordered = [theme for _, theme in rounds]
    few = tuple(theme for theme in ordered if theme in first)
    return few, tuple(theme for theme in ordered if theme not in first)


def newest(library: Library) -> tuple[PaperId, ...]:
    """The papers first seen in the last listing that brought any."""
    for listing in reversed(tuple(library.listings)):
        new = tuple(
            paper.id for paper in library.papers.values() if paper.seen[0].listing == listing
        )
        if new:
            return new
    return ()
