"""The library -> Markdown pages: which pages there are, and what each says.

Every page is text a person can read, compare and reuse: front matter, a title, sections.
Links in it are relative to the page, so that it reads the same on the site and on a disk.
"""

from __future__ import annotations

import json
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist.board_pages import board_page, mention_markdown, mentions
from readinglist.explore import explore_pages, related_section
from readinglist.library.nearest import NearestIds
from readinglist.model import LineKind, Page, PageKind, Section
from readinglist.problems import Problem, Severity
from readinglist.prose import as_markdown, first_paragraph, targets
from readinglist.related import NO_RELATIONS
from readinglist.text.display import excerpt
from readinglist.text.tex import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readinglist.board_pages import Mention
    from readinglist.model import (
        Entry,
        FreePage,
        Library,
        Listing,
        Note,
        Paper,
        PaperId,
        Theme,
        ThemeId,
    )
    from readinglist.related import Relations

RESERVED: Final = frozenset(
    {
        *("404", "assets", "explore", "exports", "feed", "inbox", "index", "listings", "llms"),
        *("papers", "reading", "robots", "search", "shelf", "sitemap", "subscribe", "themes"),
    }
)
"""Names a free page cannot have, because the site has pages of its own there."""

SEARCHES: Final = (
    ("arXiv", "https://arxiv.org/search/?searchtype=title&query={}"),
    ("Semantic Scholar", "https://www.semanticscholar.org/search?q={}"),
    ("Google Scholar", "https://scholar.google.com/scholar?q={}"),
    ("Hugging Face", "https://huggingface.co/papers?q={}"),
)


