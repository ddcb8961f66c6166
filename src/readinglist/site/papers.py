"""The pages of papers, the lists of papers, and the redirects from former addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist import urls
from readinglist.model import LinkKind, ReadingState
from readinglist.site.board import long_date, mentions
from readinglist.site.kinds import Kind
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
"""The number of shared themes that a reason names; the smallest themes are named."""
_READ_BY: Final = {
    ReadingState.READING: "being read by",
    ReadingState.TO_READ: "on the reading list of",
    ReadingState.READ: "read by",
}

PAPERS: Final = Kind("papers", in_menu=True)
PAPER: Final = Kind("paper", within="papers", sitemap_last=True, has_card=True)
MOVED: Final = Kind("moved", in_sitemap=False)
INBOX: Final = Kind("inbox", in_sitemap=False)


@dataclass(frozen=True, slots=True)
class PapersView:
    """All papers by title, grouped by initial; `initials` has the initial and its papers."""

    page: Meta
    papers: int
    initials: tuple[tuple[str, tuple[PaperRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class InboxView:
    """The papers without a theme."""

    page: Meta
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """The page at the address of a former id; `to` is the current address."""

    page: Meta
    to: str


@dataclass(frozen=True, slots=True)
class Address:
    """A URL of a paper, or a search for it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A related paper, with the themes and the words that both papers share."""

    paper: PaperRow
    themes: tuple[ThemeName, ...]
    words: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reason as plain text; ``""`` if the papers share no themes and no words."""
        themes = _listed([theme.title for theme in self.themes])
        words = _listed([f"“{word}”" for word in self.words])
        parts = (f"both in {themes}" if themes else "", f"both mention {words}" if words else "")
        return "; ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A listing that a paper was found in; `title` is that of the entry, if it differs."""

    listing: ListingRow
    line: int
    title: str


@dataclass(frozen=True, slots=True)
class BoardLine:
    """An entry of the reading board about a paper; `date` is set for presentations."""

    words: str
    readers: tuple[tuple[str, str], ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class PaperView:
    """The page of a paper.

    Attributes:
        row: the paper as shown in lists.
        author_count: the number of authors in a listing, if their names are not known.
        addresses: the URLs of the paper or, if none is known, searches for its title.
        is_search: whether `addresses` are searches.
        links: the URLs of other links, by kind.
        number: its number on the map.
        citation: the citation as plain text.
        citations: the name and text of the citation in each format.
        unknown: the names of unknown data.
        in_theme: the theme that `before` and `after` belong to.
        before, after: the previous and the next paper of this theme.
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
    """Return the view of all papers, sorted by id, which is the title without diacritics."""
    library = rows.library
    groups = groupby(sorted(library.papers), key=_initial)
    return PapersView(
        Meta(
            PAPERS,
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
    """Return the view of the papers without a theme."""
    meta = Meta(INBOX, urls.INBOX, "Inbox", "Papers without a theme.")
    return InboxView(meta, rows.of(rows.library.inbox))


def moved_views(rows: Rows) -> Iterator[MovedView]:
    """Return the views of the redirects from the addresses of former ids."""
    library = rows.library
    for old, now in library.former_papers.items():
        row = rows.papers[now]
        yield MovedView(Meta(MOVED, urls.paper(old), row.title), row.address)
    for old, now in library.former_themes.items():
        name = rows.theme_names[now]
        yield MovedView(Meta(MOVED, urls.theme(old), name.title), name.address)


def paper_views(
    rows: Rows, formatter: CitationFormatter, relations: Relations
) -> Iterator[PaperView]:
    """Return the views of all papers."""
    library = rows.library
    board = mentions(library)
    order = {theme: rows.in_theme(theme) for theme in library.themes}
    position = {
        theme: {paper.id: number for number, paper in enumerate(papers)}
        for theme, papers in order.items()
    }
    for paper in library.papers.values():
        row = rows.papers[paper.id]
        theme = row.themes[0] if row.themes else None
        before = after = None
        if theme:
            papers, at = order[theme.id], position[theme.id][paper.id]
            before = papers[at - 1] if at else None
            after = papers[at + 1] if at + 1 < len(papers) else None
        citation = formatter.citations[paper.id]
        known = tuple(Address(name, url) for name, url in citation.addresses)
        note = library.notes.get(paper.id)
        yield PaperView(
            page=Meta(
                PAPER,
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
            board=_board(board.get(paper.id)),
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
    """Return searches for the exact title of a paper."""
    return _searches(" ".join(readable(title).split())[:300])


@lru_cache(maxsize=1024)
def _searches(title: str) -> tuple[Address, ...]:
    exact = quote(f'"{title}"', safe="")
    return tuple(Address(name, form.format(exact)) for name, form in SEARCHES)


def unknown(paper: Paper, citation: Citation) -> tuple[str, ...]:
    """Return what is not known of a paper: missing fields, and a missing or incomplete abstract."""
    ends_in_link = any(link.end == len(paper.abstract) for link in paper.links)
    is_cut_off = paper.abstract and paper.abstract[-1].isalnum() and not ends_in_link
    return (
        *citation.unknown,
        *(() if paper.abstract else ("abstract",)),
        *(("the end of its abstract",) if is_cut_off else ()),
    )


def _links(paper: Paper) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the URLs of the links to anything but the paper itself, by kind."""
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
