"""Where the browser tests' pages are served from, and under which policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import BrowserContext, Page

from readinglist.files.disk import read_tree
from readinglist.model import Library
from readinglist.site.scripts import joined

STATIC = Path(__file__).parent.parent.parent / "static"
TWIN = b"""
import { marks } from "./search/snippets.js";
import { stem, tokens, words } from "./search/tokens.js";
globalThis.twin = { marks, stem, tokens, words };
"""
"""A script of the tests, that hands out what the engine keeps to itself."""
ORIGIN = "http://reading.test"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'"

ServedSite: TypeAlias = Callable[[Mapping[str, str | bytes]], BrowserContext]
"""Serves a mapping of paths to contents below `ORIGIN`."""

NewEngine: TypeAlias = Callable[[Library], Page]
"""Opens a library's index on a page of its own."""


@cache
def scripts() -> Mapping[str, bytes]:
    """The scripts as a site has them, and ``twin.js``."""
    made = joined({**read_tree(STATIC), "js/twin.js": TWIN})
    assert made.problems == ()
    return made.made
