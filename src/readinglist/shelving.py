"""Papers on their shelves: what people decided, checked against the papers there are.

Every id in a theme or a note must mean a paper, every parent a theme, and the themes must form
a tree. All that is wrong is found in one go, each mistake at its own line; the library that
comes back leaves out just what is wrong, so that later stages can look for more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from readinglist.board import people
from readinglist.corrections import corrected
from readinglist.curation import Reference
from readinglist.model import (
    FreePage,
    Library,
    Listing,
    Note,
    Paper,
    PaperId,
    Settings,
    Step,
    Theme,
    ThemeId,
)
from readinglist.nearest import WHERE_IDS_ARE, Names
from readinglist.problems import Problem, Severity
from readinglist.text.slugs import slug, title_key
from readinglist.yaml_mistakes import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readinglist.board import ReaderFile
    from readinglist.curation import Curation, NoteFile, ThemeFile
    from readinglist.model import Reader, ReaderId
    from readinglist.yamlfile import Text

DEEPEST: Final = 12
"""Levels of themes under themes; more than a reader can keep in mind."""


def shelve(
    settings: Settings,
    listings: Iterable[Listing],
    papers: Mapping[PaperId, Paper],
    aliases: Mapping[PaperId, PaperId],
    curation: Curation,
    spellings: Mapping[PaperId, PaperId] = MappingProxyType({}),
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of a site, and everything wrong with how its papers are shelved.

    Args:
        papers: in the order of first sighting, which the library keeps.
        aliases: ids that papers had before they were renamed or merged, and their ids now.
        spellings: ids that are as good, made from other spellings of a title.
    """
    desk = _Desk(papers, aliases, spellings, curation.themes)
    parents = desk.parents()
    themes = {file.id: desk.theme(file, parents[file.id]) for file in desk.files.values()}
    desk.check_tree(themes)
    desk.check_titles()
    notes = desk.notes(curation.notes)
    desk.check_identifiers(notes)
    library = Library(
        settings=settings,
        aliases={**spellings, **aliases},
        listings={listing.id: listing for listing in listings},
        papers={
            paper: corrected(value, notes[paper].corrections) if paper in notes else value
            for paper, value in papers.items()
        },
        themes={theme.id: theme for theme in _in_order(themes)},
        notes={
            paper: Note(paper, note.markdown, note.path, note.body_line)
            for paper in papers
            if (note := notes.get(paper)) and note.markdown.strip()
        },
        free_pages=_pages_in_order(settings, curation.free_pages),
        readers=desk.readers(curation.readers),
    )
    return library, tuple(desk.problems)


