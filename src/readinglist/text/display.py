"""Text for display: short forms, and replacements for misleading characters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from readinglist.text.tex import readable

# Embeddings and overrides can make a text look like another one; isolates and marks cannot.
_DECEPTIVE: Final = re.compile("[\u202a-\u202e]")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])|(?<=[。！？])")


def shown(text: str) -> str:
    """Return a text with bidirectional overrides and control characters replaced."""
    if text.isascii() and text.isprintable():
        return text
    text = _DECEPTIVE.sub(lambda char: f"[U+{ord(char[0]):04X}]", text)
    return _UNPRINTABLE.sub("\ufffd", text)


@lru_cache(maxsize=65_536)
def excerpt(text: str, longest: int = 240) -> str:
    """Return the first sentences of a text, without TeX, in at most `longest` characters.

    If no sentence fits, the text is cut between words and ends in an ellipsis.
    """
    text = readable(shown(text[: longest * 4])).replace("\n", " ")
    if len(text) <= longest:
        return text
    kept = ""
    for sentence in _SENTENCE_END.split(text):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    if len(kept) >= longest / 3:
        return kept
    cut = text[: longest - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[longest // 2 :] else cut}…"


@lru_cache(maxsize=65_536)
def as_read(text: str) -> str:
    """Return a text as pages show it: without TeX and misleading characters."""
    return readable(shown(text))
