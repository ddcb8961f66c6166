"""Merging of entries into papers, and its problems."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from readinglist.exports.citation import citations
from readinglist.library.merging import Merged, agreement, merge
from readinglist.model import Entry, Ledger, Library, Link, LinkKind, Listing, Paper
from readinglist.problems import Problem, as_text
from readinglist.site.papers import unknown
from readinglist.sources.corrections import Corrections
from readinglist.sources.merge_rules import EntryPosition, Former, MergeRules
from readinglist.sources.references import Reference

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"


def listing(path: str, *entries: Entry, date: str = "") -> Listing:
    """A listing with these entries."""
    return Listing(path.rpartition("/")[2].removesuffix(".txt"), path, date, entries, Ledger())


def entry(title: str, abstract: str = "", line: int = 1, **more: Any) -> Entry:
    """An entry; a line that does not matter is 1."""
    return Entry(title, abstract, line, **more)


def abstract(seed: str) -> str:
    """Twenty words of text that no other seed shares three in a row with."""
    return " ".join(f"{seed}{number}" for number in range(20)) + "."


def merged(
    *listings: Listing,
    rules: MergeRules | None = None,
    identified: tuple[tuple[str, Corrections], ...] = (),
) -> tuple[Merged, list[Problem]]:
    """What merging gives, and what it reports."""
    result, problems = merge(listings, rules or MergeRules(), identified)
    return result, list(problems)


def test_an_entry_in_two_listings_is_one_paper_that_knows_both_places() -> None:
    """A paper keeps where it was seen: listing, line and the page's date."""
    first = listing("listings/a.txt", entry("On Names", abstract("a"), 3), date="Mar 14")
    second = listing("listings/b.txt", entry("On Names", abstract("a"), 7, page_date="Mar 15"))
    result, problems = merged(first, second)
    (paper,) = result.papers.values()
    assert paper.id == "on-names"
    assert [(s.path, s.line, s.date) for s in paper.seen] == [
        ("listings/a.txt", 3, "Mar 14"),
        ("listings/b.txt", 7, "Mar 15"),
    ]
    assert problems == []


def test_case_hyphens_spaces_and_punctuation_do_not_make_a_new_paper() -> None:
    """Spellings of one title are one paper; each place keeps the spelling it had."""
    titles = [
        "In-Context Learning: a survey",
        "In Context  learning – A Survey",
        "In-context Learning, A Survey.",
    ]
    result, _ = merged(
        listing("listings/a.txt", *(entry(t, abstract("a"), n) for n, t in enumerate(titles, 1)))
    )
    (paper,) = result.papers.values()
    assert [seen.title for seen in paper.seen] == titles


def test_a_version_suffix_is_the_same_paper_only_where_the_abstracts_agree() -> None:
    """“Deep Things v2” is a revision of the text, or another model of that name."""
    revised, _ = merged(
        listing(
            "listings/a.txt",
            entry("Deep Things", abstract("a")),
            entry("Deep Things (v2)", abstract("a"), 5),
        )
    )
    another, _ = merged(
        listing(
            "listings/a.txt",
            entry("Deep Things", abstract("a")),
            entry("Deep Things V2", abstract("b"), 5),
        )
    )
    assert list(revised.papers) == ["deep-things"]
    assert list(another.papers) == ["deep-things", "deep-things-v2"]


def test_two_papers_of_one_title_stay_apart_and_the_second_is_named_by_its_content() -> None:
    """The first keeps its id; the other's suffix does not depend on what else is in the list."""
    one, two = entry("A Survey", abstract("a")), entry("A Survey", abstract("b"), 9)
    result, _ = merged(listing("listings/a.txt", one, two))
    bare, suffixed = result.papers
    assert bare == "a-survey"
    assert suffixed.startswith("a-survey-")
    more, _ = merged(listing("listings/a.txt", entry("Other", abstract("c"), 20), one, two))
    assert suffixed in more.papers


def test_a_cut_off_abstract_is_completed_by_the_whole_one() -> None:
    """Of a paper's abstracts the longest is shown, with its links where they stand in it."""
    whole = abstract("a") + " https://github.com/a/b"
    link = Link("https://github.com/a/b", LinkKind.CODE, len(whole) - 22, len(whole))
    result, _ = merged(
        listing("listings/a.txt", entry("Half a Text", whole[:70])),
        listing("listings/b.txt", entry("Half a Text", whole, links=(link,))),
    )
    (paper,) = result.papers.values()
    assert paper.abstract == whole
    assert paper.links == (link,)


def lacks(paper: Paper) -> tuple[str, ...]:
    """What nobody said of a paper, in words."""
    return unknown(paper, citations(Library(papers={paper.id: paper}))[paper.id])


