"""Pages to explore the list by: the map, the same in words, and where themes overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.analysis.map import drawn_map, nearest, overlaps, regions
from readinglist.site import kinds
from readinglist.site.rows import Meta, PaperRow, ThemeName
from readinglist.text.display import excerpt

if TYPE_CHECKING:
    from readinglist.analysis.related import Relations
    from readinglist.model import PaperId
    from readinglist.site.rows import Rows

_SHORT: Final = 56
"""Characters of a title that only points to another line of the table."""


@dataclass(frozen=True, slots=True)
class DotView:
    """A paper on the map: its number, its place, the numbers of what it is joined to."""

    number: int
    title: str
    address: str
    x: int
    y: int
    near: tuple[int, ...]
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RegionView:
    """The papers of one group of themes, drawn alike: its key, the classes of hue and shape."""

    title: str
    address: str
    hue: str
    shape: int
    dots: tuple[DotView, ...]


@dataclass(frozen=True, slots=True)
class LabelView:
    """A theme's name on the map: its lines and place; `fits` where it covers no larger one."""

    lines: tuple[str, ...]
    x: int
    y: int
    fits: bool


@dataclass(frozen=True, slots=True)
class ExploreView:
    """The map; `box` is left, top, width, height."""

    page: Meta
    papers: int
    box: tuple[int, int, int, int]
    regions: tuple[RegionView, ...]
    labels: tuple[LabelView, ...]


@dataclass(frozen=True, slots=True)
class NearestRow:
    """A paper in words: its number, the other themes it is in, the papers nearest to it."""

    paper: PaperRow
    number: int
    also_in: tuple[ThemeName, ...]
    nearest: tuple[tuple[int, str, PaperRow], ...]


@dataclass(frozen=True, slots=True)
class NearestView:
    """The map in words: groups of themes, in each the themes, in each the papers.

    A group or theme of None holds the papers of no theme.
    """

    page: Meta
    groups: tuple[
        tuple[ThemeName | None, int, tuple[tuple[ThemeName | None, tuple[NearestRow, ...]], ...]],
        ...,
    ]


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """Two themes that share papers, each with its size, and these papers."""

    themes: tuple[tuple[ThemeName, int], ...]
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class OverlapView:
    """Pairs of themes that share papers, those that share most first.

    Attributes:
        count: how many such pairs there are; a long list of them is cut.
    """

    page: Meta
    pairs: tuple[OverlapRow, ...]
    count: int


def explore_view(rows: Rows, relations: Relations) -> ExploreView:
    """The map of all papers."""
    library = rows.library
    drawn = drawn_map(library, relations)
    papers = len(library.papers)
    return ExploreView(
        Meta(
            kinds.EXPLORE,
            urls.EXPLORE,
            "Explore",
            f"A map of {papers} papers: those that speak of the same things are close.",
        ),
        papers,
        drawn.box,
        tuple(
            RegionView(
                one.title,
                urls.theme(one.theme) if one.theme else urls.INBOX,
                f"group-{one.hue if one.theme else 'none'}",
                one.shape,
                tuple(
                    DotView(
                        rows.numbers[dot.paper],
                        dot.title,
                        urls.paper(dot.paper),
                        *(dot.x, dot.y, dot.near, dot.themes),
                    )
                    for dot in one.dots
                ),
            )
            for one in drawn.regions
        ),
        tuple(LabelView(one.lines, one.x, one.y, one.fits) for one in drawn.labels),
    )


def nearest_view(rows: Rows, relations: Relations) -> NearestView:
    """The map in words."""
    library = rows.library

    def row(paper: PaperId, theme: str) -> NearestRow:
        shown = rows.papers[paper]
        return NearestRow(
            shown,
            rows.numbers[paper],
            tuple(one for one in shown.themes if one.id != theme),
            tuple(
                (
                    rows.numbers[other],
                    excerpt(library.papers[other].title, _SHORT),
                    rows.papers[other],
                )
                for other in nearest(relations, paper)
            ),
        )

    return NearestView(
        Meta(
            kinds.NEAREST,
            urls.NEAREST,
            "Nearest papers",
            f"Each of {len(library.papers)} papers with its themes and the papers nearest to it.",
        ),
        tuple(
            (
                rows.theme_names.get(group),
                sum(map(len, themes.values())),
                tuple(
                    (rows.theme_names.get(theme), tuple(row(paper, theme) for paper in papers))
                    for theme, papers in themes.items()
                ),
            )
            for group, themes in regions(library).items()
        ),
    )


def overlap_view(rows: Rows) -> OverlapView:
    """Where themes overlap."""
    themes = rows.library.themes
    found = overlaps(rows.library)
    return OverlapView(
        Meta(
            kinds.OVERLAP,
            urls.OVERLAP,
            "Where themes overlap",
            "Themes that share papers, and which these are.",
        ),
        tuple(
            OverlapRow(
                tuple((rows.theme_names[one], len(themes[one].papers)) for one in pair.themes),
                rows.of(pair.papers),
            )
            for pair in found.pairs
        ),
        found.count,
    )
