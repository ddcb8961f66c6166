"""The user interface of the search: dialog, search page, keyboard, history, slow networks."""

from __future__ import annotations

import gzip
import mimetypes
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from readinglist.build import build
from readinglist.files.disk import write_site
from tests.browser.served import CSP, ORIGIN
from tests.libraries import LOOK, folder, real_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.browser.served import ServedSite

pytestmark = pytest.mark.browser

HOSTILE = "Markup <img src=x onerror=window.pwned=1> in Titles"
FILLER = (
    "It is long enough to be taken for the abstract of a paper, and says in a few plain sentences "
    "what was done. Nothing in it matters, and number"
)


def sources() -> dict[str, bytes]:
    """Return a source folder: 33 papers, a theme with two of them, a note and a link to code."""
    papers = [
        (
            "Attention as an RNN",
            f"Maps are drawn. Recurrence explains <b>attention</b> here. {FILLER}",
        ),
        (HOSTILE, f"An abstract with <script>window.pwned = 1</script> in it. {FILLER}"),
        ("Matryoshka Dolls for Sentences", f"Code: https://github.com/dolls/dolls. {FILLER}"),
        *((f"Attention Number {n} of Many", FILLER) for n in range(30)),
    ]
    return folder(
        listings={"one": [(title, f"{text} {n}.") for n, (title, text) in enumerate(papers, 1)]},
        themes={"heads": "title: Heads & tails\ndescription: Both.\n"},
        tags={"heads": ["attention-as-an-rnn", "matryoshka-dolls-for-sentences"]},
        files={
            "site.yaml": "title: Ours\n",
            "notes/attention-as-an-rnn.md": "We liked it.\n",
        },
    )


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """The small site's files, by their path below its root."""
    built = build(sources(), LOOK)
    assert len(built.library.papers) == 33
    return dict(built.site)


@pytest.fixture(scope="session")
def real_files() -> dict[str, bytes]:
    """The site of this repository."""
    return dict(real_site())


@pytest.fixture
def site(serve: ServedSite, files: dict[str, bytes]) -> BrowserContext:
    """Serve the small site in a subfolder, as on GitHub Pages, with a strict policy."""
    return serve({f"/repo/{path}": content for path, content in files.items()})


@pytest.fixture
def front(site: BrowserContext) -> Page:
    """Open the front page."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/")
    return page


@pytest.fixture
def searching(site: BrowserContext) -> Page:
    """Open the search page."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/search/")
    return page


def titles(page: Page) -> Locator:
    """Return the titles of the results."""
    return page.locator(".found h3")


