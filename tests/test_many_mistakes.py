"""Lists that are made to take long: time grows with their length, and limits are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from readinglist.analysis.map import MOST_PAIRED, MOST_PAIRS, overlaps
from readinglist.build import examine
from readinglist.library.merging import MOST_COMPARED
from readinglist.model import Theme
from tests.growth import growth
from tests.libraries import folder, library, paper

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS: Final = tuple(f"Paper {n} on Things" for n in range(20))


def listing_of(*entries: tuple[str, str]) -> str:
    """Return the text of a listing."""
    return "\n\n".join(f"{title}\n\n{abstract}" for title, abstract in entries)


def abstract(number: int) -> str:
    """Return an abstract that has no three words in a row in common with another."""
    words = ("method", "model", "result", "study", "network")
    return " ".join(f"The {word} of kind{number} is {word}{number}." for word in words)


def of_one_title(size: int) -> str:
    """Return entries of one title with different abstracts."""
    return listing_of(*(("One Title of All", abstract(n)) for n in range(size // 200)))


TEXTS: Final[dict[str, tuple[str, Callable[[int], str]]]] = {
    "entries of one title": ("listings/b.txt", of_one_title),
    "titles alone": ("listings/b.txt", lambda size: "Title\n\n" * (size // 7)),
    "positions without an entry": (
        "merge.yaml",
        lambda size: "different:\n" + "".join(f"  - a.txt:{n}\n" for n in range(size // 14)),
    ),
    "unknown ids": (
        "merge.yaml",
        lambda size: (
            "same:\n"
            + "".join(f"  - [papr-{n}-on-thing, papr-0-on-x]\n" for n in range(size // 37))
        ),
    ),
    "unknown keys": (
        "papers/paper-0-on-things.yaml",
        lambda size: "".join(f"themez{n}: a\n" for n in range(size // 14)),
    ),
    "unknown states": (
        "reading/ada.yaml",
        lambda size: (
            "name: Ada\nreads:\n"
            + "".join(f"  - {{paper: papr-{n}, state: raed}}\n" for n in range(size // 35))
        ),
    ),
    "a long id": (
        "merge.yaml",
        lambda size: "former_papers:\n  a" + "\u0316\u0301" * (size // 4) + ": b\n",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_the_time_of_a_check_grows_with_the_length_of_a_file(name: str) -> None:
    """Not with its square, although each mistake gets a hint."""
    path, make = TEXTS[name]
    around = folder(*PAPERS)

    def check(text: str) -> None:
        examine({**around, path: text.encode()})

    assert growth(check, make, (20_000, 80_000)) == ""


def test_too_many_papers_of_one_title_are_reported_once() -> None:
    """The limit is in the message, and every paper is kept."""
    count = MOST_COMPARED + 20
    text = listing_of(*(("One Title of All", abstract(n)) for n in range(count)))
    found = examine({"listings/a.txt": text.encode()})
    assert len(found.library.papers) == count
    (problem,) = (one for one in found.problems if "have the title" in one.message)
    assert f"more than {MOST_COMPARED} papers" in problem.message
    assert "same: in merge.yaml" in problem.hint


def test_the_list_of_overlapping_themes_is_cut() -> None:
    """The pairs with most shared papers are kept, and all are counted."""
    themes = [Theme(f"t{n:03}", f"T {n}", "", papers=("a",)) for n in range(MOST_PAIRED + 50)]
    both = [Theme(name, name, "", papers=("a", "b")) for name in ("x", "y")]
    found = overlaps(library(paper("a", "A"), paper("b", "B"), themes=[*themes, *both]))
    assert len(found.pairs) == MOST_PAIRS
    assert found.count == MOST_PAIRED * (MOST_PAIRED - 1) // 2
    assert found.pairs[0].themes == ("x", "y")
