"""Static files as a site serves them: without what only a programmer reads, under lasting names.

Every page is read over the network more often than its scripts are read in an editor, so comments
and indentation stay behind. A name changes with the content, because hosts such as GitHub Pages
let browsers keep a file for some minutes without asking again.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

import rcssmin
import rjsmin

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADDRESS: Final = re.compile(rb"url\((?P<quote>['\"]?)(?P<name>[\w./-]++)(?P=quote)\)")


def lean(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files by name, scripts and style sheets without comments (but for ``/*! … */``)."""
    return {name: _lean(name, raw) for name, raw in files.items()}


def _lean(name: str, raw: bytes) -> bytes:
    if name.endswith(".js"):
        return bytes(rjsmin.jsmin(raw, keep_bang_comments=True))
    if name.endswith(".css"):
        return bytes(rcssmin.cssmin(raw, keep_bang_comments=True))
    return raw


class Assets:
    """Static files under names that change with their content, so that no cache goes stale."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take files by logical name, ``style.css``; `url(...)` in CSS is rewritten to match."""
        self.names: dict[str, str] = {}
        self.site: dict[str, bytes] = {}
        # Style sheets come last: their content names other files.
        for name in sorted(files, key=lambda name: (name.endswith(".css"), name)):
            raw = files[name]
            if name.endswith(".css"):
                raw = self._with_hashed_urls(raw)
            stem, dot, extension = name.rpartition(".")
            hashed = f"{stem}.{hashlib.sha256(raw).hexdigest()[:10]}{dot}{extension}"
            self.names[name] = f"assets/{hashed}"
            self.site[f"assets/{hashed}"] = raw

    def _with_hashed_urls(self, css: bytes) -> bytes:
        def hashed(match: re.Match[bytes]) -> bytes:
            name = self.names.get(match["name"].decode(errors="replace"), "")
            return b"url(" + name.removeprefix("assets/").encode() + b")" if name else match[0]

        return _ADDRESS.sub(hashed, css)
