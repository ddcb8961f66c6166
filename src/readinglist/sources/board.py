"""Parse ``reading/<name>.yaml``: what a member of the team reads and presents.

There is one file per person, so that two people rarely edit the same file. Files are parsed
independently; references keep their positions and are resolved later.
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
    from readinglist.sources.fields import Checker, Fields
    from readinglist.sources.yamlfile import Text

KEYS: Final = ("name", "timezone", "reads", "presents")
READING_KEYS: Final = ("paper", "state", "remark")
PRESENTATION_KEYS: Final = (
    *("paper", "date", "time", "timezone"),
    *("duration", "place", "remark"),
)
EARLIEST, LATEST = 1970, 2199
"""Range of plausible years of a presentation."""
LONGEST: Final = 24 * 60
"""Maximum duration of a presentation, in minutes."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DURATION = re.compile(
    r"(?:(?P<hours>[0-9]{1,2}) ?h(?:ours?)?)?(?: ?(?P<minutes>[0-9]{1,4})(?: ?m(?:in(?:utes)?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class WrittenReading:
    """A paper that somebody reads, as written."""

    paper: Text
    state: ReadingState
    remark: str


@dataclass(frozen=True, slots=True)
class WrittenPresentation:
    """A presentation as written; see `readinglist.model.Presentation`."""

    paper: Text
    date: datetime.date
    time: datetime.time | None
    timezone: str
    minutes: int | None
    place: str
    remark: str


@dataclass(frozen=True, slots=True)
class ReaderFile:
    """A parsed file of a reader. `name` defaults to the file name."""

    id: ReaderId
    path: str
    name: str
    reads: tuple[WrittenReading, ...] = ()
    presents: tuple[WrittenPresentation, ...] = ()


# --- reading a file -------------------------------------------------------------------------


def read_reader(data: bytes, name: ReaderId, checker: Checker) -> ReaderFile:
    """Parse a reader's file; problems are added to the checker."""
    text = checker.decode(data)
    fields = checker.yaml(text, KEYS) if text is not None else None
    if fields is None:
        return ReaderFile(name, checker.path, name)
    written_name = fields.line("name")
    zone = _zone(fields)
    return ReaderFile(
        id=name,
        path=checker.path,
        name=written_name.value if written_name else name,
        reads=tuple(_readings(fields)),
        presents=tuple(_presentations(fields, zone)),
    )


def _readings(fields: Fields) -> Iterator[WrittenReading]:
    states = [state.value for state in ReadingState]
    for row in fields.mappings("reads", READING_KEYS):
        paper, state = row.line("paper", required=True), row.line("state", required=True)
        remark = _value(row.line("remark"))
        if state and state.value not in states:
            hint = fields.checker.near(state.value, states) or f"the states are {', '.join(states)}"
            fields.checker.error(state, f"there is no reading state {quoted(state.value)}", hint)
        elif paper and state:
            yield WrittenReading(paper, ReadingState(state.value), remark)


def _presentations(fields: Fields, zone_of_file: str) -> Iterator[WrittenPresentation]:
    for row in fields.mappings("presents", PRESENTATION_KEYS):
        paper, date = row.line("paper", required=True), _date(row)
        time, zone, minutes = _time(row), _zone(row), _minutes(row)
        place, remark = _value(row.line("place")), _value(row.line("remark"))
        if "time" not in row.rows:
            for key in ("timezone", "duration"):
                if found := row.line(key):
                    hint = f"write time: too, as in 14:30, or remove the {key}"
                    fields.checker.warning(found, f"a {key} needs a time", hint)
        zone = (zone or zone_of_file) if time else ""
        if date and time and zone and not exists(date, time, zone):
            message = f"there is no {time:%H:%M} in {zone} on that day: clocks are set forward"
            fields.checker.error(row.line("time"), message, "correct the time or the date")
        elif paper and date:
            timed = minutes if time else None
            yield WrittenPresentation(paper, date, time, zone, timed, place, remark)


def _date(row: Fields) -> datetime.date | None:
    text = row.line("date", required=True)
    if text is None:
        return None
    if _DATE.fullmatch(text.value):
        try:
            date = datetime.date.fromisoformat(text.value)
        except ValueError:
            message = f"there is no such date: {quoted(text.value)}"
            row.checker.error(text, message, "correct the day or the month")
            return None
        if EARLIEST <= date.year <= LATEST:
            return date
    hint = "write year, month and day, as in 2026-12-03"
    row.checker.error(text, f"{quoted(text.value)} is not a valid date for a presentation", hint)
    return None


def _time(row: Fields) -> datetime.time | None:
    text = row.line("time")
    if text is None:
        return None
    if found := _TIME.fullmatch(text.value):
        return datetime.time(int(found[1]), int(found[2]))
    hint = "write hours and minutes of a day of 24 hours, as in 14:30"
    row.checker.error(text, f"{quoted(text.value)} is not a time", hint)
    return None


def _zone(fields: Fields) -> str:
    text = fields.line("timezone")
    if text is None:
        return ""
    if text.value in zone_names():
        return text.value
    near = fields.checker.suggestions.near(
        text.value, zone_names(), lambda word, _names: nearest_zone(word)
    )
    hint = near or "write a name such as Europe/Berlin or UTC"
    fields.checker.error(text, f"there is no time zone {quoted(text.value)}", hint)
    return ""


def _minutes(row: Fields) -> int | None:
    text = row.line("duration")
    if text is None:
        return None
    if found := _DURATION.fullmatch(text.value):
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        if 0 < minutes <= LONGEST:
            return minutes
    hint = "write minutes, or hours and minutes, as in 45 min or 1 h 30 min"
    row.checker.error(text, f"{quoted(text.value)} is not a valid duration", hint)
    return None


def _value(text: Text | None) -> str:
    return text.value if text else ""


# --- resolving references -------------------------------------------------------------------


def people(
    files: Iterable[ReaderFile], paper_of: Callable[[str, Text], PaperId | None]
) -> tuple[dict[ReaderId, Reader], tuple[Problem, ...]]:
    """Resolve the references of all readers' files.

    Args:
        files: the parsed files.
        paper_of: returns the paper for a path and a reference in that file, or None if there is
            none, which it reports.

    Returns:
        The readers by id, sorted by name, and problems about duplicates.
    """
    readers: list[Reader] = []
    problems: list[Problem] = []
    path_of: dict[str, str] = {}
    for file in files:
        read, presented = _FirstUses(file.path, problems), _FirstUses(file.path, problems)
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
                f"{paper} {one.date} {one.time}", one.paper, "this presentation is listed twice"
            )
        ]
        readers.append(Reader(file.id, file.name, tuple(reads), tuple(presents)))
        if (other := path_of.setdefault(file.name, file.path)) != file.path:
            message = f"the name {quoted(file.name)} is also used in {other}"
            hint = "give each person a different name"
            problems.append(Problem(file.path, 0, 0, message, hint, Severity.WARNING))
    readers.sort(key=lambda one: (slug(one.name), one.name, one.id))
    return {reader.id: reader for reader in readers}, tuple(problems)


class _FirstUses:
    """The position of the first use of each value in a file."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.first: dict[str, Text] = {}

    def is_first(self, what: str, at: Text, message: str) -> bool:
        """Return whether this is the first use; otherwise add a warning."""
        first = self.first.setdefault(what, at)
        if first is not at:
            hint = f"it is first on line {first.line}; remove one of them"
            position = (self.path, at.line, at.column)
            self.problems.append(Problem(*position, message, hint, Severity.WARNING))
        return first is at
