"""Parsing of YAML: values, positions, and messages for errors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from readinglist.problems import as_text
from readinglist.sources import yamlfile
from readinglist.sources.yaml_errors import explain
from readinglist.sources.yamlfile import (
    DEEPEST,
    FrontMatter,
    Items,
    Node,
    Table,
    Text,
    decode,
    read,
    split_front_matter,
)
from tests.growth import growth, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.growth import Make

LOADERS = [yaml.SafeLoader, yamlfile.LOADER]


@pytest.fixture(params=LOADERS, ids=["python", "fastest"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with PyYAML's own parser, and with LibYAML's where there is one."""
    monkeypatch.setattr(yamlfile, "LOADER", request.param)


def plain(node: Node | None) -> Any:
    """A value without its places."""
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Table):
        return {key.value: plain(value) for key, value in node.rows}
    return node.value if node else None


def only(text: str) -> str:
    """The one problem of a text, as a person reads it."""
    _, problems = read(text, "f")
    assert len(problems) == 1, problems
    return as_text(problems[0])


# --- values ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("either")
def test_every_scalar_stays_text() -> None:
    """Nothing becomes a boolean, a number or a date; null and nothing are the empty text."""
    words = ["no", "Yes", "2401.00010", "007", "1e3", "2024-02-30", "12:30:00", ".inf", "Null", "="]
    value, problems = read("\n".join(f"- {word}" for word in words), "f")
    assert (plain(value), problems) == (words, ())
    value, problems = read("a:\nb: null\nc: ~\nd: 'null'\n", "f")
    assert (plain(value), problems) == ({"a": "", "b": "", "c": "", "d": "null"}, ())


@pytest.mark.usefixtures("either")
def test_places_count_from_one_and_from_the_first_line() -> None:
    """A front matter's lines are those of its file; columns are characters, not bytes."""
    value, problems = read("é: ü\nlist:\n  - a\n  - {ключ: z}\n", "f", first_line=2)
    assert not problems
    assert value == Table(
        (
            (Text("é", 2, 1), Text("ü", 2, 4)),
            (
                Text("list", 3, 1),
                Items(
                    (
                        Text("a", 4, 5),
                        Table(((Text("ключ", 5, 6), Text("z", 5, 12)),), 5, 5),
                    ),
                    4,
                    3,
                ),
            ),
        ),
        2,
        1,
    )


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff"])
def test_a_text_without_a_value_has_none(text: str) -> None:
    """That is for the reader of the file to judge."""
    assert read(text, "f") == (None, ())


@pytest.mark.usefixtures("either")
def test_line_ends_and_a_mark_change_nothing() -> None:
    """A file saved on Windows says the same."""
    text = "a: b\nc: |\n  d\n  e\n"
    assert read("\ufeff" + text.replace("\n", "\r\n"), "f") == read(text, "f")


VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text("abcé:#-' ", min_size=1, max_size=6), inner, max_size=4),
    ),
    max_leaves=12,
)


@tries(max_examples=60, deadline=None)
@given(VALUES, st.booleans(), st.sampled_from([None, "'", '"']))
def test_what_is_written_as_yaml_is_read_back(value: Any, flow: bool, style: str | None) -> None:
    """Reading undoes writing, with both parsers, to the same places."""
    text = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=flow, default_style=style, width=30
    )
    values, all_problems = set(), set()
    for loader in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yamlfile, "LOADER", loader)
            node, problems = read(text, "f")
        assert plain(node) == value
        values.add(node)
        all_problems.add(problems)
    assert len(values) == 1
    assert all_problems == {()}


# --- refused --------------------------------------------------------------------------------

