"""Parse ``papers/<paper>.yaml``: what the team says about a paper.

The tags are here and not in the themes' files, so that two people who tag different papers edit
different files. The file also has corrections, and ``listed: no`` to leave a paper out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from readinglist.problems import quoted
from readinglist.sources import corrections
from readinglist.sources.corrections import NO_CORRECTIONS, Corrections, read_corrections
from readinglist.sources.references import Reference, once, references

if TYPE_CHECKING:
    from readinglist.model import PaperId
    from readinglist.sources.fields import Checker, Fields

KEYS: Final = ("themes", *corrections.KEYS, "listed", "reason")
MOST_THEMES: Final = 50
"""Maximum number of themes of a paper; with more, a theme says little about it."""
_YES_NO: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A parsed paper file.

    Attributes:
        paper: file name without extension: the current or a former id of the paper.
        themes: the themes the paper is tagged with, as written.
        listed: False if the paper is left out of the list.
        reason: why it is left out.
    """

    paper: PaperId
    path: str
    themes: tuple[Reference, ...] = ()
    corrections: Corrections = NO_CORRECTIONS
    listed: bool = True
    reason: str = ""


def read_paper_file(data: bytes, name: PaperId, checker: Checker) -> PaperFile:
    """Parse a paper's file; problems are added to the checker."""
    text = checker.decode(data)
    fields = checker.yaml(text, KEYS) if text is not None else None
    if fields is None:
        return PaperFile(name, checker.path)
    themes = once(references(fields.words("themes")), checker)
    _check_lines(themes, checker)
    if len(themes) > MOST_THEMES:
        message = f"this paper has {len(themes):,} themes; at most {MOST_THEMES} are allowed"
        checker.error(themes[MOST_THEMES], message, "keep the most relevant ones")
        themes = themes[:MOST_THEMES]
    listed, reason = _listed(fields)
    return PaperFile(name, checker.path, themes, read_corrections(fields), listed, reason)


def _check_lines(themes: tuple[Reference, ...], checker: Checker) -> None:
    """Warn unless there is one theme per line, sorted, which keeps diffs and merges small."""
    for above, theme in pairwise(themes):
        if theme.line == above.line:
            checker.warning(theme, "two themes are on one line", "write one theme per line")
            return
    for above, theme in pairwise(themes):
        if theme.name < above.name:
            order = f"{quoted(theme.name)} belongs above {quoted(above.name)}"
            checker.warning(theme, f"the themes are not sorted: {order}", "sort the lines")
            return


def _listed(fields: Fields) -> tuple[bool, str]:
    listed, reason = fields.line("listed"), fields.line("reason")
    if listed and listed.value not in _YES_NO:
        message = f"listed must be yes or no, not {quoted(listed.value)}"
        fields.checker.error(listed, message, "write no to leave the paper out of the list")
    is_listed = listed is None or listed.value != "no"
    if listed and not is_listed and reason is None:
        hint = "add a line such as reason: not about our subject"
        fields.checker.warning(listed, "a paper that is left out needs a reason", hint)
    if reason and is_listed:
        hint = "add listed: no, or remove the reason"
        fields.checker.warning(reason, "reason is only used with listed: no", hint)
    return is_listed, reason.value if reason else ""
