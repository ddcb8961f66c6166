"""The map in a browser: mouse, touch, keyboard, and without its script."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from readinglist.files.disk import write_site
from tests.browser.served import ORIGIN
from tests.libraries import real_build

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from readinglist.build import Built
    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

PAPER = "matryoshka-representation-learning"
TITLE = "Matryoshka Representation Learning"


@pytest.fixture(scope="module")
def built() -> Built:
    """The site of this repository."""
    return real_build()


@pytest.fixture
def explore(built: Built, serve: ServedSite) -> Page:
    """Open the map at desktop width."""
    page = serve({f"/{path}": raw for path, raw in built.site.items()}).new_page()
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.goto(f"{ORIGIN}/explore/")
    page.wait_for_selector("svg.map.live")
    return page


def place_of(page: Page, paper: str) -> tuple[float, float]:
    """Return the position of a paper's point on the screen."""
    box = page.locator(f"svg.map a[href$='/{paper}/']").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def seen(page: Page) -> list[float]:
    """Return the visible part of the map: left, top, width, height."""
    found: list[float] = page.evaluate(
        "document.querySelector('svg.map').getAttribute('viewBox').split(' ').map(Number)"
    )
    return found


def test_a_point_says_what_it_is_and_opens(explore: Page) -> None:
    """Hovering near a point shows paper and themes; a click opens the paper."""
    x, y = place_of(explore, PAPER)
    explore.mouse.move(x + 6, y)
    tip = explore.locator(".map-tip")
    assert tip.locator("a").inner_text() == TITLE
    assert "Adaptive, compatible and metric embeddings" in tip.inner_text()
    assert explore.locator("svg.map .beside").count() == 2
    explore.mouse.click(x + 6, y)
    explore.wait_for_url(f"**/papers/{PAPER}/")
    explore.get_by_role("link", name="Show on the map").click()
    explore.wait_for_selector("svg.map.live")
    assert explore.locator(".map-tip a").inner_text() == TITLE


def test_a_drag_moves_the_map_and_opens_nothing(explore: Page) -> None:
    """After zooming, the map is dragged; the end of a drag is not a click."""
    whole = seen(explore)
    explore.get_by_role("button", name="Zoom in").click()
    explore.wait_for_selector("svg.map.near")
    before = seen(explore)
    assert before[2] == pytest.approx(whole[2] / 1.6)
    box = explore.locator("svg.map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    explore.mouse.move(x, y)
    explore.mouse.down()
    explore.mouse.move(x + 80, y + 40, steps=4)
    explore.mouse.up()
    explore.wait_for_timeout(50)
    after = seen(explore)
    assert after[0] < before[0]
    assert after[1] < before[1]
    assert explore.url == f"{ORIGIN}/explore/"
    explore.get_by_role("button", name="Whole map").click()
    explore.wait_for_timeout(50)
    assert seen(explore) == pytest.approx(whole)


def test_finding_dims_the_others_as_one_types(explore: Page) -> None:
    """Papers without the text in title or themes are dimmed; Enter selects one."""
    explore.get_by_label("Find on the map").fill("matryoshka")
    assert explore.locator("output").inner_text() == "4 of 496"
    assert explore.locator("svg.map a:not(.out)").count() == 4
    explore.keyboard.press("Enter")
    name = explore.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "Matryoshka" in name
    assert explore.locator(".map-tip a").inner_text() == name


def test_the_map_is_one_stop_for_the_keyboard(explore: Page) -> None:
    """Tab reaches one point, arrow keys move, other keys zoom, Enter opens."""
    assert explore.locator("svg.map a[tabindex='0']").count() == 1
    explore.locator("svg.map a[tabindex='0']").focus()
    first = explore.locator(".map-tip a").inner_text()
    explore.keyboard.press("ArrowDown")
    second = explore.locator(".map-tip a").inner_text()
    assert second != first
    width = seen(explore)[2]
    explore.keyboard.press("+")
    explore.wait_for_timeout(50)
    assert seen(explore)[2] < width
    explore.keyboard.press("Enter")
    explore.wait_for_selector("article h1")
    assert explore.locator("h1").inner_text() == second


def test_the_wheel_scrolls_the_page_until_the_reader_turns_to_the_map(explore: Page) -> None:
    """The wheel scrolls the page before a press on the map; with Control it zooms."""
    x, y = place_of(explore, PAPER)
    explore.mouse.move(x, y)
    width = seen(explore)[2]
    explore.mouse.wheel(0, -200)
    explore.wait_for_timeout(50)
    assert seen(explore)[2] == width
    explore.keyboard.down("Control")
    explore.mouse.wheel(0, -100)
    explore.wait_for_timeout(50)
    assert seen(explore)[2] < width


def test_a_finger_names_first_and_opens_then(
    chromium: Browser, built: Built, tmp_path: Path
) -> None:
    """On touch screens, opened from disk: the first tap shows, the second opens."""
    write_site(built.site, tmp_path / "site")
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto((tmp_path / "site/explore/index.html").as_uri())
    page.wait_for_selector("svg.map.live")
    page.locator("svg.map").scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    point = page.locator("svg.map a").nth(5)
    box = point.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 2, box["y"] + 2)
    tip = page.locator(".map-tip.touched a")
    title = tip.inner_text()
    assert page.url.endswith("explore/index.html")
    tip.tap()
    page.wait_for_selector("article h1")
    assert page.locator("h1").inner_text() == title
    context.close()


def test_without_javascript_points_lead_to_papers(
    chromium: Browser, built: Built, tmp_path: Path
) -> None:
    """Each point is a link with a title, and there are no controls."""
    write_site(built.site, tmp_path / "site")
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((tmp_path / "site/explore/index.html").as_uri())
    points = page.locator("svg.map a")
    assert points.count() == len(built.library.papers)
    assert page.locator("svg.map a > title").count() == points.count()
    assert page.locator(".map-tools button, .map-tools input").count() == 0
    page.goto((tmp_path / "site/explore/nearest/index.html").as_uri())
    row = page.locator("tr", has=page.locator(f"th a[href$='/{PAPER}/']"))
    assert row.locator("td").last.locator("a").count() == 2
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_and_nothing_sticks_out(built: Built, serve: ServedSite, width: int) -> None:
    """There are no layout shifts and no horizontal scrolling."""
    page = serve({f"/{path}": raw for path, raw in built.site.items()}).new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " shift += entry.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    for address in ("explore/", "explore/nearest/", "explore/overlap/"):
        page.goto(f"{ORIGIN}/{address}")
        if address == "explore/":
            page.wait_for_selector("svg.map.live")
        page.wait_for_timeout(100)
        assert page.evaluate("window.shift") == 0, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_pages_are_light(built: Built) -> None:
    """Compressed, each page has at most 40 KB, and the script at most 6 KB."""
    for address in ("explore/", "explore/nearest/", "explore/overlap/"):
        assert len(gzip.compress(built.site[f"{address}index.html"], 6)) <= 40 * 1024, address
    (script,) = [raw for path, raw in built.site.items() if path.startswith("assets/explore-map.")]
    assert len(gzip.compress(script, 6)) <= 6 * 1024
