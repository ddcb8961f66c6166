"""Builds of the example list, from its sources to the files of the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from readinglist.build import build
from readinglist.files.disk import read_sources
from readinglist.problems import as_text
from tests.libraries import LOOK, SITE_SRC, folder, page_folder, page_site, real_build, tagged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.build import Built
    from readinglist.model import Site


@pytest.fixture(scope="module")
def built() -> Built:
    """The site of this repository."""
    assert read_sources(SITE_SRC)[1] == ()
    return real_build()


class Links(HTMLParser):
    """What a page links to, the ids it has, and its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect, and refuse what no page may have."""
        for name, value in attrs:
            if name in ("href", "src", "action") and value is not None:
                self.targets.append(value)
            if name == "id" and value:
                self.ids.append(value)
            assert not name.startswith("on"), f"an event handler: {name}"
            assert name != "style", "an inline style"
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


def pages(site: Site) -> Mapping[str, Links]:
    """Every HTML page, taken apart."""
    return {path: Links(raw.decode()) for path, raw in site.items() if path.endswith(".html")}


def test_the_five_listings_make_a_whole_site_without_a_problem(built: Built) -> None:
    """569 entries become 496 papers, each with a page, a Markdown page and a theme."""
    assert [as_text(problem) for problem in built.problems] == []
    library = built.library
    assert sum(len(listing.entries) for listing in library.listings.values()) == 569
    assert len(library.papers) == 496
    for paper in library.papers:
        assert f"papers/{paper}/index.html" in built.site
        assert f"papers/{paper}/index.md" in built.site
    assert library.inbox == ()
    assert len([theme for theme in library.themes.values() if theme.papers]) >= 20
    for path in ("index.html", "404.html", ".nojekyll", "search/index.html", "inbox/index.html"):
        assert path in built.site


def test_papers_that_merely_look_alike_stay_apart(built: Built) -> None:
    """Two White-Box Transformers, two Wonderful Matrices, and every Matryoshka."""
    count = Counter(
        word
        for paper in built.library.papers
        for word in ("white-box-transformers", "wonderful-matrices", "matryoshka")
        if word in paper
    )
    assert count == {"white-box-transformers": 2, "wonderful-matrices": 2, "matryoshka": 4}


def test_every_title_and_abstract_is_in_its_markdown_letter_for_letter(built: Built) -> None:
    """Taking the escapes out of a page's Markdown gives the listing's text back."""
    for paper in built.library.papers.values():
        text = built.site[f"papers/{paper.id}/index.md"].decode()
        body = text.split("\n---\n", 1)[1]
        linked = re.sub(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(<[^>]*>\)", r"\1", body)
        plain = re.sub(r"\\([\\`*_\[\]<>&~!#=+|-])", r"\1", linked)
        assert f"\n# {paper.title}\n" in plain
        assert f"\n{paper.abstract}\n" in plain


def test_no_link_and_no_anchor_is_broken(built: Built) -> None:
    """Every relative link leads to a file of the site, and every fragment to an id there."""
    found = pages(built.site)
    broken = []
    for path, page in found.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                assert parts.scheme in ("https", "http", "mailto"), target
                continue
            base = PurePosixPath("/" if path == "404.html" else f"/{path}").parent
            place = os.path.normpath(base / unquote(parts.path)) if parts.path else f"/{path}"
            name = place.lstrip("/")
            name = name if name in built.site else f"{name}/index.html".lstrip("/")
            if name not in built.site or (
                parts.fragment and unquote(parts.fragment) not in found[name].ids
            ):
                broken.append((path, target))
    assert broken == []


def test_every_page_is_well_built(built: Built) -> None:
    """Ids are unique, there is one main heading, and heading levels skip none."""
    for path, page in pages(built.site).items():
        assert len(page.ids) == len(set(page.ids)), path
        assert page.headings.count(1) == 1, path
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), (path, page.headings)


def test_nothing_is_asked_of_another_host(built: Built) -> None:
    """Scripts, styles and images are the site's own."""
    for path, raw in built.site.items():
        if path.endswith(".html"):
            for tag in re.findall(rb"<(?:script|link|img|iframe|source)\b[^>]*>", raw):
                if b'rel="canonical"' not in tag:
                    assert b"//" not in tag, (path, tag)
                is_data = tag == b'<script type="application/ld+json">'
                assert not tag.startswith(b"<script") or b"src=" in tag or is_data, (path, tag)


def test_assets_are_named_by_their_content(built: Built) -> None:
    """Whatever changes gets a new address, so that a cache of ten minutes does no harm."""
    assets = [path for path in built.site if path.startswith("assets/")]
    assert assets
    for path in assets:
        assert re.fullmatch(r"assets/[\w./-]+\.[0-9a-f]{10}\.\w+", path)


def test_the_404_page_works_below_any_address() -> None:
    """It is shown at any depth, so its links are absolute, from the site's base path."""
    line = b"url: https://team.example/list/\n"
    settings = page_folder()["site.yaml"]
    assert line in settings
    anywhere = build({**page_folder(), "site.yaml": settings.replace(line, b"")}, LOOK).site
    at_repo = page_site()
    assert all(
        target.startswith(("/list/", "#", "https://"))
        for target in Links(at_repo["404.html"].decode()).targets
    )
    changed = {path for path in at_repo if at_repo[path] != anywhere.get(path)}
    told = (
        "exports/",
        "feed.xml",
        "papers.json",
        "llms.txt",
        "robots.txt",
        "sitemap.xml",
        "subscribe/index.md",
    )
    assert all(
        path.endswith((".html", "card.svg", "calendar.ics", *told)) or path.startswith(told)
        for path in changed
    )
    assert (
        b'<link rel="canonical" href="https://team.example/list/inbox/">'
        in at_repo["inbox/index.html"]
    )


