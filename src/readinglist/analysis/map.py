"""The map of all papers, as data for templates, and the themes that share papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate, combinations, takewhile
from typing import TYPE_CHECKING, Final

from readinglist.analysis.layout import Themes, layout
from readinglist.text.display import as_read, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.analysis.related import Relations
    from readinglist.model import Library, PaperId, ThemeId

UNIT: Final = 20
"""Units of the map for the distance 1 of the layout, so that coordinates can be integers."""
MARGIN: Final = 30
"""The margin of the map, in units."""
LABEL: Final = 10
"""The font size of labels without the script, in units."""
LETTER: Final = 0.56
"""The estimated average width of a letter, in ems; rather too large."""
LINE: Final = 24
"""Longer labels are set in two lines, in characters."""
NEAREST: Final = 2
"""The number of nearest papers in the table and on the map."""
MOST_PAIRS: Final = 1_000
"""Maximum number of listed pairs of themes, which grows with the square of a paper's themes."""
MOST_LISTED: Final = 20_000
"""Maximum number of papers that are listed for all pairs of themes together."""
MOST_PAIRED: Final = 100
"""Maximum number of themes of one paper that are paired, the largest first. A paper has more themes
only if files of its former ids add some."""
HUES: Final = 8
SHAPES: Final = 8
"""The numbers of hues and shapes for groups, see ``static/css/explore/`` and the template."""


# --- the map --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper on the map.

    Attributes:
        title: the title as plain text.
        near: the numbers of the nearest papers, see `numbers`.
        themes: the indexes of the labels of its themes.
    """

    paper: PaperId
    title: str
    x: int
    y: int
    near: tuple[int, ...]
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """The papers of one group of themes; `theme` is ``""`` for papers without a theme."""

    theme: ThemeId
    title: str
    hue: int
    shape: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a theme on the map.

    Attributes:
        lines: the name, in one or two lines.
        x: the horizontal centre.
        y: the baseline of the first line.
        fits: whether it covers no label of a larger theme when the whole map is shown.
    """

    theme: ThemeId
    title: str
    lines: tuple[str, ...]
    x: int
    y: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The map: its box (left, top, width, height), regions, and labels of themes by size."""

    box: tuple[int, int, int, int]
    regions: tuple[Region, ...]
    labels: tuple[Label, ...]


def drawn_map(library: Library, relations: Relations) -> Map:
    """Return the map of all papers."""
    papers = tuple(library.papers)
    group = {theme.id: _top(library, theme.id) for theme in library.themes.values() if theme.papers}
    themes = Themes(tuple(library.themes_of[paper] for paper in papers), tuple(group.items()))
    points = layout(papers, relations.graph, themes) if papers else ()
    spots = [(round(x * UNIT), round(y * UNIT)) for x, y in points]
    labels = _labels(library, dict(zip(papers, spots, strict=True)), group)
    drawn = _regions(library, relations, spots, {one.theme: n for n, one in enumerate(labels)})
    left = min((x for x, _ in spots), default=0) - MARGIN
    top = min((y for _, y in spots), default=0) - MARGIN
    right = max((x for x, _ in spots), default=0) + MARGIN
    bottom = max((y for _, y in spots), default=0) + MARGIN
    return Map((left, top, right - left, bottom - top), drawn, labels)


def region_of(library: Library, paper: PaperId) -> ThemeId:
    """Return the group of a paper: that of most of its themes, or the first of these."""
    tops = Counter(_top(library, theme) for theme in library.themes_of[paper])
    return tops.most_common(1)[0][0] if tops else ""


def regions(library: Library) -> dict[ThemeId, dict[ThemeId, list[PaperId]]]:
    """Return the papers by group and by their first theme in the group, in the library's order.

    Each paper occurs once. Papers without a theme come last, in the group and theme ``""``.
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
    """Return the number of each paper on the map and in the table, in their order from 0."""
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
    position = {paper: number for number, paper in enumerate(library.papers)}
    papers = list(library.papers)
    number = numbers(library)
    order = {theme: n for n, theme in enumerate(library.children[""])}
    drawn = []
    for theme, members in regions(library).items():
        dots = []
        for paper in (one for papers_in_theme in members.values() for one in papers_in_theme):
            x, y = spots[position[paper]]
            near = (
                number[papers[other]] for other, _ in relations.graph[position[paper]][:NEAREST]
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
    """Return the labels at the centres of their papers, moved if that avoids overlaps."""
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
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                fits, y = True, at
                break
        first = y - height / 2 + LABEL * 0.9
        labels.append(Label(theme, title, lines, x, round(first), fits))
    return tuple(labels)


def _in_lines(title: str) -> tuple[str, ...]:
    """Split a long title into two lines of about the same length."""
    spaces = [at for at, letter in enumerate(title) if letter == " "]
    if len(title) <= LINE or not spaces:
        return (title,)
    middle = min(spaces, key=lambda at: abs(at - len(title) / 2))
    return title[:middle], title[middle + 1 :]


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


# --- themes that share papers ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two themes that share papers, the larger theme first."""

    themes: tuple[ThemeId, ThemeId]
    papers: tuple[PaperId, ...]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs of themes with most shared papers, at most `MOST_PAIRS`, and the number of all."""

    pairs: tuple[Overlap, ...]
    count: int


def overlaps(library: Library) -> Overlaps:
    """Return the pairs of themes that share papers, the pairs with most shared papers first."""
    shared: dict[tuple[ThemeId, ThemeId], list[PaperId]] = defaultdict(list)
    size = {theme.id: len(theme.papers) for theme in library.themes.values()}
    for paper, themes in library.themes_of.items():
        ordered = sorted(themes, key=lambda theme: (-size[theme], theme))[:MOST_PAIRED]
        for one, other in combinations(ordered, 2):
            shared[one, other].append(paper)
    first = nsmallest(MOST_PAIRS, shared.items(), key=lambda item: (-len(item[1]), item[0]))
    listed = takewhile(
        lambda total: total <= MOST_LISTED, accumulate(len(papers) for _, papers in first)
    )
    kept = first[: max(1, sum(1 for _ in listed))]
    return Overlaps(tuple(Overlap(pair, tuple(papers)) for pair, papers in kept), len(shared))


def nearest(relations: Relations, paper: PaperId) -> tuple[PaperId, ...]:
    """Return the nearest papers of a paper, the most similar first."""
    return tuple(one.paper for one in relations.of.get(paper, ())[:NEAREST])
