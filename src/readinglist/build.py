"""The story of a build, from what a team wrote to what a reader gets.

Every stage takes values and returns a value and the problems it found; nothing here touches the
disk. All problems are known before the first page is painted, and a build gives a whole site
or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readinglist.cards import card_files
from readinglist.curation import read_curation, read_merge_rules
from readinglist.exports import exports
from readinglist.exports.archive import archive
from readinglist.exports.subscribing import subscribe_page
from readinglist.library import merge
from readinglist.listings.folder import read_listings
from readinglist.pages import compose
from readinglist.problems import Problem, has_errors, ordered
from readinglist.related import related
from readinglist.render import Look, render
from readinglist.scripts import joined
from readinglist.search import search_files
from readinglist.settings import read_settings
from readinglist.shelf_files import shelf_files
from readinglist.shelving import shelve
from readinglist.styles import joined_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readinglist.model import Library, Page, Site, Sources
    from readinglist.related import Relations


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything a team wrote, understood: the library, its pages, and what is wrong."""

    library: Library
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    relations: Relations


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
    """Read, merge, shelve and compose; find every problem there is in what was written.

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
    stage("merge")
    rules, rule_problems = read_merge_rules(sources)
    merged, merge_problems = merge(listings, rules)
    stage("curation")
    curation, curation_problems = read_curation(sources)
    library, shelving_problems = shelve(
        settings, listings, merged.papers, merged.aliases, curation, merged.spellings
    )
    stage("relate")
    relations = related(library)
    stage("compose")
    composed, text_problems = compose(library, relations)
    pages = (*composed, subscribe_page(library))
    problems = (
        *(settings_problems + listing_problems + rule_problems + merge_problems),
        *(curation_problems + shelving_problems + text_problems),
    )
    return Examined(library, pages, ordered(problems), relations)


def joined_look(look: Look) -> tuple[Look, Mapping[str, bytes], tuple[Problem, ...]]:
    """Looks whose style sheets are joined, the scripts made of its modules, and what is wrong."""
    scripts = joined(look.static)
    static, problems = joined_styles(scripts.others)
    return replace(look, static=static), scripts.made, (*scripts.problems, *problems)


def build(
    sources: Sources,
    look: Look,
    *,
    base_url: str = "",
    strict: bool = False,
    offline_copy: bool = True,
    stage: Callable[[str], None] = _unheard,
    folder: str = "site_src",
) -> Built:
    """Make the whole site, or say everything that stands in its way.

    Args:
        look: templates and static files.
        strict: let warnings stand in the way too.
        offline_copy: put a zip of the site into it, unless ``site.yaml`` is against it.
        folder: the source folder's path in the team's repository, for "edit" links.
    """
    examined = examine(sources, base_url=base_url, offline_copy=offline_copy, stage=stage)
    look, scripts, look_problems = joined_look(look)
    library, problems = examined.library, (*examined.problems, *look_problems)
    if has_errors(problems, strict=strict):
        return Built({}, library, problems)
    stage("index")
    search = search_files(library)
    shelf = shelf_files(library)
    data = {**scripts, "search-start.js": search.start, **shelf.assets}
    stage("render")
    site, template_problems = render(
        library, examined.pages, look, data, folder, examined.relations
    )
    problems = (*problems, *template_problems)
    if template_problems:
        return Built({}, library, problems)
    stage("exports")
    site = {
        **site,
        **search.others,
        **shelf.others,
        **exports(library, examined.pages),
        **card_files(library, examined.pages),
    }
    if library.settings.offline_copy:
        stage("offline copy")
        site = {**site, **archive(library.settings, site)}
    return Built(site, library, problems)
