"""The responses of the preview server.

The preview serves a site as a web server would, with two differences. A script that reloads the
page after the next build is added to each HTML page; it is not in the site. If the sources have
errors, each page is replaced by a list of them.

These are pure functions; `readinglist.preview.serve` has the server.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from readinglist.exports.formats import FORMATS
from readinglist.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.model import Site
    from readinglist.problems import Problem

EVENTS = "/__readinglist/events"
"""Path of the event stream that reports builds."""

RELOAD_SCRIPT = "/__readinglist/reload.js"

MAX_CHANGES = 200
"""Maximum number of changed files in one event."""

_MOST_PROBLEMS = 500
_LONGEST_MESSAGE = 2000  # characters
_TEXT_TYPES = {
    "atom": "application/atom+xml",
    "css": "text/css",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "map": "application/json",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "opml": "text/x-opml",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    **{one.extension: one.media_type.partition(";")[0] for one in FORMATS},
}
_OTHER_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "gz": "application/gzip",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "wasm": "application/wasm",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "zip": "application/zip",
}
_HTML = "text/html; charset=utf-8"
_END_OF_BODY = re.compile(rb"</body\s*>", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the preview shows at a point in time.

    Attributes:
        build: a name that is unique for each build and each run of the server.
        site: the last site that was built without errors.
        error_page: replaces all pages while the site cannot be built.
        previous: the build before this one.
        changed: the paths whose bytes differ from the previous build; None if all pages must
            reload.
    """

    build: str
    site: Site = field(default_factory=dict)
    error_page: str | None = None
    previous: str = ""
    changed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response: status, headers without Content-Length, and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def next_snapshot(before: Snapshot, build: str, result: Site | str) -> Snapshot:
    """Return the snapshot after a build that made a site or an error page.

    Returns `before` itself if nothing visible has changed.
    """
    if isinstance(result, str):
        same = before.error_page == result
        return before if same else Snapshot(build, before.site, result, before.build)
    if before.error_page is not None:
        return Snapshot(build, result, None, before.build)
    changed = tuple(
        sorted(
            path
            for path in before.site.keys() | result.keys()
            if before.site.get(path) != result.get(path)
        )
    )
    if not changed:
        return before
    reported = changed if len(changed) <= MAX_CHANGES else None
    return Snapshot(build, result, None, before.build, reported)


