"""Themes, notes, free pages and merge rules, and what is said about mistakes in them."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from readinglist import board, corrections, curation, settings
from readinglist.corrections import Corrections, corrected
from readinglist.curation import (
    Alias,
    EntryPlace,
    MergeRules,
    Reference,
    ThemeFile,
    WrittenStep,
    read_curation,
    read_merge_rules,
)
from readinglist.model import FreePage, Link, LinkKind, Paper, Provenance, ReadingState
from readinglist.problems import Severity, as_text, ordered
from readinglist.settings import read_settings
from readinglist.shelving import shelve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readinglist.model import Sources
    from readinglist.problems import Problem

BROKEN = Path(__file__).parent / "fixtures" / "curation" / "broken"
GOOD = Path(__file__).parent / "fixtures" / "curation" / "good"


def sources_in(folder: Path) -> Sources:
    """The files of a fixture, as the edge would hand them over."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "expected.txt"
    }


def paper(name: str, title: str = "") -> Paper:
    """A paper seen once."""
    seen = Provenance("monday", "listings/monday.txt", 1, title or name)
    return Paper(name, title or name, "", (), (seen,))


def messages(problems: tuple[Problem, ...]) -> list[str]:
    """What a person reads, without the hints."""
    return [as_text(problem).split("\n")[0] for problem in problems]


def theme(text: str) -> tuple[ThemeFile, tuple[Problem, ...]]:
    """One theme file, read."""
    found, problems = read_curation({"themes/one.yaml": text.encode()})
    return found.themes[0], problems


def note(text: str) -> tuple[curation.NoteFile, tuple[Problem, ...]]:
    """One note, read."""
    found, problems = read_curation({"notes/one.md": text.encode()})
    return found.notes[0], problems


def page(text: str) -> tuple[FreePage, tuple[Problem, ...]]:
    """One free page, read."""
    found, problems = read_curation({"pages/about.md": text.encode()})
    return found.free_pages[0], problems


def rules(text: str) -> tuple[MergeRules, tuple[Problem, ...]]:
    """A ``papers.yaml``, read."""
    return read_merge_rules({"papers.yaml": text.encode()})


# --- the whole story ------------------------------------------------------------------------


def test_every_mistake_of_a_broken_site_is_reported_at_its_place(
    golden: Callable[[Path, str], None],
) -> None:
    """One run names all that is wrong with a site, each with its line and a way out."""
    sources = sources_in(BROKEN)
    names = ("alpha-agent", "beta-agent", "delta-reasoning", "gamma-vision", "the-beta-of-agents")
    papers = {name: paper(name) for name in names}
    site, problems = read_settings(sources)
    curated, more = read_curation(sources)
    _, about_merging = read_merge_rules(sources)
    _, about_shelves = shelve(site, (), papers, {"old-alpha": "alpha-agent"}, curated)
    found = ordered(problems + more + about_merging + about_shelves)
    golden(BROKEN / "expected.txt", "".join(f"{as_text(problem)}\n" for problem in found))


def test_a_good_site_is_read_without_a_word() -> None:
    """The fixture of a site without mistakes leads to no problem."""
    sources = sources_in(GOOD)
    papers = {name: paper(name) for name in ("alpha-agent", "beta-agent", "gamma-vision")}
    site, problems = read_settings(sources)
    curated, more = read_curation(sources)
    merging, about_merging = read_merge_rules(sources)
    library, about_shelves = shelve(site, (), papers, {"old-alpha": "alpha-agent"}, curated)
    assert messages(problems + more + about_merging + about_shelves) == []
    assert list(library.themes) == ["models", "agents", "vision"]
    assert library.themes_of["alpha-agent"] == ("agents",)
    assert library.papers["beta-agent"].authors == ("Ann Bee", "C. Dee")
    assert list(library.free_pages) == ["contribute", "about"]
    assert [alias.new.id for alias in merging.aliases] == ["alpha-agent"]


# --- themes ---------------------------------------------------------------------------------


def test_a_theme_keeps_the_place_of_every_id() -> None:
    """Ids carry line and column, so that a later stage can point at them."""
    found, problems = theme(
        "title: One\ndescription: |\n  Two\n  lines.\nparent: up\nrelated: [side]\n"
        "start_here:\n  - paper: a\n    why: Because.\npapers:\n  - a\n  - b\n"
    )
    assert not problems
    assert found == ThemeFile(
        id="one",
        path="themes/one.yaml",
        title="One",
        description="Two\nlines.",
        parent=Reference("up", 5, 9),
        related=(Reference("side", 6, 11),),
        start_here=(WrittenStep(Reference("a", 8, 12), "Because."),),
        papers=(Reference("a", 11, 5), Reference("b", 12, 5)),
    )


