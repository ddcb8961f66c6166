"""The reader's shelf in a real browser: marking, storing, exporting, sharing, shortcuts."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from readinglist.build import build
from readinglist.files.disk import write_site
from tests.browser.served import ORIGIN
from tests.browser.shelf_site import (
    KEY,
    WATCH_SHIFTS,
    at,
    bring,
    keep,
    line,
    mark,
    paper_ids,
    sources,
    stored,
)
from tests.libraries import LOOK

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

REFUSED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });"""
FULL = """Storage.prototype.setItem = function (name, value) {
  if (this === localStorage) throw new DOMException("full", "QuotaExceededError");
  Object.getPrototypeOf(this); this[name] = value; };"""


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    """Return the files of the small site, for a subfolder as on GitHub Pages."""
    site = build(sources(), LOOK).site
    return {f"/repo/{path}": raw for path, raw in site.items()}


@pytest.fixture
def site(serve: ServedSite, files: dict[str, str | bytes]) -> BrowserContext:
    """Serve the small site."""
    return serve(files)


@pytest.fixture
def theme(site: BrowserContext) -> Page:
    """Open the page of a theme."""
    return at(site, "themes/heads/")


# ---- Marking ----------------------------------------------------------------------------------


def test_a_new_reader_loads_the_core_alone_and_the_rest_when_it_is_used(theme: Page) -> None:
    """Each paper has a button; the store is loaded at the first use."""
    expect(theme.locator(".shelf-mark")).to_have_count(14)
    expect(theme.locator("script[src*=shelf-store]")).to_have_count(0)
    line(theme, "Number 3").locator(".shelf-mark").click()
    expect(theme.locator(".shelf-menu")).to_be_visible()
    expect(theme.locator("script[src*=shelf-store]")).to_have_count(1)


def test_the_very_first_star_is_seen_by_another_tab(site: BrowserContext) -> None:
    """Otherwise, pressing it there would remove the star again."""
    here, there = (at(site, "papers/attention-as-an-rnn/") for _ in range(2))
    here.bring_to_front()
    here.locator("[data-act=star]").click()
    expect(there.locator("[data-act=star]")).to_have_attribute("aria-pressed", "true")


def test_a_mark_made_in_a_list_is_on_every_page_of_the_paper(
    theme: Page, site: BrowserContext
) -> None:
    """Star and state are shown as text, and pressing again removes them."""
    mark(theme, "Number 3", "star", "reading")
    label = line(theme, "Number 3").locator(".shelf-mark")
    expect(label).to_have_attribute(
        "aria-label", "My shelf: Attention Number 3 of Many: reading, starred"
    )
    expect(label).to_be_focused()  # where the menu was opened from
    paper = at(site, "papers/attention-number-3-of-many/")
    button = paper.locator(".shelf-paper [data-act=reading]")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(line(at(site, "papers/"), "Number 3 ")).to_have_attribute(
        "data-shelf", "reading starred"
    )
    button.click()
    paper.locator(".shelf-paper [data-act=star]").click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(line(theme, "Number 3")).to_have_attribute("data-shelf", "")
    assert theme.evaluate("key => localStorage.getItem(key)", KEY) is None


def test_two_tabs_see_each_other_and_lose_nothing(site: BrowserContext) -> None:
    """A change in one tab is shown in the other, and later changes keep it."""
    one, other = at(site, "themes/heads/"), at(site, "themes/heads/")
    mark(one, "Number 1 of", "read")
    mark(other, "Number 2 of", "star")
    expect(line(one, "Number 2 of")).to_have_attribute("data-shelf", "starred")
    mark(one, "Number 2 of", "to-read")
    expect(line(other, "Number 2 of")).to_have_attribute("data-shelf", "to-read starred")
    assert set(stored(one)) == {"attention-number-1-of-many", "attention-number-2-of-many"}


