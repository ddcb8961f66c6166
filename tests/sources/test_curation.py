"""Parsing of curated files, and their problems."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from readinglist.model import FreePage, Library, Link, LinkKind, Paper, ReadingState
from readinglist.problems import Severity, as_text, ordered
from readinglist.records import records_file
from readinglist.records.records_file import read_records
from readinglist.sources import board, corrections, merge_rules, paper_files, settings, themes
from readinglist.sources.corrections import Corrections, completed, corrected
from readinglist.sources.curation import Curation, read_curation
from readinglist.sources.merge_rules import EntryPosition, Former, MergeRules, read_merge_rules
from readinglist.sources.notes import NoteFile
from readinglist.sources.paper_files import PaperFile
from readinglist.sources.references import Reference
from readinglist.sources.themes import ThemeFile, WrittenStep
from tests.libraries import FIXTURES, assembled, paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from readinglist.model import Sources
    from readinglist.problems import Problem

BROKEN = FIXTURES / "curation" / "broken"
GOOD = FIXTURES / "curation" / "good"


def sources_in(folder: Path) -> Sources:
    """The files of a fixture, as the edge would hand them over."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "expected.txt"
    }


def messages(problems: tuple[Problem, ...]) -> list[str]:
    """What a person reads, without the hints."""
    return [as_text(problem).split("\n")[0] for problem in problems]


def theme(text: str) -> tuple[ThemeFile, tuple[Problem, ...]]:
    """One theme file, read."""
    found, problems = read_curation({"themes/one.yaml": text.encode()})
    return found.themes[0], problems


def paper_file(text: str) -> tuple[PaperFile, tuple[Problem, ...]]:
    """One paper's file, read."""
    found, problems = read_curation({"papers/one.yaml": text.encode()})
    return found.papers[0], problems


def note(text: str) -> tuple[NoteFile, tuple[Problem, ...]]:
    """One note, read."""
    found, problems = read_curation({"notes/one.md": text.encode()})
    return found.notes[0], problems


def page(text: str) -> tuple[FreePage, tuple[Problem, ...]]:
    """One free page, read."""
    found, problems = read_curation({"pages/about.md": text.encode()})
    return found.free_pages[0], problems


def rules(text: str) -> tuple[MergeRules, tuple[Problem, ...]]:
    """A ``merge.yaml``, read."""
    return read_merge_rules({"merge.yaml": text.encode()})


def library_of(sources: Sources, names: tuple[str, ...]) -> tuple[Library, tuple[Problem, ...]]:
    """The library of a site in which listings have papers of these names, and every problem."""
    papers = [paper(name) for name in names]
    library, read, problems = assembled(sources, papers, {"old-alpha": "alpha-agent"})
    return library, ordered(read + problems)


# --- the whole story ------------------------------------------------------------------------


def test_every_mistake_of_a_broken_site_is_reported_at_its_place(
    golden: Callable[[Path, str], None],
) -> None:
    """One run names all that is wrong with a site, each with its line and a way out."""
    sources = sources_in(BROKEN)
    names = ("alpha-agent", "beta-agent", "delta-reasoning", "gamma-vision", "the-beta-of-agents")
    _, found = library_of(sources, names)
    golden(BROKEN / "expected.txt", "".join(f"{as_text(problem)}\n" for problem in found))


def test_a_good_site_is_read_without_a_word() -> None:
    """The fixture of a site without mistakes leads to no problem."""
    library, problems = library_of(
        sources_in(GOOD), ("alpha-agent", "beta-agent", "gamma-vision", "delta-agent")
    )
    assert messages(problems) == []
    assert list(library.themes) == ["models", "agents", "vision"]
    assert library.themes_of["alpha-agent"] == ("agents",)
    assert library.papers["beta-agent"].authors == ("Ann Bee", "C. Dee")
    assert library.papers["gamma-vision"].year == 2025
    assert list(library.free_pages) == ["contribute", "about"]
    assert list(library.left_out) == ["delta-agent"]
    assert library.former_themes == {"sight": "vision"}


# --- themes ---------------------------------------------------------------------------------


def test_a_theme_keeps_the_place_of_every_id() -> None:
    """Ids carry line and column, so that a later stage can point at them."""
    found, problems = theme(
        "title: One\ndescription: |\n  Two\n  lines.\nparent: up\nrelated: [side]\n"
        "start_here:\n  - paper: a\n    why: Because.\n"
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
    )


