"""Render Markdown to HTML, and convert text to safe Markdown; the only user of markdown-it-py and
mdformat.

Notes and additional pages are written in Markdown. Raw HTML is shown as text, and images are not
loaded. Links can point to http and https URLs, e-mail addresses, headings, papers
(``[text](paper:ID)``) and themes (``[text](theme:ID)``); other links are shown as text and
reported. Formulas in dollars or LaTeX brackets are not changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape as html_escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from readinglist.text.display import shown
from readinglist.text.links import safe_url
from readinglist.text.tex import tex_spans
from readinglist.urls import LinksFrom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    from readinglist.model import Paper

_INLINE_MARKS: Final = re.compile(r"[\\`*_\[\]<>&~]|!(?=\[)")
_INDENT: Final = re.compile(r"^[ \t]{2,}|^\t")
_BLOCK_MARKS: Final = re.compile(r"^( ?)(?:(\d{1,9})([.)])(?=\s|$)|([#=+|-]|:(?=-)))")
_WORD: Final = re.compile(r"\S+")
_BEGINS_ADDRESS: Final = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_INTERNAL: Final = re.compile(r"(paper|theme):(.+)", re.DOTALL)
_RELATIVE: Final = re.compile(r"(?:\.\./)*+[\w%~-][\w%/.~-]*+(?:#[\w%-]++)?")
_FRAGMENT: Final = re.compile(r"#[\w-]*+")
_MAIL: Final = re.compile(r"mailto:[^\s<>\"@]+@[^\s<>\"@?]+", re.IGNORECASE)
_UNLINKED: Final = re.compile(r"\]\([ \t]{0,9}<?(?P<name>[^()<>\s]{1,2000})")
_TAG_IN_FORMULA: Final = re.compile(r"<(?=[A-Za-z/!?])")
_TEX: Final = re.compile(r"[_^]|\\[A-Za-z{}|]")
_LONGEST_FORMULA: Final = 2_000
"""Maximum number of characters between brackets that are searched for the closing one."""
_TAG: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9-]{0,30}+(?=(?:[\s/][^<>]{0,300}+)?>)|[!?](?=\S))")
_PLAIN: Final = re.compile(r"[^\\`*_\[\]<>&~\n]+")
_DEEPEST_BRACKETS: Final = 10
"""Maximum depth of brackets in which links are found. The parser takes one pass for each open
bracket; the default limit of markdown-it is 100."""
LONGEST: Final = 100_000
"""Maximum length of a text in characters; a long note has a tenth of that."""
MOST_LINES: Final = 5_000
"""Maximum number of lines of a text. A line can begin a list item, which takes up to a
millisecond in all pages and exports together."""
MOST_CELLS: Final = 20_000
"""Maximum number of cells in the tables of a text. Rows are filled up to the width of the header,
so two kilobytes can produce fifty thousand cells."""
_MOST_PARTS: Final = 10_000
"""Paragraphs with more words, marks and line ends are plain text, since mdformat needs quadratic
time."""
_SUMMARY: Final = 2_000
"""Number of characters of a first paragraph that are used for a summary."""
_COMMENT: Final = "<!--"
_ESCAPED: Final = ("<", "(", "[", "]")
_PLACEHOLDER: Final = "\N{REPLACEMENT CHARACTER}"
"""In place of an escaped mark, which is not part of a link or tag."""
_MOST_TAGS: Final = 3
"""Maximum number of tags that are reported in a text."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """Safe Markdown, which can be part of another Markdown text.

    Attributes:
        source: the Markdown.
        is_source_text: whether it is from a paper, so that TeX in it is converted for display.
        has_formulas: whether text in dollars or LaTeX brackets is a formula.
    """

    source: str = ""
    is_source_text: bool = False
    has_formulas: bool = False

    def __bool__(self) -> bool:
        return bool(self.source)

    def __str__(self) -> str:
        return self.source


# --- plain text -----------------------------------------------------------------------------


@lru_cache(maxsize=16_384)  # titles are on many pages
def as_markdown(text: str) -> str:
    """Escape a line of plain text as Markdown that shows it unchanged."""
    text = _escaped(text)
    return _WORD.sub(_kept_as_text, text) if _BEGINS_ADDRESS.search(text) else text


def _escaped(text: str) -> str:
    text = _INLINE_MARKS.sub(r"\\\g<0>", " ".join(text.split("\n")))
    text = _INDENT.sub(" ", text)  # four spaces begin a code block
    return _BLOCK_MARKS.sub(_escape_block, text)


def _kept_as_text(match: re.Match[str]) -> str:
    """A word; no reader makes a link of the address in it if that would have our backslashes.

    GitHub, among others, links bare addresses and takes every character as it stands.
    """
    word = match[0]
    return _BEGINS_ADDRESS.sub(r"\\\g<0>", word) if "\\" in word else word


def _escape_block(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\{match[3]}" if match[2] else f"{match[1]}\\{match[4]}"


def plain_markdown(text: str) -> Markdown:
    """Return a line of plain text as Markdown."""
    return Markdown(as_markdown(text))


def abstract_markdown(paper: Paper) -> Markdown:
    """Return the abstract of a paper as Markdown, with its links."""
    pieces: list[str] = []
    end = 0
    text = paper.abstract
    for link in paper.links:
        if link.start < link.end:
            pieces.append(_paragraphs(text[end : link.start]))
            pieces.append(f"[{_escaped(text[link.start : link.end])}](<{link.url}>)")
            end = link.end
    pieces.append(_paragraphs(text[end:]))
    return Markdown("".join(pieces), is_source_text=True)


def _paragraphs(text: str) -> str:
    return "\n\n".join(as_markdown(paragraph) for paragraph in text.split("\n\n"))


# --- texts by the team ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit that a text exceeds, with the line at which it does, counted from 1."""

    line: int
    message: str
    hint: str


