"""Every page of the real site, read as a machine reads it: links, ids, HTML, bytes."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest

from tests.libraries import real_site
from tests.page_kinds import samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Site

HOST = "https://lists.example"
HTML, CSS, JS = 40_000, 12_000, 8_000  # gzipped bytes of a first view


@dataclass(slots=True)
class Found:
    """What a page leads to, loads, and can be led to."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styled_or_scripted_inline: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects what `Found` holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.found.ids.append(values["id"])
        for name in ("href", "src", "action"):
            if name in values:
                self.found.links.append(values[name])
        if values.get("property") == "og:image":
            self.found.links.append(values["content"])
        if tag == "link" and values.get("rel") == "stylesheet":
            self.found.styles.append(values["href"])
        if tag == "script" and "src" in values:
            self.found.scripts.append(values["src"])
        if "style" in values or tag == "style" or any(name.startswith("on") for name in values):
            self.found.styled_or_scripted_inline.append(self.get_starttag_text() or tag)


def read(site: Site) -> dict[str, Found]:
    """Every HTML page by its path."""
    found = {}
    for path, raw in site.items():
        if path.endswith(".html"):
            reader = Reader()
            reader.feed(raw.decode())
            found[path] = reader.found
    return found


@cache
def the_pages(base_url: str = "") -> Mapping[str, Found]:
    """Its pages, read."""
    return read(real_site(base_url))


def broken_links(site: Site, pages: Mapping[str, Found], root: str) -> set[tuple[str, str]]:
    """Page and link, for each link into the site that leads nowhere when it is served at `root`."""
    ids = {path: set(found.ids) for path, found in pages.items()}
    broken = set()
    for path, found in pages.items():
        here = f"{HOST}{root}{path.removesuffix('index.html')}"
        for link in set(found.links):
            target = urlsplit(urljoin(here, link))
            if f"{target.scheme}://{target.netloc}" != HOST:
                continue
            name = unquote(target.path)
            inside = name.startswith(root)
            name = name.removeprefix(root)
            name = f"{name}index.html" if not name or name.endswith("/") else name
            anchor = unquote(target.fragment)
            has_anchor = not anchor or anchor in ids.get(name, ())
            if not (inside and name in site and has_anchor):
                broken.add((path, link))
    return broken


@pytest.mark.parametrize(
    ("base_url", "root"),
    [("", "/"), pytest.param(f"{HOST}/repo/", "/repo/", marks=pytest.mark.slow)],
)
def test_no_link_anchor_or_asset_of_any_page_is_broken(base_url: str, root: str) -> None:
    """Wherever the site is served, everything its pages name within it is there."""
    assert broken_links(real_site(base_url), the_pages(base_url), root) == set()


def test_a_broken_link_would_be_found() -> None:
    """The check above sees a missing page, a missing anchor, and a way out of the site."""
    site = {"index.html": b'<a href="x/"></a><a href="#y"></a><a href="../z"></a><a href="./"></a>'}
    links = broken_links(site, read(site), "/repo/")
    assert {link for _, link in links} == {"x/", "#y", "../z"}


def test_no_page_uses_an_id_twice() -> None:
    """An anchor leads to one place."""
    twice = {
        path: repeated
        for path, found in the_pages().items()
        if (repeated := {one for one in found.ids if found.ids.count(one) > 1})
    }
    assert twice == {}


def test_no_page_has_style_or_script_in_its_text() -> None:
    """What the Content-Security-Policy would refuse is in no page."""
    assert {path for path, found in the_pages().items() if found.styled_or_scripted_inline} == set()


@pytest.mark.parametrize("kind", samples(real_site()))
def test_pages_are_html_without_a_parse_error(kind: str) -> None:
    """The strict parser of the HTML standard has nothing to repair in any kind of page."""
    raw = real_site()[samples(real_site())[kind]]
    html5lib.HTMLParser(strict=True).parse(raw, transport_encoding="utf-8")


def test_a_first_view_is_light() -> None:
    """No page, with the styles and scripts it names, weighs more than its budget, gzipped."""
    site = real_site()

    @cache
    def weight(path: str) -> int:
        return len(gzip.compress(site[path], 9))

    heavy = {}
    for path, found in the_pages().items():
        styles, scripts = (
            sum(weight(f"assets/{one.rpartition('/')[2]}") for one in names)
            for names in (found.styles, found.scripts)
        )
        if weight(path) > HTML or styles > CSS or scripts > JS:
            heavy[path] = (weight(path), styles, scripts)
    assert heavy == {}
