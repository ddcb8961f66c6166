"""A colour for every theme, found from its name alone.

A theme's mark has one of 24 hues. The hue comes from the theme's id and from nothing else, so that
it stays the same when other themes come and go, and is the same on every page, in the map and on a
social card. All hues have equal lightness and equal chroma in OKLCH, so none is louder than
another; each stands out from the paper by more than 4.5:1, in light and in dark. Two themes may
share a hue: it helps a reader who knows the name already, and is never the only sign of a theme.

The style sheet says the same palette in CSS (``.hue-0`` … ``.hue-23`` set ``--hue``); what cannot
have a style sheet, such as a social card, asks :func:`as_hex`.
"""

from __future__ import annotations

import math
import zlib
from typing import Final

HUES: Final = 24
"""How many hues there are, evenly around the circle; number 0 is a red at 0°."""

ON_LIGHT: Final = (0.52, 0.088)
"""Lightness and chroma of every hue; just within what an sRGB screen shows at all 24 angles."""


def hue_of(name: str) -> int:
    """The number of a name's hue, from 0 to 23: its CRC-32 modulo 24."""
    return zlib.crc32(name.encode("utf-8", "replace")) % HUES


def hue_class(name: str) -> str:
    """The CSS class that gives a name's hue to what carries it."""
    return f"hue-{hue_of(name)}"


def as_hex(hue: int, tone: tuple[float, float] = ON_LIGHT) -> str:
    """A hue as ``#rrggbb``.

    Args:
        hue: its number.
        tone: OKLCH lightness (0 to 1) and chroma.
    """
    lightness, chroma = tone
    angle = math.radians(hue * 360 / HUES)
    return "#" + "".join(
        f"{round(255 * min(max(_encoded(channel), 0), 1)):02x}"
        for channel in _linear_srgb(lightness, chroma * math.cos(angle), chroma * math.sin(angle))
    )


def _linear_srgb(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """OKLab to linear sRGB, with the matrices of CSS Color Module Level 4, section 10.2."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(channel: float) -> float:
    """A channel of linear light with the sRGB transfer curve."""
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
