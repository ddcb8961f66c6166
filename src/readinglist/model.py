"""The nouns of the house, as frozen values.

Relations between values are ids, never references back; a value can be compared, hashed
and kept. Everything a stage takes or returns is one of these (or a mapping of them).
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
"""What a team wrote: path relative to the source folder -> the file's bytes."""

Site: TypeAlias = Mapping[str, bytes]
"""What a reader gets: path relative to the site's root -> the file's bytes."""


# --- listings -------------------------------------------------------------------------------


class LineKind(StrEnum):
    """What a line of a listing was understood to be."""

    BOILERPLATE = "boilerplate"
    """Header, footer, navigation, separators and blank lines: nothing to keep."""
    TITLE = "title"
    ABSTRACT = "abstract"
    METADATA = "metadata"
    """A date, an author count, upvotes, who submitted it: kept with its entry."""
    NOT_UNDERSTOOD = "not understood"


LINE_KINDS: tuple[LineKind, ...] = tuple(LineKind)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of every line of a listing: one byte a line, an index into `LINE_KINDS`."""

    codes: bytes = b""

    def __len__(self) -> int:
        return len(self.codes)

    def kind(self, line: int) -> LineKind:
        """The kind of a line, counted from 1."""
        return LINE_KINDS[self.codes[line - 1]]

    def count(self, kind: LineKind) -> int:
        """How many lines are of this kind."""
        return self.codes.count(LINE_KINDS.index(kind))

    def lines(self, kind: LineKind) -> tuple[int, ...]:
        """The numbers of the lines of this kind, counted from 1."""
        code = LINE_KINDS.index(kind)
        return tuple(number for number, here in enumerate(self.codes, 1) if here == code)


class LinkKind(StrEnum):
    """What a reader finds behind a link."""

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
        url: the address, trimmed and, where plainly broken, repaired; http or https only.
        start, end: where it stands in the text, so that ``text[start:end]`` is what to
            underline; equal when the text does not hold the link itself.
    """

    url: str
    kind: LinkKind
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as one listing shows it.

    Attributes:
        title, abstract: letter for letter, without the white space around them; paragraphs
            of an abstract are separated by one empty line. An absent abstract is ``""``.
        line: the line of the title, counted from 1.
        page_date: the date in the header of the page the entry stands on, as written.
        date: the entry's own date as written below it, or ``""``.
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
    """A listing file, read.

    Attributes:
        date: the first page header's date as written, or ``""``.
        ledger: what each of its lines is.
        not_understood: the first hundred lines that are nothing known: their number, and how
            they begin.
    """

    id: ListingId
    path: str
    date: str
    entries: tuple[Entry, ...]
    ledger: Ledger
    not_understood: tuple[tuple[int, str], ...] = ()

    @property
    def title(self) -> str:
        """What to call it: its date as written if it has one, and its file's name."""
        name = self.path.rsplit("/", 1)[-1]
        return f"{self.date} · {name}" if self.date else name


