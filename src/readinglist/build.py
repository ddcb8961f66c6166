"""The story of a build, from what a team wrote to what a reader gets.

Every stage takes values and returns a value and the problems it found; nothing here touches the
disk. All problems are known before the first page is painted, and a build gives a whole site
or none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from readinglist.curation import read_curation, read_merge_rules
from readinglist.library import merge
from readinglist.listings.folder import read_listings
from readinglist.pages import compose
from readinglist.problems import Problem, has_errors, ordered
from readinglist.render import Look, render
from readinglist.search import index_script
from readinglist.settings import read_settings
from readinglist.shelving import shelve

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.model import Library, Site, Sources


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build: a site, empty when there were errors, and every problem."""

    site: Site
    library: Library
    problems: tuple[Problem, ...] = field(default=())


def read_library(
    sources: Sources, base_url: str = "", stage: Callable[[str], None] = lambda _: None
) -> tuple[Library, tuple[Problem, ...]]:
    """Everything a team wrote, read, merged and shelved.

    Args:
        sources: the source folder's files.
        base_url: where the site will live; overrides what ``site.yaml`` says.
        stage: told the name of each stage as it begins.
    """
    stage("settings")
    settings, settings_problems = read_settings(sources)
    settings = replace(settings, url=base_url or settings.url)
    stage("listings")
    listings, listing_problems = read_listings(sources)
    stage("merge")
    rules, rule_problems = read_merge_rules(sources)
    merged, merge_problems = merge(listings, rules)
    stage("curation")
    curation, curation_problems = read_curation(sources)
    library, shelving_problems = shelve(settings, listings, merged.papers, merged.aliases, curation)
    return library, ordered(
        (
            *settings_problems,
            *listing_problems,
            *rule_problems,
            *merge_problems,
            *curation_problems,
            *shelving_problems,
        )
    )


def build(
    sources: Sources,
    look: Look,
    *,
    base_url: str = "",
    strict: bool = False,
    stage: Callable[[str], None] = lambda _: None,
) -> Built:
    """Make the whole site, or say everything that stands in its way."""
    library, problems = read_library(sources, base_url, stage)
    stage("compose")
    pages, text_problems = compose(library)
    problems = ordered((*problems, *text_problems))
    if has_errors(problems, strict=strict):
        return Built({}, library, problems)
    stage("index")
    data = {"search-index.js": index_script(library)}
    stage("render")
    site, template_problems = render(library, pages, look, data)
    problems = ordered((*problems, *template_problems))
    return Built({} if template_problems else site, library, problems)
