"""Find the links in a text, and determine what they lead to.

Abstracts contain links as people typed them: joined to the word before, followed by a full stop,
with the scheme twice, or with TeX escapes. A link is corrected only if there is one possible
meaning.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from readinglist.model import Link, LinkKind

_KNOWN_HOSTS: Final = (
    r"(?:www\.)?(?:github|gitlab|youtube)\.com|huggingface\.co|hf\.co|youtu\.be|arxiv\.org"
    r"|(?:dx\.)?doi\.org|zenodo\.org|sites\.google\.com|[a-z0-9-]{1,39}\.github\.io"
)
# A scheme, possibly with missing characters; "www."; or a host that can only be a link.
_START: Final = re.compile(
    rf"""(?P<scheme>https?)(?P<sep>://[ ]?|:/(?=[a-z0-9])|//(?=[a-z0-9]))
      | (?<![a-z0-9@./_-])(?P<bare>www\.|(?:{_KNOWN_HOSTS})/)""",
    re.IGNORECASE | re.VERBOSE,
)
# Ends at white space, quotes, angle brackets, controls, bidirectional marks and East Asian text.
_REST: Final = re.compile(
    r"[^\s<>\"`|^\x00-\x20\x7f-\xa0“”‘’\u200b-\u200f\u2028-\u202e\u2060-\u2069\u2e80-\uffff]{0,2001}"
)
_BEGUN_BEFORE: Final = re.compile(r"(?<![A-Za-z])(?:h|ht|htt|https?:?/?/?)$", re.IGNORECASE)
_NEXT_LINK: Final = re.compile(r"http(?<=[^/=?&]http)s?://", re.IGNORECASE)
_BRACE_CLOSES: Final = re.compile(r"[^{}]*(?=\})")
r"""Text up to a brace that was opened before the link, as by ``\url{`` in TeX."""
_CLAUSE_END: Final = re.compile(r"[.!?]\s")
_UNSAFE: Final = re.compile(r"[\s<>\"'`\\{}|^\x00-\x1f\x7f]")
_TEX_ESCAPE: Final = re.compile(r"\\([_%#&~$])")
_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,20}(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})",
    re.IGNORECASE,
)
_LONGEST: Final = 2000
"""In characters; longer "links" are data."""

_PROJECT = re.compile(
    r"(?:^|\.)(?:github\.io|gitlab\.io|sites\.google\.com|netlify\.app|vercel\.app|pages\.dev"
    r"|notion\.site|readthedocs\.io|webflow\.io|wixsite\.com)$"
)
_BY_HOST: Final = (
    (re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|slideslive\.com)$"),
     LinkKind.VIDEO),
    (re.compile(r"(?:^|\.)(?:arxiv\.org|doi\.org|openreview\.net|aclanthology\.org|biorxiv\.org"
                r"|medrxiv\.org|semanticscholar\.org|pubmed\.ncbi\.nlm\.nih\.gov)$"),
     LinkKind.PAPER),
    (re.compile(r"(?:^|\.)(?:hf\.space|gradio\.(?:app|live)|streamlit\.app|replicate\.com"
                r"|colab\.research\.google\.com|mybinder\.org)$"),
     LinkKind.DEMO),
    (re.compile(r"(?:^|\.)(?:zenodo\.org|figshare\.com|osf\.io|kaggle\.com|tfhub\.dev"
                r"|modelscope\.cn|drive\.google\.com|dropbox\.com|dataverse\.[a-z.]{2,40}"
                r"|openneuro\.org|physionet\.org)$"),
     LinkKind.DATA_OR_MODEL),
    (re.compile(r"(?:^|\.)(?:github\.com|gitlab\.[a-z.]{2,40}|bitbucket\.org|codeberg\.org|gitee\.com"
                r"|sourceforge\.net|anonymous\.4open\.science|pypi\.org)$"),
     LinkKind.CODE),
    (_PROJECT, LinkKind.PROJECT_PAGE),
)  # fmt: skip
# For other hosts, the last of these words before the link decides.
_BY_CONTEXT: Final = (
    (re.compile(r"project|web ?(?:site|page)|home ?page|webpage", re.IGNORECASE),
     LinkKind.PROJECT_PAGE),
    (re.compile(r"demo", re.IGNORECASE), LinkKind.DEMO),
    (re.compile(r"video", re.IGNORECASE), LinkKind.VIDEO),
    (re.compile(r"\bcodes?\b|implementation|repositor|software|package|toolkit|librar",
                re.IGNORECASE),
     LinkKind.CODE),
    (re.compile(r"\bdata|dataset|\bmodels?\b|checkpoint|weights|corpus|benchmark", re.IGNORECASE),
     LinkKind.DATA_OR_MODEL),
)  # fmt: skip


def find_links(text: str) -> tuple[Link, ...]:
    """Return the links in a text, in order and without overlap, in linear time."""
    found: list[Link] = []
    position = 0
    while start := _START.search(text, position):
        position = start.end()
        begin = start.start("bare") if start["bare"] else position
        if not _HOST.match(text, begin):
            continue
        after = start.end("bare") if start["bare"] else position
        rest = _REST.match(text, after)
        assert rest is not None  # the pattern matches an empty string
        glued = _NEXT_LINK.search(text, after, rest.end())
        end = glued.start() if glued else rest.end()
        if link := _link_at(text, start, after, end):
            found.append(link)
            position = link.end
        elif end - after > _LONGEST:
            position = end
    return tuple(found)


def classify(url: str, before: str = "") -> LinkKind:
    """Return what a URL leads to, by its host and path, else by the words before it."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    if host in ("huggingface.co", "hf.co"):
        return _on_the_hub(path)
    for pattern, kind in _BY_HOST:
        if pattern.search(host):
            return kind
    if path.lower().endswith(".pdf"):
        return LinkKind.PAPER
    clause = _CLAUSE_END.split(before[-120:])[-1]
    found = [
        (match.start(), kind) for words, kind in _BY_CONTEXT for match in words.finditer(clause)
    ]
    return max(found)[1] if found else LinkKind.OTHER


def safe_url(url: str) -> str:
    """Return the URL if it is http or https with a valid host, else ``""``."""
    if len(url) > _LONGEST:  # before parsing, which is not linear
        return ""
    try:
        parts = urlsplit(url)
        port_is_sane = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    sane = (
        parts.scheme in ("http", "https")
        and "@" not in parts.netloc
        and port_is_sane
        and len(host) <= 253
        and _HOST.fullmatch(host)
        and not _UNSAFE.search(url)
    )
    return url if sane else ""


def _link_at(text: str, start: re.Match[str], after: int, end: int) -> Link | None:
    """Return the link at a position, or None."""
    tail = _trimmed(text[after:end])
    if start["bare"]:
        begin, url = start.start("bare"), f"https://{start['bare']}{tail}"
    else:
        # A space after the scheme is an error only if a URL with a path follows.
        if start["sep"].endswith(" ") and "/" not in tail:
            return None
        begun = _BEGUN_BEFORE.search(text, max(0, start.start() - 8), start.start())
        begin = begun.start() if begun else start.start()
        url = f"{start['scheme'].lower()}://{tail}"
    url = safe_url(_TEX_ESCAPE.sub(r"\1", url))
    if not tail or not url:
        return None
    end = after + len(tail)
    return Link(url, classify(url, text[max(0, begin - 160) : begin]), begin, end)


def _trimmed(tail: str) -> str:
    """Remove punctuation and brackets that belong to the sentence."""
    if braced := _BRACE_CLOSES.match(tail):
        tail = tail[: braced.end()]
    count = {bracket: tail.count(bracket) for bracket in "()[]{}"}
    end = len(tail)
    while end:
        last = tail[end - 1]
        opener = {")": "(", "]": "[", "}": "{"}.get(last)
        if last not in ".,;:!?'*\\…" and not (opener and count[last] > count[opener]):
            break
        if last in count:
            count[last] -= 1
        end -= 1
    return tail[:end]


def _on_the_hub(path: str) -> LinkKind:
    first = path.split("/", 1)[0]
    if first == "spaces":
        return LinkKind.DEMO
    if first == "papers":
        return LinkKind.PAPER
    return LinkKind.DATA_OR_MODEL if first not in ("", "blog", "docs") else LinkKind.OTHER
