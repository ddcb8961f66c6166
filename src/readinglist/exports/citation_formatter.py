"""The citations of a library's papers, formatted for pages and reference managers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from readinglist.exports.citation import citations
from readinglist.exports.coins import context_object
from readinglist.exports.formats import FORMATS
from readinglist.exports.linked_data import citation_tags
from readinglist.exports.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.exports.bibliographies import Format
    from readinglist.model import Library, PaperId


class CitationFormatter:
    """Formats the citations of one library.

    Attributes:
        citations: the citation of each paper.
        formats: the export formats.
    """

    def __init__(self, library: Library, formats: Sequence[Format] = FORMATS) -> None:
        self.citations = citations(library)
        self.formats = formats
        self._context_object = cache(lambda paper: context_object(self.citations[paper]))

    def plain(self, paper: PaperId) -> str:
        """Return a paper's citation as plain text."""
        return plain(self.citations[paper])

    def formatted(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """Return the name and text of a paper's citation in each format that pages show."""
        citation = self.citations[paper]
        return tuple(
            (one.name, one.format_citation(citation)) for one in self.formats if one.format_citation
        )

    def context_object(self, paper: PaperId) -> str:
        """Return the ``title`` attribute of a paper's COinS span."""
        return self._context_object(paper)

    def tags(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """Return the ``citation_*`` meta tags of a paper's page, as name and content."""
        return citation_tags(self.citations[paper])
