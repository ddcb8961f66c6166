"""DOIs and arXiv ids: alone, and in the addresses people copy from a browser."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

# https://www.doi.org/doi-handbook/: a prefix 10.<registrant>, a slash, a suffix of any
# printable characters; we leave out the white space and quotes nobody registers.
DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*+/[^\s\"<>]+")
_YEAR_MONTH: Final = r"[0-9]{2}(?:0[1-9]|1[0-2])"
# https://info.arxiv.org/help/arxiv_identifier.html: yymm.nnnnn since 2007, archive/yymmnnn before.
ARXIV: Final = re.compile(
    rf"(?:{_YEAR_MONTH}\.[0-9]{{4,5}}|[a-z]{{2,12}}(?:-[a-z]{{2,8}})?(?:\.[A-Z]{{2}})?/{_YEAR_MONTH}[0-9]{{3}})"
    r"(?:v[1-9][0-9]?)?"
)
_VERSION: Final = re.compile(r"v[1-9][0-9]?+\Z")
_LABEL: Final = re.compile(r"(?:doi|arxiv):[ \t]{0,9}", re.IGNORECASE)
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_ARXIV_HOSTS: Final = frozenset(
    {"arxiv.org", "www.arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"}
)
_ARXIV_PAGES: Final = frozenset({"abs", "pdf", "html", "format", "papers"})
"""The first part of an address's path, before the arXiv id."""
_HOSTS_BY_ARXIV_ID: Final = frozenset(
    {"huggingface.co", "hf.co", "alphaxiv.org", "www.alphaxiv.org"}
)
_ARXIV_DOI: Final = "10.48550/arxiv."
"""What the DOIs that arXiv registers begin with; the arXiv id follows."""
_LONGEST: Final = 2_000


def doi_of(written: str) -> str:
    """The DOI that a text is or leads to, ``""`` when there is none.

    Understood are the DOI itself, ``doi:10…`` and addresses of doi.org.
    """
    text = written.strip()[:_LONGEST]
    host, path = _address(text)
    found = unquote(path) if host in _DOI_HOSTS else _unlabelled(text)
    return found if DOI.fullmatch(found) and found.isprintable() else ""


def arxiv_of(written: str) -> str:
    """The arXiv id that a text is or leads to, with its version, ``""`` when there is none.

    Understood are the id itself, ``arXiv:…``, its DOI, and addresses of arXiv and of the sites
    that name papers by their arXiv id.
    """
    text = written.strip()[:_LONGEST]
    host, path = _address(text)
    if host in _ARXIV_HOSTS or host in _HOSTS_BY_ARXIV_ID:
        page, _, found = path.partition("/")
        found = found.removesuffix("/").removesuffix(".pdf") if page in _ARXIV_PAGES else ""
    else:
        found = _unlabelled(text)
        doi = doi_of(text)
        if doi.lower().startswith(_ARXIV_DOI):
            found = doi[len(_ARXIV_DOI) :]
    return found if ARXIV.fullmatch(found) else ""


def identifier_key(written: str) -> str:
    """What two ways to write one identifier have in common, ``""`` for a text that is none.

    An arXiv id is compared without its version, a DOI without regard to case.
    """
    if arxiv := arxiv_of(written):
        return f"arxiv:{_VERSION.sub('', arxiv)}"
    doi = doi_of(written)
    return f"doi:{doi.lower()}" if doi else ""


def _unlabelled(text: str) -> str:
    """An identifier without the "doi:" or "arXiv:" before it."""
    label = _LABEL.match(text)
    return text[label.end() :] if label else text


def _address(text: str) -> tuple[str, str]:
    """Host and path of a web address, ``("", "")`` for what is none. The scheme may be missing."""
    if "/" not in text or any(map(str.isspace, text)):
        return "", ""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return "", ""
    return (parts.hostname or "").lower(), parts.path.strip("/")