# --- papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a paper was seen: one entry of one listing."""

    listing: ListingId
    path: str
    line: int
    title: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: the entries that are of it, merged, corrected by the team, completed by records.

    Only what a listing, the team or a bibliography says is here; the rest is empty or None.

    Attributes:
        title: the title a reader sees; `seen` has each entry's own.
        abstract: the longest abstract any entry has, in the source's letters.
        author_count: how many authors a listing counted, when it did.
        year: as the team, a record or an entry's full date has it; never guessed.
        file: where the team says something of it, ``papers/<paper>.yaml``, or ``""``.
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
    """One stop of a theme's reading path: a paper, and why it comes here."""

    paper: PaperId
    why: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as its YAML file says it. `papers` are the ones tagged with it, by id, sorted."""

    id: ThemeId
    title: str
    description: str
    parent: ThemeId = ""
    related: tuple[ThemeId, ...] = ()
    start_here: tuple[Step, ...] = ()
    papers: tuple[PaperId, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """The team's note on a paper: Markdown, and where in which file it begins.

    `links` are the names in its links by id, as written, and the addresses they lead to.
    """

    paper: PaperId
    markdown: str
    path: str
    line: int = 1
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreePage:
    """A page the team wrote, such as "About this list".

    `id` is its file's name without extension; `line` is where its text begins in the file;
    `links` are as those of `Note`.
    """

    id: str
    title: str
    markdown: str
    path: str
    line: int = 1
    links: Mapping[str, str] = field(default_factory=dict)


# --- the team's board -----------------------------------------------------------------------


class ReadingState(StrEnum):
    """How far somebody is with a paper, in the order of a reader's interest."""

    READING = "reading"
    TO_READ = "to-read"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper somebody reads, how far they are, and what they remark on it."""

    paper: PaperId
    state: ReadingState
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """Somebody presents a paper to the team.

    Attributes:
        time: when it begins, or None when only the day is known.
        timezone: the IANA name of the zone `time` is told in, or ``""``: then it is the time
            of the place, wherever that is.
        minutes: how long it takes, when that is known.
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
    """Somebody of the team: what they read, and what they present, as their file has it."""

    id: ReaderId
    name: str
    reads: tuple[Reading, ...] = ()
    presents: tuple[Presentation, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """``site.yaml``, read.

    Attributes:
        title: the list's name.
        description: one sentence for the front page and for search engines.
        url: where the site will live, with a final ``/``, or ``""`` when not known.
        repository: the address of the git repository's web page, or ``""``.
        branch: the branch that "edit" links lead to.
        language: the language the site is written in, as a BCP 47 tag.
        page_order: ids of free pages in the order of the navigation.
        synonyms: groups of words or phrases that mean the same to those who search here.
        offline_copy: whether the site has a zip of itself.
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
    """Everything there is to publish: papers under themes, and where they come from.

    Mappings keep their order: papers by first sighting, themes by title within their group,
    listings by path, readers by name.

    Attributes:
        former_papers, former_themes: ids that are not used any more, and the ids valid now.
        left_out: papers that stand in a listing and are not to be published, with the reasons.
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
        """The themes each paper is tagged with, in the order of `themes`; every paper is a key."""
        found: dict[PaperId, list[ThemeId]] = {paper: [] for paper in self.papers}
        for theme in self.themes.values():
            for paper in theme.papers:
                found[paper].append(theme.id)
        return {paper: tuple(themes) for paper, themes in found.items()}

    @cached_property
    def children(self) -> Mapping[ThemeId, tuple[ThemeId, ...]]:
        """The themes directly under each theme; under ``""`` those without a parent."""
        found: dict[ThemeId, list[ThemeId]] = {"": [], **{theme: [] for theme in self.themes}}
        for theme in self.themes.values():
            found[theme.parent].append(theme.id)
        return {theme: tuple(below) for theme, below in found.items()}

    @cached_property
    def inbox(self) -> tuple[PaperId, ...]:
        """Papers that no theme holds yet."""
        return tuple(paper for paper, themes in self.themes_of.items() if not themes)

    @cached_property
    def groups(self) -> tuple[ThemeId, ...]:
        """Themes that hold other themes and no papers of their own."""
        return tuple(
            theme.id
            for theme in self.themes.values()
            if self.children[theme.id] and not theme.papers
        )

    @cached_property
    def presentations(self) -> tuple[Presentation, ...]:
        """What everybody presents, by day and hour as told, those of a whole day first."""
        every = (one for reader in self.readers.values() for one in reader.presents)
        dawn = datetime.time.min
        return tuple(sorted(every, key=lambda one: (one.date, one.time or dawn)))

    def family(self, theme: ThemeId) -> tuple[ThemeId, ...]:
        """A theme and all themes below it, parents before children."""
        found = [theme]
        for below in self.children[theme]:
            found.extend(self.family(below))
        return tuple(found)

    def papers_below(self, theme: ThemeId) -> tuple[PaperId, ...]:
        """The papers of a theme and of all themes below it, each once, in the list's order."""
        wanted = {paper for one in self.family(theme) for paper in self.themes[one].papers}
        return tuple(paper for paper in self.papers if paper in wanted)
