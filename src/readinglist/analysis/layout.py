"""The layout of the map: similar papers are close together, and themes form regions.

Themes are placed first, by the similarity of their papers. Each paper starts near its themes. It
then moves in steps towards the most similar papers and away from papers that are too close. This
is a force-directed layout (T. Fruchterman and E. Reingold, "Graph drawing by force-directed
placement", Software: Practice and Experience 21(11), 1991), in which only neighbours in a grid
repel each other.

The layout is deterministic: initial positions are computed from ids. Initial positions that hardly
depend on other papers, and few steps of decreasing size, also keep the map similar when papers are
added. The number of steps decreases with the number of papers, so that the time is bounded.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from readinglist.analysis.related import Row

Point: TypeAlias = tuple[float, float]
"""A position on the map. The distance between papers is about 1 or more; (0, 0) is the centre."""

LINKS: Final = 6
"""The number of most similar papers that attract a paper."""
STEPS: Final = 45
"""The number of steps for a list of up to `WORK` / `STEPS` papers."""
WORK: Final = 30_000
"""The approximate maximum number of moves of papers, over all steps."""
MIN_STEPS: Final = 6
"""The minimum number of steps."""
REACH: Final = 2.0
"""The distance below which papers repel each other during the steps."""
MOST_NEAR: Final = 200
"""Maximum number of papers in a cell of the grid that repel a paper. More occur only if hundreds of
papers have about the same text."""
MIN_DISTANCE: Final = 1.0
"""The distance between papers in the end, if there is enough space."""
ASPECT_RATIO: Final = 1.3
"""The ratio of the map's width to its height."""

