"""The five real listings as a library: what search is measured on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.build import examine

if TYPE_CHECKING:
    from readinglist.model import Library

LISTINGS = Path(__file__).parent.parent / "site_src" / "listings"


@cache
def real_library() -> Library:
    """Every paper of ``site_src/listings``, by the real parser."""
    sources = {f"listings/{path.name}": path.read_bytes() for path in LISTINGS.glob("*.txt")}
    return examine(sources).library