def compose(
    library: Library, relations: Relations = NO_RELATIONS
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Every page of the site, in a fixed order, and what is wrong with the people's texts."""
    problems = tuple(_check_texts(library))
    return tuple(_pages(library, relations)), problems


def page_address(kind: str, id_: str) -> str:
    """The address of a paper's, theme's or listing's page, relative to the site's root."""
    return f"{kind}s/{id_}/"


def as_document(page: Page) -> str:
    """The page as a Markdown file with YAML front matter."""
    matter = [f"title: {_quoted(page.title)}"]
    for key, value in page.front_matter:
        if isinstance(value, str):
            matter.append(f"{key}: {_quoted(value)}")
        else:
            matter.append(f"{key}:" if value else f"{key}: []")
            matter += [f"  - {_quoted(item)}" for item in value]
    lines = ["---", *matter, "---", "", f"# {as_markdown(page.title)}"]
    for section in page.sections:
        if section.markdown:
            lines += ["", f"## {section.heading}"] if section.heading else []
            lines += ["", section.markdown.rstrip("\n")]
    return "\n".join(lines) + "\n"


def where_to_find(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Ways to the paper itself, as name and address: what is known, else searches by title."""
    known = [
        (name, address)
        for name, address in (
            ("arXiv", f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else ""),
            ("DOI", f"https://doi.org/{quote(paper.doi, safe='/')}" if paper.doi else ""),
            ("Paper", paper.url),
        )
        if address
    ]
    known += [("Paper", link.url) for link in paper.links if link.kind == "paper"]
    return tuple(known) or search_links(paper)


def search_links(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Searches for the paper's exact title, as name and address."""
    return _searches(" ".join(readable(paper.title).split())[:300])


@lru_cache(maxsize=65_536)
def _searches(title: str) -> tuple[tuple[str, str], ...]:
    exact = quote(f'"{title}"', safe="")
    return tuple((name, form.format(exact)) for name, form in SEARCHES)


def _pages(library: Library, relations: Relations) -> Iterator[Page]:
    yield _front(library)
    yield _plain(
        PageKind.THEMES,
        "Themes",
        f"{len(library.themes)} themes of {library.settings.title}.",
        Section("themes", "", _theme_tree(library, library.children[""], "")),
    )
    for theme in library.themes.values():
        yield _theme(library, theme)
    yield _plain(
        PageKind.PAPERS,
        "All papers",
        f"All {len(library.papers)} papers, by title.",
        Section("papers", "", _paper_list(library, by_title(library))),
    )
    said = mentions(library)
    for paper in library.papers.values():
        yield _paper(library, relations, paper, said.get(paper.id))
    for old, now in library.former_papers.items():
        yield _moved("paper", old, now, library.papers[now].title)
    for old, now in library.former_themes.items():
        yield _moved("theme", old, now, library.themes[now].title)
    yield _plain(
        PageKind.LISTINGS,
        "Listings",
        "The listings the papers were found in.",
        Section(
            "listings",
            "",
            "\n".join(
                f"- [{as_markdown(listing_title(one))}]({quote(id_)}/): {len(one.entries)} entries"
                for id_, one in library.listings.items()
            ),
        ),
    )
    for listing in library.listings.values():
        yield _listing(library, listing)
    yield _plain(
        PageKind.INBOX,
        "Inbox",
        "Papers that no theme holds yet.",
        Section("papers", "", _paper_list(library, library.inbox)),
    )
    if library.readers:
        yield board_page(library, partial(_paper_link, library, root="../"))
    yield from explore_pages(library, relations)
    for free in library.free_pages.values():
        yield Page(
            f"{free.id}/",
            PageKind.FREE,
            free.id,
            free.title,
            excerpt(first_paragraph(free.markdown)),
            (),
            (Section("text", "", free.markdown),),
        )
    yield _plain(PageKind.SEARCH, "Search", f"Search {len(library.papers)} papers.")
    yield _plain(PageKind.SHELF, "My shelf", "What you read, kept by your browser alone.")
    yield Page("404.html", PageKind.NOT_FOUND, "", "Page not found", "", (), ())


def _plain(kind: PageKind, title: str, summary: str, *sections: Section) -> Page:
    return Page(f"{kind}/", kind, "", title, summary, (), sections)


def _moved(kind: str, old: str, now: str, title: str) -> Page:
    """The page at the address of a former id; it leads to the page of today's."""
    address = page_address(kind, now)
    link = f"[{as_markdown(title)}](../../{quote(address)})"
    moved = Section("moved", "", f"This {kind} is now at {link}.")
    return Page(page_address(kind, old), PageKind.MOVED, address, title, "", (), (moved,))


def _front(library: Library) -> Page:
    settings = library.settings
    return Page(
        "",
        PageKind.FRONT,
        "",
        settings.title,
        settings.description,
        (("papers", str(len(library.papers))), ("themes", str(len(library.themes)))),
        (
            Section("description", "", as_markdown(settings.description)),
            Section("themes", "Themes", _theme_tree(library, library.children[""], "themes/")),
        ),
    )


def _theme(library: Library, theme: Theme) -> Page:
    steps = "\n".join(
        f"{number}. {_paper_link(library, step.paper)}: {as_markdown(step.why)}"
        for number, step in enumerate(theme.start_here, 1)
    )
    related = ", ".join(
        f"[{as_markdown(library.themes[one].title)}](../{one}/)" for one in theme.related
    )
    return Page(
        page_address("theme", theme.id),
        PageKind.THEME,
        theme.id,
        theme.title,
        excerpt(theme.description),
        (("id", theme.id), ("parent", theme.parent), ("papers", theme.papers)),
        (
            Section("description", "", as_markdown(theme.description)),
            Section("start", "Start here", steps),
            Section(
                "themes", "Themes within", _theme_tree(library, library.children[theme.id], "../")
            ),
            Section("papers", "Papers", _paper_list(library, in_theme(library, theme.id))),
            Section("related", "Related themes", related),
        ),
    )


def _paper(library: Library, relations: Relations, paper: Paper, said: Mention | None) -> Page:
    themes = library.themes_of[paper.id]
    note = library.notes.get(paper.id)
    links = "\n".join(f"- {link.kind}: <{link.url}>" for link in paper.links)
    find = "\n".join(f"- [{name}](<{address}>)" for name, address in where_to_find(paper))
    shelved = ", ".join(
        f"[{as_markdown(library.themes[one].title)}](../../themes/{one}/)" for one in themes
    )
    seen = "\n".join(
        f"- [{as_markdown(listing_title(library.listings[one.listing]))}]"
        f"(../../listings/{quote(one.listing)}/), line {one.line}"
        for one in paper.seen
    )
    known: dict[str, str | tuple[str, ...]] = {
        "id": paper.id,
        "authors": paper.authors,
        "year": str(paper.year or ""),
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "url": paper.url,
        "links": tuple(link.url for link in paper.links),
        "themes": themes,
        "seen": tuple(f"{one.path}:{one.line}" for one in paper.seen),
    }
    return Page(
        page_address("paper", paper.id),
        PageKind.PAPER,
        paper.id,
        paper.title,
        excerpt(paper.abstract),
        tuple((key, value) for key, value in known.items() if value),
        (
            Section("abstract", "", abstract_markdown(paper), source_text=True),
            Section("note", "The team's note", note.markdown if note else ""),
            Section("links", "Links", links),
            Section("find", "Where to find it", find),
            Section("themes", "Themes", shelved),
            Section("board", "On the reading board", mention_markdown(said)),
            related_section(library, relations, paper.id),
            Section("seen", "Seen in", seen),
        ),
    )


def _listing(library: Library, listing: Listing) -> Page:
    ids = papers_of(library, listing)
    entries = "\n".join(
        f"- line {entry.line}: {_paper_link(library, paper)}" for entry, paper in ids
    )
    counts = [(kind, listing.ledger.count(kind)) for kind in LineKind]
    ledger = "\n".join(f"- {kind}: {n} {'line' if n == 1 else 'lines'}" for kind, n in counts)
    return Page(
        page_address("listing", listing.id),
        PageKind.LISTING,
        listing.id,
        listing_title(listing),
        f"{len(listing.entries)} entries of {listing.path}.",
        (("path", listing.path), ("date", listing.date)),
        (Section("entries", "Entries", entries), Section("ledger", "Ledger", ledger)),
    )


def listing_title(listing: Listing) -> str:
    """What to call a listing: its date as written if it has one, and its file name."""
    name = listing.path.rsplit("/", 1)[-1]
    return f"{listing.date} · {name}" if listing.date else name


def papers_of(library: Library, listing: Listing) -> tuple[tuple[Entry, PaperId], ...]:
    """A listing's entries in order, each with the paper it became; not those left out."""
    paper_at = {
        seen.line: paper.id
        for paper in library.papers.values()
        for seen in paper.seen
        if seen.listing == listing.id
    }
    return tuple(
        (entry, paper_at[entry.line]) for entry in listing.entries if entry.line in paper_at
    )


def by_title(library: Library) -> tuple[PaperId, ...]:
    """All papers in the order of their ids, which is that of their titles without marks."""
    return tuple(sorted(library.papers))


def in_theme(library: Library, theme: ThemeId) -> tuple[PaperId, ...]:
    """A theme's own papers: its reading path first, then in the order first seen."""
    path = [step.paper for step in library.themes[theme].start_here]
    own = set(library.themes[theme].papers)
    rest = [paper for paper in library.papers if paper in own and paper not in path]
    return (*(paper for paper in path if paper in own), *rest)


def abstract_markdown(paper: Paper) -> str:
    """The abstract as Markdown that shows the source's letters, its links made live."""
    pieces: list[str] = []
    end = 0
    text = paper.abstract
    for link in paper.links:
        if link.start < link.end:
            pieces += as_markdown_text(text[end : link.start])
            pieces.append(f"[{as_markdown(text[link.start : link.end])}](<{link.url}>)")
            end = link.end
    pieces += as_markdown_text(text[end:])
    return "".join(pieces)


def as_markdown_text(text: str) -> list[str]:
    """Paragraphs of plain text as Markdown; the empty lines between them stay."""
    paragraphs = text.split("\n\n")
    return ["\n\n".join(as_markdown(paragraph) for paragraph in paragraphs)]


def _theme_tree(library: Library, themes: Iterable[ThemeId], root: str, indent: str = "") -> str:
    lines: list[str] = []
    for one in themes:
        theme = library.themes[one]
        count = len(library.papers_below(one))
        lines.append(f"{indent}- [{as_markdown(theme.title)}]({root}{one}/) ({count})")
        below = _theme_tree(library, library.children[one], root, f"{indent}  ")
        lines += [below] if below else []
    return "\n".join(lines)


def _paper_list(library: Library, papers: Iterable[PaperId]) -> str:
    return "\n".join(f"- {_paper_link(library, paper)}" for paper in papers)


def _paper_link(library: Library, paper: PaperId, root: str = "../../") -> str:
    return f"[{as_markdown(library.papers[paper].title)}]({root}papers/{quote(paper)}/)"


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's is one of them."""
    return json.dumps(text, ensure_ascii=False)


def _check_texts(library: Library) -> Iterator[Problem]:
    known = {"paper": NearestIds(library.papers), "theme": NearestIds(library.themes)}
    for note in library.notes.values():
        yield from _check_links(library, known, note)
    for free in library.free_pages.values():
        if free.id in RESERVED:
            message = f"“{free.id}” is a name the site keeps for pages of its own"
            yield Problem(free.path, 1, 1, message, "give this page another file name")
        yield from _check_links(library, known, free)


def _check_links(
    library: Library, known: Mapping[str, NearestIds], text: Note | FreePage
) -> Iterator[Problem]:
    ids = {
        "paper": {*library.papers, *library.former_papers},
        "theme": {*library.themes, *library.former_themes},
    }
    for target in targets(text.markdown, text.line):
        place = (text.path, target.line, target.column)
        if not target.kind:
            message = f"this is no link here, and stays text: “{target.name[:80]}”"
            hint = "link to http(s), or by id: (paper:its-id) or (theme:its-id)"
            yield Problem(*place, message, hint, Severity.WARNING)
        elif target.kind in ids and target.name not in ids[target.kind]:
            hint = known[target.kind].did_you_mean(target.name)
            yield Problem(*place, f"there is no {target.kind} “{target.name}”", hint)
