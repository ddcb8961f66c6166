"""Assemble the library: papers with the team's data, themes, notes and the reading board.

All references are resolved, and the themes must form a tree. All problems are found in one run. The
library leaves out only what is invalid, so that later stages can find more problems.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.library.lookup import Lookup, identifier_keys
from readinglist.library.similar_ids import PAPER_ID_HINT
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
from readinglist.problems import Problem, Severity, quoted
from readinglist.sources.board import people
from readinglist.sources.corrections import Corrections, completed, corrected
from readinglist.sources.curation import RECORDS_PATH
from readinglist.sources.merge_rules import PATH as MERGE_PATH
from readinglist.sources.references import Reference, reference
from readinglist.text.markdown import excess, findings
from readinglist.text.slugs import slug, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readinglist.library.merging import Merged
    from readinglist.model import Reader, ReaderId
    from readinglist.records.records_file import Record
    from readinglist.sources.board import ReaderFile
    from readinglist.sources.curation import Curation
    from readinglist.sources.merge_rules import MergeRules
    from readinglist.sources.notes import NoteFile
    from readinglist.sources.paper_files import PaperFile
    from readinglist.sources.themes import ThemeFile
    from readinglist.sources.yamlfile import Text

DEEPEST: Final = 12
"""Maximum depth of the tree of themes."""
_MARKDOWN_WARNINGS: Final = {
    "not a link": (
        "this is not a valid link and is shown as text",
        "link to an http or https URL, or to an id: (paper:ID) or (theme:ID)",
    ),
    "HTML": (
        "HTML is shown as text here",
        "write Markdown; to show the tag, put it in backticks",
    ),
}
"""Message and hint for each kind of finding that is not a link by id."""
_THEME_ID_HINT: Final = "a theme's id is the name of its file"


def assemble(
    settings: Settings,
    listings: Sequence[Listing],
    merged: Merged,
    rules: MergeRules,
    curation: Curation,
    records: Sequence[Record] = (),
) -> tuple[Library, tuple[Problem, ...]]:
    """Assemble the library of a site, and find all problems in how its parts fit together.

    Args:
        settings: the settings of the site.
        listings: the parsed listings.
        merged: the papers, in the order in which they were first seen, which is kept.
        rules: ``merge.yaml``, for the former ids of themes.
        curation: the curated files.
        records: bibliographic data; the team's files and the listings take precedence.
    """
    assembly = _Assembly(merged, rules, curation, records)
    parents = assembly.parents()
    themes = {file.id: assembly.theme(file, parents[file.id]) for file in assembly.files.values()}
    assembly.check_tree(themes)
    assembly.check_titles()
    notes = assembly.notes(curation.notes)
    assembly.check_identifiers()
    left_out = assembly.left_out
    library = Library(
        settings=settings,
        former_papers={
            old: now for old, now in assembly.former_papers.items() if now not in left_out
        },
        former_themes=assembly.former_themes,
        listings={listing.id: listing for listing in listings},
        papers={paper: value for paper, value in assembly.papers.items() if paper not in left_out},
        left_out=left_out,
        themes={theme.id: theme for theme in _in_order(themes)},
        notes={paper: notes[paper] for paper in assembly.papers if paper in notes},
        free_pages=_pages_in_order(settings, map(assembly.free_page, curation.free_pages)),
        readers=assembly.readers(curation.readers),
    )
    return library, tuple(assembly.problems)


class _Assembly:
    """Resolves references and collects problems.

    Attributes:
        papers: all papers with corrections and records, including those that are left out.
        left_out: papers that are not published, with the reasons.
        former_papers, former_themes: former ids, with the current ones.
        files: the theme files by id.
    """

    def __init__(
        self, merged: Merged, rules: MergeRules, curation: Curation, records: Sequence[Record]
    ) -> None:
        self.problems: list[Problem] = []
        self.former_papers = {**merged.spellings, **merged.former}
        self.files = self._theme_files(curation.themes)
        self._papers_by_id = Lookup(
            "paper", dict.fromkeys(merged.papers, ()), self.former_papers, (), PAPER_ID_HINT
        )
        self._paper_files = self._files_of_papers(curation.papers)
        self.papers = self._completed_papers(merged.papers, records)
        self.left_out = {
            paper: file.reason
            for paper, files in self._paper_files.items()
            for file in files
            if not file.listed
        }
        self._paper_names = Lookup(
            "paper",
            {
                paper: (value.title, *(seen.title for seen in value.seen))
                for paper, value in self.papers.items()
            },
            self.former_papers,
            (key for paper, value in self.papers.items() for key in identifier_keys(paper, value)),
            PAPER_ID_HINT,
        )
        self.former_themes: dict[ThemeId, ThemeId] = {}
        self._theme_names = self._names_of_themes()
        self._read_former_themes(rules)
        # The position of each tag, by theme and paper.
        self._tags = self._tagged()

    def _error(self, path: str, at: Reference | None, message: str, hint: str = "") -> None:
        line, column = (at.line, at.column) if at else (0, 0)
        self.problems.append(Problem(path, line, column, message, hint))

    def _warning(self, path: str, at: Reference | None, message: str, hint: str = "") -> None:
        line, column = (at.line, at.column) if at else (0, 0)
        self.problems.append(Problem(path, line, column, message, hint, Severity.WARNING))

    # --- papers -----------------------------------------------------------------------------

    def _files_of_papers(self, files: Iterable[PaperFile]) -> dict[PaperId, list[PaperFile]]:
        """Return the files of each paper, the one named by its current id first."""
        found: dict[PaperId, list[PaperFile]] = defaultdict(list)
        for file in files:
            if paper := self._named_by_file(file.path, file.paper):
                found[paper].append(file)
        for paper, several in found.items():
            several.sort(key=lambda file: file.paper != paper)
            for file in several[1:]:
                message = f"{quoted(paper)} already has a file, {several[0].path}"
                hint = f"move its contents to papers/{paper}.yaml, and remove this file"
                self._warning(file.path, None, message, hint)
        return found

    def _named_by_file(self, path: str, name: str) -> PaperId:
        """Return the id of the paper for a file name, or ``""`` with an error."""
        meaning = self._papers_by_id.find(name)
        if meaning.problem:
            self._error(path, None, f"{meaning.problem} for this file", meaning.hint)
        return meaning.id

    def _completed_papers(
        self, papers: Mapping[PaperId, Paper], records: Sequence[Record]
    ) -> dict[PaperId, Paper]:
        """Return the papers with corrections, then with records where values are missing."""
        found: dict[PaperId, Corrections] = {}
        for record in records:
            paper = self._papers_by_id.current(record.paper.name)
            if not paper:
                message = f"there is no paper {quoted(record.paper.name)}"
                self._warning(RECORDS_PATH, record.paper, message, "remove this line")
            else:
                found.setdefault(paper, record.exact_fields)
        completed_papers: dict[PaperId, Paper] = {}
        for paper, value in papers.items():
            files = self._paper_files.get(paper, ())
            for file in reversed(files):
                value = corrected(value, file.corrections)
            if paper in found:
                value = completed(value, found[paper])
            completed_papers[paper] = replace(value, file=files[0].path) if files else value
        return completed_papers

    def check_identifiers(self) -> None:
        """Warn about a DOI or arXiv id that two papers have."""
        first: dict[str, PaperId] = {}
        for paper, value in self.papers.items():
            for key, _ in identifier_keys(paper, value):
                other = first.setdefault(key, paper)
                if other != paper and value.file:
                    name, _, identifier = key.partition(":")
                    what = {"doi": "DOI", "arxiv": "arXiv id"}[name]
                    message = f"{quoted(other)} has the same {what}, {quoted(identifier)}"
                    hint = f"if the two are one paper, list their ids under same: in {MERGE_PATH}"
                    self._warning(value.file, None, message, hint)

    # --- themes -----------------------------------------------------------------------------

    def _theme_files(self, files: Iterable[ThemeFile]) -> dict[ThemeId, ThemeFile]:
        found: dict[ThemeId, ThemeFile] = {}
        for file in files:
            other = found.setdefault(file.id, file)
            if other is not file:
                message = f"{other.path} has the same name in another Unicode form"
                self._error(file.path, None, message, "rename one of them")
        return found

    def _names_of_themes(self) -> Lookup:
        titles = {file.id: (file.title,) for file in self.files.values()}
        return Lookup("theme", titles, self.former_themes, (), _THEME_ID_HINT)

    def _read_former_themes(self, rules: MergeRules) -> None:
        for rule in rules.former_themes:
            if rule.old.name in self.files:
                message = f"{quoted(rule.old.name)} is the id of a theme, not a former id"
                hint = f"remove this line, or themes/{rule.old.name}.yaml"
                self._error(MERGE_PATH, rule.old, message, hint)
            elif theme := self._theme(MERGE_PATH, rule.new):
                self.former_themes[rule.old.name] = theme

    def _tagged(self) -> dict[ThemeId, dict[PaperId, tuple[str, Reference]]]:
        """Return the papers tagged with each theme, without those left out, and the tags."""
        tags: dict[ThemeId, dict[PaperId, tuple[str, Reference]]] = {
            theme: {} for theme in self.files
        }
        for paper in self.papers:
            for file in self._paper_files.get(paper, ()):
                for at in file.themes:
                    theme = self._theme(file.path, at)
                    if not theme or paper in self.left_out:
                        continue
                    path, first = tags[theme].setdefault(paper, (file.path, at))
                    if path == file.path and first is not at:
                        message = f"{quoted(at.name)} is the same theme as on line {first.line}"
                        self._warning(file.path, at, message, "remove one of them")
        return tags

    def parents(self) -> dict[ThemeId, ThemeId]:
        """Return the parent of each theme, or ``""``; report cycles and deep nesting."""
        parents = {file.id: self._parent(file) for file in self.files.values()}
        for cycle in _cycles(parents):
            first = self.files[cycle[0]]
            names = " → ".join(map(quoted, [*cycle[:10], cycle[0]]))
            message = f"the parents of these themes form a cycle: {names}"
            self._error(first.path, first.parent, message, "remove the parent of one of them")
            parents |= dict.fromkeys(cycle, "")
        for theme in _too_deep(parents):
            file = self.files[theme]
            message = f"this theme is nested more than {DEEPEST} levels deep"
            self._error(file.path, file.parent, message, "choose a parent nearer to the top")
            parents[theme] = ""
        return parents

    def _parent(self, file: ThemeFile) -> ThemeId:
        if file.parent is None:
            return ""
        parent = self._theme(file.path, file.parent)
        if parent == file.id:
            message = "a theme cannot be its own parent"
            self._error(file.path, file.parent, message, "remove this parent, or name another")
            return ""
        return parent

    def theme(self, file: ThemeFile, parent: ThemeId) -> Theme:
        """Return the theme of a file, without invalid references."""
        related: dict[ThemeId, None] = {}
        for at in file.related:
            theme = self._theme(file.path, at)
            if theme == file.id:
                self._error(file.path, at, "a theme cannot be related to itself", "remove it")
            elif theme:
                related[theme] = None
        steps: dict[PaperId, Step] = {}
        for step in file.start_here:
            if paper := self._paper(file.path, step.paper):
                steps.setdefault(paper, Step(paper, step.why))
        return Theme(
            id=file.id,
            title=file.title,
            description=file.description,
            parent=parent,
            related=tuple(related),
            start_here=tuple(steps.values()),
            papers=tuple(sorted(self._tags[file.id])),
        )

    def check_tree(self, themes: Mapping[ThemeId, Theme]) -> None:
        """Warn about redundant tags, steps to untagged papers, and empty themes."""
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
            for paper, (path, at) in tags.items():
                if paper in below:
                    other = quoted(below[paper])
                    message = f"{quoted(at.name)} contains {other}, which is here too"
                    hint = "remove this tag; a theme shows the papers of its subthemes too"
                    self._warning(path, at, message, hint)
            for step in file.start_here:
                # An invalid reference was already reported.
                paper = self._paper_names.find(step.paper.name).id
                if paper and paper not in self.left_out and not (paper in tags or paper in below):
                    message = f"{quoted(paper)} is in start_here but not tagged with this theme"
                    hint = f"add {file.id} under themes: in papers/{paper}.yaml"
                    self._warning(file.path, step.paper, message, hint)
            is_empty = not (tags or file.start_here or file.id in has_children)
            if is_empty and file.is_valid:
                hint = f"add {file.id} under themes: in a file of papers/"
                self._warning(file.path, None, "this theme has no papers and no subthemes", hint)

    def check_titles(self) -> None:
        """Warn about themes with the same title."""
        first: dict[str, ThemeFile] = {}
        for file in self.files.values():
            if file.is_valid:
                other = first.setdefault(title_key(file.title) or file.title, file)
                if other is not file:
                    message = f"the title {quoted(file.title)} is also used in {other.path}"
                    hint = "change one of the titles"
                    self._warning(file.path, None, message, hint)

    # --- notes ------------------------------------------------------------------------------

    def notes(self, files: Iterable[NoteFile]) -> dict[PaperId, Note]:
        """Return the notes by paper."""
        notes: dict[PaperId, Note] = {}
        for file in files:
            paper = self._named_by_file(file.path, file.paper)
            if not paper or not file.markdown.strip():
                continue
            if paper in self.left_out:
                self._warn_of_left_out(file.path, None, paper)
            elif paper in notes:
                message = f"{quoted(paper)} already has a note, {notes[paper].path}"
                self._error(file.path, None, message, "merge the two files")
            else:
                links = self._links(file.path, file.markdown, file.line)
                notes[paper] = Note(paper, file.markdown, file.path, file.line, links)
        return notes

    def free_page(self, page: FreePage) -> FreePage:
        """Return an additional page with its links resolved."""
        if page.id in urls.RESERVED:
            message = f"{quoted(page.id)} is reserved for a page of the site"
            self._error(page.path, None, message, "rename this file")
        return replace(page, links=self._links(page.path, page.markdown, page.line))

    def _links(self, path: str, markdown: str, first_line: int) -> dict[str, str]:
        """Return the addresses of the links by id in a text, and report its other findings."""
        links: dict[str, str] = {}
        if too_much := excess(markdown, first_line):
            at = Reference("", too_much.line, 1)
            self._error(path, at, too_much.message, too_much.hint)
            return links
        for found in findings(markdown, first_line):
            at = Reference(found.name, found.line, found.column)
            match found.kind:
                case "paper":
                    if paper := self._paper(path, at):
                        links[found.written] = urls.paper(paper)
                case "theme":
                    if theme := self._theme(path, at):
                        links[found.written] = urls.theme(theme)
                case "comment":
                    message = "the comment that begins here would be published"
                    hint = "put it on separate lines, outside quotes, lists and code"
                    self._error(path, at, message, hint)
                case kind:
                    message, hint = _MARKDOWN_WARNINGS[kind]
                    self._warning(path, at, f"{message}: {quoted(found.name)}", hint)
        return links

    # --- the board --------------------------------------------------------------------------

    def readers(self, files: Iterable[ReaderFile]) -> dict[ReaderId, Reader]:
        """Return the readers by id, without papers that do not exist."""

        def paper_of(path: str, at: Text) -> PaperId | None:
            return self._paper(path, reference(at)) or None

        readers, problems = people(files, paper_of)
        self.problems += problems
        return readers

    # --- names ------------------------------------------------------------------------------

    def _paper(self, path: str, at: Reference) -> PaperId:
        """Return the id of the published paper that a reference names, or ``""`` with a problem."""
        meaning = self._paper_names.find(at.name)
        if meaning.problem:
            self._error(path, at, meaning.problem, meaning.hint)
        elif meaning.id in self.left_out:
            self._warn_of_left_out(path, at, meaning.id)
            return ""
        return meaning.id

    def _warn_of_left_out(self, path: str, at: Reference | None, paper: PaperId) -> None:
        message = f"{quoted(paper)} is left out of the list by papers/{paper}.yaml"
        self._warning(path, at, message, "remove listed: no there, or remove this")

    def _theme(self, path: str, at: Reference) -> ThemeId:
        """Return the id of the theme that a reference names, or ``""`` with an error."""
        meaning = self._theme_names.find(at.name)
        if meaning.problem:
            self._error(path, at, meaning.problem, meaning.hint)
        return meaning.id


def _cycles(parents: Mapping[ThemeId, ThemeId]) -> list[list[ThemeId]]:
    """Return the cycles of parents, each from its first theme in alphabetical order."""
    cycles = []
    seen: set[ThemeId] = {""}
    for theme in parents:
        path: dict[ThemeId, None] = {}
        here = theme
        while here not in seen and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            cycle = list(path)[list(path).index(here) :]
            start = cycle.index(min(cycle))
            cycles.append(cycle[start:] + cycle[:start])
        seen |= path.keys()
    return cycles


def _too_deep(parents: Mapping[ThemeId, ThemeId]) -> list[ThemeId]:
    """Return the themes to move to the top so that no theme is deeper than `DEEPEST`."""
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
    """Yield each theme before its subthemes, siblings by title."""
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
    """Return the pages in ``site.yaml`` in that order, then the others by title."""
    by_title = sorted(pages, key=lambda page: (slug(page.title), page.title, page.id))
    by_id = {page.id: page for page in by_title}
    named = {page: by_id[page] for page in settings.page_order if page in by_id}
    return named | {page: by_id[page] for page in by_id if page not in named}
