"""Lists that are made to take long: time grows with their length, and limits are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from readinglist.analysis.layout import Themes, layout
from readinglist.analysis.map import MOST_LISTED, MOST_PAIRED, MOST_PAIRS, overlaps
from readinglist.analysis.related import related
from readinglist.build import examine
from readinglist.library.merging import MOST_COMPARED
from readinglist.model import Theme
from readinglist.site.cards import wrapped
from readinglist.text.markdown import MOST_LINES, Excess, excess
from tests.growth import growth, repeated
from tests.libraries import folder, library, paper

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS: Final = tuple(f"Paper {n} on Things" for n in range(20))


MARKS: Final = "\u0316\u0301"
"""Two marks that Unicode normalization sorts; it sorts a run of them in quadratic time."""


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
        lambda size: f"former_papers:\n  a{MARKS * (size // 4)}: b\n",
    ),
    "a long address": (
        "merge.yaml",
        lambda size: f"same:\n  - [papers/a{MARKS * (size // 4)}, paper-0-on-things]\n",
    ),
    "unknown time zones": (
        "reading/ada.yaml",
        lambda size: (
            "presents:\n"
            + "".join(f"  - {{paper: papr-{n}, timezone: Eurp/B{n}}}\n" for n in range(size // 40))
        ),
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


FUNCTIONS: Final[dict[str, Callable[[int], object]]] = {
    "papers with one abstract": lambda size: related(
        library(
            *(paper(f"p{n}", f"Paper {n}", "We study large things.") for n in range(size // 20))
        )
    ),
    "equal entries that are kept apart": lambda size: examine(
        {
            "listings/a.txt": listing_of(*[("On Names", "We name it.")] * (size // 20)).encode(),
            "merge.yaml": b"different:\n"
            + b"".join(b"  - a.txt:%d\n" % (4 * n + 1) for n in range(size // 20)),
        }
    ),
    "a card with marks": lambda size: wrapped("A" * 16 + MARKS * (size // 2) + " title", 12.0, 1),
    "a card of one word": lambda size: wrapped("Word" * (size // 4), 12.0, 3),
    "themes on the map": lambda size: layout(
        tuple(f"p{n}" for n in range(size // 20)),
        ((),) * (size // 20),
        Themes(
            tuple((f"t{n}",) for n in range(size // 20)),
            tuple((f"t{n}", f"t{n}") for n in range(size // 20)),
        ),
    ),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_time_of_a_build_grows_with_the_length_of_a_list(name: str) -> None:
    """Not with its square, whatever the papers and themes have in common."""
    call = FUNCTIONS[name]
    assert growth(lambda text: call(len(text)), repeated("a"), (40_000,)) == ""


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


def test_few_pairs_of_themes_are_listed_if_they_share_many_papers() -> None:
    """The limit is on papers, and one pair is always listed."""
    papers = [paper(f"p{n}", f"P {n}") for n in range(MOST_LISTED // 10)]
    ids = tuple(one.id for one in papers)
    themes = [Theme(f"t{n}", f"T {n}", "", papers=ids) for n in range(10)]
    found = overlaps(library(*papers, themes=themes))
    assert (len(found.pairs), found.count) == (10, 45)
    papers = [paper(f"p{n}", f"P {n}") for n in range(MOST_LISTED + 1)]
    ids = tuple(one.id for one in papers)
    themes = [Theme(f"t{n}", f"T {n}", "", papers=ids) for n in range(3)]
    assert len(overlaps(library(*papers, themes=themes)).pairs) == 1


def test_a_text_with_too_many_lines_is_reported() -> None:
    """The message has the limit and the first line after it."""
    lines = "- a\n" * MOST_LINES
    assert excess(lines[:-1]) is None
    assert excess(f"{lines}- a", 5) == Excess(
        5 + MOST_LINES, "this text has more than 5,000 lines", "split it into several pages"
    )
