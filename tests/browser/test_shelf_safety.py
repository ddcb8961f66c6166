"""The reader's shelf loses no data: limits, full storage, other tabs, hostile links."""

from __future__ import annotations

import base64
import json
import mimetypes
import random
import string
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from readinglist.build import build
from tests.browser.served import CSP, ORIGIN
from tests.browser.shelf_site import (
    KEY,
    at,
    bring,
    keep,
    line,
    mark,
    paper_ids,
    shelf_text,
    sources,
    stored,
    wait_for,
)
from tests.libraries import LOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import BrowserContext, Dialog, Page, Route

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

SECURE = "https://reading.test"  # browsers have locks in secure contexts only
A, B, C = paper_ids()[2:5]
MINE: list[dict[str, object]] = [
    {"id": A, "state": "read", "note": "My own note"},
    {"id": B, "starred": True},
]
NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });"
MUTE = "Storage.prototype.setItem = function () {};"
FILL = """() => {
  let size = 4_000_000, text = "";
  while (size >= 1) {
    try { localStorage.setItem("filler", text + "x".repeat(size)); text += "x".repeat(size); }
    catch { size = Math.floor(size / 2); }
  }
}"""
"""Leaves no room in the browser's storage, to the letter."""


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    """Return the files of the small site, for a subfolder as on GitHub Pages."""
    return {f"/repo/{path}": raw for path, raw in build(sources(), LOOK).site.items()}


@pytest.fixture
def site(serve: ServedSite, files: dict[str, str | bytes]) -> BrowserContext:
    """Serve the small site."""
    return serve(files)


@pytest.fixture
def shelf(site: BrowserContext) -> Page:
    """Open the page of a shelf with `MINE` on it."""
    return shelf_of(site, MINE)


def shelf_of(site: BrowserContext, papers: Sequence[object]) -> Page:
    """Open the page of a shelf with some papers on it."""
    page = at(site, "shelf/")
    keep(page, papers)
    page.reload()
    expect(page.locator("html.has-shelf")).to_be_attached()
    return page


def link(lines: Iterable[str]) -> str:
    """Return the fragment of a link with some lines, each a digit and an id."""
    squeeze = zlib.compressobj(wbits=-15)
    raw = squeeze.compress("\n".join(lines).encode()) + squeeze.flush()
    return "1" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def follow(page: Page, fragment: str) -> None:
    """Open a link on the page of the shelf."""
    page.evaluate(
        "text => { document.querySelector('.shelf-said').textContent = ''; location.hash = ''; location.hash = 's=' + text; }",
        fragment,
    )


def add(page: Page, button: str = "Add these") -> None:
    """Add the papers of an import."""
    page.get_by_role("button", name=button).click()
    expect(page.locator("#shelf-offer")).to_be_hidden()


def is_mine_there(page: Page) -> bool:
    """Return whether `MINE` is stored and nothing was set aside."""
    found = stored(page)
    aside = page.evaluate("key => localStorage.getItem(key + ':aside')", KEY)
    return not aside and all(one.items() <= found[str(one["id"])].items() for one in MINE)


def note_of(page: Page, id_: str) -> str:
    """Return the stored note of a paper."""
    return str(stored(page).get(id_, {}).get("note", ""))


# ---- Limits are for what comes in -------------------------------------------------------------


@pytest.mark.slow
def test_a_link_with_as_many_papers_as_a_shelf_holds_takes_nothing_away(shelf: Page) -> None:
    """Papers of other lists need confirmation; the message says how many do not fit."""
    follow(shelf, link(f"2x{n}" for n in range(20_000)))
    offer = shelf.locator("#shelf-offer")
    expect(offer).to_contain_text("20,000 papers, none of them on this list.")
    shelf.get_by_role("button", name="Add these").click()
    expect(offer).to_contain_text("Nothing was added")
    assert len(stored(shelf)) == 2
    offer.get_by_role("checkbox").check()
    expect(offer).to_contain_text("19,998 are new to your shelf")
    expect(offer).to_contain_text("at most 20,000 papers, and yours would hold 20,002")
    expect(offer).to_contain_text("import without 2")
    add(shelf, "Add what fits")
    assert len(stored(shelf)) == 20_000
    shelf.reload()
    expect(shelf.locator("#shelf-tally")).to_contain_text("20,000 papers")
    expect(shelf.locator("#shelf-problem")).to_be_empty()
    assert is_mine_there(shelf)


