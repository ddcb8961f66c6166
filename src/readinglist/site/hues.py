"""A colour for each theme, computed from its id.

Each theme has one of 24 hues. The hue depends only on the id of the theme, so it does not change
when other themes are added or removed. All hues have the same lightness and chroma in OKLCH, and a
contrast to the background of more than 4.5:1 in the light and the dark colour scheme (WCAG 2.1,
criterion 1.4.3). Two themes can have the same hue; colour is never the only sign of a theme.

The style sheet defines the same palette (``.hue-0`` … ``.hue-23`` set ``--hue``). Social cards,
which have no style sheet, use :func:`as_hex`.
"""

from __future__ import annotations

import math
import zlib
from typing import Final

HUES: Final = 24
"""The number of hues, evenly spaced; number 0 is a red at 0°."""

ON_LIGHT: Final = (0.52, 0.088)
"""Lightness (0 to 1) and chroma of all hues; all 24 colours are in the sRGB gamut."""


def hue_of(name: str) -> int:
    """Return the hue number of a name, from 0 to 23: its CRC-32 modulo 24."""
    return zlib.crc32(name.encode("utf-8", "replace")) % HUES


def hue_class(name: str) -> str:
    """Return the CSS class for the hue of a name."""
    return f"hue-{hue_of(name)}"


def as_hex(hue: int, tone: tuple[float, float] = ON_LIGHT) -> str:
    """Return a hue as ``#rrggbb``.

    Args:
        hue: the number of the hue.
        tone: OKLCH lightness (0 to 1) and chroma.
    """
    lightness, chroma = tone
    angle = math.radians(hue * 360 / HUES)
    return "#" + "".join(
        f"{round(255 * min(max(_encoded(channel), 0), 1)):02x}"
        for channel in _linear_srgb(lightness, chroma * math.cos(angle), chroma * math.sin(angle))
    )


def _linear_srgb(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """Convert OKLab to linear sRGB, with the matrices of CSS Color Module Level 4, section 10.2."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(channel: float) -> float:
    """Apply the sRGB transfer function (IEC 61966-2-1) to a channel of linear light."""
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
