"""What is known of a paper, as every format for references needs it.

The listings hold no author and hardly a date. A format gets what a listing or a note says and
nothing else: no author is made up, no kind of publication is guessed, and what is not known is
left out of the record and named where a person reads it.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist.model import LinkKind
from readinglist.text.display import shown
from readinglist.text.tex import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Library, Paper, PaperId, Provenance

MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:[a-z]{3,9}\.?,?\s)?"
# Only what has one reading: 3/4/2025 is a day in March or in April.
_FULL: Final = (
    re.compile(
        r"(?P<year>\d{4})(?P<sep>[-/])(?P<number>\d{1,2})(?P=sep)(?P<day>\d{1,2})", re.ASCII
    ),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s{_DAY},?\s(?P<year>\d{{4}})", re.ASCII | re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_DAY}\s{_MONTH},?\s(?P<year>\d{{4}})", re.ASCII | re.IGNORECASE),
)
_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)", re.ASCII)
_PARTIAL: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)
_OF_A_KEY: Final = re.compile("[a-z0-9]+")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper as it is cited. Texts are one line each, readable, with nothing invisible in them.

    Attributes:
        key: by which a text cites it.
        former_keys: keys it had before it was renamed or merged.
        date: year, month and day of publication, as many of them as are known.
        address: the most lasting one that is known, or ``""``.
        places: where the paper itself is known to be, as name and address.
        unknown: what a citation of it lacks, in words for a reader.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    date: tuple[int, ...] = ()
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    address: str = ""
    places: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    former_keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def references(library: Library) -> Mapping[PaperId, Reference]:
    """Every paper's reference."""
    former: dict[PaperId, list[str]] = {}
    for old, now in library.former_papers.items():
        former.setdefault(now, []).append(cite_key(old))
    titles = {theme.id: line(theme.title) for theme in library.themes.values()}
    return {
        paper.id: _reference(
            paper,
            tuple(titles[theme] for theme in library.themes_of[paper.id]),
            tuple(former.get(paper.id, ())),
        )
        for paper in library.papers.values()
    }


def places_of(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Where a paper itself is known to be, as name and address, the most lasting first."""
    places = (
        ("arXiv", f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else ""),
        ("DOI", f"https://doi.org/{quote(paper.doi, safe='/')}" if paper.doi else ""),
        ("Paper", paper.url),
        *(("Paper", link.url) for link in paper.links if link.kind is LinkKind.PAPER),
    )
    return tuple((name, address) for name, address in places if address)


def _reference(paper: Paper, themes: tuple[str, ...], former: tuple[str, ...]) -> Reference:
    places = places_of(paper)
    address = places[0][1] if places else ""
    date = published(paper)
    missing = {"authors": not paper.authors, "year": not date, "address": not address}
    return Reference(
        key=cite_key(paper.id),
        title=line(paper.title),
        authors=tuple(map(line, paper.authors)),
        date=date,
        venue=line(paper.venue),
        doi=paper.doi,
        arxiv=paper.arxiv,
        address=address,
        places=places,
        themes=themes,
        former_keys=former,
        unknown=tuple(what for what, is_missing in missing.items() if is_missing),
    )


@lru_cache(maxsize=65_536)  # a title goes into a dozen files
def line(text: str) -> str:
    """A text as one line a person can read: TeX residue resolved, nothing invisible in it."""
    return " ".join(readable(shown(text)).split())


@lru_cache(maxsize=65_536)
def paragraphs(text: str) -> str:
    """A text as `line` has it, its paragraphs parted by one empty line."""
    return "\n\n".join(filter(None, map(line, _PARAGRAPHS.split(text))))


def cite_key(paper: PaperId) -> str:
    """The paper's key for citing: its id, which never changes, in letters every program takes.

    An id in another script keeps what it has of ASCII and gets twelve digits made from the whole.
    """
    if paper.isascii():
        return paper
    kept = "-".join(_OF_A_KEY.findall(paper)) or "paper"
    return f"{kept}-{hashlib.sha256(paper.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def published(paper: Paper) -> tuple[int, ...]:
    """Year, month and day of publication, as many of them as are known."""
    day = known_day(paper.date)
    partial = _PARTIAL.fullmatch(paper.date)
    parts = day.split("-") if day else [*filter(None, partial.groups())] if partial else []
    date = tuple(map(int, parts))
    if paper.year is not None and date[:1] != (paper.year,):
        return (paper.year,)
    return date


def known_day(text: str) -> str:
    """The day a text names, year and all, as in ``2025-03-14``; ``""`` when it names none."""
    for form in _FULL:
        if found := form.fullmatch(text.strip()):
            said = found.groupdict()
            month = int(said.get("number") or MONTHS.index(said["month"].lower()) + 1)
            return _checked(int(said["year"]), month, int(said["day"]))
    return ""


def _checked(year: int, month: int, day: int) -> str:
    exists = year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}" if exists else ""


@lru_cache(maxsize=65_536)
def day_of_listing(date: str, path: str) -> str:
    """The day of a listing: what its page says, else what its file is called; else ``""``."""
    named = _IN_NAME.search(path.rsplit("/", 1)[-1])
    return known_day(date) or (known_day(named[1]) if named else "")


def day_seen(seen: Provenance) -> str:
    """The day a paper was seen in a listing, where that is known with its year; else ``""``."""
    return day_of_listing(seen.date, seen.path)