SLIPS = {
    'title: Foo: "bar"\n': '1:8: a value that contains ": " needs quotes | write it as \'Foo: "bar"\'',
    "papers:\n\t- a\n": "2:1: YAML requires spaces here, not a tab | replace it with spaces",
    "title:\ta\n": "1:7: YAML requires spaces here, not a tab | replace it with spaces",
    "title: @a\n": "1:8: a value cannot begin with @ here",
    "title: `a`\n": "1:8: a value cannot begin with ` here",
    "title: *bold* text\n": "1:8: a value cannot begin with * here",
    "title: & more\n": "1:8: a value cannot begin with & here",
    "title: a\nwhy: 'open\n": "2:6: the quote ' is opened here and never closed",
    'title: "a\nwhy: "b"\n': '2:6: the quote " that ends here was opened on a line above',
    "title: 'it's'\n": "1:12: text follows the closing quote '",
    "title: [SEG] wins\n": "1:14: text follows the closing bracket ]",
    "title: [a\nb: c\n": "1:8: the bracket [ is opened here and never closed",
    'title: "\\mathbb"\n': "1:8: this value in double quotes contains an unknown escape",
    'title: "\\UFFFFFFFF"\n': "1:8: this value in double quotes contains an unknown escape",
    "title: > a\n": "1:8: text follows > on its line",
    "title: - a\n": "1:8: a list cannot begin on the same line as its key",
    "title a\nb: c\n": "1:1: this line is neither a key with a colon nor part of",
    "title:a\nb: c\n": "1:1: a key needs a space after its colon",
    "papers:\n  - b\n  -a\n": "3:3: a list item needs a space after its hyphen",
    "a: b\n  c: d\n": "2:3: this line is indented too deeply",
    "a:\n  - b\n - c\n": "3:2: the indentation of this line does not match the lines above it",
    "a: b\n---\nc: d\n": "2:1: a second YAML document begins here",
    "a: b\nc: d\na: e\n": "3:1: the key “a” is used twice | it is first at line 1, column 1",
    "a: &x b\n": "1:4: anchors (&x) are not supported",
    "a: *x\n": "1:4: aliases (*x) are not supported",
    "a: !!python/object/apply:os.system [ls]\n": "1:4: tags (!!python/object/apply:os.system)",
    "a: !x b\n": "1:4: tags (!x) are not supported",
    "<<: {a: b}\n": "1:1: merge keys (<<) are not supported",
    "a: {{ b }}\n": "1:5: a key must be a word, not a list or a mapping",
    "%YAML 3.0\n---\na: b\n": "1:1: a line that begins with % is a YAML directive",
    "# first\n\n%TAG ! x\n%TAG ! x\n---\na: b\n": "3:1: a line that begins with % is a YAML",
    "%FOO\n---\na: b\n": "1:1: a line that begins with % is a YAML directive",
    "---\n%TAG !a! x\n%TAG !a! x\n": "2:1: a line that begins with % is a YAML directive",
    "a: b\x00\n": "1:5: the character U+0000 is not allowed in YAML",
    "a: b\u2028c\n": "1:5: the character U+2028 is not allowed in YAML",
    "a: b\ud800\n": "1:5: the character U+D800 is not allowed in YAML",
    'a: "\\0"\n': "1:4: this value contains an escape for the control character U+0000",
}


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("text", SLIPS, ids=lambda text: ascii(text[:20]))
def test_an_error_is_explained_at_its_position(text: str) -> None:
    """Whichever parser there is, the person reads the same."""
    said = only(text)
    assert said.replace("\n    ", " | ").startswith(f"f:{SLIPS[text]}")
    assert "\n    " in said


DEEP = {
    "[" * 1_200: "1:21",
    "{" * 30_000: "1:21",
    "[" * 100_000 + "]" * 100_000: "1:21",
    "- " * 100_000: "1:41",
    "? " * 1_200: "1:41",
    "[a: " * 1_200: "1:41",
    "[\n" * 100_000: "21:1",
    "- " * 15 + "{? " * 1_200: "1:46",
    "- " * 900 + "[" * 900: "1:41",
    "title: a\n" * 50 + "why: " + "[" * 1_200: "51:25",
    "? " + "[" * 1_200: "1:22",
    "{" + "[" * 1_200 + "]" * 1_200 + ": a}": "1:21",
    "é: '[[[' # {{{\nb: \"[[\"\nc: |\n  [[[[\nd: a [[[\ne: " + "[{" * 1_200: "6:23",
    # A parser that reads ahead is behind our limit when it meets these.
    "[" * 21 + "@": "1:21",
    "[" * 990 + "'": "1:21",
    "[" * 1_010 + "@": "1:21",
    "[a: " * 11 + "%": "1:41",
}


