"""The live preview: build the site, serve it, and build it again after every change.

The site is kept in memory. The server accepts only requests from this computer, and open pages
reload after a build that changes them. Errors in the sources, and exceptions in readinglist, are
shown as a page; the preview runs until it is interrupted.
"""

from __future__ import annotations

import json
import os
import secrets
import socketserver
import sys
import threading
import time
import traceback
import webbrowser
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Protocol

from readinglist.files.disk import FilesError
from readinglist.preview.responses import (
    EVENTS,
    Response,
    Snapshot,
    bug_page,
    is_foreign_request,
    next_snapshot,
    plain,
    problems_page,
    respond,
)
from readinglist.preview.watch import Watcher
from readinglist.problems import as_text, has_errors

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

    from readinglist.model import Site
    from readinglist.problems import Problem

FIRST_PORT = 8000
"""The first port that is tried if none is given."""

_PORTS_TRIED = 20
_HEARTBEAT = 10.0  # seconds; after this time a closed tab is detected
_BROWSERS_RETRY = 500  # milliseconds


class BuildResult(Protocol):
    """The result of a build: a site, or errors."""

    @property
    def site(self) -> Site:
        """The site; empty if there are errors."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings, in the order to show them."""


class PortInUseError(Exception):
    """The port cannot be used; the message gives the reason and what to do.

    Attributes:
        port: the port that was given, or the first that was tried.
    """

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(reason)
        self.port = port


