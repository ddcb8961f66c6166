"""The five real listings, read without the parser.

These five files have a strict order: besides the page's header, of which every form they use
is listed here, each pair of lines is a title and its abstract. No judgement is needed, so this
reading can check one that makes judgements.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent.parent / "site_src" / "listings"
HEADER: Final = frozenset({
    "new", "Subscribe", "Daily Papers", "by AK and the research community",
    "byAK and the research community", "Mar 14", "Mar 11",
    "Get trending papers in your email inbox!",
    "Get trending papers in your email inbox once a day!",
})  # fmt: skip
GLUED: Final = ("SubscribeWhat, when, and where?", "SubscribeFunctional Interpolation")


def entries_of(path: Path) -> list[tuple[int, str, str]]:
    """Line of the title, title, abstract."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        text = line.strip()
        if text and text not in HEADER:
            found.append(
                (number, text.removeprefix("Subscribe") if text.startswith(GLUED) else text)
            )
    pairs = zip(found[::2], found[1::2], strict=True)
    return [(line, title, abstract) for (line, title), (_, abstract) in pairs]


@cache
def paths() -> tuple[Path, ...]:
    """The five files, in order."""
    return tuple(sorted(FOLDER.glob("*.txt")))[:5]


@cache
def real_entries() -> tuple[tuple[str, str], ...]:
    """Every different title with its abstract."""
    return tuple(
        {
            title: (title, abstract) for path in paths() for _, title, abstract in entries_of(path)
        }.values()
    )
