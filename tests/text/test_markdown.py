"""Rendering of Markdown, and conversion of text to safe Markdown."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readinglist.model import Paper
from readinglist.text.markdown import (
    Finding,
    Markdown,
    abstract_markdown,
    as_html,
    as_inline_html,
    findings,
    first_paragraph,
    plain_markdown,
    readable_html,
    team_markdown,
)

PAGE = "papers/one/"


def note(text: str, **links: str) -> str:
    """What the team wrote, as the HTML of a page two folders deep."""
    return as_html(team_markdown(text, links, PAGE))


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
        "https://example.org/a_b and (www.example.org/a_b), HTTP://EXAMPLE.ORG/*",
        "{{ 7*7 }} {% raw %} ${x}",
        "$x$ and \\(y\\)",
        ": definition",
        "[ref]: https://evil.example",
    ],
)
def test_plain_text_survives_markdown_letter_for_letter(text: str) -> None:
    """What a listing says is what a reader sees, with no markup in it."""
    markup = as_html(plain_markdown(text))
    assert text_of(markup).strip() == text.strip()
    assert set(re.findall(r"<(\w+)", markup)) == {"p"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "NeurIPS, 2020. https://doi.org/10.1000/a_b",
            r"NeurIPS, 2020. https\://doi.org/10.1000/a\_b",
        ),
        ("[http://example.org/]", r"\[http\://example.org/\]"),
        ("www.example.org/a~b", r"www\.example.org/a\~b"),
        ("a_b https://arxiv.org/abs/1506.03134", r"a\_b https://arxiv.org/abs/1506.03134"),
    ],
)
def test_no_reader_links_an_address_with_our_backslashes_in_it(text: str, written: str) -> None:
    """GitHub links bare addresses as they stand, where a backslash is a part of the address."""
    assert plain_markdown(text).source == written


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80))
def test_any_line_of_text_survives_markdown(text: str) -> None:
    """The same for any text at all (white space at the ends aside)."""
    markup = as_html(plain_markdown(text))
    assert text_of(markup).strip() == text.strip()
    assert "<p>" in markup or not text.strip()


@given(st.text(st.sampled_from("ab \\`*_[]()<>!&#-+.1|~\"':/\n{}$^"), max_size=40))
def test_the_short_way_for_plain_paragraphs_gives_the_same_bytes(text: str) -> None:
    """A paragraph without a mark skips the parser; nobody can tell."""
    assert as_html(Markdown(text)) == as_html(Markdown(f"{text}\n"))


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
    for written in (
        f"[x]({target})",
        f"[x](<{target}>)",
        f"[x][1]\n\n[1]: {target}",
        f"<{target}>",
    ):
        assert "href" not in note(written)
        assert is_harmless(team_markdown(written, {}, PAGE).source)


def is_harmless(source: str) -> bool:
    """Whether a reader of Markdown that knows HTML makes no markup, picture or bad link of it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[method-assign, assignment] # any but none
    for token in parser.parse(source):
        for one in (token, *(token.children or ())):
            if one.type in ("html_block", "html_inline", "image"):
                return False
            href = str(one.attrGet("href") or "") if one.type == "link_open" else ""
            if href and not re.match(r"https?://|mailto:|#|\.\./", href):
                return False
    return True


def test_raw_html_and_pictures_in_a_note_are_shown_as_text() -> None:
    """A note cannot bring markup, and loads nothing from elsewhere, on the page and beside it."""
    text = '<img src=x onerror=alert(1)> ![p](https://e.org/p.png "t")\n\n<div>\n**b**\n</div>\n'
    markup = note(text)
    assert "<img" not in markup
    assert "<div" not in markup
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup
    assert is_harmless(team_markdown(text, {}, PAGE).source)
    assert not is_harmless(text)