def test_two_notes_that_are_too_long_together_are_not_joined(shelf: Page) -> None:
    """The reader's note is unchanged; the rest of the file can be imported."""
    keep(shelf, [*MINE, {"id": C, "note": "a" * 60_000}])
    shelf.reload()
    bring(shelf, shelf_text([{"id": C, "state": "read", "note": "b" * 60_000}, {"id": B, "state": "reading"}]))  # fmt: skip
    expect(shelf.locator("#shelf-limit")).to_contain_text("Attention Number 3 of Many")
    expect(shelf.locator("#shelf-limit")).to_contain_text("120,002 characters together")
    expect(shelf.locator("#shelf-limit")).to_contain_text("at most 100,000")
    add(shelf, "Add what fits")
    shelf.reload()
    expect(shelf.locator("#shelf-tally")).to_have_text("3 papers, 1 starred, 2 read.")
    assert is_mine_there(shelf)
    assert note_of(shelf, C) == "a" * 60_000
    assert stored(shelf)[C]["state"] == "read"
    assert stored(shelf)[B]["state"] == "reading"


def test_a_note_that_is_too_long_is_not_kept_and_not_cut(site: BrowserContext) -> None:
    """It stays in its field, and the stored note is unchanged, until it is shortened."""
    page = at(site, f"papers/{A}/")
    keep(page, MINE)
    page.reload()
    field = page.locator("textarea")
    expect(field).to_have_value("My own note")
    field.fill("x" * 120_000)
    field.blur()
    expect(page.locator(".shelf-said")).to_contain_text("at most 100,000 characters, and this one would have 120,000")  # fmt: skip
    assert is_mine_there(page)
    assert len(field.input_value()) == 120_000
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    field.fill("x" * 100_000)
    field.blur()
    expect(page.locator(".shelf-said")).to_have_text("Note saved")
    page.reload()
    assert asked == ["beforeunload"]
    expect(field).to_have_value("x" * 100_000)


def test_long_notes_of_two_tabs_do_not_displace_each_other(site: BrowserContext) -> None:
    """The second tab keeps its text until it is short enough to be joined."""
    one, other = (at(site, f"papers/{A}/") for _ in range(2))
    keep(one, MINE)
    for page in (one, other):
        page.reload()
        expect(page.locator("textarea")).to_have_value("My own note")
    other.locator("textarea").focus()
    other.locator("textarea").evaluate("field => (field.value = 'b'.repeat(60_000))")
    one.locator("textarea").fill("a" * 60_000)
    one.locator("textarea").blur()
    wait_for(lambda: note_of(other, A), "a" * 60_000)
    other.locator("textarea").blur()
    expect(other.locator(".shelf-said")).to_contain_text("Another tab has changed this note too")
    assert note_of(other, A) == "a" * 60_000
    expect(other.locator("textarea")).to_have_value("b" * 60_000)
    other.locator("textarea").fill("b" * 30_000)
    other.locator("textarea").blur()
    expect(other.locator(".shelf-said")).to_have_text("Note saved")
    wait_for(lambda: note_of(one, A), "b" * 30_000 + "\n\n" + "a" * 60_000)


def test_papers_that_become_one_keep_both_notes_however_long(site: BrowserContext) -> None:
    """A note that does not fit stays under the former id."""
    old, new = "an-older-name", "attention-as-an-rnn"
    papers = [
        {"id": old, "state": "read", "note": "o" * 60_000},
        {"id": new, "starred": True, "note": "n" * 60_000},
    ]
    page = shelf_of(site, papers)
    for _ in range(2):
        expect(page.locator("#shelf-tally")).to_have_text("2 papers, 1 starred, 1 read.")
        assert note_of(page, new) == "n" * 60_000
        assert note_of(page, old) == "o" * 60_000
        assert stored(page)[new]["state"] == "read"
        page.reload()
        bring(page, shelf_text(papers))
        page.get_by_role("button", name="Add these").click()
        expect(page.locator("#shelf-done")).to_contain_text("already on your shelf")


@pytest.mark.slow
def test_a_full_shelf_can_be_used_but_not_filled_further(site: BrowserContext) -> None:
    """Another paper is refused; existing ones can be changed and removed."""
    page = at(site, "themes/heads/")
    keep(page, [*MINE, *({"id": f"x{n}", "state": "read"} for n in range(19_998))])
    page.reload()
    mark(page, "Number 3 of", "star")
    expect(page.locator(".shelf-said")).to_contain_text("at most 20,000")
    expect(line(page, "Number 3 of")).not_to_have_attribute("data-shelf", "starred")
    mark(page, "Number 2 of", "reading")
    expect(line(page, "Number 2 of")).to_have_attribute("data-shelf", "reading starred")
    mark(page, "Number 2 of", "reading", "star")
    mark(page, "Number 3 of", "star")
    expect(line(page, "Number 3 of")).to_have_attribute("data-shelf", "starred")
    assert len(stored(page)) == 20_000


