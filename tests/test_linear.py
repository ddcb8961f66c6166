"""All functions that process input run in linear time."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

import readinglist
from readinglist.listings import read_listing
from readinglist.model import Paper
from readinglist.sources.yamlfile import read, split_front_matter
from readinglist.text.comments import conflicts, without_comment_lines, without_comments
from readinglist.text.display import excerpt
from readinglist.text.identifiers import identifier_key
from readinglist.text.links import find_links
from readinglist.text.markdown import (
    abstract_markdown,
    as_html,
    excess,
    findings,
    first_paragraph,
    readable_html,
    team_markdown,
)
from readinglist.text.slugs import slug, title_key
from tests.growth import attacks, growth, repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.growth import Make

    Pattern = re.Pattern[str] | re.Pattern[bytes]

METHODS: Final = frozenset(
    {"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}
)
SOURCE: Final = Path(readinglist.__file__).parent


# --- every expression of the package ------------------------------------------------------------


class Row(NamedTuple):
    """How an expression is used, and texts that are the worst for it."""

    methods: tuple[str, ...]
    worst: tuple[Make, ...]


def row(methods: str, *worst: Make | str) -> Row:
    """A row of the table; a text stands for itself again and again."""
    made = (one if callable(one) else repeated(one) for one in worst)
    return Row(tuple(methods.split()), tuple(made))


# The worst for `match` and `fullmatch` is long inside; for the others it also begins everywhere.
EXPRESSIONS: Final[dict[str, Row]] = {
    "site.assets:_ADDRESS": row("sub", "url(", "url('a", repeated("a", "url("), repeated("url", "url(")),
    "sources.board:_DATE": row("fullmatch", "2026-12-03", "2"),
    "sources.board:_DURATION": row("fullmatch", "1 h 30 min", "1h", " ", repeated("1", "1 h")),
    "sources.board:_TIME": row("fullmatch", "14:30", "1"),
    "sources.corrections:_DATE": row("fullmatch", "2026", "2026-12"),
    "sources.corrections:_YEAR": row("fullmatch", "2026"),
    "sources.notes:_CODE_FENCE": row("match", "`", "~", "   ", repeated("`", "   ")),
    "sources.merge_rules:_ENTRY_POSITION": row(
        "fullmatch", "listings/", "a:", ":1", "a ", repeated("1", "a:"), repeated(" ", "a", ":1")
    ),
    "sources.notes:_HEADING": row("match", "#", " ", "# "),
    "digest.changes:_COMMIT": row("fullmatch", "abc", "0"),
    "files.disk:_IGNORED": row("match", "~", "#", ".sw", ".swp~", "#a~", "Thumbs.db", "\n"),
    "files.disk:_NOT_UTF8": row("search", "a", "é"),
    "files.disk:_UNWRITABLE": row("search", "a", "/"),
    "files.origin:_COMMIT": row("fullmatch", "a", "0"),
    "files.origin:_SPACE": row("search", "a", " "),
    "templating.html_context:_RAW_ELEMENT": row("finditer", "<", "</", "<script", "</style"),
    "templating.html_context:_TAG": row("fullmatch", "a", "'", '"', "a='", 'a="', "''"),
    "templating.values:_DATE_FORM": row("fullmatch", "a", "%a", "%"),
    "templating.values:_NUMBER_FORM": row("fullmatch", "0", "<", ".1"),
    "templating.values:_TEXT_FORM": row("fullmatch", "0", "<", ".1"),
    "templating.values:_OWN_NAMES": row("sub", "a", "a.", ".", "a()", "a.a()", "<"),
    "files.history:_DATE": row("fullmatch", "2026-12-03", "2"),
    "preview.responses:_END_OF_BODY": row("finditer", "</body", repeated(" ", "</body"), "</body "),
    "preview.responses:_INVISIBLE": row("sub", "a", "\0", "\u202e"),
    "exports.bibtex:_NAME_SEPARATOR": row("search", "an", "and", "andand", "others", "a"),
    "exports.calendar:_SPECIAL": row("sub", ",", "\\", "a"),
    "text.dates:_FULL[0]": row("fullmatch", "2026-", "2026-12-", "2"),
    "text.dates:_FULL[1]": row("fullmatch", "monday, ", "jan", "a", "january 1", "jan. "),
    "text.dates:_FULL[2]": row("fullmatch", "monday, ", "1 jan", "a", "1st "),
    "library.arrivals:_IN_NAME": row("search", "2026-12-03", "2026-", "1", "2026-12-0"),
    "exports.citation:_KEY_PART": row("findall", "a", "-", "a-"),
    "exports.citation:_PARAGRAPHS": row(
        "split", "\n", " ", "\n ", repeated(" ", "\n", "a"), repeated("\r", "\n", "a"), "\n a"
    ),
    "exports.citation:_PARTIAL": row("fullmatch", "2026", "2026-12"),
    "exports.table:_FORMULA": row("match", "'", "'=", repeated("'", "", "a")),
    "library.merging:_SENTENCE": row("split", ".", " ", ". ", repeated(" ", ".", "a"), repeated(" ", "a")),
    "library.merging:_VERSION": row(
        "sub", " ", "( ", "(", "v1", " v1", "v1 ", repeated(" ", "a v1", "a"), "version ", "v1)",
        repeated(" ", "(", "v1"), repeated(" ", "a (v1", "a"),
    ),
    "library.merging:_WORDS": row("findall", "a", " ", "a "),
    "library.merging:_YEAR": row("search", "19", "1999", "a1999", "19 "),
    "listings.daily_papers:_GLUED_BUTTON": row("match", "Subscribe", "Subscriber"),
    "listings.daily_papers:_SENTENCE": row("search", " Inc.", ".", ":/", " Co", "a", "\n"),
    "listings.evidence:_ABSTRACT_OPENS": row(
        "match", "we ", "in this ", "recent a ", repeated("a", "recent "), repeated("a", "while "),
        repeated("a ", "existing "),
    ),
    "listings.evidence:_EXCLAIMED": row("findall", "!", "! ", repeated(" ", "!", "a"), "!a"),
    "listings.evidence:_FIRST_PERSON": row("search", " we", "we ", " our", " "),
    "listings.evidence:_LINK": row("search", "http", "https:/", "www", "h"),
    "listings.evidence:_PARAGRAPH_GOES_ON": row(
        "match", "the ", "code and ", repeated(" and a", "the code"), repeated("a", "code and "),
        "experiments", "iv", "((",
    ),
    "listings.evidence:_SENTENCE_END": row("findall", ".", ". ", repeated(" ", ".", "a"), ".a"),
    "listings.evidence:_WIDE": row("findall", "a", "\u4e00"),
    "listings.evidence:_WORD": row("findall", "a", "1", "_", "a ", "1a"),
    "listings.line_forms:_BETWEEN": row("match", " ", "-", " -", " - ", "·", repeated("·", "", "a")),
    "listings.line_forms:_DATE_LINE": row(
        "fullmatch match", "published on ", "1", "monday ", "jan 1", "about ", "12 ", "week 1", "2026-"
    ),
    "listings.line_forms:_DETAIL": row(
        "match", "1,000", "1", "submitted by a ", repeated("a ", "submitted by "), "upvotes ",
        repeated("a", "submitted by "), "# paper of the ", "github ", "▲", "published on ",
        repeated("1", "#"),
    ),
    "listings.line_forms:_HEADER_PIECE": row(
        "match", "new ", "hugging face", "get papers in your inbox ", "by ak ", "daily papers "
    ),
    "listings.line_forms:_ABSTRACT_HEADING_LINE": row("fullmatch", "abstract ", "abstract"),
    "listings.line_forms:_LINK_LINE": row(
        "fullmatch", "http://a ", "www.a", "http://", "www.a ", repeated("a", "www."),
        repeated(" ", "www.a"), repeated("www.a ", "", " ·"),
    ),
    "listings.line_forms:_NAMED": row(
        "fullmatch", "a", "·", "a ", "a·", " ·", repeated(" ", "a·"), repeated("a", "", "·"), "\n"
    ),
    "listings.line_forms:_NUMBER_LINE": row("fullmatch", "1", "1,000", "1.", ",000", "+"),
    "listings.line_forms:_SUBSCRIBE_GLUED": row("match", "subscribe", "subscribedaily papers"),
    "listings.line_forms:_THOUSANDS": row("sub", ",", ",000", "1", ",1"),
    "listings.lines:_BULLET": row("match", "• ", "-"),
    "listings.lines:_ELLIPTIC": row("match", "and", "or", "oder"),
    "listings.lines:_HYPHENATED": row("fullmatch", "a-", "-"),
    "listings.lines:_INVISIBLE": row("sub", "\u200b", "a", "a\0"),
    "listings.lines:_LINE_END": row("split", "\r", "\n", "\r\n", "a"),
    "listings.lines:_SPACES": row("sub", "\t", "a", "a\u3000"),
    "listings:_LINK_LINE": row(
        "finditer", "[](x", "[](/", "\n[](x", "   ", "[", "](", "\n", "\n[", "\n- ![](",
        repeated("[](/", "", "\n[](x"), repeated("](", "["), "###### ",
    ),
    "listings:_MARKUP_LINE": row("match", "<a", "<", "a", repeated("a", "<"), repeated(">", "<a ", "<")),
    "listings:_SOMETHING_ELSE[0][0]": row(
        "match", "<!---->", "<!-- -->", "<!--", " ", "<?xml >", repeated("-->", "<!--"),
        repeated("<!---->", "", "<"), repeated(">", "<?xml"), repeated(" ", "<!doctype"),
        repeated(" <!---->\n", "<?xml?>"),
    ),
    "listings:_SOMETHING_ELSE[1][0]": row("match", "\n", "MIME-Version", "\nMIME-Version", "From: <"),
    "listings:_SOMETHING_ELSE[2][0]": row("match", " ", "<", "a:", repeated("a", "<"), " <feeds"),
    "listings:_SOMETHING_ELSE[3][0]": row(
        "match", " ", "[", '"', repeated(" ", "["), repeated("a", '["'), repeated(" ", '["a"')
    ),
    "listings:_SOMETHING_ELSE[4][0]": row(
        "match", "\n", "@misc{", "@misc", "\n@misc{a", " \n", "\n ", repeated("a", "@misc{"), "a", "\n@"
    ),
    "listings:_SOMETHING_ELSE[5][0]": row("match", "\n", "TY  -", "\nTY  -", "a", "a\n"),
    "listings:_SOMETHING_ELSE[6][0]": row(
        "match", ",", "a,", '"', '"a",', "title,", "a ", '"a"', " ,", '"title",', "title"
    ),
    "digest.mail:_MENTIONS": row("sub", "@", "@a", "GH-", "#", "GH-1"),
    "text.markdown:_BEGINS_ADDRESS": row("search sub", ":", "/", "://", "w", "www", "www."),
    "text.markdown:_BLOCK_MARKS": row("match sub", "1", "1.", " ", "#", ":-", " 1)"),
    "text.markdown:_FRAGMENT": row("fullmatch", "#", "#a", repeated("a", "#"), repeated("a", "#", "#")),
    "text.markdown:_INDENT": row("sub", " ", "\t", "\n ", "a "),
    "text.markdown:_INLINE_MARKS": row("sub", "*", "!", "![", "a"),
    "text.markdown:_INTERNAL": row("fullmatch", "paper:", "paper:a", repeated("a", "paper:", " ")),
    "text.markdown:_MAIL": row(
        "fullmatch", "mailto:", repeated("a", "mailto:"), repeated("@", "mailto:"),
        repeated("a", "mailto:a@"), repeated("a@", "mailto:"),
    ),
    "text.markdown:_PLAIN": row("fullmatch", "a", repeated("a", "", "*"), " "),
    "site.rows:_SENTENCE_END": row(
        "split", ".", " ", ". ", "\n", "\n ", "e.g.", "e.g. ", repeated(" ", ".", "a"),
        repeated(" ", "\n", "a"), repeated("\t", "a\n", "a"), "。",
    ),
    "text.markdown:_RELATIVE": row(
        "fullmatch", "../", "a", "a/", "#", "a#", repeated("a", "../"), repeated("a", "a#", "#")
    ),
    "text.markdown:_TAG": row("finditer", "<", "<a", "<a ", "a", repeated("a", "<a "), "<!", "<a-"),
    "text.markdown:_TAG_IN_FORMULA": row("sub", "<", "<a", "a"),
    "text.markdown:_TEX": row("search", "a", "\\"),
    "text.markdown:_UNLINKED": row(
        "finditer", "](", "](<", "](a", repeated(" ", "]("), "]( ", repeated("a", "]("), "[](x"
    ),
    "text.markdown:_WORD": row("sub", "a", " ", "a "),
    "search.abbreviations:_SHORT": row("finditer", " (", " (A", " (A-", " (AA)", " ", "(AAAAAAAAAA"),
    "search.abbreviations:_WORD": row("findall", "a", "_", "a_"),
    "search.files:_APOSTROPHE": row("sub", "'", "a"),
    "search.files:_BETWEEN_WORDS": row("sub", "-", "a", "a-"),
    "search.files:_CAPITALS": row("sub", "A", "a", "Aa"),
    "sources.settings:_BRANCH": row("fullmatch", ".", "a.", "/", "a/", ".lock", "@", "a", ".loc", "@{"),
    "sources.settings:_LANGUAGE": row("fullmatch", "en-", "a", "-a", "en-aaaaaaaa-", repeated("-a", "en", "_")),
    "sources.settings:_YES_NO": row("fullmatch", "yes", "no"),
    "text.comments:_COMMENT_LINE": row("search", " ", "\n ", "\r ", "\n <!-", repeated(" ", "\n", "a")),
    "text.comments:_NO_LINE_END": row("sub", "a", "\n", "a\n"),
    "text.comments:_PARAGRAPH_END": row(
        "finditer", "\n", " ", "\n ", "\n>", repeated(" ", "\n"), "\n >\n", "\n1", repeated("1", "\n"), "\n``"
    ),
    "text.comments:_SPACES": row("match", " ", repeated(" ", "", "a")),
    "text.comments:_COMMENT_END": row("search", "-", "--", "--!", "a"),
    "text.comments:_CONFLICT": row(
        "finditer", "<", "<<<<<<<", "\n<<<<<<<", "|", "\n||||||| a", "\n<<<<<<< a", "\n>", repeated("<", "\n")
    ),
    "text.comments:_FENCE_LINE": row("fullmatch", "`", "~", repeated(" ", "```", "a"), repeated("`", "", "a")),
    "text.comments:_CONFLICT_MARKS": row("sub", "=", "\n=======", "<", "\n<<<<<<<", repeated("=", "\n", "a"), "|"),
    "text.comments:_CODE_OR_COMMENT": row(
        "search", "- ", "1. ", "`", "\n`", " ", ">", "\n> - ", "[", "\n[", "\n[a]:", "\\", "<!-", "1", "\n1",
        repeated("`", "\n", "a`"), repeated("- ", "\n", "a"), repeated(" ", "\n[a]:", "a"),
    ),
    "text.comments:_TICKS": row("finditer", "`", "a`", "``a`"),
    "text.decoding:_BEYOND_ASCII": row("findall", "a", "é"),
    "text.decoding:_CONTROL": row("findall", "a", "\0"),
    "text.decoding:_STRAY": row("findall sub", "a", "\udc80"),
    "text.display:_DECEPTIVE": row("sub", "a", "\u202a"),
    "text.display:_SENTENCE_END": row("split", ".", " ", ". ", repeated(" ", ".", "a"), "。"),
    "text.display:_UNPRINTABLE": row("sub", "a", "\0"),
    "text.identifiers:ARXIV": row("fullmatch", "a", "a-", "2401.", repeated("a", "cs-"), "cs.AI/"),
    "text.identifiers:DOI": row(
        "fullmatch", repeated(".1", "10.1000"), repeated("1", "10.1000."), repeated("a", "10.1000/")
    ),
    "text.identifiers:_PREFIX": row("match", "doi:", "arxiv", repeated(" ", "doi:")),
    "text.identifiers:_VERSION": row("sub", "v", "v1", "v12", "1"),
    "text.links:_BEGUN_BEFORE": row("search", "h", "http", "https:/", "ahttp", "a", "htt"),
    "text.links:_BRACE_CLOSES": row("match", "a", "{", "}"),
    **{
        f"text.links:_BY_CONTEXT[{place}][0]": row("finditer", *words, "a")
        for place, words in enumerate(
            [
                ("project", "web", "web ", "home ", "home pag"),
                ("demo", "dem"),
                ("video", "vide"),
                ("code", "codes", "implementatio", "repo", "librar"),
                ("data", "model", "weight", "datase", "corpus"),
            ]
        )
    },
    **{
        f"text.links:_BY_HOST[{place}][0]": row("search", *hosts, ".", "a")
        for place, hosts in enumerate(
            [
                ("youtube.com", "youtu.be.", ".vimeo.co"),
                ("arxiv.org", "doi.org.", ".pubmed.ncbi.nlm.nih"),
                ("gradio.", "gradio.app.", ".colab.research"),
                ("dataverse.", "dataverse.a", ".dataverse", ".dataverse.a.", "osf.io."),
                ("gitlab.", "gitlab.a", ".gitlab", ".gitlab.a.", "github.com."),
                ("github.io", "github.io.", ".sites.google.co"),
            ]
        )
    },
    "text.links:_CLAUSE_END": row("split", ".", ". ", " "),
    "text.links:_HOST": row("fullmatch match", "a.", "a", "a-", "-", "xn--", "a.xn--", "aa.", "1."),
    "text.links:_NEXT_LINK": row("search", "http", "ahttps:/", "=http://", "/http://", "h"),
    "text.links:_PROJECT": row("search", "github.io", "github.io.", ".sites.google.co", "."),
    "text.links:_REST": row("match", "a", "a ", "http://"),
    "text.links:_START": row(
        "search", "http", "http:", "https:/", " www", "a.github.io", "a-", "dx.doi.org", "github.com",
        " sites.google.com", "a", " aa-aa.github.i", "//",
    ),
    "text.links:_TEX_ESCAPE": row("sub", "\\", "\\_", "a"),
    "text.links:_UNSAFE": row("search", "a", "/"),
    "text.slugs:_ACCENTS": row("sub", "\u0301", "a\u0301", "a", repeated("\u0301", "a")),
    "text.tex:_ANY": row("search", "`", "cdo", "a"),
    "text.tex:_RULES": row(
        "finditer", "\\", "{\\em ", "{\\em a", "\\emph{", "\\emph{a", "{bf ", "``", "``a", "``a'",
        "^{", "a^{", "a^{12345678", " a_{", "A_{aaaaaaaa", "cdot", "AcdotA", "{\\\"", "\\\"{", "\\c{",
        "\\textendas", "\\alphaa", "a~", repeated("a", "{\\em "), repeated("a", "\\emph{"),
    ),
    "text.tokens:_ASCII_COMPOUND": row("findall", "a", "-", "a-", "a--", "a.", " "),
    "text.tokens:_COMPOUND": row("findall", "é", "-", "é-", "é--", "é.", " "),
    "text.tokens:_GREEK": row("sub", "α", "a", "αa"),
    "text.tokens:_JOINER": row("split", "-", "a", "a-"),
    "text.tokens:_RUN": row("findall", "a", "漢", "a漢"),
    "text.tokens:_UNSPACED": row("match search", "a", "漢"),
    "text.tokens:_Folding._folded": row("match", "é"),
    "text.tokens:_Folding._marks": row("match sub", "\u0301", "a"),
    "text.tokens:_Folding._spelled": row("match", "\u2019", "\u2010"),
    "site.scripts.modules:_MARKED": row("sub", "$", "$1", "$1i", "1", repeated("$1", "1"), repeated("$", "$", "1")),
    "site.scripts.modules:_RUNS": row("finditer", "$", "_", "$_", "$1"),
    "site.styles:_IMPORT": row("fullmatch", '@import "./', '@import "./a', '"'),
    "site.styles:_PIECES": row(
        "finditer", "/*", "/**", "*/", '"', "'", '"\\', "@import", '@import "', "@import '", "@", "\\", "a/", "a ",
    ),
    "sources.yaml_errors:_ITEM_WITHOUT_SPACE": row("match", " ", "-", " -", repeated(" ", "", "a")),
    "sources.yaml_errors:_KEY_AND_VALUE": row(
        "match", "- ", "-", " ", ":", "a:", "a: ", "- a", ": ", repeated("- ", "", "a:b"),
        repeated(" ", "-"), repeated(" ", "a:"), repeated(": ", "- a"), repeated("-  ", " "),
    ),
    "sources.yaml_errors:_KEY_OR_ITEM": row("search", " ", ":", "-", ":a", " -", repeated(" ", "", "a")),
    "sources.yaml_errors:_KEY_WITHOUT_SPACE": row("match", " ", "a", "-", repeated("a", "", ": ")),
    "sources.yamlfile:_DIRECTIVE": row("match", " ", "#", "\n", " #a\n", "# \n", repeated("\n", " ")),
    "sources.yamlfile:_FENCE": row("match search", "-", "\n---", "--- ", repeated(" ", "---", "a"), "\n--- a"),
    "sources.yamlfile:_REFUSED": row("search", "a", "é", "\n"),
    "sources.yamlfile:_UNPRINTABLE": row("search", "a", "é", "\n"),
}  # fmt: skip


def modules() -> Iterator[Any]:
    """Every module of the package but the one that runs it."""
    for found in pkgutil.walk_packages(readinglist.__path__, "readinglist."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def expressions() -> dict[str, Pattern]:
    """Every compiled expression by its module and name, and its place if it is in a tuple."""
    found: dict[str, Pattern] = {}
    for module in modules():
        short = module.__name__.removeprefix("readinglist.")
        for name, value in vars(module).items():
            found |= {f"{short}:{at}": one for at, one in _within(name, value, module.__name__)}
    return found


def _within(name: str, value: object, module: str) -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, tuple | list):
        for place, one in enumerate(value):
            yield from _within(f"{name}[{place}]", one, module)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _within(f"{name}[{key!r}]", one, module)
    elif isinstance(value, type) and value.__module__ == module:
        for key, one in vars(value).items():
            if not key.startswith("__"):
                yield from _within(f"{name}.{key}", one, module)


FOUND: Final = expressions()


def call_of(pattern: Any, method: str) -> Callable[[str], object]:
    """The expression at work on a text, from beginning to end."""
    as_text = isinstance(pattern.pattern, str)

    def call(text: str) -> object:
        subject = text if as_text else text.encode("utf-8", "surrogatepass")
        if method == "sub":
            return pattern.sub("" if as_text else b"", subject)
        found = getattr(pattern, method)(subject)
        return list(found) if method == "finditer" else found

    return call


def too_steep(
    pattern: Any, methods: tuple[str, ...], texts: tuple[Make, ...], sizes: tuple[int, ...]
) -> list[str]:
    """What makes an expression slow: how it is used, how a text of 20 characters looks, and why."""
    return [
        f"{method} on {make(20)[:40]!a}…: {why}"
        for method in methods
        for make in texts
        if (why := growth(call_of(pattern, method), make, sizes))
    ]


def test_every_expression_has_a_row_and_every_row_an_expression() -> None:
    """A new expression is not in use before somebody has thought of what is the worst for it."""
    missing = sorted(FOUND.keys() - EXPRESSIONS.keys())
    assert not missing, f"add a row to EXPRESSIONS, with texts that could be slow, for {missing}"
    assert sorted(EXPRESSIONS.keys() - FOUND.keys()) == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.stem))
def test_no_expression_is_written_where_the_table_cannot_see_it(path: Path) -> None:
    """Expressions are compiled once, in the open; and are used as their row says."""
    tree = ast.parse(path.read_text("utf-8"))
    short = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        if not isinstance(call, ast.Attribute) or not isinstance(call.value, ast.Name):
            continue
        name, method = call.value.id, call.attr
        place = f"{path.name}:{call.lineno}"
        assert name != "re" or method not in METHODS, (
            f"{place}: compile it at the top of the module"
        )
        if method in METHODS and (used := EXPRESSIONS.get(f"{short}:{name}")):
            assert method in used.methods, f"{place}: the row of {name} does not say {method}"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.Lambda):
            inside = [
                ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)
            ]
            assert "re.compile" not in inside, f"{path.name}: compile it at the top of the module"


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_is_linear_on_its_worst(name: str) -> None:
    """Four times the text takes an expression four times as long, whatever the text."""
    assert too_steep(FOUND[name], *EXPRESSIONS[name], (10_000, 40_000)) == []


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_is_linear_on_what_it_matches_in_part(name: str) -> None:
    """Nor does it lose its way in texts that nobody thought of."""
    pattern = FOUND[name]
    for before, unit in attacks(pattern, 60):
        texts = (repeated(unit, before, "\x01"),)
        assert too_steep(pattern, EXPRESSIONS[name].methods, texts, (12_000,)) == []


# --- whole functions --------------------------------------------------------------------------

MARKDOWN: Final = (
    *("[](x", "[", "![", "![[]()", "[]()", "](", "[a](<", "*a **a ", "*a_ ", "a_", "**", "_", "*"),
    *(
        "`",
        "<",
        "<a ",
        "&",
        "&#",
        "&lt;",
        "> ",
        ">",
        "- ",
        "- a\n",
        "1. ",
        "# ",
        "#",
        "|",
        "|a",
        "~",
    ),
    *(
        "a\n-\n",
        "- - - \n",
        "***\n",
        "<!--",
        "<!---->",
        "$",
        "$$",
        "$a",
        "\\",
        "\\(a_",
        "\0",
        "~~a",
    ),
    *(
        "[a]: b\n",
        "[a]: b\n[a]\n",
        "[a][b",
        "<http://a",
        "http://a ",
        "```\n",
        "~~~\n",
        "\t",
        "\u3000",
    ),
    *(
        "[a](paper:b) ",
        "[a](paper:b)\n",
        "<b>\n",
        "a|b\n",
        "[//]: # (x)\n",
        ">>>>>>> a\n",
        "<<<<<<< a\n",
    ),
)


def backticks(size: int) -> str:
    """Runs of backticks, each longer than the one before."""
    found, length = [], 1
    while size > 0:
        found.append("`" * length + " ")
        size -= length
        length += 1
    return "".join(found)


def wide_table(size: int) -> str:
    """A table of one row."""
    return "| a " * (size // 8) + "\n" + "|-" * (size // 8)


WORST: Final[tuple[Make, ...]] = (
    *map(repeated, MARKDOWN),
    backticks,
    wide_table,
)
FUNCTIONS: Final[dict[str, Callable[[str], object]]] = {
    "note": lambda text: (
        as_html(team_markdown(text, {"paper:b": "papers/b/"}, "papers/a/"))
        if excess(text) is None
        else None
    ),
    "findings": lambda text: findings(text) if excess(text) is None else None,
    "first paragraph": first_paragraph,
    "abstract": lambda text: as_html(
        abstract_markdown(Paper("a", "A", text, find_links(text), ()))
    ),
    "title": lambda text: (readable_html(text), slug(text), title_key(text), excerpt(text)),
    "comments": without_comments,
    "comment lines": without_comment_lines,
    "conflicts": conflicts,
    "identifiers": identifier_key,
    "front matter": lambda text: split_front_matter(f"---\n{text}", "f"),
    "yaml": lambda text: read(text, "f"),
    "listing": lambda text: read_listing(text.encode(), "a.txt"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_people_write_is_read_in_time_linear_in_its_length(name: str) -> None:
    """Whatever it is that they repeat, up to the length that is read at all."""
    steep = [
        f"{make(20)[:40]!a}…: {why}"
        for make in WORST
        if (why := growth(FUNCTIONS[name], make, (2_000, 8_000)))
    ]
    assert steep == []
