"""The page of a paper, the lists of papers, and the pages that lead from former addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist import urls
from readinglist.model import LinkKind, ReadingState
from readinglist.site import kinds
from readinglist.site.board import long_date, mentions
from readinglist.site.rows import ListingRow, Meta, PaperRow, ThemeName
from readinglist.text.display import excerpt
from readinglist.text.markdown import Markdown, team_markdown
from readinglist.text.tex import readable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.analysis.related import Relations
    from readinglist.exports.citation import Citation
    from readinglist.exports.citation_formatter import CitationFormatter
    from readinglist.model import Library, Paper
    from readinglist.site.board import Mention
    from readinglist.site.rows import FrontMatter, Rows

SEARCHES: Final = (
    ("arXiv", "https://arxiv.org/search/?searchtype=title&query={}"),
    ("Semantic Scholar", "https://www.semanticscholar.org/search?q={}"),
    ("Google Scholar", "https://scholar.google.com/scholar?q={}"),
    ("Hugging Face", "https://huggingface.co/papers?q={}"),
)
_THEMES_NAMED: Final = 2
"""Shared themes that a reason names, the smallest."""
_READ_BY: Final = {
    ReadingState.READING: "being read by",
    ReadingState.TO_READ: "on the list of",
    ReadingState.READ: "read by",
}


@dataclass(frozen=True, slots=True)
class PapersView:
    """All papers by title, in groups of one initial: its name, and the papers."""

    page: Meta
    papers: int
    initials: tuple[tuple[str, tuple[PaperRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class InboxView:
    """Papers that no theme holds yet."""

    page: Meta
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """The page at the address of a former id; `to` is where it leads."""

    page: Meta
    to: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a paper, or what belongs to it, is to be had."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A related paper, and why: themes both are in, and words both use."""

    paper: PaperRow
    themes: tuple[ThemeName, ...]
    words: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why, in a phrase of plain text; ``""`` if only its neighbours say so."""
        themes = _listed([theme.title for theme in self.themes])
        words = _listed([f"“{word}”" for word in self.words])
        parts = (f"both in {themes}" if themes else "", f"both mention {words}" if words else "")
        return "; ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A listing a paper was found in; `title` is the entry's own where it differs, or ``""``."""

    listing: ListingRow
    line: int
    title: str


