"""The JSON format: everything that is known about each paper, for programs.

`SCHEMA_TEXT`, which the site serves with the exports, describes the format; keys may be added.
Titles and abstracts are exactly as in their source. Unknown values are null or an empty list.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from readinglist import urls
from readinglist.exports.bibliographies import Format
from readinglist.library.arrivals import day_seen
from readinglist.text.markdown import team_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.exports.bibliographies import Item, Selection
    from readinglist.exports.csl import Json
    from readinglist.model import Theme, ThemeId

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


def _described(about: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": about, **shape}


_THEME: Final = _record(
    "A theme and its reading path.",
    {
        "id": _TEXT,
        "former_ids": _described("Former ids; their addresses redirect to the page.", _TEXTS),
        "title": _TEXT,
        "description": _TEXT,
        "parent": _described("The id of the theme above it.", _MAYBE_TEXT),
        "papers": _described("Ids of the papers tagged with it.", _TEXTS),
        "start_here": {
            "type": "array",
            "items": _record("A step of the reading path.", {"paper": _TEXT, "why": _TEXT}),
        },
    },
)
_PAPER: Final = _record(
    "A paper, with data from its listings, the team and bibliographic sources.",
    {
        "id": _described("Never changes. The paper's page is at papers/<id>/.", _TEXT),
        "former_ids": _described("Former ids; their addresses redirect to the page.", _TEXTS),
        "page": _described("The address of its page, relative to the root of the site.", _TEXT),
        "title": _described("Exactly as in its source, including TeX markup.", _TEXT),
        "abstract": _described(
            "Exactly as in its source; paragraphs are separated by an empty line.",
            _MAYBE_TEXT,
        ),
        "authors": _described("Names as written; empty if they are not known.", _TEXTS),
        "author_count": _described("The number of authors that a listing gives.", _MAYBE_COUNT),
        "published": _described(
            "The known part of the date: 2025-03-14, 2025-03 or 2025.",
            {"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        ),
        "venue": _MAYBE_TEXT,
        "doi": _MAYBE_TEXT,
        "arxiv": _described("The arXiv id.", _MAYBE_TEXT),
        "url": _described("The URL of the paper itself.", _MAYBE_TEXT),
        "links": {
            "description": "Links found in the abstract or given in a note.",
            "type": "array",
            "items": _record("A link.", {"url": _TEXT, "kind": _TEXT}),
        },
        "upvotes": _MAYBE_COUNT,
        "themes": _described("Ids of its themes.", _TEXTS),
        "note": _described(
            "The team's note, in Markdown; its links are relative to the page.", _MAYBE_TEXT
        ),
        "seen": {
            "description": "The entries of listings it was found in, the first one first.",
            "type": "array",
            "items": _record(
                "An entry of a listing.",
                {
                    "listing": _TEXT,
                    "path": _TEXT,
                    "line": {"type": "integer", "minimum": 1},
                    "title": _described("The title in this entry.", _TEXT),
                    "day": _described(
                        "The day of the listing, if it is known with its year.", _MAYBE_TEXT
                    ),
                },
            ),
        },
        "unknown": _described("Fields that a citation of it lacks.", _TEXTS),
    },
)
SCHEMA_TEXT: Final = (
    json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Papers of a reading list",
            **_record(
                "An export of a reading list, or of one of its themes. Keys may be added.",
                {
                    "list": _record(
                        "The list.",
                        {
                            "title": _TEXT,
                            "description": _TEXT,
                            "url": _described("The address of the site.", _MAYBE_TEXT),
                        },
                    ),
                    "theme": _described(
                        "The id of the exported theme; null for all papers.", _MAYBE_TEXT
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


def _paper_record(item: Item) -> str:
    """Return one paper as JSON on one line."""
    paper, citation, library = item.paper, item.citation, item.library
    note = library.notes.get(paper.id)
    page = urls.paper(paper.id)
    record: Json = {
        "id": paper.id,
        "former_ids": [*item.former_ids],
        "page": page,
        "title": paper.title,
        "abstract": paper.abstract or None,
        "authors": [*paper.authors],
        "author_count": paper.author_count,
        "published": "-".join(f"{part:02}" for part in citation.date) or None,
        "venue": paper.venue or None,
        "doi": paper.doi or None,
        "arxiv": paper.arxiv or None,
        "url": citation.address or None,
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
        "unknown": [*citation.unknown],
    }
    return json.dumps(record, ensure_ascii=False)


def _theme_record(theme: Theme, former: list[str]) -> str:
    """Return one theme as JSON on one line."""
    record: Json = {
        "id": theme.id,
        "former_ids": [*former],
        "title": theme.title,
        "description": theme.description,
        "parent": theme.parent or None,
        "papers": [*theme.papers],
        "start_here": [{"paper": step.paper, "why": step.why} for step in theme.start_here],
    }
    return json.dumps(record, ensure_ascii=False)


def _records_file(papers: Iterable[str], selection: Selection) -> bytes:
    """Return a file from papers that are already JSON, one per line, so that versions diff well."""
    library = selection.library
    former: dict[ThemeId, list[str]] = {theme: [] for theme in selection.themes}
    for old, new in library.former_themes.items():
        if new in former:
            former[new].append(old)
    themes = [_theme_record(library.themes[one], former[one]) for one in selection.themes]
    settings = library.settings
    head = json.dumps(
        {
            "$schema": urls.LinksFrom(selection.at).to(urls.SCHEMA),
            "list": {
                "title": settings.title,
                "description": settings.description,
                "url": settings.url or None,
            },
            "theme": selection.theme or None,
        },
        ensure_ascii=False,
    )
    rows = {"themes": ",\n".join(themes), "papers": ",\n".join(papers)}
    lists = ",\n".join(f'"{name}": [\n{text}\n]' for name, text in rows.items())
    return f"{head[:-1]},\n{lists}}}\n".encode("utf-8", "replace")


JSON: Final = Format(
    name="JSON",
    extension="json",
    media_type="application/json",
    use="everything that is known, for programs",
    format_paper=_paper_record,
    join_file=_records_file,
)
