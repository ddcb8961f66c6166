"""Assembly of the library: references, themes, notes and their problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from readinglist.library.assembling import DEEPEST, assemble
from readinglist.library.merging import Merged
from readinglist.model import Ledger, Library, Listing, Note, Paper, Provenance, Settings, Step
from readinglist.problems import Problem, as_text
from readinglist.sources.curation import read_curation
from readinglist.sources.merge_rules import read_merge_rules
from tests import libraries
from tests.libraries import folder, paper, tagged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAPERS = ("apple", "banana", "cherry", "damson")


def assembled(
    files: Mapping[str, bytes],
    former: Mapping[str, str] | None = None,
    papers: Iterable[str] = PAPERS,
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of some files, each without mistakes of its own, and what is wrong with it."""
    found = [paper(name, name.title()) for name in papers]
    made, read, problems = libraries.assembled(files, found, former)
    assert read == ()
    return made, problems


def lines(problems: tuple[Problem, ...]) -> list[str]:
    """What a person reads, without the hints."""
    return [as_text(problem).split("\n")[0] for problem in problems]


def test_a_library_holds_everything_in_order() -> None:
    """Themes by title within their group, papers and notes by first sighting, pages as set."""
    library, problems = assembled(
        folder(
            themes={
                "zoo": "title: Ähren\ndescription: d\nparent: fruit\n",
                "fruit": "title: fruit\ndescription: d\n",
                "pips": "title: Zebra\ndescription: d\nparent: fruit\n",
                "nuts": "title: Beta\ndescription: d\nrelated: [zoo]\n",
            },
            files={
                "site.yaml": "pages: [team]\n",
                "papers/apple.yaml": tagged("nuts") + "year: 2020\ntitle: The Apple\n",
                "papers/banana.yaml": tagged("zoo") + "year: 2021\n",
                "papers/cherry.yaml": tagged("pips"),
                "papers/damson.yaml": tagged("nuts"),
                "notes/cherry.md": "Sweet.",
                "notes/apple.md": "Sour.",
                "pages/about.md": "# About",
                "pages/team.md": "# Team",
                "pages/also.md": "# also",
            },
        )
    )
    assert problems == ()
    assert list(library.themes) == ["nuts", "fruit", "zoo", "pips"]
    assert library.themes["nuts"].papers == ("apple", "damson")
    assert list(library.papers) == list(PAPERS)
    assert library.papers["apple"].title == "The Apple"
    assert library.papers["apple"].file == "papers/apple.yaml"
    assert library.papers["banana"].year == 2021
    assert list(library.notes.values()) == [
        Note("apple", "Sour.", "notes/apple.md", 1),
        Note("cherry", "Sweet.", "notes/cherry.md", 1),
    ]
    assert list(library.free_pages) == ["team", "about", "also"]
    assert library.themes["nuts"].related == ("zoo",)
    assert library.inbox == ()


def test_listings_are_kept_by_id() -> None:
    """They are part of what there is to publish."""
    listing = Listing("monday", "listings/monday.txt", "", (), Ledger())
    rules, _ = read_merge_rules({})
    curation, _ = read_curation({})
    library, _ = assemble(Settings(), (listing,), Merged({}), rules, curation)
    assert library.listings == {"monday": listing}


# --- names ----------------------------------------------------------------------------------


def test_a_name_that_means_nothing_is_reported_with_the_nearest() -> None:
    """Wherever it is written; the library goes without it."""
    library, problems = assembled(
        folder(
            themes={"a": "start_here: [{paper: bananna, why: w}]\n"},
            files={
                "papers/apple.yaml": tagged("a", "b"),
                "papers/chery.yaml": tagged("a"),
                "notes/damsen.md": "Text",
            },
        )
    )
    assert [as_text(problem) for problem in problems] == [
        "papers/chery.yaml:1:1: there is no paper “chery” for this file\n    did you mean cherry?",
        "papers/apple.yaml:3:5: there is no theme “b”\n    a theme's id is the name of its file",
        "themes/a.yaml:3:22: there is no paper “bananna”\n    did you mean banana?",
        "notes/damsen.md:1:1: there is no paper “damsen” for this file\n    did you mean damson?",
    ]
    assert library.themes["a"].papers == ("apple",)
    assert library.notes == {}


