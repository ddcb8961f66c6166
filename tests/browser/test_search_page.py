"""Search as a reader meets it: the list under the box, the search page, the keyboard, history."""

from __future__ import annotations

from mimetypes import guess_type
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from readinglist.model import Library, Paper, Theme
from readinglist.search import index_script
from tests.browser.served import ORIGIN, STATIC

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> attention \u202e"
PAPERS = [
    Paper("attention-as-an-rnn", "Attention as an RNN", "Maps. <b>Attention</b> too. End.", (), ()),
    Paper("hostile", HOSTILE, HOSTILE, (), ()),
    Paper("注意-力", "注意力机制", "", (), ()),
    *(Paper(f"p{n}", f"Attention number {n}", "An abstract.", (), ()) for n in range(30)),
]
LIBRARY = Library(
    papers={paper.id: paper for paper in PAPERS},
    themes={"heads": Theme("heads", "Heads & tails", "", papers=("attention-as-an-rnn",))},
)
PAGE = """<!doctype html>
<html lang="en" data-root="{root}" data-lunr="assets/lunr.1.js"
 data-search-index="assets/index.1.js">
<head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">
<script src="{root}assets/tokens.js" defer></script>
<script src="{root}assets/search.js" defer></script></head>
<body><header>{header}</header><main>{main}<textarea></textarea></main></body></html>"""
FORM = """<form role="search"{id} class="search" action="{root}search/" method="get">
<label for="q">Search</label><input id="q" type="search" name="q"></form>"""
RESULTS = '<p id="search-status" role="status" aria-live="polite"></p><ol id="search-results"></ol>'


def page_of(root: str, *, search: bool = False) -> str:
    """A page as the templates make it: with the box in its header, or the search page."""
    form = FORM.format(root=root, id=' id="search-form"' if search else "")
    return PAGE.format(
        root=root, header="" if search else form, main=form + RESULTS if search else ""
    )


@pytest.fixture(scope="session")
def files(lunr: bytes) -> dict[str, str | bytes]:
    """The files of a small site, by their path below its root."""
    return {
        "index.html": page_of("./"),
        "papers/attention-as-an-rnn/index.html": page_of("../../"),
        "papers/注意-力/index.html": page_of("../../"),
        "themes/heads/index.html": page_of("../../"),
        "search/index.html": page_of("../", search=True),
        "assets/tokens.js": (STATIC / "tokens.js").read_bytes(),
        "assets/search.js": (STATIC / "search.js").read_bytes(),
        "assets/lunr.1.js": lunr,
        "assets/index.1.js": index_script(LIBRARY),
    }


@pytest.fixture
def site(serve: ServedSite, files: dict[str, str | bytes]) -> BrowserContext:
    """The site in a folder of its host, as GitHub Pages has it."""
    return serve({f"/repo/{path}": content for path, content in files.items()})


@pytest.fixture
def front(site: BrowserContext) -> Page:
    """The front page, opened."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/")
    return page


@pytest.fixture
def searching(site: BrowserContext) -> Page:
    """The search page, opened."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/search/")
    return page


def test_nothing_is_loaded_before_the_reader_means_to_search(front: Page) -> None:
    """The index and lunr are asked for when the box gets the focus, not earlier."""
    scripts = front.locator("script")
    assert scripts.count() == 2
    front.locator("#q").focus()
    expect(scripts).to_have_count(4)


def test_the_list_shows_results_while_typing(front: Page) -> None:
    """Typing opens a list of papers with the words marked, and emptying the box closes it."""
    box = front.locator(".search-results")
    expect(box).to_be_hidden()
    front.locator("#q").press_sequentially("attention r")
    expect(box).to_be_visible()
    first = box.get_by_role("option").first
    expect(first).to_have_text("Attention as an RNN")
    expect(first).to_have_attribute("href", "./papers/attention-as-an-rnn/")
    expect(first.locator("mark")).to_have_text(["Attention", "RNN"])
    front.locator("#q").fill("")
    expect(box).to_be_hidden()


def test_arrow_keys_choose_and_enter_opens(front: Page) -> None:
    """Down and up move through the list and back to the box; Enter opens the chosen paper."""
    box = front.locator("#q")
    box.press_sequentially("attention rnn")
    options = front.get_by_role("option")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    chosen = front.locator('[aria-selected="true"]')
    expect(chosen).to_have_text("Attention as an RNN")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("ArrowUp")
    expect(chosen).to_have_count(0)
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    front.wait_for_url(f"{ORIGIN}/repo/papers/attention-as-an-rnn/")


def test_enter_without_a_choice_goes_to_the_search_page(front: Page) -> None:
    """Enter asks the search page, and the last option of a long list does too."""
    front.locator("#q").press_sequentially("attention")
    last = front.get_by_role("option").last
    expect(last).to_contain_text("results")
    front.locator("#q").press("Enter")
    front.wait_for_url(f"{ORIGIN}/repo/search/?q=attention")
    expect(front.locator("#search-results li").first).to_be_visible()


def test_escape_and_leaving_close_the_list(front: Page) -> None:
    """Escape closes the list and keeps what was typed; so does moving on."""
    box, results = front.locator("#q"), front.locator(".search-results")
    box.press_sequentially("attention")
    expect(results).to_be_visible()
    box.press("Escape")
    expect(results).to_be_hidden()
    expect(box).to_have_value("attention")
    box.press("ArrowDown")
    expect(results).to_be_visible()
    front.locator("textarea").focus()
    expect(results).to_be_hidden()


