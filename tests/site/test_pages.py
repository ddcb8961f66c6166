"""Each kind of page, as Markdown and as HTML, compared with a stored copy.

``fixtures/pages/source`` is a small list that has something for every section of the templates;
``fixtures/pages/expected`` has its pages. ``pytest --refresh`` writes them anew.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from readinglist.build import build
from readinglist.site.compose import PAGES as KINDS
from tests.libraries import FIXTURES, LOOK, folder, page_site
from tests.page_kinds import pages_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from readinglist.model import Site

LONG: Final = 200
"""Characters."""
BREAKS: Final = re.compile(r"""(?<=>)(?=<)|(?<=["']) (?=data-)|(?={"@type")""")
"""Where long lines are broken: between elements, before data attributes, and within JSON-LD."""
EXPECTED: Final = FIXTURES / "pages" / "expected"
PAGES: Final = {
    "front": "index.html",
    "themes": "themes/index.html",
    "theme": "themes/brains/index.html",
    "theme-without-parent": "themes/forgetting/index.html",
    "theme-with-themes": "themes/maps/index.html",
    "theme-without-papers": "themes/not-begun/index.html",
    "papers": "papers/index.html",
    "paper": "papers/where-facts-are-kept/index.html",
    "paper-seen-twice": "papers/maps-of-the-brain/index.html",
    "paper-without-theme": "papers/nothing-but-a-title-which-is-longer-than-a-title-should-be-and-goes-on-for-a-while-so-that-it-does-not-fit-into-two-lines/index.html",
    "moved": "papers/maps-of-old/index.html",
    "listings": "listings/index.html",
    "listing": "listings/2026-11-13/index.html",
    "listing-not-understood": "listings/2026-11-14/index.html",
    "listing-without-news": "listings/2026-11-20/index.html",
    "listing-without-entries": "listings/advertisement/index.html",
    "inbox": "inbox/index.html",
    "reading": "reading/index.html",
    "explore": "explore/index.html",
    "nearest": "explore/nearest/index.html",
    "overlap": "explore/overlap/index.html",
    "free": "about/index.html",
    "search": "search/index.html",
    "shelf": "shelf/index.html",
    "subscribe": "subscribe/index.html",
    "not-found": "404.html",
}
"""The pages that are compared, by the names of their copies: first the kind, then what is special."""


def full_site() -> Site:
    """The site of ``fixtures/pages/source``."""
    return page_site()


@cache
def empty_site() -> Site:
    """The site of an empty source folder."""
    return build({}, LOOK).site


@cache
def flat_site() -> Site:
    """The site of two listings without a date, and a theme without others above or below it."""
    listings = {"one": ["On Names"], "two": ["On Things"]}
    return build(folder(listings=listings, tags={"names": ["on-names"]}), LOOK).site


OF_EMPTY_LIST: Final = (
    *("front", "themes", "papers", "listings", "inbox", "explore", "nearest", "overlap"),
    *("search", "subscribe"),
)
COMPARED: Final = [
    *((full_site, ".", name) for name in PAGES),
    *((empty_site, "empty", name) for name in OF_EMPTY_LIST),
    *((flat_site, "flat", name) for name in ("front", "subscribe")),
]
"""Sites, the folders of their pages' copies, and the names of the pages."""


def readable(html: str) -> str:
    """The lines of a page, of which the long are broken, without hashes in the names of files."""
    html = re.sub(r"\.[0-9a-f]{10}(?=\.\w+\b)", "", html)
    lines = [line.strip() for line in html.split("\n") if line.strip()]
    broken = (BREAKS.sub("\n", line) if len(line) > LONG else line for line in lines)
    return "".join(f"{line}\n" for line in broken)


def without_frame(html: str, front: str) -> str:
    """A page without those lines around its main part that the front page has too."""
    shared = {line.replace("../", "") for line in front.split("\n")}
    before, main, rest = re.split(r"(<main.*</main>\n)", html, flags=re.DOTALL)

    def own(part: str) -> str:
        lines = part.splitlines(keepends=True)
        return "".join(line for line in lines if line.rstrip("\n").replace("../", "") not in shared)

    return own(before) + main + own(rest)


def copy_of(site: Site, name: str) -> str:
    """The HTML of a page as it is compared. Only the front page's has the frame."""
    front = readable(site["index.html"].decode())
    page = readable(site[PAGES[name]].decode())
    return front if name == "front" else without_frame(page, front)


def test_every_kind_of_page_is_compared() -> None:
    """A new kind needs a page in the small list and a line in the table above."""
    kinds = {path: kind for kind, paths in pages_of(page_site()).items() for path in paths}
    assert {kinds[path] for path in PAGES.values()} == {kind.name for kind in KINDS}
    for name, path in PAGES.items():
        assert name.startswith(kinds[path])


@pytest.mark.parametrize(("make", "below", "name"), COMPARED)
def test_a_page_is_as_it_was(
    make: Callable[[], Site], below: str, name: str, golden: Callable[[Path, str], None]
) -> None:
    """Its HTML, and its Markdown where it has any."""
    site = make()
    golden(EXPECTED / below / f"{name}.html", copy_of(site, name))
    markdown = PAGES[name].replace(".html", ".md")
    if markdown in site:
        golden(EXPECTED / below / f"{name}.md", site[markdown].decode())


def test_no_copy_is_left_of_a_page_that_is_not_compared() -> None:
    """A copy that is renamed or dropped in the table is removed."""
    copies = {path.with_suffix("") for path in EXPECTED.rglob("*.*")}
    assert copies == {EXPECTED / below / name for _, below, name in COMPARED}
