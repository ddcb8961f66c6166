"""Joining style sheets from parts: the order, and the reported problems."""

from __future__ import annotations

import pytest

from readinglist.problems import as_text
from readinglist.site.styles import joined_styles
from tests.growth import growth, repeated


def problems(files: dict[str, str]) -> list[str]:
    """Return the problems of some style sheets, one line each, without hints."""
    _, found = joined_styles({name: text.encode() for name, text in files.items()})
    return [as_text(one).partition("\n")[0] for one in found]


def test_parts_stand_where_they_are_imported() -> None:
    """Parts are in the order of imports, before other rules; other files do not change."""
    files, found = joined_styles(
        {
            "css/a.css": b'/* A: @import "./x/no.css"; */\n@import "./x/2.css";\n'
            b'@import "./x/1.css";\na { b: c }\n',
            "css/x/1.css": b"one { content: \"@import 'x';\" }",
            "css/x/2.css": "zwei { ü: 2 }".encode(),
            "css/b.css": b"b {}",
            "own.css": b"@import url(x.css);",
        }
    )
    assert found == ()
    assert files == {
        "a.css": '/* A: @import "./x/no.css"; */\nzwei { ü: 2 }\n'
        "one { content: \"@import 'x';\" }\na { b: c }\n".encode(),
        "b.css": b"b {}",
        "own.css": b"@import url(x.css);",
    }


WRONG = [
    ('@import url("./x/1.css");', "1:1: this cannot be imported"),
    ('@import "./x/1.css" print;', "1:1: this cannot be imported"),
    ('@import "https://example.org/a.css";', "1:1: this cannot be imported"),
    ('@IMPORT "./x/1.css";', "1:1: this cannot be imported"),
    ('@import "./x/1.css"', "1:1: this cannot be imported"),
    ('/* ü */ @import "./x/2.css";', "1:9: there is no part static/css/x/2.css"),
    ('@import "../x/1.css";', "1:1: there is no part static/x/1.css"),
    ('@import "./b.css";', "1:1: there is no part static/css/b.css"),
    ('a {}\n  @import "./x/1.css";', "2:3: imports must come before all rules"),
    ('@charset "utf-8";\n@import "./x/1.css";', "2:1: imports must come before all rules"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_cannot_be_imported_is_reported_where_it_stands(text: str, message: str) -> None:
    """Each problem has its position and its message."""
    files = {"css/a.css": text, "css/b.css": "", "css/x/1.css": "one {}"}
    assert problems(files) == [f"static/css/a.css:{message}"]


def test_a_part_imports_nothing() -> None:
    """So there can be no cycles."""
    files = {"css/a.css": '@import "./x/1.css";', "css/x/1.css": 'a {}\n@import "./2.css";'}
    assert problems(files) == ["static/css/x/1.css:2:1: a part cannot import another"]


def test_two_style_sheets_of_one_name_are_reported() -> None:
    """Pages load one file by each name."""
    assert problems({"css/a.css": "", "a.css": ""}) == [
        "static/css/a.css:1:1: static/a.css has the name of the style sheet made from this file"
    ]


def test_a_near_name_is_suggested() -> None:
    """For a misspelt part."""
    files = {"css/a.css": b'@import "./x/lsts.css";', "css/x/lists.css": b""}
    (problem,) = joined_styles(files)[1]
    assert problem.hint == "did you mean css/x/lists.css?"


@pytest.mark.parametrize("unit", ["/*", "*/", '"', "'", "@import", '@import "', "@", "\\", "a/"])
def test_the_time_grows_with_the_length_alone(unit: str) -> None:
    """The time is linear in the length of the text, even with unterminated strings."""

    def read(text: str) -> None:
        joined_styles({"css/a.css": text.encode()})

    assert growth(read, repeated(unit), (20_000, 80_000)) == ""