def test_a_theme_without_papers_is_a_group() -> None:
    """Only a title and a description are required."""
    found, problems = theme("title: One\ndescription: Two\npapers:\n")
    assert not problems
    assert found.papers == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["the title is missing", "the description is missing"]),
        ("title: a\ndescription: ''\n", ["the description is empty"]),
        ("title: {a: b}\ndescription: c\n", ["title must be text, not keys and values"]),
        ("- a\n", ["expected keys and values here, found a list"]),
        ("title: a\ndescription: b\npapers: {a: b}\n", ["expected a list here, found keys"]),
        ("title: a\ndescription: b\npapers: [[a]]\n", ["expected text here, found a list"]),
        ("title: a\ndescription: b\npapers: [b, a]\n", ["papers are not sorted: “a” belongs"]),
        ("title: a\ndescription: b\npapers: [a, a]\n", ["“a” is in this list twice"]),
        ("title: a\ndescription: b\nstart_here: [{paper: c}]\n", ["the why is missing"]),
        ("title: a\ndescription: b\nstart_here: [c]\n", ["expected keys and values here"]),
    ],
)
def test_what_is_wrong_with_a_theme_is_said(text: str, expected: list[str]) -> None:
    """Each mistake in a theme file has its own words."""
    _, problems = theme(text)
    assert len(problems) == len(expected)
    for problem, beginning in zip(problems, expected, strict=True):
        assert problem.message.startswith(beginning)


def test_an_unreadable_theme_still_has_its_id() -> None:
    """A syntax error in one file makes no other file's mention of the theme a mistake."""
    found, problems = theme("title: [\n")
    assert (found.id, found.is_whole, len(problems)) == ("one", False, 1)


def test_ids_are_compared_in_one_unicode_form() -> None:
    """A file name in the decomposed form some systems write is the same id."""
    found, _ = read_curation({"notes/cafe\u0301.md": b"Good."})
    assert found.notes[0].paper == "caf\u00e9"


# --- notes ----------------------------------------------------------------------------------


def test_a_note_corrects_a_record_and_keeps_its_id() -> None:
    """Front matter goes before what the listings say; the id does not follow the title."""
    found, problems = note(
        "---\ntitle: Better\nauthors: [A, B]\ndate: 2024-03-14\narxiv: 2401.00010\n"
        "doi: 10.1000/x_(1)\nurl: https://example.org/a\nlinks:\n"
        "  - {url: 'https://example.org/old', kind: demo}\n"
        "  - url: https://github.com/a/b\n---\nText\n"
    )
    assert not problems
    assert (found.markdown, found.body_line) == ("Text\n", 12)
    old = Link("https://example.org/old", LinkKind.OTHER, 3, 9)
    before = Paper("one", "Worse", "abstract", (old,), ())
    after = corrected(before, found.corrections)
    assert (after.id, after.title, after.authors) == ("one", "Better", ("A", "B"))
    assert (after.year, after.date, after.arxiv) == (2024, "2024-03-14", "2401.00010")
    assert after.links == (
        Link("https://example.org/old", LinkKind.DEMO, 3, 9),
        Link("https://github.com/a/b", LinkKind.CODE),
    )
    assert corrected(before, Corrections()) == before


def test_a_note_without_front_matter_is_a_note() -> None:
    """The front matter is optional."""
    found, problems = note("Just *text*.\n")
    assert not problems
    assert (found.markdown, found.corrections) == ("Just *text*.\n", Corrections())


@pytest.mark.parametrize(
    "line",
    [
        "year: 24",
        "year: 1799",
        "year: ２０２４",
        "date: 2023-02-29",
        "date: 14 March 2024",
        "date: 0000-01-01",
        "doi: 11.1000/x",
        "doi: doi:10.1000/x",
        "arxiv: 2413.00010",
        "arxiv: 2401.10",
        "arxiv: arXiv:2401.00010",
        "url: javascript:alert(1)",
        "url: //example.org/",
        "url: https://example.org/ a",
        "url: https://user@example.org/",
        "authors: Ann Bee",
        "links: [{kind: code}]",
        "links: [{url: 'https://example.org/', kind: cod}]",
        "colour: red",
    ],
)
def test_a_value_that_cannot_be_right_is_refused_where_it_stands(line: str) -> None:
    """One error on the line of the mistake, and nothing of it in the record."""
    found, problems = note(f"---\n{line}\n---\nText\n")
    assert [(problem.line, problem.severity) for problem in problems] == [(2, Severity.ERROR)]
    assert found.corrections == Corrections()


