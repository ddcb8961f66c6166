"""The data model, as frozen dataclasses.

Values refer to each other by id. They can be compared and hashed, and stages exchange only these
values and mappings of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

PaperId: TypeAlias = str
ThemeId: TypeAlias = str
ListingId: TypeAlias = str
ReaderId: TypeAlias = str

Sources: TypeAlias = Mapping[str, bytes]
"""The files a team wrote: path relative to the source folder -> bytes."""

Site: TypeAlias = Mapping[str, bytes]
"""The files of a site: path relative to its root -> bytes."""


# --- listings -------------------------------------------------------------------------------


class LineKind(StrEnum):
    """What a line of a listing was read as."""

    BOILERPLATE = "boilerplate"
    """Header, footer, navigation, separator or blank line."""
    TITLE = "title"
    ABSTRACT = "abstract"
    METADATA = "metadata"
    """A date, an author count, upvotes or a submitter."""
    NOT_UNDERSTOOD = "not understood"


LINE_KINDS: tuple[LineKind, ...] = tuple(LineKind)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The kind of every line of a listing, one byte per line: an index into `LINE_KINDS`."""

    codes: bytes = b""

    def __len__(self) -> int:
        return len(self.codes)

    def kind(self, line: int) -> LineKind:
        """Return the kind of a line, counted from 1."""
        return LINE_KINDS[self.codes[line - 1]]

    def count(self, kind: LineKind) -> int:
        """Return the number of lines of a kind."""
        return self.codes.count(LINE_KINDS.index(kind))

    def lines(self, kind: LineKind) -> tuple[int, ...]:
        """Return the numbers of the lines of a kind, counted from 1."""
        code = LINE_KINDS.index(kind)
        return tuple(number for number, here in enumerate(self.codes, 1) if here == code)


class LinkKind(StrEnum):
    """What a link leads to."""

    CODE = "code"
    PROJECT_PAGE = "project page"
    DEMO = "demo"
    DATA_OR_MODEL = "data or model"
    VIDEO = "video"
    PAPER = "paper"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """A link found in a text.

    Attributes:
        url: an http or https URL, without surrounding punctuation; obvious errors are corrected.
        kind: what it leads to.
        start, end: the link is ``text[start:end]``; equal if the text does not contain it.
    """

    url: str
    kind: LinkKind
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as it appears in one listing.

    Attributes:
        title, abstract: as written, without surrounding white space. Paragraphs of an abstract are
            separated by a blank line. A missing abstract is ``""``.
        line: line number of the title, counted from 1.
        links: links in the abstract, then those below it.
        page_date: date in the header of the page that contains the entry, as written.
        date: date in the entry's own metadata as written, or ``""``.
        author_count, upvotes, comments: numbers in the entry's metadata, or None.
        submitted_by, organization: names in the entry's metadata, or ``""``.
    """

    title: str
    abstract: str
    line: int
    links: tuple[Link, ...] = ()
    page_date: str = ""
    date: str = ""
    author_count: int | None = None
    upvotes: int | None = None
    comments: int | None = None
    submitted_by: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A parsed listing.

    Attributes:
        date: date in the first page header as written, or ``""``.
        ledger: the kind of every line.
        not_understood: number and beginning of the first hundred lines that were not understood.
    """

    id: ListingId
    path: str
    date: str
    entries: tuple[Entry, ...]
    ledger: Ledger
    not_understood: tuple[tuple[int, str], ...] = ()

    @property
    def title(self) -> str:
        """The title to show: the date as written, if there is one, and the file name."""
        name = self.path.rsplit("/", 1)[-1]
        return f"{self.date} · {name}" if self.date else name