@pytest.fixture(params=[25, 1_000, 100_000], ids="limit-{}".format)
def limit(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set LibYAML's own limit where it has one (since 0.2.6, for the whole process)."""
    libyaml = sys.modules.get("yaml._yaml")
    before: int = getattr(libyaml, "_get_max_nest_level", lambda: -1)()
    if before == -1 and request.param != 1_000:
        pytest.skip("LibYAML is missing here, or has no limit")
    set_limit = getattr(libyaml, "_set_max_nest_level", lambda _: None)
    set_limit(request.param)
    yield
    set_limit(before)


@pytest.mark.usefixtures("either", "limit")
@pytest.mark.parametrize("text", DEEP, ids=lambda text: ascii(text[:20]))
def test_nesting_is_refused_at_its_21st_level(text: str) -> None:
    """The limit and its words are ours, with any parser and whatever the parser's own limit."""
    said = only(text)
    assert said.startswith(
        f"f:{DEEP[text]}: lists and mappings are nested more than 20 levels deep\n"
        "    put the value in quotes if its brackets are text"
    )


PIECES = (
    *("[", "{", "[a: ", "{b: ", "]", "}", ", ", "- ", "? ", "a: ", "x", "\n", "\n  "),
    *("'[['", '"{{"', " # [[\n", "'", "@", "&x ", "!t ", "*x "),
)


@pytest.mark.usefixtures("limit")
@tries(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PIECES),
            st.sampled_from([1, 1, 1, 2, 19, 20, 21, 30, 600, 1_200]),
        ).map(lambda piece: piece[0] * piece[1]),
        min_size=1,
        max_size=8,
    ).map("".join)
)
def test_all_parsers_lead_to_the_same_problems(text: str) -> None:
    """Deep or not, at the same places and in the same words."""
    found = set()
    for loader in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yamlfile, "LOADER", loader)
            found.add(read(text, "f")[1])
    assert len(found - {()}) <= 1, "LibYAML takes a few texts that PyYAML's own parser refuses"
    assert len(found) == 1 or "nested" not in "".join(
        problem.message for problems in found for problem in problems
    )


def test_a_report_that_is_not_known_is_not_shown() -> None:
    """The next release of a parser may say something new: the words stay ours."""
    line, column, message, hint = explain(
        "while frobbing; found a new limit", ["a: b"], (0, 3), None
    )
    assert (line, column) == (1, 4)
    assert message == "this is not valid YAML from here on"
    assert hint


@pytest.mark.parametrize(
    "text",
    [
        "a: '" + "[" * 2_000 + "'",
        'a: "' + "{" * 2_000 + '"',
        "# " + "[" * 2_000 + "\na: b",
        "a: |\n  " + "[" * 2_000,
        "a: b" + "[" * 2_000,
        "- [a]\n" * 2_000,
        "[" + "[{a: b}], " * 2_000 + "]",
    ],
    ids=["single", "double", "comment", "block", "plain", "lines", "row"],
)
@pytest.mark.usefixtures("either")
def test_brackets_that_nest_nothing_do_not_count(text: str) -> None:
    """Those in quotes, comments, blocks and words are text; those that are closed again are over."""
    value, problems = read(text, "f")
    assert value is not None
    assert not problems


@pytest.mark.usefixtures("either")
def test_nesting_up_to_the_limit_is_read() -> None:
    """The limit refuses nothing a person would write."""
    value, problems = read("[" * DEEPEST + "]" * DEEPEST, "f")
    assert value is not None
    assert not problems


