r"""The BibTeX format, which LaTeX and most reference managers read.

Every paper is a ``@misc`` entry, because the sources do not say whether a venue is a journal or a
conference. The title is in double braces, so that bibliography styles keep its capitals. The text
is UTF-8. Characters that are special in TeX are escaped; braces become ``\textbraceleft`` and
``\textbraceright``, because BibTeX counts escaped braces too. Dashes and quotes are unchanged.
Abstracts are left out, because bibliographies are often edited by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from readinglist.exports.bibliographies import Format
from readinglist.text.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readinglist.exports.citation import Citation

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
_NAME_SEPARATOR: Final = re.compile(r"\band\b|^others$", re.IGNORECASE)


def bibtex(citation: Citation) -> str:
    """Return one entry. Its key is the paper's id; former keys are in ``ids``, as in biblatex."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(citation))
    return f"@misc{{{citation.key},\n{fields}}}\n"


def bibtex_file(entries: Iterable[str]) -> bytes:
    """Return a ``.bib`` file."""
    return "\n".join(entries).encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Escape a line of text, so that TeX prints it unchanged."""
    return text.translate(_SPECIAL)


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{escaped(citation.title)}}}}}"
    if citation.authors:
        yield "author", f"{{{' and '.join(map(_author, citation.authors))}}}"
    if citation.date:
        yield "year", f"{{{citation.date[0]:04}}}"
    if len(citation.date) > 1:
        yield "month", MONTHS[citation.date[1] - 1]
    if citation.venue:
        yield "howpublished", f"{{{escaped(citation.venue)}}}"
    if citation.doi:
        yield "doi", f"{{{_verbatim(citation.doi)}}}"
    if citation.arxiv:
        yield "eprint", f"{{{citation.arxiv}}}"
        yield "archiveprefix", "{arXiv}"
    if citation.address:
        yield "url", f"{{{_verbatim(citation.address)}}}"
    if citation.themes:
        yield "keywords", f"{{{', '.join(map(escaped, citation.themes))}}}"
    if citation.former_keys:
        yield "ids", f"{{{', '.join(citation.former_keys)}}}"


def _author(name: str) -> str:
    """Return an author's name, in braces if BibTeX would split it at "and" or "others"."""
    return f"{{{escaped(name)}}}" if _NAME_SEPARATOR.search(name) else escaped(name)


def _verbatim(address: str) -> str:
    """Percent-encode the braces and backslashes of a URL; ``\\url`` prints the rest unchanged."""
    return address.translate(_UNBALANCING)


BIBTEX: Final = Format(
    name="BibTeX",
    extension="bib",
    media_type="application/x-bibtex",
    use="for LaTeX and reference managers",
    format_paper=lambda item: bibtex(item.citation),
    join_file=lambda entries, _: bibtex_file(entries),
    format_citation=bibtex,
)