@contextmanager
def server(files: dict[str, bytes], refused: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Run a real server, for what a route cannot do; yield its address and the requested paths."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            name = f"{path}index.html" if path.endswith("/") or not path else path
            asked.append(name)
            body = None if any(word in name for word in refused) else files.get(name)
            raw = gzip.compress(body or b"")
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Content-Type", mimetypes.guess_type(name)[0] or "text/plain")
            self.send_header("Content-Security-Policy", f"{CSP}; connect-src 'self'")
            self.send_header("Cache-Control", "no-store" if body is None else "max-age=600")
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Do not log requests."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", asked
    finally:
        running.shutdown()
        running.server_close()


# ---- The dialog -------------------------------------------------------------------------------


def test_nothing_is_loaded_before_the_reader_means_to_search(front: Page) -> None:
    """The engine is loaded when the box gets the focus, not earlier."""
    engine = front.locator("script[src*=search-engine]")
    expect(engine).to_have_count(0)
    front.locator("header input[name=q]").focus()
    expect(engine).to_have_count(1)


def test_typing_into_the_box_of_the_header_opens_the_dialog(front: Page) -> None:
    """The typed letter is kept, and typing continues in the dialog."""
    front.locator("header input[name=q]").focus()
    expect(front.locator("#search-dialog")).not_to_be_visible()  # focus alone moves nobody
    front.keyboard.type("attention r")
    expect(front.locator("#search-dialog")).to_be_visible()
    expect(front.locator("#search-box")).to_have_value("attention r")
    first = titles(front).first
    expect(first).to_have_text("Attention as an RNN")
    expect(first.locator("mark").first).to_have_text("Attention")
    expect(first.locator("a")).to_have_attribute("href", "./papers/attention-as-an-rnn/")


def test_slash_opens_the_dialog_and_escape_closes_it(front: Page) -> None:
    """Except in a text field or with a modifier key; the focus returns."""
    front.keyboard.press("Control+/")
    dialog = front.locator("#search-dialog")
    expect(dialog).not_to_be_attached()
    front.keyboard.press("/")
    expect(dialog).to_be_visible()
    expect(front.locator("#search-box")).to_be_focused()
    front.keyboard.press("/")
    expect(front.locator("#search-box")).to_have_value("/")
    front.keyboard.press("Escape")
    front.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_the_shortcut_can_be_turned_off_and_stays_off(front: Page) -> None:
    """The browser stores the choice."""
    front.keyboard.press("/")
    front.get_by_label("on any page to search").uncheck()
    front.reload()
    front.keyboard.press("/")
    expect(front.locator("#search-dialog")).not_to_be_attached()


def test_the_keyboard_alone_finds_and_opens_a_paper(front: Page) -> None:
    """Slash, words, down, Enter; a letter typed on a result returns to the box."""
    front.keyboard.press("/")
    front.keyboard.type("attention ")
    expect(titles(front)).to_have_count(8)
    front.keyboard.press("ArrowDown")
    expect(titles(front).first.locator("a")).to_be_focused()
    front.keyboard.press("ArrowDown")
    expect(titles(front).nth(1).locator("a")).to_be_focused()
    front.keyboard.press("ArrowUp")
    front.keyboard.press("ArrowUp")
    expect(front.locator("#search-box")).to_be_focused()
    front.keyboard.press("ArrowDown")
    front.keyboard.type("rnn")
    expect(front.locator("#search-box")).to_have_value("attention rnn")
    expect(titles(front).first).to_have_text("Attention as an RNN")
    front.keyboard.press("ArrowDown")
    expect(titles(front).first.locator("a")).to_be_focused()
    front.keyboard.press("Enter")
    front.wait_for_url(f"{ORIGIN}/repo/papers/attention-as-an-rnn/")


def test_a_result_keeps_the_focus_when_its_row_is_drawn_anew(front: Page) -> None:
    """Its sentence and marks change as words are added; one that is gone gives it to the box."""
    front.keyboard.press("/")
    front.keyboard.type("attention")
    expect(titles(front).first).to_be_visible()
    front.keyboard.press("ArrowDown")
    first = titles(front).first.locator("a")
    expect(first).to_be_focused()
    name = first.inner_text()
    box = front.locator("#search-box")
    draw = "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    box.evaluate(draw, f"attention {name}")
    expect(titles(front).first.locator("mark")).not_to_have_count(1)
    expect(titles(front).get_by_role("link", name=name, exact=True)).to_be_focused()
    box.evaluate(draw, "matryoshka")
    expect(titles(front).first).to_contain_text("Matryoshka")
    expect(box).to_be_focused()


def test_enter_in_the_dialog_leads_to_the_search_page(front: Page) -> None:
    """With all results; Back returns to the page before."""
    front.keyboard.press("/")
    front.keyboard.type("attention")
    expect(front.get_by_role("link", name=re.compile(r"All \d+ results"))).to_be_visible()
    front.keyboard.press("Enter")
    front.wait_for_url(f"{ORIGIN}/repo/search/?q=attention")
    expect(titles(front)).to_have_count(20)
    front.go_back()
    front.wait_for_url(f"{ORIGIN}/repo/")


def test_a_screen_reader_meets_names_a_status_and_a_list(front: Page) -> None:
    """Dialog and box have names, the status is polite, the results are a list."""
    front.keyboard.press("/")
    dialog = front.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox", name="Search").fill("rnn")
    expect(dialog.get_by_role("status")).to_contain_text("1 paper found")
    expect(dialog.get_by_role("list").get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("heading", name="Attention as an RNN", level=3)).to_be_visible()


def test_recent_searches_stay_on_the_device_and_can_be_forgotten(front: Page) -> None:
    """Queries that led to a paper are listed while the box is empty, until cleared."""
    front.keyboard.press("/")
    front.keyboard.type("rnn")
    titles(front).first.locator("a").click()
    front.wait_for_url("**/papers/**")
    front.keyboard.press("/")
    front.get_by_role("button", name="rnn").click()
    expect(front.locator("#search-box")).to_have_value("rnn")
    expect(titles(front)).to_have_count(1)
    front.locator("#search-box").fill("")
    front.get_by_role("button", name="Clear recent searches").click()
    expect(front.get_by_role("button", name="rnn")).to_have_count(0)


def test_search_works_where_storage_is_refused(front: Page) -> None:
    """In private windows, any access to the storage may throw."""
    front.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    front.reload()
    front.keyboard.press("/")
    front.keyboard.type("rnn")
    expect(titles(front)).to_have_count(1)
    front.get_by_label("on any page to search").uncheck()
    front.keyboard.press("Escape")
    front.keyboard.press("/")
    expect(front.locator("#search-dialog")).not_to_be_visible()


# ---- The search page ----------------------------------------------------------------------------


def test_the_search_page_answers_its_address(site: BrowserContext) -> None:
    """The query in the URL is run, with snippets, reasons, themes and a count."""
    page = site.new_page()
    page.goto(f"{ORIGIN}/repo/search/?q=attention+rnn")
    expect(page.locator("#q")).to_have_value("attention rnn")
    first = page.locator("#search-results > li").first
    expect(first.locator("h3 a")).to_have_attribute("href", "../papers/attention-as-an-rnn/")
    expect(first.locator("h3 mark")).to_have_text(["Attention", "RNN"])
    expect(first.locator(".snippet")).to_contain_text("Recurrence explains <b>attention</b> here.")
    expect(first.locator(".snippet mark").first).to_have_text("attention")
    expect(first.locator(".why")).not_to_be_empty()
    expect(first.locator(".themes a")).to_have_text("Heads & tails")
    expect(page.locator("#search-status")).to_contain_text("found")


def test_hostile_titles_are_text(searching: Page) -> None:
    """Markup in a title is shown as text, and no script runs."""
    searching.locator("#q").fill("markup titles img onerror")
    expect(titles(searching).first).to_have_text(HOSTILE)
    assert searching.locator("#search-results img, #search-results script").count() == 0
    assert searching.evaluate("window.pwned") is None


def test_an_empty_result_helps_on(searching: Page) -> None:
    """The unknown word is named, a correction is suggested, and themes are shown."""
    box, status = searching.locator("#q"), searching.locator("#search-status")
    expect(status).to_contain_text("Type a title")
    box.fill("zzzzqqxx")
    expect(status).to_contain_text("zzzzqqxx")
    expect(titles(searching)).to_have_count(0)
    expect(searching.locator("#search-browse")).to_be_visible()
    expect(searching.get_by_role("link", name="Heads & tails")).to_be_visible()
    box.fill("zzzzqqxx attention")
    expect(titles(searching).first).to_be_visible()
    expect(status).to_contain_text("zzzzqqxx")
    box.fill("??")
    expect(searching.locator("#search-browse")).to_be_visible()


def test_more_results_on_demand(searching: Page) -> None:
    """Results are shown in steps of twenty; the focus moves to the first new one."""
    searching.locator("#q").fill("attention")
    items = searching.locator("#search-results > li")
    expect(items).to_have_count(20)
    searching.get_by_role("button", name="Show more").click()
    expect(items).to_have_count(31)
    expect(items.nth(20).locator("a").first).to_be_focused()
    expect(searching.get_by_role("button", name="Show more")).to_be_hidden()


def test_results_that_stay_are_not_made_again(searching: Page) -> None:
    """Unchanged results keep their elements while typing."""
    searching.locator("#q").fill("matryoshka doll")
    expect(titles(searching)).to_have_count(1)
    searching.evaluate(
        "window.emptied = 0; new MutationObserver(() => {"
        " if (!document.querySelector('#search-results > li')) window.emptied += 1;"
        "}).observe(document.querySelector('#search-results'), {childList: true})"
    )
    searching.locator("#q").press_sequentially("s for sent")
    expect(searching.locator("#search-results")).to_have_attribute("aria-busy", "false")
    expect(titles(searching).first).to_contain_text("Matryoshka")
    assert searching.evaluate("window.emptied") == 0


def test_facets_narrow_the_text_and_are_in_the_address(site: BrowserContext) -> None:
    """Facets have counts, combine with words, and are in the URL; Back undoes them."""
    page = site.new_page()
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(f"{ORIGIN}/repo/search/?q=attention")
    theme = page.get_by_role("checkbox", name=re.compile("Heads & tails"))
    expect(page.locator("#search-facets label", has=theme)).to_contain_text("1")
    theme.check()
    expect(page).to_have_url(f"{ORIGIN}/repo/search/?q=attention&theme=heads")
    expect(titles(page)).to_have_text(["Attention as an RNN"])
    page.locator("#q").fill("")
    expect(titles(page)).to_have_count(2)
    page.get_by_role("checkbox", name=re.compile("Code")).check()
    expect(page).to_have_url(f"{ORIGIN}/repo/search/?has=code&theme=heads")
    expect(titles(page)).to_have_text(["Matryoshka Dolls for Sentences"])
    page.go_back()
    expect(page.locator("#q")).to_have_value("attention")  # what was chosen before was left so
    expect(titles(page)).to_have_text(["Attention as an RNN"])
    page.go_back()
    expect(page).to_have_url(f"{ORIGIN}/repo/search/?q=attention")
    expect(titles(page)).to_have_count(20)
    expect(theme).not_to_be_checked()
    page.goto(f"{ORIGIN}/repo/search/?q=attention&has=note")
    expect(titles(page)).to_have_text(["Attention as an RNN"])
    expect(page.get_by_role("checkbox", name=re.compile("note"))).to_be_checked()


def test_history_goes_from_search_to_search(searching: Page) -> None:
    """Typing changes the history entry, submitting adds one; Back and Forward work."""
    box = searching.locator("#q")
    entries = searching.evaluate("history.length")
    box.press_sequentially("rnn")
    expect(searching).to_have_url(f"{ORIGIN}/repo/search/?q=rnn")
    assert searching.evaluate("history.length") == entries
    box.press("Enter")
    box.fill("number 7")
    box.press("Enter")
    expect(searching).to_have_url(f"{ORIGIN}/repo/search/?q=number+7")
    assert searching.evaluate("history.length") == entries + 2
    searching.go_back()
    expect(box).to_have_value("rnn")
    expect(titles(searching).first).to_have_text("Attention as an RNN")
    searching.go_back()
    expect(box).to_have_value("")
    expect(searching).to_have_url(f"{ORIGIN}/repo/search/")
    searching.go_forward()
    searching.go_forward()
    expect(box).to_have_value("number 7")
    expect(titles(searching).first).to_have_text("Attention Number 7 of Many")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_and_dialog_fit_320_pixels(
    site: BrowserContext, scheme: Literal["light", "dark"]
) -> None:
    """There is no horizontal scrolling, and marked words are distinguishable."""
    page = site.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{ORIGIN}/repo/search/?q=attention")
    expect(titles(page)).to_have_count(20)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{ORIGIN}/repo/")
    page.keyboard.press("/")
    page.keyboard.type("attention")
    expect(titles(page)).to_have_count(8)
    assert page.evaluate("document.querySelector('#search-dialog').scrollWidth") <= 320
    box = page.locator("#search-dialog").bounding_box()
    assert box
    assert box["width"] <= 320


def test_print_has_the_results_and_nothing_to_press(searching: Page) -> None:
    """Print has titles and snippets, but no boxes and no buttons."""
    searching.locator("#q").fill("attention")
    expect(titles(searching)).to_have_count(20)
    expect(searching).to_have_title(re.compile("^attention · "))
    searching.emulate_media(media="print")
    expect(searching.locator("h1")).to_have_attribute("data-query", "attention")
    expect(titles(searching).first).to_be_visible()
    for control in ("#search-facets", ".search-more", ".slash"):
        expect(searching.locator(control)).to_be_hidden()


# ---- Circumstances ----------------------------------------------------------------------------


def test_without_javascript_the_form_leads_to_themes_and_all_papers(
    chromium: Browser, files: dict[str, bytes]
) -> None:
    """Enter in the box opens a page with links to themes and papers."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    with server(files, set()) as (origin, _):
        page.goto(f"{origin}/")
        page.locator("header input[name=q]").fill("attention")
        page.locator("header input[name=q]").press("Enter")
        page.wait_for_url("**/search/?q=attention")
        assert "JavaScript" in page.inner_text("main")
        expect(page.get_by_role("link", name="Heads & tails")).to_be_visible()
        page.get_by_role("link", name="All 33 papers by title").click()
        page.wait_for_url("**/papers/")
    context.close()


def test_works_from_a_disk(chromium: Browser, files: dict[str, bytes], tmp_path: Path) -> None:
    """On a page opened from disk, the search works and links name files."""
    write_site(files, tmp_path / "site")
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("rnn")
    link = titles(page).first.locator("a")
    expect(link).to_have_attribute("href", "./papers/attention-as-an-rnn/index.html")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=rnn")
    expect(titles(page)).to_have_count(1)
    page.locator("#q").fill("recurrence explains")
    expect(titles(page).first).to_have_text("Attention as an RNN")
    page.locator("#q").fill("rnn")
    page.locator("#search-results h3 a").first.click()
    page.wait_for_url("**/papers/attention-as-an-rnn/index.html")
    page.close()
    assert errors == []


def test_a_lost_index_is_said_and_asked_for_again(
    chromium: Browser, files: dict[str, bytes]
) -> None:
    """If the index cannot be loaded, the status says so; the next letter tries again."""
    page = chromium.new_page()
    refused = {"search-start"}
    with server(files, refused) as (origin, _):
        page.goto(f"{origin}/search/")
        page.locator("#q").press_sequentially("rn")
        expect(page.locator("#search-status")).to_contain_text("could not be loaded")
        refused.clear()
        page.locator("#q").press_sequentially("n")
        expect(page.locator("#search-status")).to_contain_text("1 paper found")
        page.close()


@pytest.mark.slow
def test_on_a_slow_connection_titles_come_first(
    chromium: Browser, real_files: dict[str, bytes]
) -> None:
    """At 400 kbit/s and 400 ms, titles are found while abstracts are loading."""
    context = chromium.new_context()
    page = context.new_page()
    with server(real_files, set()) as (origin, asked):
        page.goto(f"{origin}/")
        assert not [name for name in asked if "search-" in name or "tokens" in name]
        slow = context.new_cdp_session(page)
        slow.send("Network.enable")
        slow.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 400,
                "downloadThroughput": 50_000,
                "uploadThroughput": 50_000,
            },
        )
        page.keyboard.press("/")
        page.keyboard.type("matryoshka sentence")
        status = page.locator("#search-dialog [role=status]")
        expect(status).to_contain_text("Loading")
        expect(titles(page).first).to_have_text("2D Matryoshka Sentence Embeddings", timeout=15_000)
        expect(status).to_contain_text("abstracts are still loading")
        expect(status).not_to_contain_text("abstracts are still loading", timeout=30_000)
        expect(titles(page).first).to_have_text("2D Matryoshka Sentence Embeddings")
    context.close()


# ---- Anything that can be typed -------------------------------------------------------------

TORTURE = r"""async (count) => {
  let seed = 4;
  const dice = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0, (seed >>> 8) % n);
  const words = ["attention", "transformer", "a", "matryoshka", "YOLOv9", "in-context", "γ-MoD", "zzqx",
    "O(n^2)", "注意力机制", "внимание", "caf\u00e9", "2D", "the", "learning", "__proto__", "constructor",
    "toString", "hasOwnProperty"];
  const odd = ["theme:", "listing:", "has:code", "has:", "year:2024", "-without", "-", "--", "\"", "\"an exact",
    "phrase\"", "+", "*", "~1", "^4", ":", "\\", "(", "[", "{{7*7}}", "${1}", "<img src=x onerror=window.pwned=1>",
    "<script>window.pwned=1</" + "script>", "javascript:window.pwned=1", "&lt;b&gt;", "%00", "\u0000", "\u202e",
    "\ud800", "\udfff", "\u200d", "👩‍👩‍👧", "a\u0301".repeat(40), "x".repeat(5000), "ab ".repeat(400), "\u2028", "\ufeff"];
  const any = () => String.fromCharCode(...Array.from({length: 1 + dice(12)}, () => dice(65536)));
  const ascii = () => String.fromCharCode(...Array.from({length: 1 + dice(20)}, () => 32 + dice(95)));
  const part = () => [() => words[dice(words.length)], () => odd[dice(odd.length)], any, ascii,
    () => words[dice(words.length)].slice(0, 1 + dice(6))][dice(5)]();
  const long = [];
  const seen = (all) => { for (const one of all) long.push([one.startTime, one.startTime + one.duration]); };
  const observer = new PerformanceObserver((list) => seen(list.getEntries()));
  observer.observe({type: "longtask", buffered: false});
  const errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
  const box = document.querySelector("#q"), list = document.querySelector("#search-results");
  const status = document.querySelector("#search-status");
  const channel = new MessageChannel();
  const turn = () => new Promise((done) => { channel.port1.onmessage = done; channel.port2.postMessage(0); });
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  let lost = 0;
  const ask = async (text) => {
    const started = performance.now();
    box.value = text;
    box.dispatchEvent(new Event("input", {bubbles: true}));
    while (list.getAttribute("aria-busy") === "true" && performance.now() < started + 5000) await turn();
    if (list.getAttribute("aria-busy") === "true") lost += 1;
    if (/could not be loaded/.test(status.textContent)) errors.push(text);
    return [started, performance.now()];
  };
  const times = [];
  for (let at = 0; at < count; at++) {
    const text = Array.from({length: 1 + dice(5)}, part).join(dice(4) ? " " : "");
    times.push([text, ...await ask(text)]);
    if (at % 50 === 0) await pause();
  }
  await pause(300);
  /* Other programs stall a machine too: a stall is ours if it comes back with the string. */
  const suspects = new Set(long.flatMap(([from, to]) =>
    times.filter(([, start, end]) => start < to && end + 120 > from).map(([text]) => text)));
  const stalls = [];
  for (const text of suspects) {
    let again = 0;
    for (; again < 4; again++) {
      await ask("");
      await pause(30);
      long.length = 0;
      await ask(text);
      await pause(150);
      seen(observer.takeRecords());
      if (!long.length) break;
    }
    if (again === 4) stalls.push(text);
  }
  return {stalls, errors, lost, pwned: window.pwned ?? null,
    foreign: document.querySelectorAll("main img, main script, main iframe").length};
}"""


def torture(chromium: Browser, files: dict[str, bytes], count: int) -> None:
    """Enter a number of odd strings on the search page, and return what went wrong."""
    page = chromium.new_page()
    with server(files, set()) as (origin, _):
        page.goto(f"{origin}/search/?q=attention")
        expect(titles(page)).to_have_count(20)
        expect(page.locator("#search-status")).not_to_contain_text("abstracts are still loading")
        page.wait_for_timeout(300)
        page.set_default_timeout(0)
        told = page.evaluate(TORTURE, count)
        page.close()
    assert told["errors"] == []
    assert told["lost"] == 0
    assert told["pwned"] is None
    assert told["foreign"] == 0
    assert told["stalls"] == []  # the browser reports what takes longer than 50 ms


@pytest.mark.slow
def test_odd_strings_do_no_harm(chromium: Browser, real_files: dict[str, bytes]) -> None:
    """No exception, no task over 50 ms, no markup executed."""
    torture(chromium, real_files, 400)


@pytest.mark.slow
def test_twenty_thousand_odd_strings_do_no_harm(
    chromium: Browser, real_files: dict[str, bytes]
) -> None:
    """The same with many more strings."""
    torture(chromium, real_files, 20_000)
