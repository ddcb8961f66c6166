"""What axe-core and a strict policy have to say of every kind of page, however it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.served import ORIGIN
from tests.libraries import real_site
from tests.page_kinds import samples

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from readinglist.model import Site
    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
LONG = 100_000  # bytes of HTML
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}
SHIFT = """
  window.shift = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
"""
# What is left for later by content-visibility has no size, which axe takes for a small target.
LAY_OUT_EVERYTHING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets = [sheet];
}"""
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility() && !one.closest(".skip, p, dd, .prose, label, svg"))
  .filter((one) => Math.min(one.getBoundingClientRect().height, one.getBoundingClientRect().width) < 43.9)
  .map((one) => one.outerHTML.slice(0, 120))"""


class Way(NamedTuple):
    """A way to look at a page; without `everything` only the rules about colours are asked.

    The longest lists are not asked again: their colours are those of the other pages.
    """

    width: int
    scheme: Literal["light", "dark"]
    forced: bool = False
    everything: bool = False


WAYS = (
    Way(1440, "light", everything=True),
    Way(320, "dark", everything=True),
    Way(320, "light"),
    Way(1440, "dark"),
    Way(1440, "light", forced=True),
    Way(320, "dark", forced=True),
)


@pytest.fixture(scope="module")
def site() -> Site:
    """The site of this repository."""
    return real_site()


def complaints_of_axe(page: Page, *, everything: bool) -> set[str]:
    """Rule and place of each violation."""
    options = {"runOnly": EVERYTHING if everything else COLOURS, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return {f"{one['id']}: {node['target']}" for one in violations for node in one["nodes"]}


@pytest.mark.slow
def test_axe_finds_nothing_wrong_with_any_kind_of_page(site: Site, serve: ServedSite) -> None:
    """WCAG 2.2 AA and best practice: light, dark and forced colours, narrow and wide."""
    page = serve({f"/{path}": raw for path, raw in site.items()}).new_page()
    wrong: dict[str, set[str]] = {}
    shorter = {name: path for name, path in samples(site).items() if "longest" not in name}
    for name, path in shorter.items():
        page.goto(f"{ORIGIN}/{path}")
        page.evaluate(LAY_OUT_EVERYTHING)
        for way in WAYS:
            if len(site[path]) > LONG and not way.everything:
                continue
            page.set_viewport_size({"width": way.width, "height": 900})
            page.emulate_media(
                color_scheme=way.scheme,
                forced_colors="active" if way.forced else "none",
                reduced_motion="reduce",
            )
            if found := complaints_of_axe(page, everything=way.everything):
                wrong[f"{name} {way.width} {way.scheme}{' forced' * way.forced}"] = found
    assert wrong == {}


@pytest.mark.slow
def test_pages_load_without_a_complaint_or_a_shift(site: Site, serve: ServedSite) -> None:
    """Console empty, no policy violated, nothing missing (`serve` checks these), nothing moves.

    And nothing is wider than a small phone.
    """
    page = serve({f"/{path}": raw for path, raw in site.items()}).new_page()
    page.add_init_script(SHIFT)
    shifts = {}
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in samples(site).items():
            page.goto(f"{ORIGIN}/{path}")
            page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))"
            )
            if shift := page.evaluate("window.shift"):
                shifts[f"{name} {width}"] = shift
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert shifts == {}


def test_a_finger_meets_targets_of_44_pixels(site: Site, serve: ServedSite) -> None:
    """On a touch screen everything to be pressed is large enough, but for links in running text.

    And the map's points, which a table says again (the "equivalent" of WCAG's target size).
    """
    context = serve({f"/{path}": raw for path, raw in site.items()})
    page = context.new_page()
    # A coarse pointer is what a device has, not what a page can be told: the debugger knows how.
    context.new_cdp_session(page).send(
        "Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1}
    )
    page.set_viewport_size({"width": 390, "height": 844})
    small = {}
    for name, path in samples(site).items():
        page.goto(f"{ORIGIN}/{path}")
        assert page.evaluate("matchMedia('(pointer: coarse)').matches")
        page.evaluate(LAY_OUT_EVERYTHING)
        if found := page.evaluate(TOO_SMALL):
            small[name] = found
    assert small == {}


def test_without_javascript_no_page_promises_in_vain(site: Site, serve: ServedSite) -> None:
    """Scripts off: one heading, a text, and every control stands in a form that leads somewhere.

    Or in what the style sheet hides then (``.needs-js``).
    """
    browser = serve({}).browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, path in samples(site).items():
        page.set_content(site[path].decode())
        assert page.locator("h1").count() == 1, name
        assert len(page.locator("main").inner_text()) > 20, name
        controls = page.locator("button, input, select, textarea")
        loose = [
            one.evaluate("(one) => one.outerHTML")
            for one in controls.all()
            if one.is_visible()
            and not one.evaluate("(one) => Boolean(one.closest('form[action], .needs-js'))")
        ]
        assert loose == [], name
    context.close()


def test_a_long_list_can_be_jumped_into_and_searched(site: Site, serve: ServedSite) -> None:
    """What is not laid out yet is found by its anchor, by the keyboard and by the browser's own find."""
    page = serve({f"/{path}": raw for path, raw in site.items()}).new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{ORIGIN}/papers/")
    jump = page.locator(".letters a").nth(-3)
    target = jump.get_attribute("href")
    jump.click()
    page.wait_for_timeout(100)
    box = page.locator(f"{target}").bounding_box()
    assert box
    assert 0 <= box["y"] < 200
    last = page.locator(".letter .titles a").last
    page.evaluate("scrollTo(0, 0)")
    assert page.evaluate("(text) => window.find(text)", last.text_content())
    last.focus()
    page.wait_for_timeout(100)
    focused = last.bounding_box()
    assert focused
    assert 0 <= focused["y"] < page.viewport_size["height"]  # type: ignore[index] # it has one
