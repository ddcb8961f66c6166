"""What a note's front matter may say about its paper, and a paper with that said.

The listings hold no author, no id and hardly a date; whoever knows writes it at the top of
``notes/<paper>.md``. It goes before what the listings say. The id of a paper never follows.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from readinglist.model import Link, LinkKind
from readinglist.problems import did_you_mean
from readinglist.text.links import classify
from readinglist.yaml_mistakes import quoted

if TYPE_CHECKING:
    from readinglist.fields import Sheet
    from readinglist.model import Paper
    from readinglist.yamlfile import Text

KEYS: Final = ("title", "authors", "year", "date", "venue", "doi", "arxiv", "url", "links")
LINK_KEYS: Final = ("url", "kind")
EARLIEST, LATEST = 1800, 2100
"""Years of publication that are plausible."""

# https://www.doi.org/doi-handbook/: a prefix 10.<registrant>, a slash, a suffix of any
# printable characters; we leave out the white space and quotes nobody registers.
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"<>]+")
# https://info.arxiv.org/help/arxiv_identifier.html: yymm.nnnnn since 2007, archive/yymmnnn before.
_YEAR_MONTH = r"[0-9]{2}(?:0[1-9]|1[0-2])"
_ARXIV = re.compile(
    rf"(?:{_YEAR_MONTH}\.[0-9]{{4,5}}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{{2}})?/{_YEAR_MONTH}[0-9]{{3}})"
    r"(?:v[1-9][0-9]?)?"
)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:dx\.)?doi\.org/|(?:www\.)?arxiv\.org/(?:abs|pdf)/)|doi:\s*|arxiv:\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a note knows better; what it does not say is empty or None."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str = ""
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    links: tuple[Link, ...] = ()


def read_corrections(sheet: Sheet) -> Corrections:
    """The corrections in a note's front matter; problems go to the sheet's checker."""
    date = _date(sheet)
    return Corrections(
        title=_value(sheet.line("title")),
        authors=tuple(author.value for author in sheet.words("authors")),
        year=_year(sheet, date),
        date=date,
        venue=_value(sheet.line("venue")),
        doi=_identifier(sheet, "doi", _DOI, "10.1145/3292500.3330701"),
        arxiv=_identifier(sheet, "arxiv", _ARXIV, "2401.00010 or cs/0501001"),
        url=_value(sheet.url("url")),
        links=_links(sheet),
    )


def corrected(paper: Paper, said: Corrections) -> Paper:
    """The paper with the corrections applied; its id stays.

    A link of an address that is there already changes that link's kind, in its place.
    """
    kinds = {link.url: link.kind for link in said.links}
    links = [replace(link, kind=kinds.get(link.url, link.kind)) for link in paper.links]
    have = {link.url for link in links}
    return replace(
        paper,
        title=said.title or paper.title,
        authors=said.authors or paper.authors,
        year=said.year if said.year is not None else paper.year,
        date=said.date or paper.date,
        venue=said.venue or paper.venue,
        doi=said.doi or paper.doi,
        arxiv=said.arxiv or paper.arxiv,
        url=said.url or paper.url,
        links=(*links, *(link for link in said.links if link.url not in have)),
    )


def _value(text: Text | None) -> str:
    return text.value if text else ""


def _year(sheet: Sheet, date: str) -> int | None:
    """The year as said, else that of the date."""
    text = sheet.line("year")
    if text is None:
        return int(date[:4]) if date else None
    if not re.fullmatch(r"[0-9]{4}", text.value) or not EARLIEST <= int(text.value) <= LATEST:
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
    if _DATE.fullmatch(text.value):
        numbers = [int(part) for part in text.value.split("-")]
        try:
            datetime.date(*[*numbers, 1, 1][:3])
        except ValueError:
            pass
        else:
            if EARLIEST <= numbers[0] <= LATEST:
                return text.value
    message = f"{quoted(text.value)} is not a date"
    sheet.checker.error(text, message, "write it as 2024-03-14, 2024-03 or 2024")
    return ""


def _identifier(sheet: Sheet, key: str, pattern: re.Pattern[str], example: str) -> str:
    text = sheet.line(key)
    if text is None:
        return ""
    if pattern.fullmatch(text.value) and text.value.isprintable():
        return text.value
    bare = _ADDRESS.sub("", text.value, count=1).removesuffix(".pdf")
    found = pattern.fullmatch(bare)
    name = {"doi": "a DOI", "arxiv": "an arXiv id"}[key]
    hint = f"write only the id: {bare}" if found else f"write one such as {example}"
    sheet.checker.error(text, f"{quoted(text.value)} is not {name}", hint)
    return ""


def _links(sheet: Sheet) -> tuple[Link, ...]:
    links: dict[str, Link] = {}
    kinds = [kind.value for kind in LinkKind]
    for row in sheet.sheets("links", LINK_KEYS):
        url, kind = row.url("url", required=True), row.line("kind")
        if kind and kind.value not in kinds:
            hint = did_you_mean(kind.value, kinds) or f"the kinds are {', '.join(kinds)}"
            sheet.checker.error(kind, f"there is no link kind {quoted(kind.value)}", hint)
        elif url and url.value in links:
            sheet.checker.warning(url, "this link is here twice", "remove one of the two")
        elif url:
            what = LinkKind(kind.value) if kind else classify(url.value)
            links[url.value] = Link(url.value, what)
    return tuple(links.values())
