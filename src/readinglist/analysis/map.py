"""The map of all papers, as numbers for a template to print, and which themes share papers.

The map says at a glance what the list is about and what lies beside what.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations
from typing import TYPE_CHECKING, Final

from readinglist.analysis.layout import Shelves, layout
from readinglist.text.display import as_read, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.analysis.related import Relations
    from readinglist.model import Library, PaperId, ThemeId

UNIT: Final = 20
"""The map's units from one paper to the next, so that whole numbers are fine enough."""
MARGIN: Final = 30
LABEL: Final = 10
"""The size of the theme labels' letters, in the map's units, where the script does not set it."""
LETTER: Final = 0.56
"""A letter's width, on average, by the size of the letters; a little too wide to be safe."""
LINE: Final = 24
"""Letters from which a label is set in two lines."""
NEAREST: Final = 2
"""Nearest papers in the table, and lines from a paper on the map."""
MOST_PAIRS: Final = 1_000
"""Pairs of themes that are listed: their number grows with the square of a paper's themes."""
MOST_PAIRED: Final = 100
"""Themes of one paper that are paired: the largest ones. A file gives a paper fewer; files of its
former ids can add more."""
HUES: Final = 8
SHAPES: Final = 8
"""How many there are to tell groups apart: see ``static/css/explore/`` and the template."""


# --- the map --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper on the map.

    Attributes:
        title: plain, readable.
        near: the numbers of its nearest papers; a paper's number is its place among all dots.
        themes: the numbers of its themes among the labels.
    """

    paper: PaperId
    title: str
    x: int
    y: int
    near: tuple[int, ...]
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """The papers of one group of themes, drawn alike; of no theme if `theme` is ``""``."""

    theme: ThemeId
    title: str
    hue: int
    shape: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A theme's name amid its papers.

    Attributes:
        lines: the name, in one line or two.
        y: of the first line's foot.
        fits: it covers no label of a larger theme when the whole map is seen.
    """

    theme: ThemeId
    title: str
    lines: tuple[str, ...]
    x: int
    y: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The map: its box (left, top, width, height), its regions and its labels, largest first."""

    box: tuple[int, int, int, int]
    regions: tuple[Region, ...]
    labels: tuple[Label, ...]


def drawn_map(library: Library, relations: Relations) -> Map:
    """The map of all papers; the same for the same library."""
    papers = tuple(library.papers)
    group = {theme.id: _top(library, theme.id) for theme in library.themes.values() if theme.papers}
    shelves = Shelves(tuple(library.themes_of[paper] for paper in papers), tuple(group.items()))
    points = layout(papers, relations.graph, shelves) if papers else ()
    spots = [(round(x * UNIT), round(y * UNIT)) for x, y in points]
    labels = _labels(library, dict(zip(papers, spots, strict=True)), group)
    drawn = _regions(library, relations, spots, {one.theme: n for n, one in enumerate(labels)})
    left = min((x for x, _ in spots), default=0) - MARGIN
    top = min((y for _, y in spots), default=0) - MARGIN
    right = max((x for x, _ in spots), default=0) + MARGIN
    bottom = max((y for _, y in spots), default=0) + MARGIN
    return Map((left, top, right - left, bottom - top), drawn, labels)


def region_of(library: Library, paper: PaperId) -> ThemeId:
    """The group a paper is drawn with: that of most of its themes, the first of these at a tie."""
    tops = Counter(_top(library, theme) for theme in library.themes_of[paper])
    return tops.most_common(1)[0][0] if tops else ""


def regions(library: Library) -> dict[ThemeId, dict[ThemeId, list[PaperId]]]:
    """The papers by group and, in it, by the first of their themes there, in the list's order.

    Each paper is there once; those of no theme come last, under ``""`` and ``""``.
    """
    found: dict[ThemeId, dict[ThemeId, list[PaperId]]] = {}
    left = {paper: region_of(library, paper) for paper in library.papers}
    place = {paper: number for number, paper in enumerate(library.papers)}
    for theme in library.themes.values():
        top = _top(library, theme.id)
        members = [paper for paper in theme.papers if left.get(paper) == top]
        members.sort(key=place.__getitem__)
        if members:
            found.setdefault(top, {})[theme.id] = members
        for paper in members:
            del left[paper]
    order = {theme: number for number, theme in enumerate(library.children[""])}
    found = dict(sorted(found.items(), key=lambda item: order[item[0]]))
    return {**found, **({"": {"": list(left)}} if left else {})}


def numbers(library: Library) -> dict[PaperId, int]:
    """Each paper's number on the map and in the table: its place there, from 0."""
    ordered = (
        paper
        for themes in regions(library).values()
        for papers in themes.values()
        for paper in papers
    )
    return {paper: number for number, paper in enumerate(ordered)}


