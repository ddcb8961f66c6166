"""The library in formats for other programs, one module a format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.atom import feeds
from readinglist.exports.bibtex import bibtex, bibtex_file
from readinglist.exports.calendar import calendars
from readinglist.exports.csl import csl_file, csl_item
from readinglist.exports.formats import FORMATS
from readinglist.exports.records import SCHEMA_TEXT, paper_record, records_file, theme_record
from readinglist.exports.reference import paragraphs
from readinglist.exports.ris import ris, ris_file
from readinglist.exports.table import table_file, table_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readinglist.exports.reference import Reference
    from readinglist.model import Library, PaperId, Site, ThemeId


def exports(library: Library, references: Mapping[PaperId, Reference]) -> Site:
    """Bibliographies, feeds and calendars, by their addresses."""
    of_themes = {**_bibliographies(library, references), **feeds(library, references)}
    return {
        **of_themes,
        **dict(_at_former_addresses(library, of_themes)),
        urls.SCHEMA: SCHEMA_TEXT.encode(),
        **calendars(library),
    }


def _at_former_addresses(library: Library, files: Site) -> Iterator[tuple[str, bytes]]:
    """The feed and the exports of a theme at each address it had before.

    A host of static files cannot redirect what is no page, and a feed reader or a build of a
    paper goes on asking for the old address; so the files of today are there too.
    """
    for old, now in library.former_themes.items():
        before, today = urls.theme(old), urls.theme(now)
        yield urls.feed(before), files[urls.feed(today)]
        for one in FORMATS:
            yield urls.export(one.ending, before), files[urls.export(one.ending, today)]


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
        page: str, theme: ThemeId, family: Iterable[ThemeId], chosen: Sequence[PaperId]
    ) -> Site:
        whole = {
            "bib": bibtex_file(entries[paper] for paper in chosen),
            "ris": ris_file(tagged[paper] for paper in chosen),
            "csl.json": csl_file(items[paper] for paper in chosen),
            "csv": table_file(rows[paper] for paper in chosen),
            "json": records_file(
                library,
                urls.export("json", page),
                theme,
                [themes[one] for one in family],
                [records[paper] for paper in chosen],
            ),
        }
        return {urls.export(ending, page): raw for ending, raw in whole.items()}

    site: dict[str, bytes] = dict(files(urls.FRONT, "", library.themes, [*papers]))
    for theme in library.themes:
        site |= files(urls.theme(theme), theme, library.family(theme), library.papers_below(theme))
    return site
