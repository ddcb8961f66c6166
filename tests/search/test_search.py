"""The search index: equal to lunr.py's, packed without loss, safe, small and reproducible."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunr.builder import Builder

from readinglist.model import Link, LinkKind, Note, Theme
from readinglist.search import (
    FIELDS,
    K1,
    B,
    Document,
    SearchFiles,
    documents,
    files,
    lunr_index,
    search_files,
)
from readinglist.search.facets import FACETS
from readinglist.search.packing import (
    DIGITS,
    FINAL,
    as_javascript_sorts,
    deltas,
    numbers,
    posting_row,
    term_list,
)
from readinglist.text.tokens import COMMON
from tests.libraries import library, paper, untagged_library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.model import Library

FIRST_LIMIT = 40_000
"""Bytes, compressed, of the first file for the real listings; the code takes another 20,000."""
FULL_LIMIT = 330_000


def piece(script: bytes) -> tuple[str, Any]:
    """Return the name and value that a script passes to the engine."""
    text = script.decode("ascii")
    assert text.startswith("readinglist.search.piece(")
    assert text.endswith(");\n")
    name, value = json.loads("[" + text.removeprefix("readinglist.search.piece(")[:-3] + "]")
    return name, value


def start_of(shelf: Library) -> Any:
    """Return the content of the first file."""
    name, value = piece(search_files(shelf).start)
    assert name == "start"
    return value


def full_of(made: SearchFiles) -> Any:
    """Return the content of the second file."""
    return dict(map(piece, made.others.values()))["full"]


def unpacked(packed: str) -> list[int]:
    """Unpack numbers: digits from the lowest, the last one below FINAL."""
    found, value, scale = [], 0, 1
    for digit in map(DIGITS.index, packed):
        if digit < FINAL:
            found.append(value + digit * scale)
            value, scale = 0, 1
        else:
            value += (digit - FINAL) * scale
            scale *= len(DIGITS) - FINAL
    return found


def plain_lunr(papers: Sequence[Document]) -> Any:
    """Return the index that lunr.py's Builder makes from the same tokens."""
    builder = Builder()
    builder.ref("ref")
    builder.b(B)
    builder.k1(K1)
    for field in FIELDS:
        builder.field(field)
    for document in papers:
        builder.add({"ref": document.ref, **dict(zip(FIELDS, document.fields, strict=True))})
    return builder.build().serialize()


WORDS = "attention is all you need γ 中文 x1 of"
words = st.lists(st.sampled_from(WORDS.split()), max_size=8)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_equals_lunr(fields: list[tuple[list[str], list[str], list[str]]]) -> None:
    """The index equals lunr.py's, to the byte, whatever the tokens are."""
    papers = [Document(str(number), one) for number, one in enumerate(fields)]
    assert json.dumps(lunr_index(papers)) == json.dumps(plain_lunr(papers))


@pytest.mark.slow
def test_equals_lunr_on_the_real_listings() -> None:
    """The same for all papers there are."""
    papers = documents(untagged_library())
    assert len(papers) == len(untagged_library().papers)
    assert json.dumps(lunr_index(papers)) == json.dumps(plain_lunr(papers))


def test_repeated_words_weigh_more() -> None:
    """A term that occurs twice scores higher than one that occurs once."""
    papers = [Document("0", (["map", "map", "net"], [], [])), Document("1", (["x"], [], []))]
    (_, elements), *_ = lunr_index(papers)["fieldVectors"]
    scores = dict(zip(elements[::2], elements[1::2], strict=True))
    assert scores[0] > scores[1]


# --- packing -----------------------------------------------------------------------------------


@given(st.lists(st.integers(min_value=0, max_value=10**9)))
@settings(max_examples=60, deadline=None)
def test_numbers_come_back(values: list[int]) -> None:
    """All numbers are packed and unpacked."""
    assert unpacked(numbers(values)) == values


@given(st.sets(st.integers(min_value=0, max_value=10**6)))
@settings(max_examples=40, deadline=None)
def test_distances_add_up(places: set[int]) -> None:
    """Ascending numbers are packed as their differences."""
    total, found = 0, []
    for distance in unpacked(deltas(sorted(places))):
        total += distance
        found.append(total)
    assert found == sorted(places)


def test_a_posting_row_says_where_and_how_often() -> None:
    """A paper takes one number, or two if it contains the term more than once."""
    assert unpacked(posting_row([(0, 1), (3, 2), (4, 7)])) == [0, 7, 0, 3, 5]


def test_a_term_list_is_front_coded() -> None:
    """Each term starts with the length of the shared prefix, as a capital letter."""
    assert term_list(["map", "maple", "net", "μέ", "μή"]) == "AmapDleAnetAμέAμή"


# --- the files ---------------------------------------------------------------------------------


def test_no_papers() -> None:
    """A library without papers has files without terms, and a lunr index."""
    start = start_of(library())
    assert start["count"] == 0
    assert start["title"] == {"terms": "", "papers": "", "begins": ""}
    index = lunr_index([])
    assert index["invertedIndex"] == []
    assert index["version"] == "2.3.9"
    assert index["pipeline"] == []


