"""Parse ``themes/<theme>.yaml``. The papers of a theme are in the papers' own files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.problems import has_errors
from readinglist.sources.references import Reference, once, reference, references
from readinglist.sources.yamlfile import Items, Table

if TYPE_CHECKING:
    from readinglist.model import ThemeId
    from readinglist.sources.fields import Checker, Fields

KEYS: Final = ("title", "description", "parent", "related", "start_here")
STEP_KEYS: Final = ("paper", "why")
_ELSEWHERE: Final = {
    "papers": "papers are tagged in their own files: use themes: in papers/<paper>.yaml"
}


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step of a reading path, as written."""

    paper: Reference
    why: str


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A parsed theme file.

    Attributes:
        is_valid: False if the file has errors; missing values may then be present in the file.
    """

    id: ThemeId
    path: str
    title: str
    description: str = ""
    parent: Reference | None = None
    related: tuple[Reference, ...] = ()
    start_here: tuple[WrittenStep, ...] = ()
    is_valid: bool = True


def read_theme(data: bytes, name: ThemeId, checker: Checker) -> ThemeFile:
    """Parse a theme file; problems are added to the checker."""
    text = checker.decode(data)
    fields = checker.yaml(text, KEYS, elsewhere=_ELSEWHERE) if text is not None else None
    if fields is None:
        return ThemeFile(name, checker.path, name, is_valid=False)
    title, description = fields.line("title", required=True), fields.text("description")
    if not (description or isinstance(fields.rows.get("description"), (Items, Table))):
        hint = "add a line such as description: What belongs here, and why it matters."
        at = fields.rows.get("description", fields.node)
        checker.warning(at, "this theme has no description", hint)
    parent = fields.line("parent")
    return ThemeFile(
        id=name,
        path=checker.path,
        title=title.value if title else name,
        description=description.value if description else "",
        parent=reference(parent) if parent else None,
        related=once(references(fields.words("related")), checker),
        start_here=_steps(fields),
        is_valid=not has_errors(checker.problems),
    )


def _steps(fields: Fields) -> tuple[WrittenStep, ...]:
    steps: list[WrittenStep] = []
    for row in fields.mappings("start_here", STEP_KEYS):
        paper, why = row.line("paper", required=True), row.line("why", required=True)
        if paper:
            steps.append(WrittenStep(reference(paper), why.value if why else ""))
    wanted = set(once((step.paper for step in steps), fields.checker))
    return tuple(step for step in steps if step.paper in wanted)
