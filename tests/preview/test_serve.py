"""The preview: responses, rejected requests, and live reload."""

from __future__ import annotations

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.files.disk import FilesError
from readinglist.preview import serve as serve_module
from readinglist.preview.responses import (
    EVENTS,
    RELOAD_SCRIPT,
    Snapshot,
    bug_page,
    content_type,
    is_foreign_request,
    next_snapshot,
    problems_page,
    respond,
    with_reload_script,
)
from readinglist.preview.serve import PortInUseError, serve
from readinglist.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

HOME = b"<!doctype html><title>Home</title><body><h1>Home</h1></body>"
SITE = {
    "index.html": HOME,
    "404.html": b"<title>Not here</title><body>Not here</body>",
    "papers/x/index.html": b"<body>Paper x</body>",
    "papers/a:b/index.html": b"<body>Paper a:b</body>",
    "file": b"bytes",
    "static/site.css": b"body { color: red }",
}
SHOWN = Snapshot("run-1", SITE)
EVIL = '<script>alert(1)</script>{{ 7*7 }}"onload="'


def header(shown: Snapshot, target: str, name: str) -> str:
    """A header of the answer to a target."""
    return dict(respond(shown, target).headers)[name]


# --- answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "status", "part"),
    [
        ("/", 200, b"<h1>Home</h1>"),
        ("/?q=x", 200, b"<h1>Home</h1>"),
        ("/index.html", 200, b"<h1>Home</h1>"),
        ("/papers/x/", 200, b"Paper x"),
        ("/papers/%78/", 200, b"Paper x"),
        ("/papers/a%3Ab/", 200, b"Paper a:b"),
        ("/static/site.css?v=2", 200, b"color"),
        ("/file", 200, b"bytes"),
        ("/file/", 404, b"Not here"),
        ("/missing", 404, b"Not here"),
        ("/papers/", 404, b"Not here"),
        ("//papers/x/", 404, b"Not here"),
        ("/%zz", 404, b"Not here"),
        ("/%ff", 400, b"UTF-8"),
        ("papers/x/", 400, b"slash"),
        ("http://127.0.0.1/", 400, b"slash"),
        ("*", 400, b"slash"),
    ],
)
def test_an_address_leads_to_its_page(target: str, status: int, part: bytes) -> None:
    """A folder's page is its index.html; what is not in the site is the site's 404 page."""
    found = respond(SHOWN, target)
    assert (found.status, part in found.body) == (status, True)


@pytest.mark.parametrize(
    "target",
    [
        "/../secret",
        "/..%2fsecret",
        "/%2e%2e/secret",
        "/..%252fsecret",
        "/..\\secret",
        "/..%5csecret",
        "/papers/x/../../../secret",
        "/secret%00.html",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/file:///etc/passwd",
    ],
)
def test_no_address_leads_out_of_the_site(target: str) -> None:
    """Dots, slashes, backslashes and NULs, encoded or not, once or twice, find nothing."""
    assert respond(SHOWN, target).status == 404


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(max_codepoint=255), max_size=30))
def test_any_target_has_an_answer(rest: str) -> None:
    """Whatever is asked for, there is an answer, and it is in the site or an error."""
    found = respond(SHOWN, f"/{rest}")
    assert found.status in (200, 302, 400, 404)
    assert not any(char in value for _, value in found.headers for char in "\r\n\0")


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/papers/x", "./x/"),
        ("/papers/x?a=1&b=2", "./x/?a=1&b=2"),
        ("/papers/a%3Ab", "./a%3Ab/"),
        ("/papers/x?\r\nSet-Cookie:a", "./x/?%0D%0ASet-Cookie:a"),
    ],
)
def test_a_folder_without_its_slash_is_redirected(target: str, location: str) -> None:
    """The redirect is relative and cannot lead to another host, nor add a header."""
    assert respond(SHOWN, target).status == 302
    assert header(SHOWN, target, "Location") == location