def excess(markdown: str, first_line: int = 1) -> Excess | None:
    """Return the limit that a text exceeds, or None. Lines are counted from `first_line`."""
    if len(markdown) > LONGEST:
        line = first_line + markdown.count("\n", 0, LONGEST)
        message = f"this text has more than {LONGEST:,} characters"
        return Excess(line, message, "split it into several pages, or link to it")
    if markdown.count("\n") >= MOST_LINES:
        message = f"this text has more than {MOST_LINES:,} lines"
        return Excess(first_line + MOST_LINES, message, "split it into several pages")
    cells = width = rows = 0
    for line, text in enumerate(markdown.split("\n"), first_line):
        if not text.strip(" \t"):
            cells += width * rows
            width = rows = 0
            continue
        rows += 1
        # The delimiter row of a table is the only one that ends in these characters.
        row = text[len(text.rstrip("|-: \t")) :]
        width = max(width, row.count("|") + 1) if "-" in row else width
        if cells + width * rows > MOST_CELLS:
            message = f"the tables of this text have more than {MOST_CELLS:,} cells"
            return Excess(line, message, "remove columns or rows, or link to a file that has them")
    return None


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a text to look up or report. Line and column count from 1.

    Attributes:
        kind: "paper" or "theme" for a link by id, "not a link" for an invalid link, "HTML" for a
            tag, "comment" for a comment that would be published.
        name: the reference, URL or tag as written.
    """

    kind: str
    name: str
    line: int
    column: int

    @property
    def written(self) -> str:
        """A link by id as it is written in the text."""
        return f"{self.kind}:{self.name}"


def findings(markdown: str, first_line: int = 1) -> tuple[Finding, ...]:
    """Return the findings in a text outside code. Lines are counted from `first_line`."""
    lines = markdown.split("\n")
    found: list[Finding] = []
    tags = 0
    positions = _Positions("", first_line)
    lines_of_positions: list[int] = []
    for token in _parsed(_finding_parser(), markdown):
        if token.map and (
            _COMMENT in token.info or (_is_formula(token) and _COMMENT in token.content)
        ):
            found.append(Finding("comment", _COMMENT, token.map[0] + first_line, 1))
        if token.type != "inline" or token.map is None:
            continue
        children = token.children or ()
        if token.map != lines_of_positions:  # all cells of a row have the same one
            lines_of_positions = token.map
            positions = _Positions("\n".join(lines[slice(*token.map)]), token.map[0] + first_line)
        for kind, name, needle in _found_in(children):
            tags += kind == "HTML"
            if kind != "HTML" or tags <= _MOST_TAGS:
                found.append(Finding(kind, name, *positions.next_of(kind, needle)))
    return tuple(found)


class _Positions:
    """Finds the lines and columns of the findings in a paragraph."""

    def __init__(self, source: str, first_line: int) -> None:
        self._source = source
        self._first_line = first_line
        self._line_ends = [at for at, char in enumerate(source) if char == "\n"]
        self._next: dict[str, int] = {}

    def next_of(self, kind: str, needle: str) -> tuple[int, int]:
        """Return the next position of a text; by default the beginning of the paragraph."""
        at = self._source.find(needle, self._next.get(kind, 0))
        if at < 0:
            return self._first_line, 1
        self._next[kind] = at + len(needle)
        line = bisect_left(self._line_ends, at)
        column = at - (self._line_ends[line - 1] if line else -1)
        return self._first_line + line, column


def _found_in(children: Iterable[Token]) -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and source text of each finding in the tokens of a paragraph."""
    text: list[str] = []
    for child in children:
        if child.type == "link_open":
            href = str(child.attrGet("href") or "")
            if internal := _INTERNAL.fullmatch(href):
                name = unquote(internal[2])
                yield internal[1], name, f"{internal[1]}:{name}"
            if _COMMENT in f"{href}{child.attrGet('title')}":
                yield "comment", _COMMENT, _COMMENT
        elif _is_formula(child) and _COMMENT in child.content:
            yield "comment", _COMMENT, _COMMENT
        if child.type in ("text", "text_special", "softbreak"):
            text.append(_PLACEHOLDER if child.content in _ESCAPED else child.content or " ")
            continue
        yield from _found_in_text("".join(text))
        text = []
    yield from _found_in_text("".join(text))


