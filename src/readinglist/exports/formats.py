"""The formats of bibliographies: what each is called, how its files end, and whom it serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export: its name, how its files end, their media type, and whom it serves."""

    name: str
    ending: str
    media_type: str
    use: str


FORMATS: Final = (
    Format("BibTeX", "bib", "application/x-bibtex", "for LaTeX and reference managers"),
    Format(
        "RIS",
        "ris",
        "application/x-research-info-systems",
        "for Zotero, EndNote and Mendeley, with abstracts",
    ),
    Format(
        "CSL-JSON",
        "csl.json",
        "application/vnd.citationstyles.csl+json",
        "for Pandoc, Quarto and Zotero, with abstracts",
    ),
    Format("JSON", "json", "application/json", "everything that is known, for programs"),
    Format("CSV", "csv", "text/csv", "a table for spreadsheets, without abstracts"),
)
