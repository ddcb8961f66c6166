"""Rows: a paper, a theme or a listing as other pages show it.

A page's view holds rows of other pages, never their views. Each row is made once for a library
and stands in as many views as show it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist import urls
from readinglist.analysis.map import numbers
from readinglist.model import LineKind
from readinglist.site.hues import hue_class
from readinglist.site.shelf_files import places
from readinglist.text.display import excerpt, shown
from readinglist.text.markdown import Markdown, abstract_markdown, plain_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.model import Library, Paper, PaperId, Theme, ThemeId
    from readinglist.site.kinds import Kind

FrontMatter = tuple[tuple[str, str | tuple[str, ...]], ...]

# Where a capital follows, but not after "e.g." or "i.e."
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)\s+(?=[^a-z\s])|(?<=[。！？])|\n\s*\n"
)
_SAMPLES: Final = 2
"""Titles that a theme's row may show."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What every page has.

    Attributes:
        title: plain text, letter for letter.
        summary: one or two plain sentences for search engines and link previews.
        front_matter: what a program that reads the Markdown wants to know.
    """

    kind: Kind
    address: str
    title: str
    summary: str = ""
    front_matter: FrontMatter = ()


@dataclass(frozen=True, slots=True)
class ThemeName:
    """A theme where it is only named.

    Attributes:
        hue: the class of its colour.
    """

    id: ThemeId
    title: str
    address: str
    hue: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in a list.

    Attributes:
        title: letter for letter, TeX residue and all.
        excerpt: the first sentences of its abstract.
        abstract: the whole of it.
        themes: in the order of the list of themes.
        pack, arrival: see `readinglist.site.shelf_files.Place`.
        edit_url: where the team's file on it is edited on the web, or ``""``.
    """

    id: PaperId
    title: str
    address: str
    excerpt: str
    abstract: Markdown
    themes: tuple[ThemeName, ...]
    pack: int
    arrival: int
    edit_url: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in a list.

    Attributes:
        about: the first sentence of its description.
        description: the whole of it.
        papers: how many it and the themes below it hold.
        steps: how many steps its reading path has.
        begins_with: the title of the path's first paper, or ``""``.
        samples: the first of its own papers.
        below: the themes directly under it.
    """

    name: ThemeName
    about: str
    description: str
    papers: int
    steps: int
    begins_with: str
    samples: tuple[PaperRow, ...]
    below: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A listing in a list.

    Attributes:
        title: its date as written, if it has one, and its file's name.
        entries, fresh: how many it has, and how many of their papers were first seen in it.
        unread: how many of its lines were not understood.
    """

    id: str
    title: str
    address: str
    date: str
    file: str
    entries: int
    fresh: int
    unread: int