def test_only_the_title_of_a_theme_is_required() -> None:
    """A theme without a description is read, and the description asked for."""
    found, problems = theme("title: One\n")
    assert (found.title, found.is_valid) == ("One", True)
    assert messages(problems) == ["themes/one.yaml:1:1: warning: this theme has no description"]


def test_a_theme_that_lists_papers_is_told_where_tags_stand() -> None:
    """Other tools keep them on the theme's side."""
    _, problems = theme("title: One\ndescription: Two\npapers:\n  - a\n")
    assert [as_text(problem) for problem in problems] == [
        "themes/one.yaml:3:1: there is no key “papers” here\n"
        "    papers are tagged in their own files: use themes: in papers/<paper>.yaml"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["the title is missing", "this theme has no description"]),
        ("title: a\ndescription: ''\n", ["this theme has no description"]),
        ("title: {a: b}\ndescription: c\n", ["title must be text, not keys and values"]),
        ("- a\n", ["expected keys and values here, found a list"]),
        ("title: a\ndescription: b\nrelated: {a: b}\n", ["expected a list here, found keys"]),
        ("title: a\ndescription: b\nrelated: [[a]]\n", ["expected text here, found a list"]),
        ("title: a\ndescription: b\nrelated: [a, a]\n", ["“a” is in this list twice"]),
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
    assert (found.id, found.is_valid, len(problems)) == ("one", False, 1)


def test_ids_are_compared_in_one_unicode_form() -> None:
    """A file name in the decomposed form some systems write is the same id."""
    found, _ = read_curation({"notes/cafe\u0301.md": b"Good."})
    assert found.notes[0].paper == "caf\u00e9"


# --- papers ---------------------------------------------------------------------------------


def test_a_paper_keeps_the_place_of_every_theme() -> None:
    """A tag is one line, and a later stage can point at it."""
    found, problems = paper_file("themes:\n  - a\n  - b\n")
    assert not problems
    assert found == PaperFile(
        "one", "papers/one.yaml", (Reference("a", 2, 5), Reference("b", 3, 5))
    )


def test_a_paper_corrects_its_record_and_keeps_its_id() -> None:
    """The team's file goes before what the listings say; the id does not follow the title."""
    found, problems = paper_file(
        "title: Better\nauthors: [A, B]\ndate: 2024-03-14\narxiv: 2401.00010\n"
        "doi: 10.1000/x_(1)\nurl: https://example.org/a\nlinks:\n"
        "  - {url: 'https://example.org/old', kind: demo}\n"
        "  - url: https://github.com/a/b\n"
    )
    assert not problems
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
        "doi: https://example.org/10.1000/x",
        "arxiv: 2413.00010",
        "arxiv: 2401.10",
        "arxiv: https://example.org/abs/2401.00010",
        "url: javascript:alert(1)",
        "url: //example.org/",
        "url: https://example.org/ a",
        "url: https://user@example.org/",
        "authors: Ann Bee",
        "links: [{kind: code}]",
        "links: [{url: 'https://example.org/', kind: cod}]",
        "listed: perhaps",
        "colour: red",
    ],
)
def test_a_value_that_cannot_be_right_is_refused_where_it_stands(line: str) -> None:
    """One error on the line of the mistake, and nothing of it in the record."""
    found, problems = paper_file(f"themes:\n{line}\n")
    assert [(problem.line, problem.severity) for problem in problems] == [(2, Severity.ERROR)]
    assert found.corrections == Corrections()


@pytest.mark.parametrize("arxiv", ["2401.00010", "0704.0001v2", "cs/0501001", "math.GT/0309136v1"])
def test_arxiv_ids_old_and_new_are_kept_as_text(arxiv: str) -> None:
    """A trailing zero is part of an id, not of a number."""
    found, problems = paper_file(f"arxiv: {arxiv}\n")
    assert (found.corrections.arxiv, problems) == (arxiv, ())


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("doi: https://doi.org/10.1000/x%3Cy", "doi", ""),
        ("doi: https://doi.org/10.1000/x(y)", "doi", "10.1000/x(y)"),
        ("doi: 'doi: 10.1000/X'", "doi", "10.1000/X"),
        ("arxiv: https://arxiv.org/abs/2401.00010v2", "arxiv", "2401.00010v2"),
        ("arxiv: arxiv.org/pdf/cs/0501001", "arxiv", "cs/0501001"),
        ("arxiv: arXiv:2401.00010", "arxiv", "2401.00010"),
    ],
)
def test_a_pasted_address_is_read_as_the_identifier_in_it(line: str, key: str, value: str) -> None:
    """People paste what the browser shows."""
    found, problems = paper_file(f"{line}\n")
    assert getattr(found.corrections, key) == value
    assert (not problems) == bool(value)


