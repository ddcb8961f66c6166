"""The list of themes, and the page of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.site import kinds
from readinglist.site.rows import Meta, PaperRow, ThemeName, ThemeRow, first_sentence, paragraphs
from readinglist.text.display import excerpt
from readinglist.text.markdown import Markdown, plain_markdown

if TYPE_CHECKING:
    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Theme, ThemeId
    from readinglist.site.rows import Rows


@dataclass(frozen=True, slots=True)
class ThemesView:
    """The list of all themes; `top` are those under no other."""

    page: Meta
    top: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a reading path, and why it comes there."""

    paper: PaperRow
    why: Markdown


@dataclass(frozen=True, slots=True)
class ThemeView:
    """The page of a theme.

    Attributes:
        lead, scope: the description: its first sentence, and what follows, by paragraph.
        above: the themes it lies under, outermost first.
        row: the theme as others show it, with its counts and the themes below it.
        related: themes a reader of this one may like.
        path: its reading path.
        rest: its other papers, in the order they came in.
        own: how many papers are tagged with this very theme.
        before, after: the themes beside it.
        context_objects: its papers for reference managers, see `readinglist.exports.coins`.
        edit_url: where its file is edited on the web, or ``""``.
    """

    page: Meta
    row: ThemeRow
    lead: Markdown
    scope: tuple[Markdown, ...]
    above: tuple[ThemeName, ...]
    related: tuple[ThemeRow, ...]
    path: tuple[StepRow, ...]
    rest: tuple[PaperRow, ...]
    own: int
    before: ThemeName | None
    after: ThemeName | None
    context_objects: tuple[str, ...]
    edit_url: str


def themes_view(rows: Rows) -> ThemesView:
    """The list of all themes."""
    library = rows.library
    groups = len(library.groups)
    themes = len(library.themes) - groups
    in_groups = f" in {groups} groups" if groups else ""
    summary = f"{themes} themes{in_groups} of {library.settings.title}."
    return ThemesView(Meta(kinds.THEMES, urls.THEMES, "Themes", summary), rows.top_themes)


def theme_view(rows: Rows, formatter: CitationFormatter, theme: Theme) -> ThemeView:
    """The page of a theme."""
    library = rows.library
    own = rows.in_theme(theme.id)
    path = {step.paper for step in theme.start_here}
    lead, further = first_sentence(theme.description)
    siblings = library.children[theme.parent]
    place = siblings.index(theme.id)
    return ThemeView(
        page=Meta(
            kinds.THEME,
            urls.theme(theme.id),
            theme.title,
            excerpt(theme.description),
            (("id", theme.id), ("parent", theme.parent), ("papers", theme.papers)),
        ),
        row=rows.themes[theme.id],
        lead=plain_markdown(lead),
        scope=paragraphs(further),
        above=tuple(rows.theme_names[one] for one in _above(rows, theme)),
        related=tuple(rows.themes[one] for one in theme.related),
        path=tuple(
            StepRow(rows.papers[step.paper], plain_markdown(step.why)) for step in theme.start_here
        ),
        rest=tuple(paper for paper in own if paper.id not in path),
        own=len(own),
        before=rows.theme_names[siblings[place - 1]] if place else None,
        after=rows.theme_names[siblings[place + 1]] if place + 1 < len(siblings) else None,
        context_objects=tuple(formatter.context_object(paper.id) for paper in own),
        edit_url=rows.edit_url(f"themes/{theme.id}.yaml"),
    )


def _above(rows: Rows, theme: Theme) -> tuple[ThemeId, ...]:
    above: list[ThemeId] = []
    parent = theme.parent
    while parent:
        above.insert(0, parent)
        parent = rows.library.themes[parent].parent
    return tuple(above)
