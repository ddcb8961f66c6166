"""Where papers stand on the map: related ones close, themes in regions, no two in one place.

Themes are placed first, by how much their papers have to do with one another; a paper begins amid
its themes and moves step by step towards the papers likest to it and away from those that merely
come too near. This is a force-directed layout (T. Fruchterman and E. Reingold, "Graph drawing by
force-directed placement", Software: Practice and Experience 21(11), 1991) in which only neighbours
in a grid repel one another.

Nothing is random: what needs a place before anything is known of it gets one from its id. A start
that hardly depends on the other papers, and few, ever smaller steps from there, are also what
keeps the map recognisable when a paper is added. The steps get fewer as the papers get
more, so that the work stays bounded.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.analysis.related import Row

Point: TypeAlias = tuple[float, float]
"""A place on the map. Papers are at least about 1 apart; 0, 0 is the middle."""

LINKS: Final = 6
"""The likest papers that pull a paper."""
STEPS: Final = 45
"""Steps that the papers of a list of up to `WORK` / `STEPS` papers move."""
WORK: Final = 30_000
"""Moves of one paper there may be, about: of more papers each makes fewer."""
FEWEST_STEPS: Final = 6
REACH: Final = 2.0
"""How far papers keep one another off while they still move."""
APART: Final = 1.0
"""How far apart they end, if there is room."""
LENGTHWISE: Final = 1.3
"""How much wider than high the map is."""

THEME_STEPS: Final = 90
THEME_WORK: Final = 120_000
"""Pairs of themes that are weighed, over all steps, about."""
KINSHIP: Final = 0.35
"""How much two themes of one group attract each other, where 1 is like their own papers do."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the map has to know of themes.

    Attributes:
        of: for each paper, by place, the themes it is in.
        groups: each theme that has papers, in the list's order, and its group.
    """

    of: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)  # the preview asks again after every save
def layout(ids: tuple[str, ...], graph: tuple[Row, ...], shelves: Shelves) -> tuple[Point, ...]:
    """A place on the map for each paper, the same for the same library.

    Args:
        ids: the papers' ids, by place.
        graph: for each paper the papers likest to it, by place, and how alike they are.
    """
    links = [row[:LINKS] for row in graph]
    anchors = _anchors(links, shelves)
    spread = math.sqrt(len(ids))
    points = [
        _beginning(id_, [anchors[theme] for theme in own], sizes, spread)
        for id_, own, sizes in zip(ids, shelves.of, _shares(shelves), strict=True)
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if not any(shelves.of):
        _gather(xs, ys, links, spread)
    homes = list(zip(xs, ys, strict=True))
    steps = max(FEWEST_STEPS, min(STEPS, WORK // max(len(ids), 1)))
    for step in range(steps):
        eagerness = 1.0 - 0.8 * step / steps
        _attract(xs, ys, links, homes, eagerness)
        _repel(xs, ys, REACH, 0.35 * eagerness)
    for _ in range(max(FEWEST_STEPS, steps // 3)):
        _repel(xs, ys, APART, 0.5)
    return tuple((x * LENGTHWISE, y) for x, y in zip(xs, ys, strict=True))


def _jitter(id_: str) -> Point:
    """A place in the unit disc that only the id decides."""
    number = zlib.crc32(id_.encode("utf-8", "replace"))
    angle = 2 * math.pi * (number & 0xFFFF) / 0x10000
    radius = math.sqrt((number >> 16) / 0x10000)
    return radius * math.cos(angle), radius * math.sin(angle)


def _shares(shelves: Shelves) -> list[list[float]]:
    """How much each of a paper's themes says of its place: a small one says more."""
    size = Counter(theme for own in shelves.of for theme in own)
    return [[1 / math.sqrt(size[theme]) for theme in own] for own in shelves.of]


def _beginning(id_: str, anchors: list[Point], shares: list[float], spread: float) -> Point:
    dx, dy = _jitter(id_)
    if not anchors:
        return dx * spread / 2, dy * spread / 2
    whole = sum(shares)
    x = sum(x * share for (x, _), share in zip(anchors, shares, strict=True)) / whole
    y = sum(y * share for (_, y), share in zip(anchors, shares, strict=True)) / whole
    return x + 1.2 * dx, y + 1.2 * dy


