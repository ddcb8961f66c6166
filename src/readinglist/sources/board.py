"""The team's board: who reads what, and who presents which paper when.

It is optional, and one file a person, ``reading/<name>.yaml``, so that two people seldom change
the same file. Files are read on their own, like themes; every id keeps its place, so that one
that means no paper is reported where it stands.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.model import Presentation, Reader, Reading, ReadingState
from readinglist.problems import Problem, Severity, quoted
from readinglist.text.slugs import slug
from readinglist.text.timezones import exists, nearest_zone, zone_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readinglist.model import PaperId, ReaderId
    from readinglist.sources.fields import Checker, Sheet
    from readinglist.sources.yamlfile import Text

KEYS: Final = ("name", "timezone", "reads", "presents")
READING_KEYS: Final = ("paper", "state", "remark")
PRESENTATION_KEYS: Final = (
    *("paper", "date", "time", "timezone"),
    *("duration", "place", "remark"),
)
EARLIEST, LATEST = 1970, 2199
"""Years in which a presentation is plausible."""
LONGEST: Final = 24 * 60
"""Minutes of a presentation."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DURATION = re.compile(
    r"(?:(?P<hours>[0-9]{1,2}) ?h(?:ours?)?)?(?: ?(?P<minutes>[0-9]{1,4})(?: ?m(?:in(?:utes)?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class WrittenReading:
    """A paper somebody reads, as written."""

    paper: Text
    state: ReadingState
    remark: str


@dataclass(frozen=True, slots=True)
class WrittenPresentation:
    """A presentation, as written; see `readinglist.model.Presentation`."""

    paper: Text
    date: datetime.date
    time: datetime.time | None
    timezone: str
    minutes: int | None
    place: str
    remark: str


@dataclass(frozen=True, slots=True)
class ReaderFile:
    """Somebody's file, read. `name` is the file's own when it says none."""

    id: ReaderId
    path: str
    name: str
    reads: tuple[WrittenReading, ...] = ()
    presents: tuple[WrittenPresentation, ...] = ()


# --- reading a file -------------------------------------------------------------------------


def read_reader(data: bytes, name: ReaderId, checker: Checker) -> ReaderFile:
    """What somebody's file says; whatever is wrong with it goes to the checker."""
    text = checker.text_of(data)
    sheet = checker.yaml(text, KEYS) if text is not None else None
    if sheet is None:
        return ReaderFile(name, checker.path, name)
    said = sheet.line("name")
    zone = _zone(sheet)
    return ReaderFile(
        id=name,
        path=checker.path,
        name=said.value if said else name,
        reads=tuple(_readings(sheet)),
        presents=tuple(_presentations(sheet, zone)),
    )


def _readings(sheet: Sheet) -> Iterator[WrittenReading]:
    states = [state.value for state in ReadingState]
    for row in sheet.sheets("reads", READING_KEYS):
        paper, state = row.line("paper", required=True), row.line("state", required=True)
        remark = _value(row.line("remark"))
        if state and state.value not in states:
            hint = sheet.checker.near(state.value, states) or f"the states are {', '.join(states)}"
            sheet.checker.error(state, f"there is no reading state {quoted(state.value)}", hint)
        elif paper and state:
            yield WrittenReading(paper, ReadingState(state.value), remark)


def _presentations(sheet: Sheet, zone_of_file: str) -> Iterator[WrittenPresentation]:
    for row in sheet.sheets("presents", PRESENTATION_KEYS):
        paper, date = row.line("paper", required=True), _date(row)
        time, zone, minutes = _time(row), _zone(row), _minutes(row)
        place, remark = _value(row.line("place")), _value(row.line("remark"))
        if "time" not in row.rows:
            for key in ("timezone", "duration"):
                if found := row.line(key):
                    hint = f"write time: too, as in 14:30, or remove the {key}"
                    sheet.checker.warning(found, f"a {key} needs a time", hint)
        zone = (zone or zone_of_file) if time else ""
        if date and time and zone and not exists(date, time, zone):
            message = f"clocks in {zone} skip {time:%H:%M} on that day, when they are put forward"
            sheet.checker.error(row.line("time"), message, "correct the time or the date")
        elif paper and date:
            timed = minutes if time else None
            yield WrittenPresentation(paper, date, time, zone, timed, place, remark)


