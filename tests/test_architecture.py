"""Imports between the parts of the package, by the table in the contributor guide."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(__file__).parent.parent / "src" / "readinglist"
GUIDE = PACKAGE.parent.parent / ".github" / "CONTRIBUTING.md"
ROOMS = (
    "__init__",
    *re.findall(
        r"^\| `(\w+)/?` \|",
        GUIDE.read_text(encoding="utf-8").partition("\n| part |")[2].partition("\n\n")[0],
        re.MULTILINE,
    ),
    "__main__",
)
EDGE = {"files", "preview", "cli"}
USERS = {
    "yaml": {"sources"},
    "lunr": {"search"},
    "rcssmin": {"site"},
    "rjsmin": {"site"},
    "jinja2": {"templating"},
    "markupsafe": {"templating"},
    "tree_sitter": {"site"},
    "tree_sitter_javascript": {"site"},
    "markdown_it": {"text"},
    "mdformat": {"text"},
    "mdit_py_plugins": {"text"},
    "watchdog": {"preview"},
    "click": {"cli"},
    "filelock": {"files"},
    "pathlib": {*EDGE, "sources", "listings"},  # PurePosixPath, which touches no disk, and the edge
    "os": EDGE,
    "socket": EDGE,
    "time": EDGE,
    # To read and reckon with dates that were written, never to ask for today's.
    "datetime": {
        *EDGE,
        "digest",
        "exports",
        "model",
        "records",
        "site",
        "sources",
        "templating",
        "text",
    },
    "zoneinfo": {"text"},
}


@cache
def imports() -> Mapping[str, set[str]]:
    """What each module imports, by the module's path within the package."""
    found: dict[str, set[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        names = found.setdefault(file.relative_to(PACKAGE).with_suffix("").as_posix(), set())
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                module = node.module or ""
                names.add(module)
                if module == "readinglist":  # ``from readinglist import urls`` imports a room
                    names |= {f"{module}.{one.name}" for one in node.names if one.name in ROOMS}
    return found


@pytest.mark.parametrize("library", USERS)
def test_each_library_has_its_one_place(library: str) -> None:
    """Disk, network, clock and every dependency are met in the rooms that are for them."""
    users = {
        module.split("/")[0]
        for module, names in imports().items()
        if any(name.split(".")[0] == library for name in names)
    }
    assert users <= USERS[library]


def test_nobody_but_the_edge_asks_what_day_it_is() -> None:
    """The same sources make the same site on any day."""
    asked = {
        file.stem
        for file in PACKAGE.rglob("*.py")
        if file.parent.name not in EDGE
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
    }
    assert asked == set()


def test_a_room_imports_only_from_rooms_above_it() -> None:
    """Modules and folders of the package, in the order in which they can be read."""
    place = {room: number for number, room in enumerate(ROOMS)}
    upwards = {
        (module, name)
        for module, names in imports().items()
        for name in names
        if name.startswith("readinglist.")
        and place[name.split(".")[1]] > place[module.split("/")[0]]
    }
    assert upwards == set()
    assert set(ROOMS) == {module.split("/")[0] for module in imports()}


def test_no_two_modules_need_each_other() -> None:
    """Imports have one direction, so that each module can be read after those it uses."""
    needs = {
        module.replace("/", ".").removesuffix(".__init__"): {
            name.removeprefix("readinglist.") for name in names if name.startswith("readinglist.")
        }
        for module, names in imports().items()
    }
    done: set[str] = set()
    while left := {module for module in needs if module not in done}:
        ready = {module for module in left if not (needs[module] & left) - {module}}
        assert ready, f"these need each other: {sorted(left)}"
        done |= ready