# ---- What is there is never refused whole -----------------------------------------------------


@pytest.mark.slow
def test_a_shelf_over_every_limit_is_still_read(site: BrowserContext) -> None:
    """Limits apply to imports and changes, not to stored data."""
    big = [
        {"id": C, "note": "n" * 150_000},
        {"id": "y" * 1_000, "starred": True, "title": "t" * 5_000},
        *({"id": f"x{n}", "state": "read"} for n in range(20_050)),
    ]
    page = shelf_of(site, [*MINE, *big])
    expect(page.locator("#shelf-tally")).to_contain_text("20,054 papers")
    expect(page.locator("#shelf-problem")).to_be_empty()
    page.goto(f"{ORIGIN}/repo/themes/heads/")
    mark(page, "Number 3 of", "star")
    expect(line(page, "Number 3 of")).to_have_attribute("data-shelf", "starred noted")
    assert is_mine_there(page)
    assert note_of(page, C) == "n" * 150_000
    assert len(stored(page)) == 20_054


DAMAGED: list[object] = [
    None,
    7,
    [],
    {"note": "no id"},
    {"id": 7, "note": "a number"},
    {"id": "x", "state": "eaten", "note": "a state that is none"},
    {"id": "y", "note": ["no text"]},
]


def test_entries_that_cannot_be_read_are_put_aside_one_by_one(site: BrowserContext) -> None:
    """Other entries stay; unreadable ones can be saved and are kept until deleted."""
    page = shelf_of(site, [*MINE, *DAMAGED])
    expect(page.locator("#shelf-problem")).to_contain_text("set aside")
    assert is_mine_there(page)
    page.goto(f"{ORIGIN}/repo/themes/heads/")
    mark(page, "Number 3 of", "star")
    page.goto(f"{ORIGIN}/repo/shelf/")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the unreadable data").click()
    lines = saved.value.path().read_text().split("\n")
    assert [json.loads(one) for one in lines] == DAMAGED
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("#shelf-problem")).to_be_empty()
    page.reload()
    expect(page.locator("#shelf-tally")).to_have_text("3 papers, 2 starred, 1 read.")
    expect(page.locator("#shelf-problem")).to_be_empty()


@pytest.mark.slow
def test_an_entry_nested_too_deeply_takes_no_other_along(site: BrowserContext) -> None:
    """Even a text that cannot be written again in parts is set aside."""
    page = at(site, "shelf/")
    depth = 1_000_000
    deep = '{"id": ' + "[" * depth + "]" * depth + "}"
    raw = shelf_text(MINE)[:-2] + "," + deep + "]}"
    keep(page, raw)
    page.reload()
    expect(page.locator("#shelf-tally")).to_have_text("2 papers, 1 starred, 1 read.")
    page.reload()
    expect(page.locator("#shelf-tally")).to_have_text("2 papers, 1 starred, 1 read.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the unreadable data").click()
    assert "[" * depth + "]" * depth in saved.value.path().read_text()


@pytest.mark.slow
def test_what_finds_no_room_aside_stays_where_it_is(site: BrowserContext) -> None:
    """A shelf of another version is not overwritten; changes last for the tab."""
    newer = json.dumps({"format": "readinglist-shelf", "version": 2, "it": "x" * 2_500_000})
    page = at(site, "themes/heads/")
    keep(page, newer)
    page.reload()
    expect(page.locator(".shelf-said")).to_contain_text("no space to set it aside")
    mark(page, "Number 3 of", "star")
    page.goto(f"{ORIGIN}/repo/shelf/")
    expect(page.locator("#shelf-list")).to_contain_text("Attention Number 3 of Many")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == newer
    assert page.evaluate("key => localStorage.getItem(key + ':aside')", KEY) is None
    bring(page, shelf_text(MINE))
    page.get_by_role("button", name="Add these").click()
    expect(page.locator("#shelf-refused")).to_contain_text("no space to set it aside")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the unreadable data").click()
    assert saved.value.path().read_text() == newer
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("#shelf-problem")).to_be_empty()
    add(page)
    assert set(stored(page)) == {A, B, C}


@pytest.mark.slow
def test_the_place_for_what_was_put_aside_does_not_grow_for_ever(site: BrowserContext) -> None:
    """A text is set aside once, and the total size is limited."""
    page = at(site, "shelf/")
    for text in ("{", "{", "{{", *(f"{n}" * 600_000 for n in range(5))):
        keep(page, text)
        page.reload()
        expect(page.locator("#shelf-problem")).not_to_be_empty()
    aside = json.loads(page.evaluate("key => localStorage.getItem(key + ':aside')", KEY))
    assert [one[:2] for one in aside] == ["{", "{{", "00", "11", "22"]
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == "4" * 600_000


