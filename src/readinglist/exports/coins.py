"""COinS: a paper as an OpenURL context object in a page, where Zotero's connector finds it.

In Dublin Core's terms, since what kind of publication a paper is, nobody said: a ``preprint`` where
its arXiv id is known, else a ``document``. The frame is that of
ANSI/NISO Z39.88-2004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.exports.reference import Reference


def context_object(reference: Reference) -> str:
    """The ``title`` of a ``<span class="Z3988">``, not yet escaped for HTML."""
    return urlencode(list(_terms(reference)))


def _terms(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", "preprint" if reference.arxiv else "document"
    yield "rft.title", reference.title
    for author in reference.authors:
        yield "rft.creator", author
    if reference.date:
        yield "rft.date", "-".join(f"{part:02}" for part in reference.date)
    if reference.venue:
        yield "rft.source", reference.venue
    if reference.doi:
        yield "rft_id", f"info:doi/{reference.doi}"
    if reference.address:
        yield "rft.identifier", reference.address
