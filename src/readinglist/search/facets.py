"""The facets: what search results can be filtered by, and which papers have each value.

``static/js/search/filters.js`` lists the same facets, with their titles and how they combine. To
add one, add a function here, its name to `FACETS`, and a line there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from readinglist.model import LinkKind
from readinglist.search.packing import deltas
from readinglist.text.display import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from readinglist.model import Library, PaperId


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet.

    Attributes:
        key: the value in queries and URLs.
        title: the text beside its check box.
        papers: the papers that have it.
        above: the key of the value that includes this one, or ``""``.
    """

    key: str
    title: str
    papers: Iterable[PaperId]
    above: str = ""


def facet_values(library: Library) -> dict[str, list[list[Any]]]:
    """Return the values of each facet as JSON: key, title, packed numbers of papers, key above."""
    number = {paper: at for at, paper in enumerate(library.papers)}
    return {
        name: [
            [one.key, one.title, deltas(sorted({number[paper] for paper in one.papers})), one.above]
            for one in values_of(library)
        ]
        for name, values_of in FACETS.items()
    }


def _themes(library: Library) -> Iterator[Value]:
    for theme in library.themes.values():
        yield Value(theme.id, shown(theme.title), theme.papers, theme.parent)


def _listings(library: Library) -> Iterator[Value]:
    papers: dict[str, list[PaperId]] = {listing: [] for listing in library.listings}
    for paper in library.papers.values():
        for seen in paper.seen:
            if seen.listing in papers:
                papers[seen.listing].append(paper.id)
    return (Value(listing, listing, own) for listing, own in papers.items())


def _has(library: Library) -> Iterator[Value]:
    code = (
        paper.id
        for paper in library.papers.values()
        if any(link.kind is LinkKind.CODE for link in paper.links)
    )
    yield Value("code", "code", code)
    yield Value("note", "note", [paper for paper in library.papers if paper in library.notes])


def _years(library: Library) -> Iterator[Value]:
    papers: dict[str, list[PaperId]] = defaultdict(list)
    for paper in library.papers.values():
        if paper.year is not None:
            papers[str(paper.year)].append(paper.id)
    return (Value(year, year, papers[year]) for year in sorted(papers))


FACETS: Final[Mapping[str, Callable[[Library], Iterable[Value]]]] = {
    "has": _has,
    "theme": _themes,
    "listing": _listings,
    "year": _years,
}
"""The values of each facet by its name. The facet "shelf" is only known to a reader's browser."""