# --- papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a paper was seen: an entry of a listing."""

    listing: ListingId
    path: str
    line: int
    title: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its entries merged, with the team's corrections and the data from records.

    Fields that are not known are empty or None.

    Attributes:
        title: the title to show; `seen` has the title of each entry.
        abstract: the longest abstract of all entries, as written.
        seen: the entries of the paper, in the order of the listings.
        authors: names in order, if known.
        author_count: the number of authors in a listing, or None.
        year: from the team's corrections, a record, or the full date of an entry.
        date: date of publication, as written.
        file: the path of ``papers/<paper>.yaml``, or ``""`` if there is none.
    """

    id: PaperId
    title: str
    abstract: str
    links: tuple[Link, ...]
    seen: tuple[Provenance, ...]
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    year: int | None = None
    date: str = ""
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    upvotes: int | None = None
    file: str = ""


# --- curation -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A paper on the reading path of a theme, and why it is there."""

    paper: PaperId
    why: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, from its YAML file. `papers` are the ids of the papers tagged with it, sorted."""

    id: ThemeId
    title: str
    description: str
    parent: ThemeId = ""
    related: tuple[ThemeId, ...] = ()
    start_here: tuple[Step, ...] = ()
    papers: tuple[PaperId, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """The team's note on a paper.

    Attributes:
        markdown: the text.
        path, line: the file, and the line on which the text begins.
        links: the links by id in the text, as written, with the addresses they lead to.
    """

    paper: PaperId
    markdown: str
    path: str
    line: int = 1
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreePage:
    """A page that the team wrote, such as "About this list".

    Attributes:
        id: file name without extension.
        line: line of the file on which the text begins.
        links: as in `Note`.
    """

    id: str
    title: str
    markdown: str
    path: str
    line: int = 1
    links: Mapping[str, str] = field(default_factory=dict)


# --- the team's board -----------------------------------------------------------------------


class ReadingState(StrEnum):
    """How far a reader is with a paper, in the order in which the board shows them."""

    READING = "reading"
    TO_READ = "to-read"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper that a member of the team reads, with state and remark."""

    paper: PaperId
    state: ReadingState
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation of a paper to the team.

    Attributes:
        time: when it begins, or None if only the day is known.
        timezone: IANA name of the time zone of `time`, or ``""`` for local time.
        minutes: duration in minutes, or None.
        place: the room, or the address of a call.
    """

    reader: ReaderId
    paper: PaperId
    date: datetime.date
    time: datetime.time | None = None
    timezone: str = ""
    minutes: int | None = None
    place: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A member of the team, with what they read and present."""

    id: ReaderId
    name: str
    reads: tuple[Reading, ...] = ()
    presents: tuple[Presentation, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in ``site.yaml``.

    Attributes:
        title: name of the list.
        description: one sentence for the front page and for search engines.
        url: URL of the published site, with a final ``/``; ``""`` if not known.
        repository: URL of the git repository's web page, or ``""``.
        branch: the branch that "edit" links lead to.
        language: the language of the site, as a BCP 47 tag.
        page_order: ids of additional pages in the order of the navigation.
        synonyms: groups of words or phrases that the search treats as equal.
        offline_copy: whether the site contains a zip file of itself.
    """

    title: str = "Reading list"
    description: str = ""
    url: str = ""
    repository: str = ""
    branch: str = "main"
    language: str = "en"
    page_order: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    offline_copy: bool = True


@dataclass(frozen=True)
class Library:
    """All content of a site: papers, themes, and where they come from.

    The mappings are sorted: papers in the order in which they were first seen, themes by title
    within their parent, listings by path, readers by name.

    Attributes:
        former_papers, former_themes: former ids, with the current ones.
        left_out: papers that are in a listing but not published, with the reasons.
    """

    settings: Settings = field(default_factory=Settings)
    listings: Mapping[ListingId, Listing] = field(default_factory=dict)
    papers: Mapping[PaperId, Paper] = field(default_factory=dict)
    former_papers: Mapping[PaperId, PaperId] = field(default_factory=dict)
    former_themes: Mapping[ThemeId, ThemeId] = field(default_factory=dict)
    left_out: Mapping[PaperId, str] = field(default_factory=dict)
    themes: Mapping[ThemeId, Theme] = field(default_factory=dict)
    notes: Mapping[PaperId, Note] = field(default_factory=dict)
    free_pages: Mapping[str, FreePage] = field(default_factory=dict)
    readers: Mapping[ReaderId, Reader] = field(default_factory=dict)

    @cached_property
    def themes_of(self) -> Mapping[PaperId, tuple[ThemeId, ...]]:
        """The themes of each paper, in the order of `themes`; every paper is a key."""
        found: dict[PaperId, list[ThemeId]] = {paper: [] for paper in self.papers}
        for theme in self.themes.values():
            for paper in theme.papers:
                found[paper].append(theme.id)
        return {paper: tuple(themes) for paper, themes in found.items()}

    @cached_property
    def children(self) -> Mapping[ThemeId, tuple[ThemeId, ...]]:
        """The themes directly below each theme; those without a parent are below ``""``."""
        found: dict[ThemeId, list[ThemeId]] = {"": [], **{theme: [] for theme in self.themes}}
        for theme in self.themes.values():
            found[theme.parent].append(theme.id)
        return {theme: tuple(below) for theme, below in found.items()}

    @cached_property
    def inbox(self) -> tuple[PaperId, ...]:
        """Papers without a theme."""
        return tuple(paper for paper, themes in self.themes_of.items() if not themes)

    @cached_property
    def groups(self) -> tuple[ThemeId, ...]:
        """Themes that have subthemes and no papers."""
        return tuple(
            theme.id
            for theme in self.themes.values()
            if self.children[theme.id] and not theme.papers
        )

    @cached_property
    def presentations(self) -> tuple[Presentation, ...]:
        """All presentations by date and time; those without a time come first on their day."""
        every = (one for reader in self.readers.values() for one in reader.presents)
        dawn = datetime.time.min
        return tuple(sorted(every, key=lambda one: (one.date, one.time or dawn)))

    def family(self, theme: ThemeId) -> tuple[ThemeId, ...]:
        """Return a theme and all themes below it, parents before children."""
        found = [theme]
        for below in self.children[theme]:
            found.extend(self.family(below))
        return tuple(found)

    def papers_below(self, theme: ThemeId) -> tuple[PaperId, ...]:
        """Return the papers of a theme and all themes below it, without duplicates."""
        wanted = {paper for one in self.family(theme) for paper in self.themes[one].papers}
        return tuple(paper for paper in self.papers if paper in wanted)
