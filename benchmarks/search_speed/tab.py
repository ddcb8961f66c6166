"""Measure the memory that the search uses in a browser tab.

``python benchmarks/search_speed/tab.py [SIZE …]`` generates reading lists (`corpus`), opens a page
that searches them in a worker, runs a hundred queries, and prints the memory of the page and the
worker, as given by ``performance.measureUserAgentSpecificMemory`` (which collects garbage first).
Chromium and Playwright are required; the extra ``test`` installs the latter.
"""

from __future__ import annotations

import functools
import shutil
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from corpus import library_of
from playwright.sync_api import sync_playwright

from readinglist.files.disk import read_tree
from readinglist.search import search_files
from readinglist.site.scripts import joined

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

CODE = "search-engine.js"
ASK = """async () => {
  const files = { engine: "search-engine.js", start: "start.js" };
  const engine = await readinglist.search.open({ base: "./", files });
  await engine.full;
  const found = await engine.query("a", { limit: 100 });
  for (const { paper } of found.results) await engine.query(paper.title, { limit: 20 });
  return found.total;
}"""
MEMORY = "async () => (await performance.measureUserAgentSpecificMemory()).bytes"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without logging. Pages are isolated, which measuring memory requires."""

    def end_headers(self) -> None:
        """Add the headers for cross-origin isolation."""
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Do not log requests."""


def main() -> None:
    """Measure each size."""
    sizes = [int(one) for one in sys.argv[1:]] or [500, 5_000, 20_000]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    flags = ["--no-sandbox", "--enable-blink-features=ForceEagerMeasureMemory"]
    for size in sizes:
        files = search_files(library_of(size))
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            folder = Path(name)
            (folder / "assets").mkdir()
            scripts = {CODE: joined(read_tree(ROOT / "static")).made[CODE]}
            page_html = b"<!doctype html><title>t</title><script src=search-engine.js></script>"
            whole = {**files.others, "start.js": files.start, **scripts, "index.html": page_html}
            for path, raw in whole.items():
                (folder / path).write_bytes(raw)
            handler = functools.partial(Quiet, directory=name)
            server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=chromium, args=flags)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            before = page.evaluate(MEMORY)
            found = page.evaluate(ASK)
            after = page.evaluate(MEMORY)
            browser.close()
            server.shutdown()
        print(
            f"{size:,} papers: {before / 1e6:.0f} MB before, {after / 1e6:.0f} MB after,"
            f" {(after - before) / 1e6:.0f} MB for search ({found:,} papers found)"
        )


if __name__ == "__main__":
    main()
