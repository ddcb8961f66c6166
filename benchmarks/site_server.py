"""Serve a site from memory, with compression and caching as on GitHub Pages."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote

from readinglist.preview.responses import content_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BROWSER_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic")


@contextmanager
def serving(site: Mapping[str, bytes]) -> Iterator[str]:
    """Serve a site on this computer; yield its address, with a final slash."""

    @cache
    def packed(name: str) -> bytes:
        return gzip.compress(site[name], 9)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0].lstrip("/"))
            name = f"{path}index.html" if not path or path.endswith("/") else path
            body = packed(name) if name in site else b""
            self.send_response(200 if name in site else 404)
            self.send_header("Content-Type", content_type(name))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Do not log requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
