"""Parse the files that the team curates, each one independently.

These are ``papers/<paper>.yaml``, ``notes/<paper>.md``, ``themes/<theme>.yaml``,
``pages/<page>.md`` and ``reading/<name>.yaml``. References in them are resolved later by
:mod:`readinglist.library.assembling`. Files that are not read, such as a theme in ``theme/``, are
reported.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from readinglist.problems import Problem, Severity, did_you_mean, quoted
from readinglist.sources import merge_rules, settings
from readinglist.sources.board import ReaderFile, read_reader
from readinglist.sources.fields import Checker
from readinglist.sources.notes import NoteFile, read_free_page, read_note
from readinglist.sources.paper_files import PaperFile, read_paper_file
from readinglist.sources.themes import ThemeFile, read_theme
from readinglist.text.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.model import FreePage, Sources

FOLDERS: Final = {
    "papers": ".yaml",
    "notes": ".md",
    "themes": ".yaml",
    "pages": ".md",
    "reading": ".yaml",
}
"""The folders of curated files, with the extension of their files."""
RECORDS_PATH: Final = "records.jsonl"
"""The file that :mod:`readinglist.records` reads."""
FILES: Final = (settings.PATH, merge_rules.PATH, RECORDS_PATH)
"""The curated files outside folders."""


@dataclass(frozen=True, slots=True)
class Curation:
    """The parsed files, in the order of their paths."""

    papers: tuple[PaperFile, ...] = ()
    notes: tuple[NoteFile, ...] = ()
    themes: tuple[ThemeFile, ...] = ()
    free_pages: tuple[FreePage, ...] = ()
    readers: tuple[ReaderFile, ...] = ()


def read_curation(sources: Sources) -> tuple[Curation, tuple[Problem, ...]]:
    """Parse all curated files."""
    problems = list(_files_not_read(sources))
    papers: list[PaperFile] = []
    notes: list[NoteFile] = []
    themes: list[ThemeFile] = []
    pages: list[FreePage] = []
    readers: list[ReaderFile] = []
    for path in sorted(sources):
        folder = _folder_of(path)
        if folder is None:
            continue
        checker = Checker(path)
        name = unicodedata.normalize("NFC", PurePosixPath(path).stem)
        data = sources[path]
        if folder in ("themes", "pages", "reading"):
            _check_name(name, FOLDERS[folder], checker)
        match folder:
            case "papers":
                papers.append(read_paper_file(data, name, checker))
            case "notes":
                notes.append(read_note(data, name, checker))
            case "themes":
                themes.append(read_theme(data, name, checker))
            case "pages":
                pages.append(read_free_page(data, name, checker))
            case "reading":
                readers.append(read_reader(data, name, checker))
        problems += checker.problems
    curation = Curation(tuple(papers), tuple(notes), tuple(themes), tuple(pages), tuple(readers))
    return curation, tuple(problems)


def _folder_of(path: str) -> str | None:
    """Return the folder of a curated file, or None if the file is not read."""
    folder, _, name = path.rpartition("/")
    is_read = folder in FOLDERS and name.endswith(FOLDERS[folder]) and not _is_ignored(path)
    return folder if is_read else None


def _is_ignored(path: str) -> bool:
    """Return whether a file is README.md or hidden."""
    parts = path.split("/")
    return parts[-1] == "README.md" or any(part.startswith(".") for part in parts)


def _files_not_read(sources: Sources) -> Iterator[Problem]:
    """Yield a problem for each file that is not read: an error for a likely mistake."""
    for path in sorted(sources):
        folder, _, name = path.rpartition("/")
        top = path.split("/", 1)[0]
        if path in FILES or _folder_of(path) or _is_ignored(path):
            continue
        if folder and top == "listings":
            continue
        if top in FOLDERS and folder:
            yield _misplaced(path, folder, top, name)
        elif not folder:
            hint = did_you_mean(name, FILES) or f"the files here are {', '.join(FILES)}"
            yield _not_read(path, hint)
        else:
            folders = ("listings", *FOLDERS)
            hint = did_you_mean(top, folders) or f"the folders are {', '.join(folders)}"
            yield _not_read(path, hint)


def _misplaced(path: str, folder: str, top: str, name: str) -> Problem:
    ending = FOLDERS[top]
    if folder != top:
        hint = f"move it to {top}/{name}"
        if top == "themes":
            hint += "; to put a theme under another, write parent: in it"
        return Problem(path, 0, 0, f"files in subfolders of {top}/ are not read", hint)
    if PurePosixPath(name).suffix.casefold() in (".yaml", ".yml", ".md", ".markdown"):
        hint = f"rename it to {PurePosixPath(name).stem}{ending}"
        return Problem(path, 0, 0, f"files in {top}/ must end in {ending}", hint)
    return _not_read(path, f"files in {top}/ end in {ending}")


def _not_read(path: str, hint: str) -> Problem:
    return Problem(path, 0, 0, "this file is not read", hint, Severity.WARNING)


def _check_name(name: str, ending: str, checker: Checker) -> None:
    """Report a file name that is not a slug, since it becomes part of a URL."""
    if slug(name) != name:
        message = (
            f"{quoted(name)} is not a valid id: use lower-case letters, digits and single hyphens"
        )
        checker.error(None, message, f"rename the file to {slug(name)}{ending}")