def test_no_redirect_leads_to_another_host() -> None:
    """An address that starts with two slashes is not redirected anywhere."""
    odd = Snapshot("run-1", {**SITE, "evil.example/index.html": b""})
    assert respond(odd, "//evil.example").status == 404
    assert header(odd, "/evil.example", "Location") == "./evil.example/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("index.md", "text/markdown; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.PNG", "image/png"),
        ("favicon.ico", "image/x-icon"),
        ("a.woff2", "font/woff2"),
        ("CNAME", "application/octet-stream"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_content_types(path: str, expected: str) -> None:
    """Each kind of file has its type, and each text its encoding."""
    if path == "html":
        path = "x.html"
    assert content_type(path) == expected


@pytest.mark.parametrize("target", ["/", "/file", "/missing", "/papers/x", "/%ff"])
def test_every_answer_is_fresh_and_is_what_it_says(target: str) -> None:
    """Nothing is cached, sniffed, or given to another origin."""
    assert header(SHOWN, target, "Cache-Control") == "no-store"
    assert header(SHOWN, target, "X-Content-Type-Options") == "nosniff"
    assert header(SHOWN, target, "Cross-Origin-Resource-Policy") == "same-origin"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<body>x</body></html>", b"<body>x%s</body></html>"),
        (b"<body><pre></body></pre>x</BODY >", b"<body><pre></body></pre>x%s</BODY >"),
        (b"no end", b"no end%s"),
    ],
)
def test_the_reload_script_goes_before_the_end_of_the_page(page: bytes, expected: bytes) -> None:
    """It is put before the last end of the body, or after everything."""
    script = b'<script src="/__readinglist/reload.js" data-build="run-1" defer></script>'
    assert with_reload_script(page, SHOWN) == expected % script


def test_the_reload_script_is_in_pages_only_and_not_in_the_site() -> None:
    """Files that are no pages, and the site itself, stay as they are."""
    assert respond(SHOWN, "/file").body == b"bytes"
    assert RELOAD_SCRIPT.encode() in respond(SHOWN, "/").body
    assert SITE["index.html"] == HOME
    assert b"EventSource" in respond(SHOWN, RELOAD_SCRIPT).body


@pytest.mark.parametrize("host", ["localhost:81", "127.0.0.1:81", "[::1]:81", "LOCALHOST:81"])
def test_local_names_are_not_foreign(host: str) -> None:
    """The three names of this computer, with the port, may ask; so may their own pages."""
    assert not is_foreign_request([host], [], 81)
    assert not is_foreign_request([host], [f"http://{host}"], 81)


@pytest.mark.parametrize(
    ("hosts", "origins"),
    [
        ([], []),
        (["evil.example"], []),
        (["evil.example:81"], []),
        (["localhost"], []),
        (["localhost:82"], []),
        (["localhost:81.evil.example"], []),
        (["localhost:81", "localhost:81"], []),
        (["localhost:81"], ["http://evil.example"]),
        (["localhost:81"], ["https://localhost:81"]),
        (["localhost:81"], ["http://localhost:82"]),
        (["localhost:81"], ["null"]),
    ],
)
def test_other_names_and_origins_are_foreign(hosts: list[str], origins: list[str]) -> None:
    """Another host, port or origin, or none where one must be, is not let in."""
    assert is_foreign_request(hosts, origins, 81)


# --- what is shown after a build ------------------------------------------------------------


def test_a_build_that_changes_nothing_is_not_news() -> None:
    """The same site, or the same error again, leaves what is shown as it is."""
    assert next_snapshot(SHOWN, "run-2", dict(SITE)) is SHOWN
    broken = next_snapshot(SHOWN, "run-2", "error")
    assert next_snapshot(broken, "run-3", "error") is broken


def test_a_build_tells_what_changed() -> None:
    """Files with other bytes, new ones and missing ones are told by their path."""
    site = {**SITE, "index.html": b"new", "new.html": b""}
    del site["file"]
    shown = next_snapshot(SHOWN, "run-2", site)
    assert shown == Snapshot("run-2", site, None, "run-1", ("file", "index.html", "new.html"))


def test_a_build_that_changes_very_much_does_not_list_it() -> None:
    """Beyond some number of files every page may as well be new."""
    assert next_snapshot(SHOWN, "run-2", {str(n): b"" for n in range(1000)}).changed is None


