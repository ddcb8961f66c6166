"""The reading board: who reads what, and who presents which paper when.

No clock is asked while a site is made, so dates stand in their order and nothing is called past or
next; a small script on the board's page does that in the reader's browser.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.model import ReadingState
from readinglist.site import kinds
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


@dataclass(frozen=True, slots=True)
class PresentationRow:
    """A presentation: its day for programs and in words, its hours and length, who holds it."""

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
    """A paper somebody reads, and what they remark on it."""

    paper: PaperRow
    remark: str


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """Somebody of the team: what they read, by heading, and how often they present."""

    id: str
    name: str
    presentations: int
    calendar: str
    readings: tuple[tuple[str, tuple[ReadingRow, ...]], ...]
    edit_url: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The reading board; `calendar` is the address of the team's."""

    page: Meta
    presentations: tuple[PresentationRow, ...]
    readers: tuple[ReaderRow, ...]
    calendar: str


@dataclass(frozen=True, slots=True)
class Mention:
    """What the board says of one paper.

    Attributes:
        presentations: in the order of their dates, each with who holds it.
        readers: who is how far with it; only states that somebody is in.
    """

    presentations: tuple[tuple[Presentation, Reader], ...]
    readers: tuple[tuple[ReadingState, tuple[Reader, ...]], ...]


def board_view(rows: Rows) -> BoardView:
    """The reading board of a team."""
    library = rows.library
    return BoardView(
        page=Meta(
            kinds.BOARD,
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
    """What the board says of each paper it names."""
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
    """``3 December 2026``."""
    return f"{date.day} {date:%B %Y}"


def hours(presentation: Presentation) -> str:
    """When on its day a presentation is, and for how long: ``14:30 (Europe/Berlin), 45 min``."""
    if presentation.time is None:
        return ""
    zone = f" ({presentation.timezone.replace('_', ' ')})" if presentation.timezone else ""
    whole, rest = divmod(presentation.minutes or 0, 60)
    length = " ".join([*([f"{whole} h"] if whole else []), *([f"{rest} min"] if rest else [])])
    return f"{presentation.time:%H:%M}{zone}{', ' if length else ''}{length}"