WAYS_TO_NAME_A_PAPER = (
    "apple",
    "pome",
    "The Apple: a Study",
    "the apple, A STUDY",
    "https://example.org/list/papers/apple/",
    "http://127.0.0.1:8000/papers/apple/index.html#note",
    "/papers/apple",
    "papers/pome/",
    "10.1000/AB",
    "doi:10.1000/ab",
    "https://doi.org/10.1000/aB",
    "2401.00010",
    "arXiv:2401.00010v3",
    "https://arxiv.org/pdf/2401.00010v2.pdf",
    "https://huggingface.co/papers/2401.00010",
    "10.48550/arXiv.2401.00010",
)


@pytest.mark.parametrize("name", WAYS_TO_NAME_A_PAPER)
def test_a_paper_is_known_by_every_name_people_have_for_it(name: str) -> None:
    """An id, a former one, a title, an address of the site, a DOI, an arXiv id."""
    library, problems = assembled(
        folder(
            themes={"a": f'start_here: [{{paper: "{name}", why: w}}]\n'},
            files={
                "papers/apple.yaml": tagged("a")
                + "title: 'The Apple: A Study'\ndoi: 10.1000/ab\narxiv: 2401.00010v1\n",
                "reading/ada.yaml": f'reads:\n  - paper: "{name}"\n    state: read\n',
            },
        ),
        former={"pome": "apple"},
    )
    assert problems == ()
    assert library.themes["a"].start_here == (Step("apple", "w"),)
    assert library.readers["ada"].reads[0].paper == "apple"


@pytest.mark.parametrize(
    "name", ["nuts", "old-nuts", "Nuts & Seeds", "NUTS, SEEDS", "/themes/nuts/", "themes/old-nuts"]
)
def test_a_theme_is_known_by_every_name_people_have_for_it(name: str) -> None:
    """An id, a former one, its title, the address of its page."""
    library, problems = assembled(
        folder(
            themes={
                "nuts": "title: Nuts & Seeds\ndescription: d\n",
                "twin": "title: Nuts and seeds of old\ndescription: d\nparent: nuts\n",
            },
            files={
                "merge.yaml": "former_themes:\n  old-nuts: nuts\n",
                "papers/apple.yaml": f'themes:\n  - "{name}"\n',
                "papers/banana.yaml": tagged("twin"),
            },
        )
    )
    assert problems == ()
    assert library.themes_of["apple"] == ("nuts",)
    assert library.former_themes == {"old-nuts": "nuts"}


def test_a_name_of_two_papers_is_refused_with_both_ids() -> None:
    """Which one is meant only the author knows."""
    _, problems = assembled(
        folder(
            themes={"a": "start_here: [{paper: Twin, why: w}]\n"},
            files={
                "papers/apple.yaml": tagged("a") + "title: Twin\n",
                "papers/banana.yaml": "title: Twin\n",
            },
        )
    )
    assert [as_text(problem) for problem in problems] == [
        "themes/a.yaml:3:22: “Twin” matches 2 papers\n    write the id of one: apple or banana"
    ]


def test_a_former_id_goes_on_working() -> None:
    """Renaming or merging a paper breaks no file that was written before."""
    library, problems = assembled(
        folder(
            themes={"a": "start_here: [{paper: pome, why: w}]\n"},
            files={
                "papers/pome.yaml": tagged("a"),
                "papers/gone.yaml": tagged("a"),
                "notes/pome.md": "Text",
            },
        ),
        former={"pome": "apple", "gone": "nowhere"},
    )
    assert lines(problems) == ["papers/gone.yaml:1:1: there is no paper “gone” for this file"]
    assert library.themes["a"].papers == ("apple",)
    assert library.themes["a"].start_here == (Step("apple", "w"),)
    assert library.notes["apple"].path == "notes/pome.md"


def test_files_of_two_names_of_one_paper_are_joined() -> None:
    """A tag written under a former id is not lost; the file of today's name decides the rest."""
    library, problems = assembled(
        folder(
            themes={"a": "", "b": ""},
            files={
                "papers/apple.yaml": tagged("a") + "year: 2020\n",
                "papers/pome.yaml": tagged("a", "b") + "year: 2021\nvenue: ICML\n",
            },
        ),
        former={"pome": "apple"},
    )
    assert lines(problems) == [
        "papers/pome.yaml:1:1: warning: “apple” already has a file, papers/apple.yaml"
    ]
    assert library.themes_of["apple"] == ("a", "b")
    assert (library.papers["apple"].year, library.papers["apple"].venue) == (2020, "ICML")


LINKS = """See [b](paper:banana), [it](paper:pome) and [zoo](theme:zoo).

A [typo](paper:banan), [another](theme:zo), [odd](javascript:x) and <b>HTML</b>.
"""


