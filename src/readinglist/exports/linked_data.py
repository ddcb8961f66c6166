"""Metadata of pages for programs: JSON-LD with schema.org's vocabulary, and ``citation_*`` tags.

Unknown fields are left out. Characters that could end the ``<script>`` element of the JSON-LD are
written as JSON escapes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from readinglist.exports.citation import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.exports.citation import Citation
    from readinglist.exports.csl import Json

_UNSAFE: Final = {ord(char): f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}


def paper_data(citation: Citation, page: str) -> str:
    """Return a paper as a ``ScholarlyArticle``; `page` is the URL of its page, or ``""``."""
    arxiv = f"https://arxiv.org/abs/{citation.arxiv}" if citation.arxiv else ""
    doi = f"https://doi.org/{quote(citation.doi, safe='/')}" if citation.doi else ""
    elsewhere: list[Json] = [*dict.fromkeys(filter(None, (doi, arxiv, citation.address)))]
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "ScholarlyArticle",
            "name": citation.title,
            "author": [{"@type": "Person", "name": name} for name in citation.authors],
            "datePublished": "-".join(f"{part:02}" for part in citation.date),
            "isPartOf": {"@type": "CreativeWork", "name": citation.venue}
            if citation.venue
            else None,
            "keywords": [*citation.themes],
            "mainEntityOfPage": page,
            "sameAs": elsewhere,
        }
    )


def list_data(
    title: str, description: str, site: str, papers: Iterable[tuple[str, str]], page: str
) -> str:
    """Return a list of papers as a ``CollectionPage`` with an ``ItemList``.

    Args:
        site: the title of the site.
        papers: the title and link of each paper.
        page: the absolute URL of the page, or ``""``.
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


def citation_tags(citation: Citation) -> tuple[tuple[str, str], ...]:
    """Return the ``citation_*`` tags for Google Scholar; none if the authors or date are unknown.

    Google Scholar requires the title, an author and the publication date:
    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    if not citation.authors or not citation.date:
        return ()
    tags = [
        ("citation_title", citation.title),
        *(("citation_author", author) for author in citation.authors),
        ("citation_publication_date", "/".join(f"{part:02}" for part in citation.date)),
        ("citation_doi", citation.doi),
        ("citation_arxiv_id", citation.arxiv),
    ]
    return tuple((name, value) for name, value in tags if value)


def _script(values: Mapping[str, Json]) -> str:
    known = {name: value for name, value in values.items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