def _top(library: Library, theme: ThemeId) -> ThemeId:
    while library.themes[theme].parent:
        theme = library.themes[theme].parent
    return theme


def _regions(
    library: Library,
    relations: Relations,
    spots: Sequence[tuple[int, int]],
    label_of: Mapping[ThemeId, int],
) -> tuple[Region, ...]:
    place = {paper: number for number, paper in enumerate(library.papers)}
    papers = list(library.papers)
    number = numbers(library)
    order = {theme: n for n, theme in enumerate(library.children[""])}
    drawn = []
    for theme, shelves in regions(library).items():
        dots = []
        for paper in (one for papers in shelves.values() for one in papers):
            x, y = spots[place[paper]]
            near = (
                number[papers[other]] for other, _ in relations.graph[place[paper]][:NEAREST]
            ) if relations.graph else ()  # fmt: skip
            themes = tuple(label_of[one] for one in library.themes_of[paper])
            title = as_read(library.papers[paper].title)
            dots.append(Dot(paper, title, x, y, tuple(near), themes))
        title = shown(library.themes[theme].title) if theme else "In no theme yet"
        n = order.get(theme, -1)
        drawn.append(Region(theme, title, n % HUES if theme else -1, n % SHAPES, tuple(dots)))
    return tuple(drawn)


def _labels(
    library: Library, spots: Mapping[PaperId, tuple[int, int]], group: Mapping[ThemeId, ThemeId]
) -> tuple[Label, ...]:
    """The themes' names at the middle of their papers, where they do not cover one another."""
    themes = sorted(group, key=lambda theme: (-len(library.themes[theme].papers), theme))
    taken: list[tuple[float, float, float, float]] = []
    labels = []
    for theme in themes:
        members = [spots[paper] for paper in library.themes[theme].papers]
        x = round(sum(x for x, _ in members) / len(members))
        middle = sum(y for _, y in members) / len(members)
        title = shown(library.themes[theme].title)
        lines = _in_lines(title)
        width = max(map(len, lines)) * LABEL * LETTER
        height = len(lines) * LABEL * 1.2
        fits, y = False, middle
        for shift in (0.0, 0.7, -0.7, 1.4, -1.4):
            at = middle + shift * height
            box = (x - width / 2, at - height / 2, x + width / 2, at + height / 2)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                fits, y = True, at
                break
        first = y - height / 2 + LABEL * 0.9
        labels.append(Label(theme, title, lines, x, round(first), fits))
    return tuple(labels)


def _in_lines(title: str) -> tuple[str, ...]:
    """A long title in two lines, as equal as its spaces let them be."""
    spaces = [at for at, letter in enumerate(title) if letter == " "]
    if len(title) <= LINE or not spaces:
        return (title,)
    middle = min(spaces, key=lambda at: abs(at - len(title) / 2))
    return title[:middle], title[middle + 1 :]


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


# --- themes that share papers ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two themes that share papers, the larger first."""

    themes: tuple[ThemeId, ThemeId]
    papers: tuple[PaperId, ...]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs of themes that share most papers, at most `MOST_PAIRS`, and how many there are."""

    pairs: tuple[Overlap, ...]
    count: int


def overlaps(library: Library) -> Overlaps:
    """Which themes share papers; those that share most come first."""
    shared: dict[tuple[ThemeId, ThemeId], list[PaperId]] = defaultdict(list)
    size = {theme.id: len(theme.papers) for theme in library.themes.values()}
    for paper, themes in library.themes_of.items():
        ordered = sorted(themes, key=lambda theme: (-size[theme], theme))[:MOST_PAIRED]
        for one, other in combinations(ordered, 2):
            shared[one, other].append(paper)
    first = nsmallest(MOST_PAIRS, shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return Overlaps(tuple(Overlap(pair, tuple(papers)) for pair, papers in first), len(shared))


def nearest(relations: Relations, paper: PaperId) -> tuple[PaperId, ...]:
    """The papers that lines lead to on the map, the likest first."""
    return tuple(one.paper for one in relations.of.get(paper, ())[:NEAREST])
