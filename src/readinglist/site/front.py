"""The front page: where to begin, what is new, and all themes.

A front page is not a list of everything. A newcomer is offered a few reading paths from different
corners of the list, and a regular reader what the last listing brought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.site import kinds
from readinglist.site.rows import ListingRow, Meta, PaperRow, ThemeRow
from readinglist.text.markdown import Markdown, plain_markdown

if TYPE_CHECKING:
    from readinglist.model import Library, PaperId, ThemeId
    from readinglist.site.rows import Rows

FEW: Final = 6
"""How many reading paths, or new papers, stand on the front page before "more"."""


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page.

    Attributes:
        papers, themes, groups, listings, notes: how many there are; `themes` of those that hold
            papers, `groups` of those that only hold other themes.
        paths, more_paths: the themes that have a reading path: a few to begin with, and the rest.
        newest: the first of the papers that the last listing brought.
        newest_count: how many it brought.
        loose_themes, theme_groups: the themes at the top without and with themes below them.
    """

    page: Meta
    description: Markdown
    papers: int
    themes: int
    groups: int
    listings: int
    notes: int
    paths: tuple[ThemeRow, ...]
    more_paths: tuple[ThemeRow, ...]
    newest: tuple[PaperRow, ...]
    newest_count: int
    newest_listing: ListingRow | None
    loose_themes: tuple[ThemeRow, ...]
    theme_groups: tuple[ThemeRow, ...]


def front_view(rows: Rows) -> FrontView:
    """The front page of a library."""
    library = rows.library
    settings = library.settings
    few, more = first_paths(library)
    new = newest(library)
    groups = len(library.groups)
    themes = len(library.themes) - groups
    return FrontView(
        page=Meta(
            kinds.FRONT,
            urls.FRONT,
            settings.title,
            settings.description,
            (
                ("papers", str(len(library.papers))),
                ("themes", str(themes)),
                ("groups", str(groups)),
            ),
        ),
        description=plain_markdown(settings.description),
        papers=len(library.papers),
        themes=themes,
        groups=groups,
        listings=len(library.listings),
        notes=len(library.notes),
        paths=tuple(rows.themes[one] for one in few),
        more_paths=tuple(rows.themes[one] for one in more),
        newest=rows.of(new[:FEW]),
        newest_count=len(new),
        newest_listing=rows.listings[library.papers[new[0]].seen[0].listing] if new else None,
        loose_themes=tuple(one for one in rows.top_themes if not one.below),
        theme_groups=tuple(one for one in rows.top_themes if one.below),
    )


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