@pytest.mark.parametrize("arxiv", ["2401.00010", "0704.0001v2", "cs/0501001", "math.GT/0309136v1"])
def test_arxiv_ids_old_and_new_are_kept_as_text(arxiv: str) -> None:
    """A trailing zero is part of an id, not of a number."""
    found, problems = note(f"---\narxiv: {arxiv}\n---\nText\n")
    assert (found.corrections.arxiv, problems) == (arxiv, ())


def test_a_pasted_address_is_answered_with_the_id_in_it() -> None:
    """The hint is what to write."""
    _, problems = note("---\ndoi: https://doi.org/10.1000/x\n---\nText\n")
    assert problems[0].hint == "write only the id: 10.1000/x"


def test_a_year_that_contradicts_the_date_is_an_error() -> None:
    """Which of the two is wrong only the author knows."""
    _, problems = note("---\ndate: 2024-01-02\nyear: 2023\n---\nText\n")
    assert messages(problems) == ["notes/one.md:3:7: the year 2023 contradicts the date 2024-01-02"]


# --- pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# About  us #\n\nText\n", "About us", "\n\nText\n"),
        ("Text\n\n# C#\nMore\n", "C#", "Text\n\n\nMore\n"),
        ("```\n# code\n```\n# Title\n", "Title", "```\n# code\n```\n\n"),
        ("#\n# Title\n", "Title", "#\n\n"),
    ],
)
def test_a_page_is_named_by_its_first_heading(text: str, title: str, body: str) -> None:
    """A heading that became the title is not shown again; other lines keep their numbers."""
    assert page(text) == (FreePage("about", title, body, "pages/about.md"), ())


def test_the_title_in_the_front_matter_goes_first() -> None:
    """Then a heading stays where it is."""
    expected = FreePage("about", "About", "# Kept\n", "pages/about.md", line=4)
    assert page("---\ntitle: About\n---\n# Kept\n") == (expected, ())


def test_a_page_without_a_title_is_an_error() -> None:
    """A page nobody named cannot be in the navigation."""
    _, problems = page("#nothing\n## Nor this\n")
    assert messages(problems) == ["pages/about.md:1:1: this page has no title"]


# --- papers.yaml ----------------------------------------------------------------------------


def test_merge_rules_say_what_is_one_paper() -> None:
    """Groups, entries, look-alikes and renames are read with their places."""
    found, problems = rules(
        "same:\n  - [a, b]\ndifferent:\n  - monday.txt:12\n  - [c, d]\n"
        "aliases:\n  older: old\n  old: new\n"
    )
    assert not problems
    assert found == MergeRules(
        same=((Reference("a", 2, 6), Reference("b", 2, 9)),),
        apart=((Reference("c", 5, 6), Reference("d", 5, 9)),),
        different=(EntryPlace("listings/monday.txt", 12, 4, 5),),
        aliases=(
            Alias(Reference("older", 7, 3), Reference("new", 7, 10)),
            Alias(Reference("old", 8, 3), Reference("new", 8, 8)),
        ),
    )


def test_without_papers_yaml_nothing_is_overruled() -> None:
    """The file is optional."""
    assert read_merge_rules({}) == (MergeRules(), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same: [[a]]\n", "1:8: expected two paper ids or more here"),
        ("same: [[a, b], [b, c]]\n", "1:17: “b” is in two groups of same"),
        ("same: [a]\n", "1:8: expected a list here, found text"),
        ("different: [monday.txt]\n", "1:13: “monday.txt” is not the place of an entry"),
        ("different: ['a:99999999999']\n", "1:13: “a:99999999999” is not the place of an entry"),
        ("aliases: [a]\n", "1:10: expected old ids with their new ids here"),
        ("aliases: {a: a}\n", "1:14: these renames go in a circle: “a” → “a”"),
        ("aliases: {a: b, b: c, c: b}\n", "1:26: these renames go in a circle: “b” → “c” → “b”"),
        ("aliases:\n  a:\n", "2:5: this value is empty"),
        ("aliases: {../../a: b}\n", "1:11: “../../a” cannot have been an id"),
        ("aliases: {Upper: b}\n", "1:11: “Upper” cannot have been an id"),
        ("sane: []\n", "1:1: there is no key “sane” here"),
    ],
)
def test_merge_rules_that_make_no_sense_are_refused(text: str, message: str) -> None:
    """Each is one problem at its place."""
    _, problems = rules(text)
    assert messages(problems) == [f"papers.yaml:{message}"]