def _found_in_text(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _UNLINKED.finditer(text):
        yield "not a link", match["name"], match["name"]
    for match in _TAG.finditer(text):
        if text.startswith(_COMMENT, match.start()):
            yield "comment", _COMMENT, _COMMENT
        else:
            yield "HTML", f"{match[0]}>", match[0]


def team_markdown(text: str, links: Mapping[str, str], page: str) -> Markdown:
    """Return a text by the team as Markdown that is safe in any Markdown renderer.

    Raw HTML, images and invalid links become text, and comments in reference definitions are
    removed. Links by id become links to pages.

    Args:
        text: the text.
        links: the addresses of links by id, by the link as written.
        page: the address of the page that contains the text.
    """
    from mdformat.renderer import MDRenderer

    tokens = _parsed(_team_parser(), text)
    for token in tokens:
        if token.children:
            token.children = _resolved(token.children, links, LinksFrom(page))
    is_written = all(len(token.children or ()) <= _MOST_PARTS for token in tokens)
    source = MDRenderer().render(tokens, _writer_options(), {}).rstrip("\n") if is_written else ""
    if not (is_written and _is_safe(source)):
        source = _paragraphs(text)
    return Markdown(source, has_formulas=True)


def first_paragraph(markdown: str) -> str:
    """Return the beginning of the first paragraph of a text as plain text, or ``""``."""
    parser = _team_parser()
    references: dict[str, object] = {}
    for opening, inline in pairwise(parser.blocks.parse(markdown, references)):
        if opening.type == "paragraph_open":
            return "".join(
                " " if child.type in ("softbreak", "hardbreak") else _as_text(child)
                for child in parser.within(inline.content[:_SUMMARY], references)
            )
    return ""


def _as_text(child: Token) -> str:
    if not _is_formula(child):
        return child.content
    opening, closing = _FORMULA_DELIMITERS[child.type]
    return f"{opening}{child.content}{closing}"


def _is_formula(token: Token) -> bool:
    return token.type.startswith("math")


def _resolved(children: list[Token], links: Mapping[str, str], page: LinksFrom) -> list[Token]:
    """Replace links by id with links to pages; the text of a link without an address is kept."""
    kept: list[Token] = []
    is_dropped = False
    for child in children:
        if child.type == "link_open":
            internal = _INTERNAL.fullmatch(str(child.attrGet("href") or ""))
            if internal:
                address = links.get(f"{internal[1]}:{unquote(internal[2])}", "")
                is_dropped = not address
                child.attrSet("href", page.to(address))
            if is_dropped:
                continue
        elif child.type == "link_close" and is_dropped:
            is_dropped = False
            continue
        kept.append(child)
    return kept


def _is_safe(source: str) -> bool:
    """Return whether a text is safe even for a renderer that allows HTML and all links."""
    for token in _open_parser().parse(source):
        for child in (token, *(token.children or ())):
            if child.type in ("html_block", "html_inline", "image"):
                return False
            if child.type == "link_open" and not _may_follow(str(child.attrGet("href") or "")):
                return False
    return True


# --- HTML -----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def as_html(markdown: Markdown) -> str:
    """Render Markdown to HTML; the only markup in the result is that of Markdown."""
    source = shown(markdown.source)
    if not markdown.is_source_text and not markdown.has_formulas and _is_plain(source):
        # Most paragraphs are plain; parsing them gives the same result in five times the time.
        return f"<p>{html_escape(source, quote=False).replace(chr(34), '&quot;')}</p>\n"
    parser = _page_parser() if markdown.has_formulas else _plain_parser()
    tokens = _parsed(parser, source)
    for token in tokens:
        if token.children:
            children = list(_external(token.children))
            token.children = list(_readable(children)) if markdown.is_source_text else children
    return str(parser.blocks.renderer.render(tokens, parser.blocks.options, {}))


def as_inline_html(markdown: Markdown) -> str:
    """Render one paragraph of Markdown to inline HTML."""
    return as_html(markdown).removeprefix("<p>").removesuffix("</p>\n")


def _is_plain(markdown: str) -> bool:
    """Return whether a text is certainly one paragraph without markup."""
    at_ends = markdown[:1].isspace() or markdown[-1:].isspace() or not markdown
    return not at_ends and bool(_PLAIN.fullmatch(markdown)) and not _BLOCK_MARKS.match(markdown)


@lru_cache(maxsize=65_536)  # titles are on many pages
def readable_html(text: str) -> str:
    """Return plain text as inline HTML, with TeX converted and its source as a tooltip."""
    pieces: list[str] = []
    end = 0
    for span in tex_spans(text):
        source = text[span.start : span.end]
        pieces += _html(text[end : span.start]), _tex_html(source, span.shown)
        end = span.end
    return "".join([*pieces, _html(text[end:])])


def _external(children: Iterable[Token]) -> Iterable[Token]:
    """Add ``rel`` attributes to links to other sites."""
    for child in children:
        if child.type == "link_open" and str(child.attrGet("href") or "").startswith("http"):
            child.attrSet("rel", "noopener nofollow external")
        yield child


def _readable(children: Iterable[Token]) -> Iterable[Token]:
    # A backslash escape splits the text; TeX must be found in the joined text.
    run: list[Token] = []
    for child in children:
        if child.type in ("text", "text_special"):
            run.append(child)
            continue
        yield from _readable_run(run)
        run = []
        yield child
    yield from _readable_run(run)


def _readable_run(run: list[Token]) -> Iterable[Token]:
    text = "".join(token.content for token in run)
    end = 0
    for span in tex_spans(text):
        yield Token("text", "", 0, content=text[end : span.start])
        yield Token(
            "html_inline", "", 0, content=_tex_html(text[span.start : span.end], span.shown)
        )
        end = span.end
    if text[end:]:
        yield Token("text", "", 0, content=text[end:])


def _tex_html(source: str, readable: str) -> str:
    return f'<span class="tex" title="{_html(source)}">{_html(readable)}</span>'


def _html(text: str) -> str:
    return html_escape(text, quote=True)


# --- parsers --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Parser:
    """A parser for blocks, and one for the inline content of blocks."""

    blocks: MarkdownIt
    lines: MarkdownIt

    def within(self, block: str, references: MutableMapping[str, Any]) -> list[Token]:
        """Parse the inline content of a block."""
        return self.lines.parseInline(block, references)[0].children or []


def _parsed(parser: _Parser, markdown: str) -> list[Token]:
    references: dict[str, Any] = {}
    tokens = parser.blocks.parse(markdown, references)
    for token in tokens:
        if token.type == "inline":
            token.children = parser.within(token.content, references)
    return tokens


@cache
def _plain_parser() -> _Parser:
    """For Markdown made from plain text: links can be URLs only."""
    return _parser(_may_follow, has_formulas=False)


@cache
def _page_parser() -> _Parser:
    """For the result of `team_markdown`: links can lead to other pages, and formulas are kept."""
    return _parser(_may_follow, has_formulas=True)


@cache
def _team_parser() -> _Parser:
    """For texts by the team: links by id are allowed, links to addresses of pages are not."""
    return _parser(_may_write, has_formulas=True)


@cache
def _finding_parser() -> _Parser:
    """Like `_team_parser`, with escaped characters as separate tokens."""
    parser = _parser(_may_write, has_formulas=True)
    parser.lines.disable("text_join")
    return parser


def _parser(may_link: Callable[[str], bool], *, has_formulas: bool) -> _Parser:
    blocks = _configured(may_link, has_formulas=has_formulas).disable("inline")
    lines = _configured(may_link, has_formulas=has_formulas, maxNesting=_DEEPEST_BRACKETS)
    return _Parser(blocks, lines)


def _configured(
    may_link: Callable[[str], bool], *, has_formulas: bool, **options: int
) -> MarkdownIt:
    parser = MarkdownIt(
        "js-default", {"html": False, "linkify": False, "typographer": False, **options}
    )
    parser.disable("image")
    parser.validateLink = may_link  # type: ignore[method-assign, assignment] # documented by markdown-it-py
    if has_formulas:
        from mdit_py_plugins.dollarmath import dollarmath_plugin

        parser.use(
            dollarmath_plugin,
            allow_labels=False,
            allow_space=False,
            allow_digits=False,
            double_inline=True,
        )
        parser.inline.ruler.before("escape", "formula_in_brackets", _formula_in_brackets)
        interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        parser.block.ruler.before("fence", "formula_on_lines", _formula_on_lines, interrupts)
        for name in _FORMULA_DELIMITERS:
            parser.add_render_rule(name, _write_formula)
    return parser


@cache
def _open_parser() -> MarkdownIt:
    """A parser that allows HTML, images and all links, like other renderers."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[method-assign, assignment] # accepts all but empty ones
    return parser


_FORMULA_DELIMITERS: Final = {
    "math_inline": ("$", "$"),
    "math_inline_double": ("$$", "$$"),
    "math_block": ("$$", "$$"),
    "math_block_of_latex": (r"\[", r"\]"),
    "math_in_brackets": (r"\(", r"\)"),
    "math_in_square_brackets": (r"\[", r"\]"),
}
_BRACKETS: Final = {
    opening: (name, closing)
    for name, (opening, closing) in _FORMULA_DELIMITERS.items()
    if "brackets" in name
}


def _formula_in_brackets(state: StateInline, silent: bool) -> bool:
    r"""Parse a formula in LaTeX brackets, ``\(a_1\)`` or ``\[a_1\]``.

    The plugin for these accepts any text in escaped brackets; here it must contain TeX. Square
    brackets before "(", "[" or ":" are excluded, since they were escaped to prevent a link.
    """
    start = state.pos + 2
    name, closing = _BRACKETS.get(state.src[state.pos : start], ("", ""))
    end = state.src.find(closing, start, min(state.posMax, start + _LONGEST_FORMULA))
    if not name or end < 0 or not _TEX.search(state.src, start, end):
        return False
    if closing == r"\]" and state.src[end + 2 : end + 3] in ("(", "[", ":"):
        return False
    if not silent:
        state.push(name, "math", 0).content = state.src[start:end]
    state.pos = end + 2
    return True


def _formula_on_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Parse a formula of several lines, from ``\[`` at the start of a line to ``\]`` at an end.

    Otherwise a line that begins with a plus sign would become a list item.
    """
    if state.is_code_block(start) or not _line(state, start).startswith(r"\["):
        return False
    for line in range(start, end):
        text = _line(state, line)
        is_inside = text and not text.startswith(r"\[") and state.sCount[line] >= state.blkIndent
        if line > start and not is_inside:
            return False
        if r"\]" in text:
            content = state.getLines(start, line + 1, state.sCount[start], False).strip()[2:-2]
            if line == start or not text.endswith(r"\]") or not _TEX.search(content):
                return False
            if not silent:
                token = state.push("math_block_of_latex", "math", 0)
                token.block = True
                token.content = content
                token.map = [start, line + 1]
                state.line = line + 1
            return True
    return False


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _write_formula(
    _renderer: object, tokens: Sequence[Token], at: int, _options: object, _env: object
) -> str:
    html = f'<span class="math">{_html(_formula(tokens[at].type, tokens[at].content))}</span>'
    return f"<p>{html}</p>\n" if tokens[at].block else html


def _formula(type_: str, content: str) -> str:
    """Return a formula with its delimiters.

    A space is added after "<" before a letter, which other renderers would parse as a tag; TeX
    ignores it.
    """
    opening, closing = _FORMULA_DELIMITERS[type_]
    return f"{opening}{_TAG_IN_FORMULA.sub('< ', content)}{closing}"


@cache
def _writer_options() -> dict[str, Any]:
    """Return the options with which mdformat writes tables, strikethrough and formulas."""
    return {**_team_parser().blocks.options, "mdformat": {}, "parser_extension": [_Writers]}


class _Writers:
    """Renderers for elements that mdformat does not support, in the form of a plugin."""

    @staticmethod
    def struck_out(node: Any, context: Any) -> str:
        return f"~~{''.join(child.render(context) for child in node.children)}~~"

    @staticmethod
    def formula(node: Any, _context: Any) -> str:
        return _formula(node.type, node.content)

    @staticmethod
    def table(node: Any, context: Any) -> str:
        """Write a table without padding, which could make a small table very large."""
        rows = [
            [(str(cell.attrs.get("style", "")), cell.render(context)) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        rules = [
            _COLUMN_RULES.get(style.removeprefix("text-align:"), "---") for style, _ in rows[0]
        ]
        lines = [rules, *([text for _, text in row] for row in rows[1:])]
        head = [text for _, text in rows[0]]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, *lines))

    @staticmethod
    def list_item(node: Any, context: Any) -> str:
        """Write a list item in linear time; the default function is quadratic."""
        known = context.env.setdefault("lists without empty lines", {})
        if id(node.parent) not in known:
            blocks = (block for item in node.parent.children for block in item.children)
            known[id(node.parent)] = all(
                block.hidden for block in blocks if block.type == "paragraph"
            )
        between = "\n" if known[id(node.parent)] else "\n\n"
        text = between.join(filter(None, (block.render(context) for block in node.children)))
        return text if text.strip() else ""

    @staticmethod
    def cell(node: Any, context: Any) -> str:
        return "".join(child.render(context) for child in node.children).replace("|", "\\|")

    @staticmethod
    def without_rules(text: str, _node: Any, _context: Any) -> str:
        """Escape lines of a paragraph that would make it a table."""
        return "\n".join(
            line.replace("-", "\\-", 1) if not line.strip("|-: ") else line
            for line in text.split("\n")
        )

    RENDERERS: Final = {
        "s": struck_out,
        "list_item": list_item,
        "table": table,
        "th": cell,
        "td": cell,
        **dict.fromkeys(_FORMULA_DELIMITERS, formula),
    }
    POSTPROCESSORS: Final = {"paragraph": without_rules}


_COLUMN_RULES: Final = {"left": ":--", "right": "--:", "center": ":-:"}


def _may_follow(url: str) -> bool:
    """Return whether a link of a page can have this destination."""
    return bool(
        safe_url(url)
        or _RELATIVE.fullmatch(url)
        or _MAIL.fullmatch(url)
        or _FRAGMENT.fullmatch(url)
    )


def _may_write(url: str) -> bool:
    """Return whether a link in a text by the team can have this destination."""
    return bool(
        _INTERNAL.fullmatch(url)
        or safe_url(url)
        or _MAIL.fullmatch(url)
        or _FRAGMENT.fullmatch(url)
    )