@pytest.mark.parametrize(("path", "before"), [("notes/apple.md", 0), ("pages/about.md", 3)])
def test_links_by_id_have_addresses_and_the_others_are_reported(path: str, before: int) -> None:
    """Of notes and pages; the links as they are written, and each mistake with its position."""
    front = "---\ntitle: About\n---\n" if before else ""
    library, problems = assembled(
        folder(
            themes={"zoo": "title: Zoo\ndescription: d\n"},
            files={path: front + LINKS, "papers/banana.yaml": tagged("zoo")},
        ),
        former={"pome": "cherry"},
    )
    found = library.free_pages["about"] if before else library.notes["apple"]
    assert found.links == {
        "paper:banana": "papers/banana/",
        "paper:pome": "papers/cherry/",
        "theme:zoo": "themes/zoo/",
    }
    assert [as_text(one) for one in problems] == [
        f"{path}:{before + 3}:10: there is no paper “banan”\n    did you mean banana?",
        f"{path}:{before + 3}:34: there is no theme “zo”\n    did you mean zoo?",
        f"{path}:{before + 3}:51: warning: this is not a valid link and is shown as text: "
        "“javascript:x”\n    link to an http or https URL, or to an id: (paper:ID) or (theme:ID)",
        f"{path}:{before + 3}:69: warning: HTML is shown as text here: “<b>”\n"
        "    write Markdown; to show the tag, put it in backticks",
    ]


def test_a_text_over_a_limit_is_one_error_and_has_no_links() -> None:
    """The limit and what to do are in the message."""
    table = "| a " * 400 + "\n" + "|-" * 400 + "|\n" + "| a\n" * 2_000
    library, (problem,) = assembled(
        folder(files={"notes/apple.md": f"[b](paper:banana)\n\n{table}"})
    )
    assert library.notes["apple"].links == {}
    assert (problem.path, problem.column) == ("notes/apple.md", 1)
    assert problem.line > 3
    assert "the tables of this text have more than" in problem.message
    assert "remove columns or rows" in problem.hint


def test_a_page_with_a_reserved_name_is_an_error() -> None:
    """It would take the place of another page."""
    _, (problem,) = assembled(folder(files={"pages/themes.md": "# Themes"}))
    assert as_text(problem) == (
        "pages/themes.md:1:1: “themes” is reserved for a page of the site\n    rename this file"
    )


def test_a_theme_that_is_its_own_parent_is_an_error() -> None:
    """It is shown at the top."""
    library, (problem,) = assembled(
        folder(
            themes={"zoo": "title: Zoo\ndescription: d\nparent: zoo\n"},
            files={"papers/apple.yaml": tagged("zoo")},
        )
    )
    assert as_text(problem) == (
        "themes/zoo.yaml:3:9: a theme cannot be its own parent\n"
        "    remove this parent, or name another"
    )
    assert library.themes["zoo"].parent == ""


def test_one_theme_under_two_names_is_tagged_once() -> None:
    """The second line is pointed out."""
    library, problems = assembled(
        folder(
            themes={"a": "title: Zoo\ndescription: d\n"},
            files={"papers/apple.yaml": "themes:\n  - Zoo\n  - a\n"},
        )
    )
    assert lines(problems) == ["papers/apple.yaml:3:5: warning: “a” is the same theme as on line 2"]
    assert library.themes_of["apple"] == ("a",)


def test_two_notes_on_one_paper_are_an_error() -> None:
    """Which one to show nobody can say."""
    _, problems = assembled(
        folder(files={"notes/apple.md": "A", "notes/pome.md": "B"}), former={"pome": "apple"}
    )
    assert lines(problems) == ["notes/pome.md:1:1: “apple” already has a note, notes/apple.md"]


def test_former_ids_of_themes_are_checked() -> None:
    """One that is in use cannot be given up, and one that leads to no theme leads astray."""
    library, problems = assembled(
        folder(
            themes={"a": ""},
            files={
                "papers/apple.yaml": tagged("a"),
                "merge.yaml": "former_themes:\n  a: b\n  old: none\n  older: old\n",
            },
        )
    )
    assert lines(problems) == [
        "merge.yaml:2:3: “a” is the id of a theme, not a former id",
        "merge.yaml:3:8: there is no theme “none”",
        "merge.yaml:3:8: there is no theme “none”",
    ]
    assert library.former_themes == {}


# --- papers that are left out ---------------------------------------------------------------