def test_a_year_that_contradicts_the_date_is_an_error() -> None:
    """Which of the two is wrong only the author knows."""
    _, problems = paper_file("date: 2024-01-02\nyear: 2023\n")
    assert messages(problems) == [
        "papers/one.yaml:2:7: the year 2023 contradicts the date 2024-01-02"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("themes: {a: b}\n", "1:9: expected a list here, found keys and values"),
        ("themes: [[a]]\n", "1:10: expected text here, found a list"),
        ("themes:\n  -\n", "2:4: this value is empty"),
        (
            "themes:\n  - b\n  - a\n",
            "3:5: warning: the themes are not sorted: “a” belongs above “b”",
        ),
        ("themes: [a, b]\n", "1:13: warning: two themes are on one line"),
        ("themes:\n  - a\n  - a\n", "3:5: warning: “a” is in this list twice"),
        (
            "themes:\n" + "".join(f"  - t{number:04}\n" for number in range(2_000)),
            "52:5: this paper has 2,000 themes; at most 50 are allowed",
        ),
        ("listed: no\n", "1:9: warning: a paper that is left out needs a reason"),
        ("reason: Why not.\n", "1:9: warning: reason is only used with listed: no"),
        ("theme: a\n", "1:1: there is no key “theme” here"),
    ],
)
def test_what_is_wrong_with_a_paper_is_said(text: str, message: str) -> None:
    """Each mistake in a paper's file has its own words."""
    _, problems = paper_file(text)
    assert messages(problems) == [f"papers/one.yaml:{message}"]


# --- records --------------------------------------------------------------------------------

FIELD = '{"confidence": "exact", "found": "2026-11-25", "source": "s", "value": %s}'


def record(fields: str, name: str = "a") -> str:
    """A line of ``records.jsonl``."""
    return f'{{"fields": {{{fields}}}, "paper": "{name}"}}\n'


def test_a_record_has_the_source_of_each_field() -> None:
    """And when it was found, and how sure that is."""
    text = record(
        '"authors": '
        + FIELD % '["A  B"]'
        + ', "links": '
        + FIELD % '[{"url": "https://github.com/a/b"}]'
    )
    (found,), problems = read_records({"records.jsonl": text.encode()})
    assert problems == ()
    assert found.paper == Reference("a", 1, 1)
    assert found.fields["authors"] == records_file.FoundField(("A B",), "s", "2026-11-25", "exact")
    assert found.exact_fields.links == (Link("https://github.com/a/b", LinkKind.CODE),)


def test_a_record_does_not_overrule_what_is_known() -> None:
    """It fills what is missing, and adds links."""
    link, other = Link("https://a.org/", LinkKind.CODE), Link("https://b.org/", LinkKind.DEMO)
    before = Paper("one", "T", "", (link,), (), year=2020)
    after = completed(before, Corrections(year=2021, venue="V", links=(link, other)))
    assert (after.year, after.venue, after.links) == (2020, "V", (link, other))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "1:2: this is not JSON: Expecting property name enclosed in double quotes"),
        ("[]", "1:1: the record must be an object"),
        ('{"paper": "a"}', "1:1: the record has no “fields”"),
        (
            '{"paper": "a", "fields": {}, "x": 1}',
            "1:1: the record has an unknown key “x”",
        ),
        (record('"yeer": 1'), "1:1: there is no field “yeer”; did you mean year?"),
        (record(f'"year": {FIELD % 99}'), "1:1: year must be a number such as 2024"),
        (record(f'"year": {FIELD % "true"}'), "1:1: year must be a number such as 2024"),
        (record(f'"doi": {FIELD}' % '"x"'), "1:1: “x” is not a DOI"),
        (record(f'"arxiv": {FIELD}' % '"https://arxiv.org/abs/2401.00010"'), "1:1: “https"),
        (record(f'"url": {FIELD}' % '"javascript:alert(1)"'), "1:1: “javascript"),
        (record('"year": {}'), "1:1: the field “year” has no “confidence”"),
        (
            record("") + record("", "b") + record("", "b"),
            "3:1: “b” already has a record, on line 2",
        ),
        (
            record("", "b") + record(""),
            "2:1: warning: the records are not sorted: “a” must come earlier",
        ),
        ("[" * 100_000, "1:1: this line contains a value that no record can have"),
        ('{"a": 1, "a": 2}', "1:1: the key “a” is used twice"),
        ('{"a": NaN}', "1:1: NaN is not allowed here"),
        ('{"a": ' + "9" * 5_000 + "}", "1:1: this line contains a value that no record can have"),
    ],
)
def test_what_is_wrong_with_a_record_is_said(text: str, message: str) -> None:
    """With its line; the other records are read."""
    _, problems = read_records({"records.jsonl": text.encode()})
    assert len(problems) == 1
    assert messages(problems)[0].startswith(f"records.jsonl:{message}")


