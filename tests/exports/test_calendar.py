"""The board's calendars, read back with the library that calendar programs in Python use."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from icalendar import Calendar

from readinglist.exports.calendar import calendars
from readinglist.model import Presentation, Reader, Settings
from tests.libraries import library, paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Library

DAY = datetime.date(2026, 12, 3)


def presented(*presentations: Presentation, title: str = "On Names", url: str = "") -> Library:
    """A list of one paper that Ada presents."""
    return library(
        paper("on-names", title),
        settings=Settings(title="Ours; all, of it", url=url),
        readers={"ada": Reader("ada", "Ada", presents=presentations), "lin": Reader("lin", "Lin")},
    )


def presentation(**said: Any) -> Presentation:
    """Ada presents the paper."""
    return Presentation(**{"reader": "ada", "paper": "on-names", "date": DAY, **said})


def events(files: Mapping[str, bytes], path: str = "reading/calendar.ics") -> list[Any]:
    """The events of a calendar; a file that breaks a rule of the format is refused."""
    parsed = Calendar.from_ical(files[path])
    assert parsed.errors == []
    found = parsed.walk("VEVENT")
    assert [event.errors for event in found] == [[]] * len(found)
    return list(found)


def test_an_hour_in_a_zone_is_a_moment_in_utc() -> None:
    """With its duration, place and remark; commas and semicolons survive."""
    timed = presentation(
        time=datetime.time(14, 30),
        timezone="Europe/Berlin",
        minutes=45,
        place="Room 3; left, then right",
        remark="C:\\new, and more",
    )
    files = calendars(presented(timed, url="https://team.example/list/"))
    (event,) = events(files)
    assert event.start == datetime.datetime(2026, 12, 3, 13, 30, tzinfo=datetime.UTC)
    assert event.duration == datetime.timedelta(minutes=45)
    assert event["SUMMARY"] == "Ada presents: On Names"
    assert event["LOCATION"] == "Room 3; left, then right"
    assert event["DESCRIPTION"] == "C:\\new, and more"
    assert event["URL"] == "https://team.example/list/papers/on-names/"
    assert b"\r\nNAME:Ours\\; all\\, of it\r\n" in files["reading/calendar.ics"]


def test_a_day_without_an_hour_is_a_whole_day() -> None:
    """And an hour without a zone is that hour wherever one is."""
    whole, floating = events(
        calendars(presented(presentation(), presentation(time=datetime.time(9))))
    )
    assert whole.start == DAY
    assert not isinstance(whole.start, datetime.datetime)
    assert floating.start == datetime.datetime(2026, 12, 3, 9)
    assert "URL" not in whole


def test_everybody_who_presents_has_a_calendar_of_their_own() -> None:
    """Nobody has an empty one, which the format forbids."""
    files = calendars(presented(presentation()))
    assert set(files) == {"reading/calendar.ics", "reading/ada/calendar.ics"}
    assert events(files)[0]["UID"] == events(files, "reading/ada/calendar.ics")[0]["UID"]
    assert calendars(presented()) == {}


def test_a_presentation_that_is_put_off_stays_the_same_event() -> None:
    """Its UID does not follow the date; its stamp is later; a second one is another event."""
    first = events(calendars(presented(presentation())))[0]
    later = presentation(date=DAY + datetime.timedelta(7), time=datetime.time(9), place="Elsewhere")
    moved = events(calendars(presented(later, url="https://elsewhere.example/")))[0]
    assert moved["UID"] == first["UID"]
    assert moved["DTSTAMP"].dt > first["DTSTAMP"].dt
    twice = events(calendars(presented(presentation(), later)))
    assert len({event["UID"] for event in twice}) == 2


@given(st.text(max_size=300))
@tries(max_examples=60, deadline=None)
def test_any_text_survives_the_format(text: str) -> None:
    """Lines have at most 75 octets, end as they must, and give the words back."""
    raw = calendars(presented(presentation(place=text), title=f"x {text}"))["reading/calendar.ics"]
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
    raw.decode()
    printable = " ".join(text.split())
    if printable and printable.isprintable() and printable.isascii():
        (event,) = events(calendars(presented(presentation(place=text))))
        assert str(event["LOCATION"]) == printable


def test_a_title_cannot_add_lines_of_its_own() -> None:
    """Line breaks, controls and reordering marks are words, not structure."""
    hostile = "A\r\nEND:VEVENT\nATTACH:https://evil.example/\u202eb\x07"
    (event,) = events(calendars(presented(presentation(), title=hostile)))
    assert str(event["SUMMARY"]) == (
        "Ada presents: A END:VEVENT ATTACH:https://evil.example/[U+202E]b\ufffd"
    )
    assert "ATTACH" not in event