# ---- Storage that is full or lies -------------------------------------------------------------


@pytest.mark.slow
def test_where_there_is_no_room_nothing_is_added_and_nothing_is_lost(site: BrowserContext) -> None:
    """An import is stored completely or not at all; a star is stored later."""
    page = shelf_of(site, MINE)
    page.evaluate(FILL)
    bring(page, shelf_text([{"id": C, "note": "c" * 50_000}]))
    page.get_by_role("button", name="Add these").click()
    expect(page.locator("#shelf-refused")).to_contain_text("no space")
    assert set(stored(page)) == {A, B}
    page.goto(f"{ORIGIN}/repo/themes/heads/")
    mark(page, "Number 3 of", "star")
    expect(page.locator(".shelf-said")).to_contain_text("no space left")
    page.reload()
    expect(line(page, "Number 3 of")).to_have_attribute("data-shelf", "starred")
    assert set(stored(page)) == {A, B}
    other = at(site, "themes/heads/")
    mark(other, "Number 2 of", "star")  # taken away, which needs no room
    expect(line(page, "Number 2 of")).to_have_attribute("data-shelf", "")
    expect(line(page, "Number 3 of")).to_have_attribute("data-shelf", "starred")
    page.evaluate("localStorage.removeItem('filler')")
    mark(other, "Number 4 of", "star")
    page.reload()
    expect(line(page, "Number 4 of")).to_have_attribute("data-shelf", "starred")
    stars = {f"attention-number-{n}-of-many" for n in (3, 4)}
    wait_for(lambda: set(stored(page)), {A, *stars})
    wait_for(lambda: set(stored(other)), {A, *stars})
    assert note_of(page, A) == "My own note"
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.slow
def test_a_note_kept_in_a_tab_is_joined_with_what_another_tab_stored(site: BrowserContext) -> None:
    """Changes kept in a tab do not overwrite later changes of other tabs."""
    page = at(site, f"papers/{A}/")
    keep(page, MINE)
    page.reload()
    page.evaluate(FILL)
    page.locator("textarea").fill("Mine, " + "m" * 1_000)
    page.locator("textarea").blur()
    expect(page.locator(".shelf-said")).to_contain_text("no space left")
    page.evaluate("localStorage.removeItem('filler')")
    other = at(site, f"papers/{A}/")
    other.locator("textarea").fill("Theirs")
    other.locator("textarea").blur()
    expect(other.locator(".shelf-said")).to_have_text("Note saved")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Theirs\n\nMine, " + "m" * 1_000)
    assert stored(page)[A]["state"] == "read"


def test_a_browser_that_stores_nothing_and_does_not_say_so_is_found_out(
    site: BrowserContext,
) -> None:
    """A text is read back before it counts as stored."""
    page = shelf_of(site, MINE)
    page.evaluate(MUTE)
    bring(page, shelf_text([{"id": C, "starred": True}]))
    page.get_by_role("button", name="Add these").click()
    expect(page.locator("#shelf-refused")).to_contain_text("Nothing was changed")
    expect(page.locator("#shelf-tally")).to_have_text("2 papers, 1 starred, 1 read.")
    assert set(stored(page)) == {A, B}


@pytest.mark.slow
def test_what_a_tab_had_kept_and_cannot_be_read_is_put_aside_too(site: BrowserContext) -> None:
    """The shelf is not affected, and the data is set aside once."""
    page = shelf_of(site, MINE)
    unreadable = ["garbage", "{}", shelf_text([None]), shelf_text([{"id": 7}])]
    for text in [*unreadable, *unreadable, shelf_text([{"id": C}])]:
        page.evaluate("([key, text]) => sessionStorage.setItem(key, text)", [KEY, text])
        page.reload()
        expect(page.locator("#shelf-tally")).to_have_text("2 papers, 1 starred, 1 read.")
        assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("readinglist.shelf.unreadable()") == "\n".join(unreadable)


# ---- Other tabs -------------------------------------------------------------------------------


def secure_site(site: BrowserContext, files: dict[str, str | bytes]) -> None:
    """Serve the same site under `SECURE` too."""

    def answer(route: Route) -> None:
        path = unquote(route.request.url.removeprefix(SECURE).partition("?")[0])
        name = f"{path}index.html" if path.endswith("/") else path
        kind = mimetypes.guess_type(name)[0] or "text/html"
        headers = {"Content-Security-Policy": CSP}
        route.fulfill(status=200, headers=headers, body=files[name], content_type=kind)

    site.route(f"{SECURE}/**", answer)


