"""The pages for exploring the list: the map, the same as a table, and overlapping themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.analysis.map import drawn_map, nearest, overlaps, regions
from readinglist.site.kinds import Kind
from readinglist.site.rows import Meta, PaperRow, ThemeName
from readinglist.text.display import excerpt

if TYPE_CHECKING:
    from readinglist.analysis.related import Relations
    from readinglist.model import PaperId
    from readinglist.site.rows import Rows

_SHORT: Final = 56
"""The maximum length of a title that links to another row of the table, in characters."""

EXPLORE: Final = Kind("explore", in_menu=True)
NEAREST: Final = Kind("nearest", within="explore")
OVERLAP: Final = Kind("overlap", within="explore")


@dataclass(frozen=True, slots=True)
class DotView:
    """A paper on the map.

    Attributes:
        number: its number on the map.
        x, y: its position.
        near: the numbers of the nearest papers.
        themes: the indexes of the labels of its themes.
    """

    number: int
    title: str
    address: str
    x: int
    y: int
    near: tuple[int, ...]
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RegionView:
    """The papers of one group of themes, with the CSS class of their hue and their shape."""

    title: str
    address: str
    hue: str
    shape: int
    dots: tuple[DotView, ...]


@dataclass(frozen=True, slots=True)
class LabelView:
    """The name of a theme on the map; `fits` if it does not cover that of a larger theme."""

    lines: tuple[str, ...]
    x: int
    y: int
    fits: bool


@dataclass(frozen=True, slots=True)
class ExploreView:
    """The map; `box` is its left, top, width and height."""

    page: Meta
    papers: int
    box: tuple[int, int, int, int]
    regions: tuple[RegionView, ...]
    labels: tuple[LabelView, ...]


@dataclass(frozen=True, slots=True)
class NearestRow:
    """A row of the table: a paper, its number, its other themes, and the nearest papers.

    Attributes:
        nearest: the number, shortened title and row of each of the nearest papers.
    """

    paper: PaperRow
    number: int
    also_in: tuple[ThemeName, ...]
    nearest: tuple[tuple[int, str, PaperRow], ...]


@dataclass(frozen=True, slots=True)
class NearestView:
    """The map as a table: groups of themes, their themes, and their papers.

    Attributes:
        groups: group, number of papers, and the themes with their papers. The group and theme of
            papers without a theme are None.
    """

    page: Meta
    groups: tuple[
        tuple[ThemeName | None, int, tuple[tuple[ThemeName | None, tuple[NearestRow, ...]], ...]],
        ...,
    ]


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """Two themes that share papers, each with its number of papers, and the shared papers."""

    themes: tuple[tuple[ThemeName, int], ...]
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class OverlapView:
    """Pairs of themes that share papers, the pairs with most shared papers first.

    Attributes:
        count: the number of all such pairs; a long list is cut.
    """

    page: Meta
    pairs: tuple[OverlapRow, ...]
    count: int


def explore_view(rows: Rows, relations: Relations) -> ExploreView:
    """Return the view of the map."""
    library = rows.library
    drawn = drawn_map(library, relations)
    papers = len(library.papers)
    return ExploreView(
        Meta(
            EXPLORE,
            urls.EXPLORE,
            "Explore",
            f"A map of {papers} papers: similar papers are close together.",
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
    """Return the view of the map as a table."""
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
            NEAREST,
            urls.NEAREST,
            "Nearest papers",
            f"{len(library.papers)} papers, each with its themes and the nearest papers.",
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
    """Return the view of overlapping themes."""
    themes = rows.library.themes
    found = overlaps(rows.library)
    return OverlapView(
        Meta(
            OVERLAP,
            urls.OVERLAP,
            "Where themes overlap",
            "Pairs of themes that share papers.",
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
