"""CSV: a table for spreadsheets, RFC 4180, without abstracts.

A cell that begins like a formula would be run by the spreadsheet that opens it, and a title can
begin so. Such a cell gets an apostrophe before it, as OWASP's page on CSV injection advises; so
does one that begins with apostrophes and then like a formula, so that taking the first one away
gives every cell back. The file begins with a byte order mark, without which Excel takes UTF-8 for
something else.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from readinglist.exports.bibliographies import Format
from readinglist.text.display import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.bibliographies import Item, Selection

COLUMNS: Final = (
    *("id", "title", "authors", "year", "venue", "doi", "arxiv", "url"),
    *("links", "themes", "seen", "not known"),
)
# The full-width forms too: some spreadsheets take them for the others.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def _row(item: Item) -> str:
    """One paper's line. Several values of one cell are separated by ``; ``."""
    paper, reference = item.paper, item.reference
    return _line(
        (
            paper.id,
            reference.title,
            "; ".join(reference.authors),
            str(reference.date[0]) if reference.date else "",
            reference.venue,
            reference.doi,
            reference.arxiv,
            reference.address,
            "; ".join(link.url for link in paper.links),
            "; ".join(item.library.themes_of[paper.id]),
            "; ".join(f"{seen.path}:{seen.line}" for seen in paper.seen),
            "; ".join(reference.unknown),
        )
    )


def _file(rows: Iterable[str], _: Selection) -> bytes:
    """A whole ``.csv`` file, headed by the names of its columns."""
    return "".join([_line(COLUMNS), *rows]).encode("utf-8-sig", "replace")


def guarded(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    cell = " ".join(shown(cell).split())
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(map(guarded, cells))
    return written.getvalue()


CSV: Final = Format(
    name="CSV",
    ending="csv",
    media_type="text/csv",
    use="a table for spreadsheets, without abstracts",
    one=_row,
    whole=_file,
)
