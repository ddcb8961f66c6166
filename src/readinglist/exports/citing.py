"""Papers as they are cited: each reference, and what a page hands to reference managers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from readinglist.exports.coins import context_object
from readinglist.exports.formats import FORMATS
from readinglist.exports.linked_data import citation_tags
from readinglist.exports.plain import plain
from readinglist.exports.reference import references

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.exports.bibliographies import Format
    from readinglist.model import Library, PaperId


class Citing:
    """The papers of one library as they are cited, and the formats they are exported in."""

    def __init__(self, library: Library, formats: Sequence[Format] = FORMATS) -> None:
        self.references = references(library)
        self.formats = formats
        self._context_object = cache(lambda paper: context_object(self.references[paper]))

    def plain(self, paper: PaperId) -> str:
        """The citation in plain words."""
        return plain(self.references[paper])

    def citations(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """The paper in each format that pages show, as name and text; without its abstract."""
        reference = self.references[paper]
        return tuple((one.name, one.cited(reference)) for one in self.formats if one.cited)

    def context_object(self, paper: PaperId) -> str:
        """The ``title`` of a COinS span."""
        return self._context_object(paper)

    def tags(self, paper: PaperId) -> tuple[tuple[str, str], ...]:
        """The ``citation_*`` tags of a paper's page."""
        return citation_tags(self.references[paper])