def test_a_click_on_an_option_opens_it(front: Page) -> None:
    """The list does not close under the pointer; an id of any script leads to its page."""
    front.locator("#q").press_sequentially("注意")
    front.get_by_role("option").first.click()
    front.wait_for_url("**/papers/**")
    assert front.title() == "x"


def test_slash_goes_to_the_box(front: Page) -> None:
    """The slash key focuses the box, except in a field and with a modifier."""
    area, box = front.locator("textarea"), front.locator("#q")
    area.press("/")
    expect(area).to_have_value("/")
    front.locator("body").click()
    front.keyboard.press("Control+/")
    expect(box).not_to_be_focused()
    front.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_the_search_page_answers_its_address(site: BrowserContext) -> None:
    """The query of the address is answered at once, with snippet, themes and a count."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/search/?q=attention+rnn")
    expect(page.locator("#q")).to_have_value("attention rnn")
    first = page.locator("#search-results > li > article").first
    expect(first.locator("h3 a")).to_have_attribute("href", "../papers/attention-as-an-rnn/")
    expect(first.locator("h3 mark")).to_have_text(["Attention", "RNN"])
    expect(first.locator(".snippet")).to_have_text("<b>Attention</b> too.")
    expect(first.locator(".themes a")).to_have_text("Heads & tails")
    expect(page.locator("#search-status")).to_contain_text("found")


def test_hostile_titles_are_text(searching: Page) -> None:
    """A title with markup is shown as it is, and nothing of it runs."""
    searching.locator("#q").fill("img onerror")
    title = searching.locator("#search-results h3").first
    expect(title).to_have_text("<img src=x onerror=alert(1)> attention [U+202E]")
    assert searching.locator("#search-results img").count() == 0


def test_the_status_says_what_is_missing(searching: Page) -> None:
    """An empty query gets a hint; a word no paper has is named; the rest is still found."""
    status, box = searching.locator("#search-status"), searching.locator("#q")
    expect(status).to_contain_text("Type a title")
    box.fill("zzzzqqxx attention")
    expect(status).to_contain_text("no paper has “zzzzqqxx”")
    expect(searching.locator("#search-results li").first).to_be_visible()
    box.fill("zzzzqqxx")
    expect(status).to_have_text("No paper has “zzzzqqxx”")
    expect(searching.locator("#search-results li")).to_have_count(0)
    box.fill("??")
    expect(status).to_contain_text("Type a title")


def test_more_results_on_demand(searching: Page) -> None:
    """A long list comes twenty at a time, and the focus goes to the first new one."""
    searching.locator("#q").fill("attention")
    items = searching.locator("#search-results li")
    expect(items).to_have_count(20)
    searching.get_by_role("button", name="Show more").click()
    expect(items).to_have_count(32)
    expect(items.nth(20).locator("a").first).to_be_focused()
    expect(searching.get_by_role("button", name="Show more")).to_be_hidden()


def test_history_goes_from_search_to_search(searching: Page) -> None:
    """Typing rewrites the address; submitting makes an entry; back and forward return to them."""
    box = searching.locator("#q")
    entries = searching.evaluate("history.length")
    box.press_sequentially("rnn")
    expect(searching).to_have_url(f"{ORIGIN}/repo/search/?q=rnn")
    assert searching.evaluate("history.length") == entries
    box.press("Enter")
    box.fill("number 7")
    box.press("Enter")
    assert searching.evaluate("history.length") == entries + 2
    searching.go_back()
    expect(box).to_have_value("rnn")
    expect(searching.locator("#search-results h3").first).to_have_text("Attention as an RNN")
    searching.go_back()
    expect(box).to_have_value("")
    expect(searching).to_have_url(f"{ORIGIN}/repo/search/")
    searching.go_forward()
    searching.go_forward()
    expect(box).to_have_value("number 7")
    expect(searching.locator("#search-results h3").first).to_have_text("Attention number 7")


def test_a_lost_index_is_said_and_asked_for_again(
    chromium: Browser, files: dict[str, str | bytes]
) -> None:
    """When the index cannot be loaded the reader is told; the next letter tries again."""
    page = chromium.new_page()
    lost = {"assets/index.1.js"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(f"{ORIGIN}/")
        path = f"{path}index.html" if path.endswith("/") else path
        if path in lost:
            route.abort()
        else:
            route.fulfill(body=files[path], content_type=guess_type(path)[0])

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/search/")
    box, status = page.locator("#q"), page.locator("#search-status")
    box.press_sequentially("rn")
    expect(status).to_contain_text("could not be loaded")
    lost.clear()
    box.press_sequentially("n")
    expect(status).to_have_text("1 paper found")
    page.close()


def test_works_from_a_disk(
    chromium: Browser, files: dict[str, str | bytes], tmp_path: Path
) -> None:
    """Unzipped on a disk the same files search, and their links lead to files."""
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("#q").press_sequentially("rnn")
    option = page.get_by_role("option").first
    expect(option).to_have_attribute("href", "./papers/attention-as-an-rnn/index.html")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search/index.html?q=rnn")
    page.locator("#search-results h3 a").first.click()
    page.wait_for_url("**/papers/attention-as-an-rnn/index.html")
    page.close()
    assert errors == []