PIECES = (
    *(
        "<",
        ">",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<script>",
        "<a href='javascript:x'>",
        "<?x",
        "<![CDATA[",
    ),
    *(
        "[x](javascript:x)",
        "![x](https://e.org/)",
        "[x]: javascript:x",
        "[x]",
        "[x][x]",
        "(",
        ")",
        "!",
    ),
    *(
        "`",
        "``",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "1. ",
        "> ",
        "# ",
        "|",
        "| - |",
        "\\",
        "$",
        "$$",
    ),
    *(
        "*",
        "**",
        "_",
        "&lt;",
        "&#106;",
        "javascript:",
        "<https://e.org>",
        "paper:x",
        "a",
        " ",
        "\t",
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_the_team_writes_is_harmless_for_other_readers_of_markdown(text: str) -> None:
    """The Markdown beside a page is read by programs that know HTML."""
    made = team_markdown(text, {"paper:x": "papers/x/"}, PAGE)
    assert is_harmless(made.source)


def test_what_a_note_says_stays_what_it_says() -> None:
    """Lists, tables, code, quotes and struck-out words come through."""
    text = (
        "1. one\n2. two\n\n> quoted `<b>`\n\n| a | b |\n| -- | --: |\n| ~~x~~ | `y` |\n\n"
        "```html\n<i>\n```\n"
    )
    markup = note(text)
    for piece in ("<ol>", "<blockquote>", "<code>&lt;b&gt;</code>", "<s>x</s>", "<td", "&lt;i&gt;"):
        assert piece in markup, piece
    assert team_markdown(team_markdown(text, {}, PAGE).source, {}, PAGE).source == (
        team_markdown(text, {}, PAGE).source
    )


@pytest.mark.parametrize(
    "formula",
    [r"$\|x\|_2^2$", r"$a_{1} * b * c_2$", r"$\{x \mid y\}$", "$$\na_1 \\\\ b_2\n$$", r"$x < y$"],
)
def test_formulas_keep_their_letters(formula: str) -> None:
    """On the page and in the Markdown beside it."""
    assert formula in team_markdown(f"So {formula} holds.\n", {}, PAGE).source or "\n" in formula
    assert formula in html.unescape(note(f"{formula}\n"))


def test_a_formula_that_others_would_take_for_a_tag_gets_a_space() -> None:
    """TeX does not mind it."""
    assert team_markdown("So $x<y>z$ holds.", {}, PAGE).source == "So $x< y>z$ holds."


@pytest.mark.parametrize(
    "formula",
    [
        r"\(\|x\|_2^2\)",
        r"\[\{ a_i * b_i * c \}\]",
        "\\[\n\\sum_i a_i \\\\\nb_1\n\\]",
        r"\(\alpha\)",
    ],
)
def test_formulas_in_brackets_of_latex_keep_their_letters(formula: str) -> None:
    """Once, and when what was made is read again."""
    made = team_markdown(f"So {formula} holds.\n", {}, PAGE)
    assert made.source == f"So {formula} holds."
    assert f'<span class="math">{formula}</span>' in as_html(made)
    assert first_paragraph(made.source).replace("\n", " ") == made.source.replace("\n", " ")


@pytest.mark.parametrize("before", ["", "So\n", "> ", "- "])
def test_a_formula_of_several_lines_is_no_list(before: str) -> None:
    """Whatever its lines begin with, in a paragraph, a quote or an item."""
    indent = {"> ": "> ", "- ": "  "}.get(before, "")
    lines = (r"\[", "x_1", "+ y", "=", "- z", r"\]", "is so.")
    made = note(before + f"\n{indent}".join(lines))
    assert '<span class="math">\\[\nx_1\n+ y\n=\n- z\n\\]</span>' in made
    assert "is so." in made


@pytest.mark.parametrize(
    "text", [r"\[1\]", r"\(a\)", r"\\(a_1\\)", "[a_1](b)", r"\[a_1](b) \(c", "[a_1]: javascript:x"]
)
def test_escaped_brackets_of_words_are_no_formulas(text: str) -> None:
    """Nor are those that writing the Markdown anew brought in."""
    markup = note(text)
    assert "math" not in markup
    assert "\\[" not in markup


@pytest.mark.parametrize(
    "text", ["$$a_1$$ (x)", "$$\na_1\n$$ (x)", "$$a_1$$ (x) (y)", "- $$a_1$$ (x)"]
)
def test_words_in_brackets_after_a_formula_are_words(text: str) -> None:
    """They are not the number of an equation, which has no Markdown of its own."""
    made = team_markdown(text, {}, PAGE)
    assert made.source == text
    assert "(x)" in as_html(made)
    assert '<span class="math">' in as_html(made)


def test_prices_are_no_formulas() -> None:
    """A dollar before a number, or before a space, is a dollar."""
    markup = note("It costs $5 and *that* costs $6, or a_b $ c_d $.")
    assert "math" not in markup
    assert "<em>that</em>" in markup


def test_links_by_name_lead_to_their_page_or_are_words() -> None:
    """`paper:` and `theme:` links are relative to the page; an unknown one keeps its words."""
    links = {"paper:known": "papers/known/", "theme:Some title": "themes/some/"}
    text = "See [this](paper:known), [that](theme:unknown), [it](<theme:Some title>)."
    made = team_markdown(text, links, PAGE)
    assert made.source == "See [this](../../papers/known/), that, [it](../../themes/some/)."
    assert '<a href="../../papers/known/">this</a>' in as_html(made)


def test_the_first_paragraph_is_a_summary() -> None:
    """Without its marks, whatever stands before it."""
    text = "# About\n\nThis *list* is [ours](theme:x),\nand `yours`.\n\nMore.\n"
    assert first_paragraph(text) == "This list is ours, and yours."
    assert first_paragraph("# Only a heading") == ""


def test_what_needs_a_look_is_found_with_its_place() -> None:
    """Links by name, links that cannot be one, HTML; nothing in code or in formulas."""
    text = (
        "One [a](paper:x) `[c](d) <b>`.\n\n- [b](theme:y) [e](../z/)\n```\n[f](g)\n```\n"
        "H<sub>2</sub>O [h](https://h.org) [a](paper:x)\n\nSo \\(a_1 [b](c) <b>\\).\n"
    )
    assert findings(text, 5) == (
        Finding("paper", "x", 5, 9),
        Finding("theme", "y", 7, 7),
        Finding("not a link", "../z/", 7, 20),
        Finding("HTML", "<sub>", 11, 2),
        Finding("paper", "x", 11, 39),
    )


def test_many_tags_are_pointed_out_a_few_times() -> None:
    """The others are of the same kind."""
    found = findings("<b>x</b> " * 50)
    assert [one.name for one in found] == ["<b>"] * 3
    assert findings("if a<b or c < d, x <- y") == ()


def test_tex_residue_is_readable_and_its_source_kept() -> None:
    """`15\\%` reads 15%; the letters of the source are in a tooltip."""
    markup = as_html(abstract_markdown(Paper("p", "P", r"up by 15\% in O(n^2)", (), ())))
    assert markup == (
        '<p>up by 15<span class="tex" title="\\%">%</span> in '
        'O(n<span class="tex" title="^2">²</span>)</p>\n'
    )
    assert readable_html('<b>"^2') == "&lt;b&gt;&quot;^2"


def test_one_paragraph_is_printed_inline() -> None:
    """A reason stands in a paragraph of the template's own."""
    assert as_inline_html(plain_markdown("a <b> & c")) == "a &lt;b&gt; &amp; c"


def test_a_paragraph_of_very_many_parts_is_plain_text() -> None:
    """Writing it with its marks would take minutes."""
    made = team_markdown("*a*\n" * 5_000, {}, PAGE)
    assert "<em>" not in as_html(made)
    assert text_of(as_html(made)).count("*a*") == 5_000
