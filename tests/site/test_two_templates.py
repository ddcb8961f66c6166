"""Each page twice, as Markdown and as HTML: they say the same, and all links lead somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from markdown_it import MarkdownIt

from readinglist.text.tex import readable
from tests.libraries import page_site, real_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.model import Site

HOST = "https://lists.example/"
ONLY_IN_MARKDOWN = {"On the reading board", "Themes", "Read it", "Search for it on", "Links"}


class Seen(HTMLParser):
    """The headings and links of a page's main part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.links: list[str] = []
        self._depth = 0
        self._heading = False
        self.feed(page.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a heading's beginning, or a link."""
        if re.fullmatch("h[123]", tag):
            self._heading = True
            self.headings.append("")
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)

    def handle_endtag(self, tag: str) -> None:
        """Note a heading's end."""
        if re.fullmatch("h[123]", tag):
            self._heading = False

    def handle_data(self, data: str) -> None:
        """Collect a heading's words."""
        if self._heading:
            self.headings[-1] += data


def markdown_of(raw: bytes) -> tuple[list[str], list[str]]:
    """The headings and links of a page's Markdown, read by the library of CommonMark."""
    body = raw.decode().split("\n---\n", 1)[1]
    headings, links = [], []
    tokens = MarkdownIt("commonmark").parse(body)
    for at, token in enumerate(tokens):
        children = token.children or []
        links += [str(one.attrGet("href")) for one in children if one.type == "link_open"]
        if token.type == "inline" and tokens[at - 1].type == "heading_open":
            headings.append("".join(one.content for one in children))
    return headings, links


def pairs(site: Site) -> Iterator[tuple[str, bytes, bytes]]:
    """Each page that has both forms: its address, its Markdown, its HTML."""
    for path in site:
        if path.endswith("index.md"):
            yield path.removesuffix("index.md"), site[path], site[f"{path[:-2]}html"]


def is_paper(path: str) -> bool:
    """Whether a path is that of a paper's page."""
    return path.startswith("/papers/") and path != "/papers/"


def inside(page: str, links: list[str]) -> list[str]:
    """Where the links lead that stay in the site, without anchors."""
    whole = (urlsplit(urljoin(f"{HOST}{page}", link)) for link in links)
    return [one.path for one in whole if one.netloc == urlsplit(HOST).netloc]


@pytest.mark.parametrize("which", [page_site, pytest.param(real_site, marks=pytest.mark.slow)])
def test_markdown_and_html_have_the_same_headings(which: object) -> None:
    """The title first; what stands in only one of the two is known by name."""
    assert callable(which)
    for page, markdown, html in pairs(which()):
        headings, _ = markdown_of(markdown)
        seen = Seen(html.decode()).headings
        # Papers and themes of lists are headings in HTML; each is a link in both.
        # A listing's file stands below its date in HTML, and beside it in Markdown.
        headings[0] = seen[0] if headings[0].startswith(f"{seen[0]} · ") else headings[0]
        missing = [one for one in map(readable, headings) if one not in {*seen, *ONLY_IN_MARKDOWN}]
        assert missing == [], page
        assert readable(headings[0]) == seen[0], page


@pytest.mark.parametrize("which", [page_site, pytest.param(real_site, marks=pytest.mark.slow)])
def test_markdown_and_html_name_the_same_papers_in_the_same_order(which: object) -> None:
    """First mentions of each paper's page, as a reader meets them."""
    assert callable(which)
    for page, markdown, html in pairs(which()):
        if page == "explore/nearest/":
            continue  # its papers lead to each other's lines
        _, links = markdown_of(markdown)
        named = dict.fromkeys(one for one in inside(page, links) if is_paper(one))
        seen = dict.fromkeys(
            one for one in inside(page, Seen(html.decode()).links) if is_paper(one)
        )
        is_neighbour_only = {one for one in seen if one not in named}
        if page.startswith("papers/") and page != "papers/":
            assert len(is_neighbour_only) <= 2, page  # "previous" and "next"
        elif page.startswith("themes/") or page in ("", "explore/"):
            assert not [one for one in named if one not in seen], page
        else:
            assert not is_neighbour_only, page
        assert [one for one in seen if one in named] == list(named), page


@pytest.mark.parametrize("which", [page_site, real_site])
def test_no_link_of_a_markdown_page_is_broken(which: object) -> None:
    """Relative to the page, they lead to pages and files of the site."""
    assert callable(which)
    site = which()
    broken = set()
    for page, markdown, _ in pairs(site):
        for link in inside(page, markdown_of(markdown)[1]):
            path = unquote(link).lstrip("/")
            path = f"{path}index.html" if not path or path.endswith("/") else path
            if path not in site:
                broken.add((page, link))
    assert broken == set()


def test_the_front_page_counts_alike_in_both_forms() -> None:
    """Themes are those that hold papers; groups only hold themes."""
    site = real_site()
    for text in (site["index.html"].decode(), site["index.md"].decode()):
        assert re.search(r"51 themes", text)
        assert "59" not in re.findall(r"(\d+) themes", text)
    assert 'themes: "51"\ngroups: "8"\n' in site["index.md"].decode()
    assert "51 themes in 8 groups" in site["themes/index.html"].decode()


def test_a_papers_page_names_what_is_missing_in_one_way() -> None:
    """The citation and the note below it say the same."""
    page = page_site()["papers/a-survey-of-maps/index.html"].decode()
    assert "[Not known: authors, year, address.]" in page
    assert "Not known: authors, year, address. The listings do not give this information" in page


def test_a_theme_lists_each_paper_once() -> None:
    """Papers of the reading path are not among the others again."""
    _, links = markdown_of(page_site()["themes/brains/index.md"])
    papers = [one for one in inside("themes/brains/", links) if one.startswith("/papers/")]
    assert papers == [
        "/papers/maps-of-the-brain/",
        "/papers/pictures-that-people-saw/",
        "/papers/maps-and-memory-together/",
    ]
