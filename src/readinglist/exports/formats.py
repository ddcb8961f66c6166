"""The registry of bibliography formats, in the order in which pages show them.

To add a format, define a `Format` in a new module and list it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist.exports.bibtex import BIBTEX
from readinglist.exports.csl import CSL_JSON
from readinglist.exports.records import JSON
from readinglist.exports.ris import RIS
from readinglist.exports.table import CSV

if TYPE_CHECKING:
    from readinglist.exports.bibliographies import Format

FORMATS: Final[tuple[Format, ...]] = (BIBTEX, RIS, CSL_JSON, JSON, CSV)