def test_a_paper_can_be_left_out() -> None:
    """It is in no theme and no list, has no note and no former address; what names it is said."""
    library, problems = assembled(
        folder(
            themes={"a": "start_here: [{paper: apple, why: w}]\n"},
            files={
                "papers/apple.yaml": tagged("a") + "listed: no\nreason: An advertisement.\n",
                "papers/banana.yaml": tagged("a"),
                "notes/apple.md": "Text",
            },
        ),
        former={"pome": "apple"},
    )
    assert lines(problems) == [
        "themes/a.yaml:3:22: warning: “apple” is left out of the list by papers/apple.yaml",
        "notes/apple.md:1:1: warning: “apple” is left out of the list by papers/apple.yaml",
    ]
    assert library.left_out == {"apple": "An advertisement."}
    assert list(library.papers) == ["banana", "cherry", "damson"]
    assert library.themes["a"].papers == ("banana",)
    assert library.themes["a"].start_here == ()
    assert (library.notes, library.former_papers) == ({}, {})


# --- records --------------------------------------------------------------------------------


def test_records_complete_a_paper_and_the_team_goes_before_them() -> None:
    """Only fields of confidence “exact” count."""
    one = '{{"confidence": "{}", "found": "2026-11-25", "source": "Crossref", "value": {}}}'
    fields = ", ".join(
        f'"{key}": {one.format(confidence, value)}'
        for key, confidence, value in (
            ("authors", "exact", '["Ann Bee"]'),
            ("doi", "check", '"10.1000/ab"'),
            ("venue", "exact", '"ICML 2023"'),
            ("year", "exact", "2023"),
        )
    )
    library, problems = assembled(
        folder(
            files={
                "papers/apple.yaml": "year: 2024\n",
                "records.jsonl": f'{{"fields": {{{fields}}}, "paper": "pome"}}\n'
                f'{{"fields": {{}}, "paper": "zebra"}}\n',
            }
        ),
        former={"pome": "apple"},
    )
    assert lines(problems) == ["records.jsonl:2:1: warning: there is no paper “zebra”"]
    apple = library.papers["apple"]
    assert (apple.authors, apple.year, apple.venue) == (("Ann Bee",), 2024, "ICML 2023")
    assert apple.doi == ""


# --- themes ---------------------------------------------------------------------------------


def test_themes_that_are_not_there_are_reported() -> None:
    """As parent and as related; a theme is not its own relative."""
    library, problems = assembled(
        folder(
            themes={"aa": "parent: bc\nrelated: [aa, bx, bb]\n", "bb": ""},
            files={"papers/apple.yaml": tagged("aa"), "papers/cherry.yaml": tagged("bb")},
        )
    )
    assert lines(problems) == [
        "themes/aa.yaml:3:9: there is no theme “bc”",
        "themes/aa.yaml:4:11: a theme cannot be related to itself",
        "themes/aa.yaml:4:15: there is no theme “bx”",
    ]
    assert library.themes["aa"].parent == ""
    assert library.themes["aa"].related == ("bb",)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_of_parents_is_reported_once_and_opened(length: int) -> None:
    """However one walks the themes, the walk ends."""
    names = [f"t{number}" for number in range(length)]
    files: dict[str, Any] = {
        name: f"parent: {names[(number + 1) % length]}\n" for number, name in enumerate(names)
    }
    library, problems = assembled(
        folder(
            themes={"below": "parent: t0\n", **files},
            files={"papers/banana.yaml": tagged("below", *names)},
        )
    )
    errors = [problem for problem in problems if problem.severity == "error"]
    assert [(problem.path, problem.line, problem.column) for problem in errors] == [
        ("themes/t0.yaml", 3, 9)
    ]
    assert set(library.children[""]) == set(names)
    assert library.family("t0") == ("t0", "below")


def test_themes_are_not_nested_without_end() -> None:
    """A thousand levels are refused and opened, so that later stages may recurse."""
    files: dict[str, Any] = {
        f"t{number:04}": f"parent: t{number - 1:04}\n" for number in range(1, 1000)
    }
    library, problems = assembled(
        folder(themes={"t0000": "", **files}, files={"papers/apple.yaml": tagged("t0999")})
    )
    too_deep = [problem for problem in problems if "levels deep" in problem.message]
    assert too_deep[0].path == f"themes/t{DEEPEST:04}.yaml"
    assert (too_deep[0].line, too_deep[0].column) == (3, 9)
    assert too_deep[0].hint == "choose a parent nearer to the top"
    assert max(len(library.family(theme)) for theme in library.children[""]) == DEEPEST


