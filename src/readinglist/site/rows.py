"""Rows: papers, themes and listings as they are shown in lists on other pages.

A view contains the rows of other pages, never their views. Each row is created once per library
and shared by all views that show it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist import urls
from readinglist.analysis.map import numbers
from readinglist.library.arrivals import arrivals
from readinglist.model import LineKind
from readinglist.site.hues import hue_class
from readinglist.site.shelf_files import packs
from readinglist.text.display import excerpt, shown
from readinglist.text.markdown import Markdown, abstract_markdown, plain_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.model import Library, Paper, PaperId, Theme, ThemeId
    from readinglist.site.kinds import Kind

FrontMatter = tuple[tuple[str, str | tuple[str, ...]], ...]

# A sentence ends before a capital letter, but not after "e.g." or "i.e."
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)\s+(?=[^a-z\s])|(?<=[。！？])|\n\s*\n"
)
_SAMPLES: Final = 2
"""The number of sample titles in a theme's row."""


@dataclass(frozen=True, slots=True)
class Meta:
    """The properties that every page has.

    Attributes:
        title: the title as plain text, unchanged.
        summary: one or two sentences for search engines and link previews.
        front_matter: the front matter of the Markdown file, as key and value.
    """

    kind: Kind
    address: str
    title: str
    summary: str = ""
    front_matter: FrontMatter = ()


@dataclass(frozen=True, slots=True)
class ThemeName:
    """The name of a theme.

    Attributes:
        hue: the CSS class of its colour.
    """

    id: ThemeId
    title: str
    address: str
    hue: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in a list.

    Attributes:
        title: the title, unchanged, including TeX markup.
        excerpt: the first sentences of the abstract.
        abstract: the whole abstract.
        themes: its themes, in the order of the list of themes.
        pack: the number of the file with its abstract, see `readinglist.site.shelf_files`.
        arrival: the number of the listing it was first seen in, see
            `readinglist.library.arrivals`.
        edit_url: the URL for editing the team's file about it, or ``""``.
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
        about: the first sentence of the description.
        description: the whole description.
        papers: the number of papers in the theme and its subthemes.
        steps: the number of steps of its reading path.
        begins_with: the title of the first paper of the path, or ``""``.
        samples: the first papers of the theme itself.
        below: its direct subthemes.
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
        title: the date as written, if there is one, and the file name.
        entries: the number of entries.
        fresh: the number of papers that were first seen in it.
        unread: the number of lines that were not understood.
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
        folder: the path of the source folder in the team's repository, for "edit" links.
        arrivals: the order of listings and papers.
    """

    def __init__(self, library: Library, folder: str) -> None:
        self.library = library
        self.folder = folder
        self.theme_names: Mapping[ThemeId, ThemeName] = {
            theme.id: ThemeName(theme.id, theme.title, urls.theme(theme.id), hue_class(theme.id))
            for theme in library.themes.values()
        }
        self.arrivals = arrivals(library)
        pack = packs(library)
        self.papers: Mapping[PaperId, PaperRow] = {
            paper.id: PaperRow(
                id=paper.id,
                title=paper.title,
                address=urls.paper(paper.id),
                excerpt=excerpt(paper.abstract),
                abstract=abstract_markdown(paper),
                themes=tuple(self.theme_names[one] for one in library.themes_of[paper.id]),
                pack=pack[paper.id],
                arrival=self.arrivals.number(paper.id),
                edit_url=self._edit_paper_url(paper),
            )
            for paper in library.papers.values()
        }

    def of(self, papers: Iterable[PaperId]) -> tuple[PaperRow, ...]:
        """Return the rows of some papers, in the given order."""
        return tuple(self.papers[paper] for paper in papers)

    def in_theme(self, theme: ThemeId) -> tuple[PaperRow, ...]:
        """Return the papers of a theme itself: its reading path first, then as first seen."""
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
        """The number of each paper on the map and in its table."""
        return numbers(self.library)

    @cached_property
    def themes(self) -> Mapping[ThemeId, ThemeRow]:
        """The rows of all themes."""
        rows: dict[ThemeId, ThemeRow] = {}
        for theme in reversed([*self.library.themes.values()]):  # subthemes first
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
        """The top-level themes."""
        return tuple(self.themes[one] for one in self.library.children[""])

    @cached_property
    def listings(self) -> Mapping[str, ListingRow]:
        """The rows of all listings, the oldest first."""
        fresh = dict.fromkeys(self.library.listings, 0)
        for paper in self.library.papers.values():
            fresh[self.arrivals.first[paper.id].listing] += 1
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
            for one in map(self.library.listings.__getitem__, self.arrivals.listings)
        }

    # --- edit links -------------------------------------------------------------------------

    def edit_url(self, path: str) -> str:
        """Return the URL for editing a file of the source folder, or ``""``."""
        return self._on_the_web("edit", path)

    def edit_note_url(self, paper: PaperId) -> str:
        """Return the URL for editing or creating the note on a paper, or ``""``."""
        note = self.library.notes.get(paper)
        return self.edit_url(note.path) if note else self._new_url(f"notes/{paper}.md", "")

    def _edit_paper_url(self, paper: Paper) -> str:
        """Return the URL for editing or creating the team's file about a paper, or ``""``.

        A new file contains the title of the paper as a comment.
        """
        if paper.file or not self.library.settings.repository:
            return self.edit_url(paper.file)
        title = " ".join(shown(paper.title).split())
        return self._new_url(f"papers/{paper.id}.yaml", f"# {title}\nthemes:\n  - \n")

    def _new_url(self, path: str, text: str) -> str:
        """Return the URL for creating a file in the source folder, or ``""``."""
        folder, _, name = path.rpartition("/")
        address = self._on_the_web("new", folder)
        value = f"&value={quote(text, safe='')}" if text else ""
        return f"{address}?filename={quote(name, safe='')}{value}" if address else ""

    def _on_the_web(self, action: str, path: str) -> str:
        settings = self.library.settings
        if not settings.repository:
            return ""
        base = f"{settings.repository.rstrip('/')}/{action}/{quote(settings.branch)}"
        return f"{base}/{quote(self.folder)}/{quote(path)}"


def first_sentence(text: str) -> tuple[str, str]:
    """Split a text into its first sentence and the rest."""
    first, *more = _SENTENCE_END.split(text, maxsplit=1)
    return first, "".join(more)


def paragraphs(text: str) -> tuple[Markdown, ...]:
    """Return the paragraphs of a plain text as Markdown."""
    return tuple(plain_markdown(one) for one in text.split("\n\n") if one.strip())
