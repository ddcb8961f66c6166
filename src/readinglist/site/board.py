"""The reading board: what each member of the team reads and presents.

A build does not depend on the current date. The script ``reading.js`` marks the next presentation
and hides past ones in the reader's browser.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.model import ReadingState
from readinglist.site.kinds import Kind
from readinglist.site.rows import Meta, PaperRow

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from readinglist.model import Library, PaperId, Presentation, Reader
    from readinglist.site.rows import Rows

_HEADINGS: Final = {
    ReadingState.READING: "Reading",
    ReadingState.TO_READ: "To read",
    ReadingState.READ: "Read",
}

BOARD: Final = Kind("reading", in_menu=True)


@dataclass(frozen=True, slots=True)
class PresentationRow:
    """A presentation.

    Attributes:
        day: the date in ISO 8601 format.
        weekday, date: the date for readers.
        hours: time, time zone and duration, or ``""``.
    """

    paper: PaperRow
    reader: str
    reader_name: str
    day: str
    weekday: str
    date: str
    hours: str
    place: str
    remark: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A paper on a person's reading list, with their remark."""

    paper: PaperRow
    remark: str


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A member of the team.

    Attributes:
        presentations: the number of their presentations.
        calendar: the address of their calendar.
        readings: their reading list, by heading.
        edit_url: the URL for editing their file, or ``""``.
    """

    id: str
    name: str
    presentations: int
    calendar: str
    readings: tuple[tuple[str, tuple[ReadingRow, ...]], ...]
    edit_url: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The reading board; `calendar` is the address of the team's calendar."""

    page: Meta
    presentations: tuple[PresentationRow, ...]
    readers: tuple[ReaderRow, ...]
    calendar: str


@dataclass(frozen=True, slots=True)
class Mention:
    """The entries of the board about one paper.

    Attributes:
        presentations: the presentations by date, each with the presenter.
        readers: the readers in each reading state; states without readers are left out.
    """

    presentations: tuple[tuple[Presentation, Reader], ...]
    readers: tuple[tuple[ReadingState, tuple[Reader, ...]], ...]


def board_view(rows: Rows) -> BoardView:
    """Return the view of the reading board."""
    library = rows.library
    return BoardView(
        page=Meta(
            BOARD,
            urls.BOARD,
            "Reading board",
            f"Who reads and presents which papers of {library.settings.title}.",
        ),
        presentations=tuple(
            PresentationRow(
                paper=rows.papers[one.paper],
                reader=one.reader,
                reader_name=library.readers[one.reader].name,
                day=one.date.isoformat(),
                weekday=f"{one.date:%a}",
                date=long_date(one.date),
                hours=hours(one),
                place=one.place,
                remark=one.remark,
            )
            for one in library.presentations
        ),
        readers=tuple(_reader(rows, reader) for reader in library.readers.values()),
        calendar=urls.calendar(),
    )


def _reader(rows: Rows, reader: Reader) -> ReaderRow:
    found = (
        (
            heading,
            tuple(
                ReadingRow(rows.papers[one.paper], one.remark)
                for one in reader.reads
                if one.state is state
            ),
        )
        for state, heading in _HEADINGS.items()
    )
    return ReaderRow(
        reader.id,
        reader.name,
        len(reader.presents),
        urls.calendar(reader.id),
        tuple((heading, readings) for heading, readings in found if readings),
        rows.edit_url(f"reading/{reader.id}.yaml"),
    )


def mentions(library: Library) -> Mapping[PaperId, Mention]:
    """Return the entries of the board about each paper on it."""
    presented: dict[PaperId, list[tuple[Presentation, Reader]]] = defaultdict(list)
    for one in library.presentations:
        presented[one.paper].append((one, library.readers[one.reader]))
    readers: dict[PaperId, dict[ReadingState, list[Reader]]] = defaultdict(dict)
    for reader in library.readers.values():
        for reading in reader.reads:
            readers[reading.paper].setdefault(reading.state, []).append(reader)
    return {
        paper: Mention(
            tuple(presented.get(paper, ())),
            tuple(
                (state, tuple(readers[paper][state]))
                for state in ReadingState
                if state in readers.get(paper, {})
            ),
        )
        for paper in {**presented, **readers}
    }


def long_date(date: datetime.date) -> str:
    """Format a date as ``3 December 2026``."""
    return f"{date.day} {date:%B %Y}"


def hours(presentation: Presentation) -> str:
    """Format time and duration of a presentation: ``14:30 (Europe/Berlin), 45 min``, or ``""``."""
    if presentation.time is None:
        return ""
    zone = f" ({presentation.timezone.replace('_', ' ')})" if presentation.timezone else ""
    whole, rest = divmod(presentation.minutes or 0, 60)
    length = " ".join([*([f"{whole} h"] if whole else []), *([f"{rest} min"] if rest else [])])
    return f"{presentation.time:%H:%M}{zone}{', ' if length else ''}{length}"