def test_what_nobody_said_is_said_to_be_missing() -> None:
    """A record lists what it lacks, and a year comes only from a full date."""
    result, _ = merged(
        listing(
            "listings/a.txt",
            entry("Dated", abstract("a"), 1, date="Oct 8, 2025", author_count=6),
            entry("Undated", "Cut in the mid", 2, date="Mar 14"),
            entry("Bare", "", 3),
        )
    )
    dated, undated, bare = result.papers.values()
    assert (dated.year, dated.author_count) == (2025, 6)
    assert lacks(dated) == ("authors", "address")
    assert undated.year is None
    assert lacks(undated) == ("authors", "year", "address", "the end of its abstract")
    assert lacks(bare) == ("authors", "year", "address", "abstract")


def test_a_misprint_in_a_title_is_reported_and_not_merged() -> None:
    """Nothing is merged on a guess; the report names both ids and where the later one stands."""
    result, problems = merged(
        listing(
            "listings/a.txt",
            entry("Rethinking Positional Encoding", abstract("a"), 1),
            entry("Rethinking Postional Encoding", abstract("a"), 4),
        )
    )
    assert len(result.papers) == 2
    (problem,) = problems
    assert as_text(problem) == (
        "listings/a.txt:4:1: warning: “Rethinking Postional Encoding” may be the same paper as “Rethinking "
        "Positional Encoding”\n    list rethinking-positional-encoding and "
        "rethinking-postional-encoding under same: or under different: in merge.yaml"
    )


def test_curators_merge_what_the_titles_do_not() -> None:
    """`same` merges papers into the id seen first; the others still lead to it."""
    rules = MergeRules(same=((Reference("new-name", 2, 5), Reference("old-name", 2, 15)),))
    result, problems = merged(
        listing(
            "listings/a.txt", entry("Old Name", abstract("a")), entry("New Name", abstract("b"), 5)
        ),
        rules=rules,
    )
    assert list(result.papers) == ["old-name"]
    assert result.former == {"new-name": "old-name"}
    assert [seen.line for seen in result.papers["old-name"].seen] == [1, 5]
    assert problems == []


def test_groups_of_same_that_meet_make_one_paper() -> None:
    """Two curators may each merge a pair of three papers."""
    papers = listing(
        "listings/a.txt", *(entry(f"{n} Apples", abstract(n), at) for at, n in enumerate("abc", 1))
    )
    first = (Reference("c-apples", 2, 5), Reference("b-apples", 2, 15))
    second = (Reference("b-apples", 3, 5), Reference("a-apples", 3, 15))
    result, problems = merged(papers, rules=MergeRules(same=(first, second)))
    assert list(result.papers) == ["a-apples"]
    assert result.former == {"b-apples": "a-apples", "c-apples": "a-apples"}
    assert problems == []


def test_merge_rules_take_titles_and_identifiers_for_ids() -> None:
    """People name a paper by what they have at hand."""
    papers = listing(
        "listings/a.txt",
        *(entry(f"Paper {n}", abstract(n), at) for at, n in enumerate("abcd", 1)),
    )
    result, problems = merged(
        papers,
        rules=MergeRules(
            same=(
                (Reference("PAPER A", 2, 5), Reference("https://arxiv.org/abs/2401.00010v2", 2, 9)),
            ),
            former_papers=(Former(Reference("old", 4, 3), Reference("10.1000/AB", 4, 9)),),
            apart=((Reference("/papers/paper-c/", 6, 5), Reference("old", 6, 9)),),
        ),
        identified=(
            ("paper-b", Corrections(arxiv="2401.00010")),
            ("paper-d", Corrections(doi="10.1000/ab")),
        ),
    )
    assert problems == []
    assert list(result.papers) == ["paper-a", "paper-c", "paper-d"]
    assert result.former == {"paper-b": "paper-a", "old": "paper-d"}


def test_curators_keep_apart_what_the_titles_merge() -> None:
    """`different` makes an entry a paper of its own."""
    place = EntryPosition("listings/b.txt", 4, 3, 5)
    result, problems = merged(
        listing("listings/a.txt", entry("Twins", abstract("a"))),
        listing("listings/b.txt", entry("Twins", abstract("a"), 4)),
        rules=MergeRules(different=(place,)),
    )
    assert len(result.papers) == 2
    assert problems == []


def test_rules_about_what_is_not_there_are_reported_with_what_is_near() -> None:
    """An unknown id, a line where no entry begins, and an old name that is taken."""
    rules = MergeRules(
        same=((Reference("on-nmes", 2, 5), Reference("on-names", 2, 15)),),
        different=(EntryPosition("listings/a.txt", 4, 4, 5),),
        former_papers=(Former(Reference("on-names", 6, 3), Reference("on-things", 6, 13)),),
    )
    _, problems = merged(
        listing(
            "listings/a.txt",
            entry("On Names", abstract("a"), 3),
            entry("On Things", abstract("b"), 9),
        ),
        rules=rules,
    )
    assert [as_text(problem) for problem in problems] == [
        "merge.yaml:4:5: no entry begins at a.txt:4\n"
        "    the nearest entry of that listing begins at line 3",
        "merge.yaml:6:3: “on-names” is the id of a paper, not a former id\n"
        "    to merge two papers, list both under same:",
        "merge.yaml:2:5: there is no paper “on-nmes”\n    did you mean on-names or on-things?",
    ]


