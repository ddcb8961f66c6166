"""The stages of a build, from source files to the files of a site.

Each stage takes values and returns a value and the problems it found. Nothing here uses the disk.
All problems of the sources are found before the first page is rendered, and the result is either a
whole site or none.
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
from readinglist.records.records_file import read_records
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
    """The result of `examine`: the library, and all problems of the sources."""

    library: Library
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The result of `build`: the site, which is empty if there are errors, and all problems."""

    site: Site
    library: Library
    problems: tuple[Problem, ...] = ()


def _ignore_stage(_stage: str) -> None:
    """Do nothing: the default for callers that do not show progress."""


def examine(
    sources: Sources,
    *,
    base_url: str = "",
    offline_copy: bool = True,
    stage: Callable[[str], None] = _ignore_stage,
) -> Examined:
    """Read, merge and assemble the sources, and find all problems in them.

    Args:
        sources: the files of the source folder.
        base_url: URL of the published site; overrides ``url`` in ``site.yaml``.
        offline_copy: whether the site may contain a zip file of itself.
        stage: called with the name of each stage when it begins.
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
        *((record.paper.name, record.exact_fields) for record in records),
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
    """Join the style sheets and scripts of a look.

    Returns:
        The look with joined style sheets, the joined scripts by path, and all problems found.
    """
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
    stage: Callable[[str], None] = _ignore_stage,
    folder: str = "site_src",
    formats: Sequence[Format] = FORMATS,
) -> Built:
    """Build the whole site.

    Args:
        sources: the files of the source folder.
        look: templates and static files.
        base_url: URL of the published site; overrides ``url`` in ``site.yaml``.
        strict: treat warnings as errors.
        offline_copy: add a zip file of the site, unless ``site.yaml`` disables it.
        stage: called with the name of each stage when it begins.
        folder: path of the source folder in the team's repository, for "edit" links.
        formats: the export formats.

    Returns:
        The site and all problems. The site is empty if there are errors.
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
    """Return the files for other programs: exports, feeds, calendars, sitemaps and cards."""
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
    """Return the pages of a site as Markdown, and the problems of the templates."""
    views = compose(library, related(library), CitationFormatter(library), folder)
    return markdown_pages(views, look)
