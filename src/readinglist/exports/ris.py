"""The RIS format, which EndNote, Zotero, Mendeley and library systems import.

Each field is on one line. The type is ``GEN`` (generic), because the type of publication is not
known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist.exports.bibliographies import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.exports.citation import Citation


def ris(citation: Citation, abstract: str = "") -> str:
    """Return one record, with CRLF line endings as the format requires."""
    lines = [f"{tag}  - {value}" for tag, value in _fields(citation, abstract)]
    return "\r\n".join([*lines, "ER  - ", ""])


def ris_file(records: Iterable[str]) -> bytes:
    """Return a ``.ris`` file."""
    return "\r\n".join(records).encode("utf-8", "replace")


def _fields(citation: Citation, abstract: str) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    yield "ID", citation.key
    yield "TI", citation.title
    for author in citation.authors:
        yield "AU", author
    if citation.date:
        yield "PY", f"{citation.date[0]:04}"
    if len(citation.date) > 1:
        # YYYY/MM/DD/other; unknown parts are empty.
        numbers = [f"{number:02}" for number in citation.date[1:]]
        yield "DA", "/".join([f"{citation.date[0]:04}", *numbers, "", ""][:4])
    if citation.venue:
        yield "T2", citation.venue
    if citation.doi:
        yield "DO", citation.doi
    if citation.arxiv:
        yield "AN", f"arXiv:{citation.arxiv}"
    if citation.address:
        yield "UR", citation.address
    if abstract:
        yield "AB", " ".join(abstract.split())
    for theme in citation.themes:
        yield "KW", theme


RIS: Final = Format(
    name="RIS",
    extension="ris",
    media_type="application/x-research-info-systems",
    use="for Zotero, EndNote and Mendeley, with abstracts",
    format_paper=lambda item: ris(item.citation, item.abstract),
    join_file=lambda records, _: ris_file(records),
    format_citation=lambda citation: ris(citation).replace("\r\n", "\n"),
)