THEME_STEPS: Final = 90
"""The number of steps for themes."""
THEME_WORK: Final = 120_000
"""The approximate maximum number of pairs of themes that are compared, over all steps."""
MOST_MOVED: Final = 500
"""Maximum number of themes that attract or repel each other, the largest first. Smaller themes keep
their initial positions."""
GROUP_ATTRACTION: Final = 0.35
"""The additional attraction between two themes of the same group."""


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of the papers.

    Attributes:
        of: the themes of each paper, by paper number.
        groups: each theme with papers, in the library's order, and its group.
    """

    of: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)  # the preview calls it again after each save
def layout(ids: tuple[str, ...], graph: tuple[Row, ...], themes: Themes) -> tuple[Point, ...]:
    """Return the position of each paper on the map.

    Args:
        ids: the id of each paper, by paper number.
        graph: the numbers of the most similar papers for each paper, with their similarity.
        themes: the themes of the papers.
    """
    links = [row[:LINKS] for row in graph]
    anchors = _anchors(links, themes)
    spread = math.sqrt(len(ids))
    points = [
        _initial_position(id_, [anchors[theme] for theme in own], weights, spread)
        for id_, own, weights in zip(ids, themes.of, _theme_weights(themes), strict=True)
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if not any(themes.of):
        _smooth(xs, ys, links, spread)
    starts = list(zip(xs, ys, strict=True))
    steps = max(MIN_STEPS, min(STEPS, WORK // max(len(ids), 1)))
    for step in range(steps):
        step_size = 1.0 - 0.8 * step / steps
        _attract(xs, ys, links, starts, step_size)
        _repel(xs, ys, REACH, 0.35 * step_size)
    for _ in range(max(MIN_STEPS, steps // 3)):
        _repel(xs, ys, MIN_DISTANCE, 0.5)
    return tuple((x * ASPECT_RATIO, y) for x, y in zip(xs, ys, strict=True))


def _jitter(id_: str) -> Point:
    """Return a pseudo-random point in the unit disc that depends only on the id."""
    number = zlib.crc32(id_.encode("utf-8", "replace"))
    angle = 2 * math.pi * (number & 0xFFFF) / 0x10000
    radius = math.sqrt((number >> 16) / 0x10000)
    return radius * math.cos(angle), radius * math.sin(angle)


def _theme_weights(themes: Themes) -> list[list[float]]:
    """Return the weight of each theme for the position of a paper; small themes weigh more."""
    size = Counter(theme for own in themes.of for theme in own)
    return [[1 / math.sqrt(size[theme]) for theme in own] for own in themes.of]


def _initial_position(id_: str, anchors: list[Point], weights: list[float], spread: float) -> Point:
    dx, dy = _jitter(id_)
    if not anchors:
        return dx * spread / 2, dy * spread / 2
    total = sum(weights)
    x = sum(x * weight for (x, _), weight in zip(anchors, weights, strict=True)) / total
    y = sum(y * weight for (_, y), weight in zip(anchors, weights, strict=True)) / total
    return x + 1.2 * dx, y + 1.2 * dy


def _anchors(links: Sequence[Row], themes: Themes) -> dict[str, Point]:
    """Return the position of each theme."""
    names = [name for name, _ in themes.groups]
    if not names:
        return {}
    at = {name: number for number, name in enumerate(names)}
    size = Counter(theme for own in themes.of for theme in own)
    moved = sorted(nlargest(MOST_MOVED, range(len(names)), key=lambda number: size[names[number]]))
    attraction = _theme_attraction(links, themes, {names[number] for number in moved}, size)
    radius = [math.sqrt(size[name] / math.pi) for name in names]
    xs, ys = _circle([size[name] for name in names])
    pairs = len(moved) ** 2 // 2 or 1
    steps = max(MIN_STEPS, min(THEME_STEPS, THEME_WORK // pairs))
    for step in range(steps):
        step_size = 0.5 * (1.0 - 0.9 * step / steps)
        moves_x, moves_y = [0.0] * len(names), [0.0] * len(names)
        for position, one in enumerate(moved):
            x, y, own_radius = xs[one], ys[one], radius[one]
            for other in moved[position + 1 :]:
                dx, dy = xs[other] - x, ys[other] - y
                distance = math.sqrt(dx * dx + dy * dy) or 1e-6
                gap = distance - 1.3 * (own_radius + radius[other])
                # Overlapping circles repel each other; others attract by their similarity.
                force = 0.5 * gap if gap < 0 else attraction.get((one, other), 0.0) * gap
                fx, fy = force * dx / distance, force * dy / distance
                moves_x[one] += fx
                moves_y[one] += fy
                moves_x[other] -= fx
                moves_y[other] -= fy
        for one in moved:
            xs[one] += step_size * (moves_x[one] - 0.02 * xs[one])
            ys[one] += step_size * (moves_y[one] - 0.02 * ys[one])
    return {name: (xs[number], ys[number]) for name, number in at.items()}


def _theme_attraction(
    links: Sequence[Row], themes: Themes, moved: Collection[str], size: Mapping[str, int]
) -> dict[tuple[int, int], float]:
    """Return the attraction of each pair of themes in `moved` that attract each other."""
    at = {name: number for number, (name, _) in enumerate(themes.groups) if name in moved}
    sizes = [size[name] for name, _ in themes.groups]
    of = [[at[theme] for theme in own if theme in at] for own in themes.of]
    common: dict[tuple[int, int], float] = defaultdict(float)
    for paper, row in enumerate(links):
        for other, similarity in row:
            for mine in of[paper]:
                for its in of[other]:
                    if mine != its:
                        norm = math.sqrt(sizes[mine] * sizes[its])
                        common[min(mine, its), max(mine, its)] += similarity / norm
    for one, other in combinations(at.values(), 2):
        if themes.groups[one][1] == themes.groups[other][1]:
            common[one, other] += GROUP_ATTRACTION
    # Limit the total attraction of a theme, so that steps do not overshoot.
    total: dict[int, float] = defaultdict(float)
    for (one, other), attraction in common.items():
        total[one] += attraction
        total[other] += attraction
    return {
        (one, other): 0.8 * attraction / max(total[one], total[other], 1.0)
        for (one, other), attraction in common.items()
    }


def _circle(sizes: Sequence[int]) -> tuple[list[float], list[float]]:
    """Return positions on a circle in the given order, with distances by size."""
    total = sum(sizes) or 1
    radius = math.sqrt(total) * 0.6
    xs, ys, done = [], [], 0.0
    for size in sizes:
        angle = 2 * math.pi * (done + size / 2) / total - math.pi / 2
        xs.append(radius * math.cos(angle))
        ys.append(radius * math.sin(angle))
        done += size
    return xs, ys


def _smooth(xs: list[float], ys: list[float], links: Sequence[Row], spread: float) -> None:
    """Move papers towards the average of their neighbours, to form regions without themes.

    Repeated averaging converges to the smoothest functions on the graph, as in spectral layouts.
    Both axes are scaled after each step, because otherwise all papers would converge to one point.
    """
    for _ in range(12):
        for axis in (xs, ys):
            axis[:] = [
                0.5 * here + 0.5 * _mean(axis, row) if row else here
                for here, row in zip(axis, links, strict=True)
            ]
            middle = sum(axis) / (len(axis) or 1)
            width = math.sqrt(sum((here - middle) ** 2 for here in axis) / (len(axis) or 1))
            axis[:] = [(here - middle) * spread / 3 / (width or 1.0) for here in axis]


def _mean(axis: Sequence[float], row: Row) -> float:
    total = sum(similarity for _, similarity in row)
    return sum(axis[other] * similarity for other, similarity in row) / total


def _attract(
    xs: list[float],
    ys: list[float],
    links: Sequence[Row],
    starts: Sequence[Point],
    step_size: float,
) -> None:
    """Move each paper towards the most similar papers and towards its initial position."""
    new_x, new_y = [], []
    for paper, row in enumerate(links):
        x, y = xs[paper], ys[paper]
        start_x, start_y = starts[paper]
        dx, dy = 0.12 * (start_x - x), 0.12 * (start_y - y)
        if row:
            dx += 0.18 * (_mean(xs, row) - x)
            dy += 0.18 * (_mean(ys, row) - y)
        new_x.append(x + step_size * dx)
        new_y.append(y + step_size * dy)
    xs[:], ys[:] = new_x, new_y


def _repel(xs: list[float], ys: list[float], reach: float, strength: float) -> None:
    """Move papers that are closer than `reach` away from each other."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for paper, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[math.floor(x / reach), math.floor(y / reach)].append(paper)
    moves_x, moves_y = [0.0] * len(xs), [0.0] * len(ys)
    square = reach * reach
    for (column, row), here in cells.items():
        for one, other in _near(cells, column, row, here):
            dx, dy = xs[other] - xs[one], ys[other] - ys[one]
            distance = dx * dx + dy * dy
            if distance >= square:
                continue
            if distance < 1e-9:  # same position: separate them by number
                dx, dy, distance = 1e-3 * (1 + one % 7), 1e-3 * (1 + other % 5), 1e-6
            root = math.sqrt(distance)
            push = strength * (reach - root) / root / 2
            moves_x[one] -= push * dx
            moves_y[one] -= push * dy
            moves_x[other] += push * dx
            moves_y[other] += push * dy
    xs[:] = [x + max(-reach, min(reach, move)) for x, move in zip(xs, moves_x, strict=True)]
    ys[:] = [y + max(-reach, min(reach, move)) for y, move in zip(ys, moves_y, strict=True)]


def _near(
    cells: Mapping[tuple[int, int], list[int]], column: int, row: int, here: list[int]
) -> Iterable[tuple[int, int]]:
    """Yield each pair of papers within a cell, or in a cell and a neighbouring one, once.

    In a cell with more than `MOST_NEAR` papers, some of the pairs are left out.
    """
    for at, one in enumerate(here):
        for other in here[at + 1 : at + 1 + MOST_NEAR]:
            yield one, other
    for beside in (
        (column + 1, row),
        (column - 1, row + 1),
        (column, row + 1),
        (column + 1, row + 1),
    ):
        for other in cells.get(beside, ())[:MOST_NEAR]:
            for one in here:
                yield one, other