CLICK_AT = """time => new Promise((done) => setTimeout(() => {
  document.querySelector("[data-do=add]").click();
  done(Boolean(navigator.locks));
}, time - Date.now()))"""


@pytest.mark.slow
@pytest.mark.parametrize("origin", [SECURE, ORIGIN])
def test_two_tabs_that_import_at_the_same_time_lose_nothing(
    site: BrowserContext, files: dict[str, str | bytes], origin: str
) -> None:
    """With and without locks, both imports and the former data are on the shelf."""
    secure_site(site, files)
    pages = [site.new_page() for _ in range(3)]
    for page in pages:
        page.goto(f"{origin}/repo/shelf/")
    keep(pages[0], MINE)
    for number, page in enumerate(pages):
        page.reload()
        bring(page, shelf_text([{"id": f"{number}-{n}", "starred": True, "note": "n" * 2_000} for n in range(100)]))  # fmt: skip
        expect(page.locator("#shelf-offer")).to_contain_text("100 are new")
    now = pages[0].evaluate("Date.now()")
    for page in pages:
        page.evaluate(f"time => void ({CLICK_AT})(time)", now + 1_500)
    for page in pages:
        expect(page.locator("#shelf-offer")).to_be_hidden()
        expect(page.locator("#shelf-tally")).to_contain_text("302 papers")
    assert pages[0].evaluate("Boolean(navigator.locks)") == (origin == SECURE)
    assert len(stored(pages[1])) == 302
    assert is_mine_there(pages[2])


@pytest.mark.slow
def test_two_tabs_that_import_at_the_same_time_stay_within_the_limits(
    site: BrowserContext, files: dict[str, str | bytes]
) -> None:
    """The second tab sees the import of the first and asks again."""
    secure_site(site, files)
    pages = [site.new_page() for _ in range(2)]
    for number, page in enumerate(pages):
        page.goto(f"{SECURE}/repo/shelf/")
        bring(page, shelf_text([{"id": f"{number}-{n}", "starred": True} for n in range(15_000)]))
        expect(page.locator("#shelf-offer")).to_contain_text("15,000 are new")
    now = pages[0].evaluate("Date.now()")
    for page in pages:
        page.evaluate(f"time => void ({CLICK_AT})(time)", now + 1_000)
    late = "text => document.querySelector('#shelf-refused').textContent.includes(text)"
    for page in pages:
        expect(page.locator("#shelf-tally")).to_contain_text("15,000 papers", timeout=20_000)
    said = [page.evaluate(late, "has changed in another tab") for page in pages]
    assert sorted(said) == [False, True]
    assert len(stored(pages[0])) == 15_000


def test_what_another_tab_overwrote_is_put_in_again(site: BrowserContext) -> None:
    """A write at the same time, based on older data, loses nothing."""
    page, other = shelf_of(site, MINE), at(site, "shelf/")
    theirs = shelf_text([*MINE, {"id": "theirs", "starred": True}])
    bring(page, shelf_text([{"id": C, "starred": True, "note": "c"}, {"id": A, "note": "More"}]))
    add(page)
    keep(other, theirs)
    expect(page.locator("#shelf-tally")).to_have_text("4 papers, 3 starred, 1 read.")
    wait_for(lambda: set(stored(other)), {A, B, C, "theirs"})
    assert note_of(other, A) == "My own note\n\nMore"


def test_a_shelf_cleared_in_another_tab_stays_cleared(site: BrowserContext) -> None:
    """Recent writes of this tab are not applied again."""
    page, other = at(site, "themes/heads/"), at(site, "shelf/")
    mark(page, "Number 1 of", "star")
    expect(other.locator("#shelf-tally")).to_contain_text("1 paper")
    other.get_by_role("button", name="Clear my shelf").click()
    other.get_by_role("button", name="Clear it").click()
    expect(line(page, "Number 1 of")).to_have_attribute("data-shelf", "")
    third = at(site, f"papers/{B}/")
    third.locator("[data-act=star]").click()
    expect(line(page, "Number 2 of")).to_have_attribute("data-shelf", "starred")
    wait_for(lambda: set(stored(other)), {B})


@pytest.mark.slow
def test_a_tab_that_holds_the_lock_for_ever_stops_no_import(
    site: BrowserContext, files: dict[str, str | bytes]
) -> None:
    """After some seconds the import continues without the lock."""
    secure_site(site, files)
    page, other = site.new_page(), site.new_page()
    for one in (page, other):
        one.goto(f"{SECURE}/repo/shelf/")
    other.evaluate("key => void navigator.locks.request(key, () => new Promise(() => {}))", KEY)
    bring(page, shelf_text(MINE))
    page.get_by_role("button", name="Add these").click()
    expect(page.locator("#shelf-tally")).to_contain_text("2 papers", timeout=10_000)


