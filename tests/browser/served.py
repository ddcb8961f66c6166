"""Where the browser tests' pages are served from, and under which policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import BrowserContext, Page

from readinglist.model import Library

STATIC = Path(__file__).parent.parent.parent / "static"
ORIGIN = "http://reading.test"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'"

ServedSite: TypeAlias = Callable[[Mapping[str, str | bytes]], BrowserContext]
"""Serves a mapping of paths to contents below `ORIGIN`."""

NewEngine: TypeAlias = Callable[[Library], Page]
"""Opens a library's index on a page of its own."""
