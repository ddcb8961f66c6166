"""Related papers: which, in what order, and why."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.analysis.related import SHOWN, Related, related
from readinglist.model import Theme
from tests.libraries import FOUR_PAPERS, ROOT, library, paper, real_library


def test_papers_are_related_by_what_they_speak_of() -> None:
    """The nearest is the one with the same telling words, which are the reason."""
    found = related(library(*FOUR_PAPERS)).of
    assert [found[one.id][0].paper for one in FOUR_PAPERS] == [
        "rope",
        "rotary",
        "plasticity",
        "replay",
    ]
    assert found["rotary"][0].words == ("rotary embeddings",)
    assert found["replay"][0].words[0] == "forgetting"


def test_a_small_theme_says_more_than_a_large_one() -> None:
    """Of two papers alike in words, the one in the same small theme comes first."""
    papers = [
        paper(f"p{n}", f"Paper on topic{n}", "The same words in each of them.") for n in range(12)
    ]
    themes = [
        Theme("all", "Everything", "", papers=tuple(one.id for one in papers)),
        Theme("pair", "A pair", "", papers=("p0", "p7")),
    ]
    first = related(library(*papers, themes=themes)).of["p0"][0]
    assert first.paper == "p7"
    assert first.themes == ("pair", "all")


def test_a_reason_does_not_repeat_what_the_theme_says() -> None:
    """The words of a shared theme's title are not given again."""
    theme = Theme("positions", "Rotary embeddings", "", papers=("rotary", "rope"))
    first = related(library(*FOUR_PAPERS, themes=[theme])).of["rotary"][0]
    assert first.themes == ("positions",)
    assert not {"rotary", "embeddings"} & {part for word in first.words for part in word.split()}


def test_words_are_given_as_papers_write_them() -> None:
    """No stems, no edges of punctuation; a capital only where it belongs."""
    papers = (
        paper("a", "Probing GPT-2: movies", "Movies, in (GPT-2). Movies of GPT-2."),
        paper("b", "GPT-2 and movies", "We show movies to GPT-2; movies, movies."),
        paper("c", "Something else", "Not at all alike."),
    )
    words = related(library(*papers)).of["a"][0].words
    assert set(words) == {"GPT-2", "movies"}


def test_papers_with_nothing_in_common_are_not_related() -> None:
    """No word and no theme shared: nothing is offered."""
    assert related(library(paper("a", "Alpha"), paper("b", "Beta"))).of == {"a": (), "b": ()}


def test_one_paper_and_none() -> None:
    """The smallest lists have no related papers, and that is no problem."""
    assert related(library()).of == {}
    assert related(library(paper("a", "Alone", "With its abstract."))).of == {"a": ()}


def test_titles_alone_are_enough() -> None:
    """Without abstracts and themes the titles decide."""
    papers = (
        paper("a", "Sparse attention for graphs"),
        paper("b", "Graphs and sparse attention"),
        paper("c", "Music from brains"),
    )
    assert [one.paper for one in related(library(*papers)).of["a"]] == ["b"]


words = st.sampled_from(("attention", "memory", "brain", "graph", "rotary", "the", "of"))
texts = st.one_of(st.lists(words, max_size=12).map(" ".join), st.text(max_size=30))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=9), st.data())
def test_whatever_is_written_the_answer_is_sound(
    written: list[tuple[str, str]], data: st.DataObject
) -> None:
    """At most five others, each once, each with a reason; asked in any order, the same ones."""
    papers = [paper(f"p{n}", *texts) for n, texts in enumerate(written)]
    numbers = {one.id: n for n, one in enumerate(papers)}
    found = related(library(*papers))
    for id_, others in found.of.items():
        ids = [one.paper for one in others]
        assert len(ids) == len(set(ids)) <= SHOWN
        assert id_ not in ids
        assert all(one.words for one in others)
        assert {other for other, _ in found.graph[numbers[id_]]} <= {*numbers.values()}
    # What is not asked for again is not remembered wrongly either.
    dropped = papers[: data.draw(st.integers(0, len(papers)))]
    assert set(related(library(*dropped)).of) == {one.id for one in dropped}
    assert related(library(*papers)) == found


def test_the_judged_papers_are_found() -> None:
    """On this list at least 70 of 100 related papers were judged good by a reader."""
    judged = json.loads(
        (ROOT / "benchmarks" / "related_papers" / "judgements.json").read_text(encoding="utf-8")
    )
    found = related(real_library()).of
    grades = [judged[paper].get(one.paper, 0) for paper in judged for one in found[paper]]
    assert len(judged) == 50
    assert len(grades) == 250
    assert sum(grade > 0 for grade in grades) >= 175
    assert isinstance(found[next(iter(judged))][0], Related)
