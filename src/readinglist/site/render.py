"""Views -> files: each page as Markdown, and as HTML; the only user of Jinja2.

The Markdown page is printed by ``<kind>.md``, where every value is escaped for Markdown but one
that is Markdown already. ``<kind>.html`` prints prose from the same Markdown values, and lists and
controls from the same view, so that the two cannot disagree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from readinglist import urls
from readinglist.problems import Problem
from readinglist.site.assets import Assets, lean
from readinglist.site.board import long_date
from readinglist.site.head import frame, head, linked_data
from readinglist.text.comments import CONFLICT_HINT, CONFLICT_MESSAGE, conflicts
from readinglist.text.display import shown
from readinglist.text.markdown import Markdown, as_html, as_inline_html, as_markdown, readable_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from readinglist.exports.citing import Citing
    from readinglist.model import Library, Site
    from readinglist.site.compose import View


_TEXTS: Final = (".html", ".md", ".txt", ".css", ".js", ".json", ".svg", ".xml")


@dataclass(frozen=True, slots=True)
class Look:
    """A site's looks: templates and static files by name, its own over the default ones."""

    templates: Mapping[str, bytes]
    static: Mapping[str, bytes]


def conflicts_in_look(look: Look) -> tuple[Problem, ...]:
    """The merge conflicts that were left in templates and in static files of text."""
    return tuple(
        Problem(f"{folder}/{name}", place.line, place.column, CONFLICT_MESSAGE, CONFLICT_HINT)
        for folder, files in (("templates", look.templates), ("static", look.static))
        for name, raw in files.items()
        if name.endswith(_TEXTS)
        for place in conflicts(raw.decode("utf-8", "replace").replace("\r\n", "\n"))
    )


def render(
    library: Library,
    views: Iterable[View],
    look: Look,
    data: Mapping[str, bytes],
    citing: Citing,
) -> tuple[Site, tuple[Problem, ...]]:
    """The files of all pages, and the assets.

    Args:
        data: files made for this library that are served as assets, by logical name.

    Returns:
        The site, and what is wrong with the templates.
    """
    assets = Assets({**lean(look.static), **data})
    site: dict[str, bytes] = {".nojekyll": b"", **assets.site}
    problems: list[Problem] = []
    pages = _Pages(library, look, assets, citing)
    for view in views:
        try:
            site |= pages.files(view)
        except TemplateError as error:
            problems.append(_problem_of(error, look))
    return site, tuple(problems)


def markdown_pages(views: Iterable[View], look: Look) -> tuple[Site, tuple[Problem, ...]]:
    """The pages as Markdown, for those who read no HTML."""
    site: dict[str, bytes] = {}
    problems: list[Problem] = []
    environment = _markdown_environment(look)
    for view in views:
        if view.page.kind.has_markdown:
            try:
                site[urls.markdown_file(view.page.address)] = _markdown(environment, view)
            except TemplateError as error:
                problems.append(_problem_of(error, look))
    return site, tuple(problems)


def print_template(
    look: Look, name: str, values: Mapping[str, object]
) -> tuple[str, tuple[Problem, ...]]:
    """A text that is no page of the site, from a template; and what is wrong with that.

    What it prints is escaped when the template is one of HTML. In one of plain text or Markdown
    nothing is: what such a template is given must be safe there.
    """
    environment = _environment(look, escape=name.endswith(".html"))
    try:
        return environment.get_template(name).render(values), ()
    except TemplateError as error:
        return "", (_problem_of(error, look),)


class _Pages:
    """Everything that is the same for all pages of one library."""

    def __init__(self, library: Library, look: Look, assets: Assets, citing: Citing) -> None:
        self.library = library
        self.assets = assets
        self.citing = citing
        self.frame = frame(library)
        self.html = _environment(look)
        self.html.filters |= {"html": _html, "inline": _inline_html}
        self.markdown = _markdown_environment(look)

    def files(self, view: View) -> Iterator[tuple[str, bytes]]:
        """The Markdown of a page, where it has one, and its HTML."""
        page = view.page
        if page.kind.has_markdown:
            yield urls.markdown_file(page.address), _markdown(self.markdown, view)
        links = urls.links_of_page(page.address, self.library.settings.url)
        text = self.html.get_template(f"{page.kind.name}.html").render(
            view=view,
            page=page,
            site=self.frame,
            head=head(self.library, self.citing, view),
            linked_data=Markup(linked_data(self.library, self.citing, view, links)),
            root=links.to(urls.FRONT),
            href=links.to,
            asset=lambda name: f"{links.root}{self.assets.names[name]}",
        )
        yield urls.html_file(page.address), text.encode("utf-8", "replace")


def _markdown(environment: Environment, view: View) -> bytes:
    links = urls.LinksFrom(view.page.address)
    template = environment.get_template(f"{view.page.kind.name}.md")

    def href(address: object) -> Markdown:
        return Markdown(links.to(str(address)))

    text = template.render(view=view, page=view.page, href=href)
    return text.encode("utf-8", "replace")


def _environment(look: Look, *, escape: bool = True) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_loader(look)),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # templates do not change while one site is made
    )
    environment.filters |= {
        "readable": lambda text: Markup(readable_html(shown(text))),
        "shown": shown,
        "long_date": long_date,
    }
    return environment


def _markdown_environment(look: Look) -> Environment:
    """Templates whose values are escaped for Markdown, unless they are Markdown."""
    environment = _environment(look)
    environment.finalize = _for_markdown
    environment.filters |= {
        "quoted": lambda text: Markdown(json.dumps(str(text), ensure_ascii=False)),
        "url": lambda url: Markdown(f"<{url}>"),
        "spaces": lambda text: Markdown(str(text)),
    }
    return environment


def _for_markdown(value: object) -> Markup:
    """A value as it stands in a Markdown page; markup is what a macro printed by these rules."""
    if isinstance(value, Markup):
        return value
    return Markup(value.source if isinstance(value, Markdown) else as_markdown(str(value)))


def _html(markdown: Markdown) -> Markup:
    return Markup(as_html(markdown))


def _inline_html(markdown: Markdown) -> Markup:
    return Markup(as_inline_html(markdown))


def _problem_of(error: TemplateError, look: Look) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        message = f"this template cannot be read: {error.message}"
        return Problem(f"templates/{error.name}", error.lineno, 1, message)
    name, line = _place(error, look)
    return Problem(f"templates/{name}", line, 1, f"this template failed: {error.message}")


def _place(error: TemplateError, look: Look) -> tuple[str, int]:
    """The innermost template line an error came from."""
    found = ("base.html", 1)
    traceback = error.__traceback__
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name in look.templates:
            found = (name, traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


def _loader(look: Look) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        raw = look.templates.get(name)
        return None if raw is None else (raw.decode("utf-8", "replace"), name, lambda: True)

    return load
