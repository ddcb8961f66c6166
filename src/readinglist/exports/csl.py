"""The CSL-JSON format, which citeproc, Pandoc, Quarto, Jupyter and Zotero read.

The type is ``article``, which CSL 1.0.2 defines for self-contained works that are published outside
a journal. A name is split into family and given name only at a comma. Other names are literal,
because their family name is not known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

from readinglist.exports.bibliographies import Format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.citation import Citation

Json: TypeAlias = "str | int | list[Json] | dict[str, Json] | None"


def csl_item(citation: Citation, abstract: str = "") -> Json:
    """Return one item, as in csl-data.json of https://github.com/citation-style-language/schema."""
    values: dict[str, Json] = {
        "id": citation.key,
        "type": "article",
        "title": citation.title,
        "author": [_name(author) for author in citation.authors],
        "issued": {"date-parts": [list(citation.date)]} if citation.date else None,
        "container-title": citation.venue,
        "DOI": citation.doi,
        "number": f"arXiv:{citation.arxiv}" if citation.arxiv else "",
        "URL": citation.address,
        "abstract": abstract,
        "keyword": ", ".join(citation.themes),
    }
    return {name: value for name, value in values.items() if value}


def csl_text(citation: Citation) -> str:
    """Return a list with one item, indented."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"


def csl_file(rows: Iterable[str]) -> bytes:
    """Return a file from items that are already JSON, one per line."""
    items = ",\n".join(rows)
    return f"[\n{items}\n]\n".encode("utf-8", "replace")


def _name(author: str) -> Json:
    family, comma, given = author.partition(",")
    if comma and family.strip() and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": author}


CSL_JSON: Final = Format(
    name="CSL-JSON",
    extension="csl.json",
    media_type="application/vnd.citationstyles.csl+json",
    use="for Pandoc, Quarto and Zotero, with abstracts",
    format_paper=lambda item: json.dumps(
        csl_item(item.citation, item.abstract), ensure_ascii=False
    ),
    join_file=lambda items, _: csl_file(items),
    format_citation=csl_text,
)
