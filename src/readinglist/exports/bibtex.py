r"""BibTeX: the form LaTeX and most reference managers read.

Every paper is a ``@misc``, since nobody said whether its venue is a journal or a conference. The
whole title stands in a second pair of braces, so that no style takes its capitals away. The
text is UTF-8; the characters that TeX would act on are written as the commands that print them,
and braces as ``\textbraceleft``, because BibTeX counts even escaped ones. Dashes and quotes stay
as typed: TeX makes of them what an author who typed ``--`` meant. Abstracts are left
out: a bibliography is read and edited by hand, and has no use for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from readinglist.exports.bibliographies import Format
from readinglist.text.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.exports.reference import Reference

_SPECIAL: Final = str.maketrans(
    {
        **{char: f"\\{char}" for char in "#$%&_"},
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "\\": r"{\textbackslash}",
        "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}",
    }
)
_UNBALANCING: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_PARTS_NAMES: Final = re.compile(r"\band\b|^others$", re.IGNORECASE)


def bibtex(reference: Reference) -> str:
    """One entry. Its key is the paper's id; keys it had before are its ``ids``, as in biblatex."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference))
    return f"@misc{{{reference.key},\n{fields}}}\n"


def bibtex_file(entries: Iterable[str]) -> bytes:
    """A whole ``.bib`` file."""
    return "\n".join(entries).encode("utf-8", "replace")


def escaped(text: str) -> str:
    """A line of text as TeX that prints it letter for letter."""
    return text.translate(_SPECIAL)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{escaped(reference.title)}}}}}"
    if reference.authors:
        yield "author", f"{{{' and '.join(map(_author, reference.authors))}}}"
    if reference.date:
        yield "year", f"{{{reference.date[0]:04}}}"
    if len(reference.date) > 1:
        yield "month", MONTHS[reference.date[1] - 1]
    if reference.venue:
        yield "howpublished", f"{{{escaped(reference.venue)}}}"
    if reference.doi:
        yield "doi", f"{{{_verbatim(reference.doi)}}}"
    if reference.arxiv:
        yield "eprint", f"{{{reference.arxiv}}}"
        yield "archiveprefix", "{arXiv}"
    if reference.address:
        yield "url", f"{{{_verbatim(reference.address)}}}"
    if reference.themes:
        yield "keywords", f"{{{', '.join(map(escaped, reference.themes))}}}"
    if reference.former_keys:
        yield "ids", f"{{{', '.join(reference.former_keys)}}}"


def _author(name: str) -> str:
    """A name; one that holds the word by which BibTeX parts names stands in braces."""
    return f"{{{escaped(name)}}}" if _PARTS_NAMES.search(name) else escaped(name)


def _verbatim(address: str) -> str:
    """What TeX takes as it is: only what would unbalance the braces is percent-encoded."""
    return address.translate(_UNBALANCING)


BIBTEX: Final = Format(
    name="BibTeX",
    ending="bib",
    media_type="application/x-bibtex",
    use="for LaTeX and reference managers",
    one=lambda item: bibtex(item.reference),
    whole=lambda entries, _: bibtex_file(entries),
    cited=bibtex,
)
