"""COinS: OpenURL context objects in HTML (ANSI/NISO Z39.88-2004), which Zotero's connector reads.

The metadata uses Dublin Core, because the type of publication is not known. The Dublin Core type is
``preprint`` if the paper has an arXiv id, and ``document`` otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.exports.citation import Citation


def context_object(citation: Citation) -> str:
    """Return the ``title`` of a ``<span class="Z3988">``, not escaped for HTML."""
    return urlencode(list(_terms(citation)))


def _terms(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", "preprint" if citation.arxiv else "document"
    yield "rft.title", citation.title
    for author in citation.authors:
        yield "rft.creator", author
    if citation.date:
        yield "rft.date", "-".join(f"{part:02}" for part in citation.date)
    if citation.venue:
        yield "rft.source", citation.venue
    if citation.doi:
        yield "rft_id", f"info:doi/{citation.doi}"
    if citation.address:
        yield "rft.identifier", citation.address
