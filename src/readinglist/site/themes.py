"""The list of themes, and the page of each theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.site.kinds import Kind
from readinglist.site.rows import Meta, PaperRow, ThemeName, ThemeRow, first_sentence, paragraphs
from readinglist.text.display import excerpt
from readinglist.text.markdown import Markdown, plain_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Theme, ThemeId
    from readinglist.site.rows import Rows

THEMES: Final = Kind("themes", in_menu=True)
THEME: Final = Kind("theme", within="themes", has_card=True, has_feed=True, has_exports=True)


@dataclass(frozen=True, slots=True)
class ThemesView:
    """The list of all themes; `top` has the top-level themes."""

    page: Meta
    top: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a reading path, with the reason for it."""

    paper: PaperRow
    why: Markdown


@dataclass(frozen=True, slots=True)
class ThemeView:
    """The page of a theme.

    Attributes:
        row: the theme as shown in lists, with its counts and subthemes.
        lead: the first sentence of the description.
        scope: the rest of the description, by paragraph.
        above: its parent themes, the outermost first.
        related: related themes.
        path: its reading path.
        rest: its other papers, in the order they were first seen.
        own: the number of papers tagged with this theme itself.
        before, after: the previous and the next theme with the same parent.
        context_objects: the papers for reference managers, see `readinglist.exports.coins`.
        edit_url: the URL for editing its file, or ``""``.
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
    """Return the view of the list of themes."""
    library = rows.library
    groups = len(library.groups)
    themes = len(library.themes) - groups
    in_groups = f" in {groups} groups" if groups else ""
    summary = f"{themes} themes{in_groups} of {library.settings.title}."
    return ThemesView(Meta(THEMES, urls.THEMES, "Themes", summary), rows.top_themes)


def theme_views(rows: Rows, formatter: CitationFormatter) -> Iterator[ThemeView]:
    """Return the views of all themes."""
    return (_theme_view(rows, formatter, theme) for theme in rows.library.themes.values())


def _theme_view(rows: Rows, formatter: CitationFormatter, theme: Theme) -> ThemeView:
    library = rows.library
    own = rows.in_theme(theme.id)
    path = {step.paper for step in theme.start_here}
    lead, further = first_sentence(theme.description)
    siblings = library.children[theme.parent]
    position = siblings.index(theme.id)
    return ThemeView(
        page=Meta(
            THEME,
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
        before=rows.theme_names[siblings[position - 1]] if position else None,
        after=rows.theme_names[siblings[position + 1]] if position + 1 < len(siblings) else None,
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
