"""Slugs, which are used as ids and in URLs, and keys that compare titles."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST_SLUG = 160
"""In bytes of UTF-8; leaves room for a suffix within the limits of file systems."""

WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
"""Names that no file can have on Windows, with any extension."""

_MOST_MARKS = 30
"""Maximum number of combining marks in a row, as in the Stream-Safe Text Format of Unicode
(UAX #15, section 13). Sorting a run of marks takes quadratic time."""
_ACCENTS = re.compile("(?<=[a-zα-ω])[\u0300-\u036f]+")
_GREEK = {
    chr(code): unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
    for code in range(0x3B1, 0x3CA)
    if code != 0x3C2
}


def title_key(title: str) -> str:
    """Return a key that is equal for spellings of one title: its letters and digits.

    Case, accents, hyphens, spaces and punctuation are ignored. The key is ``""`` if the title has
    no letters and digits.
    """
    return "".join(_words(title))


def slug(title: str) -> str:
    """Return lower-case words joined by hyphens.

    Greek letters that stand alone are spelled out (``γ-MoD`` -> ``gamma-mod``), Latin letters lose
    their accents, and other scripts are kept. A title longer than `LONGEST_SLUG` bytes is cut
    between words and gets a suffix computed from the whole title. A title without letters and
    digits is named by such a suffix.
    """
    words = [_GREEK.get(word, word) for word in _words(title)]
    name = "-".join(words)
    if not name:
        return f"untitled-{short_hash(title)}"
    if len(name.encode()) > LONGEST_SLUG:
        name = f"{_cut(words)}-{short_hash(name)}"
    return f"{name}-" if name in WINDOWS_DEVICES else name


def short_hash(text: str) -> str:
    """Return six hexadecimal digits of the SHA-256 hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _words(title: str) -> list[str]:
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", _stream_safe(title)).casefold())
    return unicodedata.normalize("NFKC", "".join(map(_letter, folded))).split()


def _stream_safe(text: str) -> str:
    """Return a text without the marks that exceed the limit."""
    if text.isascii():
        return text
    kept: list[str] = []
    row = 0
    for char in text:
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    """Return letters, digits and marks unchanged, ``""`` for an apostrophe, a space for others."""
    if char in "'’ʼ`":
        return ""
    return char if unicodedata.category(char)[0] in "LNM" else " "


def _cut(words: list[str]) -> str:
    room = LONGEST_SLUG - 7
    kept = words[0].encode()[:room].decode(errors="ignore")
    for word in words[1:]:
        if len(f"{kept}-{word}".encode()) > room:
            break
        kept = f"{kept}-{word}"
    return kept
