"""The order in which listings and papers were added."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.build import build, examine
from readinglist.files.looks import read_look
from readinglist.library.arrivals import arrivals
from readinglist.model import Library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Site, Sources

ROOT = Path(__file__).parent.parent
ENTRY = (
    "A Paper on {0}\n\nWe study {0} at length, with care and in the open, and say what we found.\n"
)
LISTINGS: Mapping[str, str] = {
    "listings/2025-03-14.txt": "alpha beta",
    "listings/a-2024-12-31.txt": "gamma beta",
    "listings/later.txt": "delta",
    "listings/more-2025-03-14.txt": "epsilon zeta",
    "listings/nothing-new-2026-01-01.txt": "alpha delta",
    "listings/zulu.txt": "eta",
}
OLDEST_FIRST = [
    *("later", "zulu", "a-2024-12-31", "2025-03-14", "more-2025-03-14"),
    "nothing-new-2026-01-01",
]
NEWEST_FIRST = ["epsilon", "zeta", "alpha", "gamma", "beta", "eta", "delta"]


def sources(listings: Mapping[str, str] = LISTINGS) -> Sources:
    """Listings of one paper a word, all of them in one theme."""
    words = {word for text in listings.values() for word in text.split()}
    return {
        "themes/all.yaml": b"title: All\n",
        **{f"papers/a-paper-on-{word}.yaml": b"themes: [all]\n" for word in words},
        **{
            path: "\n".join(map(ENTRY.format, text.split())).encode()
            for path, text in listings.items()
        },
    }


def words(text: str) -> list[str]:
    """The papers a text leads to, each once, in its order."""
    return list(dict.fromkeys(re.findall(r"papers/a-paper-on-(\w+)/", text)))


@pytest.fixture(scope="module")
def site() -> Site:
    """The listings above as a site."""
    return build(sources(), read_look(ROOT / "site_src"), base_url="https://e.example/").site


def test_listings_come_by_their_days_and_the_undated_before_them() -> None:
    """One day's listings come by their paths, and so do those of no known day."""
    came = arrivals(examine(sources()).library)
    assert [*came.listings] == OLDEST_FIRST
    assert [*came.listings.values()] == [0, 1, 2, 3, 4, 5]
    assert came.undated == {"later", "zulu"}


def test_a_paper_came_with_the_first_listing_that_has_it() -> None:
    """A listing of an earlier day brought it, even when its path comes after."""
    came = arrivals(examine(sources()).library)
    assert came.first["a-paper-on-beta"].listing == "a-2024-12-31"
    assert came.first["a-paper-on-delta"].listing == "later"


def test_a_listing_is_of_the_latest_day_of_its_pages() -> None:
    """It cannot have been made before a page of it; its papers come by the days of their pages."""
    page = "Daily Papers\nby AK and the research community\n{0}\n\n{1}\n"
    pages = [("Mar 11, 2025", "alpha"), ("Mar 14, 2025", "beta")]
    text = "\n".join(page.format(day, ENTRY.format(word)) for day, word in pages)
    made = {"listings/b.txt": text.encode(), **sources({"listings/a-2025-03-12.txt": "gamma"})}
    came = arrivals(examine(made).library)
    assert [*came.listings] == ["a-2025-03-12", "b"]
    assert came.newest == ("a-paper-on-beta", "a-paper-on-alpha")


def test_front_page_feeds_and_lists_agree_on_what_is_newest(site: Site) -> None:
    """All of them, and the list of listings, follow the one order."""
    front = site["index.html"].decode()
    assert words(front[front.index('id="new') :]) == NEWEST_FIRST[:2]
    assert words(site["index.md"].decode()) == NEWEST_FIRST[:2]
    for feed in ("feed.xml", "themes/all/feed.xml"):
        assert words(site[feed].decode()) == NEWEST_FIRST
    theme = site["themes/all/index.html"].decode()
    numbers = {
        words(row)[0]: int(number)
        for number, row in re.findall(r'data-arrival="(\d+)">(.*?)</li>', theme, re.DOTALL)
    }
    assert [numbers[word] for word in NEWEST_FIRST] == [4, 4, 3, 2, 2, 1, 0]
    listings = re.findall(r'href="\.\./listings/([\w-]+)/"', site["listings/index.html"].decode())
    assert list(dict.fromkeys(listings)) == OLDEST_FIRST[::-1]


def test_a_listings_page_tells_what_it_brought_from_what_was_known(site: Site) -> None:
    """A paper that an earlier day brought is an old acquaintance, whatever the paths."""
    new, _, known = site["listings/2025-03-14/index.md"].decode().partition("## Seen before")
    assert (words(new), words(known)) == (["alpha"], ["beta"])


def test_nothing_is_newest_in_a_list_of_nothing() -> None:
    """A team that has just begun has no order of anything."""
    came = arrivals(Library())
    assert (came.newest, came.newest_first, came.listings) == ((), (), {})


names = st.sampled_from(["a", "b", "2025-01-01", "2025-01-02", "c-2025-01-02", "2025-13-01", "z"])


@given(
    st.dictionaries(
        names, st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"])), min_size=1
    )
)
@settings(max_examples=40, deadline=None)
def test_every_paper_has_its_place_in_one_order(listings: dict[str, list[str]]) -> None:
    """Each once; numbers never rise from newer to older; the newest are the first of them."""
    made = {f"listings/{name}.txt": " ".join(found) for name, found in listings.items()}
    library = examine(sources(made)).library
    came = arrivals(library)
    assert sorted(came.newest_first) == sorted(library.papers)
    numbers = [came.number(paper) for paper in came.newest_first]
    assert numbers == sorted(numbers, reverse=True)
    assert came.newest == came.newest_first[: len(came.newest)]
    assert len({came.number(paper) for paper in came.newest}) == bool(library.papers)
