"""Social cards: preview images for links to pages (Open Graph).

A card is an SVG image of 1200 by 630 pixels with the name of the list, a theme and a title, in the
style of the site. Cards are made only if the address of the site is known, because link previews
need absolute URLs.

The fonts are not known when a card is made, so lines are broken by conservative estimates of
letter widths. Many services accept only PNG or JPEG and show the link without an image; making PNG
files would need a rasterizer as a dependency.
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
"""Font sizes in pixels with the number of lines that fit, the largest first."""

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
    """Return the cards of a site by path; none if the address of the site is not known."""
    if not library.settings.url:
        return {}
    return {
        urls.card(view.page.address): _card_of(library, view)
        for view in views
        if view.page.kind.has_card
    }


def card(title: str, above: str, below: str, hue: int) -> bytes:
    """Return a card as SVG.

    Args:
        title: set in the largest size that fits, and cut with an ellipsis if none does.
        above: a short text above the title, or ``""``.
        below: a short text at the bottom.
        hue: the number of the accent colour, see `readinglist.site.hues`.
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
    """Wrap a text in one to `rows` lines of at most `width` ems, by estimated letter widths.

    A word is divided only if it is wider than a line.
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
    """Estimate the width of a text in ems; the estimate is rather too large than too small."""
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
    """Cut a text to one line of about `longest` letters."""
    return wrapped(" ".join(shown(text).split()), longest * 0.56, 1)[0]


def _text(text: str, y: int, attributes: Mapping[str, str]) -> Element:
    is_rtl = next(
        (side != "L" for side in map(unicodedata.bidirectional, text) if side in ("L", "R", "AL")),
        False,
    )
    start = {"x": f"{WIDTH - _LEFT}", "direction": "rtl"} if is_rtl else {"x": f"{_LEFT}"}
    return element("text", {**start, "y": f"{y}", "fill": "#1b1d21", **attributes}, text)


def _card_of(library: Library, view: View) -> bytes:
    name, title = library.settings.title, view.page.title
    if isinstance(view, ThemeView):
        below = f"{name} · {view.row.papers:,} papers"
        return card(title, "Theme", below, hue_of(view.row.name.id))
    if isinstance(view, PaperView):
        theme = view.row.themes[0] if view.row.themes else None
        return card(title, theme.title if theme else "", name, hue_of(theme.id) if theme else 0)
    return card(name, "", f"{len(library.papers):,} papers", hue_of(name))