def test_a_note_is_kept_as_it_is_typed_and_two_tabs_notes_are_joined(site: BrowserContext) -> None:
    """Neither tab overwrites the text of the other."""
    one = at(site, "papers/attention-number-1-of-many/")
    one.get_by_role("textbox", name="My note").fill("<b>First</b> & foremost")
    expect(one.locator(".shelf-said")).to_have_text("Note saved")
    one.reload()
    field = one.get_by_role("textbox", name="My note")
    expect(field).to_have_value("<b>First</b> & foremost")
    other = at(site, "papers/attention-number-1-of-many/")
    expect(other.locator("textarea")).to_have_value("<b>First</b> & foremost")
    field.fill("Mine")
    other.locator("textarea").fill("Theirs")
    other.locator("textarea").blur()
    expect(other.locator(".shelf-said")).to_have_text("Note saved")
    field.blur()
    expect(field).to_have_value("Mine\n\nTheirs")
    assert stored(one)["attention-number-1-of-many"]["note"] == "Mine\n\nTheirs"


def test_progress_is_said_of_each_theme_where_room_was_left(site: BrowserContext) -> None:
    """On theme pages, the list of themes and the front page, without layout shifts."""
    page = site.new_page()
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{ORIGIN}/repo/themes/heads/")
    keep(page, [{"id": id_, "state": "read"} for id_ in paper_ids()[2:5]])
    for path, said in (("themes/heads/", "3 of 14 read"), ("themes/", "3 read"), ("", "3 read")):
        page.goto(f"{ORIGIN}/repo/{path}")
        expect(page.locator("[data-progress=heads]").first).to_have_text(said)
        assert page.evaluate("shifted") == [], path


def test_two_lists_of_one_host_have_two_shelves(
    serve: ServedSite, files: dict[str, str | bytes]
) -> None:
    """The shelf is stored under the path of the list."""
    twice = {**files, **{path.replace("/repo/", "/b/", 1): raw for path, raw in files.items()}}
    page = serve(twice).new_page()
    page.goto(f"{ORIGIN}/repo/themes/heads/")
    mark(page, "Number 1 of", "read")
    page.goto(f"{ORIGIN}/b/themes/heads/")
    mark(page, "Number 2 of", "star")
    assert [*stored(page)] == ["attention-number-1-of-many"]
    assert [*stored(page, "readinglist.shelf:/b/")] == ["attention-number-2-of-many"]


def test_other_scripts_can_ask_which_papers_are_where(theme: Page) -> None:
    """`readinglist.shelf.ids` works before and after the other scripts are loaded."""
    keep(theme, [{"id": "a", "state": "read", "starred": True}, {"id": "b", "note": "n"}])
    ask = "['read', 'starred', 'note', 'to-read'].map((state) => readinglist.shelf.ids(state))"
    assert theme.evaluate(ask) == [["a"], ["a"], ["b"], []]
    theme.reload()
    expect(theme.locator("html.has-shelf")).to_be_attached()
    assert theme.evaluate(ask) == [["a"], ["a"], ["b"], []]


# ---- Storage that fails -----------------------------------------------------------------------


def test_where_storage_is_refused_the_shelf_works_for_the_visit_and_says_so(
    site: BrowserContext,
) -> None:
    """There is one message and no error."""
    site.add_init_script(REFUSED)
    page = at(site, "themes/heads/")
    mark(page, "Number 1 of", "read")
    said = page.locator(".shelf-said")
    expect(said).to_contain_text("stores no data for this site")
    expect(line(page, "Number 1 of")).to_have_attribute("data-shelf", "read")
    mark(page, "Number 2 of", "star")
    expect(said).to_have_text("Starred: Attention Number 2 of Many")
    expect(line(page, "Number 1 of")).to_have_attribute("data-shelf", "read")


def test_where_storage_is_full_the_tab_keeps_the_shelf_and_says_so(site: BrowserContext) -> None:
    """Across pages, until the tab is closed."""
    site.add_init_script(FULL)
    page = at(site, "themes/heads/")
    mark(page, "Number 1 of", "read")
    expect(page.locator(".shelf-said")).to_contain_text("no space left")
    page.goto(f"{ORIGIN}/repo/papers/")
    page.locator(".shelf-mark").first.click()
    expect(line(page, "Number 1 of")).to_have_attribute("data-shelf", "read")


UNREADABLE = [
    "{",
    "null",
    '{"format":"readinglist-shelf","version":2,"papers":[]}',
    '{"format":"readinglist-shelf","version":1,"papers":{}}',
    "[" * 100_000,
]


