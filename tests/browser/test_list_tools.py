"""Sorting and filtering lists, and their stored density."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from readinglist.build import build
from tests.browser.served import ORIGIN
from tests.browser.shelf_site import WATCH_SHIFTS, paper_ids, sources
from tests.libraries import LOOK

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    """Return the files of the small site, for a subfolder."""
    return {f"/repo/{path}": raw for path, raw in build(sources(), LOOK).site.items()}


@pytest.fixture
def site(serve: ServedSite, files: dict[str, str | bytes]) -> BrowserContext:
    """Serve the small site; each page measures its layout shifts."""
    context = serve(files)
    context.add_init_script(WATCH_SHIFTS)
    return context


@pytest.fixture
def theme(site: BrowserContext) -> Page:
    """Open the page of a theme."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/themes/heads/")
    return page


def order(page: Page) -> list[str]:
    """Return the ids of the visible papers, in order."""
    return page.eval_on_selector_all(  # type: ignore[no-any-return] # a list of texts
        "[data-papers] > li",
        "(all) => all.filter((one) => one.offsetParent).map((one) => one.querySelector('a').pathname.split('/').at(-2))",
    )


def test_papers_stand_in_the_order_a_reader_chooses(theme: Page) -> None:
    """By title, newest listing first, and as added again; the order is in the URL."""
    usual = paper_ids()
    assert order(theme) == usual
    choice = theme.locator("[name=order]")
    choice.select_option("title")
    expect(theme.locator("[data-order]")).to_have_text("by title")
    assert order(theme) == sorted(usual)
    assert theme.url.endswith("?order=title")
    choice.select_option("newest")
    expect(theme.locator("[data-order]")).to_have_text("newest listing first")
    assert order(theme) == [usual[-1], *usual[:-1]]
    theme.reload()
    expect(choice).to_have_value("newest")
    assert order(theme) == [usual[-1], *usual[:-1]]
    choice.select_option("arrival")
    expect(theme.locator(".path")).to_be_visible()
    assert order(theme) == usual
    assert theme.url.endswith("/heads/")
    theme.goto(f"{ORIGIN}/repo/themes/heads/?order=<script>")
    assert order(theme) == usual


@pytest.mark.parametrize("width", [320, 900, 1440])
def test_the_figures_of_a_path_stand_beside_its_titles(theme: Page, width: int) -> None:
    """Numbers do not overlap titles, also with shelf buttons."""
    theme.set_viewport_size({"width": width, "height": 800})
    first = theme.locator(".path > li").first
    line, title = first.bounding_box(), first.locator("h3 a").bounding_box()
    mark = first.locator(".shelf-mark").bounding_box()
    assert line
    assert title
    assert mark
    assert title["x"] - line["x"] >= 30
    assert mark["x"] + mark["width"] <= title["x"] or mark["y"] >= title["y"] + 20


def test_a_list_is_filtered_as_one_types(theme: Page) -> None:
    """All words must match, without case and diacritics; the number is shown."""
    field = theme.get_by_label("Filter")
    field.fill("NÚMBER 1 attention")
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("4 of 14")
    assert order(theme) == [f"attention-number-{n}-of-many" for n in (1, 10, 11, 12)]
    field.fill("unheard of")
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("None of 14")
    field.fill("")
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("")
    assert order(theme) == paper_ids()


def test_a_list_shows_what_is_starred_or_unread(theme: Page) -> None:
    """Papers enter and leave the filter when their state changes; it is in the URL."""
    theme.keyboard.press("j")
    theme.keyboard.press("s")
    only = theme.locator("[name=only]")
    only.select_option("starred")
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("1 of 14")
    assert order(theme) == ["attention-as-an-rnn"]
    theme.reload()
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("1 of 14")
    only.select_option("unread")
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("14 of 14")
    theme.locator("[data-papers] a").first.focus()
    for _ in range(3):
        theme.keyboard.press("r")
    expect(theme.locator(".shelf-tools [role=status]")).to_have_text("13 of 14")
    assert order(theme) == paper_ids()[1:]


@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.slow)])
def test_density_is_remembered_and_nothing_moves_for_it(theme: Page, width: int) -> None:
    """Titles, first lines or abstracts, before the first paint of later pages."""
    theme.set_viewport_size({"width": width, "height": 800})
    pages = {"themes/heads/": ".excerpt", "papers/": ".shelf-abstract", "listings/one/": ".shelf-abstract"}  # fmt: skip
    for path, text in pages.items():
        for density in ("titles", "lines", "full"):
            theme.goto(f"{ORIGIN}/repo/{path}")
            theme.locator("[name=density]").select_option(density)
            expect(theme.locator("html")).to_have_attribute("data-density", density)
            theme.reload()
            expect(theme.locator("[name=density]")).to_have_value(density)
            whole = ".abstract.full, .shelf-abstract"  # in the page, or fetched
            body = theme.locator(whole if density == "full" else text).first
            if density == "titles":
                expect(body).not_to_be_visible()
            else:
                expect(body).to_be_visible()
            theme.wait_for_timeout(50)
            assert theme.evaluate("shifted") == [], (path, density)
    theme.goto(f"{ORIGIN}/repo/inbox/")
    expect(theme.locator("[name=density]")).to_have_value("lines")  # each kind of list has its own


def test_whole_abstracts_are_fetched_for_what_is_near_and_stay_text(theme: Page) -> None:
    """One file serves a theme, and abstracts are shown as text."""
    theme.goto(f"{ORIGIN}/repo/listings/one/")
    theme.locator("[name=density]").select_option("full")
    theme.keyboard.press("End")
    expect(theme.locator(".shelf-abstract").last).to_be_visible()
    expect(theme.locator(".shelf-abstract").nth(3)).to_contain_text("there is one more after that")
    expect(theme.locator("script[src*=abstracts]")).to_have_count(1)
    theme.locator("[name=density]").select_option("titles")
    expect(theme.locator(".shelf-abstract").first).not_to_be_visible()


def test_a_short_theme_has_its_abstracts_in_the_page(theme: Page) -> None:
    """They are shown and printed without fetching anything."""
    theme.locator("[name=density]").select_option("full")
    expect(theme.locator(".abstract.full").first).to_be_visible()
    expect(theme.locator(".excerpt").first).not_to_be_visible()
    expect(theme.locator(".shelf-abstract, script[src*=abstracts]")).to_have_count(0)
    theme.locator("[name=density]").select_option("lines")
    expect(theme.locator(".excerpt").first).to_be_visible()
    expect(theme.locator(".abstract.full").first).not_to_be_visible()


def test_letters_without_a_paper_go_away(site: BrowserContext) -> None:
    """A filter hides sections without papers."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/papers/")
    page.get_by_label("Filter").fill("zebras 7")
    expect(page.locator(".letter:visible")).to_have_count(1)
    page.get_by_label("Filter").fill("")
    expect(page.locator(".letter:visible")).to_have_count(2)