@pytest.mark.slow
def test_two_builds_are_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    """Another folder, time zone, locale and hash seed make no difference to any file."""
    digests = []
    for number, (zone, seed, locale) in enumerate(
        [("UTC", "1", "C"), ("Asia/Tokyo", "2", "C.UTF-8")]
    ):
        place = tmp_path / f"checkout {number}"
        place.mkdir()
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONUTF8": "0",
        }
        subprocess.run(
            [sys.executable, "-m", "readinglist", "build", "--source", SITE_SRC, "--output", "out"],
            cwd=place,
            env=environment,
            check=True,
            capture_output=True,
        )
        files = sorted(path for path in (place / "out").rglob("*") if path.is_file())
        digests.append({str(file.relative_to(place)): file.read_bytes() for file in files})
    assert digests[0] == digests[1]


def test_an_empty_folder_makes_a_site_that_says_so() -> None:
    """A team that has just begun sees a front page, not an error."""
    empty = build({}, LOOK)
    assert [as_text(problem) for problem in empty.problems] == []
    assert b"<h1" in empty.site["index.html"]


def test_a_listings_page_shows_the_lines_that_were_not_understood() -> None:
    """What no entry holds is on the page, with its number; the Markdown counts it."""
    lost = "We present an abstract that has lost its title, " + "and it goes on and on " * 30 + "."
    text = f"{lost}\n\nOn Names\n\nWe study names, and they are <b>long</b>.\n"
    site = build(folder(files={"listings/a.txt": text}), LOOK).site
    page = site["listings/a/index.html"].decode()
    assert "Not understood" in page
    assert '<li id="line-1">' in page
    assert "We present an abstract that has lost its title" in page
    assert "- not understood: 1 line\n" in site["listings/a/index.md"].decode()


def test_the_old_address_of_a_merged_paper_leads_to_its_page() -> None:
    """Links from elsewhere outlive a merge: `merge.yaml` keeps the other id as an address."""
    texts = folder("One Name", "Another", files={"merge.yaml": "same:\n  - [one-name, another]\n"})
    moved = build(texts, LOOK).site["papers/another/index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=../../papers/one-name/">' in moved
    assert 'href="../../papers/one-name/"' in moved


def test_a_renamed_theme_leads_on() -> None:
    """Its page redirects; its feed and exports, which nothing can redirect, are those of today."""
    texts = folder(
        "On Names",
        "On Things",
        themes={"new": "title: The <new> name\ndescription: d\n"},
        files={
            "site.yaml": "url: https://team.example/list/\n",
            "papers/on-names.yaml": tagged("old"),
            "notes/on-things.md": "See [the theme](theme:old).\n",
            "merge.yaml": "former_themes:\n  older: old\n  old: new\n",
        },
    )
    found = build(texts, LOOK)
    assert found.problems == ()
    site = found.site
    moved = site["themes/older/index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=../../themes/new/">' in moved
    assert "The &lt;new&gt; name" in moved
    assert "now at [The \\<new\\> name](../../themes/new/)" in site["themes/old/index.md"].decode()
    for name in (
        "feed.xml",
        "papers.bib",
        "papers.ris",
        "papers.csl.json",
        "papers.json",
        "papers.csv",
    ):
        assert site[f"themes/old/{name}"] == site[f"themes/new/{name}"]
    assert b"https://team.example/list/themes/new/feed.xml" in site["themes/older/feed.xml"]
    sitemap = site["sitemap.xml"]
    assert b"/themes/new/" in sitemap
    assert b"/themes/old/" not in sitemap


def test_a_paper_that_is_left_out_is_in_no_file_of_the_site() -> None:
    """Neither its title nor the reason; its listing says how many are left out."""
    left_out = "listed: no\nreason: An advertisement.\n"
    texts = folder("On Names", "On Things", files={"papers/on-things.yaml": left_out})
    found = build(texts, LOOK)
    assert found.problems == ()
    for path, raw in found.site.items():
        assert "things" not in path
        assert b"On Things" not in raw, path
        assert b"advertisement" not in raw, path
    assert "1 left out by the team" in found.site["listings/a/index.html"].decode()


def test_edit_links_lead_to_the_papers_file() -> None:
    """The one there is, or a new one that has the title and waits for a theme."""
    texts = folder(
        "On Names",
        "On Things",
        tags={"names": ["on-names"]},
        files={
            "site.yaml": "repository: https://github.com/team/list\nbranch: trunk\n",
            "notes/on-names.md": "Read it.\n",
        },
    )
    site = build(texts, LOOK).site
    on_the_web = "https://github.com/team/list"
    tagged, waiting, inbox = (
        Links(site[path].decode()).targets
        for path in (
            "papers/on-names/index.html",
            "papers/on-things/index.html",
            "inbox/index.html",
        )
    )
    assert f"{on_the_web}/edit/trunk/site_src/papers/on-names.yaml" in tagged
    assert f"{on_the_web}/edit/trunk/site_src/notes/on-names.md" in tagged
    new = (
        f"{on_the_web}/new/trunk/site_src/papers?filename=on-things.yaml"
        "&value=%23%20On%20Things%0Athemes%3A%0A%20%20-%20%0A"
    )
    assert new in waiting
    assert new in inbox
    assert f"{on_the_web}/new/trunk/site_src/notes?filename=on-things.md" in waiting
    prefilled = unquote(urlsplit(new).query.split("&value=")[1])
    assert prefilled == "# On Things\nthemes:\n  - \n"