def test_what_cannot_be_read_is_put_aside_not_lost(theme: Page) -> None:
    """The shelf is empty, and its page offers the unreadable data for saving."""
    for raw in UNREADABLE:
        keep(theme, raw)
        theme.goto(f"{ORIGIN}/repo/shelf/")
        expect(theme.locator("#shelf-problem")).to_contain_text("set aside")
        assert stored(theme) == {}
    with theme.expect_download() as saved:
        theme.get_by_role("button", name="Save the unreadable data").click()
    assert saved.value.path().read_text() == "\n".join(UNREADABLE)
    theme.get_by_role("button", name="Delete it").click()
    theme.goto(f"{ORIGIN}/repo/themes/heads/")
    mark(theme, "Number 1 of", "read")
    assert [*stored(theme)] == ["attention-number-1-of-many"]


def test_what_can_be_read_beside_what_cannot_stays(theme: Page) -> None:
    """One damaged entry does not affect the others."""
    keep(theme, [{"id": "attention-number-1-of-many", "starred": True}, {"id": ""}])
    theme.reload()
    expect(line(theme, "Number 1 of")).to_have_attribute("data-shelf", "starred")
    assert [*stored(theme)] == ["attention-number-1-of-many"]


# ---- Rebuilds ---------------------------------------------------------------------------------


def test_a_shelf_outlives_renamed_and_lost_papers(theme: Page) -> None:
    """A former id is replaced; a paper that left the list stays on the shelf."""
    keep(
        theme,
        [
            {"id": "an-older-name", "state": "read", "note": "Old"},
            {"id": "attention-as-an-rnn", "starred": True, "note": "New"},
            {"id": "gone", "title": "A <i>paper</i> that left", "state": "to-read"},
        ],
    )
    theme.reload()
    expect(line(theme, "Attention as an RNN")).to_have_attribute("data-shelf", "read starred noted")
    assert set(stored(theme)) == {"attention-as-an-rnn", "gone"}
    theme.goto(f"{ORIGIN}/repo/shelf/")
    gone = line(theme, "that left")
    expect(gone).to_contain_text("A <i>paper</i> that left")
    expect(gone).to_contain_text("No longer on this list; to read")
    expect(line(theme, "Attention as an RNN")).to_contain_text("Old")
    gone.get_by_role("button", name="Remove").click()
    expect(gone).to_have_count(0)
    assert set(stored(theme)) == {"attention-as-an-rnn"}


# ---- In and out -------------------------------------------------------------------------------


def test_a_shelf_goes_to_another_browser_in_a_file_and_merges_there(
    serve: ServedSite, files: dict[str, str | bytes], tmp_path: Path
) -> None:
    """Export and import lose nothing, and importing again changes nothing."""
    one = at(serve(files), "shelf/")
    a, b, c = paper_ids()[2:5]
    mine: list[dict[str, object]] = [
        {"id": a, "state": "reading", "note": "From one"},
        {"id": b, "starred": True},
    ]
    keep(one, [*mine, {"id": "gone", "title": "Gone", "note": "n"}])
    one.reload()
    with one.expect_download() as saved:
        one.get_by_role("button", name="Save as a file").click()
    file = tmp_path / "shelf.json"
    saved.value.save_as(file)
    assert json.loads(file.read_text())["list"] == {"title": "Ours", "address": f"{ORIGIN}/repo/"}
    other = at(serve(files), "shelf/")
    keep(other, [{"id": a, "state": "read", "note": "From other"}, {"id": c, "state": "to-read"}])
    other.reload()
    for _ in range(2):
        other.locator("input[type=file]").set_input_files(file)
        other.get_by_role("button", name="Add these").click()
        expect(other.locator("#shelf-offer")).to_be_hidden()
        found = stored(other)
        assert set(found) == {a, b, c, "gone"}
        assert found[a]["state"] == "read"
        assert found[a]["note"] == "From other\n\nFrom one"
        assert found[b]["starred"] is True