# --- notes ----------------------------------------------------------------------------------


def test_a_note_is_its_text() -> None:
    """Nothing of it is taken away."""
    found, problems = note("Just *text*.\n\n---\n\nMore.\n")
    assert not problems
    assert found == NoteFile("one", "notes/one.md", "Just *text*.\n\n---\n\nMore.\n")


def test_a_note_has_no_front_matter() -> None:
    """What corrects a record stands elsewhere, and would be published as text here."""
    _, problems = note("---\nyear: 2024\n---\nText\n")
    assert [as_text(problem) for problem in problems] == [
        "notes/one.md:1:1: a note must not have front matter\n"
        "    move the front matter to papers/one.yaml; "
        "for a horizontal rule write ***"
    ]


def test_an_empty_note_is_pointed_out() -> None:
    """A file that says nothing need not exist."""
    _, problems = note(" \n")
    assert messages(problems) == ["notes/one.md:1:1: warning: this note is empty"]


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


# --- merge.yaml -----------------------------------------------------------------------------


def test_merge_rules_say_what_is_one_paper() -> None:
    """Groups, entries, look-alikes and renames are read with their places."""
    found, problems = rules(
        "same:\n  - [a, b]\ndifferent:\n  - monday.txt:12\n  - [c, d]\n"
        "former_papers:\n  older: old\n  old: New Name\n"
        "former_themes:\n  was: is\n"
    )
    assert not problems
    assert found == MergeRules(
        same=((Reference("a", 2, 6), Reference("b", 2, 9)),),
        apart=((Reference("c", 5, 6), Reference("d", 5, 9)),),
        different=(EntryPosition("listings/monday.txt", 12, 4, 5),),
        former_papers=(
            Former(Reference("older", 7, 3), Reference("New Name", 8, 8)),
            Former(Reference("old", 8, 3), Reference("New Name", 8, 8)),
        ),
        former_themes=(Former(Reference("was", 10, 3), Reference("is", 10, 8)),),
    )


def test_without_merge_yaml_nothing_is_overruled() -> None:
    """The file is optional."""
    assert read_merge_rules({}) == (MergeRules(), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same: [[a]]\n", "1:8: expected two or more paper ids here"),
        ("same: [a]\n", "1:8: expected a list here, found text"),
        ("different: [monday.txt]\n", "1:13: “monday.txt” does not name an entry"),
        ("different: ['a:99999999999']\n", "1:13: “a:99999999999” does not name an entry"),
        ("former_papers: [a]\n", "1:16: expected old ids with their new ids here"),
        ("former_themes: {a: a}\n", "1:20: these renames form a cycle: “a” → “a”"),
        (
            "former_papers: {a: b, b: c, c: b}\n",
            "1:32: these renames form a cycle: “b” → “c” → “b”",
        ),
        ("former_papers:\n  a:\n", "2:5: this value is empty"),
        ("former_themes: {../../a: b}\n", "1:17: “../../a” is not a valid id"),
        ("former_papers: {Upper: b}\n", "1:17: “Upper” is not a valid id"),
        ("sane: []\n", "1:1: there is no key “sane” here"),
    ],
)
def test_merge_rules_that_make_no_sense_are_refused(text: str, message: str) -> None:
    """Each is one problem at its place."""
    _, problems = rules(text)
    assert messages(problems) == [f"merge.yaml:{message}"]


