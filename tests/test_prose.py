"""Markdown in both directions: people's notes become safe HTML, plain text stays as it is."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.prose import (
    Reference,
    as_html,
    as_markdown,
    first_paragraph,
    readable_html,
    references,
)


def no_address(_kind: str, _id: str) -> str:
    """No paper and no theme is known."""
    return ""


def text_of(markup: str) -> str:
    """What a reader of the markup sees."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.mark.parametrize(
    "text",
    [
        "Reasoning to Attend: How <SEG> Token Works",
        r"improves by 15\% and f^{*} in _deterministic_ time",
        "Memory^3: Language Modeling",
        "1. not a list",
        "2) not a list either",
        "# not a heading",
        "- not a bullet + * either",
        "---",
        "===",
        "    not code",
        " # not a heading",
        "   1. not a list",
        "[x](javascript:alert(1)) ![y](https://evil.example/z.png)",
        "<script>alert(1)</script> &lt; &amp; &#x41;",
        "`code` ~~struck~~ **bold** | a | b |",
        "back\\slash \\* end\\",
        "https://example.org and www.example.org",
        "{{ 7*7 }} {% raw %} ${x}",
        "$x$ and \\(y\\)",
        ": definition",
        "[ref]: https://evil.example",
    ],
)
def test_plain_text_survives_markdown_letter_for_letter(text: str) -> None:
    """What a listing says is what a reader sees, with no markup in it."""
    markup = as_html(as_markdown(text), no_address)
    assert text_of(markup).strip() == text.strip()
    assert set(re.findall(r"<(\w+)", markup)) == {"p"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80))
def test_any_line_of_text_survives_markdown(text: str) -> None:
    """The same for any text at all (white space at the ends aside)."""
    markup = as_html(as_markdown(text), no_address)
    assert text_of(markup).strip() == text.strip()
    assert "<p>" in markup or not text.strip()


@given(st.text(st.sampled_from("ab \\`*_[]()<>!&#-+.1|~\"':/\n{}$^"), max_size=40))
def test_the_short_way_for_plain_paragraphs_gives_the_same_bytes(text: str) -> None:
    """A paragraph without a mark skips the parser; nobody can tell."""
    assert as_html(text, no_address) == as_html(f"{text}\n", no_address)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/\\\\evil.example",
        "\\\\evil.example",
        "https://user@evil.example/",
        "&#106;avascript:alert(1)",
    ],
)
def test_a_link_that_could_harm_is_left_as_text(target: str) -> None:
    """Scripts, data, files, other schemes and half-addresses make no link."""
    for markup in (as_html(f"[x]({target})", no_address), as_html(f"[x](<{target}>)", no_address)):
        assert "href" not in markup


def test_raw_html_and_pictures_in_a_note_are_shown_as_text() -> None:
    """A note cannot bring markup, and loads nothing from elsewhere."""
    markup = as_html('<img src=x onerror=alert(1)> ![p](https://e.org/p.png "t")', no_address)
    assert "<img" not in markup
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup


def test_links_by_id_lead_to_their_page_or_are_words() -> None:
    """`paper:` and `theme:` links are resolved; an unknown one keeps its words."""

    def address_of(kind: str, id_: str) -> str:
        return f"../../{kind}s/{id_}/" if id_ == "known" else ""

    markup = as_html("See [this](paper:known), [that](theme:unknown).", address_of)
    assert markup == '<p>See <a href="../../papers/known/">this</a>, that.</p>\n'


def test_the_first_paragraph_is_a_summary() -> None:
    """Without its marks, whatever stands before it."""
    text = "# About\n\nThis *list* is [ours](theme:x),\nand `yours`.\n\nMore.\n"
    assert first_paragraph(text) == "This list is ours, and yours."
    assert first_paragraph("# Only a heading") == ""


def test_every_link_by_id_is_found_with_its_line() -> None:
    """So that a mistaken id is reported where it stands."""
    text = "One [a](paper:x).\n\n- two\n- [b](theme:y)\n"
    assert references(text, 5) == (Reference("paper", "x", 5), Reference("theme", "y", 8))


def test_tex_residue_is_readable_and_its_source_kept() -> None:
    """`15\\%` reads 15%; the letters of the source are in a tooltip."""
    markup = as_html(as_markdown(r"up by 15\% in O(n^2)"), no_address, source_text=True)
    assert markup == (
        '<p>up by 15<span class="tex" title="\\%">%</span> in '
        'O(n<span class="tex" title="^2">²</span>)</p>\n'
    )
    assert readable_html('<b>"^2') == "&lt;b&gt;&quot;^2"


def test_deep_nesting_ends_in_text() -> None:
    """100,000 brackets or quotes neither crash nor hang."""
    for text in (
        "[" * 1_000_000,
        "![" * 100_000,
        "> " * 5_000,
        "- " * 5_000,
        "*" * 100_000,
        "`" * 100_000,
    ):
        assert as_html(text, no_address)
