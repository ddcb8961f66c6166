"""Comments and merge conflicts, which must not be published."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.build import build, examine
from readinglist.listings import read_listing
from readinglist.problems import as_text
from readinglist.text.comments import conflicts, without_comment_lines, without_comments
from readinglist.text.markdown import as_html, findings, team_markdown
from tests.libraries import LOOK, folder

SECRET = "zqsecretqz"
PAPER = b"On Names\n\nWe study names at some length, and then we study them again.\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a <!-- x --> b", "a  b"),
        ("a <!-- x\n\ny --> b", "a \n\n b"),
        ("<!-- a --><!-- b -->c", "c"),
        ("<!-->c", "c"),
        ("<!--->c", "c"),
        ("<!-- a --!> c", " c"),
        ("`<!-- kept -->` <!-- gone -->", "`<!-- kept -->` "),
        ("``a ` <!-- kept --> `` <!-- gone -->", "``a ` <!-- kept --> `` "),
        ("`open\n\n<!-- gone -->`", "`open\n\n`"),
        (r"\`<!-- gone -->`", r"\``"),
        ("```\n<!-- kept -->\n```\n<!-- gone -->", "```\n<!-- kept -->\n```\n"),
        ("- ~~~\n  <!-- kept -->\n  ~~~\n<!-- gone -->", "- ~~~\n  <!-- kept -->\n  ~~~\n"),
        ("<!--\n```\n-->after <!-- gone -->", "\n\nafter "),
        ("> <!-- gone\n> more -->\n> text", "> \n\n> text"),
        ("[//]: # (gone)\ntext", "\ntext"),
        ('[note]: <> "gone"\n', "\n"),
        ("[//]: # (gone\nas well) too\ntext", "\n\ntext"),
        ("text\n- [//]: # (gone (and gone))\n", "text\n- \n"),
        ("[kept]: https://example.org (title)\n", "[kept]: https://example.org (title)\n"),
        (r"\<!-- kept -->", r"\<!-- kept -->"),
        ("> ```\n> a\n<!-- gone -->", "> ```\n> a\n"),
        ("- ```\n  a\n\n<!-- gone -->", "- ```\n  a\n\n"),
        (
            "```\n> ```\n<!-- kept -->\n    ```\n<!-- kept -->\n```\n<!-- gone -->",
            "```\n> ```\n<!-- kept -->\n    ```\n<!-- kept -->\n```\n",
        ),
        ("- a ` b\n- <!-- gone --> `", "- a ` b\n-  `"),
        ("a ` b\n# <!-- gone --> `", "a ` b\n#  `"),
    ],
)
def test_comments_are_taken_out_of_markdown(text: str, left: str) -> None:
    """Outside code, with the line ends in them kept."""
    found, unclosed = without_comments(text)
    assert (found, unclosed) == (left, None)
    assert found.count("\n") == text.count("\n")


def test_a_comment_that_is_not_closed_hides_nothing_in_silence() -> None:
    """What follows is not published, and the place is told."""
    left, unclosed = without_comments("a\nb <!-- c\nd")
    assert left == "a\nb "
    assert unclosed is not None
    assert (unclosed.line, unclosed.column) == (2, 3)


@given(st.text(st.sampled_from("`~<!->\n \\a[]:#("), max_size=40))
def test_lines_keep_their_numbers(text: str) -> None:
    """Whatever the text, what is left has as many lines, up to an open comment."""
    left, unclosed = without_comments(text)
    if unclosed is None:
        assert left.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!-- a -->\nT\n", "\nT\n"),
        ("T\n  <!-- a\n\nb -->  \nA\n", "T\n\n\n\nA\n"),
        ("On <!-- comments --> in HTML\n", "On <!-- comments --> in HTML\n"),
        ("<!-- a --> T\n", "<!-- a --> T\n"),
        ("<!-- open\nT\n", "<!-- open\nT\n"),
        ("<!-- a -->\r\nT", "\r\nT"),
        ("<!-- a --!>\nT\n<!-- b -->", "\nT\n"),
        ("<!-- a --> <!-- b\n--><!-->\nT", "\n\nT"),
        ("<!-- a -->\rT\r<!-- b -->\r", "\rT\r\r"),
    ],
)
def test_comments_of_whole_lines_are_no_lines_of_a_listing(text: str, left: str) -> None:
    """Within a line they are letters of a title or an abstract."""
    assert without_comment_lines(text) == left


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n", [1]),
        ("a\r\n<<<<<<< HEAD\r\nb\r\n", [2]),
        ("a\n>>>>>>> theirs\n", [2]),
        ("a\n||||||| merged common ancestors\n", [2]),
        ("<<<<<<<\n=======\n>>>>>>>\n", [1]),
        ("<<<<<<<<<<< HEAD\n", [1]),
        ("<<<<<<< A\n>>>>>>> B\n<<<<<<< C\n>>>>>>> D\n", [1, 3]),
        ("Heading\n=======\n", []),
        (" <<<<<<< quoted\n", []),
        ("<<<<<<<HEAD\n", []),
        ("||||||| a | b |\n", []),
        ("a\r\n>>>>>>>\r\n", [2]),
        ("> > > > > > > deep\n", []),
    ],
)
def test_marks_of_a_conflict_are_found(text: str, lines: list[int]) -> None:
    """Each conflict once, whole or partly resolved; an underlined heading is none."""
    assert [place.line for place in conflicts(text.replace("\r\n", "\n"))] == lines


MARKS = f"<<<<<<< HEAD\n{SECRET}\n=======\nother\n>>>>>>> theirs\n"
CONFLICTED: dict[str, str | bytes] = {
    "site.yaml": f'title: "Ours\n{MARKS}"\n',
    "papers/on-names.yaml": f"themes:\n{MARKS}",
    "themes/a.yaml": f'title: A\ndescription: "\n{MARKS}"\n',
    "notes/on-names.md": f"```\n{MARKS}```\n",
    "pages/about.md": f"# About\n\n{MARKS}",
    "reading/ada.yaml": f"name: |\n  x\n{MARKS}",
    "merge.yaml": f"same:\n{MARKS}",
    "records.jsonl": MARKS,
    "themes/b.yaml": f"\ufeff{MARKS}",
    "pages/more.md": f"---\n{MARKS}title: More\n---\n",
    "listings/b.txt": f"Some Title\n\nWe study this at length.\n{MARKS}",
    "listings/d.txt": f"Some Title\r\rWe study this.\r{MARKS}".replace("\n", "\r"),
    "listings/e.txt": f"<!doctype html>\n{MARKS}",
    "listings/c.txt": f"Some Title\n\nWe study this at length.\n{MARKS}".encode("utf-16"),
}


@pytest.mark.parametrize("path", CONFLICTED)
def test_a_conflict_in_any_source_stops_the_build_with_one_message(path: str) -> None:
    """Wherever it stands, in quotes and code too, whatever the encoding."""
    text = CONFLICTED[path]
    raw = text if isinstance(text, bytes) else text.encode()
    problems = examine({"listings/a.txt": PAPER, path: raw}).problems
    errors = [problem for problem in problems if problem.severity == "error"]
    assert [problem.message for problem in errors] == [
        "this file contains an unresolved merge conflict"
    ]
    assert [one for one in problems if one.path == path] == errors
    assert (errors[0].path, errors[0].column) == (path, 1)
    found = build({"listings/a.txt": PAPER, path: raw}, LOOK)
    assert found.site == {}


@pytest.mark.parametrize(
    ("folder", "name", "before"),
    [
        ("templates", "free.html", "a\n"),
        ("templates", "free.html", "\ufeff\n"),
        ("static", "css/style.css", "a {}\r\n"),
        ("static", "js/front.js", "a();\n"),
        ("static", "SITE.WEBMANIFEST", "{\n"),
        ("static", "robots", "\n"),
    ],
)
def test_a_conflict_in_the_look_stops_the_build(folder: str, name: str, before: str) -> None:
    """A template or a style sheet with marks of git would be published with them."""
    look = LOOK
    files = {**getattr(look, folder), name: f"{before}{MARKS}".encode()}
    found = build({"listings/a.txt": PAPER}, replace(look, **{folder: files}))
    assert found.site == {}
    (problem,) = found.problems
    assert as_text(problem).startswith(
        f"{folder}/{name}:2:1: this file contains an unresolved merge conflict"
    )


def test_a_conflict_in_a_listing_is_reported_by_parse_too() -> None:
    """Before the file joins the list; what is around the marks is read."""
    listing, problems = read_listing(f"On Names\n\nWe study names.\n\n{MARKS}".encode(), "a.txt")
    assert as_text(problems[0]).startswith(
        "a.txt:5:1: this file contains an unresolved merge conflict"
    )
    assert listing is not None
    assert listing.entries[0].title == "On Names"
    assert "HEAD" not in repr(listing)


def test_no_comment_reaches_any_file_of_a_site() -> None:
    """Pages, Markdown, feeds, exports, search index, cards, calendars and the zip."""
    hidden = f"<!-- {SECRET} -->"
    files: dict[str, str | bytes] = {
        "site.yaml": f"# {SECRET}\ntitle: Ours\nurl: https://ours.example/\n",
        "listings/a.txt": f"<!-- {SECRET}\n{SECRET} -->\n".encode() + PAPER,
        "themes/a.yaml": f"title: A # {SECRET}\ndescription: d\n",
        "papers/on-names.yaml": f"# {SECRET}\nthemes:\n  - a # {SECRET}\n",
        "notes/on-names.md": (
            f"{hidden}Read{hidden} *this* {hidden}\n\n[//]: # ({SECRET})\n\n- x\n\n  <!--\n\n"
            f"  {SECRET}\n  -->\n"
        ),
        "pages/about.md": f"---\n# {SECRET}\ntitle: About\n---\n{hidden}\nWe.{hidden}\n",
        "reading/ada.yaml": f"name: Ada # {SECRET}\n",
    }
    found = build(folder(files=files), LOOK)
    assert found.problems == ()
    assert [path for path, raw in found.site.items() if SECRET.encode() in raw] == []
    assert b"Read" in found.site["papers/on-names/index.md"]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("themes/a.yaml", "title: A\ndescription: d <!-- x -->\n", "2:14"),
        ("site.yaml", "title: A <!-- x -->\n", "1:8"),
        ("papers/on-names.yaml", "authors:\n  - A <!-- x -->\n", "2:5"),
        ("pages/about.md", "---\ntitle: A <!-- x -->\n---\n", "2:8"),
    ],
)
def test_an_html_comment_in_yaml_is_an_error(path: str, text: str, place: str) -> None:
    """There it is no comment, and would be published."""
    problems = examine({"listings/a.txt": PAPER, path: text.encode()}).problems
    errors = [as_text(one).split("\n")[0] for one in problems if one.severity == "error"]
    assert f"{path}:{place}: this HTML comment would be published" in errors


HOSTILE = (
    *("`", "``", "```", "~~~", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "|", "| - |\n"),
    *("\\`", "$", "$$", "===\n", "***\n", "a", "[a](", "[//]: # (", ")", '"', "<b>", "<!", "->"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*HOSTILE, f"<!-- {SECRET} -->"]), max_size=16).map("".join))
def test_a_comment_is_published_nowhere_but_in_code(text: str) -> None:
    """Whatever is around it, it is code for every reader, or it is gone, or it is an error."""
    left, unclosed = without_comments(text)
    if unclosed or any(one.kind == "comment" for one in findings(left)):
        return
    html = as_html(team_markdown(left, {}, ""))
    assert SECRET not in re.sub(r"(<code[^>]*>).*?</code>", r"\1", html, flags=re.DOTALL)


def test_a_comment_that_is_neither_code_nor_taken_out_is_an_error() -> None:
    """In cells, where a code span ends with its cell, and in the name of a language."""
    for text, place in (("| a ` | <!-- x --> ` |\n| - | - |\n", "1:9"), ("``` <!-- x -->", "1:1")):
        problems = examine({"listings/a.txt": PAPER, "notes/on-names.md": text.encode()}).problems
        errors = [as_text(one).split("\n")[0] for one in problems if one.severity == "error"]
        assert errors == [
            f"notes/on-names.md:{place}: the comment that begins here would be published"
        ]


def test_an_escaped_tag_is_meant_to_be_read() -> None:
    """Nothing is said of it."""
    assert findings(r"\<b> \<!-- x --> &lt;i> \[a\](b) [a]\(b)") == ()