HOSTILE = [
    ("", "not JSON"),
    ("<script>window.pwned = 1</script>", "not JSON"),
    ('{"format":"else"}', "not a shelf"),
    ('{"format":"readinglist-shelf","version":99,"papers":[]}', "another version"),
    ('{"format":"readinglist-shelf","version":1,"papers":"all"}', "no papers"),
    ('{"__proto__":{"format":"readinglist-shelf","version":1,"papers":[]}}', "not a shelf"),
    (f'{{"format":"readinglist-shelf","version":1,"papers":[{"0," * 20_000}0]}}', "too many"),
]


def test_a_file_that_is_no_shelf_is_refused_in_plain_words(theme: Page) -> None:
    """Nothing changes, and the message gives the reason."""
    theme.goto(f"{ORIGIN}/repo/shelf/")
    for text, said in HOSTILE:
        bring(theme, text)
        expect(theme.locator("#shelf-said")).to_contain_text(said)
    assert stored(theme) == {}
    assert theme.evaluate("window.pwned") is None


def test_a_hostile_shelf_is_shown_as_text(theme: Page) -> None:
    """Ids such as `__proto__` and `../`, and markup in titles and notes, are text."""
    theme.goto(f"{ORIGIN}/repo/shelf/")
    papers = [
        {"id": "__proto__", "title": "<img src=x onerror=window.pwned=1>", "starred": True},
        {
            "id": "../../evil",
            "title": "javascript:alert(1)",
            "note": "<script>window.pwned=1</script>",
        },
        {"id": "constructor", "state": "read", "polluted": {"__proto__": {"pwned": 1}}},
        {"id": "bad", "state": ["read"]},
    ]
    raw = json.dumps({"format": "readinglist-shelf", "version": 1, "papers": papers})
    bring(theme, raw)
    expect(theme.locator("#shelf-offer header")).to_contain_text("One entry was left out")
    theme.get_by_role("button", name="Add these").click()
    shown = theme.locator("#shelf-list")
    expect(shown).to_contain_text("<img src=x onerror=window.pwned=1>")
    expect(shown).to_contain_text("<script>window.pwned=1</script>")
    expect(shown.locator("a, img, script")).to_have_count(0)
    assert theme.evaluate("window.pwned") is None
    assert set(stored(theme)) == {"__proto__", "../../evil", "constructor"}


def test_a_link_carries_a_shelf_without_its_notes(
    serve: ServedSite, files: dict[str, str | bytes]
) -> None:
    """The reader can add the papers; then the fragment is removed from the URL."""
    one = at(serve(files), "shelf/")
    a, b, c = paper_ids()[2:5]
    keep(one, [{"id": a, "state": "read", "starred": True}, {"id": b, "note": "mine"}, {"id": c, "state": "to-read"}])  # fmt: skip
    one.reload()
    one.get_by_role("button", name="Create a link").click()
    expect(one.get_by_label("Link")).to_have_value(re.compile(f"^{ORIGIN}/repo/shelf/#s=1"))
    link = one.get_by_label("Link").input_value()
    other = serve(files).new_page()
    other.goto(link)
    expect(other.locator("#shelf-offer li")).to_have_count(2)
    expect(other.locator("#shelf-offer")).to_contain_text("Attention Number 3 of Many")
    assert stored(other) == {}
    other.get_by_role("button", name="Add these").click()
    expect(line(other, "Number 3")).to_be_visible()
    assert {id_: one.get("state", "") for id_, one in stored(other).items()} == {a: "read", c: "to-read"}  # fmt: skip
    assert "#" not in other.url


def test_a_link_that_holds_no_shelf_is_refused_politely(theme: Page) -> None:
    """Links that are cut off, forged, too large or full of markup change nothing."""
    theme.goto(f"{ORIGIN}/repo/shelf/#s=1")
    expect(theme.locator(".shelf-said")).to_contain_text("does not contain a readable shelf")
    bomb = theme.evaluate(
        """async () => {
          const stream = new Blob([new Uint8Array(2e7).fill(55)]).stream();
          const raw = await new Response(stream.pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
          const text = Array.from(new Uint8Array(raw).slice(0, 1e5), (one) => String.fromCharCode(one)).join("");
          return "1" + btoa(text).replace(/\\+/g, "-").replace(/\\//g, "_");
        }"""
    )
    for text in ("", "1", "1!!!", "0MGV2aWw", "0/w==", "9abc", "1%00", "<script>", "0" + "A" * 300_000, bomb):  # fmt: skip
        theme.evaluate("text => { location.hash = ''; document.querySelector('.shelf-said').textContent = ''; location.hash = 's=' + text; }", text)  # fmt: skip
        expect(theme.locator(".shelf-said"), text[:20]).to_contain_text(
            "does not contain a readable shelf"
        )
        expect(theme.locator("#shelf-offer")).to_be_hidden()
    assert stored(theme) == {}


