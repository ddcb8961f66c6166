"""Related papers: selection, order and reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.analysis.related import SHOWN, Related, related
from readinglist.build import examine
from readinglist.files.disk import read_sources
from readinglist.model import Library, Paper, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent


def library(
    papers: Mapping[str, tuple[str, str]],
    themes: Mapping[str, tuple[str, tuple[str, ...]]] | None = None,
) -> Library:
    """A library of papers (id: title, abstract) under themes (id: title, papers)."""
    return Library(
        papers={
            id_: Paper(id_, title, abstract, (), ()) for id_, (title, abstract) in papers.items()
        },
        themes={
            id_: Theme(id_, title, "", papers=own) for id_, (title, own) in (themes or {}).items()
        },
    )


ROTARY = "Rotary embeddings turn queries. Rotary embeddings extrapolate."
FORGET = "Catastrophic forgetting erases old tasks; replay fights forgetting."
FOUR = {
    "rotary": ("Rotary embeddings", ROTARY),
    "rope": ("Longer contexts by rotary embeddings", "We stretch rotary embeddings further."),
    "replay": ("Replay against forgetting", FORGET),
    "plasticity": ("Forgetting and plasticity", "Networks forget; forgetting costs plasticity."),
}


def test_papers_are_related_by_what_they_speak_of() -> None:
    """The nearest paper has the same distinctive words, which are the reason."""
    found = related(library(FOUR)).of
    assert [found[one][0].paper for one in FOUR] == ["rope", "rotary", "plasticity", "replay"]
    assert found["rotary"][0].words == ("rotary embeddings",)
    assert found["replay"][0].words[0] == "forgetting"


def test_a_small_theme_says_more_than_a_large_one() -> None:
    """Of two papers with the same words, the one in the same small theme is first."""
    papers = {f"p{n}": (f"Paper on topic{n}", "The same words in each of them.") for n in range(12)}
    themes = {
        "all": ("Everything", tuple(papers)),
        "pair": ("A pair", ("p0", "p7")),
    }
    first = related(library(papers, themes)).of["p0"][0]
    assert first.paper == "p7"
    assert first.themes == ("pair", "all")


def test_a_reason_does_not_repeat_what_the_theme_says() -> None:
    """Words in the title of a shared theme are not in the reason."""
    themes = {"positions": ("Rotary embeddings", ("rotary", "rope"))}
    first = related(library(FOUR, themes)).of["rotary"][0]
    assert first.themes == ("positions",)
    assert not {"rotary", "embeddings"} & {part for word in first.words for part in word.split()}


def test_words_are_given_as_papers_write_them() -> None:
    """Not stemmed, without punctuation, and with the usual capitals."""
    papers = {
        "a": ("Probing GPT-2: movies", "Movies, in (GPT-2). Movies of GPT-2."),
        "b": ("GPT-2 and movies", "We show movies to GPT-2; movies, movies."),
        "c": ("Something else", "Not at all alike."),
    }
    words = related(library(papers)).of["a"][0].words
    assert set(words) == {"GPT-2", "movies"}


def test_papers_with_nothing_in_common_are_not_related() -> None:
    """Without a shared word or theme, there is no relation."""
    papers = {"a": ("Alpha", ""), "b": ("Beta", "")}
    assert related(library(papers)).of == {"a": (), "b": ()}


def test_one_paper_and_none() -> None:
    """Lists with one paper or none have no related papers."""
    assert related(library({})).of == {}
    assert related(library({"a": ("Alone", "With its abstract.")})).of == {"a": ()}


def test_titles_alone_are_enough() -> None:
    """Titles are sufficient, without abstracts and themes."""
    papers = {
        "a": ("Sparse attention for graphs", ""),
        "b": ("Graphs and sparse attention", ""),
        "c": ("Music from brains", ""),
    }
    assert [one.paper for one in related(library(papers)).of["a"]] == ["b"]


words = st.sampled_from(("attention", "memory", "brain", "graph", "rotary", "the", "of"))
texts = st.one_of(st.lists(words, max_size=12).map(" ".join), st.text(max_size=30))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=9), st.data())
def test_whatever_is_written_the_answer_is_sound(
    papers: list[tuple[str, str]], data: st.DataObject
) -> None:
    """At most five others, each once, with a reason, and independent of the order."""
    named = {f"p{n}": paper for n, paper in enumerate(papers)}
    found = related(library(named))
    for paper, others in found.of.items():
        ids = [one.paper for one in others]
        assert len(ids) == len(set(ids)) <= SHOWN
        assert paper not in ids
        assert all(one.words for one in others)
        assert {other for other, _ in found.graph[list(named).index(paper)]} <= set(
            range(len(named))
        )
    # What is not asked for again is not remembered wrongly either.
    dropped = dict(list(named.items())[: data.draw(st.integers(0, len(named)))])
    assert set(related(library(dropped)).of) == set(dropped)
    assert related(library(named)) == found


def test_the_judged_papers_are_found() -> None:
    """At least 70 of 100 related papers of this list were judged good."""
    judged = json.loads(
        (ROOT / "benchmarks" / "related_papers" / "judgements.json").read_text(encoding="utf-8")
    )
    found = related(examine(read_sources(ROOT / "site_src")[0]).library).of
    grades = [judged[paper].get(one.paper, 0) for paper in judged for one in found[paper]]
    assert len(judged) == 50
    assert len(grades) == 250
    assert sum(grade > 0 for grade in grades) >= 175
    assert isinstance(found[next(iter(judged))][0], Related)
