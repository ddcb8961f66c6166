"""Markdown -> HTML, and plain text -> Markdown that shows it as it is.

Notes and free pages are Markdown by people the team trusts with words, not with markup: raw HTML
is shown as text, pictures are not loaded, and a link leads to http(s), mail, the site itself,
a paper (``[text](paper:its-id)``) or a theme (``[text](theme:its-id)``), or is left as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape as html_escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from readinglist.text.links import safe_url
from readinglist.text.tex import tex_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_INLINE_MARKS: Final = re.compile(r"[\\`*_\[\]<>&~]|!(?=\[)")
_INDENT: Final = re.compile(r"^[ \t]{2,}|^\t")
_BLOCK_MARKS: Final = re.compile(r"^( ?)(?:(\d{1,9})([.)])(?=\s|$)|([#=+|-]|:(?=-)))")
_INTERNAL: Final = re.compile(r"(paper|theme):([^\s]+)")
_RELATIVE: Final = re.compile(
    r"(?!//)(?!.*%5c)(?![a-z][a-z0-9+.-]*:)[^\\\x00-\x20]*", re.IGNORECASE
)
_MAIL: Final = re.compile(r"mailto:[^\s<>\"@]+@[^\s<>\"@?]+", re.IGNORECASE)
_BARE_BRACKET: Final = re.compile(r"(?<!\\)\[")
_MOST_BRACKETS: Final = 10_000
"""The parser's time grows with the square of open brackets; in a text with more, none is a link."""
_PLAIN: Final = re.compile(r"[^\\`*_\[\]<>&~\n]+")


def as_markdown(text: str) -> str:
    """A line of plain text as Markdown that shows every character of it, and runs nothing."""
    text = _INLINE_MARKS.sub(r"\\\g<0>", " ".join(text.split("\n")))
    text = _INDENT.sub(" ", text)  # four spaces would begin a code block
    return _BLOCK_MARKS.sub(_escape_block, text)


def _escape_block(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\{match[3]}" if match[2] else f"{match[1]}\\{match[4]}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link from a text to a paper or a theme, by id, and the line it stands on."""

    kind: str
    id: str
    line: int


def references(markdown: str, first_line: int = 1) -> tuple[Reference, ...]:
    """Every ``paper:`` and ``theme:`` link of a text. Lines are counted from `first_line`."""
    found: list[Reference] = []
    for token in _parsed(markdown):
        for child in token.children or ():
            target = _INTERNAL.fullmatch(str(child.attrGet("href") or ""))
            if target:
                line = first_line + (token.map[0] if token.map else 0)
                found.append(Reference(target[1], target[2], line))
    return tuple(found)


def first_paragraph(markdown: str) -> str:
    """The plain text of a text's first paragraph, ``""`` when it has none."""
    tokens = _parsed(markdown)
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open":
            return "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in inline.children or ()
            )
    return ""


def as_html(
    markdown: str, address_of: Callable[[str, str], str], *, source_text: bool = False
) -> str:
    """Render Markdown.

    Args:
        markdown: the text; nothing in it can become markup but Markdown's own.
        address_of: given "paper" or "theme" and an id, the address to link to, or ``""`` to
            leave the words without a link.
        source_text: show TeX residue readably (with the source as a tooltip).
    """
    if not source_text and _is_plain(markdown):
        # Most paragraphs are plain; the long way gives the same bytes at five times the time.
        return f"<p>{html_escape(markdown, quote=False).replace(chr(34), '&quot;')}</p>\n"
    parser = _parser()
    tokens = _parsed(markdown)
    for token in tokens:
        if token.children:
            token.children = _resolved(token.children, address_of)
            if source_text:
                token.children = list(_readable(token.children))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _is_plain(markdown: str) -> bool:
    """Whether a text is one paragraph without a mark, for certain."""
    at_ends = markdown[:1].isspace() or markdown[-1:].isspace() or not markdown
    return not at_ends and bool(_PLAIN.fullmatch(markdown)) and not _BLOCK_MARKS.match(markdown)


def readable_html(text: str) -> str:
    """Plain text as inline HTML, TeX residue shown readably with the source as a tooltip."""
    shown: list[str] = []
    end = 0
    for span in tex_spans(text):
        source = text[span.start : span.end]
        shown += _html(text[end : span.start]), _tex_html(source, span.shown)
        end = span.end
    return "".join([*shown, _html(text[end:])])


def _parsed(markdown: str) -> list[Token]:
    if markdown.count("[") > _MOST_BRACKETS:
        markdown = _BARE_BRACKET.sub(r"\\[", markdown)
    return _parser().parse(markdown)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    parser.disable("image")
    parser.validateLink = _may_link  # type: ignore[method-assign] # the library's own way to set it
    return parser


def _may_link(url: str) -> bool:
    return bool(
        _INTERNAL.fullmatch(url)
        or safe_url(url)
        or _MAIL.fullmatch(url)
        or _RELATIVE.fullmatch(url)
    )


def _resolved(children: list[Token], address_of: Callable[[str, str], str]) -> list[Token]:
    """Links by id turned into addresses; links that lead away say so to the browser."""
    kept: list[Token] = []
    dropped = False
    for child in children:
        if child.type == "link_open":
            href = str(child.attrGet("href") or "")
            target = _INTERNAL.fullmatch(href)
            if target:
                href = address_of(target[1], target[2])
                dropped = not href
                child.attrSet("href", href)
            elif href.startswith("http"):
                child.attrSet("rel", "noopener nofollow external")
            if dropped:
                continue
        elif child.type == "link_close" and dropped:
            dropped = False
            continue
        kept.append(child)
    return kept


def _readable(children: Iterable[Token]) -> Iterable[Token]:
    # A backslash escape splits the text around it; TeX residue is found in the whole.
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


def _tex_html(source: str, shown: str) -> str:
    return f'<span class="tex" title="{_html(source)}">{_html(shown)}</span>'


def _html(text: str) -> str:
    return html_escape(text, quote=True)
