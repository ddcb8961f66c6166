"""Corrections: what the team knows of a paper better than its listings.

The listings hold no author, no identifier and hardly a date; whoever knows writes it in
``papers/<paper>.yaml``. It goes before what a listing says. The id of a paper stays.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from readinglist.model import Link, LinkKind
from readinglist.problems import quoted
from readinglist.text.identifiers import arxiv_of, doi_of
from readinglist.text.links import classify

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.model import Paper
    from readinglist.sources.fields import Sheet
    from readinglist.sources.yamlfile import Text

KEYS: Final = ("title", "authors", "year", "date", "venue", "doi", "arxiv", "url", "links")
LINK_KEYS: Final = ("url", "kind")
EARLIEST, LATEST = 1800, 2100
"""Years of publication that are plausible."""

_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the team knows better; what it does not say is empty or None."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str = ""
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    links: tuple[Link, ...] = ()


NO_CORRECTIONS: Final = Corrections()


def read_corrections(sheet: Sheet) -> Corrections:
    """The corrections in a paper's file; problems go to the sheet's checker."""
    date = _date(sheet)
    return Corrections(
        title=_value(sheet.line("title")),
        authors=tuple(author.value for author in sheet.words("authors")),
        year=_year(sheet, date),
        date=date,
        venue=_value(sheet.line("venue")),
        doi=_identifier(sheet, "doi", doi_of, "10.1145/3292500.3330701"),
        arxiv=_identifier(sheet, "arxiv", arxiv_of, "2401.00010 or cs/0501001"),
        url=_value(sheet.url("url")),
        links=_links(sheet),
    )


def corrected(paper: Paper, known: Corrections) -> Paper:
    """The paper with the corrections applied; its id stays.

    A link of an address that is there already changes that link's kind, in its place.
    """
    kinds = {link.url: link.kind for link in known.links}
    links = [replace(link, kind=kinds.get(link.url, link.kind)) for link in paper.links]
    have = {link.url for link in links}
    return replace(
        paper,
        title=known.title or paper.title,
        authors=known.authors or paper.authors,
        year=known.year if known.year is not None else paper.year,
        date=known.date or paper.date,
        venue=known.venue or paper.venue,
        doi=known.doi or paper.doi,
        arxiv=known.arxiv or paper.arxiv,
        url=known.url or paper.url,
        links=(*links, *(link for link in known.links if link.url not in have)),
    )


def completed(paper: Paper, found: Corrections) -> Paper:
    """The paper with what was found for it, where nothing is known of it yet."""
    have = {link.url for link in paper.links}
    return replace(
        paper,
        authors=paper.authors or found.authors,
        year=paper.year if paper.year is not None else found.year,
        date=paper.date or found.date,
        venue=paper.venue or found.venue,
        doi=paper.doi or found.doi,
        arxiv=paper.arxiv or found.arxiv,
        url=paper.url or found.url,
        links=(*paper.links, *(link for link in found.links if link.url not in have)),
    )


def _value(text: Text | None) -> str:
    return text.value if text else ""


def is_year(year: int) -> bool:
    """Whether a number is a plausible year of publication."""
    return EARLIEST <= year <= LATEST


def is_date(text: str) -> bool:
    """Whether a text is a date of publication: ``2024-03-14``, ``2024-03`` or ``2024``."""
    if not _DATE.fullmatch(text):
        return False
    numbers = [int(part) for part in text.split("-")]
    try:
        datetime.date(*[*numbers, 1, 1][:3])
    except ValueError:
        return False
    return is_year(numbers[0])


def _year(sheet: Sheet, date: str) -> int | None:
    """The year as written, else that of the date."""
    text = sheet.line("year")
    if text is None:
        return int(date[:4]) if date else None
    if not _YEAR.fullmatch(text.value) or not is_year(int(text.value)):
        message = f"{quoted(text.value)} is not a year of publication"
        sheet.checker.error(text, message, "write four digits, as in 2024")
        return None
    if date and date[:4] != text.value:
        message = f"the year {text.value} contradicts the date {date}"
        sheet.checker.error(text, message, "correct one of them, or remove the year")
    return int(text.value)


def _date(sheet: Sheet) -> str:
    text = sheet.line("date")
    if text is None:
        return ""
    if is_date(text.value):
        return text.value
    message = f"{quoted(text.value)} is not a date"
    sheet.checker.error(text, message, "write it as 2024-03-14, 2024-03 or 2024")
    return ""


def _identifier(sheet: Sheet, key: str, read: Callable[[str], str], example: str) -> str:
    """An identifier; one written as an address is understood."""
    text = sheet.line(key)
    if text is None:
        return ""
    found = read(text.value)
    if not found:
        name = {"doi": "a DOI", "arxiv": "an arXiv id"}[key]
        sheet.checker.error(
            text, f"{quoted(text.value)} is not {name}", f"write one such as {example}"
        )
    return found


def _links(sheet: Sheet) -> tuple[Link, ...]:
    links: dict[str, Link] = {}
    kinds = [kind.value for kind in LinkKind]
    for row in sheet.sheets("links", LINK_KEYS):
        url, kind = row.url("url", required=True), row.line("kind")
        if kind and kind.value not in kinds:
            hint = sheet.checker.near(kind.value, kinds) or f"the kinds are {', '.join(kinds)}"
            sheet.checker.error(kind, f"there is no link kind {quoted(kind.value)}", hint)
        elif url and url.value in links:
            sheet.checker.warning(url, "this link is here twice", "remove one of the two")
        elif url:
            what = LinkKind(kind.value) if kind else classify(url.value)
            links[url.value] = Link(url.value, what)
    return tuple(links.values())
