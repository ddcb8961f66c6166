"""Bytes as people save them -> text.

Windows saves "Unicode" as UTF-16 and "ANSI" as Windows-1252; browsers and editors save UTF-8
with or without a byte-order mark. All of these are read; what is no text at all is named.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or a Word or OpenDocument file)"),
    (b"{\\rtf", "a rich-text (RTF) document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"bplist", "a binary property list (a Safari web archive?)"),
    (b"\x7fELF", "a program"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class NotText:
    """Bytes that are no text: `seen` says what they look like, to complete "this is …"."""

    seen: str


def decode(raw: bytes) -> str | NotText:
    """The text of a file, without a byte-order mark, or what it is instead.

    UTF-8, UTF-16 and UTF-32 with a mark; UTF-8 and UTF-16 without; else Windows-1252, in
    which the five bytes it leaves undefined become the C1 controls browsers read them as.
    """
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            return NotText(what)
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _checked(raw[len(mark) :].decode(encoding, "replace"))
    if b"\x00" in raw[:_SAMPLE]:
        return _utf16_without_mark(raw)
    try:
        return _checked(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_windows_1252(raw))


def _utf16_without_mark(raw: bytes) -> str | NotText:
    """Mostly-ASCII UTF-16 has its NULs in every second place; anything else is a binary."""
    sample = raw[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(raw) % 2 == 0 and max(even, odd) > 0.3 * len(sample) / 2 and min(even, odd) == 0:
        return _checked(raw.decode("utf-16-be" if even else "utf-16-le", "replace"))
    return NotText("a binary file")


def _windows_1252(raw: bytes) -> str:
    pieces = raw.decode("cp1252", "surrogateescape")
    return re.sub("[\udc80-\udcff]", lambda byte: chr(ord(byte[0]) - 0xDC00), pieces)


def _checked(text: str) -> str | NotText:
    sample = text[:_SAMPLE]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return NotText("a binary file") if strange > 0.02 * len(sample) + 2 else text
