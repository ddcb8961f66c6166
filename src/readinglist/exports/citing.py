"""Papers as they are cited: each reference, and what a page hands to reference managers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from readinglist.exports.bibtex import bibtex
from readinglist.exports.coins import context_object
from readinglist.exports.csl import csl_text
from readinglist.exports.linked_data import citation_tags
from readinglist.exports.plain import plain
from readinglist.exports.reference import references
from readinglist.exports.ris import ris

if TYPE_CHECKING:
    from readinglist.model import Library, PaperId


class Citing:
    """The papers of one library as they are cited."""

    def __init__(self, library: Library) -> None:
        self.references = references(library)
        self._context_object = cache(lambda paper: context_object(self.references[paper]))

    def plain(self, paper: PaperId) -> str:
        """The citation in plain words."""
        return plain(self.references[paper])

    def citations(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """The paper in each format for references, as name and text; without its abstract."""
        reference = self.references[paper]
        return (
            ("BibTeX", bibtex(reference)),
            ("RIS", ris(reference).replace("\r\n", "\n")),
            ("CSL-JSON", csl_text(reference)),
        )

    def context_object(self, paper: PaperId) -> str:
        """The ``title`` of a COinS span."""
        return self._context_object(paper)

    def tags(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """The ``citation_*`` tags of a paper's page."""
        return citation_tags(self.references[paper])
