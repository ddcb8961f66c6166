"""The CSV format (RFC 4180): a table for spreadsheets, without abstracts.

A spreadsheet would run a cell that looks like a formula, so such a cell is prefixed with an
apostrophe, as OWASP recommends against CSV injection. A cell that starts with apostrophes followed
by a formula is prefixed too: removing one apostrophe then restores every cell. The file starts with
a byte order mark, because Excel does not recognise UTF-8 without it.
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
# Some spreadsheets treat the full-width forms of these characters as formulas too.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def _row(item: Item) -> str:
    """Return the row of one paper. Multiple values in a cell are separated by ``; ``."""
    paper, citation = item.paper, item.citation
    return _line(
        (
            paper.id,
            citation.title,
            "; ".join(citation.authors),
            str(citation.date[0]) if citation.date else "",
            citation.venue,
            citation.doi,
            citation.arxiv,
            citation.address,
            "; ".join(link.url for link in paper.links),
            "; ".join(item.library.themes_of[paper.id]),
            "; ".join(f"{seen.path}:{seen.line}" for seen in paper.seen),
            "; ".join(citation.unknown),
        )
    )


def _file(rows: Iterable[str], _: Selection) -> bytes:
    """Return a ``.csv`` file with a header row."""
    return "".join([_line(COLUMNS), *rows]).encode("utf-8-sig", "replace")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet interprets as a formula."""
    cell = " ".join(shown(cell).split())
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(map(guarded, cells))
    return written.getvalue()


CSV: Final = Format(
    name="CSV",
    extension="csv",
    media_type="text/csv",
    use="a table for spreadsheets, without abstracts",
    format_paper=_row,
    join_file=_file,
)