def test_clearing_asks_first(theme: Page) -> None:
    """The shelf is cleared only after confirmation."""
    keep(theme, [{"id": paper_ids()[0], "starred": True}])
    theme.goto(f"{ORIGIN}/repo/shelf/")
    expect(theme.locator("#shelf-tally")).to_have_text("1 paper, 1 starred, 0 read.")
    theme.get_by_role("button", name="Clear my shelf").click()
    theme.get_by_role("button", name="Keep it").click()
    assert len(stored(theme)) == 1
    theme.get_by_role("button", name="Clear my shelf").click()
    theme.get_by_role("button", name="Clear it").click()
    expect(theme.locator("#shelf-empty")).to_be_visible()
    assert stored(theme) == {}


def test_nothing_is_lost_by_writing_merging_and_sharing(theme: Page) -> None:
    """Of made-up shelves: text and link give back what went in; merging is idempotent, keeps
    every star, note and further state, and comes to the same in either order but for the order
    of notes.
    """
    dice = random.Random(5)
    words = ["", "a", "b", "a\n\nb", "<b>", "\u202e", "😀", "__proto__", "7"]
    names = ["a", "b", "a b", "<b>", "é", "😀", "__proto__", "7"]

    def shelf() -> list[dict[str, object]]:
        made = [
            {
                "id": dice.choice(names) + str(dice.randrange(4)),
                "title": dice.choice(words),
                "starred": dice.random() < 0.5,
                "state": dice.choice(["", "to-read", "reading", "read"]),
                "note": dice.choice(words),
                "changed": dice.choice(["", "2025-11-21T06:46:00Z", "2025-01-01T00:00:00Z"]),
            }
            for _ in range(dice.randrange(6))
        ]
        return list({one["id"]: one for one in made}.values())

    theme.evaluate("readinglist.shelf.open()")
    check = """async (pairs) => {
      const s = readinglist.shelf, faults = [];
      const map = (all) => new Map(all.filter((p) => p.starred || p.state || p.note).map((p) => [p.id, p]));
      const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
      const order = ["", "to-read", "reading", "read"];
      for (const [mine, other] of pairs) {
        const a = map(mine), b = map(other);
        const back = s.parse(s.asText(a)).papers;
        if (!same(back, a)) faults.push("text");
        const shared = [...a.values()].filter((p) => p.starred || p.state);
        if (shared.length) {
          const { papers: linked } = await s.fromLink(await s.asLink(shared));
          const ids = shared.map((p) => [p.id, p.state, p.starred]);
          if (!same([...linked.values()].map((p) => [p.id, p.state, p.starred]), ids)) faults.push("link");
        }
        const both = s.plan(a, b).papers, swapped = s.plan(b, a).papers;
        if (!same(s.plan(both, b).papers, both)) faults.push("again");
        for (const one of [...a.values(), ...b.values()]) {
          const now = both.get(one.id), then = swapped.get(one.id);
          if (now.starred < one.starred || !now.note.includes(one.note)) faults.push("lost");
          if (order.indexOf(now.state) < order.indexOf(one.state)) faults.push("state");
          if (now.starred !== then.starred || now.state !== then.state || now.changed !== then.changed) faults.push("order");
        }
      }
      return faults;
    }"""
    assert theme.evaluate(check, [[shelf(), shelf()] for _ in range(150)]) == []


# ---- Keys -------------------------------------------------------------------------------------