def test_long_chains_of_renames_are_followed_in_linear_time() -> None:
    """Twenty thousand renames of one paper all lead to its last name."""
    text = "aliases:\n" + "".join(f"  n{number}: n{number + 1}\n" for number in range(20_000))
    found, problems = rules(text)
    assert not problems
    assert {alias.new.id for alias in found.aliases} == {"n20000"}


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "line", "hint"),
    [
        ("theme/a.yaml", "warning: nothing reads this file", "did you mean themes?"),
        ("themes/a.txt", "warning: nothing reads this file", "files in themes/ end in .yaml"),
        ("themes/a.yml", "files in themes/ must end in .yaml", "rename it to a.yaml"),
        ("notes/a.markdown", "files in notes/ must end in .md", "rename it to a.md"),
        ("pages/x/a.md", "files in folders of pages/ are not read", "move it to pages/a.md"),
        ("site.yml", "warning: nothing reads this file", "did you mean site.yaml?"),
    ],
)
def test_a_file_that_nothing_reads_is_pointed_out(path: str, line: str, hint: str) -> None:
    """A slip in a file's name does not make it vanish in silence."""
    _, problems = read_curation({path: b""})
    assert [as_text(problem) for problem in problems] == [f"{path}:1:1: {line}\n    {hint}"]


def test_files_for_people_and_tools_are_ignored() -> None:
    """Neither README.md nor hidden files nor listings are curation."""
    paths = ("README.md", "themes/README.md", "notes/.gitkeep", ".github/x.yml", "listings/a/b.txt")
    assert read_curation(dict.fromkeys(paths, b"")) == (curation.Curation(), ())


@pytest.mark.parametrize("name", ["Upper", "under_score", "two--hyphens", "a b", "con"])
def test_a_theme_id_is_a_slug(name: str) -> None:
    """What becomes an address is plain."""
    _, problems = read_curation({f"themes/{name}.yaml": b"title: a\ndescription: b\n"})
    assert len(problems) == 1
    assert problems[0].hint.startswith("rename the file to ")


# --- robustness -----------------------------------------------------------------------------

PATHS = ("themes/a.yaml", "notes/a.md", "pages/a.md", "papers.yaml", "site.yaml", "x/../y", "a")
KEYS_AND_SIGNS = (
    *("---\n", "title", "papers", "links", "same", "aliases", "start_here", ": ", "- ", "\n"),
    *("  ", "[", "]", "{", "}", "'", '"', "&a", "*a", "!!x", "\x00", "\ud7ff", "é", "#", "|"),
)
SOUP = st.lists(st.sampled_from(KEYS_AND_SIGNS), max_size=30).map(
    lambda parts: "".join(parts).encode()
)


@tries(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), st.one_of(SOUP, st.binary(max_size=40))))
def test_nothing_people_write_crashes_the_reading(sources: Mapping[str, bytes]) -> None:
    """Whatever the bytes, there is a library and a list of problems in known files."""
    site, problems = read_settings(sources)
    curated, more = read_curation(sources)
    _, about_merging = read_merge_rules(sources)
    library, about_shelves = shelve(site, (), {"a": paper("a")}, {}, curated)
    found = problems + more + about_merging + about_shelves
    assert {problem.path for problem in found} <= set(sources)
    assert set(library.themes_of) == {"a"}


# --- schemas --------------------------------------------------------------------------------


def schema(name: str) -> Any:
    """A schema as it is shipped."""
    file = resources.files("readinglist") / "schema" / f"{name}.schema.json"
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_schemas_editors_use_know_the_keys_the_readers_know() -> None:
    """A key that is read is completed, and one that is completed is read."""
    a_theme, a_note = schema("theme")["properties"], schema("note")["properties"]
    assert tuple(a_theme) == curation.THEME_KEYS
    assert tuple(a_theme["start_here"]["items"]["properties"]) == curation.STEP_KEYS
    assert tuple(a_note) == corrections.KEYS
    assert tuple(a_note["links"]["items"]["properties"]) == corrections.LINK_KEYS
    assert tuple(schema("papers")["properties"]) == curation.MERGE_KEYS
    assert tuple(schema("site")["properties"]) == settings.KEYS
    a_reader = schema("reading")["properties"]
    assert tuple(a_reader) == board.KEYS
    assert tuple(a_reader["reads"]["items"]["properties"]) == board.READING_KEYS
    assert tuple(a_reader["presents"]["items"]["properties"]) == board.PRESENTATION_KEYS
    states = a_reader["reads"]["items"]["properties"]["state"]["enum"]
    assert states == [state.value for state in ReadingState]
    kinds = a_note["links"]["items"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in LinkKind]
    assert a_note["year"]["minimum"] == corrections.EARLIEST
    assert a_note["year"]["maximum"] == corrections.LATEST


@pytest.mark.parametrize("name", ["theme", "note", "papers", "site", "reading"])
def test_every_key_of_a_schema_is_described(name: str) -> None:
    """An editor shows the description beside the key."""
    for key, value in schema(name)["properties"].items():
        assert value["description"].endswith("."), key
