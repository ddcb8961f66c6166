"""Clocks of other places: which time zones there are, and what the hour there is in UTC.

The names and rules are those of the IANA time zone database
(https://www.iana.org/time-zones), taken from the ``tzdata`` package and never from the machine,
so that a build is the same everywhere, also where the system has no such database.
"""

from __future__ import annotations

import datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from readinglist.problems import did_you_mean


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones, such as ``Europe/Berlin``; 598 in the edition of 2025."""
    return frozenset((resources.files("tzdata") / "zones").read_text("utf-8").split())


def nearest_zone(word: str) -> str:
    """A question naming the zones a mistaken name may have meant, or ``""``.

    The name of a city alone, in any case, is answered with its zone.
    """
    wanted = "_".join(word.split()).casefold()
    by_city = sorted(
        name for name in zone_names() if wanted in (name.casefold(), _city(name).casefold())
    )
    if by_city:
        return f"did you mean {' or '.join(by_city[:3])}?"
    return did_you_mean(word, zone_names())


def exists(day: datetime.date, time: datetime.time, zone: str) -> bool:
    """Whether clocks of a zone ever show this time: an hour is left out when summer begins."""
    shown = in_utc(day, time, zone).astimezone(_zone(zone))
    return shown.replace(tzinfo=None) == datetime.datetime.combine(day, time)


def in_utc(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """The moment clocks of a zone show a time; the first of two when they are set back.

    Raises:
        KeyError: when `zone` is not among `zone_names`.
    """
    return datetime.datetime.combine(day, time, _zone(zone)).astimezone(datetime.UTC)


def _city(name: str) -> str:
    return name.rsplit("/", 1)[-1]


@cache
def _zone(name: str) -> ZoneInfo:
    if name not in zone_names():
        raise KeyError(name)
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)
