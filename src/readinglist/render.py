"""Pages -> HTML; the only user of Jinja2.

Templates see frozen values and a few functions, and nothing they print is trusted: autoescape is
on for every page, an unknown name is an error, and the only HTML let through is what
:mod:`.prose` made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from readinglist import board_pages, explore
from readinglist import pages as pages_module
from readinglist.assets import Assets, lean
from readinglist.cards import card_address
from readinglist.exports.for_pages import Exported
from readinglist.front import first_paths, newest
from readinglist.hues import hue_class
from readinglist.model import LineKind, Page, PageKind
from readinglist.problems import Problem
from readinglist.prose import as_html, readable_html
from readinglist.related import NO_RELATIONS
from readinglist.shelf_files import places
from readinglist.text.display import excerpt, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from readinglist.model import Entry, Library, Listing, PaperId, Site, ThemeId
    from readinglist.related import Relations

# Where a capital follows, but not after "e.g." or "i.e."
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)\s+(?=[^a-z\s])|(?<=[。！？])|\n\s*\n"
)


@dataclass(frozen=True, slots=True)
class Look:
    """A site's looks: templates and static files by name, its own over the default ones."""

    templates: Mapping[str, bytes]
    static: Mapping[str, bytes]


def render(
    library: Library,
    pages: Iterable[Page],
    look: Look,
    data: Mapping[str, bytes],
    folder: str,
    relations: Relations = NO_RELATIONS,
) -> tuple[Site, tuple[Problem, ...]]:
    """Every file of the site.

    Args:
        data: files made for this library that are served as assets, by logical name.
        folder: the source folder's path in the team's repository.

    Returns:
        The site, and what is wrong with the templates.
    """
    assets = Assets({**lean(look.static), **data})
    site: dict[str, bytes] = {".nojekyll": b"", **assets.site}
    problems: list[Problem] = []
    painter = _Painter(library, relations, look, assets, folder)
    for page in pages:
        try:
            html = painter.page(page)
        except TemplateError as error:
            problems.append(_problem_of(error, look))
            continue
        if page.kind is PageKind.NOT_FOUND:
            site[page.address] = html
            continue
        site[f"{page.address}index.html"] = html
        if page.kind not in (PageKind.SEARCH, PageKind.SHELF):
            site[f"{page.address}index.md"] = pages_module.as_document(page).encode(
                "utf-8", "replace"
            )
    return site, tuple(problems)


def paint(look: Look, name: str, values: Mapping[str, object]) -> tuple[str, tuple[Problem, ...]]:
    """A text that is no page of the site, from a template; and what is wrong with that.

    What it prints is escaped when the template is one of HTML. In one of plain text or Markdown
    nothing is: what such a template is given must be safe there.
    """
    environment = _environment(look, escape=name.endswith(".html"))
    try:
        return environment.get_template(name).render(values), ()
    except TemplateError as error:
        return "", (_problem_of(error, look),)


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
        "excerpt": excerpt,
        "shown": shown,
        "first_sentence": lambda text: _begun(text)[0],
        "further": lambda text: _begun(text)[1],
        "long_date": board_pages.long_date,
    }
    return environment


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


