"""The order in which listings and papers were added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.build import build, examine
from readinglist.library.arrivals import arrivals
from readinglist.model import Library
from tests.libraries import LOOK, folder, listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Site, Sources

LISTINGS: Mapping[str, str] = {
    "2025-03-14": "alpha beta",
    "a-2024-12-31": "gamma beta",
    "later": "delta",
    "more-2025-03-14": "epsilon zeta",
    "nothing-new-2026-01-01": "alpha delta",
    "zulu": "eta",
}
OLDEST_FIRST = [
    *("later", "zulu", "a-2024-12-31", "2025-03-14", "more-2025-03-14"),
    "nothing-new-2026-01-01",
]
NEWEST_FIRST = ["epsilon", "zeta", "alpha", "gamma", "beta", "eta", "delta"]


def sources(listings: Mapping[str, str] = LISTINGS) -> Sources:
    """Listings of one paper a word, all of them in one theme."""
    words = sorted({word for text in listings.values() for word in text.split()})
    return folder(
        listings={
            name: [f"A Paper on {word}" for word in text.split()] for name, text in listings.items()
        },
        tags={"all": [f"a-paper-on-{word}" for word in words]},
    )


def words(text: str) -> list[str]:
    """The papers a text leads to, each once, in its order."""
    return list(dict.fromkeys(re.findall(r"papers/a-paper-on-(\w+)/", text)))


@pytest.fixture(scope="module")
def site() -> Site:
    """The listings above as a site."""
    return build(sources(), LOOK, base_url="https://e.example/").site


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
    text = "\n".join(page.format(day, listing([f"A Paper on {word}"])) for day, word in pages)
    made = {"listings/b.txt": text.encode(), **sources({"a-2025-03-12": "gamma"})}
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
    made = {name: " ".join(found) for name, found in listings.items()}
    library = examine(sources(made)).library
    came = arrivals(library)
    assert sorted(came.newest_first) == sorted(library.papers)
    numbers = [came.number(paper) for paper in came.newest_first]
    assert numbers == sorted(numbers, reverse=True)
    assert came.newest == came.newest_first[: len(came.newest)]
    assert len({came.number(paper) for paper in came.newest}) == bool(library.papers)
