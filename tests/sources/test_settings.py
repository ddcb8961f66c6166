"""Parsing of ``site.yaml``."""

from __future__ import annotations

import pytest

from readinglist.model import Settings
from readinglist.problems import Severity
from readinglist.sources.settings import read_settings


def settings_of(text: str, *pages: str) -> tuple[Settings, list[tuple[int, int, str]]]:
    """The settings, and where what is wrong."""
    sources = {f"pages/{page}.md": b"# Page" for page in pages}
    settings, problems = read_settings({"site.yaml": text.encode(), **sources})
    assert {problem.path for problem in problems} <= {"site.yaml"}
    return settings, [(problem.line, problem.column, problem.message) for problem in problems]


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n", "title:\nurl:\npages:\n"])
def test_everything_has_a_default(text: str | None) -> None:
    """A folder of listings is a site; keys may be left open."""
    sources = {} if text is None else {"site.yaml": text.encode()}
    assert read_settings(sources) == (Settings(), ())


def test_all_settings_are_read() -> None:
    """Addresses are made ready to be built upon: one final slash, or none."""
    settings, problems = settings_of(
        "title: no\ndescription: >-\n  Two\n  lines.\nurl: https://example.org/a\n"
        "repository: https://git.example.org/a/\nbranch: feature/one\nlanguage: zh-Hant-TW\n"
        "pages: [how, about]\nsynonyms:\n  - kv cache, key-value  store,\n",
        "about",
        "how",
    )
    assert problems == []
    assert settings == Settings(
        title="no",
        description="Two lines.",
        url="https://example.org/a/",
        repository="https://git.example.org/a",
        branch="feature/one",
        language="zh-Hant-TW",
        page_order=("how", "about"),
        synonyms=(("kv cache", "key-value store"),),
    )


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("titel: a", 1, "there is no key “titel” here"),
        ("title: [a]", 8, "title must be text, not a list"),
        ("url: example.org", 6, "url must be a URL, not “example.org”"),
        ("url: javascript:alert(1)", 6, "url must be a URL, not “javascript:alert(1)”"),
        ("url: https://a.org/\u202e", 6, "url must be a URL, not “https://a.org/\\u202e”"),
        ("url: https://a.org/?b", 6, "url must not contain ? or #: “https://a.org/?b”"),
        ("repository: git@a.org:b", 13, "repository must be a URL, not “git@a.org:b”"),
        ("branch: a..b", 9, "“a..b” is not a valid value of branch"),
        ("branch: a b", 9, "“a b” is not a valid value of branch"),
        ("branch: a<b", 9, "“a<b” is not a valid value of branch"),
        ("language: english", 11, "“english” is not a valid value of language"),
        ("language: en_GB", 11, "“en_GB” is not a valid value of language"),
        ("pages: about", 8, "expected a list here, found text"),
        ("pages: [abuot]", 9, "there is no page “abuot”"),
        ("pages: [about, about]", 16, "the page “about” is listed twice"),
        ("synonyms: [cache]", 12, "“cache” is not a group: it needs two or more synonyms"),
        ("- a", 1, "expected keys and values here, found a list"),
    ],
)
def test_a_mistake_is_reported_where_it_stands(line: str, column: int, message: str) -> None:
    """And the default is used in its place, so that the rest can be checked."""
    settings, problems = settings_of(line, "about")
    assert problems == [(1, column, message)]
    expected = ("about",) if "about, about" in line else ()
    assert settings == Settings(page_order=expected)


def test_a_hint_names_the_nearest_key_and_page() -> None:
    """What was meant is a question away."""
    sources = {"site.yaml": b"repo: a\npages: [abuot]\n", "pages/about.md": b"# About"}
    _, problems = read_settings(sources)
    assert [problem.hint for problem in problems] == [
        "did you mean repository?",
        "did you mean about?",
    ]
    assert {problem.severity for problem in problems} == {Severity.ERROR}


def test_long_values_are_cut_in_messages() -> None:
    """Ten megabytes of mistake make a short message."""
    _, problems = settings_of(f"language: {'x' * 10_000_000}")
    assert len(problems[0][2]) < 120
