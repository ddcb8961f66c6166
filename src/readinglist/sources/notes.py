"""Parse ``notes/<paper>.md`` and ``pages/<page>.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.model import FreePage
from readinglist.sources.references import Reference
from readinglist.sources.yamlfile import split_front_matter
from readinglist.text.comments import without_comments

if TYPE_CHECKING:
    from readinglist.model import PaperId
    from readinglist.sources.fields import Checker

PAGE_KEYS: Final = ("title",)

_HEADING = re.compile(r" {0,3}#(?=[ \t])")
_CODE_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A parsed note.

    Attributes:
        paper: file name without extension: the current or a former id of the paper.
        line: line of the file on which the text begins.
    """

    paper: PaperId
    path: str
    markdown: str
    line: int = 1


def read_note(data: bytes, name: PaperId, checker: Checker) -> NoteFile:
    """Parse a note; problems are added to the checker."""
    text = checker.decode(data)
    if text is None:
        return NoteFile(name, checker.path, "")
    parts, _ = split_front_matter(text, checker.path)
    if parts.yaml is not None:
        hint = f"move the front matter to papers/{name}.yaml; for a horizontal rule write ***"
        checker.error(None, "a note must not have front matter", hint)
    text = _without_comments(text, 1, checker)
    if parts.yaml is None and not text.strip():
        checker.warning(None, "this note is empty", "write the note, or remove the file")
    return NoteFile(name, checker.path, text)


def read_free_page(data: bytes, name: str, checker: Checker) -> FreePage:
    """Parse an additional page; its title is in the front matter, or is its first heading."""
    text = checker.decode(data)
    parts, problems = split_front_matter(text or "", checker.path)
    checker.keep(problems)
    fields = None
    if text is not None and not problems:
        fields = checker.yaml(parts.yaml or "", PAGE_KEYS, parts.first_line)
    title = fields.line("title") if fields else None
    text = _without_comments(parts.body, parts.body_first_line, checker)
    heading, body = ("", text) if title else _without_heading(text)
    if "<!--" in heading:
        checker.error(None, "the comment in the title of this page would be published", "remove it")
    if not (title or heading or checker.problems):
        hint = "begin it with a line such as # About this list"
        checker.error(None, "this page has no title", hint)
    return FreePage(
        name,
        title.value if title else heading or name,
        body,
        checker.path,
        parts.body_first_line,
    )


def _without_comments(markdown: str, first_line: int, checker: Checker) -> str:
    """Return a text without HTML comments; a comment without an end is reported."""
    text, unclosed = without_comments(markdown)
    if unclosed:
        at = Reference("<!--", unclosed.line + first_line - 1, unclosed.column)
        hint = "end it with -->, or with the bracket or the quote that it begins with"
        checker.error(at, "the comment that begins here is never closed", hint)
    return text


def _without_heading(markdown: str) -> tuple[str, str]:
    """Return the text of the first ``# heading`` outside code, and the rest of the text."""
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
    """Remove the closing hashes of a heading: ``Title ##`` -> ``Title``; ``C#`` stays."""
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else heading
