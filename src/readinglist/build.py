"""The story of a build, from what a team wrote to what a reader gets.

Every stage takes values and returns a value and the problems it found; nothing here touches the
disk. All problems are known before the first page is painted, and a build gives a whole site
or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readinglist.analysis.related import related
from readinglist.exports import exports
from readinglist.exports.archive import archive
from readinglist.exports.citation_formatter import CitationFormatter
from readinglist.exports.formats import FORMATS
from readinglist.library.assembling import assemble
from readinglist.library.merging import merge
from readinglist.listings.folder import read_listings
from readinglist.problems import Problem, has_errors, ordered
from readinglist.records.lock_file import read_records
from readinglist.search import search_files
from readinglist.site.cards import card_files
from readinglist.site.compose import compose
from readinglist.site.llms import llms
from readinglist.site.opml import opml
from readinglist.site.render import Look, conflicts_in_look, markdown_pages, render
from readinglist.site.scripts import joined
from readinglist.site.shelf_files import shelf_files
from readinglist.site.sitemap import sitemap
from readinglist.site.styles import joined_styles
from readinglist.sources.curation import read_curation
from readinglist.sources.merge_rules import read_merge_rules
from readinglist.sources.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from readinglist.exports.bibliographies import Format
    from readinglist.model import Library, Site, Sources
    from readinglist.site.compose import View


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything a team wrote, understood: the library, and what is wrong."""

    library: Library
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build: a site, empty when there were errors, and every problem."""

    site: Site
    library: Library
    problems: tuple[Problem, ...] = ()


def _unheard(_stage: str) -> None:
    """Nobody wants to know which stage begins."""


def examine(
    sources: Sources,
    *,
    base_url: str = "",
    offline_copy: bool = True,
    stage: Callable[[str], None] = _unheard,
) -> Examined:
    """Read, merge and assemble; find every problem there is in what was written.

    Args:
        sources: the source folder's files.
        base_url: where the site will live; overrides what ``site.yaml`` says.
        offline_copy: whether the site may have a zip of itself.
        stage: told the name of each stage as it begins.
    """
    stage("settings")
    settings, settings_problems = read_settings(sources)
    settings = replace(
        settings,
        url=base_url or settings.url,
        offline_copy=offline_copy and settings.offline_copy,
    )
    stage("listings")
    listings, listing_problems = read_listings(sources)
    stage("curation")
    rules, rule_problems = read_merge_rules(sources)
    curation, curation_problems = read_curation(sources)
    records, record_problems = read_records(sources)
    stage("merge")
    identified = (
        *((file.paper, file.corrections) for file in curation.papers),
        *((record.paper.name, record.certain) for record in records),
    )
    merged, merge_problems = merge(listings, rules, identified)
    stage("assemble")
    library, library_problems = assemble(settings, listings, merged, rules, curation, records)
    problems = (
        *(settings_problems + listing_problems + rule_problems + curation_problems),
        *(record_problems + merge_problems + library_problems),
    )
    return Examined(library, ordered(problems))


def joined_look(look: Look) -> tuple[Look, Mapping[str, bytes], tuple[Problem, ...]]:
    """Looks whose style sheets are joined, the scripts made of its modules, and what is wrong."""
    scripts = joined(look.static)
    static, problems = joined_styles(scripts.others)
    left = conflicts_in_look(look)
    unread = {problem.path for problem in left}
    found = (*scripts.problems, *problems)
    return (
        replace(look, static=static),
        scripts.made,
        (*left, *(problem for problem in found if problem.path not in unread)),
    )


def build(
    sources: Sources,
    look: Look,
    *,
    base_url: str = "",
    strict: bool = False,
    offline_copy: bool = True,
    stage: Callable[[str], None] = _unheard,
    folder: str = "site_src",
    formats: Sequence[Format] = FORMATS,
) -> Built:
    """Make the whole site, or say everything that stands in its way.

    Args:
        look: templates and static files.
        strict: let warnings stand in the way too.
        offline_copy: put a zip of the site into it, unless ``site.yaml`` is against it.
        folder: the source folder's path in the team's repository, for "edit" links.
        formats: of the bibliographies.
    """
    examined = examine(sources, base_url=base_url, offline_copy=offline_copy, stage=stage)
    look, scripts, look_problems = joined_look(look)
    library = examined.library
    problems = (*examined.problems, *look_problems)
    if has_errors(problems, strict=strict):
        return Built({}, library, problems)
    stage("relate")
    relations = related(library)
    stage("compose")
    formatter = CitationFormatter(library, formats)
    views = compose(library, relations, formatter, folder)
    stage("index")
    search = search_files(library)
    shelf = shelf_files(library)
    data = {**scripts, "search-start.js": search.start, **shelf.assets}
    stage("render")
    site, template_problems = render(library, views, look, data, formatter)
    problems = (*problems, *template_problems)
    if template_problems:
        return Built({}, library, problems)
    stage("exports")
    site = {
        **site,
        **search.others,
        **shelf.others,
        **files_for_programs(library, formatter, views),
    }
    if library.settings.offline_copy:
        stage("offline copy")
        site = {**site, **archive(library.settings, site)}
    return Built(site, library, problems)


def files_for_programs(
    library: Library, formatter: CitationFormatter, views: Sequence[View]
) -> Site:
    """What other programs read: bibliographies, feeds, calendars, lists of pages, cards."""
    return {
        **exports(library, formatter.citations, formatter.formats),
        **opml(library),
        **sitemap(library.settings, (view.page for view in views)),
        **llms(library, formatter.formats),
        **card_files(library, views),
    }


def pages_as_markdown(
    library: Library, look: Look, folder: str = "site_src"
) -> tuple[Site, tuple[Problem, ...]]:
    """The pages of a site as Markdown, and what is wrong with the templates."""
    views = compose(library, related(library), CitationFormatter(library), folder)
    return markdown_pages(views, look)