class _Desk:
    """Where ids are looked up, and what is wrong is written down."""

    def __init__(
        self,
        papers: Mapping[PaperId, Paper],
        aliases: Mapping[PaperId, PaperId],
        spellings: Mapping[PaperId, PaperId],
        themes: Iterable[ThemeFile],
    ) -> None:
        self.papers = papers
        self.spellings = spellings
        self.aliases = {**spellings, **aliases}
        self.files: dict[ThemeId, ThemeFile] = {}
        self.problems: list[Problem] = []
        for theme in themes:
            other = self.files.setdefault(theme.id, theme)
            if other is not theme:
                message = f"{other.path} has the same name but for its Unicode form"
                self._error(theme.path, None, message, "rename one of the two")
        # Where each theme tags each paper, by the ids that are valid now.
        self._tags: dict[ThemeId, dict[PaperId, Reference]] = {}
        self._paper_names = Names(papers)
        self._theme_names = Names(self.files)

    def _error(self, path: str, at: Reference | None, message: str, hint: str = "") -> None:
        line, column = (at.line, at.column) if at else (0, 0)
        self.problems.append(Problem(path, line, column, message, hint))

    def _warning(self, path: str, at: Reference | None, message: str, hint: str = "") -> None:
        line, column = (at.line, at.column) if at else (0, 0)
        self.problems.append(Problem(path, line, column, message, hint, Severity.WARNING))

    # --- themes -----------------------------------------------------------------------------

    def parents(self) -> dict[ThemeId, ThemeId]:
        """The theme above each, ``""`` at the top: a tree, whatever the files say."""
        parents = {file.id: self._parent(file) for file in self.files.values()}
        for circle in _circles(parents):
            first = self.files[circle[0]]
            names = " → ".join(map(quoted, [*circle[:10], circle[0]]))
            message = f"these themes lie under one another in a circle: {names}"
            self._error(first.path, first.parent, message, "remove the parent of one of them")
            parents |= dict.fromkeys(circle, "")
        for theme in _too_deep(parents):
            file = self.files[theme]
            message = f"this theme lies more than {DEEPEST} themes deep"
            self._error(file.path, file.parent, message, "put it under a theme further up")
            parents[theme] = ""
        return parents

    def _parent(self, file: ThemeFile) -> ThemeId:
        if file.parent is None:
            return ""
        if file.parent.id == file.id:
            message = "a theme cannot lie under itself"
            self._error(file.path, file.parent, message, "remove this parent, or name another")
            return ""
        return file.parent.id if self._is_theme(file.path, file.parent) else ""

    def theme(self, file: ThemeFile, parent: ThemeId) -> Theme:
        """The theme a file describes, without the ids in it that mean nothing."""
        related = []
        for at in file.related:
            if at.id == file.id:
                self._error(file.path, at, "a theme cannot be related to itself", "remove it")
            elif self._is_theme(file.path, at):
                related.append(at.id)
        steps: dict[PaperId, Step] = {}
        for step in file.start_here:
            if paper := self._paper(file.path, step.paper):
                steps.setdefault(paper, Step(paper, step.why))
        tags: dict[PaperId, Reference] = {}
        for at in file.papers:
            if (paper := self._paper(file.path, at)) and tags.setdefault(paper, at) is not at:
                hint = f"it is first at line {tags[paper].line}; remove one of the two"
                self._warning(file.path, at, f"{quoted(paper)} is in this list twice", hint)
        self._tags[file.id] = tags
        return Theme(
            id=file.id,
            title=file.title,
            description=file.description,
            parent=parent,
            related=tuple(related),
            start_here=tuple(steps.values()),
            papers=tuple(sorted(tags)),
        )

    def check_tree(self, themes: Mapping[ThemeId, Theme]) -> None:
        """Papers tagged twice on one way to the top, paths to papers elsewhere, empty themes."""
        tagged_below: dict[ThemeId, dict[PaperId, ThemeId]] = {theme: {} for theme in themes}
        has_children = {theme.parent for theme in themes.values()}
        for theme in themes.values():
            above = theme.parent
            while above:
                for paper in theme.papers:
                    tagged_below[above].setdefault(paper, theme.id)
                above = themes[above].parent
        for file in self.files.values():
            tags, below = self._tags[file.id], tagged_below[file.id]
            for paper, at in tags.items():
                if paper in below:
                    message = f"{quoted(paper)} is tagged here and in {quoted(below[paper])} below"
                    hint = "remove it here; a theme shows the papers of those below it"
                    self._warning(file.path, at, message, hint)
            # What an id means was asked, and mistakes in it reported, when the theme was made.
            for step in file.start_here:
                paper = self.aliases.get(step.paper.id, step.paper.id)
                if paper in self.papers and paper not in tags and paper not in below:
                    message = f"{quoted(paper)} is in start_here but not among the papers"
                    hint = "list it under papers: too, here or in a theme below"
                    self._warning(file.path, step.paper, message, hint)
            nothing = not (file.papers or file.start_here or file.id in has_children)
            if nothing and file.is_whole:
                hint = "list some under papers:, or name it as the parent of other themes"
                self._warning(file.path, None, "this theme holds no papers and no themes", hint)

    def check_titles(self) -> None:
        """Two themes of one title cannot be told apart in a list."""
        first: dict[str, ThemeFile] = {}
        for file in self.files.values():
            if file.is_whole:
                other = first.setdefault(title_key(file.title) or file.title, file)
                if other is not file:
                    message = f"the title {quoted(file.title)} is also that of {other.path}"
                    hint = "give one of the two another title"
                    self._warning(file.path, None, message, hint)

    # --- notes ------------------------------------------------------------------------------

    def notes(self, files: Iterable[NoteFile]) -> dict[PaperId, NoteFile]:
        """The note on each paper that has one."""
        notes: dict[PaperId, NoteFile] = {}
        for file in files:
            paper = file.paper
            if paper not in self.papers:
                now = self.aliases.get(paper, "")
                if now not in self.papers:
                    hint = self._paper_names.did_you_mean(paper)
                    message = f"there is no paper {quoted(paper)} for this note"
                    self._error(file.path, None, message, hint or WHERE_IDS_ARE)
                    continue
                if paper not in self.spellings:
                    message = f"{quoted(paper)} is an old id of {quoted(now)}"
                    self._warning(file.path, None, message, f"rename the file to {now}.md")
                paper = now
            if paper in notes:
                message = f"{quoted(paper)} has another note, {notes[paper].path}"
                self._error(file.path, None, message, "make one file of the two")
            else:
                notes[paper] = file
        return notes

    def check_identifiers(self, notes: Mapping[PaperId, NoteFile]) -> None:
        """One DOI or arXiv id for two papers: a slip, or one paper under two titles."""
        first: dict[str, PaperId] = {}
        for paper, file in notes.items():
            said = file.corrections
            arxiv = re.sub("v[0-9]+$", "", said.arxiv)
            for name, value in (("DOI", said.doi.lower()), ("arXiv id", arxiv)):
                other = first.setdefault(f"{name} {value}", paper)
                if value and other != paper:
                    message = f"{quoted(other)} has the same {name}, {quoted(value)}"
                    hint = "if the two are one paper, list their ids under same: in papers.yaml"
                    self._warning(file.path, None, message, hint)

    # --- the board --------------------------------------------------------------------------

    def readers(self, files: Iterable[ReaderFile]) -> dict[ReaderId, Reader]:
        """Who reads and presents what; papers that there are not are left out."""

        def paper_of(path: str, at: Text) -> PaperId | None:
            return self._paper(path, Reference(at.value, at.line, at.column))

        readers, problems = people(files, paper_of)
        self.problems += problems
        return readers

    # --- ids --------------------------------------------------------------------------------

    def _paper(self, path: str, at: Reference) -> PaperId | None:
        """The paper an id means; None when it means none, which is reported."""
        if at.id in self.papers:
            return at.id
        if at.id in self.spellings:
            return self.spellings[at.id]
        now = self.aliases.get(at.id, "")
        if now in self.papers:
            message = f"{quoted(at.id)} is an old id of {quoted(now)}"
            self._warning(path, at, message, f"write {now} instead")
            return now
        hint = self._paper_names.did_you_mean(at.id) or WHERE_IDS_ARE
        self._error(path, at, f"there is no paper {quoted(at.id)}", hint)
        return None

    def _is_theme(self, path: str, at: Reference) -> bool:
        """Whether an id means a theme; one that does not is reported."""
        if at.id not in self.files:
            hint = self._theme_names.did_you_mean(at.id) or "a theme's id is its file's name"
            self._error(path, at, f"there is no theme {quoted(at.id)}", hint)
        return at.id in self.files