def test_keys_go_through_a_list_and_mark_what_has_the_focus(theme: Page) -> None:
    """j and k move between titles, s stars, r changes the state."""
    theme.keyboard.press("j")
    first = theme.locator("[data-papers] > li a").first
    expect(first).to_be_focused()
    theme.keyboard.press("j")
    theme.keyboard.press("j")
    theme.keyboard.press("k")
    theme.keyboard.press("s")
    at_second = theme.locator("[data-papers] > li").nth(1)
    expect(at_second).to_have_attribute("data-shelf", "starred")
    for shelf in ("to-read starred", "reading starred", "read starred", "starred"):
        theme.keyboard.press("r")
        expect(at_second).to_have_attribute("data-shelf", shelf)
    theme.keyboard.press("Control+s")
    theme.locator("[name=words]").focus()
    theme.keyboard.type("srjk?")
    expect(theme.locator("[name=words]")).to_have_value("srjk?")
    expect(at_second).to_have_attribute("data-shelf", "starred")
    expect(theme.locator("dialog[open]")).to_have_count(0)


def test_the_keys_are_listed_and_can_be_turned_off_with_the_slash(theme: Page) -> None:
    """`?` lists all shortcuts; one setting applies to all."""
    theme.keyboard.press("?")
    dialog = theme.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    expect(dialog.locator("kbd").first).to_have_text("/")
    dialog.get_by_role("checkbox").uncheck()
    theme.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    for key in ("?", "/", "j", "s"):
        theme.keyboard.press(key)
    expect(theme.locator("dialog[open]")).to_have_count(0)
    expect(theme.locator("[data-shelf]:not([data-shelf=''])")).to_have_count(0)
    theme.goto(f"{ORIGIN}/repo/shelf/")
    theme.locator("#shelf-keys").get_by_role("checkbox").check()
    theme.keyboard.press("Tab")
    theme.keyboard.press("?")
    expect(theme.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_keys_work_on_a_papers_page(site: BrowserContext) -> None:
    """s and r change the paper, j opens the next paper of its theme."""
    page = at(site, "papers/attention-as-an-rnn/")
    page.keyboard.press("s")
    expect(page.locator("[data-act=star]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    expect(page.locator("[data-act=to-read]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("j")
    expect(page.locator("h1")).to_have_text("Attention Number 0 of Many")


# ---- Circumstances ----------------------------------------------------------------------------


def test_without_javascript_nothing_of_it_is_promised(chromium: Browser, tmp_path: Path) -> None:
    """There are no controls, and the page of the shelf says what it needs."""
    write_site(build(sources(), LOOK).site, tmp_path / "site")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("themes/heads", "papers/attention-as-an-rnn", "papers", "listings/one", "shelf"):
        page.goto((tmp_path / "site" / path / "index.html").as_uri())
        expect(page.locator("button:visible, select:visible, textarea:visible")).to_have_count(0)
        expect(page.get_by_role("link", name="My shelf")).to_have_count(0)
    assert "needs JavaScript" in page.locator("main").inner_text()
    context.close()


def test_the_shelf_works_from_a_folder_on_a_disk(chromium: Browser, tmp_path: Path) -> None:
    """Buttons, the page of the shelf, and whole abstracts work without a server."""
    write_site(build(sources(), LOOK).site, tmp_path / "site")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((tmp_path / "site/themes/heads/index.html").as_uri())
    mark(page, "Number 1 of", "read")
    page.locator("[name=density]").select_option("full")
    expect(line(page, "Number 1 of").locator(".abstract.full")).to_contain_text("taken for")
    expect(line(page, "Number 1 of").locator(".abstract.full")).to_be_visible()
    page.locator("header a", has_text="My shelf").click()
    page.locator("#shelf-list a", has_text="Number 1 of").click()
    expect(page.locator("[data-act=read]")).to_have_attribute("aria-pressed", "true")
    page.close()
    assert complaints == []


def test_results_of_a_search_have_marks_too(site: BrowserContext) -> None:
    """Search results have buttons once the reader has a shelf."""
    page = at(site, "themes/heads/")
    keep(page, [{"id": "attention-as-an-rnn", "state": "read"}])
    page.goto(f"{ORIGIN}/repo/search/?q=rnn")
    expect(page.locator("#search-results > li").first).to_have_attribute("data-shelf", "read")
    page.locator("#search-results .shelf-mark").first.click()
    page.locator(".shelf-menu [data-act=star]").click()
    expect(page.locator("#search-results > li").first).to_have_attribute(
        "data-shelf", "read starred"
    )
