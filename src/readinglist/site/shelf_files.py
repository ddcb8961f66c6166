"""The files behind the reader's own shelf: what a browser needs to know of a list, and when.

What a reader stars, reads and notes is kept by their own browser and never leaves it; a site
only says which papers there are. It says so in scripts, as a page opened from a disk may run a
script beside it but not fetch a file. Each hands ``static/js/shelf.js`` one named value:

* ``list``: a few bytes that change when ids do: the ids that papers had before, and where the
  abstracts are. A shelf that was filled under an earlier build is brought up to date with it.
* ``themes``: every id, and which of them are below each theme, for "7 of 31 read".
* ``titles``: every title, in the same order, for the page of the shelf.
* ``abstracts-N``: abstracts of up to `PACK` papers, mostly of one theme, for lists that a reader
  wants to see with whole abstracts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.text.display import shown
from readinglist.text.tex import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Library, PaperId

PACK: Final = 24
"""Papers whose abstracts travel together: some 30 KB, or 12 KB as a server sends them."""


@dataclass(frozen=True, slots=True)
class ShelfFiles:
    """Files served as assets, by logical name; and the others by their address in the site."""

    assets: Mapping[str, bytes]
    others: Mapping[str, bytes]


def shelf_files(library: Library) -> ShelfFiles:
    """Everything the shelf may ask for, as ASCII; the same bytes for the same library."""
    filled: dict[int, dict[PaperId, str]] = {}
    for paper, number in packs(library).items():
        text = library.papers[paper].abstract
        filled.setdefault(number, {})[paper] = readable(shown(text))
    scripts = {
        f"abstracts-{number}": _script(f"abstracts-{number}", [list(pack), list(pack.values())])
        for number, pack in filled.items()
    }
    digest = hashlib.sha256(b"".join(scripts.values())).hexdigest()[:10]
    at = {paper: number for number, paper in enumerate(library.papers)}
    themes = [[one, [at[paper] for paper in library.papers_below(one)]] for one in library.themes]
    titles = [readable(shown(paper.title)) for paper in library.papers.values()]
    known = {
        # A list of pairs: a paper's id is never a key, whatever it is called.
        "aliases": list(library.former_papers.items()),
        "abstracts": ["assets/", f".{digest}.js"],
    }
    return ShelfFiles(
        {
            "shelf-list.js": _script("list", known),
            "shelf-themes.js": _script("themes", {"ids": list(library.papers), "themes": themes}),
            "shelf-titles.js": _script("titles", titles),
        },
        {f"assets/{name}.{digest}.js": raw for name, raw in scripts.items()},
    )


def packs(library: Library) -> Mapping[PaperId, int]:
    """The number of the pack that has each paper's abstract.

    Packs follow the themes, so that a theme's page needs few of them.
    """
    found: dict[PaperId, int] = {}
    number = 0
    for shelf in (*(theme.papers for theme in library.themes.values()), library.inbox):
        fresh = [paper for paper in dict.fromkeys(shelf) if paper not in found]
        for start in range(0, len(fresh), PACK):
            found |= dict.fromkeys(fresh[start : start + PACK], number)
            number += 1
    return {paper: found[paper] for paper in library.papers}


def _script(name: str, value: object) -> bytes:
    """A classic script that hands over a value; no text in it can end it or open a comment."""
    text = json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
    return f'readinglist.shelf.give("{name}",{text});\n'.encode("ascii")
