"""Titles as names: the comparison key, and the slug that becomes an id and an address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST_SLUG = 160
"""Bytes of UTF-8, so that the slug with a suffix fits every file system and is still read."""

WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
"""Names no file may have on Windows, whatever its extension."""

_MOST_MARKS = 30
"""Marks in a row on one letter, as in the Stream-Safe Text Format of Unicode (UAX #15, section 13).
Putting a row of them in order takes time that grows with the square of its length."""
_ACCENTS = re.compile("(?<=[a-zα-ω])[\u0300-\u036f]+")
_GREEK = {
    chr(code): unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
    for code in range(0x3B1, 0x3CA)
    if code != 0x3C2
}


def title_key(title: str) -> str:
    """What two spellings of one title have in common: its letters and digits, without case,
    accents, hyphens, spaces or punctuation. Empty when the title has neither.
    """
    return "".join(_words(title))


def slug(title: str) -> str:
    """A name made from a title: lower-case words joined by hyphens.

    A Greek letter that stands alone is spelled out (``γ-MoD`` -> ``gamma-mod``), Latin letters
    lose their accents, other scripts stay as they are. A title longer than `LONGEST_SLUG` bytes
    is cut between words and gets a suffix made from the whole title; a title without a letter
    or digit is named by that suffix alone.
    """
    words = [_GREEK.get(word, word) for word in _words(title)]
    name = "-".join(words)
    if not name:
        return f"untitled-{digest(title)}"
    if len(name.encode()) > LONGEST_SLUG:
        name = f"{_cut(words)}-{digest(name)}"
    return f"{name}-" if name in WINDOWS_DEVICES else name


def digest(text: str) -> str:
    """Six hexadecimal digits that depend on the text alone."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _words(title: str) -> list[str]:
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", _stream_safe(title)).casefold())
    return unicodedata.normalize("NFKC", "".join(map(_letter, folded))).split()


def _stream_safe(text: str) -> str:
    """The text without the marks that are too many in a row."""
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
    """A letter, digit or mark as it is, an apostrophe as nothing, anything else as a space."""
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
