"""The team's board as a reader meets it, on a day that the test sets."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from readinglist.build import build
from tests.browser.served import ORIGIN
from tests.libraries import LOOK, folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

WORD = "Supercalifragilisticexpialidocious"
BOARD = f"""\
name: Ada
reads:
  - {{paper: on-things, state: reading, remark: Slowly}}
presents:
  - {{paper: on-things, date: 2026-09-10}}
  - {{paper: on-things, date: 2026-11-20}}
  - {{paper: on-things, date: 2026-12-03, time: 14:30, timezone: Europe/Berlin}}
  - {{paper: on-things, date: 2026-12-17, place: {WORD * 4}}}
"""
SOURCES = folder(f"On Names {WORD * 3}", "On Things", files={"reading/ada.yaml": BOARD})


@pytest.fixture(scope="module")
def board() -> dict[str, str | bytes]:
    """A small site with a board, by address."""
    built = build(SOURCES, LOOK)
    assert built.problems == ()
    return {f"/{path}": raw for path, raw in built.site.items()}


def page_on(day: str, board: dict[str, str | bytes], serve: ServedSite) -> Page:
    """The board, opened on a day."""
    page = serve(board).new_page()
    page.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{day}T12:00"))
    page.goto(f"{ORIGIN}/reading/")
    return page


def test_the_next_presentation_is_marked_and_those_that_are_over_step_back(
    board: dict[str, str | bytes], serve: ServedSite
) -> None:
    """What is to come stands first, in order; the others are folded away, the latest first."""
    page = page_on("2026-11-21", board, serve)
    dates = "items => items.map(item => item.dateTime)"
    assert page.locator("#agenda time").evaluate_all(dates) == ["2026-12-03", "2026-12-17"]
    assert page.locator("#agenda .next").inner_text().startswith("Thu 3 December 2026")
    assert page.locator("#agenda .when").first.inner_text().endswith("next")
    assert not page.locator("#earlier").is_visible()
    page.get_by_text("2 earlier").press("Enter")
    assert page.locator("#earlier time:visible").evaluate_all(dates) == ["2026-11-20", "2026-09-10"]


def test_the_day_itself_is_today_and_the_last_day_leaves_nothing_empty(
    board: dict[str, str | bytes], serve: ServedSite
) -> None:
    """A presentation is over when its day is."""
    page = page_on("2026-12-03", board, serve)
    assert page.locator("#agenda .when").first.inner_text().endswith("today")
    page = page_on("2027-01-01", board, serve)
    assert page.locator("#agenda").count() == 0
    assert page.get_by_text("4 earlier").is_visible()


def test_the_board_fits_a_small_phone_and_does_not_shift(
    board: dict[str, str | bytes], serve: ServedSite
) -> None:
    """One column at 320 pixels whatever the words, and nothing moves after the first paint."""
    page = serve(board).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{ORIGIN}/reading/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    shift = """() => new Promise(done => new PerformanceObserver(list =>
      done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
      .observe({ type: "layout-shift", buffered: true }) || setTimeout(() => done(0), 300))"""
    assert page.evaluate(shift) == 0


def test_without_javascript_all_dates_are_there_in_order(
    chromium: Browser, board: dict[str, str | bytes]
) -> None:
    """The page promises nothing that only a script could keep."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(str(board["/reading/index.html"], "utf-8"))  # type: ignore[arg-type]  # bytes here
    assert page.locator("#agenda time").count() == 4
    assert page.locator("details").count() == 0
    context.close()
