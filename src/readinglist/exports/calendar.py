"""Calendars of the presentations on the reading board: one for the team, one per presenter.

The format is iCalendar (RFC 5545). Files do not depend on the time of the build. A presentation
keeps its UID when its date changes, so that subscribed calendars move it and do not show it twice.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.text.display import shown
from readinglist.text.tex import readable
from readinglist.text.timezones import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.model import Library, Presentation, Site

_SPECIAL: Final = re.compile(r"[\\;,]")
_LONGEST_LINE: Final = 75
"""The maximum length of a content line in octets, without its line break (RFC 5545, 3.1)."""


def calendars(library: Library) -> Site:
    """Return the calendar of the team and of each presenter; none if there are no presentations."""
    title = library.settings.title
    files = {}
    if library.presentations:
        files[urls.calendar()] = _calendar(library, title, library.presentations)
    for reader in library.readers.values():
        if reader.presents:
            own = (one for one in library.presentations if one.reader == reader.id)
            files[urls.calendar(reader.id)] = _calendar(library, f"{reader.name} · {title}", own)
    return files


def _calendar(library: Library, name: str, presentations: Iterable[Presentation]) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//readinglist//reading board//EN",
        f"NAME:{_text(name)}",  # RFC 7986, 5.1; older programs read X-WR-CALNAME
        f"X-WR-CALNAME:{_text(name)}",
    ]
    uids = _uids(library)
    for one in presentations:
        lines += _event(library, one, uids[one])
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _event(library: Library, one: Presentation, uid: str) -> Iterator[str]:
    title = readable(library.papers[one.paper].title)
    url = library.settings.url
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    # The time of the last revision is not known. The day of the event is used instead: it becomes
    # later when a presentation is postponed, and programs prefer the event with the later stamp.
    yield f"DTSTAMP:{one.date:%Y%m%d}T000000Z"
    yield from _when(one)
    yield f"SUMMARY:{_text(f'{library.readers[one.reader].name} presents: {title}')}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    if one.remark:
        yield f"DESCRIPTION:{_text(one.remark)}"
    if url:
        yield f"URL:{urls.absolute(url, urls.paper(one.paper))}"
    yield "TRANSP:OPAQUE" if one.time else "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(one: Presentation) -> Iterator[str]:
    """Yield the start and the duration: a whole day, a time in UTC, or a floating local time.

    A time with a time zone is converted to UTC, so that the file needs no VTIMEZONE (RFC 5545,
    3.6.5).
    """
    if one.time is None:
        yield f"DTSTART;VALUE=DATE:{one.date:%Y%m%d}"
        return
    if one.timezone:
        yield f"DTSTART:{in_utc(one.date, one.time, one.timezone):%Y%m%dT%H%M%SZ}"
    else:
        yield f"DTSTART:{datetime.datetime.combine(one.date, one.time):%Y%m%dT%H%M%S}"
    if one.minutes:
        yield f"DURATION:PT{one.minutes}M"


def _uids(library: Library) -> dict[Presentation, str]:
    """Return a UID for each presentation, independent of its date, time and location.

    It is a name-based UUID of the repository, the presenter, the paper, and a number that counts
    the presentations of this paper by this person. The repository distinguishes teams; the address
    of the site is not used, because a preview has a different one.
    """
    times = Counter[tuple[str, str]]()
    uids = {}
    for reader in library.readers.values():
        for one in reader.presents:
            times[one.reader, one.paper] += 1
            words = (one.reader, one.paper, str(times[one.reader, one.paper]))
            name = "\n".join((library.settings.repository, *words))
            uids[one] = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    return uids


def _text(text: str) -> str:
    """Return an escaped TEXT value on one line (RFC 5545, 3.3.11)."""
    return _SPECIAL.sub(r"\\\g<0>", shown(" ".join(text.split())))


def _folded(line: str) -> bytes:
    """Fold a content line after 75 octets, never within a character (RFC 5545, 3.1)."""
    rows: list[bytes] = []
    row = b""
    for char in line:
        letter = char.encode("utf-8", "replace")
        if len(row) + len(letter) > _LONGEST_LINE:
            rows.append(row)
            row = b" "
        row += letter
    return b"\r\n".join((*rows, row)) + b"\r\n"