def _date(row: Sheet) -> datetime.date | None:
    text = row.line("date", required=True)
    if text is None:
        return None
    if _DATE.fullmatch(text.value):
        try:
            date = datetime.date.fromisoformat(text.value)
        except ValueError:
            message = f"there is no such day: {quoted(text.value)}"
            row.checker.error(text, message, "correct the day or the month")
            return None
        if EARLIEST <= date.year <= LATEST:
            return date
    hint = "write year, month and day, as in 2026-12-03"
    row.checker.error(text, f"{quoted(text.value)} is not the date of a presentation", hint)
    return None


def _time(row: Sheet) -> datetime.time | None:
    text = row.line("time")
    if text is None:
        return None
    if found := _TIME.fullmatch(text.value):
        return datetime.time(int(found[1]), int(found[2]))
    hint = "write hours and minutes of a day of 24 hours, as in 14:30"
    row.checker.error(text, f"{quoted(text.value)} is not a time", hint)
    return None


def _zone(sheet: Sheet) -> str:
    text = sheet.line("timezone")
    if text is None:
        return ""
    if text.value in zone_names():
        return text.value
    near = sheet.checker.suggestions.near(
        text.value, zone_names(), lambda word, _names: nearest_zone(word)
    )
    hint = near or "write one such as Europe/Berlin or UTC"
    sheet.checker.error(text, f"there is no time zone {quoted(text.value)}", hint)
    return ""


def _minutes(row: Sheet) -> int | None:
    text = row.line("duration")
    if text is None:
        return None
    if found := _DURATION.fullmatch(text.value):
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        if 0 < minutes <= LONGEST:
            return minutes
    hint = "write minutes, or hours and minutes, as in 45 min or 1 h 30 min"
    row.checker.error(text, f"{quoted(text.value)} is not the duration of a presentation", hint)
    return None


def _value(text: Text | None) -> str:
    return text.value if text else ""


# --- putting it beside the papers -----------------------------------------------------------


def people(
    files: Iterable[ReaderFile], paper_of: Callable[[str, Text], PaperId | None]
) -> tuple[dict[ReaderId, Reader], tuple[Problem, ...]]:
    """The readers by name, and what is said twice in their files.

    Args:
        paper_of: given a file's path and an id in it, the paper it means, or None when it means
            none (which is reported elsewhere).
    """
    readers: list[Reader] = []
    problems: list[Problem] = []
    path_of: dict[str, str] = {}
    for file in files:
        read, presented = _Once(file.path, problems), _Once(file.path, problems)
        reads = [
            Reading(paper, one.state, one.remark)
            for one in file.reads
            if (paper := paper_of(file.path, one.paper))
            and read.is_first(paper, one.paper, f"{quoted(paper)} is in this list twice")
        ]
        presents = [
            Presentation(
                *(file.id, paper, one.date, one.time, one.timezone),
                *(one.minutes, one.place, one.remark),
            )
            for one in file.presents
            if (paper := paper_of(file.path, one.paper))
            and presented.is_first(
                f"{paper} {one.date} {one.time}", one.paper, "this presentation is here twice"
            )
        ]
        readers.append(Reader(file.id, file.name, tuple(reads), tuple(presents)))
        if (other := path_of.setdefault(file.name, file.path)) != file.path:
            message = f"the name {quoted(file.name)} is also that of {other}"
            hint = "write name: with one they can be told apart by"
            problems.append(Problem(file.path, 0, 0, message, hint, Severity.WARNING))
    readers.sort(key=lambda one: (slug(one.name), one.name, one.id))
    return {reader.id: reader for reader in readers}, tuple(problems)


class _Once:
    """Where in a file each thing was said first."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.first: dict[str, Text] = {}

    def is_first(self, what: str, at: Text, message: str) -> bool:
        """Whether it was not said before; else there is a warning."""
        first = self.first.setdefault(what, at)
        if first is not at:
            hint = f"it is first at line {first.line}; remove one of the two"
            place = (self.path, at.line, at.column)
            self.problems.append(Problem(*place, message, hint, Severity.WARNING))
        return first is at
