"""RIS: tagged lines that EndNote, Zotero, Mendeley and library systems import.

One field a line, so every text is one line. The type is ``GEN``, generic: what kind of
publication a paper is, the listings do not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist.exports.bibliographies import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.exports.reference import Reference


def ris(reference: Reference, abstract: str = "") -> str:
    """One record, with lines ended as the format wants them."""
    lines = [f"{tag}  - {value}" for tag, value in _fields(reference, abstract)]
    return "\r\n".join([*lines, "ER  - ", ""])


def ris_file(records: Iterable[str]) -> bytes:
    """A whole ``.ris`` file."""
    return "\r\n".join(records).encode("utf-8", "replace")


def _fields(reference: Reference, abstract: str) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    yield "ID", reference.key
    yield "TI", reference.title
    for author in reference.authors:
        yield "AU", author
    if reference.date:
        yield "PY", f"{reference.date[0]:04}"
    if len(reference.date) > 1:
        # YYYY/MM/DD/other; what is not known stays empty between its slashes.
        numbers = [f"{number:02}" for number in reference.date[1:]]
        yield "DA", "/".join([f"{reference.date[0]:04}", *numbers, "", ""][:4])
    if reference.venue:
        yield "T2", reference.venue
    if reference.doi:
        yield "DO", reference.doi
    if reference.arxiv:
        yield "AN", f"arXiv:{reference.arxiv}"
    if reference.address:
        yield "UR", reference.address
    if abstract:
        yield "AB", " ".join(abstract.split())
    for theme in reference.themes:
        yield "KW", theme


RIS: Final = Format(
    name="RIS",
    ending="ris",
    media_type="application/x-research-info-systems",
    use="for Zotero, EndNote and Mendeley, with abstracts",
    one=lambda item: ris(item.reference, item.abstract),
    whole=lambda records, _: ris_file(records),
    cited=lambda reference: ris(reference).replace("\r\n", "\n"),
)
