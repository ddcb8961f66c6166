"""The scripts of the theme in a real Chromium, and a small site served without a server."""

from __future__ import annotations

import hashlib
import mimetypes
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from readinglist.search import search_files
from tests.browser.served import CSP, ORIGIN, scripts
from tests.libraries import untagged_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from readinglist.model import Library
    from tests.browser.served import NewEngine, ServedSite


CARRIED_AS = "mkdocs/contrib/search/templates/search/lunr.js"
SHA256 = "c1a28d9e95163292fbcc07ff794f1f0e1ade8741c513afe96d5b1046a18110bc"
OPEN = """async files => {
  const read = async address => files[address];
  globalThis.openEngine = how =>
    readinglist.search.open({ read, files: { start: "start" }, ...how });
  globalThis.engine = await openEngine();
  await engine.full;
}"""


@pytest.fixture(scope="session")
def lunr() -> str:
    """lunr.js 2.3.9 as its author released it, out of the wheel that carries it."""
    raw = Path(str(distribution("mkdocs").locate_file(CARRIED_AS))).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SHA256
    return raw.decode()


@pytest.fixture(scope="session")
def new_engine(chromium: Browser, lunr: str) -> Iterator[NewEngine]:
    """Make blank pages with lunr.js, and with the shipped scripts and a library's index open."""
    pages: list[Page] = []
    complaints: list[str] = []

    def make(library: Library) -> Page:
        page = chromium.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.add_script_tag(content=lunr)
        page.add_script_tag(content=scripts()["search-engine.js"].decode())
        page.add_script_tag(content=scripts()["twin.js"].decode())
        made = search_files(library)
        files = {"start": made.start, **made.others}
        page.evaluate(OPEN, {name: script.decode() for name, script in files.items()})
        return page

    yield make
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture(scope="session")
def engine(new_engine: NewEngine) -> Page:
    """A page with the index of the real listings open."""
    return new_engine(untagged_library())


@pytest.fixture
def serve(chromium: Browser) -> Iterator[ServedSite]:
    """Answer `ORIGIN` from a mapping of paths to contents, under a strict policy.

    The test fails when a page throws, complains, or asks for what is not there.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def start(site: Mapping[str, str | bytes]) -> BrowserContext:
        def answer(route: Route) -> None:
            path = unquote(route.request.url.removeprefix(ORIGIN).partition("?")[0])
            name = f"{path}index.html" if path.endswith("/") else path
            headers = {"Content-Security-Policy": CSP}
            kind = mimetypes.guess_type(name)[0] or "text/html"
            if name in site:
                route.fulfill(status=200, headers=headers, body=site[name], content_type=kind)
            else:
                complaints.append(f"not there: {name}")
                route.fulfill(status=404, headers=headers, body="")

        context = chromium.new_context()
        contexts.append(context)
        context.route(f"{ORIGIN}/**", answer)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.append(message.text))
        return context

    yield start
    for context in contexts:
        context.close()
    assert complaints == []