class Rows:
    """The rows of one library.

    Attributes:
        folder: the source folder's path in the team's repository, for "edit" links.
    """

    def __init__(self, library: Library, folder: str) -> None:
        self.library = library
        self.folder = folder
        self.theme_names: Mapping[ThemeId, ThemeName] = {
            theme.id: ThemeName(theme.id, theme.title, urls.theme(theme.id), hue_class(theme.id))
            for theme in library.themes.values()
        }
        where = places(library)
        self.papers: Mapping[PaperId, PaperRow] = {
            paper.id: PaperRow(
                id=paper.id,
                title=paper.title,
                address=urls.paper(paper.id),
                excerpt=excerpt(paper.abstract),
                abstract=abstract_markdown(paper),
                themes=tuple(self.theme_names[one] for one in library.themes_of[paper.id]),
                pack=where[paper.id].pack,
                arrival=where[paper.id].arrival,
                edit_url=self._edit_paper_url(paper),
            )
            for paper in library.papers.values()
        }

    def of(self, papers: Iterable[PaperId]) -> tuple[PaperRow, ...]:
        """The rows of some papers, in their order."""
        return tuple(self.papers[paper] for paper in papers)

    def in_theme(self, theme: ThemeId) -> tuple[PaperRow, ...]:
        """A theme's own papers: its reading path first, then in the order first seen."""
        path = [step.paper for step in self.library.themes[theme].start_here]
        own = set(self.library.themes[theme].papers)
        first = [paper for paper in path if paper in own]
        rest = sorted(own.difference(path), key=self._number.__getitem__)
        return self.of([*first, *rest])

    @cached_property
    def _number(self) -> Mapping[PaperId, int]:
        return {paper: number for number, paper in enumerate(self.library.papers)}

    @cached_property
    def numbers(self) -> Mapping[PaperId, int]:
        """Each paper's number on the map, and in the table beside it."""
        return numbers(self.library)

    @cached_property
    def themes(self) -> Mapping[ThemeId, ThemeRow]:
        """Every theme's row."""
        rows: dict[ThemeId, ThemeRow] = {}
        for theme in reversed([*self.library.themes.values()]):  # those below before those above
            rows[theme.id] = self._theme_row(theme, rows)
        return rows

    def _theme_row(self, theme: Theme, rows: Mapping[ThemeId, ThemeRow]) -> ThemeRow:
        path = theme.start_here
        return ThemeRow(
            name=self.theme_names[theme.id],
            about=first_sentence(theme.description)[0],
            description=theme.description,
            papers=len(self.library.papers_below(theme.id)),
            steps=len(path),
            begins_with=self.library.papers[path[0].paper].title if path else "",
            samples=self.in_theme(theme.id)[:_SAMPLES],
            below=tuple(rows[one] for one in self.library.children[theme.id]),
        )

    @cached_property
    def top_themes(self) -> tuple[ThemeRow, ...]:
        """The themes that lie under no other."""
        return tuple(self.themes[one] for one in self.library.children[""])

    @cached_property
    def listings(self) -> Mapping[str, ListingRow]:
        """Every listing's row, in the library's order."""
        fresh = dict.fromkeys(self.library.listings, 0)
        for paper in self.library.papers.values():
            fresh[paper.seen[0].listing] += 1
        return {
            one.id: ListingRow(
                id=one.id,
                title=one.title,
                address=urls.listing(one.id),
                date=one.date,
                file=one.path.removeprefix("listings/"),
                entries=len(one.entries),
                fresh=fresh[one.id],
                unread=one.ledger.count(LineKind.NOT_UNDERSTOOD),
            )
            for one in self.library.listings.values()
        }

    # --- edit links -------------------------------------------------------------------------

    def edit_url(self, path: str) -> str:
        """Where a file of the source folder is edited on the web, or ``""``."""
        return self._on_the_web("edit", path)

    def edit_note_url(self, paper: PaperId) -> str:
        """Where the team's note on a paper is edited, or begun, on the web, or ``""``."""
        note = self.library.notes.get(paper)
        return self.edit_url(note.path) if note else self._new_url(f"notes/{paper}.md", "")

    def _edit_paper_url(self, paper: Paper) -> str:
        """Where the team's file on a paper is edited on the web, or ``""``.

        Where there is no such file yet, a new one is begun, with the title for whoever tags it.
        """
        if paper.file or not self.library.settings.repository:
            return self.edit_url(paper.file)
        title = " ".join(shown(paper.title).split())
        return self._new_url(f"papers/{paper.id}.yaml", f"# {title}\nthemes:\n  - \n")

    def _new_url(self, path: str, text: str) -> str:
        """Where a new file of the source folder is begun on the web, or ``""``."""
        folder, _, name = path.rpartition("/")
        address = self._on_the_web("new", folder)
        value = f"&value={quote(text, safe='')}" if text else ""
        return f"{address}?filename={quote(name, safe='')}{value}" if address else ""

    def _on_the_web(self, action: str, path: str) -> str:
        settings = self.library.settings
        if not settings.repository:
            return ""
        place = f"{settings.repository.rstrip('/')}/{action}/{quote(settings.branch)}"
        return f"{place}/{quote(self.folder)}/{quote(path)}"


def first_sentence(text: str) -> tuple[str, str]:
    """A text's first sentence, and what comes after it."""
    first, *more = _SENTENCE_END.split(text, maxsplit=1)
    return first, "".join(more)


def paragraphs(text: str) -> tuple[Markdown, ...]:
    """Plain text as Markdown, paragraph by paragraph."""
    return tuple(plain_markdown(one) for one in text.split("\n\n") if one.strip())