def is_foreign_request(hosts: Sequence[str], origins: Sequence[str], port: int) -> bool:
    """Return whether the Host and Origin headers of a request do not belong to this preview.

    This prevents DNS rebinding: a web page can make its own host name resolve to this computer to
    read from local servers, but the Host header still has that name.
    """
    names = [f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")]
    if port == 80:
        names += ["localhost", "127.0.0.1", "[::1]"]
    known_host = len(hosts) == 1 and hosts[0].lower() in names
    known_origins = {f"http://{name}" for name in names}
    return not known_host or any(origin.lower() not in known_origins for origin in origins)


def respond(shown: Snapshot, target: str) -> Response:
    """Return the response to a GET request.

    Args:
        snapshot: what the preview shows.
        target: the request target, as in the first line of the request.
    """
    raw_path, mark, query = target.partition("?")
    try:
        path = unquote_to_bytes(raw_path.encode("latin-1")).decode()
    except UnicodeError:
        return plain(400, "The path in the URL is not valid UTF-8.")
    if not path.startswith("/"):
        return plain(400, "The path in the URL must start with a slash.")
    if path == RELOAD_SCRIPT:
        return _response(200, content_type("reload.js"), _reload_script())
    key = path[1:]
    name = key.rpartition("/")[2]
    if shown.error_page is not None and ("." not in name or name.endswith(".html")):
        return _page(500, shown.error_page.encode("utf-8", "backslashreplace"), shown)
    if not name:
        key += "index.html"
    elif f"{key}/index.html" in shown.site and key not in shown.site:
        # Relative and percent-encoded, so that it cannot lead to another site.
        location = f"./{quote(name, safe='')}/{mark}{quote(query, safe='=&%+;,/?:@!$()*~')}"
        return _response(302, "text/plain; charset=utf-8", b"", ("Location", location))
    status = 200 if key in shown.site else 404
    if status == 404:
        key = "404.html"
    body = shown.site.get(key, b"<!doctype html><title>Not found</title><h1>Not found</h1>")
    if content_type(key) == _HTML:
        return _page(status, body, shown)
    return _response(status, content_type(key), body)


def plain(status: int, text: str) -> Response:
    """Return a response with one line of text."""
    return _response(status, "text/plain; charset=utf-8", f"{text}\n".encode())


def content_type(path: str) -> str:
    """Return the media type of a file by its extension, with the encoding for text."""
    ending = path.rpartition(".")[2].lower()
    if ending in _TEXT_TYPES:
        return f"{_TEXT_TYPES[ending]}; charset=utf-8"
    return _OTHER_TYPES.get(ending, "application/octet-stream")


def with_reload_script(page: bytes, shown: Snapshot) -> bytes:
    """Return a page with the reload script.

    The script is a file of the same origin, so that a Content-Security-Policy without inline
    scripts allows it.
    """
    error = " data-error" if shown.error_page is not None else ""
    build = html.escape(shown.build)
    script = f'<script src="{RELOAD_SCRIPT}" data-build="{build}"{error} defer></script>'.encode()
    ends = [found.start() for found in _END_OF_BODY.finditer(page)]
    end = ends[-1] if ends else len(page)
    return page[:end] + script + page[end:]


def _page(status: int, body: bytes, shown: Snapshot) -> Response:
    return _response(status, _HTML, with_reload_script(body, shown))


def _response(status: int, media_type: str, body: bytes, *more: tuple[str, str]) -> Response:
    headers = (
        ("Content-Type", media_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        *more,
    )
    return Response(status, headers, body)


@cache
def _reload_script() -> bytes:
    return (files("readinglist.preview") / "reload.js").read_bytes()


# --- the page that stands in for a site that cannot be built ---------------------------------


def problems_page(problems: Sequence[Problem]) -> str:
    """Return the page that lists the problems of the sources, errors before warnings."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    warnings = [problem for problem in problems if problem.severity is not Severity.ERROR]
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    listed = [*errors, *warnings]
    items = "".join(_item(problem) for problem in listed[:_MOST_PROBLEMS])
    left_out = len(listed) - _MOST_PROBLEMS
    rest = f"<p>… and {left_out} more; the terminal lists them all.</p>" if left_out > 0 else ""
    return _ERROR_PAGE.format_map(
        {
            "title": f"The site cannot be built: {count}",
            "lead": "Correct the files and save them. The preview then builds the site again.",
            "content": f"<ol>{items}</ol>{rest}",
        }
    )


def bug_page(traceback: str) -> str:
    """Return the page that reports an exception in readinglist."""
    return _ERROR_PAGE.format_map(
        {
            "title": "readinglist failed",
            "lead": "This is a bug in readinglist, not an error in your files. Please report it "
            "with the lines below. The site is built again after the next save.",
            "content": f"<pre>{_escaped(traceback, 50 * _LONGEST_MESSAGE)}</pre>",
        }
    )


def _item(problem: Problem) -> str:
    location = f"{problem.path}:{max(problem.line, 1)}:{max(problem.column, 1)}"
    hint = f"<p class=hint>{_escaped(problem.hint)}</p>" if problem.hint else ""
    return (
        f"<li class={problem.severity.value}><code><bdi>{_escaped(location)}:</bdi></code> "
        f"<bdi>{_escaped(problem.message)}</bdi>{hint}</li>"
    )


def _escaped(text: str, longest: int = _LONGEST_MESSAGE) -> str:
    """Return text as HTML, shortened, with invisible characters as escapes."""
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    seen = _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", cut)
    return html.escape(seen)


_ERROR_PAGE: str = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'">
<title>{title}</title>
<style>
:root {{ --ink: #1f2328; --soft: #59636e; --paper: #fff; --card: #f6f8fa; --line: #d1d9e0;
  --error: #c1121f; --warning: #8a5a00; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e6edf3; --soft: #9aa5b1; --paper: #0d1117; --card: #161b22; --line: #30363d;
    --error: #ff7b72; --warning: #e3b341; }}
}}
body {{ margin: 0; padding: 3rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; border-top: .3rem solid var(--error); }}
main {{ max-width: 52rem; margin: 0 auto; }}
h1 {{ margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }}
p {{ margin: 0; color: var(--soft); }}
ol {{ margin: 2rem 0; padding: 0; list-style: none; }}
li, pre {{ margin: 0 0 .75rem; padding: .8rem 1rem; background: var(--card);
  border: 1px solid var(--line); border-left: .25rem solid var(--error); border-radius: .4rem;
  overflow-wrap: anywhere; }}
li.warning {{ border-left-color: var(--warning); }}
code, pre {{ font: .9em/1.5 ui-monospace, monospace; }}
code {{ color: var(--error); user-select: all; }}
li.warning code {{ color: var(--warning); }}
pre {{ margin-top: 2rem; white-space: pre-wrap; }}
.hint {{ margin-top: .3rem; }}
.hint::before {{ content: "→ "; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{lead}</p>
{content}
</main>
</body>
</html>
"""
