"""The real site as a reader meets it: any width, any scheme, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from readinglist.files.disk import write_site
from tests.browser.served import ORIGIN
from tests.libraries import real_site

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from readinglist.model import Site
    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

PAGES = {
    "front": "",
    "themes": "themes/",
    "group": "themes/attention-and-sequence/",
    "theme": "themes/positional-encoding/",
    "papers": "papers/",
    "paper": "papers/memory-3-language-modeling-with-explicit-memory/",
    "paper with formulas": "papers/rethinking-addressing-in-language-models-via-contexualized-equivariant-positional-encoding/",
    "listings": "listings/",
    "listing": "listings/001-338f10c56c26307b/",
    "inbox": "inbox/",
    "about": "about/",
    "search": "search/?q=rotary",
}


@pytest.fixture(scope="module")
def site() -> Site:
    """The site of this repository."""
    return real_site()


@pytest.fixture(scope="module")
def served_site(site: Site) -> dict[str, str | bytes]:
    """The same, by address."""
    return {f"/{path}": raw for path, raw in site.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_at_320_pixels(
    served_site: dict[str, str | bytes], serve: ServedSite, scheme: Literal["light", "dark"]
) -> None:
    """A small phone, or 400 % zoom on a desktop, shows every page in one column."""
    page = serve(served_site).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme=scheme)
    wide = {}
    for name, address in PAGES.items():
        page.goto(f"{ORIGIN}/{address}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert wide == {}


def test_dark_is_dark_and_light_is_light(
    served_site: dict[str, str | bytes], serve: ServedSite
) -> None:
    """Text stands out from its ground by at least 7:1 in both schemes."""
    page = serve(served_site).new_page()
    luminance = """() => {
      const of = (colour) => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => {
          v /= 255;
          return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const root = getComputedStyle(document.documentElement);
      const body = getComputedStyle(document.body);
      const clear = (c) => c === "rgba(0, 0, 0, 0)" || c === "transparent";
      const ground = clear(body.backgroundColor) ? root.backgroundColor : body.backgroundColor;
      return [of(body.color), of(ground)];
    }"""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{ORIGIN}/")
        text, ground = page.evaluate(luminance)
        assert (ground > text) == (scheme == "light")
        light, dark = max(text, ground), min(text, ground)
        assert (light + 0.05) / (dark + 0.05) >= 7


def test_without_javascript_every_page_reads_and_search_leads_on(
    chromium: Browser, site: Site, tmp_path: Path
) -> None:
    """From an unzipped folder, scripts off: headings, links, and a search page that helps."""
    write_site(site, tmp_path / "site")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in PAGES.values():
        path, _, query = address.partition("?")
        page.goto(
            f"{(tmp_path / 'site' / path / 'index.html').as_uri()}{'?' if query else ''}{query}"
        )
        assert page.locator("h1").count() == 1
        assert page.locator("main").inner_text().strip()
    page.goto((tmp_path / "site/papers/index.html").as_uri())
    form = page.locator("header form[role=search]")
    assert form.get_attribute("action") == "../search/"
    page.goto((tmp_path / "site/search/index.html").as_uri())
    assert "JavaScript" in page.locator("main").inner_text()
    assert page.locator("main a[href='../papers/']").count() >= 1
    context.close()


def test_search_works_from_a_folder_on_a_disk(
    chromium: Browser, site: Site, tmp_path: Path
) -> None:
    """No server: the index is a script beside the page."""
    write_site(site, tmp_path / "site")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{(tmp_path / 'site/search/index.html').as_uri()}?q=rotary%20position")
    page.wait_for_selector("#search-results li")
    assert "rotary" in page.locator("#search-results li").first.inner_text().lower()
    page.locator("header a", has_text="Themes").click()
    page.locator("main a", has_text="Positional encoding").first.click()
    assert page.locator("h1").inner_text() == "Positional encoding"
    page.close()
    assert complaints == []


def test_the_keyboard_reaches_everything(
    served_site: dict[str, str | bytes], serve: ServedSite
) -> None:
    """The first stop skips to the content; `/` searches; focus can always be seen."""
    page = serve(served_site).new_page()
    page.goto(f"{ORIGIN}/themes/positional-encoding/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.locator("a[href='#main']").bounding_box()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; })()"
        )
        assert outline, page.evaluate("document.activeElement.outerHTML")
        seen.add(page.evaluate("document.activeElement.outerHTML"))
    assert len(seen) == 12


def test_nothing_moves_while_a_page_loads(
    served_site: dict[str, str | bytes], serve: ServedSite
) -> None:
    """No layout shift, on a phone, on any kind of page."""
    page = serve(served_site).new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " shift += entry.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    for address in PAGES.values():
        if "?" in address:
            continue  # results appear where there was room left for them
        page.goto(f"{ORIGIN}/{address}")
        page.wait_for_timeout(100)
        assert page.evaluate("window.shift") == 0, address