@pytest.mark.usefixtures("either")
def test_all_double_keys_are_reported_and_the_first_is_kept() -> None:
    """One run is enough to find them."""
    value, problems = read("a: 1\nb: {c: 2, c: 3}\na: 4\nb: 5\n", "f")
    assert plain(value) == {"a": "1", "b": {"c": "2"}}
    assert [problem.line for problem in problems] == [2, 3, 4]


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    """Nothing is ever expanded."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert only(bomb).startswith("f:1:4: anchors (&a) are not supported")


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        repeated("x", "a: "),
        repeated("x", 'a: "'),
        repeated("b: ", "a: "),
        repeated("#"),
        repeated(" "),
        repeated("x", "", ": b"),
    ],
    ids=["plain", "open quote", "colons", "comment", "spaces", "key"],
)
def test_a_long_line_is_read_in_linear_time(make: Make) -> None:
    """Also where something is wrong with it."""
    assert growth(lambda text: read(text, "f"), make, (100_000, 400_000)) == ""


@tries(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["\n", "  ", "- ", ": ", "a", "[", "]", "{", "}", ",", "'", '"', "\t"]),
            st.sampled_from(["|", ">", "&", "*", "!", "%", "@", "---\n", "...\n", "?", "\\U", "#"]),
            st.characters(),
        ),
        max_size=25,
    ).map("".join),
    st.sampled_from(LOADERS),
)
def test_no_text_crashes_the_reading(text: str, loader: type[Any]) -> None:
    """There is a value, or a problem with a hint inside the text; never a traceback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamlfile, "LOADER", loader)
        _, problems = read(text, "f")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in problems:
        assert problem.hint
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1


# --- bytes and front matter -----------------------------------------------------------------


def test_bytes_are_utf_8_with_any_line_ends() -> None:
    """A mark is dropped, Windows line ends become plain ones."""
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n", "f") == ("a\nb\nc\n", ())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a: é".encode("utf-16"), "f:1:1: this file is UTF-16, not UTF-8"),
        ("a: é".encode("utf-16-le"), "f:1:7: this file is not UTF-8: byte 0xE9"),
        ("a: b".encode("utf-16-be"), "f:1:1: this file contains a NUL character"),
        ("a: b\r\nc: é".encode("cp1252"), "f:2:4: this file is not UTF-8: byte 0xE9"),
        (b"\xef\xbb\xbfa\xff", "f:1:2: this file is not UTF-8: byte 0xFF"),
        (b"a: b\nc\x00", "f:2:2: this file contains a NUL character"),
    ],
)
def test_other_bytes_are_refused_at_their_place(data: bytes, said: str) -> None:
    """A guess would be wrong one day; saying so costs one save."""
    text, problems = decode(data, "f")
    assert text is None
    assert [as_text(problem).split("\n")[0].startswith(said) for problem in problems] == [True]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_and_body_know_their_lines(end: str) -> None:
    """Each part can be reported on by the line of the whole file."""
    text = "\ufeff---\ntitle: a\n--- \n\nBody\n---\nrule above\n".replace("\n", end)
    expected = FrontMatter("title: a\n", 2, "\nBody\n---\nrule above\n", 4)
    assert split_front_matter(text, "f") == (expected, ())


@pytest.mark.parametrize("text", ["", "Body\n", " ---\na: b\n---\n", "----\n", "\n---\na\n---\n"])
def test_what_does_not_begin_with_a_fence_is_all_body(text: str) -> None:
    """A rule further down is a rule."""
    assert split_front_matter(text, "f") == (FrontMatter(None, 1, text, 1), ())


def test_empty_front_matter_is_front_matter() -> None:
    """Two fences in a row."""
    assert split_front_matter("---\n---\nBody", "f") == (FrontMatter("", 2, "Body", 3), ())


@pytest.mark.parametrize("text", ["---", "---\n", "---\na: b\nBody\n"])
def test_a_fence_that_is_never_closed_is_a_problem(text: str) -> None:
    """Nothing is lost: all of it is body."""
    parts, problems = split_front_matter(text, "f")
    assert parts == FrontMatter(None, 1, text, 1)
    assert [as_text(problem).split("\n")[0] for problem in problems] == [
        "f:1:1: the front matter that begins here is never closed"
    ]
