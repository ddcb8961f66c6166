"""Bring lunr.js into the package while the package is built.

lunr.js 2.3.9 is on no Python index under its own name, and no third-party source is kept in
this repository. The pinned ``mkdocs==1.6.1`` wheel carries the file unchanged, so the build
takes it from there, checks its SHA-256, takes the comments and spaces out, and writes it with its
licence to ``src/readinglist/_lunr/``, where wheels and editable installs both find it.
A user therefore needs Python alone: no Node, no download of ours.
"""

import hashlib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import rjsmin
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED_AS = "mkdocs/contrib/search/templates/search/lunr.js"
SHA256 = "c1a28d9e95163292fbcc07ff794f1f0e1ade8741c513afe96d5b1046a18110bc"
LICENCE = """lunr.js 2.3.9

Copyright (C) 2013-2020 by Oliver Nightingale

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.
"""
BANNER = "/* lunr 2.3.9, https://lunrjs.com, (C) 2020 Oliver Nightingale, MIT licence */\n"


def lunr_source() -> str:
    """The text of lunr.js 2.3.9 as its author released it.

    Raises:
        RuntimeError: the carrier holds another file than the one this package was tested with.
    """
    raw = Path(str(distribution("mkdocs").locate_file(CARRIED_AS))).read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        raise RuntimeError("mkdocs carries another lunr.js than the pinned 2.3.9")
    return raw.decode("utf-8")


class LunrAsset(BuildHookInterface[Any]):
    """The hatchling hook that writes ``_lunr/`` before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Write the minified lunr.js and its licence into the package."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / "src" / "readinglist" / "_lunr"
        folder.mkdir(exist_ok=True)
        minified = str(rjsmin.jsmin(lunr_source()))
        (folder / "lunr.js").write_text(BANNER + minified + "\n", encoding="utf-8", newline="\n")
        (folder / "LICENSE.txt").write_text(LICENCE, encoding="utf-8", newline="\n")
