"""The citation data of a paper, as all citation formats need it.

Listings rarely contain authors or dates. Citations contain only what the sources say: authors,
dates and types of publication are never guessed. Unknown fields are left out of the exports and
listed where a person reads the citation.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist.model import LinkKind
from readinglist.text.dates import known_day
from readinglist.text.display import shown
from readinglist.text.tex import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Library, Paper, PaperId

_PARTIAL: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)
_KEY_PART: Final = re.compile("[a-z0-9]+")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Citation:
    """The citation data of a paper. Texts are on one line, without TeX and invisible characters.

    Attributes:
        key: the citation key.
        date: year, month and day of publication, as far as they are known.
        address: the most permanent known URL of the paper, or ``""``.
        addresses: the known URLs of the paper, as name and URL.
        themes: the titles of its themes.
        former_keys: keys from before the paper was renamed or merged.
        unknown: the names of the fields that are not known.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    date: tuple[int, ...] = ()
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    address: str = ""
    addresses: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    former_keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def citations(library: Library) -> Mapping[PaperId, Citation]:
    """Return the citation of each paper."""
    former: dict[PaperId, list[str]] = {}
    for old, new in library.former_papers.items():
        former.setdefault(new, []).append(cite_key(old))
    titles = {theme.id: line(theme.title) for theme in library.themes.values()}
    return {
        paper.id: _citation(
            paper,
            tuple(titles[theme] for theme in library.themes_of[paper.id]),
            tuple(former.get(paper.id, ())),
        )
        for paper in library.papers.values()
    }


def addresses_of(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Return the known URLs of a paper, as name and URL, the most permanent first."""
    addresses = (
        ("arXiv", f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else ""),
        ("DOI", f"https://doi.org/{quote(paper.doi, safe='/')}" if paper.doi else ""),
        ("Paper", paper.url),
        *(("Paper", link.url) for link in paper.links if link.kind is LinkKind.PAPER),
    )
    return tuple((name, address) for name, address in addresses if address)


def _citation(paper: Paper, themes: tuple[str, ...], former: tuple[str, ...]) -> Citation:
    addresses = addresses_of(paper)
    address = addresses[0][1] if addresses else ""
    date = published(paper)
    missing = {"authors": not paper.authors, "year": not date, "address": not address}
    return Citation(
        key=cite_key(paper.id),
        title=line(paper.title),
        authors=tuple(map(line, paper.authors)),
        date=date,
        venue=line(paper.venue),
        doi=paper.doi,
        arxiv=paper.arxiv,
        address=address,
        addresses=addresses,
        themes=themes,
        former_keys=former,
        unknown=tuple(what for what, is_missing in missing.items() if is_missing),
    )


@lru_cache(maxsize=65_536)  # a title is used in a dozen files
def line(text: str) -> str:
    """Return a text on one line, without TeX markup and invisible characters."""
    return " ".join(readable(shown(text)).split())


@lru_cache(maxsize=65_536)
def paragraphs(text: str) -> str:
    """Apply `line` to each paragraph of a text; paragraphs are separated by an empty line."""
    return "\n\n".join(filter(None, map(line, _PARAGRAPHS.split(text))))


def cite_key(paper: PaperId) -> str:
    """Return the citation key of a paper: its id, in ASCII.

    An id with other characters keeps its ASCII words and gets a suffix of twelve hexadecimal
    digits from the SHA-256 hash of the id.
    """
    if paper.isascii():
        return paper
    kept = "-".join(_KEY_PART.findall(paper)) or "paper"
    return f"{kept}-{hashlib.sha256(paper.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def published(paper: Paper) -> tuple[int, ...]:
    """Return year, month and day of publication, as far as they are known."""
    day = known_day(paper.date)
    partial = _PARTIAL.fullmatch(paper.date)
    parts = day.split("-") if day else [*filter(None, partial.groups())] if partial else []
    date = tuple(map(int, parts))
    if paper.year is not None and date[:1] != (paper.year,):
        return (paper.year,)
    return date
