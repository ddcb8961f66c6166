"""Social cards: the picture that stands beside a link to a page where links are shared.

A card is an SVG of 1200 by 630 pixels with the list's name, a theme and a title, drawn like the
site: paper ground, serif title, the theme's hue. It is made only for a list that knows its own
address, because a link preview asks for an absolute one.

An SVG holds no font, and nothing here measures text: lines are broken by how wide letters of their
kind usually are, with room to spare. What previews accept differs: many take only PNG or JPEG,
and those show the link without a picture; a rasterizer is too heavy a thing to ask of every build.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.site.hues import as_hex, hue_of
from readinglist.site.papers import PaperView
from readinglist.site.themes import ThemeView
from readinglist.text.display import shown
from readinglist.text.tex import readable
from readinglist.text.xml import element, xml_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from readinglist.model import Library
    from readinglist.site.compose import View

WIDTH: Final = 1200
HEIGHT: Final = 630
_LEFT: Final = 96
_LINE: Final = WIDTH - 2 * _LEFT
_SIZES: Final = ((84, 3), (68, 4), (56, 5), (46, 6))
"""Font sizes and how many lines of each there is room for, the largest first."""

_FRAME: Final = {
    "xmlns": "http://www.w3.org/2000/svg",
    "width": f"{WIDTH}",
    "height": f"{HEIGHT}",
    "viewBox": f"0 0 {WIDTH} {HEIGHT}",
}
_SERIF: Final = "Palatino, 'Palatino Linotype', P052, Georgia, serif"
_SANS: Final = "'Avenir Next', 'Segoe UI', 'Noto Sans', sans-serif"

_NARROW: Final = frozenset("fijlrtI.,:;'’!|()[]{}/ -")
_WIDE: Final = frozenset("mwMW@%&—")


def card_files(library: Library, views: Iterable[View]) -> Mapping[str, bytes]:
    """Every card of a site by its path; none when the site's address is not known."""
    if not library.settings.url:
        return {}
    return {
        urls.card(view.page.address): _card_of(library, view)
        for view in views
        if view.page.kind.has_card
    }


def card(title: str, above: str, below: str, hue: int) -> bytes:
    """A card.

    Args:
        title: as large as it fits; the end of one that never fits is cut with an ellipsis.
        above: a few words in the hue, before the title; may be empty.
        below: a few words at the foot.
        hue: the number of the accent's hue.
    """
    title = " ".join(readable(shown(title)).split())
    for size, rows in _SIZES:
        lines = wrapped(title, _LINE / size, rows)
        if not lines[-1].endswith("…") or size == _SIZES[-1][0]:
            break
    accent = as_hex(hue)
    leading = round(size * 1.16)
    top = 168 + size
    small = {"font-family": _SANS}
    large = {"font-family": _SERIF, "font-size": f"{size}"}
    svg = element("svg", _FRAME)
    svg.extend(
        (
            element("path", {"fill": "#fcfcfb", "d": f"M0 0h{WIDTH}v{HEIGHT}H0z"}),
            element("path", {"fill": accent, "d": f"M{_LEFT} 0h96v16h-96z"}),
            _text(_cut(above, 60), 124, {**small, "font-size": "32", "fill": accent}),
            *(_text(line, top + row * leading, large) for row, line in enumerate(lines)),
            _text(_cut(below, 68), HEIGHT - 56, {**small, "font-size": "28", "fill": "#565b63"}),
        )
    )
    return xml_file(svg)


def wrapped(text: str, width: float, rows: int) -> tuple[str, ...]:
    """A text in at most `rows` lines of at most `width` ems, by the usual width of its letters.

    Lines end between words, and within one only when it is wider than a line. At least one line.
    """
    begun: list[list[str]] = [[]]
    room = width
    space = ems(" ")
    for word in text.split():
        wide = ems(word)
        if begun[-1] and wide + space > room:
            begun.append([])
            room = width
        if begun[-1]:
            begun[-1].append(" ")
            room -= space
        for letter in word if wide > width else (word,):
            step = ems(letter)
            if begun[-1] and step > room:
                begun.append([])
                room = width
            begun[-1].append(letter)
            room -= step
        if len(begun) > rows:
            break
    lines = ["".join(line) for line in begun]
    if len(lines) <= rows:
        return tuple(lines)
    last = lines[rows - 1]
    kept = bisect_right([wide + 1 for wide in accumulate(map(_em, last))], width)
    return (*lines[: rows - 1], f"{last[:kept].rstrip()}…")


def ems(text: str) -> float:
    """About how wide a text is, in multiples of its font size; rather too much than too little."""
    return sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.9
    if letter.isascii():
        return 0.74 if letter.isupper() else 0.56
    if unicodedata.combining(letter):
        return 0
    return 1 if unicodedata.east_asian_width(letter) in "WF" else 0.7


def _cut(text: str, longest: int) -> str:
    """A text as one line of about `longest` letters."""
    return wrapped(" ".join(shown(text).split()), longest * 0.56, 1)[0]


def _text(text: str, y: int, attributes: Mapping[str, str]) -> Element:
    backwards = next(
        (side != "L" for side in map(unicodedata.bidirectional, text) if side in ("L", "R", "AL")),
        False,
    )
    place = {"x": f"{WIDTH - _LEFT}", "direction": "rtl"} if backwards else {"x": f"{_LEFT}"}
    return element("text", {**place, "y": f"{y}", "fill": "#1b1d21", **attributes}, text)


def _card_of(library: Library, view: View) -> bytes:
    name, title = library.settings.title, view.page.title
    if isinstance(view, ThemeView):
        below = f"{name} · {view.row.papers:,} papers"
        return card(title, "Theme", below, hue_of(view.row.name.id))
    if isinstance(view, PaperView):
        theme = view.row.themes[0] if view.row.themes else None
        return card(title, theme.title if theme else "", name, hue_of(theme.id) if theme else 0)
    return card(name, "", f"{len(library.papers):,} papers", hue_of(name))