def _circles(parents: Mapping[ThemeId, ThemeId]) -> list[list[ThemeId]]:
    """The circles in which themes lie under one another, each from its first theme."""
    circles = []
    seen: set[ThemeId] = {""}
    for theme in parents:
        path: dict[ThemeId, None] = {}
        here = theme
        while here not in seen and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            circle = list(path)[list(path).index(here) :]
            start = circle.index(min(circle))
            circles.append(circle[start:] + circle[:start])
        seen |= path.keys()
    return circles


def _too_deep(parents: Mapping[ThemeId, ThemeId]) -> list[ThemeId]:
    """Themes to be moved to the top so that none lies deeper than `DEEPEST`."""
    level: dict[ThemeId, int] = {"": 0}
    found = []
    for theme in parents:
        path = []
        here = theme
        while here not in level:
            path.append(here)
            here = parents[here]
        for one in reversed(path):
            above = level[parents[one]]
            if above == DEEPEST:
                found.append(one)
            level[one] = above % DEEPEST + 1
    return found


def _in_order(themes: Mapping[ThemeId, Theme]) -> Iterator[Theme]:
    """Each theme before those under it, the ones side by side by title, whatever the locale."""
    below: dict[ThemeId, list[Theme]] = defaultdict(list)
    for theme in themes.values():
        below[theme.parent].append(theme)
    for siblings in below.values():
        siblings.sort(key=lambda theme: (slug(theme.title), theme.title, theme.id), reverse=True)
    waiting = below[""]
    while waiting:
        theme = waiting.pop()
        yield theme
        waiting += below.get(theme.id, ())


def _pages_in_order(settings: Settings, pages: Iterable[FreePage]) -> dict[str, FreePage]:
    """Those that ``site.yaml`` names first, in its order; then the others by title."""
    by_title = sorted(pages, key=lambda page: (slug(page.title), page.title, page.id))
    by_id = {page.id: page for page in by_title}
    named = {page: by_id[page] for page in settings.page_order if page in by_id}
    return named | {page: by_id[page] for page in by_id if page not in named}
