"""Static files as the site serves them: minified, with a hash of the content in their names.

Minified files have no comments and no indentation. The hash changes the name when the content
changes, because hosts such as GitHub Pages let browsers cache a file for some minutes.
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


def minified(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Minify the scripts and style sheets among some files; comments ``/*! … */`` are kept."""
    return {name: _minified(name, raw) for name, raw in files.items()}


def _minified(name: str, raw: bytes) -> bytes:
    if name.endswith(".js"):
        return bytes(rjsmin.jsmin(raw, keep_bang_comments=True))
    if name.endswith(".css"):
        return bytes(rcssmin.cssmin(raw, keep_bang_comments=True))
    return raw


class Assets:
    """Static files with a hash of the content in their names.

    Attributes:
        names: the path of each file, such as ``assets/style.0123456789.css``, by logical name.
        site: the files by path.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take files by logical name, such as ``style.css``; adapt ``url(…)`` in style sheets."""
        self.names: dict[str, str] = {}
        self.site: dict[str, bytes] = {}
        # Style sheets come last, because they contain the names of other files.
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
