"""Compare two states of a list.

Both libraries are made by the same code from the sources at two points in time. So the differences
are papers that were added, and changes that people made, and not changes of the parsers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from readinglist.site.board import long_date
from readinglist.text.slugs import title_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from readinglist.model import (
        Library,
        Paper,
        PaperId,
        Presentation,
        ReaderId,
        Reading,
        Step,
        Theme,
        ThemeId,
    )

_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")


class Point(StrEnum):
    """The ways to name a point in the history of a list."""

    DATE = "date"
    REVISION = "revision"
    LISTING = "listing"


@dataclass(frozen=True, slots=True)
class Since:
    """The point in the history at which a digest begins.

    Attributes:
        asked: the date, revision or listing, as the user wrote it.
        point: what `asked` is.
        commit: hash of the revision to compare with; ``""`` if the history begins later.
        day: the date that was given, or the date of the revision; None if neither is known.
    """

    asked: str
    point: Point
    commit: str = ""
    day: datetime.date | None = None

    @property
    def in_words(self) -> str:
        """The text after "since": a date, or a name with its date."""
        day = long_date(self.day) if self.day else ""
        if day and (self.point is Point.DATE or _COMMIT.fullmatch(self.asked)):
            return day
        name = f"listing {self.asked}" if self.point is Point.LISTING else self.asked
        return f"{name} ({day})" if day else name


@dataclass(frozen=True, slots=True)
class Digest:
    """What was added and changed between two states, in the order of the list.

    Attributes:
        papers: new papers.
        themes: new themes; the papers tagged with them are not in `tagged`.
        tagged: existing themes with the existing papers that are newly tagged with them.
        steps: new steps of the reading paths of existing themes.
        notes: papers with a new or changed note, and whether it is new.
        presentations: new or moved presentations.
        readings: papers that were added to somebody's list, or whose state has changed.
    """

    papers: tuple[PaperId, ...] = ()
    themes: tuple[ThemeId, ...] = ()
    tagged: tuple[tuple[ThemeId, tuple[PaperId, ...]], ...] = ()
    steps: tuple[tuple[ThemeId, Step], ...] = ()
    notes: tuple[tuple[PaperId, bool], ...] = ()
    presentations: tuple[Presentation, ...] = ()
    readings: tuple[tuple[ReaderId, Reading], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return self == Digest()

    @property
    def counts(self) -> tuple[tuple[int, str, str], ...]:
        """The number of changes of each kind, without zeros, with singular and plural nouns."""
        tags = sum(len(papers) for _, papers in self.tagged)
        revised = sum(not is_new for _, is_new in self.notes)
        every = (
            (len(self.papers), "new paper", "new papers"),
            (len(self.presentations), "presentation", "presentations"),
            (len(self.notes) - revised, "new note", "new notes"),
            (revised, "revised note", "revised notes"),
            (len(self.steps), "step on a reading path", "steps on reading paths"),
            (len(self.themes), "new theme", "new themes"),
            (tags, "new tag", "new tags"),
            (len(self.readings), "update on the reading board", "updates on the reading board"),
        )
        return tuple(count for count in every if count[0])


@dataclass(frozen=True, slots=True)
class Group:
    """New papers of one theme, or of no theme (``""``).

    Attributes:
        with_excerpt: papers to show with their first sentences.
        title_only: papers to show by title only.
    """

    theme: ThemeId
    with_excerpt: tuple[PaperId, ...]
    title_only: tuple[PaperId, ...]


def digest(before: Library, now: Library) -> Digest:
    """Return what is new in a list.

    Papers that were renamed, merged or split are not new. Themes are compared by id, and former ids
    in ``merge.yaml`` are taken into account.
    """

    def current(paper: PaperId) -> PaperId:
        return now.former_papers.get(paper, paper)

    papers = tuple(_new_papers(before, now, current))
    earlier: dict[ThemeId, list[Theme]] = defaultdict(list)
    for old in before.themes.values():
        earlier[now.former_themes.get(old.id, old.id)].append(old)
    themes = tuple(theme for theme in now.themes if theme not in earlier)
    both = [(earlier[theme.id], theme) for theme in now.themes.values() if theme.id in earlier]
    return Digest(
        papers=papers,
        themes=themes,
        tagged=tuple(_tagged(both, {*papers}, current, now)),
        steps=tuple(
            (new.id, step)
            for old, new in both
            for step in new.start_here
            if step.paper not in {current(one.paper) for was in old for one in was.start_here}
        ),
        notes=tuple(_notes(before, now, current)),
        presentations=tuple(_presentations(before, now, current)),
        readings=tuple(_readings(before, now, current)),
    )


def groups(
    new: Digest, library: Library, with_excerpt: int, title_only: int
) -> tuple[tuple[Group, ...], int]:
    """Group new papers by the first of their themes; those without a theme come last.

    Args:
        new: the digest.
        library: the current library.
        with_excerpt: maximum number of papers to show with their first sentences.
        title_only: maximum number of further papers to show by title.

    Returns:
        The groups, and the number of papers that were left out.
    """
    of_theme: dict[ThemeId, list[PaperId]] = {theme: [] for theme in (*library.themes, "")}
    for paper in new.papers:
        of_theme[next(iter(library.themes_of[paper]), "")].append(paper)
    made = []
    used = 0
    for theme, papers in of_theme.items():
        first = papers[: max(0, with_excerpt - used)]
        rest = papers[len(first) : max(0, with_excerpt + title_only - used)]
        if first or rest:
            made.append(Group(theme, tuple(first), tuple(rest)))
        used += len(papers)
    return tuple(made), max(0, used - with_excerpt - title_only)


def _new_papers(
    before: Library, now: Library, current: Callable[[PaperId], PaperId]
) -> Iterator[PaperId]:
    known = {current(paper) for paper in before.papers}
    # A paper that was split off another one has a new id, but is in an old listing.
    earlier_appearances = {_appearances(paper) for paper in before.papers.values()}
    known_appearances = {appearance for paper in earlier_appearances for appearance in paper}
    for paper in now.papers.values():
        if paper.id not in known and not (_appearances(paper) & known_appearances):
            yield paper.id


def _appearances(paper: Paper) -> frozenset[tuple[str, str]]:
    """Return the listings of a paper, each with the key of its title there."""
    return frozenset((one.path, title_key(one.title) or one.title) for one in paper.seen)


def _tagged(
    themes: list[tuple[list[Theme], Theme]],
    new: set[PaperId],
    current: Callable[[PaperId], PaperId],
    library: Library,
) -> Iterator[tuple[ThemeId, tuple[PaperId, ...]]]:
    for old, theme in themes:
        had = {current(paper) for was in old for paper in was.papers} | new
        added = {*theme.papers} - had
        if added:
            yield theme.id, tuple(paper for paper in library.papers if paper in added)


def _notes(
    before: Library, now: Library, current: Callable[[PaperId], PaperId]
) -> Iterator[tuple[PaperId, bool]]:
    words = {current(paper): note.markdown.split() for paper, note in before.notes.items()}
    for paper, note in now.notes.items():
        if words.get(paper) != note.markdown.split():
            yield paper, paper not in words


def _presentations(
    before: Library, now: Library, current: Callable[[PaperId], PaperId]
) -> Iterator[Presentation]:
    known = {(one.reader, current(one.paper), one.date, one.time) for one in before.presentations}
    for one in now.presentations:
        if (one.reader, one.paper, one.date, one.time) not in known:
            yield one


def _readings(
    before: Library, now: Library, current: Callable[[PaperId], PaperId]
) -> Iterator[tuple[ReaderId, Reading]]:
    known = {
        (reader.id, current(one.paper), one.state)
        for reader in before.readers.values()
        for one in reader.reads
    }
    for reader in now.readers.values():
        for one in reader.reads:
            if (reader.id, one.paper, one.state) not in known:
                yield reader.id, one
