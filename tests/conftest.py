"""What all tests share: goldens, the five real listings, and a browser."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest --refresh`` writes every golden anew; look at the diff before committing it."""
    parser.addoption("--refresh", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write the file under ``--refresh``."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--refresh"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path} is missing: run pytest --refresh and look at it"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} is stale (pytest --refresh)"

    return compare


def find_browser() -> str | None:
    """Where the system's Chromium or Chrome is."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium or Chrome, for the whole run.

    Without one the tests that need it are skipped, unless READINGLIST_REQUIRE_BROWSER is set, as
    it is in CI.
    """
    found = find_browser()
    if found is None:
        if os.environ.get("READINGLIST_REQUIRE_BROWSER"):
            pytest.fail("no Chromium or Chrome is installed, and these tests must run")
        pytest.skip("needs Chromium or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()