def _anchors(links: Sequence[Row], shelves: Shelves) -> dict[str, Point]:
    """A place for each theme."""
    names = [name for name, _ in shelves.groups]
    if not names:
        return {}
    at = {name: place for place, name in enumerate(names)}
    size = Counter(theme for own in shelves.of for theme in own)
    pulls = _theme_pulls(links, shelves, at, size)
    radius = [math.sqrt(size[name] / math.pi) for name in names]
    xs, ys = _around([size[name] for name in names])
    pairs = len(names) ** 2 // 2 or 1
    steps = max(FEWEST_STEPS, min(THEME_STEPS, THEME_WORK // pairs))
    for step in range(steps):
        eagerness = 0.5 * (1.0 - 0.9 * step / steps)
        moves_x, moves_y = [0.0] * len(names), [0.0] * len(names)
        for one in range(len(names)):
            x, y, own_radius = xs[one], ys[one], radius[one]
            for other in range(one + 1, len(names)):
                dx, dy = xs[other] - x, ys[other] - y
                distance = math.sqrt(dx * dx + dy * dy) or 1e-6
                gap = distance - 1.3 * (own_radius + radius[other])
                # Apart until the circles do not overlap, together by what they have in common.
                force = 0.5 * gap if gap < 0 else pulls.get((one, other), 0.0) * gap
                fx, fy = force * dx / distance, force * dy / distance
                moves_x[one] += fx
                moves_y[one] += fy
                moves_x[other] -= fx
                moves_y[other] -= fy
        for one in range(len(names)):
            xs[one] += eagerness * (moves_x[one] - 0.02 * xs[one])
            ys[one] += eagerness * (moves_y[one] - 0.02 * ys[one])
    return {name: (xs[place], ys[place]) for name, place in at.items()}


def _theme_pulls(
    links: Sequence[Row], shelves: Shelves, at: Mapping[str, int], size: Mapping[str, int]
) -> dict[tuple[int, int], float]:
    """How strongly each pair of themes is drawn together, for pairs that are."""
    common: dict[tuple[int, int], float] = defaultdict(float)
    for place, row in enumerate(links):
        for other, likeness in row:
            for mine in shelves.of[place]:
                for its in shelves.of[other]:
                    if mine != its:
                        pair = (at[mine], at[its])
                        common[min(pair), max(pair)] += likeness / math.sqrt(size[mine] * size[its])
    for one, (_, group) in enumerate(shelves.groups):
        for other in range(one + 1, len(shelves.groups)):
            if group == shelves.groups[other][1]:
                common[one, other] += KINSHIP
    # No theme may be torn by more than it can follow in a step.
    total: dict[int, float] = defaultdict(float)
    for (one, other), pull in common.items():
        total[one] += pull
        total[other] += pull
    return {
        (one, other): 0.8 * pull / max(total[one], total[other], 1.0)
        for (one, other), pull in common.items()
    }


def _around(sizes: Sequence[int]) -> tuple[list[float], list[float]]:
    """Places on a circle in the given order, each with the room its size needs."""
    whole = sum(sizes) or 1
    radius = math.sqrt(whole) * 0.6
    xs, ys, done = [], [], 0.0
    for size in sizes:
        angle = 2 * math.pi * (done + size / 2) / whole - math.pi / 2
        xs.append(radius * math.cos(angle))
        ys.append(radius * math.sin(angle))
        done += size
    return xs, ys


def _gather(xs: list[float], ys: list[float], links: Sequence[Row], spread: float) -> None:
    """Without themes: let the graph itself say where regions are.

    Averaging over neighbours again and again leaves the smoothest ways there are to lay the graph
    out; spreading both axes anew each time keeps it from falling into one point.
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
    whole = sum(likeness for _, likeness in row)
    return sum(axis[other] * likeness for other, likeness in row) / whole


def _attract(
    xs: list[float],
    ys: list[float],
    links: Sequence[Row],
    homes: Sequence[Point],
    eagerness: float,
) -> None:
    """Move every paper some way towards those likest to it, and towards where it began."""
    new_x, new_y = [], []
    for place, row in enumerate(links):
        x, y = xs[place], ys[place]
        home_x, home_y = homes[place]
        dx, dy = 0.12 * (home_x - x), 0.12 * (home_y - y)
        if row:
            dx += 0.18 * (_mean(xs, row) - x)
            dy += 0.18 * (_mean(ys, row) - y)
        new_x.append(x + eagerness * dx)
        new_y.append(y + eagerness * dy)
    xs[:], ys[:] = new_x, new_y


def _repel(xs: list[float], ys: list[float], reach: float, strength: float) -> None:
    """Move papers nearer than `reach` away from each other."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[math.floor(x / reach), math.floor(y / reach)].append(place)
    moves_x, moves_y = [0.0] * len(xs), [0.0] * len(ys)
    square = reach * reach
    for (column, row), here in cells.items():
        for one, other in _near(cells, column, row, here):
            dx, dy = xs[other] - xs[one], ys[other] - ys[one]
            distance = dx * dx + dy * dy
            if distance >= square:
                continue
            if distance < 1e-9:  # in one place: part them by their order
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
    """Each pair of papers in a cell, and of one there and one in a cell beside it, once."""
    for at, one in enumerate(here):
        for other in here[at + 1 :]:
            yield one, other
    for beside in (
        (column + 1, row),
        (column - 1, row + 1),
        (column, row + 1),
        (column + 1, row + 1),
    ):
        for other in cells.get(beside, ()):
            for one in here:
                yield one, other