@dataclass(frozen=True, slots=True)
class BoardLine:
    """What the reading board says of a paper: some words, and who; the date of a presentation."""

    words: str
    readers: tuple[tuple[str, str], ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class PaperView:
    """The page of a paper.

    Attributes:
        row: the paper as others show it.
        author_count: how many authors a listing counted, when none is named.
        addresses: where it is to be read; searches for its title where that is not known.
        is_search: whether `addresses` are searches.
        links: the other links, by kind.
        number: its number on the map.
        citation: how to cite it, in words; `citations` in formats, as name and text.
        unknown: what nobody said of it, in words.
        in_theme: the theme in whose order `before` and `after` stand.
    """

    page: Meta
    row: PaperRow
    authors: tuple[str, ...]
    author_count: int | None
    venue: str
    year: int | None
    addresses: tuple[Address, ...]
    is_search: bool
    board: tuple[BoardLine, ...]
    note: Markdown
    links: tuple[tuple[str, tuple[str, ...]], ...]
    related: tuple[RelatedRow, ...]
    number: int
    citation: str
    citations: tuple[tuple[str, str], ...]
    context_objects: tuple[str, ...]
    seen: tuple[SeenRow, ...]
    unknown: tuple[str, ...]
    in_theme: ThemeName | None
    before: PaperRow | None
    after: PaperRow | None
    edit_note_url: str


def papers_view(rows: Rows) -> PapersView:
    """All papers by title: in the order of their ids, which is that of titles without marks."""
    library = rows.library
    groups = groupby(sorted(library.papers), key=_initial)
    return PapersView(
        Meta(
            kinds.PAPERS,
            urls.PAPERS,
            "All papers",
            f"All {len(library.papers)} papers, by title.",
        ),
        len(library.papers),
        tuple((initial, rows.of(papers)) for initial, papers in groups),
    )


def _initial(paper: str) -> str:
    first = paper[0].upper()
    if first in "0123456789":
        return "0–9"
    return first if first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" else "Other"


def inbox_view(rows: Rows) -> InboxView:
    """Papers that no theme holds yet."""
    meta = Meta(kinds.INBOX, urls.INBOX, "Inbox", "Papers that no theme holds yet.")
    return InboxView(meta, rows.of(rows.library.inbox))


def moved_views(rows: Rows) -> Iterator[MovedView]:
    """The pages at the addresses of former ids."""
    library = rows.library
    for old, now in library.former_papers.items():
        row = rows.papers[now]
        yield MovedView(Meta(kinds.MOVED, urls.paper(old), row.title), row.address)
    for old, now in library.former_themes.items():
        name = rows.theme_names[now]
        yield MovedView(Meta(kinds.MOVED, urls.theme(old), name.title), name.address)


def paper_views(
    rows: Rows, formatter: CitationFormatter, relations: Relations
) -> Iterator[PaperView]:
    """The page of every paper."""
    library = rows.library
    said = mentions(library)
    order = {theme: rows.in_theme(theme) for theme in library.themes}
    place = {
        theme: {paper.id: number for number, paper in enumerate(papers)}
        for theme, papers in order.items()
    }
    for paper in library.papers.values():
        row = rows.papers[paper.id]
        theme = row.themes[0] if row.themes else None
        before = after = None
        if theme:
            beside, at = order[theme.id], place[theme.id][paper.id]
            before = beside[at - 1] if at else None
            after = beside[at + 1] if at + 1 < len(beside) else None
        citation = formatter.citations[paper.id]
        known = tuple(Address(name, url) for name, url in citation.addresses)
        note = library.notes.get(paper.id)
        yield PaperView(
            page=Meta(
                kinds.PAPER,
                row.address,
                paper.title,
                excerpt(paper.abstract),
                _front_matter(library, paper),
            ),
            row=row,
            authors=paper.authors,
            author_count=paper.author_count,
            venue=paper.venue,
            year=paper.year,
            addresses=known or title_searches(paper.title),
            is_search=not known,
            board=_board(said.get(paper.id)),
            note=team_markdown(note.markdown, note.links, row.address) if note else Markdown(""),
            links=_links(paper),
            related=tuple(
                RelatedRow(
                    rows.papers[one.paper],
                    tuple(rows.theme_names[name] for name in one.themes[:_THEMES_NAMED]),
                    one.words,
                )
                for one in relations.of.get(paper.id, ())
            ),
            number=rows.numbers[paper.id],
            citation=formatter.plain(paper.id),
            citations=formatter.formatted(paper.id),
            context_objects=(formatter.context_object(paper.id),),
            seen=tuple(
                SeenRow(
                    rows.listings[one.listing],
                    one.line,
                    one.title if one.title != paper.title else "",
                )
                for one in paper.seen
            ),
            unknown=unknown(paper, citation),
            in_theme=theme,
            before=before,
            after=after,
            edit_note_url=rows.edit_note_url(paper.id),
        )


def title_searches(title: str) -> tuple[Address, ...]:
    """Searches for a paper's exact title."""
    return _searches(" ".join(readable(title).split())[:300])


@lru_cache(maxsize=1024)
def _searches(title: str) -> tuple[Address, ...]:
    exact = quote(f'"{title}"', safe="")
    return tuple(Address(name, form.format(exact)) for name, form in SEARCHES)


def unknown(paper: Paper, citation: Citation) -> tuple[str, ...]:
    """What nobody said of a paper: what its citation lacks, and what its abstract does."""
    ends_in_link = any(link.end == len(paper.abstract) for link in paper.links)
    is_cut_off = paper.abstract and paper.abstract[-1].isalnum() and not ends_in_link
    return (
        *citation.unknown,
        *(() if paper.abstract else ("abstract",)),
        *(("the end of its abstract",) if is_cut_off else ()),
    )


def _links(paper: Paper) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The links that do not lead to the paper itself, by kind."""
    found: dict[str, list[str]] = {}
    for link in sorted(paper.links, key=lambda link: link.kind):
        if link.kind is not LinkKind.PAPER:
            found.setdefault(link.kind, []).append(link.url)
    return tuple((kind, tuple(addresses)) for kind, addresses in found.items())


def _board(mention: Mention | None) -> tuple[BoardLine, ...]:
    if mention is None:
        return ()
    return (
        *(
            BoardLine("presents it on", ((reader.id, reader.name),), long_date(one.date))
            for one, reader in mention.presentations
        ),
        *(
            BoardLine(_READ_BY[state], tuple((reader.id, reader.name) for reader in readers))
            for state, readers in mention.readers
        ),
    )


def _front_matter(library: Library, paper: Paper) -> FrontMatter:
    known: dict[str, str | tuple[str, ...]] = {
        "id": paper.id,
        "authors": paper.authors,
        "year": str(paper.year or ""),
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "url": paper.url,
        "links": tuple(link.url for link in paper.links),
        "themes": library.themes_of[paper.id],
        "seen": tuple(f"{one.path}:{one.line}" for one in paper.seen),
    }
    return tuple((key, value) for key, value in known.items() if value)


def _listed(items: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))
