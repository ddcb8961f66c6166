"""The five real listings as a library, and the site of this repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.build import build, examine
from readinglist.files.disk import read_sources
from readinglist.files.looks import read_look

if TYPE_CHECKING:
    from readinglist.build import Built
    from readinglist.model import Library

SOURCE = Path(__file__).parent.parent / "site_src"
LISTINGS = SOURCE / "listings"


@cache
def real_library() -> Library:
    """Every paper of ``site_src/listings``, by the real parser."""
    sources = {f"listings/{path.name}": path.read_bytes() for path in LISTINGS.glob("*.txt")}
    return examine(sources).library


@cache
def real_built(base_url: str = "") -> Built:
    """What is built from ``site_src``, once for all tests of a process."""
    sources, problems = read_sources(SOURCE)
    assert problems == ()
    return build(sources, read_look(SOURCE), base_url=base_url)
