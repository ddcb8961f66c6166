"""What a page says of itself to programs: JSON-LD in schema.org's terms, and ``citation_*`` tags.

Known fields only. JSON-LD stands in a ``<script>`` that no browser runs; the characters that could
end it are written as JSON escapes, so that no text gets out of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist.exports.reference import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.exports.csl import Json
    from readinglist.exports.reference import Reference

_UNSAFE: Final = {ord(char): f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}


def paper_data(reference: Reference, page: str) -> str:
    """A paper as a ``ScholarlyArticle``; `page` is its page's address, or ``""``."""
    arxiv = f"https://arxiv.org/abs/{reference.arxiv}" if reference.arxiv else ""
    doi = f"https://doi.org/{quote(reference.doi, safe='/')}" if reference.doi else ""
    elsewhere: list[Json] = [*dict.fromkeys(filter(None, (doi, arxiv, reference.address)))]
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "ScholarlyArticle",
            "name": reference.title,
            "author": [{"@type": "Person", "name": name} for name in reference.authors],
            "datePublished": "-".join(f"{part:02}" for part in reference.date),
            "isPartOf": {"@type": "CreativeWork", "name": reference.venue}
            if reference.venue
            else None,
            "keywords": [*reference.themes],
            "mainEntityOfPage": page,
            "sameAs": elsewhere,
        }
    )


def list_data(
    title: str, description: str, site: str, papers: Iterable[tuple[str, str]], page: str
) -> str:
    """A list of papers as a ``CollectionPage`` of an ``ItemList``.

    Args:
        site: the title of the whole list.
        papers: title and link of each.
        page: the page's whole address, or ``""``.
    """
    items: list[Json] = [
        {
            "@type": "ListItem",
            "position": number,
            "item": {"@type": "ScholarlyArticle", "name": name, "url": link},
        }
        for number, (name, link) in enumerate(papers, 1)
    ]
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": line(title),
            "description": line(description),
            "url": page,
            "isPartOf": {"@type": "WebSite", "name": line(site)},
            "mainEntity": {"@type": "ItemList", "itemListElement": items} if items else None,
        }
    )


def citation_tags(reference: Reference) -> tuple[tuple[str, str], ...]:
    """``citation_*`` tags, as Google Scholar reads them; none unless author and date are known.

    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing asks for title, author and
    publication date at least.
    """
    if not reference.authors or not reference.date:
        return ()
    said = [
        ("citation_title", reference.title),
        *(("citation_author", author) for author in reference.authors),
        ("citation_publication_date", "/".join(f"{part:02}" for part in reference.date)),
        ("citation_doi", reference.doi),
        ("citation_arxiv_id", reference.arxiv),
    ]
    return tuple((name, value) for name, value in said if value)


def _script(said: Mapping[str, Json]) -> str:
    known = {name: value for name, value in said.items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
