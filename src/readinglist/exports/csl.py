"""CSL-JSON: the form that citeproc, Pandoc, Quarto, Jupyter and Zotero speak.

The type is ``article``, in CSL 1.0.2 the one for a self-contained work that is made available
outside a journal. A name is split only where its writer split it by a comma; which part of "Nguyễn
Văn An" is the family's nobody said, so other names are literal.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

from readinglist.exports.bibliographies import Format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.reference import Reference

Json: TypeAlias = "str | int | list[Json] | dict[str, Json] | None"


def csl_item(reference: Reference, abstract: str = "") -> Json:
    """One item, as in https://github.com/citation-style-language/schema's csl-data.json."""
    said: dict[str, Json] = {
        "id": reference.key,
        "type": "article",
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "issued": {"date-parts": [list(reference.date)]} if reference.date else None,
        "container-title": reference.venue,
        "DOI": reference.doi,
        "number": f"arXiv:{reference.arxiv}" if reference.arxiv else "",
        "URL": reference.address,
        "abstract": abstract,
        "keyword": ", ".join(reference.themes),
    }
    return {name: value for name, value in said.items() if value}


def csl_text(reference: Reference) -> str:
    """One item in a list, laid out for reading."""
    return json.dumps([csl_item(reference)], ensure_ascii=False, indent=2) + "\n"


def csl_file(rows: Iterable[str]) -> bytes:
    """A whole file, of items that are JSON texts already; one a line."""
    items = ",\n".join(rows)
    return f"[\n{items}\n]\n".encode("utf-8", "replace")


def _name(author: str) -> Json:
    family, comma, given = author.partition(",")
    if comma and family.strip() and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": author}


CSL_JSON: Final = Format(
    name="CSL-JSON",
    ending="csl.json",
    media_type="application/vnd.citationstyles.csl+json",
    use="for Pandoc, Quarto and Zotero, with abstracts",
    one=lambda item: json.dumps(csl_item(item.reference, item.abstract), ensure_ascii=False),
    whole=lambda items, _: csl_file(items),
    cited=csl_text,
)
