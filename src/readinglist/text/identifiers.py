"""DOIs and arXiv ids, by themselves and in URLs."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

# https://www.doi.org/doi-handbook/: a prefix 10.<registrant>, a slash, and a suffix of printable
# characters. White space, quotes and angle brackets are excluded here.
DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*+/[^\s\"<>]+")
_YEAR_MONTH: Final = r"[0-9]{2}(?:0[1-9]|1[0-2])"
# https://info.arxiv.org/help/arxiv_identifier.html: yymm.nnnnn since 2007, archive/yymmnnn before.
ARXIV: Final = re.compile(
    rf"(?:{_YEAR_MONTH}\.[0-9]{{4,5}}|[a-z]{{2,12}}(?:-[a-z]{{2,8}})?(?:\.[A-Z]{{2}})?/{_YEAR_MONTH}[0-9]{{3}})"
    r"(?:v[1-9][0-9]?)?"
)
_VERSION: Final = re.compile(r"v[1-9][0-9]?+\Z")
_PREFIX: Final = re.compile(r"(?:doi|arxiv):[ \t]{0,9}", re.IGNORECASE)
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_ARXIV_HOSTS: Final = frozenset(
    {"arxiv.org", "www.arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"}
)
_ARXIV_PAGES: Final = frozenset({"abs", "pdf", "html", "format", "papers"})
"""First segment of the path of a URL, before the arXiv id."""
_HOSTS_BY_ARXIV_ID: Final = frozenset(
    {"huggingface.co", "hf.co", "alphaxiv.org", "www.alphaxiv.org"}
)
_ARXIV_DOI: Final = "10.48550/arxiv."
"""Prefix of the DOIs that arXiv registers, before the arXiv id."""
_LONGEST: Final = 2_000


def doi_of(written: str) -> str:
    """Return the DOI in a text, or ``""``.

    The text is a DOI, ``doi:10…``, or a URL of doi.org.
    """
    text = written.strip()[:_LONGEST]
    host, path = _address(text)
    found = unquote(path) if host in _DOI_HOSTS else _without_prefix(text)
    return found if DOI.fullmatch(found) and found.isprintable() else ""


def arxiv_of(written: str) -> str:
    """Return the arXiv id in a text, with its version, or ``""``.

    The text is an id, ``arXiv:…``, the DOI of an arXiv paper, or a URL of arXiv or of a site that
    uses arXiv ids.
    """
    text = written.strip()[:_LONGEST]
    host, path = _address(text)
    if host in _ARXIV_HOSTS or host in _HOSTS_BY_ARXIV_ID:
        page, _, found = path.partition("/")
        found = found.removesuffix("/").removesuffix(".pdf") if page in _ARXIV_PAGES else ""
    else:
        found = _without_prefix(text)
        doi = doi_of(text)
        if doi.lower().startswith(_ARXIV_DOI):
            found = doi[len(_ARXIV_DOI) :]
    return found if ARXIV.fullmatch(found) else ""


def identifier_key(written: str) -> str:
    """Return a key that is equal for all forms of an identifier, or ``""``.

    The version of an arXiv id and the case of a DOI are ignored.
    """
    if arxiv := arxiv_of(written):
        return f"arxiv:{_VERSION.sub('', arxiv)}"
    doi = doi_of(written)
    return f"doi:{doi.lower()}" if doi else ""


def _without_prefix(text: str) -> str:
    """Remove "doi:" or "arXiv:" before an identifier."""
    prefix = _PREFIX.match(text)
    return text[prefix.end() :] if prefix else text


def _address(text: str) -> tuple[str, str]:
    """Return host and path of a URL, with or without scheme; ``("", "")`` for other texts."""
    if "/" not in text or any(map(str.isspace, text)):
        return "", ""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return "", ""
    return (parts.hostname or "").lower(), parts.path.strip("/")
