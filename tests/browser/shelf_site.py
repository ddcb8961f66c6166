"""A small site for the tests of the shelf: two themes, a reading path, a renamed paper."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, TypeVar

from tests.browser.served import ORIGIN
from tests.libraries import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import BrowserContext, Locator, Page

T = TypeVar("T")
KEY = "readinglist.shelf:/repo/"
FILLER = (
    "It is long enough to be taken for the abstract of a paper, and says in a few plain sentences "
    "what was done. It goes on for a while, so that three lines of a narrow column do not hold it: "
    "there is a second sentence, there is a third one as well, and there is one more after that. "
    "Nothing in it matters, and number"
)
WATCH_SHIFTS = """window.shifted = [];
const what = ({ node }) => (node ? node.outerHTML || node.textContent : "gone").slice(0, 120);
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) shifted.push(one.value, ...one.sources.map(what));
}).observe({ type: "layout-shift", buffered: true });"""
"""Collects what moved on a page though the reader did nothing."""


def paper_ids() -> list[str]:
    """The papers of the theme "heads", in the curated order."""
    path = ["attention-as-an-rnn", "attention-number-0-of-many"]
    return [*path, *(f"attention-number-{n}-of-many" for n in range(1, 13))]


def sources() -> dict[str, bytes]:
    """A team's folder: two listings, 33 papers, one of which has had another name."""
    first = ["Attention as an RNN", *(f"Attention Number {n} of Many" for n in range(12))]
    second = ["Attention Number 12 of Many", *(f"Zebras, Part {n}" for n in range(20))]
    return folder(
        listings={
            name: [(title, f"{FILLER} {n}.") for n, title in enumerate(titles, 1)]
            for name, titles in (("one", first), ("two", second))
        },
        themes={
            "heads": (
                "title: Heads\ndescription: Both sides.\nrelated: [stripes]\nstart_here:\n"
                "  - paper: attention-as-an-rnn\n    why: Begin here.\n"
                "  - paper: attention-number-0-of-many\n    why: Go on.\n"
            ),
            "stripes": "title: Stripes\ndescription: On zebras.\n",
        },
        tags={"heads": paper_ids(), "stripes": ["zebras-part-1"]},
        files={
            "site.yaml": "title: Ours\n",
            "merge.yaml": "former_papers:\n  an-older-name: attention-as-an-rnn\n",
        },
    )


def at(context: BrowserContext, path: str) -> Page:
    """A page of the site in a tab of its own."""
    page = context.new_page()
    page.goto(f"{ORIGIN}/repo/{path}")
    return page


def line(page: Page, title: str) -> Locator:
    """A paper's line in a list."""
    return page.locator("[data-papers] > li", has=page.locator("a, h3, span", has_text=title)).first


def mark(page: Page, title: str, *acts: str) -> None:
    """Choose in the menu behind a paper's mark."""
    page.bring_to_front()
    line(page, title).locator(".shelf-mark").click()
    for act in acts:
        page.locator(f".shelf-menu [data-act={act}]").click()
    page.locator(".shelf-menu").get_by_text("Done").click()


def stored(page: Page, key: str = KEY) -> dict[str, Any]:
    """What the browser keeps, by the papers' ids."""
    raw = page.evaluate("key => localStorage.getItem(key)", key)
    return {one["id"]: one for one in json.loads(raw)["papers"]} if raw else {}


def wait_for(read: Callable[[], T], expected: T) -> None:
    """Wait until a tab's storage has what another tab wrote, which takes a moment.

    Raises
    ------
    AssertionError
        If it has not within ten seconds.
    """
    end = time.monotonic() + 10
    while (found := read()) != expected and time.monotonic() < end:
        time.sleep(0.05)
    assert found == expected


def shelf_text(papers: Sequence[object]) -> str:
    """A shelf as it is written in a file and in storage."""
    return json.dumps({"format": "readinglist-shelf", "version": 1, "papers": papers})


def keep(page: Page, papers: Sequence[object] | str) -> None:
    """Put a shelf into the browser's storage."""
    raw = papers if isinstance(papers, str) else shelf_text(papers)
    page.evaluate("([key, raw]) => localStorage.setItem(key, raw)", [KEY, raw])


def bring(page: Page, text: str | bytes) -> None:
    """Choose a file on the page of the shelf."""
    raw = text.encode() if isinstance(text, str) else text
    page.locator("input[type=file]").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": raw}
    )