class _Painter:
    """A Jinja environment set up for one library."""

    def __init__(
        self, library: Library, relations: Relations, look: Look, assets: Assets, folder: str
    ) -> None:
        self.library = library
        self.folder = folder
        self.assets = assets
        self.in_theme = cache(partial(pages_module.in_theme, library))
        self.abstract = cache(self._abstract)
        self.exported = Exported(library)
        self.environment = _environment(look)
        self.environment.globals |= {
            "library": library,
            "settings": library.settings,
            "line_kinds": tuple(LineKind),
            "in_theme": self.in_theme,
            "exported": self.exported,
            "by_title": lambda: pages_module.by_title(library),
            "listing_title": pages_module.listing_title,
            "entries_of": self.entries_of,
            "where_to_find": pages_module.where_to_find,
            "search_links": pages_module.search_links,
            "free_pages": self.free_pages(),
            "newest": newest(library),
            "first_paths": first_paths(library),
            "hue": hue_class,
            "card_address": card_address,
            "abstract": self.abstract,
            "path": self.path,
            "siblings": self.siblings,
            "edit_url": self.edit_url,
            "edit_paper_url": self.edit_paper_url,
            "edit_note_url": self.edit_note_url,
            "board_of": board_pages.mentions(library).get,
            "by_state": board_pages.by_state,
            "hours": board_pages.hours,
            "reading_states": board_pages.STATES,
            "calendar_path": board_pages.calendar_path,
            "related": lambda paper: relations.of.get(paper, ()),
            "drawn_map": partial(explore.drawn_map, library, relations),
            "nearest": partial(explore.nearest, relations),
            "regions": partial(explore.regions, library),
            "number_of": explore.numbers(library).__getitem__,
            "overlaps": partial(explore.overlaps, library),
            "places": places(library),
        }

    def page(self, page: Page) -> bytes:
        root = self.root(page)

        def to(kind: str, id_: str = "") -> str:
            """The link from this page to a paper, theme or listing, or to ``("page", address)``."""
            address = id_ if kind == "page" else pages_module.page_address(kind, id_)
            return f"{root}{quote(address)}" or "./"

        def section(name: str) -> Markup:
            for one in page.sections:
                if one.name == name and one.markdown:
                    html = as_html(shown(one.markdown), to, source_text=one.source_text)
                    return Markup(html)
            return Markup("")

        canonical = self.canonical(page)
        template = self.environment.get_template(f"{page.kind}.html")
        html = template.render(
            page=page,
            root=root,
            to=to,
            asset=lambda name: f"{root}{self.assets.names[name]}",
            section=section,
            canonical=canonical,
            linked_data=Markup(self.exported.linked_data(page, to, canonical)),
        )
        return html.encode("utf-8", "replace")

    def canonical(self, page: Page) -> str:
        """A page's whole address, or ``""`` when the site does not know its own."""
        url = self.library.settings.url
        return f"{url}{quote(page.address)}" if url else ""

    def root(self, page: Page) -> str:
        """The way from a page to the site's root; "404.html" is shown at any depth, so absolute."""
        if page.kind is PageKind.NOT_FOUND:
            return urlsplit(self.library.settings.url).path or "/"
        return "../" * page.address.count("/") or "./"

    def free_pages(self) -> tuple[tuple[str, str], ...]:
        order = self.library.settings.page_order
        ids = sorted(
            self.library.free_pages,
            key=lambda one: (order.index(one) if one in order else len(order), one),
        )
        return tuple((f"{one}/", self.library.free_pages[one].title) for one in ids)

    def entries_of(self, listing: Listing) -> tuple[tuple[Entry, PaperId, bool], ...]:
        """A listing's entries, the paper each became, and whether it was first seen there."""
        found = []
        for entry, paper in pages_module.papers_of(self.library, listing):
            first = self.library.papers[paper].seen[0]
            is_first = (first.listing, first.line) == (listing.id, entry.line)
            found.append((entry, paper, is_first))
        return tuple(found)

    def _abstract(self, paper: PaperId) -> Markup:
        """A paper's whole abstract; it has no links by id, so it is the same on every page."""
        markdown = shown(pages_module.abstract_markdown(self.library.papers[paper]))
        return Markup(as_html(markdown, lambda *_: "", source_text=True))

    def path(self, theme: ThemeId) -> tuple[ThemeId, ...]:
        """The themes above a theme, outermost first."""
        above: list[ThemeId] = []
        parent = self.library.themes[theme].parent
        while parent:
            above.insert(0, parent)
            parent = self.library.themes[parent].parent
        return tuple(above)

    def siblings(self, theme: ThemeId, paper: PaperId) -> tuple[PaperId, PaperId]:
        """The papers before and after a paper in a theme; ``""`` at either end."""
        order = self.in_theme(theme)
        place = order.index(paper)
        before = order[place - 1] if place else ""
        return before, order[place + 1] if place + 1 < len(order) else ""

    def edit_url(self, path: str) -> str:
        """Where a file of the source folder is edited on the web, or ``""``."""
        return self._on_the_web("edit", path)

    def edit_paper_url(self, paper: PaperId) -> str:
        """Where the team's file on a paper is edited on the web, or ``""``.

        Where there is no such file yet, a new one is begun, with the title for whoever tags it.
        """
        if path := self.library.papers[paper].file:
            return self.edit_url(path)
        title = " ".join(shown(self.library.papers[paper].title).split())
        return self._new_url(f"papers/{paper}.yaml", f"# {title}\nthemes:\n  - \n")

    def edit_note_url(self, paper: PaperId) -> str:
        """Where the team's note on a paper is edited, or begun, on the web, or ``""``."""
        note = self.library.notes.get(paper)
        return self.edit_url(note.path) if note else self._new_url(f"notes/{paper}.md", "")

    def _new_url(self, path: str, text: str) -> str:
        """Where a new file of the source folder is begun on the web, or ``""``."""
        folder, _, name = path.rpartition("/")
        address = self._on_the_web("new", folder)
        value = f"&value={quote(text, safe='')}" if text else ""
        return f"{address}?filename={quote(name, safe='')}{value}" if address else ""

    def _on_the_web(self, action: str, path: str) -> str:
        settings = self.library.settings
        if not settings.repository:
            return ""
        place = f"{settings.repository.rstrip('/')}/{action}/{quote(settings.branch)}"
        return f"{place}/{quote(self.folder)}/{quote(path)}"


def _begun(text: str) -> tuple[str, str]:
    """A description's first sentence, and what comes after it."""
    first, *more = _SENTENCE_END.split(text, maxsplit=1)
    return first, "".join(more)


def _loader(look: Look) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        raw = look.templates.get(name)
        return None if raw is None else (raw.decode("utf-8", "replace"), name, lambda: True)

    return load