def test_an_offer_says_what_is_true_now(site: BrowserContext) -> None:
    """The numbers include changes of other tabs, and a changed result is shown first."""
    page = shelf_of(site, MINE)
    bring(page, shelf_text([{"id": C, "note": "c" * 60_000}]))
    expect(page.locator("#shelf-offer")).to_contain_text("1 is new to your shelf")
    other = at(site, f"papers/{C}/")
    other.locator("textarea").fill("d" * 60_000)
    other.locator("textarea").blur()
    expect(other.locator(".shelf-said")).to_have_text("Note saved")
    expect(page.locator("#shelf-limit")).to_contain_text("120,002 characters together")
    expect(page.get_by_role("button", name="Add what fits")).to_be_visible()
    page.get_by_role("button", name="Add what fits").click()
    expect(page.locator("#shelf-refused")).to_contain_text("no paper fits")
    assert note_of(page, C) == "d" * 60_000


# ---- Links ------------------------------------------------------------------------------------


def test_a_link_tells_what_it_would_do_before_it_does_it(shelf: Page) -> None:
    """New and known papers are counted; papers of other lists need a check box."""
    follow(shelf, link([f"3{A}", f"3{B}", f"5{C}", "1stranger", "2other"]))
    offer = shelf.locator("#shelf-offer")
    expect(offer).to_contain_text(
        "5 papers, 3 of them on this list: 1 is new to your shelf, 1 updates your shelf, "
        "1 is already on your shelf."
    )
    expect(offer.get_by_label("Also 2 papers that are not on this list")).not_to_be_checked()
    assert set(stored(shelf)) == {A, B}
    add(shelf)
    expect(shelf.locator("#shelf-done")).to_contain_text(
        "Added to your shelf: 1 paper. Updated on your shelf: 1 paper."
    )
    assert set(stored(shelf)) == {A, B, C}
    assert is_mine_there(shelf)
    before = stored(shelf)
    follow(shelf, link([f"3{A}", f"3{B}", f"5{C}"]))
    add(shelf)
    expect(shelf.locator("#shelf-done")).to_have_text(
        "Nothing was added: all of it is already on your shelf."
    )
    assert stored(shelf) == before


def test_a_link_with_a_former_id_meets_the_paper_as_it_is_called_now(site: BrowserContext) -> None:
    """The reader's note and later state are kept."""
    new = "attention-as-an-rnn"
    page = shelf_of(site, [{"id": new, "state": "read", "note": "Mine"}])
    follow(page, link(["5an-older-name", f"1{new}"]))
    expect(page.locator("#shelf-offer")).to_contain_text("1 paper: 1 updates your shelf.")
    add(page)
    found = stored(page)
    assert set(found) == {new}
    assert (found[new]["state"], found[new]["starred"], found[new]["note"]) == ("read", True, "Mine")  # fmt: skip


ODD_IDS = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "../../evil",
    "<b>",
    '"',
    "%2e",
    "é\u0301",
]
BAD_IDS = ["x" * 100_000, "a\u202eb", "a\u0000b", "a\u200bb", "a\u2028b", "a\tb", "\ufeffa"]


def test_odd_ids_of_a_link_are_ids_and_impossible_ones_are_left_out(shelf: Page) -> None:
    """Names of JavaScript properties are normal ids; duplicates count once."""
    follow(shelf, link([*(f"3{one}" for one in [*ODD_IDS, *BAD_IDS, *ODD_IDS]), f"4{ODD_IDS[0]}"]))
    offer = shelf.locator("#shelf-offer")
    expect(offer).to_contain_text(f"{len(ODD_IDS)} papers, none of them on this list")
    expect(offer).to_contain_text(f"{len(BAD_IDS)} entries were left out")
    expect(offer).to_contain_text("an id of 100,000 characters (at most 300 fit)")
    assert "\u202e" not in offer.inner_text()
    offer.get_by_role("checkbox").check()
    add(shelf)
    shelf.reload()
    expect(shelf.locator("#shelf-tally")).to_contain_text(f"{len(ODD_IDS) + 2} papers")
    found = stored(shelf)
    assert set(found) == {A, B, *ODD_IDS}
    assert found["__proto__"]["starred"] is True
    assert shelf.evaluate("[Object.prototype.starred, Object.prototype.state, ({}).id]") == [None] * 3  # fmt: skip


