"""The board's presentations as calendars: of the whole team, and of each who presents.

The format is iCalendar (RFC 5545). Nothing in a file depends on when it was made: the same
board gives the same bytes, and a presentation keeps its identity when it is moved to another
day, so that a calendar that subscribes moves it rather than shows it twice.
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
"""Octets of a content line without its end, RFC 5545 section 3.1."""


def calendars(library: Library) -> Site:
    """The team's calendar, and one for everybody who presents; none of nobody."""
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
        f"NAME:{_text(name)}",  # RFC 7986 section 5.1; the next line is its elder brother
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
    # When the event was last revised nobody knows here. The day itself grows when a
    # presentation is put off, the usual revision, and programs take the later stamp for newer.
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
    """A day, a moment, or an hour wherever one is, by what the board knows.

    A zone's hours are told in UTC: the moment is the same, and no file needs to carry the
    rules of the zone (section 3.6.5).
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
    """A name for each presentation that outlives its date, hour and place.

    It is made from who presents which paper, and for how many times, in the order of their file.
    The repository keeps two teams' calendars apart; the site's address would not do, because
    a preview has another.
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
    """A TEXT value on one line, RFC 5545 section 3.3.11."""
    return _SPECIAL.sub(r"\\\g<0>", shown(" ".join(text.split())))


def _folded(line: str) -> bytes:
    """A content line, continued after 75 octets and never within a character."""
    rows: list[bytes] = []
    row = b""
    for char in line:
        letter = char.encode("utf-8", "replace")
        if len(row) + len(letter) > _LONGEST_LINE:
            rows.append(row)
            row = b" "
        row += letter
    return b"\r\n".join((*rows, row)) + b"\r\n"
