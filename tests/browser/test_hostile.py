"""Texts that want to be more than text, looked at where it matters: in a reader's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.build import build
from tests.libraries import LOOK, folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import BrowserContext

    from readinglist.build import Built

pytestmark = pytest.mark.browser

SCRIPT = "<script>window.pwned = 1</script>"
TITLES = [
    f"{SCRIPT} at the Beginning of a File",
    "Closing </script><img src=x onerror=window.pwned=1> Early",
    "Templates {{ 7*7 }} and {% raw %} ${7*7} Considered",
    "Links [click](javascript:window.pwned=1) in Titles",
    "Paths ../../../etc/passwd and %2e%2e%2f in Names",
    'Attributes " onmouseover="window.pwned=1" x=\' Everywhere',
    "Reversed \u202egnp.exe\u202c by Overrides",
    "Comments <!-- --> ]]> &lt;b&gt; &#60;script&#62; Unclosed <!--",
]
ABSTRACT = (
    f"We study {SCRIPT} and {{{{ 7*7 }}}} in abstracts that are long enough to be read as such. "
    "A link such as [this](javascript:window.pwned=1) or <a href='javascript:window.pwned=1'>that"
    '</a> stays text, </title></script> closes nothing, and https://evil.example/"onload=x is cut '
    "where an address ends. Nothing is fetched, nothing runs, number"
)
NOTE = (
    f"{SCRIPT} <img src=x onerror=window.pwned=1> [x](javascript:window.pwned=1) {{{{ 7*7 }}}} "
    "![p](https://evil.example/p.png)\n\n<iframe src='https://evil.example'></iframe>\n"
)


def sources() -> dict[str, bytes]:
    """A team's folder in which every text is a trap."""
    return folder(
        *((title, f"{ABSTRACT} {n}.") for n, title in enumerate(TITLES, 1)),
        themes={
            "traps": f'title: "Traps {SCRIPT}"\ndescription: "[d](javascript:window.pwned=1) {SCRIPT} {{{{ 7*7 }}}}"\n'
            "start_here:\n  - paper: templates-7-7-and-raw-7-7-considered\n"
            f'    why: "Because {SCRIPT}"\n'
        },
        tags={"traps": ["templates-7-7-and-raw-7-7-considered"]},
        files={
            "site.yaml": f'title: "Ours {SCRIPT} {{{{ 7*7 }}}}"\ndescription: "</title>{SCRIPT}"\n',
            "notes/templates-7-7-and-raw-7-7-considered.md": NOTE,
            "pages/about.md": f'---\ntitle: "About {SCRIPT}"\n---\n{NOTE}',
        },
    )


@pytest.fixture(scope="module")
def hostile() -> Built:
    """The site made of it."""
    built = build(sources(), LOOK)
    # One abstract under eight titles, and links that are none: reported, and no hindrance.
    said = ("may be the same paper", "is shown as text")
    assert all(any(one in problem.message for one in said) for problem in built.problems)
    assert [paper.title for paper in built.library.papers.values()] == TITLES
    return built


def test_hostile_texts_are_shown_letter_for_letter_and_run_nothing(
    hostile: Built, serve: Callable[[Mapping[str, str | bytes]], BrowserContext]
) -> None:
    """Every page of a site full of traps shows them, and no script but ours is in it."""
    page = serve({f"/{path}": raw for path, raw in hostile.site.items()}).new_page()
    papers = hostile.library.papers
    for path in hostile.site:
        if not path.endswith(".html") or path == "404.html":
            continue
        page.goto(f"http://reading.test/{path.removesuffix('index.html')}")
        assert page.evaluate("window.pwned") is None, path
        code = "script:not([type='application/ld+json'])"  # what programs read is not run
        scripts = page.eval_on_selector_all(code, "all => all.map(one => one.src)")
        assert all(one.startswith("http://reading.test/assets/") for one in scripts), path
        assert page.locator("img, iframe, object, embed").count() == 0, path
        handlers = (
            "all => all.filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"
        )
        assert page.eval_on_selector_all("*", handlers) == 0, path
        hrefs = page.eval_on_selector_all(
            "a[href]",  # those of the map are of SVG and have no protocol of their own
            "all => all.map(one => new URL(one.getAttribute('href'), one.baseURI).protocol)",
        )
        assert set(hrefs) <= {"http:", "https:"}, path
        assert "49" not in page.inner_text("main").replace("[U+202E]", ""), path
        if path.startswith("papers/") and path.count("/") == 2:
            paper = papers[path.split("/")[1]]
            expected = paper.title.replace("\u202e", "[U+202E]").replace("\u202c", "[U+202C]")
            assert page.inner_text("h1") == expected
            assert SCRIPT in page.inner_text("main")
    page.goto("http://reading.test/papers/templates-7-7-and-raw-7-7-considered/")
    assert "<img src=x onerror=window.pwned=1>" in page.inner_text("main")
    assert "!p" in page.inner_text("main")  # no picture is loaded: it is a link to follow or not


def test_hostile_texts_stay_text_in_search_results(
    hostile: Built, serve: Callable[[Mapping[str, str | bytes]], BrowserContext]
) -> None:
    """A result shows markup as letters, and a query that is markup does nothing."""
    page = serve({f"/{path}": raw for path, raw in hostile.site.items()}).new_page()
    page.goto("http://reading.test/search/?q=%3Cscript%3Ewindow.pwned%20=%201")
    page.wait_for_selector("#search-results li")
    shown = page.inner_text("#search-results")
    assert "<script>window.pwned = 1</script>" in shown
    page.fill("#search-form input", "<img src=x onerror=window.pwned=1> {{7*7}} markup")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    assert page.locator("#search-results img, #search-results script").count() == 0
