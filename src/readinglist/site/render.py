"""Render views to files: each page as Markdown and as HTML.

The template ``<kind>.md`` makes the Markdown, where all values are escaped for Markdown, except
those that are Markdown already. ``<kind>.html`` makes the HTML from the same view, so that both
have the same content. This module defines what templates can use; ``templates/README.md``
documents it for authors of templates.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.model import Library
from readinglist.problems import Problem
from readinglist.site.assets import Assets, minified
from readinglist.site.board import long_date
from readinglist.site.head import frame, head, linked_data
from readinglist.templating import TemplateApi, TemplateFailedError, Templates, as_markup
from readinglist.text.comments import CONFLICT_HINT, CONFLICT_MESSAGE, conflicts
from readinglist.text.decoding import decode
from readinglist.text.display import shown
from readinglist.text.markdown import (
    Markdown,
    as_html,
    as_inline_html,
    as_markdown,
    readable_html,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Site
    from readinglist.site.compose import View
    from readinglist.site.rows import Meta

MEMBERS: Final[Mapping[type, frozenset[str]]] = {Library: frozenset({"papers_below"})}
"""The methods that templates can call, in addition to fields and properties of frozen values."""
FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "readable": lambda text: as_markup(readable_html(shown(text))),
    "shown": shown,
    "long_date": long_date,
}
"""Filters for all templates, in addition to those of Jinja."""
HTML_FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    **FILTERS,
    "html": lambda markdown: as_markup(as_html(markdown)),
    "inline": lambda markdown: as_markup(as_inline_html(markdown)),
}
"""Filters for HTML pages."""
MARKDOWN_FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    **FILTERS,
    "quoted": lambda text: Markdown(json.dumps(str(text), ensure_ascii=False)),
    "url": lambda url: Markdown(f"<{url}>"),
    "spaces": lambda text: Markdown(str(text)),
}
"""Filters for Markdown pages."""


@dataclass(frozen=True, slots=True)
class Look:
    """The templates and static files of a site by name; its own files replace default ones."""

    templates: Mapping[str, bytes]
    static: Mapping[str, bytes]


def conflicts_in_look(look: Look) -> tuple[Problem, ...]:
    """Return a problem for each unresolved merge conflict in templates and static text files."""
    return tuple(
        Problem(f"{folder}/{name}", found.line, found.column, CONFLICT_MESSAGE, CONFLICT_HINT)
        for folder, files in (("templates", look.templates), ("static", look.static))
        for name, raw in files.items()
        if isinstance(text := decode(raw) if raw else "", str)
        for found in conflicts(text)
    )


def render(
    library: Library,
    views: Sequence[View],
    look: Look,
    data: Mapping[str, bytes],
    formatter: CitationFormatter,
) -> tuple[Site, tuple[Problem, ...]]:
    """Return the files of all pages, and the assets.

    Args:
        data: generated files that are served as assets, by logical name.

    Returns:
        The site, and the problems with the templates.
    """
    assets = Assets({**minified(look.static), **data})
    site: dict[str, bytes] = {".nojekyll": b"", **assets.site}
    pages = _Pages(library, look, assets, formatter, [view.page for view in views])
    failures = _Failures()
    for view in views:
        if failures.is_stopped(view.page) or pages.is_exhausted:
            failures.untried += 1
            continue
        try:
            site |= pages.files(view)
        except TemplateFailedError as failure:
            failures.add(failure, view.page)
    return site, failures.problems()


def markdown_pages(views: Sequence[View], look: Look) -> tuple[Site, tuple[Problem, ...]]:
    """Return the Markdown of all pages, and the problems with the templates."""
    site: dict[str, bytes] = {}
    failures = _Failures()
    templates = _markdown_templates(look, len(views))
    for view in views:
        if view.page.kind.has_markdown and not failures.is_stopped(view.page):
            try:
                site[urls.markdown_file(view.page.address)] = _markdown(templates, view)
            except TemplateFailedError as failure:
                failures.add(failure, view.page)
    return site, failures.problems()


def print_template(
    look: Look, name: str, values: Mapping[str, object]
) -> tuple[str, tuple[Problem, ...]]:
    """Return a text that is not a page of the site, and the problems with its template.

    Values are escaped in HTML templates only. For plain text and Markdown, the caller must give
    values that are safe there.
    """
    api = TemplateApi({}, FILTERS, (), MEMBERS)
    templates = Templates(look.templates, api, escape=name.endswith(".html"))
    try:
        return templates.render(name, values), ()
    except TemplateFailedError as failure:
        return "", (_problem_of(failure),)


class _Pages:
    """Renders the pages of one library."""

    def __init__(
        self,
        library: Library,
        look: Look,
        assets: Assets,
        formatter: CitationFormatter,
        pages: Sequence[Meta],
    ) -> None:
        self.library = library
        self.formatter = formatter
        self.asset_path = assets.names.__getitem__
        names = {"asset_path": self.asset_path, "site": frame(library, pages)}
        api = TemplateApi(names, HTML_FILTERS, (), MEMBERS)
        self.html = Templates(look.templates, api, pages=len(pages))
        self.markdown = _markdown_templates(look, len(pages))

    @property
    def is_exhausted(self) -> bool:
        """Whether the templates have used up the limit for all pages together."""
        return self.html.is_exhausted or self.markdown.is_exhausted

    def files(self, view: View) -> Iterator[tuple[str, bytes]]:
        """Yield the Markdown of a page, if it has any, and its HTML."""
        page = view.page
        if page.kind.has_markdown:
            yield urls.markdown_file(page.address), _markdown(self.markdown, view)
        links = urls.links_of_page(page.address, self.library.settings.url)

        def asset(name: str) -> str:
            """Return the link from this page to a static file."""
            return f"{links.root}{self.asset_path(name)}"

        values = {
            "view": view,
            "page": page,
            "head": head(self.library, self.formatter, view),
            "linked_data": as_markup(linked_data(self.library, self.formatter, view, links)),
            "root": links.to(urls.FRONT),
            "href": links.to,
            "asset": asset,
        }
        text = self.html.render(f"{page.kind.name}.html", values)
        yield urls.html_file(page.address), text.encode("utf-8", "replace")


def _markdown_templates(look: Look, pages: int) -> Templates:
    """Return templates whose values are escaped for Markdown, unless they are Markdown."""
    api = TemplateApi({}, MARKDOWN_FILTERS, (), MEMBERS)
    return Templates(look.templates, api, written=_for_markdown, pages=pages)


def _for_markdown(value: object) -> str | None:
    """Return a value as Markdown, or None if it is not text."""
    if isinstance(value, Markdown):
        return value.source
    return as_markdown(value) if isinstance(value, str) else None


def _markdown(templates: Templates, view: View) -> bytes:
    links = urls.LinksFrom(view.page.address)

    def href(address: str) -> Markdown:
        """Return the link from this page to an address of the site."""
        return Markdown(links.to(address))

    values = {"view": view, "page": view.page, "href": href}
    return templates.render(f"{view.page.kind.name}.md", values).encode("utf-8", "replace")


def _problem_of(failure: TemplateFailedError, where: str = "", more: str = "") -> Problem:
    what = "cannot be read" if failure.is_syntax else f"failed{where}"
    hint = "; ".join(part for part in (failure.hint, more) if part)
    message = f"this template {what}: {failure.message}"
    return Problem(f"templates/{failure.template}", failure.line, failure.column, message, hint)


class _Failures:
    """Collects the errors of pages; errors at the same line of a template are reported once.

    Attributes:
        untried: the number of pages that were skipped because their template takes too much work.
    """

    def __init__(self) -> None:
        self.untried = 0
        self._stopped: set[str] = set()
        self._found: dict[tuple[str, int], tuple[TemplateFailedError, Meta]] = {}
        self._pages: Counter[tuple[str, int]] = Counter()

    def is_stopped(self, page: Meta) -> bool:
        """Whether pages of this kind are skipped."""
        return page.kind.name in self._stopped

    def add(self, failure: TemplateFailedError, page: Meta) -> None:
        """Add the error of a page."""
        if failure.is_over_limit and self._stopped:
            self.untried += 1  # the rest of the limit is too small to blame this template
            return
        if failure.is_over_limit:
            self._stopped.add(page.kind.name)
        location = failure.template, failure.line
        self._found.setdefault(location, (failure, page))
        self._pages[location] += 1

    def problems(self) -> tuple[Problem, ...]:
        """Return the first error at each location, with its page and the number of other pages."""
        return tuple(
            _problem_of(
                failure,
                f" on {_named(page)}{_and_others(self._pages[location] - 1)}",
                self._left_out() if failure.is_over_limit else "",
            )
            for location, (failure, page) in self._found.items()
        )

    def _left_out(self) -> str:
        pages = "1 page was" if self.untried == 1 else f"{self.untried:,} pages were"
        return f"{pages} not tried" if self.untried else ""


def _named(page: Meta) -> str:
    return f"the page “{page.address}”" if page.address else "the front page"


def _and_others(number: int) -> str:
    return "" if not number else f" and {number:,} other{'s' if number > 1 else ''}"
