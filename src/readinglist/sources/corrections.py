"""Parse corrections and additions to the bibliographic data of a paper, in ``papers/<paper>.yaml``.

Listings have no authors, no identifiers and few dates. Corrections take precedence over listings
and records. They do not change the id of a paper.
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
    from readinglist.sources.fields import Fields
    from readinglist.sources.yamlfile import Text

KEYS: Final = ("title", "authors", "year", "date", "venue", "doi", "arxiv", "url", "links")
LINK_KEYS: Final = ("url", "kind")
EARLIEST, LATEST = 1800, 2100
"""Range of plausible years of publication."""

_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a paper; fields that are not given are empty or None."""

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


def read_corrections(fields: Fields) -> Corrections:
    """Parse the corrections in a paper's file; problems are added to the checker of `fields`."""
    date = _date(fields)
    return Corrections(
        title=_value(fields.line("title")),
        authors=tuple(author.value for author in fields.words("authors")),
        year=_year(fields, date),
        date=date,
        venue=_value(fields.line("venue")),
        doi=_identifier(fields, "doi", doi_of, "10.1145/3292500.3330701"),
        arxiv=_identifier(fields, "arxiv", arxiv_of, "2401.00010 or cs/0501001"),
        url=_value(fields.url("url")),
        links=_links(fields),
    )


def corrected(paper: Paper, known: Corrections) -> Paper:
    """Return a paper with corrections applied.

    A link with the URL of an existing link changes the kind of that link.
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
    """Return a paper with found values for the fields that are not known."""
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
    """Return whether a number is a plausible year of publication."""
    return EARLIEST <= year <= LATEST


def is_date(text: str) -> bool:
    """Return whether a text is a date of publication: ``2024-03-14``, ``2024-03`` or ``2024``."""
    if not _DATE.fullmatch(text):
        return False
    numbers = [int(part) for part in text.split("-")]
    try:
        datetime.date(*[*numbers, 1, 1][:3])
    except ValueError:
        return False
    return is_year(numbers[0])


def _year(fields: Fields, date: str) -> int | None:
    """Return the year as written, or that of the date."""
    text = fields.line("year")
    if text is None:
        return int(date[:4]) if date else None
    if not _YEAR.fullmatch(text.value) or not is_year(int(text.value)):
        message = f"{quoted(text.value)} is not a year of publication"
        fields.checker.error(text, message, "write four digits, as in 2024")
        return None
    if date and date[:4] != text.value:
        message = f"the year {text.value} contradicts the date {date}"
        fields.checker.error(text, message, "correct one of them, or remove the year")
    return int(text.value)


def _date(fields: Fields) -> str:
    text = fields.line("date")
    if text is None:
        return ""
    if is_date(text.value):
        return text.value
    message = f"{quoted(text.value)} is not a date"
    fields.checker.error(text, message, "write it as 2024-03-14, 2024-03 or 2024")
    return ""


def _identifier(fields: Fields, key: str, read: Callable[[str], str], example: str) -> str:
    """Return an identifier, which can also be written as a URL."""
    text = fields.line(key)
    if text is None:
        return ""
    found = read(text.value)
    if not found:
        name = {"doi": "a DOI", "arxiv": "an arXiv id"}[key]
        fields.checker.error(
            text, f"{quoted(text.value)} is not {name}", f"write a value such as {example}"
        )
    return found


def _links(fields: Fields) -> tuple[Link, ...]:
    links: dict[str, Link] = {}
    kinds = [kind.value for kind in LinkKind]
    for row in fields.mappings("links", LINK_KEYS):
        url, kind = row.url("url", required=True), row.line("kind")
        if kind and kind.value not in kinds:
            hint = fields.checker.near(kind.value, kinds) or f"the kinds are {', '.join(kinds)}"
            fields.checker.error(kind, f"there is no link kind {quoted(kind.value)}", hint)
        elif url and url.value in links:
            fields.checker.warning(url, "this link is listed twice", "remove one of them")
        elif url:
            what = LinkKind(kind.value) if kind else classify(url.value)
            links[url.value] = Link(url.value, what)
    return tuple(links.values())