def test_a_damaged_link_changes_nothing_wherever_it_was_damaged(shelf: Page) -> None:
    """Cut off, not UTF-8, not base64, expanding to gigabytes, or too many lines."""
    whole = link(f"3{one}" for one in paper_ids())
    raw = base64.urlsafe_b64encode(b"3\xff\xfe").decode()
    squeeze = zlib.compressobj(9, wbits=-15)
    bomb = b"".join(squeeze.compress(b"3x\n" * 1_000_000) for _ in range(10)) + squeeze.flush()
    damaged = [
        *(whole[:end] for end in range(0, len(whole) - 2, 9)),
        f"0{raw}",
        "0!",
        "1####",
        "0" + "A" * 300_000,
        "1" + base64.urlsafe_b64encode(bomb).decode()[:190_000],
        link("3x" for _ in range(20_001)),
        link(["8x"]),
        link(["3"]),
        link(["3a", "", "3b"]),
    ]
    before = stored(shelf)
    for text in damaged:
        follow(shelf, text)
        expect(shelf.locator(".shelf-said"), text[:40]).to_contain_text(
            "does not contain a readable shelf"
        )
        expect(shelf.locator("#shelf-offer")).to_be_hidden()
    assert stored(shelf) == before


def test_a_link_is_made_only_if_it_can_be_read(site: BrowserContext) -> None:
    """A full shelf gives a readable link, or a message if it would be too long."""
    dice = random.Random(1)
    letters = string.ascii_letters + string.digits
    page = shelf_of(site, [{"id": "".join(dice.choices(letters, k=300)), "state": "read"} for _ in range(1_000)])  # fmt: skip
    both_ways = """async () => {
      const papers = Array.from({ length: 20_000 }, (_, n) => ({ id: "paper-" + n, state: "read", starred: false }));
      return (await readinglist.shelf.fromLink(await readinglist.shelf.asLink(papers))).papers.size;
    }"""
    assert page.evaluate(both_ways) == 20_000
    page.get_by_role("button", name="Create a link").click()
    expect(page.locator("#shelf-linked")).to_contain_text("Save your shelf as a file instead")
    expect(page.locator("#shelf-link")).to_be_hidden()


# ---- Files ------------------------------------------------------------------------------------


def refused(page: Page, raw: str | bytes) -> str:
    """Return the message for a file that is not a shelf."""
    page.locator("#shelf-said").evaluate("one => (one.textContent = '')")
    bring(page, raw)
    expect(page.locator("#shelf-said")).to_contain_text("cannot be imported")
    return page.locator("#shelf-said").inner_text()


LARGE = """() => {
  const chosen = new DataTransfer();
  chosen.items.add(new File([" ".repeat(25e6)], "x.json"));
  const field = document.querySelector("input[type=file]");
  field.files = chosen.files;
  field.dispatchEvent(new Event("change"));
}"""


def test_a_file_that_is_too_much_is_refused_with_the_numbers(shelf: Page) -> None:
    """25 MB, too many papers, endless brackets, bytes that are not text."""
    papers = shelf_text([{"id": f"x{n}", "starred": True} for n in range(20_001)])
    shelf.evaluate(LARGE)
    expect(shelf.locator("#shelf-said")).to_contain_text(
        "25,000,000 bytes, and a shelf at most 20,000,000"
    )
    assert "20,001, and a shelf holds at most 20,000" in refused(shelf, papers)
    assert "not JSON" in refused(shelf, '{"papers": ' + "[" * 1_000_000)
    assert "not UTF-8" in refused(shelf, shelf_text(MINE).encode("utf-16"))
    assert "not UTF-8" in refused(shelf, b'{"format": "\xff"}')
    assert is_mine_there(shelf)


def test_entries_of_a_file_that_are_none_are_left_out_and_counted(shelf: Page) -> None:
    """Invalid ids, too long notes, deep nesting, prototypes: the rest is imported."""
    deep: Any = "x"
    for _ in range(200):
        deep = {"id": deep}
    papers: list[object] = [
        {
            "id": C,
            "starred": True,
            "__proto__": {"state": "read"},
            "constructor": {"prototype": {"pwned": 1}},
        },
        {"id": 7, "starred": True},
        {"id": "long", "note": "x" * 1_000_000},
        {"__proto__": {"id": "y", "starred": True}},
        deep,
        *DAMAGED,
    ]
    bring(shelf, shelf_text(papers))
    offer = shelf.locator("#shelf-offer")
    expect(offer).to_contain_text("1 paper: 1 is new to your shelf. 11 entries were left out")
    expect(offer).to_contain_text("“long” has a note of 1,000,000 characters")
    add(shelf)
    assert set(stored(shelf)) == {A, B, C}
    assert "state" not in stored(shelf)[C]
    assert shelf.evaluate("({}).pwned") is None
    assert is_mine_there(shelf)


