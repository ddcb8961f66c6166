"""Parse listings, one module per format.

The first format in `FORMATS` that detects a text parses it. Other texts are parsed as the text of a
Daily Papers page. Files that are recognized as something else are rejected with a message that
names it.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from readinglist.listings import daily_papers
from readinglist.listings.lines import clean, split_lines
from readinglist.model import Ledger, LineKind, Listing
from readinglist.problems import Problem, Severity
from readinglist.text.comments import (
    CONFLICT_HINT,
    CONFLICT_MESSAGE,
    conflicts,
    without_comment_lines,
    without_conflict_marks,
)
from readinglist.text.decoding import NotText, decode
from readinglist.text.slugs import slug

if TYPE_CHECKING:
    from readinglist.listings.page import Format


FORMATS: Final[tuple[Format, ...]] = ()
"""The formats besides the Daily Papers page, in the order in which they are tried."""

_COPY_THE_TEXT: Final = (
    "open the page in a browser, select all, copy, and paste the text into a file"
)
_LINE_BY_LINE: Final = "write each title on one line and its abstract on the next, in a .txt file"
# Other kinds of file, by their beginning; the first match is used.
_SOMETHING_ELSE: Final = (
    (
        re.compile(
            # Atomic, since backtracking would take exponential time in the number of comments.
            r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s++html|html|head)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "a saved HTML page",
        _COPY_THE_TEXT,
    ),
    (
        re.compile(r"From: <Saved by|.{0,400}^MIME-Version:", re.DOTALL | re.MULTILINE),
        "a web archive (MHTML)",
        _COPY_THE_TEXT,
    ),
    (
        re.compile(r"\s*<\?xml|\s*<(?:feed|rss|rdf:RDF|opml)\b|\s*<[\w:]{1,40}\sxmlns"),
        "an XML file or feed",
        _COPY_THE_TEXT,
    ),
    (re.compile(r'\s*[\[{]\s*(?:[\[{]|"[^"\n]{0,200}"\s*[:,\]])'), "a JSON file", _COPY_THE_TEXT),
    (
        re.compile(
            r"(?:[^\n]{0,500}\n){0,40}?\s{0,20}@(?:article|book|booklet|collection|comment|conference"
            r"|dataset|electronic|inbook|incollection|inproceedings|manual|mastersthesis|misc|online"
            r"|patent|phdthesis|preamble|preprint|proceedings|report|software|string|techreport"
            r"|thesis|unpublished)\s{0,5}[{(][^\n]{0,200}[,\n]",
            re.IGNORECASE,
        ),
        "a BibTeX file",
        _LINE_BY_LINE,
    ),
    (re.compile(r"(?:[^\n]{0,200}\n){0,9}?TY {2}- "), "an RIS file", _LINE_BY_LINE),
    (
        re.compile(
            r'(?:"?[\w ]{1,30}"?[,;\t]){0,20}"?'
            r'(?:title"?[,;\t](?! )|[\w ]{1,30}"?[,;\t]"?title"?\r?\n)',
            re.IGNORECASE,
        ),
        "a table (CSV)",
        _LINE_BY_LINE,
    ),
)
_LINK_LINE: Final = re.compile(
    r"^ {0,3}(?:#{1,6} |[-*+] |\d{1,2}\. )?!?\[[^\n]*\]\((?:https?://|/|#)", re.MULTILINE
)
_LINK_LINES: Final = 3
"""A text with this many lines that begin with a link is Markdown."""
_MARKUP_LINE: Final = re.compile(r"<(?:/?[a-z][a-z0-9]*\b[^<]*>|!--)", re.IGNORECASE)
_MARKUP_SHARE: Final = 0.6
"""A file is HTML if a larger share of its lines begins with a tag. Titles can contain tags too."""
_MANY_LINES: Final = 200_000
_SHORT: Final = 40
"""Average line length in characters; on real pages it is several hundred."""
_EMPTY_AT_MOST: Final = 100_000
_SHOWN_LINES: Final = 100
_SHOWN_LENGTH: Final = 200


def read_listing(raw: bytes, path: str) -> tuple[Listing | None, tuple[Problem, ...]]:
    """Parse a listing.

    Args:
        raw: the bytes of the file, in any encoding.
        path: the path of the file, for provenance and problems.

    Returns:
        The listing and its problems; or None and the reason why the file could not be parsed.
    """

    left: tuple[Problem, ...] = ()

    def refusal(message: str, hint: str) -> tuple[None, tuple[Problem, ...]]:
        return None, left or (Problem(path, 1, 1, message, hint),)

    text = decode(raw) if raw else ""
    if isinstance(text, NotText):
        if text.hint:
            return refusal(f"this is {text.seen}", text.hint)
        return refusal(f"this is {text.seen}, not the text of a listing", _COPY_THE_TEXT)
    if len(text) < _EMPTY_AT_MOST and not clean(text):
        return refusal("the file is empty", "paste a listing into it, or remove the file")
    text = text.replace("\r\n", "\n") if "\r\n" in text else text
    left = tuple(
        Problem(path, position.line, position.column, CONFLICT_MESSAGE, CONFLICT_HINT)
        for position in conflicts(text)
    )
    if left:
        # Parsed anyway, so that references to its papers cause no further errors.
        text = without_conflict_marks(text)
    text = without_comment_lines(text)
    lines = text.count("\n") + text.count("\r")
    if lines > _MANY_LINES and len(text) < _SHORT * lines:
        return refusal(
            f"this file has {lines:,} lines of {len(text) / lines:.0f} characters on average: "
            "that is not the text of a listing",
            "a listing is the text of a Daily Papers page; remove the file, or split it",
        )
    format_ = next((one for one in FORMATS if one.detect(text)), None)
    if format_ is None and (reason := _not_a_page(text[:20_000])):
        return refusal(*reason)
    page = (format_ or daily_papers).parse(text, path)
    if not page.entries:
        if page.ledger.count(LineKind.NOT_UNDERSTOOD):
            return refusal(
                f"no paper was found in the {len(page.ledger)} lines of this file: nothing in it "
                "looks like a title with an abstract below it",
                "a listing is the text of a Daily Papers page: each title on a line of its own, "
                "its abstract on the next",
            )
        return refusal(
            "this file contains the page's header and navigation, but no paper",
            "select the whole page before you copy it, so that titles and abstracts are copied",
        )
    problems = page.problems
    if not any(entry.abstract for entry in page.entries):
        problems = (
            *problems,
            Problem(
                path,
                page.entries[0].line,
                1,
                f"none of the {len(page.entries)} titles found here has an abstract",
                "if this is not a list of titles, remove the file",
                Severity.WARNING,
            ),
        )
    listing = Listing(
        id=listing_id(path),
        path=path,
        date=page.date,
        entries=page.entries,
        ledger=page.ledger,
        not_understood=_not_understood(text, page.ledger),
    )
    return listing, left or problems


def _not_understood(text: str, ledger: Ledger) -> tuple[tuple[int, str], ...]:
    numbers = ledger.lines(LineKind.NOT_UNDERSTOOD)[:_SHOWN_LINES]
    lines = split_lines(text) if numbers else []
    return tuple((number, lines[number - 1][:_SHOWN_LENGTH]) for number in numbers)


def _not_a_page(text: str) -> tuple[str, str] | None:
    """Return what a file is instead of a page's text, and what to do, by its beginning."""
    for pattern, what, hint in _SOMETHING_ELSE:
        if pattern.match(text):
            return f"this is {what}, not the text of a listing", hint
    if _is_markdown(text):
        hint = f"{_COPY_THE_TEXT}, without converting it to Markdown"
        return "this is a Markdown file, not the text of a listing", hint
    if _is_markup(text):
        return "this is a piece of a saved HTML page, not its text", _COPY_THE_TEXT
    return None


def _is_markdown(text: str) -> bool:
    return sum(1 for _ in islice(_LINK_LINE.finditer(text), _LINK_LINES)) == _LINK_LINES


def _is_markup(text: str) -> bool:
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    tagged = sum(1 for line in lines if _MARKUP_LINE.match(line))
    return tagged >= 4 and tagged > _MARKUP_SHARE * len(lines)


def listing_id(path: str) -> str:
    """Return the id of a listing: a slug of its file name without extension."""
    return slug(PurePosixPath(path).stem)