def serve(
    build: Callable[[], BuildResult],
    roots: Sequence[Path],
    *,
    port: int | None = None,
    open_browser: bool = False,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve what `build` returns, and build again when files below `roots` change.

    Returns when it is interrupted (Ctrl-C), also during a build.

    Args:
        build: called in this thread, first now and then after changes. It may raise `FilesError`.
        roots: the folders that `build` reads, the source folder first; they need not exist.
        port: the port to listen on, 0 for any; None for the first free one from `FIRST_PORT`.
        open_browser: whether to open the front page in a browser.
        announce: called with each line of output.

    Raises:
        PortInUseError: before anything is built.
    """
    preview = Preview(build, roots, announce)
    server = _Server.listening(preview, port)
    pending = _Pending()
    try:
        with Watcher(roots, pending.add):
            preview.rebuild()
            server.start()
            announce(f"preview at {server.address} (stop it with Ctrl-C)")
            if open_browser:
                # Some browsers block the caller until they exit.
                threading.Thread(
                    target=webbrowser.open, args=(server.address,), daemon=True
                ).start()
            while True:
                preview.rebuild(pending.take())
    except KeyboardInterrupt:
        announce("preview stopped")
    finally:
        preview.close()
        server.close()


class Preview:
    """The newest build, and the requests that wait for the next one. Thread-safe."""

    def __init__(
        self,
        build: Callable[[], BuildResult],
        roots: Sequence[Path],
        announce: Callable[[str], None],
    ) -> None:
        self._build = build
        self._roots = [root.resolve() for root in roots]
        self._announce = announce
        self._run = secrets.token_hex(4)  # so that a page of an earlier run reloads
        self._count = 0
        self._changed = threading.Condition()
        self._closed = False
        self._shown = Snapshot(f"{self._run}-0")

    @property
    def shown(self) -> Snapshot:
        """The current snapshot."""
        return self._shown

    def rebuild(self, changed: frozenset[Path] = frozenset()) -> None:
        """Build, show the result and announce it; `changed` files caused the build."""
        begun = time.perf_counter()
        result = self._outcome()
        milliseconds = round((time.perf_counter() - begun) * 1000)
        names = self._names(changed)
        what = "built" if not changed else "rebuilt"
        if isinstance(result, str):
            self._announce(f"not {what}{names}")
        else:
            self._announce(f"{what} in {milliseconds} ms{names}")
        with self._changed:
            self._count += 1
            self._shown = next_snapshot(self._shown, f"{self._run}-{self._count}", result)
            self._changed.notify_all()

    def _outcome(self) -> Site | str:
        """Return the site, or the page that shows why there is none."""
        try:
            result = self._build()
            site, problems = result.site, result.problems
        except FilesError as refused:
            site, problems = {}, refused.problems
        except Exception:  # show any exception, and build again after the next change
            report = traceback.format_exc()
            print(report, file=sys.stderr)
            return bug_page(report)
        for problem in problems:
            self._announce(_printable(as_text(problem)))
        return problems_page(problems) if has_errors(problems) else site

    def _names(self, changed: frozenset[Path]) -> str:
        """Return the changed files for the output: ``: themes/attention.yaml and 2 more``.

        Paths in the source folder are relative to it; others begin with the name of their folder.
        """
        if not changed:
            return ""
        first = min(changed)
        name = str(first)
        for index, root in enumerate(self._roots):
            if first.is_relative_to(root):
                name = first.relative_to(root if index == 0 else root.parent).as_posix()
                break
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        return _printable(f": {name}{more}")

    def wait_for_other_than(self, build: str, seconds: float) -> Snapshot | None:
        """Return the snapshot once it is of another build, or after a timeout; None when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._shown.build != build, seconds)
            return None if self._closed else self._shown

    def close(self) -> None:
        """Wake all threads that wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class _Pending:
    """Changes since the last build; one build takes all of them."""

    def __init__(self) -> None:
        self._paths: frozenset[Path] = frozenset()
        self._some = threading.Condition()

    def add(self, paths: frozenset[Path]) -> None:
        with self._some:
            self._paths |= paths
            self._some.notify()

    def take(self) -> frozenset[Path]:
        with self._some:
            while not self._some.wait_for(lambda: self._paths, timeout=0.5):
                pass  # Windows delivers Ctrl-C only between waits
            taken, self._paths = self._paths, frozenset()
            return taken


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = sys.platform != "win32"  # there it would allow a port that is in use

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self._is_started = False
        super().__init__(("127.0.0.1", port), _Handler)

    @classmethod
    def listening(cls, preview: Preview, port: int | None) -> _Server:
        """Return a server on the given port, or on the first free one.

        Raises:
            PortInUseError: if there is none.
        """
        if port is not None:
            try:
                return cls(preview, port)
            except (OSError, OverflowError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                advice = "choose another port, or omit --port to use the next free one"
                raise PortInUseError(
                    port, f"port {port} cannot be used: {reason}; {advice}"
                ) from error
        for candidate in range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED):
            try:
                return cls(preview, candidate)
            except OSError:
                continue
        last = FIRST_PORT + _PORTS_TRIED - 1
        message = f"no port from {FIRST_PORT} to {last} is free; choose one with --port (0: any)"
        raise PortInUseError(FIRST_PORT, message)

    def server_bind(self) -> None:
        # HTTPServer.server_bind looks up the host name, which can be slow.
        socketserver.TCPServer.server_bind(self)
        self.server_name = "127.0.0.1"
        self.server_port = self.server_address[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def start(self) -> None:
        """Serve requests in daemon threads."""
        self._is_started = True
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        if self._is_started:
            self.shutdown()
        self.server_close()

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any
    ) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "readinglist"
    sys_version = ""
    timeout = 60  # seconds without a request on a connection
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def _is_acceptable(self) -> bool:
        """Return whether to process a request; if not, it is answered and the connection closed."""
        hosts = self.headers.get_all("Host", [])
        if is_foreign_request(hosts, self.headers.get_all("Origin", []), self.server.server_port):
            refusal = plain(
                403, "The preview accepts only requests to localhost, 127.0.0.1 or [::1]."
            )
        elif "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            refusal = plain(400, "A GET or HEAD request must not have a body.")
        else:
            return True
        self.close_connection = True  # a body must not be parsed as the next request
        self._send(refusal)
        return False

    def do_GET(self) -> None:
        if not self._is_acceptable():
            return
        path, _, query = self.path.partition("?")
        if path == EVENTS and self.command == "GET":
            known = self.headers.get("Last-Event-ID") or query.removeprefix("build=")
            self._send_events(known)
        else:
            self._send(respond(self.server.preview.shown, self.path))

    def do_HEAD(self) -> None:
        self.do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Respond to a request that cannot be parsed, or whose method is not supported."""
        del message, explain  # they contain what the client sent
        unknown_method = code == HTTPStatus.NOT_IMPLEMENTED
        self.request_version = self.protocol_version  # it may not be set yet
        self.close_connection = True  # a body must not be parsed as the next request
        self._send(
            plain(405, "The preview accepts only GET and HEAD requests.")
            if unknown_method
            else plain(code, "The preview cannot process this request.")
        )

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        if response.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _send_events(self, known: str) -> None:
        """Send an event for each build after the known one, until the connection ends."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self._write(f"retry: {_BROWSERS_RETRY}\n\n")
        while shown := self.server.preview.wait_for_other_than(known, _HEARTBEAT):
            if shown.build == known:
                self._write(": still here\n\n")
                continue
            changed = shown.changed if shown.previous == known else None
            data = json.dumps({"build": shown.build, "changed": changed})
            self._write(f"id: {shown.build}\ndata: {data}\n\n")
            known = shown.build

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        if os.environ.get("READINGLIST_DEBUG") == "1":
            print(f"serve: {_printable(format % args)}", file=sys.stderr)


def _printable(text: str) -> str:
    """Return text with escapes in place of control characters."""
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode()
        for char in text
    )
