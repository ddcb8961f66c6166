"""What people decide: themes, notes, free pages, who reads what, and which papers are one.

The files are those a team edits by hand, one small file a decision, so that a tag is a one-line
diff: ``themes/<theme>.yaml``, ``notes/<paper>.md``, ``pages/<page>.md`` and ``papers.yaml``. They
are read here on their own; every id keeps its place, so that :mod:`readinglist.shelving` can
say where one is that means no paper. A file in a place this tool does not read is pointed out,
because a theme in ``theme/`` is otherwise a theme nobody sees.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from readinglist import corrections, settings
from readinglist.board import ReaderFile, read_reader
from readinglist.corrections import Corrections, read_corrections
from readinglist.fields import Checker, Sheet
from readinglist.model import FreePage
from readinglist.problems import Problem, Severity, did_you_mean, has_errors
from readinglist.text.slugs import WINDOWS_DEVICES, slug
from readinglist.yaml_mistakes import quoted
from readinglist.yamlfile import FrontMatter, Items, Table, Text, split_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readinglist.model import PaperId, Sources, ThemeId
    from readinglist.yamlfile import Node

THEME_KEYS: Final = ("title", "description", "parent", "related", "start_here", "papers")
STEP_KEYS: Final = ("paper", "why")
PAGE_KEYS: Final = ("title",)
MERGE_KEYS: Final = ("same", "different", "aliases")
MERGE_PATH: Final = "papers.yaml"
FOLDERS: Final = {"themes": ".yaml", "notes": ".md", "pages": ".md", "reading": ".yaml"}
"""The folders of curated files, and the ending of the files in each."""

_ENTRY_PLACE = re.compile(r"(?:listings/)?(?P<file>\S(?:.*\S)?):(?P<line>[1-9][0-9]{0,8})")
_HEADING = re.compile(r" {0,3}#(?=[ \t])")
_CODE_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")


# --- what was written -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """An id, and where it is written. Lines and columns count from 1."""

    id: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """One stop of a reading path, as written."""

    paper: Reference
    why: str


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme's file, read.

    Attributes:
        is_whole: False when the file has errors: what seems to lack may be there.
    """

    id: ThemeId
    path: str
    title: str
    description: str = ""
    parent: Reference | None = None
    related: tuple[Reference, ...] = ()
    start_here: tuple[WrittenStep, ...] = ()
    papers: tuple[Reference, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A note's file, read: `markdown` begins on line `body_line` of it."""

    paper: PaperId
    path: str
    corrections: Corrections
    markdown: str
    body_line: int = 1


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything people decided but which papers are one, by path."""

    themes: tuple[ThemeFile, ...] = ()
    notes: tuple[NoteFile, ...] = ()
    free_pages: tuple[FreePage, ...] = ()
    readers: tuple[ReaderFile, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """An entry of a listing, by the line of its title, and where ``papers.yaml`` names it.

    Attributes:
        path: the listing's file, relative to the source folder.
    """

    path: str
    line: int
    at_line: int
    at_column: int


@dataclass(frozen=True, slots=True)
class Alias:
    """An id that was given up, and the one that is valid now."""

    old: Reference
    new: Reference


@dataclass(frozen=True, slots=True)
class MergeRules:
    """``papers.yaml``: where the curators overrule how entries are merged into papers.

    Attributes:
        same: groups of ids that are one paper; the first is kept. No id is in two groups.
        apart: groups of ids of papers that only look alike.
        different: entries that are papers of their own though another has their title.
        aliases: renamed ids; `new` is never an old id itself.
    """

    same: tuple[tuple[Reference, ...], ...] = ()
    apart: tuple[tuple[Reference, ...], ...] = ()
    different: tuple[EntryPlace, ...] = ()
    aliases: tuple[Alias, ...] = ()
    path: str = MERGE_PATH


# --- reading it -----------------------------------------------------------------------------


def read_curation(sources: Sources) -> tuple[Curation, tuple[Problem, ...]]:
    """Themes, notes, free pages and the board, and whatever is wrong with their files."""
    problems = list(_unread_files(sources))
    themes, notes, pages, readers = [], [], [], []
    for path in sorted(sources):
        folder = _folder_of(path)
        if folder is None:
            continue
        checker = Checker(path)
        name = unicodedata.normalize("NFC", PurePosixPath(path).stem)
        if folder == "themes":
            themes.append(_theme(sources[path], name, checker))
        elif folder == "notes":
            notes.append(_note(sources[path], name, checker))
        elif folder == "reading":
            _check_name(name, ".yaml", checker)
            readers.append(read_reader(sources[path], name, checker))
        else:
            pages.append(_free_page(sources[path], name, checker))
        problems += checker.problems
    curation = Curation(tuple(themes), tuple(notes), tuple(pages), tuple(readers))
    return curation, tuple(problems)


def read_merge_rules(sources: Sources) -> tuple[MergeRules, tuple[Problem, ...]]:
    """What ``papers.yaml`` says; no such file is no problem."""
    if MERGE_PATH not in sources:
        return MergeRules(), ()
    checker = Checker(MERGE_PATH)
    text = checker.text_of(sources[MERGE_PATH])
    sheet = checker.yaml(text, MERGE_KEYS) if text is not None else None
    if sheet is None:
        return MergeRules(), checker.problems
    apart, different = _different(sheet)
    rules = MergeRules(_same(sheet), apart, different, _aliases(sheet))
    return rules, checker.problems


def _theme(data: bytes, name: ThemeId, checker: Checker) -> ThemeFile:
    _check_name(name, ".yaml", checker)
    text = checker.text_of(data)
    sheet = checker.yaml(text, THEME_KEYS) if text is not None else None
    if sheet is None:
        return ThemeFile(name, checker.path, name, is_whole=False)
    title = sheet.line("title", required=True)
    description = sheet.text("description", required=True)
    parent = sheet.line("parent")
    papers = _once(_references(sheet.words("papers")), checker)
    _check_order(papers, checker)
    return ThemeFile(
        id=name,
        path=checker.path,
        title=title.value if title else name,
        description=description.value if description else "",
        parent=_reference(parent) if parent else None,
        related=_once(_references(sheet.words("related")), checker),
        start_here=_steps(sheet),
        papers=papers,
        is_whole=not has_errors(checker.problems),
    )


def _steps(sheet: Sheet) -> tuple[WrittenStep, ...]:
    steps: list[WrittenStep] = []
    for row in sheet.sheets("start_here", STEP_KEYS):
        paper, why = row.line("paper", required=True), row.line("why", required=True)
        if paper:
            steps.append(WrittenStep(_reference(paper), why.value if why else ""))
    wanted = set(_once(tuple(step.paper for step in steps), sheet.checker))
    return tuple(step for step in steps if step.paper in wanted)


def _check_order(papers: tuple[Reference, ...], checker: Checker) -> None:
    """Sorted, so that two curators who add a tag each seldom touch the same lines."""
    for above, paper in pairwise(papers):
        if paper.id < above.id:
            message = f"papers are not sorted: {quoted(paper.id)} belongs above {quoted(above.id)}"
            checker.warning(paper, message, "sort the lines by id")
            return


def _once(found: tuple[Reference, ...], checker: Checker) -> tuple[Reference, ...]:
    """The first of each id; the others get a warning."""
    first: dict[str, Reference] = {}
    for one in found:
        if one.id in first:
            hint = f"it is first at line {first[one.id].line}; remove one of the two"
            checker.warning(one, f"{quoted(one.id)} is in this list twice", hint)
        else:
            first[one.id] = one
    return tuple(first.values())


def _note(data: bytes, name: PaperId, checker: Checker) -> NoteFile:
    parts, sheet = _markdown(data, checker, corrections.KEYS)
    said = read_corrections(sheet) if sheet else Corrections()
    if sheet and said == Corrections() and not parts.body.strip() and not checker.problems:
        checker.warning(None, "this note says nothing", "write something below it, or remove it")
    return NoteFile(name, checker.path, said, parts.body, parts.body_first_line)


def _free_page(data: bytes, name: str, checker: Checker) -> FreePage:
    _check_name(name, ".md", checker)
    parts, sheet = _markdown(data, checker, PAGE_KEYS)
    title = sheet.line("title") if sheet else None
    if title:
        return FreePage(name, title.value, parts.body, checker.path, parts.body_first_line)
    heading, body = _without_heading(parts.body)
    if not heading and not checker.problems:
        hint = "begin it with a line such as # About this list"
        checker.error(None, "this page has no title", hint)
    return FreePage(name, heading or name, body, checker.path, parts.body_first_line)


def _markdown(
    data: bytes, checker: Checker, keys: tuple[str, ...]
) -> tuple[FrontMatter, Sheet | None]:
    """A Markdown file's parts, and its front matter; None when that cannot be read."""
    text = checker.text_of(data)
    parts, problems = split_front_matter(text or "", checker.path)
    checker.keep(problems)
    if text is None or problems:
        return parts, None
    return parts, checker.yaml(parts.yaml or "", keys, parts.first_line)


def _without_heading(markdown: str) -> tuple[str, str]:
    """The text of the first ``# heading`` outside code, and the rest; ``""`` when there is none."""
    lines = markdown.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        if mark := _CODE_FENCE.match(line):
            if not fence:
                fence = mark["fence"]
            elif mark["fence"].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif not fence and (opening := _HEADING.match(line)):
            title = _without_closing_hashes(line[opening.end() :].strip())
            if title:
                lines[number] = ""  # so that the lines below keep their numbers
                return " ".join(title.split()), "\n".join(lines)
    return "", markdown


def _without_closing_hashes(heading: str) -> str:
    """``Title ##`` -> ``Title``; but ``C#`` stays."""
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else heading


# --- papers.yaml ----------------------------------------------------------------------------


def _same(sheet: Sheet) -> tuple[tuple[Reference, ...], ...]:
    checker = sheet.checker
    home: dict[str, Reference] = {}
    groups = []
    for item in checker.items(sheet.rows.get("same")):
        group = _group(item, checker)
        for one in group:
            if one.id in home:
                hint = f"it is first at line {home[one.id].line}; make one group of the two"
                checker.error(one, f"{quoted(one.id)} is in two groups of same", hint)
        group = tuple(one for one in group if home.setdefault(one.id, one) is one)
        if len(group) > 1:
            groups.append(group)
    return tuple(groups)


def _different(
    sheet: Sheet,
) -> tuple[tuple[tuple[Reference, ...], ...], tuple[EntryPlace, ...]]:
    """Groups of papers that only look alike, and entries that are papers of their own."""
    checker = sheet.checker
    groups: list[tuple[Reference, ...]] = []
    places: list[EntryPlace] = []
    for item in checker.items(sheet.rows.get("different")):
        if isinstance(item, Items):
            groups.append(_group(item, checker))
        elif word := checker.word(item):
            if place := _ENTRY_PLACE.fullmatch(word.value):
                path = f"listings/{place['file']}"
                places.append(EntryPlace(path, int(place["line"]), word.line, word.column))
            else:
                hint = "write the listing's file and the line of the title, as in monday.txt:12"
                message = f"{quoted(word.value)} is not the place of an entry"
                checker.error(word, message, f"{hint}, or a list of paper ids")
    return tuple(filter(None, groups)), tuple(places)


def _group(item: Node, checker: Checker) -> tuple[Reference, ...]:
    """Two paper ids or more; nothing when there are fewer."""
    before = checker.problems
    group = _once(_references(checker.words(item)), checker)
    if len(group) < 2:
        if checker.problems == before:
            hint = "write a list such as [first-id, second-id]"
            checker.error(item, "expected two paper ids or more here", hint)
        return ()
    return group


def _aliases(sheet: Sheet) -> tuple[Alias, ...]:
    """Renamed ids; a chain of renames leads straight to its end."""
    checker = sheet.checker
    new_of: dict[str, Alias] = {}
    node = sheet.rows.get("aliases")
    if isinstance(node, Table):
        for key, value in node.rows:
            new = checker.word(value)
            if not _can_be_id(key.value):
                message = f"{quoted(key.value)} cannot have been an id"
                checker.error(key, message, "write the id as it is in the old address")
            elif new:
                new_of[key.value] = Alias(_reference(key), _reference(new))
    elif node is not None and not (isinstance(node, Text) and not node.value):
        hint = "write each on a line of its own, as in old-id: new-id"
        checker.error(node, "expected old ids with their new ids here", hint)
    end_of = _ends(new_of, checker)
    return tuple(
        replace(alias, new=replace(alias.new, id=end_of[old]))
        for old, alias in new_of.items()
        if old in end_of
    )


def _can_be_id(word: str) -> bool:
    """Whether an address may be made from a word: it has the letters of a slug and no others."""
    plain = all(char == "-" or unicodedata.category(char)[0] in "LNM" for char in word)
    folded = unicodedata.normalize("NFC", word.casefold())
    return plain and word == folded and word not in WINDOWS_DEVICES and len(word.encode()) <= 200


def _ends(new_of: Mapping[str, Alias], checker: Checker) -> dict[str, str]:
    """Where each chain of renames ends; those that go round in a circle end nowhere."""
    end_of: dict[str, str | None] = {}
    for old in new_of:
        chain: dict[str, None] = {}
        here = old
        while here in new_of and here not in end_of and here not in chain:
            chain[here] = None
            here = new_of[here].new.id
        if here in chain:
            circle = list(chain)[list(chain).index(here) :]
            names = " → ".join(map(quoted, [*circle[:10], here]))
            hint = "let the last one name a paper of the list"
            checker.error(new_of[circle[-1]].new, f"these renames go in a circle: {names}", hint)
        end = None if here in chain else end_of.get(here, here)
        end_of.update(dict.fromkeys(chain, end))
    return {old: end for old, end in end_of.items() if end is not None}


# --- files ----------------------------------------------------------------------------------


def _folder_of(path: str) -> str | None:
    """The curated folder a file is read from, or None when it is none of ours to read."""
    folder, _, name = path.rpartition("/")
    ours = folder in FOLDERS and name.endswith(FOLDERS[folder]) and not _is_ignored(path)
    return folder if ours else None


def _is_ignored(path: str) -> bool:
    """Files for people and tools: README.md, and whatever has a name that begins with a dot."""
    parts = path.split("/")
    return parts[-1] == "README.md" or any(part.startswith(".") for part in parts)


def _unread_files(sources: Sources) -> Iterator[Problem]:
    """Files that nothing reads. One whose author surely meant it to be read is an error."""
    for path in sorted(sources):
        folder, _, name = path.rpartition("/")
        top = path.split("/", 1)[0]
        if path in (settings.PATH, MERGE_PATH) or _folder_of(path) or _is_ignored(path):
            continue
        if folder and top == "listings":
            continue
        if top in FOLDERS and folder:
            yield _misplaced(path, folder, top, name)
        elif not folder:
            hint = did_you_mean(name, (settings.PATH, MERGE_PATH))
            yield _unread(path, hint or "files here are site.yaml and papers.yaml")
        else:
            folders = ("listings", *FOLDERS)
            hint = did_you_mean(top, folders) or f"the folders are {', '.join(folders)}"
            yield _unread(path, hint)


def _misplaced(path: str, folder: str, top: str, name: str) -> Problem:
    ending = FOLDERS[top]
    if folder != top:
        hint = f"move it to {top}/{name}"
        if top == "themes":
            hint += "; to put a theme under another, write parent: in it"
        return Problem(path, 0, 0, f"files in folders of {top}/ are not read", hint)
    if PurePosixPath(name).suffix.casefold() in (".yaml", ".yml", ".md", ".markdown"):
        hint = f"rename it to {PurePosixPath(name).stem}{ending}"
        return Problem(path, 0, 0, f"files in {top}/ must end in {ending}", hint)
    return _unread(path, f"files in {top}/ end in {ending}")


def _unread(path: str, hint: str) -> Problem:
    return Problem(path, 0, 0, "nothing reads this file", hint, Severity.WARNING)


def _check_name(name: str, ending: str, checker: Checker) -> None:
    """A file's name becomes an address, so it must be a slug."""
    if slug(name) != name:
        message = f"{quoted(name)} is no id: use lower-case letters, digits and single hyphens"
        checker.error(None, message, f"rename the file to {slug(name)}{ending}")


def _reference(text: Text) -> Reference:
    return Reference(text.value, text.line, text.column)


def _references(texts: tuple[Text, ...]) -> tuple[Reference, ...]:
    return tuple(map(_reference, texts))
