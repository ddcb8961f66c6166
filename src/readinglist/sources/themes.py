"""``themes/<theme>.yaml``: what one theme is. Which papers it holds stands in the papers' files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.problems import has_errors
from readinglist.sources.references import Reference, once, reference, references
from readinglist.sources.yamlfile import Items, Table

if TYPE_CHECKING:
    from readinglist.model import ThemeId
    from readinglist.sources.fields import Checker, Sheet

KEYS: Final = ("title", "description", "parent", "related", "start_here")
STEP_KEYS: Final = ("paper", "why")
_ELSEWHERE: Final = {
    "papers": "papers are tagged in their own files: use themes: in papers/<paper>.yaml"
}


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """One step of a reading path, as written."""

    paper: Reference
    why: str


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme's file, read.

    Attributes:
        is_whole: False when the file has errors: what seems to be missing may be there.
    """

    id: ThemeId
    path: str
    title: str
    description: str = ""
    parent: Reference | None = None
    related: tuple[Reference, ...] = ()
    start_here: tuple[WrittenStep, ...] = ()
    is_whole: bool = True


def read_theme(data: bytes, name: ThemeId, checker: Checker) -> ThemeFile:
    """What a theme's file says; whatever is wrong with it goes to the checker."""
    text = checker.text_of(data)
    sheet = checker.yaml(text, KEYS, elsewhere=_ELSEWHERE) if text is not None else None
    if sheet is None:
        return ThemeFile(name, checker.path, name, is_whole=False)
    title, description = sheet.line("title", required=True), sheet.text("description")
    if not (description or isinstance(sheet.rows.get("description"), (Items, Table))):
        hint = "add a line such as description: What belongs here, and why it matters."
        at = sheet.rows.get("description", sheet.node)
        checker.warning(at, "this theme has no description", hint)
    parent = sheet.line("parent")
    return ThemeFile(
        id=name,
        path=checker.path,
        title=title.value if title else name,
        description=description.value if description else "",
        parent=reference(parent) if parent else None,
        related=once(references(sheet.words("related")), checker),
        start_here=_steps(sheet),
        is_whole=not has_errors(checker.problems),
    )


def _steps(sheet: Sheet) -> tuple[WrittenStep, ...]:
    steps: list[WrittenStep] = []
    for row in sheet.sheets("start_here", STEP_KEYS):
        paper, why = row.line("paper", required=True), row.line("why", required=True)
        if paper:
            steps.append(WrittenStep(reference(paper), why.value if why else ""))
    wanted = set(once((step.paper for step in steps), sheet.checker))
    return tuple(step for step in steps if step.paper in wanted)