def test_a_namesake_that_could_take_over_a_tag_is_pointed_out() -> None:
    """Which of two papers of one title has the bare id is said, until the curators settle it."""
    listings = (
        listing("listings/a.txt", entry("A Survey", abstract("a"), 3)),
        listing("listings/b.txt", entry("A Survey", abstract("b"), 7)),
    )
    result, (problem,) = merged(*listings)
    bare, suffixed = result.papers
    assert (problem.path, problem.line) == ("listings/b.txt", 7)
    assert "“a-survey” (listings/a.txt:3)" in problem.message
    pair = (Reference(bare, 2, 5), Reference(suffixed, 2, 15))
    assert merged(*listings, rules=MergeRules(apart=(pair,)))[1] == []


def test_every_spelling_of_a_title_is_as_good_an_id() -> None:
    """A tag by one spelling holds when a listing with another one comes to stand first."""
    result, _ = merged(
        listing("listings/a.txt", entry("Pretraining Models", abstract("a"))),
        listing("listings/b.txt", entry("Pre-training Models", abstract("a"))),
    )
    assert list(result.papers) == ["pretraining-models"]
    assert result.spellings == {"pre-training-models": "pretraining-models"}


def test_all_papers_of_a_group_that_is_different_are_settled() -> None:
    """Three papers with one abstract: listed once, none is asked about again; misprints are reported."""
    papers = listing(
        "listings/a.txt",
        *(
            entry(f"{w} Things", abstract("alphabet"), n)
            for n, w in enumerate(("Red", "Green", "Blue"), 1)
        ),
    )
    ids = ("red-things", "green-things", "blue-things")
    group = tuple(Reference(one, 2, column) for column, one in enumerate(ids, 1))
    assert merged(papers)[1] != []
    assert merged(papers, rules=MergeRules(apart=(group,)))[1] == []
    (misprint,) = merged(
        papers, rules=MergeRules(apart=(group, (group[0], Reference("rad-things", 3, 9))))
    )[1]
    assert as_text(misprint).startswith(
        "merge.yaml:3:9: there is no paper “rad-things”\n    did you mean"
    )


def test_one_paper_that_is_to_differ_from_itself_is_reported() -> None:
    """By its id and by its title: the second one is pointed out."""
    papers = listing("listings/a.txt", entry("Red Things", abstract("a")))
    group = (Reference("red-things", 2, 1), Reference("Red Things", 3, 5))
    (problem,) = merged(papers, rules=MergeRules(apart=(group,)))[1]
    assert as_text(problem) == (
        "merge.yaml:3:5: warning: “red-things” and “Red Things” are the same paper\n"
        "    remove one of them, or the rule under same: that merges them"
    )


def test_ids_do_not_depend_on_the_order_in_which_listings_come() -> None:
    """Dropping in another listing renames nothing."""
    a = listing(
        "listings/a.txt",
        entry("γ-MoD: Depth", abstract("a")),
        entry("Wide Attention?", abstract("b"), 2),
    )
    b = listing("listings/b.txt", entry("Wide attention", abstract("b"), 1))
    for order in ([a], [a, b], [b, a]):
        assert set(merged(*order)[0].papers) == {"gamma-mod-depth", "wide-attention"}


@given(st.lists(st.sampled_from(WORDS.split()), max_size=30), st.integers(0, 30))
def test_a_text_agrees_with_itself_and_with_its_beginning(words: list[str], cut: int) -> None:
    """Agreement is 1 for equal texts and for a cut-off copy of three words or more."""
    text = " ".join(words)
    assert agreement(text, text) == 1.0
    if min(cut, len(words)) >= 3:
        assert agreement(" ".join(words[:cut]), text) == 1.0


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), max_size=8))
def test_every_entry_ends_in_exactly_one_paper(entries: list[tuple[str, str]]) -> None:
    """Whatever the texts are, nothing is lost and nothing counted twice."""
    lines = [entry(t or "x", a, n) for n, (t, a) in enumerate(entries, 1)]
    result, _ = merged(listing("listings/a.txt", *lines))
    seen = sorted(s.line for paper in result.papers.values() for s in paper.seen)
    assert seen == list(range(1, len(entries) + 1))
    assert len({paper.casefold() for paper in result.papers}) == len(result.papers)