def test_a_date_in_the_far_future_does_not_win(shelf: Page) -> None:
    """Neither in a file nor in storage; it would always be first on the shelf."""
    keep(shelf, [*MINE, {"id": "stored", "starred": True, "changed": "9998-01-01T00:00:00Z"}])
    shelf.reload()
    late = ["9999-12-31T23:59:59Z", "2025-99-99T99:99:99Z", "now", 7]
    bring(shelf, shelf_text([{"id": f"late-{n}", "starred": True, "changed": one} for n, one in enumerate(late)]))  # fmt: skip
    add(shelf)
    shelf.goto(f"{ORIGIN}/repo/themes/heads/")
    mark(shelf, "Number 3 of", "star")
    shelf.goto(f"{ORIGIN}/repo/shelf/")
    expect(shelf.locator("#shelf-list section").first.locator("h3").first).to_have_text("Attention Number 3 of Many")  # fmt: skip
    assert not [one for one in stored(shelf).values() if one.get("changed", "") > "9"]


def test_a_file_never_lowers_what_the_reader_has(shelf: Page) -> None:
    """An earlier state, no star, another title, date or an empty note change nothing."""
    lower = [
        {
            "id": A,
            "state": "to-read",
            "note": "own",
            "title": "Evil",
            "changed": "2024-01-01T00:00:00Z",
        },
        {"id": B, "starred": False, "state": "to-read", "note": ""},
    ]
    bring(shelf, shelf_text(lower))
    add(shelf)
    assert is_mine_there(shelf)
    assert stored(shelf)[B]["state"] == "to-read"


def test_what_was_added_can_be_taken_back(shelf: Page) -> None:
    """An import and clearing can be undone; later changes are kept."""
    before = stored(shelf)
    bring(shelf, shelf_text([{"id": A, "starred": True, "note": "Theirs"}, {"id": B, "state": "read"}, {"id": C, "note": "c"}]))  # fmt: skip
    add(shelf)
    assert note_of(shelf, A) == "My own note\n\nTheirs"
    shelf.evaluate("id => readinglist.shelf.set(id, '', { note: 'Since then' })", C)
    shelf.get_by_role("button", name="Undo").click()
    expect(shelf.locator("#shelf-done")).to_contain_text("Undone")
    assert note_of(shelf, C) == "Since then"
    shelf.evaluate("id => readinglist.shelf.change((all) => void all.delete(id))", C)
    assert stored(shelf) == before
    shelf.get_by_role("button", name="Clear my shelf").click()
    shelf.get_by_role("button", name="Clear it").click()
    expect(shelf.locator("#shelf-empty")).to_be_visible()
    shelf.get_by_role("button", name="Undo").click()
    expect(shelf.locator("#shelf-tally")).to_have_text("2 papers, 1 starred, 1 read.")
    assert stored(shelf) == before


# ---- Time -------------------------------------------------------------------------------------


def test_time_grows_with_the_length_of_what_comes_not_with_its_square(shelf: Page) -> None:
    """Notes that are slow to compare, one id 20,000 times, a megabyte of newlines."""
    measure = """([size]) => {
      const s = readinglist.shelf;
      const once = (act) => { const start = performance.now(); act(); return performance.now() - start; };
      const time = (act) => Math.min(once(act), once(act), once(act));
      const flat = (text) => new TextDecoder().decode(new TextEncoder().encode(text));
      const mine = flat("a".repeat(size)), other = flat("a".repeat(size / 4) + "b" + "a".repeat(size / 4));
      const papers = Array.from({ length: size / 100 }, (_, n) => ({ id: "x", note: n + "a".repeat(40) }));
      const whole = JSON.stringify({ format: "readinglist-shelf", version: 1, papers });
      const dates = JSON.stringify({ format: "readinglist-shelf", version: 1, papers: [
        { id: "x", starred: true, changed: "2024-01-01T" + "0".repeat(size) },
        { id: "y", note: "\\r".repeat(size / 20) } ] });
      return [time(() => s.bothNotes(mine, other)), time(() => s.parse(whole)), time(() => s.parse(dates))];
    }"""
    short, long = (shelf.evaluate(measure, [size]) for size in (500_000, 2_000_000))
    for quarter, whole in zip(short, long, strict=True):
        assert whole < 9 * max(quarter, 20)  # milliseconds; less says nothing of growth
