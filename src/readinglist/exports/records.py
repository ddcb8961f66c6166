"""JSON: everything that is known of every paper, in a documented form for programs.

The form is described by the JSON Schema of `SCHEMA_TEXT`, which stands beside the exports; keys may
be added to it. Titles and abstracts are letter for letter as in their source. What nobody said
is null, or an empty list; what a key means never depends on another.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from readinglist import urls
from readinglist.exports.reference import day_seen
from readinglist.text.markdown import team_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.exports.csl import Json
    from readinglist.exports.reference import Reference
    from readinglist.model import Library, Paper, Theme

_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_MAYBE_TEXT: Final = {"type": ["string", "null"]}
_MAYBE_COUNT: Final = {"type": ["integer", "null"], "minimum": 0}


def _record(about: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": about,
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
    }


def _said(about: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": about, **shape}


_THEME: Final = _record(
    "A theme, and what a reader of it may begin with.",
    {
        "id": _TEXT,
        "former_ids": _said("Ids it had before; their addresses lead to its page.", _TEXTS),
        "title": _TEXT,
        "description": _TEXT,
        "parent": _said("The id of the theme above it.", _MAYBE_TEXT),
        "papers": _said("Ids of the papers tagged with it.", _TEXTS),
        "start_here": {
            "type": "array",
            "items": _record("A step of the reading path.", {"paper": _TEXT, "why": _TEXT}),
        },
    },
)
_PAPER: Final = _record(
    "A paper: what its listings, the team and bibliographies say.",
    {
        "id": _said("Never changes; the paper's page is at papers/<id>/.", _TEXT),
        "former_ids": _said("Ids it had before; their addresses lead to its page.", _TEXTS),
        "page": _said("Its page's address, relative to the site's root.", _TEXT),
        "title": _said("Letter for letter as in its source, TeX residue and all.", _TEXT),
        "abstract": _said(
            "Letter for letter; an empty line parts paragraphs; null where there is none.",
            _MAYBE_TEXT,
        ),
        "authors": _said("Names as written; empty when nobody named them.", _TEXTS),
        "author_count": _said("How many a listing counted.", _MAYBE_COUNT),
        "published": _said(
            "As much of the date as is known: 2025-03-14, 2025-03 or 2025.",
            {"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        ),
        "venue": _MAYBE_TEXT,
        "doi": _MAYBE_TEXT,
        "arxiv": _said("The arXiv id.", _MAYBE_TEXT),
        "url": _said("Where the paper itself is known to be.", _MAYBE_TEXT),
        "links": {
            "description": "Links found in the abstract or given in a note.",
            "type": "array",
            "items": _record("A link.", {"url": _TEXT, "kind": _TEXT}),
        },
        "upvotes": _MAYBE_COUNT,
        "themes": _said("Ids of its themes.", _TEXTS),
        "note": _said(
            "The team's note, in Markdown; its links are relative to the page.", _MAYBE_TEXT
        ),
        "seen": {
            "description": "Where it was found, first sighting first.",
            "type": "array",
            "items": _record(
                "An entry of a listing.",
                {
                    "listing": _TEXT,
                    "path": _TEXT,
                    "line": {"type": "integer", "minimum": 1},
                    "title": _said("As this entry has it.", _TEXT),
                    "day": _said(
                        "The listing's day, where it is known, year and all.", _MAYBE_TEXT
                    ),
                },
            ),
        },
        "unknown": _said("What a citation of it lacks.", _TEXTS),
    },
)
SCHEMA_TEXT: Final = (
    json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Papers of a reading list",
            **_record(
                "An export of a reading list, or of one theme of it. Keys may be added.",
                {
                    "list": _record(
                        "The list.",
                        {
                            "title": _TEXT,
                            "description": _TEXT,
                            "url": _said("Where it lives.", _MAYBE_TEXT),
                        },
                    ),
                    "theme": _said(
                        "The id of the theme this export is of; null: all papers.", _MAYBE_TEXT
                    ),
                    "themes": {"type": "array", "items": _THEME},
                    "papers": {"type": "array", "items": _PAPER},
                },
            ),
        },
        indent=2,
    )
    + "\n"
)


def paper_record(library: Library, paper: Paper, reference: Reference, former: list[str]) -> str:
    """One paper, as JSON on one line."""
    note = library.notes.get(paper.id)
    page = urls.paper(paper.id)
    said: Json = {
        "id": paper.id,
        "former_ids": [*former],
        "page": page,
        "title": paper.title,
        "abstract": paper.abstract or None,
        "authors": [*paper.authors],
        "author_count": paper.author_count,
        "published": "-".join(f"{part:02}" for part in reference.date) or None,
        "venue": paper.venue or None,
        "doi": paper.doi or None,
        "arxiv": paper.arxiv or None,
        "url": reference.address or None,
        "links": [{"url": link.url, "kind": link.kind.value} for link in paper.links],
        "upvotes": paper.upvotes,
        "themes": [*library.themes_of[paper.id]],
        "note": team_markdown(note.markdown, note.links, page).source if note else None,
        "seen": [
            {
                "listing": seen.listing,
                "path": seen.path,
                "line": seen.line,
                "title": seen.title,
                "day": day_seen(seen) or None,
            }
            for seen in paper.seen
        ],
        "unknown": [*reference.unknown],
    }
    return json.dumps(said, ensure_ascii=False)


def theme_record(theme: Theme, former: list[str]) -> str:
    """One theme, as JSON on one line."""
    said: Json = {
        "id": theme.id,
        "former_ids": [*former],
        "title": theme.title,
        "description": theme.description,
        "parent": theme.parent or None,
        "papers": [*theme.papers],
        "start_here": [{"paper": step.paper, "why": step.why} for step in theme.start_here],
    }
    return json.dumps(said, ensure_ascii=False)


def records_file(
    library: Library, at: str, theme: str, themes: Iterable[str], papers: Iterable[str]
) -> bytes:
    """A whole file, of rows that are JSON texts already; one a line, so that versions compare."""
    settings = library.settings
    head = json.dumps(
        {
            "$schema": urls.LinksFrom(at).to(urls.SCHEMA),
            "list": {
                "title": settings.title,
                "description": settings.description,
                "url": settings.url or None,
            },
            "theme": theme or None,
        },
        ensure_ascii=False,
    )
    rows = {"themes": ",\n".join(themes), "papers": ",\n".join(papers)}
    lists = ",\n".join(f'"{name}": [\n{text}\n]' for name, text in rows.items())
    return f"{head[:-1]},\n{lists}}}\n".encode("utf-8", "replace")
