"""The front page: reading paths for new readers, new papers for regular readers, and all themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.site.kinds import Kind
from readinglist.site.rows import ListingRow, Meta, PaperRow, ThemeRow
from readinglist.text.markdown import Markdown, plain_markdown

if TYPE_CHECKING:
    from readinglist.model import Library, ThemeId
    from readinglist.site.rows import Rows

FEW: Final = 6
"""The number of reading paths, and of new papers, that are shown before "more"."""

FRONT: Final = Kind("front", has_card=True)


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page.

    Attributes:
        papers, themes, groups, listings, notes: numbers of these; `groups` counts themes that
            contain other themes, `themes` the others.
        paths, more_paths: the themes with a reading path: those shown first, and the others.
        newest: the first new papers of the latest listing.
        newest_count: the number of its new papers.
        loose_themes, theme_groups: the top-level themes without and with subthemes.
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
    """Return the view of the front page."""
    library = rows.library
    settings = library.settings
    few, more = first_paths(library)
    new = rows.arrivals.newest
    groups = len(library.groups)
    themes = len(library.themes) - groups
    return FrontView(
        page=Meta(
            FRONT,
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
        newest_listing=rows.listings[rows.arrivals.first[new[0]].listing] if new else None,
        loose_themes=tuple(one for one in rows.top_themes if not one.below),
        theme_groups=tuple(one for one in rows.top_themes if one.below),
    )


def first_paths(library: Library) -> tuple[tuple[ThemeId, ...], tuple[ThemeId, ...]]:
    """Return the themes with a reading path: those shown first, and the others.

    The first ones come from as many different top-level themes as possible.
    """
    rounds: list[tuple[int, ThemeId]] = []
    for top in library.children[""]:
        paths = (one for one in library.family(top) if library.themes[one].start_here)
        rounds += enumerate(paths)
    first = {theme for _, theme in sorted(rounds, key=lambda one: one[0])[:FEW]}
    ordered = [theme for _, theme in rounds]
    few = tuple(theme for theme in ordered if theme in first)
    return few, tuple(theme for theme in ordered if theme not in first)
