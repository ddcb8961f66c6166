"""The library in formats for other programs, one module a format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from readinglist.exports.atom import feeds
from readinglist.exports.bibtex import bibtex, bibtex_file
from readinglist.exports.calendar import calendars
from readinglist.exports.csl import csl_file, csl_item
from readinglist.exports.llms import llms
from readinglist.exports.opml import opml
from readinglist.exports.places import SCHEMA, export_stem
from readinglist.exports.records import SCHEMA_TEXT, paper_record, records_file, theme_record
from readinglist.exports.reference import paragraphs, references
from readinglist.exports.ris import ris, ris_file
from readinglist.exports.sitemap import sitemap
from readinglist.exports.table import table_file, table_row
from readinglist.pages import page_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readinglist.exports.reference import Reference
    from readinglist.model import Library, Page, PaperId, Site, ThemeId


def exports(library: Library, pages: Iterable[Page]) -> Site:
    """Every file made for other programs, by its address; the zip of the site comes later."""
    known = references(library)
    return {
        **_bibliographies(library, known),
        SCHEMA: SCHEMA_TEXT.encode(),
        **calendars(library),
        **feeds(library, known),
        **opml(library),
        **sitemap(library.settings, pages),
        **llms(library),
    }


def _bibliographies(library: Library, known: Mapping[PaperId, Reference]) -> Site:
    """All papers, and those of each theme and the themes below it, in each format.

    Each paper is written once a format; a file is a choice of what was written.
    """
    papers = library.papers
    abstracts = {paper: paragraphs(papers[paper].abstract) for paper in papers}
    former: dict[PaperId, list[str]] = {paper: [] for paper in papers}
    for old, now in library.aliases.items():
        former[now].append(old)
    entries = {paper: bibtex(known[paper]) for paper in papers}
    tagged = {paper: ris(known[paper], abstracts[paper]) for paper in papers}
    items = {
        paper: json.dumps(csl_item(known[paper], abstracts[paper]), ensure_ascii=False)
        for paper in papers
    }
    rows = {paper: table_row(library, papers[paper], known[paper]) for paper in papers}
    records = {
        paper: paper_record(library, papers[paper], known[paper], former[paper]) for paper in papers
    }
    themes = {theme.id: theme_record(theme) for theme in library.themes.values()}

    def files(
        stem: str, theme: ThemeId, family: Iterable[ThemeId], chosen: Sequence[PaperId]
    ) -> Site:
        return {
            f"{stem}bib": bibtex_file(entries[paper] for paper in chosen),
            f"{stem}ris": ris_file(tagged[paper] for paper in chosen),
            f"{stem}csl.json": csl_file(items[paper] for paper in chosen),
            f"{stem}csv": table_file(rows[paper] for paper in chosen),
            f"{stem}json": records_file(
                library,
                f"{stem}json",
                theme,
                [themes[one] for one in family],
                [records[paper] for paper in chosen],
            ),
        }

    site = dict(files(export_stem(), "", library.themes, [*papers]))
    for theme in library.themes:
        stem = export_stem(page_address("theme", theme))
        site |= files(stem, theme, library.family(theme), library.papers_below(theme))
    return site
