"""What the site says of the team's board: a page of its own, and a line on a paper's page.

No clock is asked while a site is made, so dates are told in their order and nothing is called
past or next; a small script on the board's page does that in the reader's browser.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.model import Page, PageKind, ReadingState, Section
from readinglist.prose import as_markdown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from readinglist.model import Library, PaperId, Presentation, Reader, ReaderId, Reading

ADDRESS: Final = "reading/"
STATES: Final = {
    ReadingState.READING: ("Reading", "being read by"),
    ReadingState.TO_READ: ("To read", "on the list of"),
    ReadingState.READ: ("Read", "read by"),
}
"""For each state the heading over its papers, and the words between a paper and its readers."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What the board says of one paper.

    Attributes:
        presentations: in the order of their dates, each with who holds it.
        readers: who is how far with it; only states that somebody is in.
    """

    presentations: tuple[tuple[Presentation, Reader], ...]
    readers: tuple[tuple[ReadingState, tuple[Reader, ...]], ...]


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
        for paper in library.papers
        if paper in presented or paper in readers
    }


def by_state(reader: Reader) -> tuple[tuple[str, tuple[Reading, ...]], ...]:
    """What somebody reads under the headings of `STATES`, without the empty ones."""
    found = (
        (heading, tuple(one for one in reader.reads if one.state is state))
        for state, (heading, _) in STATES.items()
    )
    return tuple((heading, readings) for heading, readings in found if readings)


def calendar_path(reader: ReaderId = "") -> str:
    """Where the calendar of a reader is on the site, or that of the whole team."""
    return f"{ADDRESS}{reader}/calendar.ics" if reader else f"{ADDRESS}calendar.ics"


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


def board_page(library: Library, paper_link: Callable[[PaperId], str]) -> Page:
    """The board as a page; `paper_link` makes the Markdown link to a paper from there."""
    presentations = "\n".join(
        f"- {long_date(one.date)}"
        f"{''.join(f', {as_markdown(word)}' for word in (hours(one), one.place) if word)}: "
        f"{as_markdown(library.readers[one.reader].name)} presents {paper_link(one.paper)}"
        f"{_remark(one.remark)}"
        for one in library.presentations
    )
    readers = (
        Section(
            f"reader-{reader.id}",
            as_markdown(reader.name),
            "\n".join(
                f"- {heading.lower()}: {paper_link(one.paper)}{_remark(one.remark)}"
                for heading, readings in by_state(reader)
                for one in readings
            ),
        )
        for reader in library.readers.values()
    )
    return Page(
        ADDRESS,
        PageKind.READING,
        "",
        "Reading board",
        f"Who reads and presents which papers of {library.settings.title}.",
        (),
        (Section("presentations", "Presentations", presentations), *readers),
    )


def mention_markdown(mention: Mention | None) -> str:
    """What the board says of a paper, as a list."""
    if mention is None:
        return ""
    presented = [
        f"- {as_markdown(reader.name)} presents it on {long_date(one.date)}"
        for one, reader in mention.presentations
    ]
    read = [
        f"- {STATES[state][1]} {', '.join(as_markdown(reader.name) for reader in readers)}"
        for state, readers in mention.readers
    ]
    return "\n".join(presented + read)


def _remark(text: str) -> str:
    return f" ({as_markdown(text)})" if text else ""