def test_an_error_hides_pages_and_keeps_other_files() -> None:
    """While there are errors each page is their list; style and images stay as they were."""
    broken = next_snapshot(SHOWN, "run-2", "<title>Broken</title>")
    for target in ("/", "/papers/x", "/papers/x/", "/missing", "/index.html"):
        found = respond(broken, target)
        assert (found.status, b"Broken" in found.body) == (500, True)
        assert b"data-error" in found.body
    assert respond(broken, "/static/site.css").status == 200
    assert respond(broken, RELOAD_SCRIPT).status == 200
    corrected = next_snapshot(broken, "run-3", SITE)
    assert (corrected.error_page, corrected.changed) == (None, None)


class Tags(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


def test_the_error_page_lists_every_problem_as_text() -> None:
    """Place, message and hint of each are there, and none of it is taken for HTML."""
    problems = (
        Problem(f"themes/{EVIL}.yaml", 3, 7, f"unknown paper {EVIL}", f"did you mean {EVIL}?"),
        Problem("site.yaml", 0, 0, "rtl \u202e and \x1b[31m and \ud800 {title}"),
        Problem("old.yaml", 1, 1, "only a warning", severity=Severity.WARNING),
    )
    page = Tags(problems_page(problems))
    assert "The site cannot be built: 2 errors" in page.text
    assert f"themes/{EVIL}.yaml:3:7:" in page.text
    assert f"unknown paper {EVIL}" in page.text
    assert f"did you mean {EVIL}?" in page.text
    assert "site.yaml:1:1:" in page.text
    assert "rtl \\u202e and \\u001b[31m and" in page.text
    assert page.text.index("site.yaml") < page.text.index("old.yaml")
    assert "script" not in page.tags
    assert respond(Snapshot("1", {}, problems_page(problems)), "/").status == 500


def test_the_error_page_stays_small() -> None:
    """Neither a great many problems nor very long ones make it unreadable."""
    many = [Problem(f"{n}.yaml", 1, 1, "x" * 10_000_000) for n in range(2)]
    assert len(problems_page(many)) < 20_000
    page = problems_page([Problem(f"{n}.yaml", 1, 1, "x") for n in range(700)])
    assert "and 200 more" in page


def test_a_mistake_of_ours_is_shown_as_text() -> None:
    """A traceback is shown, escaped, and said to be no fault of the reader's."""
    page = Tags(bug_page(f"ValueError: {EVIL}"))
    assert f"ValueError: {EVIL}" in page.text
    assert "bug in readinglist" in page.text
    assert "script" not in page.tags


# --- the server -----------------------------------------------------------------------------


@dataclass
class Result:
    """What the toy build below makes."""

    site: dict[str, bytes]
    problems: tuple[Problem, ...] = ()


@dataclass
class Running:
    """A preview of a folder of HTML files, running in a thread.

    A file that says ``broken`` is an error, ``unreadable`` a refusal of the disk, ``bug`` an
    exception, ``quit`` an interrupt; ``slow`` makes the build wait for `go_on`.
    """

    folder: Path
    port: int = 0
    lines: queue.Queue[str] = field(default_factory=queue.Queue)
    builds: int = 0
    building: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def build(self) -> Result:
        """Read the folder."""
        self.builds += 1
        site = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }
        text = b"".join(site.values())
        if b"quit" in text:
            raise KeyboardInterrupt
        if b"bug" in text:
            raise ZeroDivisionError(EVIL)
        if b"unreadable" in text:
            raise FilesError(Problem("page.html", 0, 0, "this cannot be read"))
        if b"slow" in text:
            self.building.set()
            assert self.go_on.wait(10)
        if b"broken" in text:
            return Result({}, (Problem("index.html", 3, 7, f"it is {EVIL}", "mend it"),))
        odd = Problem("odd.html", 1, 1, "odd \x1b[31m", severity=Severity.WARNING)
        return Result(site, (odd,) if "odd.html" in site else ())

    def write(self, text: str, name: str = "index.html", head: str = "") -> None:
        """Save a page."""
        (self.folder / name).write_text(f"<!doctype html>{head}<body><h1>{text}</h1></body>")

    def wait_for(self, start: str) -> str:
        """The next announced line that starts so."""
        while not (line := self.lines.get(timeout=5)).startswith(start):
            pass
        return line

    def get(self, path: str = "/", **headers: str) -> tuple[int, str]:
        """Status and body of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Everything that is answered to some bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
            return b"".join(parts)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A preview that has built once."""
    folder = tmp_path / "site_src"
    folder.mkdir()
    here = Running(folder)
    here.write("Home")
    thread = threading.Thread(
        target=serve, args=(here.build, [folder]), kwargs={"port": 0, "announce": here.lines.put}
    )
    thread.start()
    try:
        here.port = int(here.wait_for("preview at").split("/")[2].split(":")[1])
        yield here
    finally:
        here.go_on.set()
        (folder / "quit.html").write_text("quit")
        thread.join(10)
    assert not thread.is_alive()


