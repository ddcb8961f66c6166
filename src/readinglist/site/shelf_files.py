"""The data files for the reader's shelf.

The shelf itself is stored in the reader's browser and never leaves it; the site only provides data
about the papers. The files are scripts, because a page opened from disk can run a script but
cannot fetch a file. Each passes one named value to ``static/js/shelf.js``:

* ``list``: the former ids of papers, and the address of the abstracts. The shelf replaces former
  ids when this file has changed.
* ``themes``: all paper ids, and the papers of each theme, for "7 of 31 read".
* ``titles``: all titles in the same order, for the page of the shelf.
* ``abstracts-N``: the abstracts of up to `PACK` papers, mostly of one theme, for lists that show
  whole abstracts.
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
"""The number of abstracts per file: about 30 KB, or 12 KB compressed."""


@dataclass(frozen=True, slots=True)
class ShelfFiles:
    """The files served as assets, by logical name, and the others by address in the site."""

    assets: Mapping[str, bytes]
    others: Mapping[str, bytes]


def shelf_files(library: Library) -> ShelfFiles:
    """Return the data files in ASCII. The same library gives the same bytes."""
    filled: dict[int, dict[PaperId, str]] = {}
    for paper, number in packs(library).items():
        text = library.papers[paper].abstract
        filled.setdefault(number, {})[paper] = readable(shown(text))
    scripts = {
        f"abstracts-{number}": _script(f"abstracts-{number}", [list(pack), list(pack.values())])
        for number, pack in filled.items()
    }
    checksum = hashlib.sha256(b"".join(scripts.values())).hexdigest()[:10]
    at = {paper: number for number, paper in enumerate(library.papers)}
    themes = [[one, [at[paper] for paper in library.papers_below(one)]] for one in library.themes]
    titles = [readable(shown(paper.title)) for paper in library.papers.values()]
    known = {
        # Pairs and not an object, because an id such as "__proto__" must not be a key.
        "aliases": list(library.former_papers.items()),
        "abstracts": ["assets/", f".{checksum}.js"],
    }
    return ShelfFiles(
        {
            "shelf-list.js": _script("list", known),
            "shelf-themes.js": _script("themes", {"ids": list(library.papers), "themes": themes}),
            "shelf-titles.js": _script("titles", titles),
        },
        {f"assets/{name}.{checksum}.js": raw for name, raw in scripts.items()},
    )


def packs(library: Library) -> Mapping[PaperId, int]:
    """Return the number of the file with the abstract of each paper.

    Papers of a theme are kept together, so that the page of a theme needs few files.
    """
    found: dict[PaperId, int] = {}
    number = 0
    for papers in (*(theme.papers for theme in library.themes.values()), library.inbox):
        fresh = [paper for paper in dict.fromkeys(papers) if paper not in found]
        for start in range(0, len(fresh), PACK):
            found |= dict.fromkeys(fresh[start : start + PACK], number)
            number += 1
    return {paper: found[paper] for paper in library.papers}


def _script(name: str, value: object) -> bytes:
    """Return a script that passes a value; without "<", no text can end it or open a comment."""
    text = json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
    return f'readinglist.shelf.give("{name}",{text});\n'.encode("ascii")