def test_a_paper_tagged_in_a_theme_and_above_it_is_pointed_out() -> None:
    """The tag above says nothing new; it is the one to remove."""
    _, problems = assembled(
        folder(
            themes={"top": "", "middle": "parent: top\n", "low": "parent: middle\n"},
            files={
                "papers/apple.yaml": tagged("top"),
                "papers/banana.yaml": tagged("low", "top"),
                "papers/cherry.yaml": tagged("middle"),
            },
        )
    )
    assert lines(problems) == [
        "papers/banana.yaml:3:5: warning: “top” contains “low”, which is here too"
    ]


def test_a_reading_path_leads_through_papers_of_the_theme() -> None:
    """Of the theme itself or of one below it."""
    _, problems = assembled(
        folder(
            themes={
                "top": "start_here: [{paper: apple, why: w}, {paper: banana, why: w}]\n",
                "low": "parent: top\n",
            },
            files={"papers/apple.yaml": tagged("low")},
        )
    )
    assert [as_text(problem) for problem in problems] == [
        "themes/top.yaml:3:46: warning: “banana” is in start_here but not tagged with this theme\n"
        "    add top under themes: in papers/banana.yaml"
    ]


def test_an_empty_theme_is_pointed_out() -> None:
    """A theme with themes below it is a group, and not empty."""
    _, problems = assembled(
        folder(
            themes={"group": "", "member": "parent: group\n", "alone": ""},
            files={"papers/apple.yaml": tagged("member")},
        )
    )
    assert lines(problems) == [
        "themes/alone.yaml:1:1: warning: this theme has no papers and no subthemes"
    ]


def test_two_themes_of_one_title_are_pointed_out() -> None:
    """Upper and lower case do not tell them apart."""
    _, problems = assembled(
        folder(
            themes={
                "a": "title: Multi-modal\ndescription: d\n",
                "b": "title: multimodal\ndescription: d\n",
            },
            files={"papers/apple.yaml": tagged("a", "b")},
        )
    )
    assert lines(problems) == [
        "themes/b.yaml:1:1: warning: the title “multimodal” is also used in themes/a.yaml"
    ]


def test_one_identifier_for_two_papers_is_pointed_out() -> None:
    """A version or the case of letters makes no other paper."""
    _, problems = assembled(
        folder(
            files={
                "papers/apple.yaml": "arxiv: 2401.00010\ndoi: 10.1000/AB\n",
                "papers/banana.yaml": "arxiv: 2401.00010v2\n",
                "papers/cherry.yaml": "doi: 10.1000/ab\n",
            }
        )
    )
    assert lines(problems) == [
        "papers/banana.yaml:1:1: warning: “apple” has the same arXiv id, “2401.00010”",
        "papers/cherry.yaml:1:1: warning: “apple” has the same DOI, “10.1000/ab”",
    ]


@pytest.mark.slow
def test_thousands_of_mistakes_among_thousands_of_papers_are_all_reported() -> None:
    """Each of them, and the first two thousand with what was meant."""
    names = [
        f"a-study-of-{number:05}-deep-networks-for-{number % 97}-tasks" for number in range(20_000)
    ]
    wrong = [name.replace("networks", "netwroks") for name in names[:3_000]]
    path = "start_here:\n" + "".join(f"  - {{paper: {name}, why: w}}\n" for name in wrong)
    _, problems = assembled(folder(themes={"a": path}), papers=tuple(names))
    assert len(problems) == len(wrong)
    meant = zip(problems[:2_000], names, strict=False)
    assert all(name in problem.hint for problem, name in meant)


def test_titles_of_every_sighting_name_a_paper() -> None:
    """The title of a listing still means the paper when the team has corrected it."""
    seen = Provenance("monday", "listings/monday.txt", 1, "Apples Considered")
    curation, _ = read_curation(
        {
            "papers/apple.yaml": b"title: On Apples\nthemes:\n  - a\n",
            "themes/a.yaml": b"title: A\ndescription: d\n"
            b"start_here: [{paper: Apples considered, why: w}]\n",
        }
    )
    rules, _ = read_merge_rules({})
    merged = Merged({"apple": Paper("apple", "Apples Considered", "", (), (seen,))})
    library, problems = assemble(Settings(), (), merged, rules, curation)
    assert problems == ()
    assert library.themes["a"].start_here[0].paper == "apple"
