"""What people decided, checked against the papers there are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from readinglist.curation import Curation, read_curation
from readinglist.model import Ledger, Library, Listing, Note, Paper, Settings, Step
from readinglist.problems import as_text
from readinglist.shelving import DEEPEST, shelve

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPERS = ("apple", "banana", "cherry", "damson")


def papers_named(*names: str) -> Mapping[str, Paper]:
    """Papers that have little but an id."""
    return {name: Paper(name, name.title(), "", (), ()) for name in names}


def curation_of(**files: str) -> Curation:
    """Files without mistakes of their own; ``notes__x`` stands for ``notes/x.md``."""
    sources = {}
    for name, text in files.items():
        folder, _, stem = name.rpartition("__")
        path = f"{folder or 'themes'}/{stem}.{'md' if folder else 'yaml'}"
        head = "" if folder or "title:" in text else f"title: {stem}\ndescription: d\n"
        sources[path] = (head + text).encode()
    curation, problems = read_curation(sources)
    assert not problems
    return curation


def shelved(
    aliases: Mapping[str, str] | None = None, page_order: tuple[str, ...] = (), **files: str
) -> tuple[Library, list[str]]:
    """The library of some files, and the messages without hints."""
    library, problems = shelve(
        Settings(page_order=page_order),
        (),
        papers_named(*PAPERS),
        aliases or {},
        curation_of(**files),
    )
    return library, [as_text(problem).split("\n")[0] for problem in problems]


def test_a_library_holds_everything_in_order() -> None:
    """Themes by title within their group, papers and notes by first sighting, pages as set."""
    library, problems = shelved(
        page_order=("team",),
        zoo="title: Ähren\ndescription: d\nparent: fruit\npapers: [banana]\n",
        fruit="title: fruit\ndescription: d\n",
        pips="title: Zebra\ndescription: d\nparent: fruit\npapers: [cherry]\n",
        nuts="title: Beta\ndescription: d\npapers: [apple, damson]\nrelated: [zoo]\n",
        notes__cherry="Sweet.",
        notes__apple="---\nyear: 2020\ntitle: The Apple\n---\nSour.",
        notes__banana="---\nyear: 2021\n---\n",
        pages__about="# About",
        pages__team="# Team",
        pages__also="# also",
    )
    assert problems == []
    assert list(library.themes) == ["nuts", "fruit", "zoo", "pips"]
    assert list(library.papers) == list(PAPERS)
    assert library.papers["apple"].title == "The Apple"
    assert library.papers["banana"].year == 2021
    assert list(library.notes.values()) == [
        Note("apple", "Sour.", "notes/apple.md", 5),
        Note("cherry", "Sweet.", "notes/cherry.md", 1),
    ]
    assert list(library.free_pages) == ["team", "about", "also"]
    assert library.themes["nuts"].related == ("zoo",)
    assert library.inbox == ()


def test_listings_are_kept_by_id() -> None:
    """They are part of what there is to publish."""
    listing = Listing("monday", "listings/monday.txt", "", (), Ledger())
    library, _ = shelve(Settings(), (listing,), {}, {}, Curation())
    assert library.listings == {"monday": listing}


def test_an_id_that_means_no_paper_is_reported_with_the_nearest() -> None:
    """Wherever it is written; the library goes without it."""
    library, problems = shelve(
        Settings(),
        (),
        papers_named(*PAPERS),
        {},
        curation_of(
            a="papers: [Cherry, aple, zzz]\nstart_here: [{paper: bananna, why: w}]\n",
            notes__damsen="Text",
        ),
    )
    assert [as_text(problem) for problem in problems] == [
        "themes/a.yaml:4:22: there is no paper “bananna”\n    did you mean banana?",
        "themes/a.yaml:3:10: there is no paper “Cherry”\n    did you mean cherry?",
        "themes/a.yaml:3:18: there is no paper “aple”\n    did you mean apple?",
        "themes/a.yaml:3:24: there is no paper “zzz”\n"
        "    a paper's id is the end of its page's address",
        "notes/damsen.md:1:1: there is no paper “damsen” for this note\n    did you mean damson?",
    ]
    assert library.themes["a"].papers == ()
    assert library.notes == {}


def test_an_old_id_leads_to_the_paper_and_to_a_warning() -> None:
    """Renaming or merging a paper breaks no theme and no note."""
    library, problems = shelved(
        {"pome": "apple", "gone": "nowhere"},
        a="papers: [apple, gone, pome]\nstart_here: [{paper: pome, why: w}]\n",
        notes__pome="Text",
    )
    assert problems == [
        "themes/a.yaml:4:22: warning: “pome” is an old id of “apple”",
        "themes/a.yaml:3:17: there is no paper “gone”",
        "themes/a.yaml:3:23: warning: “pome” is an old id of “apple”",
        "themes/a.yaml:3:23: warning: “apple” is in this list twice",
        "notes/pome.md:1:1: warning: “pome” is an old id of “apple”",
    ]
    assert library.themes["a"].papers == ("apple",)
    assert library.themes["a"].start_here == (Step("apple", "w"),)
    assert library.notes["apple"].path == "notes/pome.md"


def test_two_notes_on_one_paper_are_an_error() -> None:
    """Which one to show nobody can say."""
    _, problems = shelved({"pome": "apple"}, notes__apple="A", notes__pome="B")
    assert "notes/pome.md:1:1: “apple” has another note, notes/apple.md" in problems


def test_themes_that_are_not_there_are_reported() -> None:
    """As parent and as related; a theme is not its own relative."""
    library, problems = shelved(
        aa="papers: [apple]\nparent: bc\nrelated: [aa, bx, bb]\n", bb="papers: [cherry]\n"
    )
    assert problems == [
        "themes/aa.yaml:4:9: there is no theme “bc”",
        "themes/aa.yaml:5:11: a theme cannot be related to itself",
        "themes/aa.yaml:5:15: there is no theme “bx”",
    ]
    assert library.themes["aa"].parent == ""
    assert library.themes["aa"].related == ("bb",)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_of_parents_is_reported_once_and_opened(length: int) -> None:
    """However one walks the themes, the walk ends."""
    names = [f"t{number}" for number in range(length)]
    files = {
        name: f"parent: {names[(number + 1) % length]}\npapers: [apple]\n"
        for number, name in enumerate(names)
    }
    curation = curation_of(below="parent: t0\npapers: [banana]\n", **files)
    library, problems = shelve(Settings(), (), papers_named(*PAPERS), {}, curation)
    assert [(problem.path, problem.line, problem.column) for problem in problems] == [
        ("themes/t0.yaml", 3, 9)
    ]
    assert set(library.children[""]) == set(names)
    assert library.family("t0") == ("t0", "below")


def test_themes_are_not_nested_without_end() -> None:
    """A thousand levels are refused and opened, so that later stages may recurse."""
    files = {
        f"t{number:04}": f"parent: t{number - 1:04}\npapers: [apple]\n" for number in range(1, 1000)
    }
    curation = curation_of(t0000="papers: [banana]\n", **files)
    library, problems = shelve(Settings(), (), papers_named(*PAPERS), {}, curation)
    too_deep = [problem for problem in problems if "themes deep" in problem.message]
    assert too_deep[0].path == f"themes/t{DEEPEST:04}.yaml"
    assert max(len(library.family(theme)) for theme in library.children[""]) == DEEPEST


def test_a_paper_tagged_in_a_theme_and_above_it_is_pointed_out() -> None:
    """The tag above says nothing new; it is the one to remove."""
    _, problems = shelved(
        top="papers: [apple, banana]\n",
        middle="parent: top\npapers: [cherry]\n",
        low="parent: middle\npapers: [banana]\n",
    )
    assert problems == ["themes/top.yaml:3:17: warning: “banana” is tagged here and in “low” below"]


def test_a_reading_path_leads_through_papers_of_the_theme() -> None:
    """Of the theme itself or of one below it."""
    _, problems = shelved(
        top="start_here: [{paper: apple, why: w}, {paper: banana, why: w}]\n",
        low="parent: top\npapers: [apple]\n",
    )
    assert problems == [
        "themes/top.yaml:3:46: warning: “banana” is in start_here but not among the papers"
    ]


def test_an_empty_theme_is_pointed_out() -> None:
    """A theme with themes below it is a group, and not empty."""
    _, problems = shelved(group="", member="parent: group\npapers: [apple]\n", alone="")
    assert problems == ["themes/alone.yaml:1:1: warning: this theme holds no papers and no themes"]


def test_two_themes_of_one_title_are_pointed_out() -> None:
    """Upper and lower case do not tell them apart."""
    _, problems = shelved(
        a="title: Multi-modal\ndescription: d\npapers: [apple]\n",
        b="title: multimodal\ndescription: d\npapers: [apple]\n",
    )
    assert problems == [
        "themes/b.yaml:1:1: warning: the title “multimodal” is also that of themes/a.yaml"
    ]


def test_one_identifier_for_two_papers_is_pointed_out() -> None:
    """A version or the case of letters makes no other paper."""
    _, problems = shelved(
        notes__apple="---\narxiv: 2401.00010\ndoi: 10.1000/AB\n---\n",
        notes__banana="---\narxiv: 2401.00010v2\n---\n",
        notes__cherry="---\ndoi: 10.1000/ab\n---\n",
    )
    assert problems == [
        "notes/banana.md:1:1: warning: “apple” has the same arXiv id, “2401.00010”",
        "notes/cherry.md:1:1: warning: “apple” has the same DOI, “10.1000/ab”",
    ]


@pytest.mark.parametrize("mistakes", [2_000])
def test_thousands_of_mistakes_among_thousands_of_papers_are_all_reported(mistakes: int) -> None:
    """Each with what was meant, in seconds and not in hours."""
    names = [
        f"a-study-of-{number:05}-deep-networks-for-{number % 97}-tasks" for number in range(20_000)
    ]
    wrong = [name.replace("networks", "netwroks") for name in names[:mistakes]]
    curation = curation_of(a="papers:\n" + "".join(f"  - {name}\n" for name in wrong))
    start = time.perf_counter()
    _, problems = shelve(Settings(), (), papers_named(*names), {}, curation)
    assert time.perf_counter() - start < 30
    assert len(problems) == mistakes
    meant = zip(problems, names, strict=False)
    assert all(name in problem.hint for problem, name in meant)
