"""Dates in texts."""

from __future__ import annotations

import calendar
import re
from typing import Final

MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:[a-z]{3,9}\.?,?\s)?"
# Only unambiguous formats: 3/4/2025 can be in March or in April.
_FULL: Final = (
    re.compile(
        r"(?P<year>\d{4})(?P<sep>[-/])(?P<number>\d{1,2})(?P=sep)(?P<day>\d{1,2})", re.ASCII
    ),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s{_DAY},?\s(?P<year>\d{{4}})", re.ASCII | re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_DAY}\s{_MONTH},?\s(?P<year>\d{{4}})", re.ASCII | re.IGNORECASE),
)


def known_day(text: str) -> str:
    """Return the date that a text consists of, as ``2025-03-14``; ``""`` if it has no year."""
    for form in _FULL:
        if found := form.fullmatch(text.strip()):
            parts = found.groupdict()
            month = int(parts.get("number") or MONTHS.index(parts["month"].lower()) + 1)
            return _checked(int(parts["year"]), month, int(parts["day"]))
    return ""


def _checked(year: int, month: int, day: int) -> str:
    exists = year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}" if exists else ""