def test_a_save_is_shown_and_said_in_a_line(running: Running) -> None:
    """After a save the page is new, and the terminal says what was rebuilt."""
    assert running.get()[0] == 200
    (running.folder / "themes").mkdir()
    (running.folder / "themes" / "attention.html").write_text("x")
    assert running.wait_for("rebuilt").endswith(" ms: themes/attention.html")
    running.write("New")
    running.wait_for("rebuilt")
    assert "<h1>New</h1>" in running.get()[1]


def test_errors_are_a_page_until_they_are_corrected(running: Running) -> None:
    """A broken source makes every page the list of problems, in the terminal too."""
    running.write("broken")
    assert running.wait_for("index.html:3:7") == (
        'index.html:3:7: it is <script>alert(1)</script>{{ 7*7 }}"onload="\n    mend it'
    )
    assert running.wait_for("not rebuilt") == "not rebuilt: index.html"
    status, page = running.get("/anything")
    assert status == 500
    assert "index.html:3:7:" in page
    assert "&lt;script&gt;alert(1)" in page
    running.write("Mended")
    running.wait_for("rebuilt")
    assert running.get()[0] == 200


def test_what_the_disk_refuses_is_a_problem_like_others(running: Running) -> None:
    """A template that cannot be read is on the list of problems, not a mistake of ours."""
    running.write("unreadable")
    running.wait_for("not rebuilt")
    status, page = running.get()
    assert (status, "page.html:1:1:" in page) == (500, True)


def test_a_mistake_of_ours_does_not_end_the_preview(
    running: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    """An exception in a build is a page and a report on the error stream; a save recovers."""
    running.write("bug")
    running.wait_for("not rebuilt")
    status, page = running.get()
    assert status == 500
    assert "ZeroDivisionError: &lt;script&gt;" in page
    assert "ZeroDivisionError" in capfd.readouterr().err
    running.write("Mended")
    running.wait_for("rebuilt")
    assert running.get()[0] == 200


def test_warnings_are_for_the_terminal(running: Running) -> None:
    """A warning is printed, without obeying it, and the site is shown."""
    running.write("x", "odd.html")
    assert running.wait_for("odd.html") == "odd.html:1:1: warning: odd \\x1b[31m"
    running.wait_for("rebuilt")
    assert running.get()[0] == 200


def test_saves_during_a_build_are_one_more_build(running: Running) -> None:
    """However often a file is saved while a build runs, one build follows."""
    running.write("slow")
    assert running.building.wait(5)
    builds = running.builds
    for number in range(4):
        running.write(f"Save {number}")
        time.sleep(0.1)
    running.go_on.set()
    running.wait_for("rebuilt")
    running.wait_for("rebuilt")
    time.sleep(0.2)
    assert running.builds == builds + 1
    assert "Save 3" in running.get()[1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:{port}"}, 200),
        ({"Host": "localhost:{port}", "Origin": "http://localhost:{port}"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Content-Length": "5"}, 400),
    ],
)
def test_requests_that_are_not_for_us_are_refused(
    running: Running, headers: dict[str, str], status: int
) -> None:
    """A foreign host or origin gets nothing to read, not even an error page of the site."""
    sent = {name: value.format(port=running.port) for name, value in headers.items()}
    found, body = running.get(**sent)
    assert found == status
    assert ("Home" in body) == (status == 200)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(running: Running, method: str) -> None:
    """A preview can only be looked at, and a refused body is not taken for a request."""
    smuggled = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    request = f"{method} / HTTP/1.1\r\nHost: localhost:{running.port}\r\n".encode()
    request += f"Content-Length: {len(smuggled)}\r\n\r\n".encode() + smuggled
    response = running.raw(request)
    assert response.startswith(b"HTTP/1.1 405 ")
    assert b"Allow: GET, HEAD" in response
    assert response.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /../../etc/passwd HTTP/1.1", b"404"),
        (b"GET /..%2f..%2fetc/passwd HTTP/1.1", b"404"),
        (b"GET /\xff HTTP/1.1", b"400"),
        (b"GET http://evil.example/ HTTP/1.1", b"400"),
        (b"GET / HTTP/9.9", b"505"),
        (b"GET / NONSENSE", b"400"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"414"),
    ],
)
def test_odd_requests_get_a_plain_answer(
    running: Running, request_line: bytes, status: bytes
) -> None:
    """Requests no browser makes are answered with an error and do not harm the server."""
    host = f"\r\nHost: localhost:{running.port}\r\nConnection: close\r\n\r\n".encode()
    response = running.raw(request_line + host)
    assert response.split(b" ", 2)[1] == status
    assert running.get()[0] == 200


