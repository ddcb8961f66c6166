"""The library in formats for other programs, one module a format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from readinglist.exports.atom import feed_address, feeds
from readinglist.exports.bibtex import bibtex, bibtex_file
from readinglist.exports.calendar import calendars
from readinglist.exports.csl import csl_file, csl_item
from readinglist.exports.llms import llms
from readinglist.exports.opml import opml
from readinglist.exports.places import FORMATS, SCHEMA, export_stem
from readinglist.exports.records import SCHEMA_TEXT, paper_record, records_file, theme_record
from readinglist.exports.reference import paragraphs, references
from readinglist.exports.ris import ris, ris_file
from readinglist.exports.sitemap import sitemap
from readinglist.exports.table import table_file, table_row
from readinglist.pages import page_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readinglist.exports.reference import Reference
    from readinglist.model import Library, Page, PaperId, Site, ThemeId


def exports(library: Library, pages: Iterable[Page]) -> Site:
    """Every file made for other programs, by its address; the zip of the site comes later."""
    known = references(library)
    of_themes = {**_bibliographies(library, known), **feeds(library, known)}
    return {
        **of_themes,
        **dict(_at_former_addresses(library, of_themes)),
        SCHEMA: SCHEMA_TEXT.encode(),
        **calendars(library),
        **opml(library),
        **sitemap(library.settings, pages),
        **llms(library),
    }


def _at_former_addresses(library: Library, files: Site) -> Iterator[tuple[str, bytes]]:
    """The feed and the exports of a theme at each address it had before.

    A host of static files cannot redirect what is no page, and a feed reader or a build of a
    paper goes on asking for the old address; so the files of today are there too.
    """
    for old, now in library.former_themes.items():
        before, today = page_address("theme", old), page_address("theme", now)
        yield feed_address(before), files[feed_address(today)]
        for one in FORMATS:
            yield f"{export_stem(before)}{one.ending}", files[f"{export_stem(today)}{one.ending}"]


def _bibliographies(library: Library, known: Mapping[PaperId, Reference]) -> Site:
    """All papers, and those of each theme and the themes below it, in each format.

    Each paper is written once a format; a file is a choice of what was written.
    """
    papers = library.papers
    abstracts = {paper: paragraphs(papers[paper].abstract) for paper in papers}
    former: dict[PaperId, list[str]] = {paper: [] for paper in papers}
    for old, now in library.former_papers.items():
        former[now].append(old)
    former_themes: dict[ThemeId, list[str]] = {theme: [] for theme in library.themes}
    for old, now in library.former_themes.items():
        former_themes[now].append(old)
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
    themes = {
        theme.id: theme_record(theme, former_themes[theme.id]) for theme in library.themes.values()
    }

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

    site: dict[str, bytes] = dict(files(export_stem(), "", library.themes, [*papers]))
    for theme in library.themes:
        stem = export_stem(page_address("theme", theme))
        site |= files(stem, theme, library.family(theme), library.papers_below(theme))
    return site
