"""What a site tells the reader's shelf: renamed ids, themes, titles, and packs of abstracts."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.build import examine
from readinglist.model import Library, Provenance, Theme
from readinglist.site.shelf_files import PACK, packs, shelf_files
from tests.libraries import folder, library, paper


def given_value(raw: bytes) -> tuple[str, object]:
    """The name and value that a script hands over."""
    found = re.fullmatch(
        r'readinglist\.shelf\.give\("([\w-]+)",(.*)\);\n', raw.decode("ascii"), re.S
    )
    assert found
    return found[1], json.loads(found[2])


def many(papers: int = 1, *, title: str = "T", abstract: str = "A", tagged: int = 0) -> Library:
    """A library of made-up papers, the first of them in a theme."""
    seen = (Provenance("one", "listings/one.txt", 1, title),)
    made = [paper(f"p{n}", title, abstract, seen=seen) for n in range(papers)]
    theme = Theme("t", "Theme", "", papers=tuple(f"p{n}" for n in range(tagged)))
    return library(*made, themes=[theme] if tagged else [])


def test_ids_that_were_merged_are_known_by_both_names() -> None:
    """The pairs of old and present ids are in a file that changes only with them."""
    texts = folder("One Name", "Another", files={"merge.yaml": "same:\n  - [one-name, another]\n"})
    name, known = given_value(shelf_files(examine(texts).library).assets["shelf-list.js"])
    assert name == "list"
    assert isinstance(known, dict)
    assert known["aliases"] == [["another", "one-name"]]


def test_packs_follow_the_themes_and_hold_every_abstract_once() -> None:
    """A theme's papers travel together, and what is in no theme comes last."""
    made = shelf_files(many(2 * PACK + 5, tagged=PACK + 1))
    made_packs = [given_value(raw)[1] for raw in made.others.values()]
    ids = [id_ for pack in made_packs for id_ in pack[0]]  # type: ignore[index] # JSON
    assert sorted(ids) == sorted(f"p{n}" for n in range(2 * PACK + 5))
    at = packs(many(2 * PACK + 5, tagged=PACK + 1))
    assert {at[f"p{n}"] for n in range(PACK)} == {0}
    assert at[f"p{PACK}"] == 1
    assert at[f"p{PACK + 1}"] == 2


def test_the_addresses_of_packs_change_with_their_content() -> None:
    """No cache can serve an old abstract to a new page."""
    one, other = (shelf_files(many(abstract=text)) for text in ("A", "B"))
    assert not {*one.others} & {*other.others}
    assert shelf_files(many(abstract="A")).others == one.others


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_ends_or_opens_anything(title: str, abstract: str) -> None:
    """Whatever a paper says is a string in the script: nothing closes it or comments it out."""
    made = shelf_files(many(title=title, abstract=abstract))
    for raw in (*made.assets.values(), *made.others.values()):
        assert b"<" not in raw
        given_value(raw)


def test_a_list_of_nothing_has_files_too() -> None:
    """A team that has just begun has a shelf to look at."""
    made = shelf_files(Library())
    assert given_value(made.assets["shelf-themes.js"]) == ("themes", {"ids": [], "themes": []})
    assert made.others == {}