def test_only_this_computer_is_listened_to(running: Running) -> None:
    """The socket is bound to the loopback address alone."""
    addresses = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in addresses - {"127.0.0.1", "::1"}:
        with pytest.raises(OSError, match=r"refused|unreachable|timed out|available"):
            socket.create_connection((address, running.port), timeout=1)


def test_a_connection_serves_many_requests_and_heads(running: Running) -> None:
    """Connections are kept open; a HEAD has the headers of its GET and no body."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
    connection.request("GET", "/")
    length = len(connection.getresponse().read())
    opened = connection.sock
    connection.request("HEAD", "/")
    response = connection.getresponse()
    assert response.read() == b""
    assert int(response.headers["Content-Length"]) == length
    assert connection.sock is opened
    connection.close()


def events(running: Running, known: str) -> tuple[http.client.HTTPConnection, Callable[[], str]]:
    """An open stream of events, and how to read its next message."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
    connection.request("GET", f"{EVENTS}?build={known}")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"

    def message() -> str:
        lines = []
        while line := response.readline().decode().rstrip("\n"):
            lines.append(line)
        return "\n".join(lines)

    assert message() == "retry: 500"
    return connection, message


def build_of(page: str) -> str:
    """The build a page came from."""
    return page.partition('data-build="')[2].partition('"')[0]


