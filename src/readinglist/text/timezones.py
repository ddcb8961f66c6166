"""Time zones, and conversion of local times to UTC.

Names and rules are those of the IANA time zone database (https://www.iana.org/time-zones). They
come from the ``tzdata`` package and not from the system, so that builds are the same everywhere.
"""

from __future__ import annotations

import datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from readinglist.problems import did_you_mean


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all time zones, such as ``Europe/Berlin``."""
    return frozenset((resources.files("tzdata") / "zones").read_text("utf-8").split())


def nearest_zone(word: str) -> str:
    """Return a question that names the time zones that a wrong name can mean, or ``""``.

    For the name of a city, it names the time zone of the city.
    """
    wanted = "_".join(word.split()).casefold()
    by_city = sorted(
        name for name in zone_names() if wanted in (name.casefold(), _city(name).casefold())
    )
    if by_city:
        return f"did you mean {' or '.join(by_city[:3])}?"
    return did_you_mean(word, zone_names())


def exists(day: datetime.date, time: datetime.time, zone: str) -> bool:
    """Return whether a local time exists: there is a gap when daylight saving time begins."""
    shown = in_utc(day, time, zone).astimezone(_zone(zone))
    return shown.replace(tzinfo=None) == datetime.datetime.combine(day, time)


def in_utc(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Convert a local time to UTC. Of two possible times, the first is used.

    Raises:
        KeyError: if `zone` is not in `zone_names`.
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