def test_long_chains_of_renames_are_followed_in_linear_time() -> None:
    """Twenty thousand renames of one paper all lead to its last name."""
    text = "former_papers:\n" + "".join(f"  n{number}: n{number + 1}\n" for number in range(20_000))
    found, problems = rules(text)
    assert not problems
    assert {former.new.name for former in found.former_papers} == {"n20000"}


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "line", "hint"),
    [
        ("theme/a.yaml", "warning: this file is not read", "did you mean themes?"),
        ("themes/a.txt", "warning: this file is not read", "files in themes/ end in .yaml"),
        ("themes/a.yml", "files in themes/ must end in .yaml", "rename it to a.yaml"),
        ("notes/a.markdown", "files in notes/ must end in .md", "rename it to a.md"),
        ("pages/x/a.md", "files in subfolders of pages/ are not read", "move it to pages/a.md"),
        ("site.yml", "warning: this file is not read", "did you mean site.yaml?"),
    ],
)
def test_a_file_that_nothing_reads_is_pointed_out(path: str, line: str, hint: str) -> None:
    """A file with a wrong name is reported."""
    _, problems = read_curation({path: b""})
    assert [as_text(problem) for problem in problems] == [f"{path}:1:1: {line}\n    {hint}"]


def test_files_for_people_and_tools_are_ignored() -> None:
    """Neither README.md nor hidden files nor listings are curation."""
    paths = ("README.md", "themes/README.md", "notes/.gitkeep", ".github/x.yml", "listings/a/b.txt")
    assert read_curation(dict.fromkeys(paths, b"")) == (Curation(), ())


@pytest.mark.parametrize("name", ["Upper", "under_score", "two--hyphens", "a b", "con"])
def test_a_theme_id_is_a_slug(name: str) -> None:
    """What becomes an address is plain."""
    _, problems = read_curation({f"themes/{name}.yaml": b"title: a\ndescription: b\n"})
    assert len(problems) == 1
    assert problems[0].hint.startswith("rename the file to ")


# --- robustness -----------------------------------------------------------------------------

PATHS = (
    "themes/a.yaml",
    "notes/a.md",
    "pages/a.md",
    "papers/a.yaml",
    "merge.yaml",
    "records.jsonl",
    "site.yaml",
    "x/../y",
    "a",
)
KEYS_AND_SIGNS = (
    *("---\n", "title", "themes", "links", "same", "former_papers", "start_here", ": ", "- ", "\n"),
    *("  ", "[", "]", "{", "}", "'", '"', "&a", "*a", "!!x", "\x00", "\ud7ff", "é", "#", "|"),
)
SOUP = st.lists(st.sampled_from(KEYS_AND_SIGNS), max_size=30).map(
    lambda parts: "".join(parts).encode()
)


@tries(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), st.one_of(SOUP, st.binary(max_size=40))))
def test_nothing_people_write_crashes_the_reading(sources: Mapping[str, bytes]) -> None:
    """Whatever the bytes, there is a library and a list of problems in known files."""
    library, found = library_of(sources, ("a",))
    assert {problem.path for problem in found} <= set(sources)
    assert {*library.themes_of, *library.left_out} == {"a"}


# --- schemas --------------------------------------------------------------------------------


def schema(name: str) -> Any:
    """A schema as it is shipped."""
    file = resources.files("readinglist") / "schema" / f"{name}.schema.json"
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_schemas_editors_use_know_the_keys_the_readers_know() -> None:
    """A key that is read is completed, and one that is completed is read."""
    a_theme, a_paper = schema("theme")["properties"], schema("paper")["properties"]
    assert tuple(a_theme) == themes.KEYS
    assert tuple(a_theme["start_here"]["items"]["properties"]) == themes.STEP_KEYS
    assert set(a_paper) == set(paper_files.KEYS)
    assert tuple(a_paper["links"]["items"]["properties"]) == corrections.LINK_KEYS
    assert tuple(schema("merge")["properties"]) == merge_rules.KEYS
    assert tuple(schema("site")["properties"]) == settings.KEYS
    a_reader = schema("reading")["properties"]
    assert tuple(a_reader) == board.KEYS
    assert tuple(a_reader["reads"]["items"]["properties"]) == board.READING_KEYS
    assert tuple(a_reader["presents"]["items"]["properties"]) == board.PRESENTATION_KEYS
    states = a_reader["reads"]["items"]["properties"]["state"]["enum"]
    assert states == [state.value for state in ReadingState]
    kinds = a_paper["links"]["items"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in LinkKind]
    assert a_paper["year"]["minimum"] == corrections.EARLIEST
    assert a_paper["year"]["maximum"] == corrections.LATEST


@pytest.mark.parametrize("name", ["theme", "paper", "merge", "site", "reading"])
def test_every_key_of_a_schema_is_described(name: str) -> None:
    """An editor shows the description beside the key."""
    for key, value in schema(name)["properties"].items():
        assert value["description"].endswith("."), key
