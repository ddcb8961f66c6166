"""Copying citations, sharing a paper, and the page of feeds and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.build import build
from readinglist.exports.formats import FORMATS
from readinglist.files.disk import write_site
from tests.browser.served import ORIGIN
from tests.exports.test_exports import SOURCES, URL
from tests.libraries import LOOK

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

PAPER = f"{ORIGIN}/papers/on-names/"
CLIPBOARD = """Object.defineProperty(navigator, "clipboard",
  { value: { writeText: async (text) => { globalThis.copied = text; } } });"""
SHARE = "navigator.share = async (what) => { globalThis.shared = what; };"
SHIFT = """globalThis.shift = 0; new PerformanceObserver((list) => { for (const entry of
  list.getEntries()) shift += entry.value; }).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def site() -> dict[str, str | bytes]:
    """A small list with a paper of which everything is known."""
    made = build(SOURCES, LOOK, base_url=URL).site
    return {f"/{path}": raw for path, raw in made.items()}


def test_one_click_copies_each_form_of_a_citation(
    site: dict[str, str | bytes], serve: ServedSite
) -> None:
    """Each button copies its citation and tells a screen reader."""
    page = serve(site).new_page()
    page.add_init_script(CLIPBOARD)
    page.goto(PAPER)
    for name, begins in (
        ("citation", "Lovelace, Ada"),
        ("BibTeX", "@misc{on-names,\n"),
        ("RIS", "TY  - GEN\nID  - on-names\n"),
        ("CSL-JSON", "[\n"),
    ):
        page.get_by_role("button", name=f"Copy {name}").click()
        page.wait_for_function(
            "what => document.querySelector('.citations [role=status]').textContent === what",
            arg=f"{name} copied",
        )
        assert str(page.evaluate("copied")).startswith(begins)
    assert page.locator("details[open]").count() == 0


def test_where_the_clipboard_is_refused_the_text_is_selected(
    site: dict[str, str | bytes], serve: ServedSite
) -> None:
    """Without HTTPS, the citation is opened and its text selected."""
    page = serve(site).new_page()
    page.goto(PAPER)
    page.get_by_role("button", name="Copy BibTeX").click()
    page.wait_for_selector("details[open]")
    assert str(page.evaluate("getSelection().toString()")).startswith("@misc{on-names,")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "RIS"


@pytest.mark.parametrize("can_share", [True, False])
def test_a_paper_is_shared_by_its_lasting_address(
    site: dict[str, str | bytes], serve: ServedSite, *, can_share: bool
) -> None:
    """With the system's share dialog, or with the clipboard."""
    page = serve(site).new_page()
    page.add_init_script(CLIPBOARD + (SHARE if can_share else "navigator.share = undefined;"))
    page.goto(f"{PAPER}#abstract")
    page.get_by_role("button", name="Share this page" if can_share else "Copy link").click()
    address = page.evaluate("globalThis.shared?.url ?? globalThis.copied")
    assert address == f"{URL}papers/on-names/"


def test_buttons_move_nothing(site: dict[str, str | bytes], serve: ServedSite) -> None:
    """There are no layout shifts when buttons appear or change."""
    page = serve(site).new_page()
    page.set_viewport_size({"width": 390, "height": 2400})
    page.add_init_script(CLIPBOARD + SHIFT)
    page.goto(PAPER)
    page.get_by_role("button", name="Copy RIS").click()
    page.wait_for_timeout(100)
    assert page.evaluate("shift") == 0
    shown = sum(one.format_citation is not None for one in FORMATS)
    assert (
        page.locator(".citation button").count() == shown + 2
    )  # and the plain citation and the link


def test_without_javascript_every_form_can_be_read(
    chromium: Browser, site: dict[str, str | bytes], tmp_path: Path
) -> None:
    """All citations can be opened, and there are no buttons."""
    raw = {path[1:]: text for path, text in site.items() if isinstance(text, bytes)}
    write_site(raw, tmp_path / "site")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "site/papers/on-names/index.html").as_uri())
    page.locator("summary", has_text="BibTeX").click()
    assert "@misc{on-names," in page.locator("details[open] pre").inner_text()
    assert page.locator(".cite button").count() == 0
    context.close()


@pytest.mark.parametrize("address", ["subscribe/", "papers/on-names/", "themes/names/"])
def test_a_narrow_screen_shows_all_of_it(
    site: dict[str, str | bytes], serve: ServedSite, address: str
) -> None:
    """At 320 pixels there is no horizontal scrolling, with all citations open."""
    page = serve(site).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{ORIGIN}/{address}")
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_finger_hits_every_control(
    chromium: Browser, site: dict[str, str | bytes], tmp_path: Path
) -> None:
    """On touch screens, controls are at least 44 pixels high."""
    raw = {path[1:]: text for path, text in site.items() if isinstance(text, bytes)}
    write_site(raw, tmp_path / "site")
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    small = """() => [...document.querySelectorAll(
        ".cite button, .cite summary, .cite a, .formats a, .files a")]
      .filter((one) => one.getBoundingClientRect().height < 43.9).map((one) => one.textContent)"""
    for address in ("papers/on-names", "themes/names", "subscribe"):
        page.goto((tmp_path / f"site/{address}/index.html").as_uri())
        assert page.evaluate(small) == [], address
    context.close()
