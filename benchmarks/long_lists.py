"""Measure the responsiveness of long lists: a theme with 500 and with 5,000 papers, in Chromium.

For each action of a reader, the longest task of the main thread is printed, in milliseconds, with
the processor slowed down four times. Tasks of more than 50 ms are noticeable
(https://web.dev/articles/rail).

    python benchmarks/long_lists.py [PAPERS ...]
"""

from __future__ import annotations

import gzip
import random
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from readinglist.build import build
from readinglist.files.looks import read_look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page, Route

ORIGIN: Final = "http://reading.test/"
SOURCE: Final = Path(__file__).parent.parent / "site_src"
SLOWER: Final = 4
LONG: Final = 50
WORDS: Final = (
    "attention",
    "memory",
    "position",
    "rotary",
    "sparse",
    "linear",
    "recurrent",
    "kernel",
    "causal",
    "retrieval",
    "vision",
    "brain",
    "decoding",
    "encoding",
    "grokking",
    "continual",
)
FILTER: Final = """async () => {
  const field = document.querySelector("[name=words]");
  field.focus();
  for (const text of ["r", "ro", "rot", "rota", "rotar", "rotary", "rotary s", ""]) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 120));
  }
  await new Promise((done) => setTimeout(done, 1500));
}"""
SCROLL: Final = """async () => {
  for (let at = 0; at < 60; at++) {
    scrollBy(0, 700);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}"""
CHOOSE: Final = """async ([name, value]) => {
  const field = document.querySelector("[name=" + name + "]");
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 2500));
}"""
MARK: Final = """async () => {
  await readinglist.shelf.open();
  const lines = [...readinglist.shelf.rows.keys()];
  for (let at = 0; at < 10; at++) {
    readinglist.shelf.set(lines[at * 7], "A title", { state: "read" });
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


def long_site(papers: int) -> Mapping[str, bytes]:
    """Build a site with all papers in one theme."""
    dice = random.Random(papers)
    texts, ids = [], []
    for number in range(papers):
        title = f"{' '.join(dice.sample(WORDS, 6)).capitalize()} {number}"
        abstract = " ".join(dice.choices(WORDS, k=120)).capitalize()
        texts.append(f"{title}\n\nWe study it. {abstract}.")
        ids.append(title.lower().replace(" ", "-"))
    sources = {
        "listings/all.txt": "\n\n".join(texts).encode(),
        "themes/long.yaml": b"title: Long\ndescription: All.\n",
        **{f"papers/{one}.yaml": b"themes:\n  - long\n" for one in ids},
    }
    built = build(sources, read_look(SOURCE))
    assert built.site, built.problems[:3]
    return built.site


class Stopwatch:
    """Tells how long the tasks of a page's main thread are.

    In processor time, times `SLOWER`: what else runs on this computer makes no difference.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.devtools = page.context.new_cdp_session(page)
        self.events: list[dict[str, Any]] = []
        self.is_over = False
        self.devtools.on("Tracing.dataCollected", lambda part: self.events.extend(part["value"]))
        self.devtools.on("Tracing.tracingComplete", lambda _: setattr(self, "is_over", True))

    def measured(self, act: Callable[[], object]) -> str:
        """The longest task while something is done, in words."""
        self.events, self.is_over = [], False
        categories = ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"]
        config = {"includedCategories": categories}
        self.devtools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
        act()
        self.page.wait_for_timeout(300)
        self.devtools.send("Tracing.end")
        while not self.is_over:
            self.page.wait_for_timeout(50)
        main = {
            (one["pid"], one["tid"])
            for one in self.events
            if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
        }
        tasks = [
            SLOWER * one.get("tdur", 0) / 1000
            for one in self.events
            if one["name"].endswith("RunTask") and (one["pid"], one["tid"]) in main
        ]
        long = sum(task > LONG for task in tasks)
        return f"{max(tasks, default=0):5.0f} ms the longest, {long} over {LONG} ms"


def answering(site: Mapping[str, bytes]) -> Callable[[Route], None]:
    """Return a handler that serves a site."""
    kinds = {"js": "text/javascript", "css": "text/css", "html": "text/html"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        name = f"{path}index.html" if path.endswith("/") or not path else path
        kind = kinds.get(name.rpartition(".")[2], "image/svg+xml")
        route.fulfill(body=site.get(name, b""), content_type=kind)

    return answer


def main() -> None:
    """Measure and print the results."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        for papers in map(int, sys.argv[1:] or ("500", "5000")):
            site = long_site(papers)
            html = site["themes/long/index.html"]
            print(f"{papers:,} papers: {len(html):,} bytes, {len(gzip.compress(html)):,} gzipped")
            context = browser.new_context(viewport={"width": 390, "height": 844})
            context.route(f"{ORIGIN}**", answering(site))
            page = context.new_page()
            watch = Stopwatch(page)

            def do(name: str, script: str, argument: object = None) -> None:
                did = watch.measured(lambda: page.evaluate(script, argument))  # noqa: B023 # now
                print(f"  {name:18}{did}")

            def load() -> None:
                page.goto(f"{ORIGIN}themes/long/")  # noqa: B023 # called in this round
                while page.locator(".shelf-mark").count() < papers:  # noqa: B023 # the same
                    page.wait_for_timeout(100)  # noqa: B023 # the same

            print(f"  {'loading':18}{watch.measured(load)}")
            do("scrolling", SCROLL)
            do("ten marks", MARK)
            do("filtering", FILTER)
            do("by title", CHOOSE, ["order", "title"])
            do("only unread", CHOOSE, ["only", "unread"])
            do("titles alone", CHOOSE, ["density", "titles"])
            do("whole abstracts", CHOOSE, ["density", "full"])
            do("and scrolling", SCROLL)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
