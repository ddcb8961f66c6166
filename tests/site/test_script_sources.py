"""The sources of the scripts: types, lint, format, unit tests, and support by old browsers."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

import pytest
import rjsmin

from readinglist.files.disk import read_tree
from readinglist.site.scripts import joined
from readinglist.site.scripts.syntax import Source
from tests.libraries import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOLS = ROOT / "tests" / "js"
SEARCH, FIRST_VIEW = 20_930, 8_000
"""Bytes, gzipped: all code of the search, and what every page loads at first."""


@cache
def sources() -> Mapping[str, str]:
    """Return the sources of the theme's scripts, by name."""
    static = read_tree(ROOT / "static")
    return {name: raw.decode() for name, raw in static.items() if name.endswith(".js")}


@cache
def made() -> Mapping[str, bytes]:
    """Return the joined scripts."""
    scripts = joined(read_tree(ROOT / "static"))
    assert scripts.problems == ()
    return scripts.made


def missing(what: str) -> None:
    """Skip a test because a tool is missing, unless it is required."""
    assert not os.environ.get("READINGLIST_REQUIRE_NODE"), f"{what} is missing"
    pytest.skip(f"{what} is missing")


def npm(script: str) -> None:
    """Run a script of package.json."""
    if not shutil.which("npm"):
        missing("npm")
    command = [shutil.which("npm") or "npm", "run", "--silent", script]
    answer = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_units_do_what_they_should() -> None:
    """The tests in ``tests/js`` pass with Node alone."""
    if not shutil.which("node"):
        missing("node")
    npm("unit")


@pytest.mark.parametrize("check", ["types", "lint", "format"])
def test_the_scripts_pass_the_check(check: str) -> None:
    """Every script and its tests: strict types from JSDoc, eslint's rules, prettier's format."""
    if not (TOOLS / "node_modules").is_dir():
        missing("npm ci --prefix tests/js")
    npm(check)


def patterns(source: Source) -> list[tuple[str, str]]:
    """Return the regular expression literals of a script, with their flags."""
    found = []
    for node in source.all("literal"):
        if node.type == "regex":
            _, _, flags = source.of(node).rpartition("/")
            found.append((source.of(node), flags))
    return found


@pytest.mark.parametrize("name", sorted(sources()))
def test_safari_15_can_read_every_regular_expression(name: str) -> None:
    """No lookbehind, not even in strings, and no newer flags."""
    source = Source(sources()[name])
    assert source.first_error() is None
    for pattern, flags in patterns(source):
        assert set(flags) <= set("gimsuy"), pattern
    code = str(rjsmin.jsmin(sources()[name]))  # comments may speak of it
    assert not re.search(r"\(\?<[=!]", code)


def test_the_check_finds_a_lookbehind_and_a_new_flag() -> None:
    """The check itself works."""
    source = Source("const a = /(?<=b)c/v; const d = `${/e/g}`;")
    assert patterns(source) == [("/(?<=b)c/v", "v"), ("/e/g", "g")]


@pytest.mark.parametrize("name", sorted(name for name in sources() if name.startswith("js/")))
def test_a_module_is_small_and_says_what_it_is_for(name: str) -> None:
    """It starts with a comment and has at most 400 lines."""
    text = sources()[name]
    assert text.startswith("/* ")
    assert text.count("\n") <= 400


def test_the_scripts_are_light() -> None:
    """The scripts of the search, and those of the first view, are within their size limits."""

    def weight(*names: str) -> int:
        return sum(len(gzip.compress(made()[name], 6)) for name in names if name in made())

    assert weight("search.js", "search-ui.js", "search-engine.js") <= SEARCH
    assert weight("early.js", "disk.js", "search.js", "prefetch.js", "shelf.js") <= FIRST_VIEW