def test_events_tell_every_open_tab_of_a_build(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of many tabs hears what changed; one that missed a build is told to look anew."""
    monkeypatch.setattr(serve_module, "_HEARTBEAT", 0.05)
    now = build_of(running.get()[1])
    tabs = [events(running, now) for _ in range(12)]
    late, news_for_late = events(running, "another-run")
    assert json.loads(news_for_late().partition("data: ")[2]) == {"build": now, "changed": None}
    assert tabs[0][1]() == ": still here"
    running.write("New")
    for connection, message in tabs:
        while (text := message()) == ": still here":
            pass
        told = json.loads(text.partition("data: ")[2])
        assert told["changed"] == ["index.html"]
        assert text.startswith(f"id: {told['build']}\n")
        assert told["build"] == build_of(running.get()[1]) != now
        connection.close()
    late.close()


def test_a_busy_port_is_passed_over_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a wish the next free port is taken; a wish that cannot be had is an error."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        monkeypatch.setattr(serve_module, "FIRST_PORT", port)

        def build() -> Result:
            raise KeyboardInterrupt

        said: list[str] = []
        serve(build, [], announce=said.append)
        assert said == ["preview stopped"]
        with pytest.raises(PortInUseError, match=f"port {port} cannot be used"):
            serve(build, [], port=port, announce=said.append)
        monkeypatch.setattr(serve_module, "_PORTS_TRIED", 1)
        with pytest.raises(PortInUseError, match="no port from"):
            serve(build, [], announce=said.append)
    with pytest.raises(PortInUseError, match="port 65536 cannot be used"):
        serve(build, [], port=65536, announce=said.append)


INTERRUPTED = """
import sys, time
from pathlib import Path
from readinglist.preview.serve import serve

class Result:
    site = {"index.html": b"x"}
    problems = ()

def build():
    if sys.argv[2] == "building":
        print("building", flush=True)
        time.sleep(20)
    return Result

serve(build, [Path(sys.argv[1])], port=0, announce=lambda line: print(line, flush=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT")
@pytest.mark.parametrize("moment", ["preview at", "building"])
def test_an_interrupt_ends_it_cleanly(tmp_path: Path, moment: str) -> None:
    """Ctrl-C, in a build or between, ends the preview at once without a traceback."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(tmp_path), moment],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(moment):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (0, "preview stopped\n", "")


# --- in a browser ---------------------------------------------------------------------------


STRICT = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'\">"
)


@pytest.mark.browser
def test_an_open_page_follows_the_sources(running: Running, chromium: Browser) -> None:
    """The page shows a save, an error and its correction, and keeps its scroll position."""
    page = chromium.new_page(viewport={"width": 600, "height": 400})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Policy" in line.text else None)
    tall = "<br>".join("line" for _ in range(200))
    running.write(f"Home</h1>{tall}<h1>", head=STRICT)
    running.wait_for("rebuilt")
    page.goto(f"http://localhost:{running.port}/")
    page.evaluate("scrollTo(0, 1234)")
    page.get_by_text("Home").wait_for()

    running.write(f"New</h1>{tall}<h1>", head=STRICT)
    page.get_by_text("New").wait_for(timeout=5000)
    page.wait_for_function("scrollY === 1234", timeout=5000)

    running.write("broken")
    page.get_by_text("index.html:3:7:").wait_for(timeout=5000)
    assert page.get_by_text("it is <script>alert(1)</script>").is_visible()
    running.write("bug")
    page.get_by_text("readinglist failed").wait_for(timeout=5000)

    running.write(f"Mended</h1>{tall}<h1>", head=STRICT)
    page.get_by_text("Mended").wait_for(timeout=5000)
    page.wait_for_timeout(300)
    page.wait_for_function("scrollY === 1234", timeout=5000)
    assert wrong == []
    page.close()


@pytest.mark.browser
def test_a_page_that_did_not_change_is_left_alone(running: Running, chromium: Browser) -> None:
    """Another page's change does not reload this one; a style sheet it uses does."""
    (running.folder / "site.css").write_text("h1 { color: rgb(255, 0, 0) }")
    running.write('<link rel="stylesheet" href="site.css">Home')
    running.wait_for("rebuilt")
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{running.port}/")
    page.evaluate("window.same = true")
    color = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(color) == "rgb(255, 0, 0)"
    running.write("x", "other.html")
    running.wait_for("rebuilt")
    page.wait_for_timeout(300)
    assert page.evaluate("window.same")
    (running.folder / "site.css").write_text("h1 { color: rgb(0, 0, 255) }")
    page.wait_for_function(f"{color} === 'rgb(0, 0, 255)'", timeout=5000)
    assert not page.evaluate("window.same")
    page.close()


@pytest.mark.browser
def test_a_page_of_an_earlier_run_reloads(tmp_path: Path, chromium: Browser) -> None:
    """A tab that was open when the preview stopped shows the next preview's site."""
    page = chromium.new_page()
    port = 0
    for text in ("First", "Second"):
        here = Running(tmp_path)
        here.write(text)
        thread = threading.Thread(
            target=serve,
            args=(here.build, [tmp_path]),
            kwargs={"port": port, "announce": here.lines.put},
        )
        thread.start()
        port = int(here.wait_for("preview at").split("/")[2].split(":")[1])
        if text == "First":
            page.goto(f"http://127.0.0.1:{port}/")
        page.get_by_text(text).wait_for(timeout=8000)
        (tmp_path / "quit.html").write_text("quit")
        thread.join(10)
        (tmp_path / "quit.html").unlink()
    page.close()