def test_titles_and_abstracts_without_a_word() -> None:
    """A paper can have no abstract, and a title without words."""
    made = search_files(library(paper("a", "???"), paper("b", "Two")))
    start = piece(made.start)[1]
    assert start["pieces"]["papers-0"]["titles"] == ["???", "Two"]
    assert start["title"]["terms"] == "Atwo"
    assert full_of(made)["pieces"] == {"text-0": ["", ""]}


def test_terms_are_in_the_order_of_javascript() -> None:
    """U+20000 comes before U+FF66, as in UTF-16; `lunr.Index.load` throws otherwise."""
    shelf = library(paper("a", "ｦ \U00020000"))
    assert start_of(shelf)["title"]["terms"] == "A\U00020000Aｦ"
    assert [row[0] for row in lunr_index(documents(shelf))["invertedIndex"]] == ["\U00020000", "ｦ"]
    assert as_javascript_sorts("\U00020000") < as_javascript_sorts("ｦ")


def test_common_words_are_known_by_titles_alone() -> None:
    """Stop words are indexed for titles and not for abstracts."""
    made = search_files(library(paper("a", "The end", "of the line")))
    start = piece(made.start)[1]
    assert start["title"]["terms"] == "AendAthe"
    assert full_of(made)["abstract"]["terms"] == "Aline"
    assert set(start["common"]) == COMMON


def test_facets_say_which_papers_have_what() -> None:
    """Themes, listings, code, notes and years: key, title, papers, parent theme."""
    themes = [
        Theme("other", "Other", ""),
        Theme("probing", "Probing classifiers", "", parent="other", papers=("b",)),
    ]
    code = Link("https://github.com/a/b", LinkKind.CODE)
    papers = (paper("a", "A"), paper("b", "B", links=(code,), year=2024))
    shelf = library(*papers, themes=themes, notes={"b": Note("b", "Read it.", "notes/b.md")})
    assert start_of(shelf)["facets"] == {
        "theme": [
            ["other", "Other", "", ""],
            ["probing", "Probing classifiers", numbers([1]), "other"],
        ],
        "listing": [],
        "has": [["code", "code", numbers([1]), ""], ["note", "note", numbers([1]), ""]],
        "year": [["2024", "2024", numbers([1]), ""]],
    }


def test_a_listing_has_every_paper_seen_in_it() -> None:
    """A paper that two listings show is among the papers of both."""
    shelf = untagged_library()
    number = {one: at for at, one in enumerate(shelf.papers)}
    for key, _, packed, _ in start_of(shelf)["facets"]["listing"]:
        shown = {
            one.id for one in shelf.papers.values() if key in {seen.listing for seen in one.seen}
        }
        assert packed == deltas(sorted(number[one] for one in shown))


def test_titles_are_shown_readably_and_found_as_written() -> None:
    """TeX markup is not shown, but the source text can be searched."""
    start = start_of(library(paper("a", "Memory^3")))
    assert start["pieces"]["papers-0"] == {
        "titles": ["Memory³"],
        "ids": [[0, "a"]],
        "sources": [[0, "Memory^3"]],
    }
    assert start["title"]["terms"] == "A3AmemoryG3"


def test_an_id_travels_only_where_it_does_not_follow_from_the_title() -> None:
    """Ids that follow from the title are left out."""
    rows = [
        row
        for name, part in start_of(untagged_library())["pieces"].items()
        if name.startswith("papers-")
        for row in part["ids"]
    ]
    assert len(rows) < len(untagged_library().papers) / 20
    assert files.plain_id("Occam's “Razor”: GPT-4?") == "occams-razor-gpt-4"


def test_hostile_text_stays_text() -> None:
    """No title can end the script or open a comment."""
    title = "</script><!-- \u2028 \u2029 __proto__ {{ x }} \x00 \ud800"
    made = search_files(library(paper("__proto__", title, title)))
    for script in (made.start, *made.others.values()):
        assert script.isascii()
        assert b"<" not in script
        assert b"\n" not in script[:-1]
    assert piece(made.start)[1]["pieces"]["papers-0"]["ids"] == [[0, "__proto__"]]


def test_a_long_list_is_cut_into_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a certain size the pieces are files of their own, the same pieces otherwise."""
    shelf = untagged_library()
    whole = search_files(shelf)
    monkeypatch.setattr(files, "WHOLE", 100)
    cut = search_files(shelf)
    loose = dict(map(piece, cut.others.values()))
    assert piece(cut.start)[1]["pieces"] == {}
    del loose["full"]
    assert len(loose.pop("ids")) == 8 * len(shelf.papers)
    assert loose == piece(whole.start)[1]["pieces"] | full_of(whole)["pieces"]
    assert len(cut.start) < len(whole.start) / 2


def test_files_are_small_and_the_same_each_time() -> None:
    """Two runs agree, and each tier is within its budget."""
    made = search_files(untagged_library())
    assert made == search_files(untagged_library())
    assert len(gzip.compress(made.start, 6)) <= FIRST_LIMIT
    assert len(gzip.compress(b"".join(made.others.values()), 6)) <= FULL_LIMIT


def test_engine_and_interface_have_the_facets_of_the_index() -> None:
    """The browser's list names them all, and besides them only the reader's shelf."""
    script = (Path(__file__).parents[2] / "static/js/search/filters.js").read_text(encoding="utf-8")
    assert {*re.findall(r'name: "(\w+)"', script)} == {*FACETS, "shelf"}
