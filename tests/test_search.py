"""The index script: equal to lunr.py's own index, safe, small and the same each time."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunr.builder import Builder

from readinglist.model import Library, Paper, Theme
from readinglist.search import COMMON, FIELDS, K1, B, Document, documents, index_script, lunr_index
from tests.real_listings import real_library

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX = b"readinglist.search.load("
SUFFIX = b");\n"
LIMIT = 500_000


def data_of(script: bytes) -> dict[str, Any]:
    """What the script hands to search.js."""
    assert script.startswith(PREFIX)
    assert script.endswith(SUFFIX)
    data: dict[str, Any] = json.loads(script[len(PREFIX) : -len(SUFFIX)])
    return data


def plain_lunr(papers: Sequence[Document]) -> Any:
    """What lunr.py's Builder makes of the same tokens."""
    builder = Builder()
    builder.ref("ref")
    builder.b(B)
    builder.k1(K1)
    for field in FIELDS:
        builder.field(field)
    for document in papers:
        builder.add({"ref": document.ref, **dict(zip(FIELDS, document.fields, strict=True))})
    return builder.build().serialize()


def paper(name: str, title: str, abstract: str = "") -> Paper:
    """A paper that nothing else is known of."""
    return Paper(name, title, abstract, (), ())


def library(*papers: Paper, themes: Sequence[Theme] = ()) -> Library:
    """A library of these."""
    return Library(
        papers={one.id: one for one in papers}, themes={theme.id: theme for theme in themes}
    )


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
    papers = documents(real_library())
    assert len(papers) == len(real_library().papers)
    assert json.dumps(lunr_index(papers)) == json.dumps(plain_lunr(papers))


def test_repeated_words_weigh_more() -> None:
    """A term that stands twice scores higher than one that stands once."""
    papers = [Document("0", (["map", "map", "net"], [], [])), Document("1", (["x"], [], []))]
    (_, elements), *_ = lunr_index(papers)["fieldVectors"]
    scores = dict(zip(elements[::2], elements[1::2], strict=True))
    assert scores[0] > scores[1]


def test_no_papers() -> None:
    """A library without papers has an index without terms."""
    data = data_of(index_script(library()))
    assert data["papers"] == []
    assert data["index"]["invertedIndex"] == []
    assert data["index"]["version"] == "2.3.9"
    assert data["index"]["pipeline"] == []


def test_titles_and_abstracts_without_a_word() -> None:
    """A paper may have no abstract, and a title no word."""
    data = data_of(index_script(library(paper("a", "???"), paper("b", "Two"))))
    assert [row[:3] for row in data["papers"]] == [["a", "???", ""], ["b", "Two", ""]]
    assert [row[0] for row in data["index"]["invertedIndex"]] == ["two"]


def test_terms_are_in_the_order_of_javascript() -> None:
    """U+20000 comes before U+FF66, as in UTF-16; `lunr.Index.load` throws otherwise."""
    data = data_of(index_script(library(paper("a", "ｦ \U00020000"))))
    assert [row[0] for row in data["index"]["invertedIndex"]] == ["\U00020000", "ｦ"]


def test_common_words_are_known_by_titles_alone() -> None:
    """A word of grammar in an abstract is not in the index; in a title it is."""
    data = data_of(index_script(library(paper("a", "The end", "of the line"))))
    assert {row[0] for row in data["index"]["invertedIndex"]} == {"the", "end", "line"}
    assert set(data["common"]) == COMMON


def test_themes_are_a_field() -> None:
    """A paper is found by the titles of its themes, and its row names them."""
    themes = [
        Theme("other", "Other", ""),
        Theme("probing", "Probing classifiers", "", papers=("a",)),
    ]
    data = data_of(index_script(library(paper("a", "Title"), themes=themes)))
    postings = dict(data["index"]["invertedIndex"])
    assert postings["classifier"]["themes"] == {"0": {}}
    assert data["papers"][0][4] == [1]
    assert data["themes"][1] == ["probing", "Probing classifiers"]


def test_titles_are_shown_readably_and_found_as_written() -> None:
    """TeX residue goes from what is shown; the source's letters can still be searched."""
    data = data_of(index_script(library(paper("a", "Memory^3"))))
    assert data["papers"][0][1] == "Memory³"
    assert data["papers"][0][5] == "Memory^3"
    assert {"memory3", "memory", "3"} <= {row[0] for row in data["index"]["invertedIndex"]}


def test_hostile_text_stays_text() -> None:
    """Nothing in a title ends the script, opens a comment or is more than a string in it."""
    title = "</script><!-- \u2028 \u2029 __proto__ {{ x }} \x00 \ud800"
    script = index_script(library(paper("__proto__", title, title)))
    assert script.isascii()
    assert b"<" not in script
    assert b"\n" not in script[:-1]
    assert data_of(script)["papers"][0][0] == "__proto__"


def test_snippets_are_cut_between_words() -> None:
    """A long abstract is shipped as its beginning only; one without a space is cut hard."""
    long, solid = "word " * 1000, "x" * 5000
    rows = data_of(index_script(library(paper("a", "A", long), paper("b", "B", solid))))["papers"]
    assert rows[0][2].endswith("word…")
    assert all(len(row[2]) < 800 for row in rows)


def test_a_paper_names_its_first_listing() -> None:
    """The row of a paper has the number of the listing that showed it first."""
    shelf = real_library()
    data = data_of(index_script(shelf))
    listings = [data["listings"][row[3]] for row in data["papers"]]
    assert listings == [one.seen[0].listing for one in shelf.papers.values()]


def test_the_same_bytes_each_time() -> None:
    """Two runs agree, and the file is small enough to load at the first key."""
    script = index_script(real_library())
    assert script == index_script(real_library())
    assert len(gzip.compress(script, 6)) <= LIMIT
