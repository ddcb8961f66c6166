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
    (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook document"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_MOST_ACCENTS = 0.3
"""Share of letters; no language that Windows-1252 can write has more beyond ASCII."""
_SAVE_AS_UTF8 = "open it in an editor that shows it correctly, and save it as UTF-8"
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class NotText:
    """Bytes that are no text: `seen` says what they look like, to complete "this is …"; `hint`
    what to do, when that is anything in particular.
    """

    seen: str
    hint: str = ""


def decode(raw: bytes) -> str | NotText:
    """The text of a file, without a byte-order mark, or what it is instead.

    UTF-8, UTF-16 and UTF-32 with a mark; UTF-8 and UTF-16 without; else Windows-1252, in
    which the five bytes it leaves undefined become the C1 controls browsers read them as.
    A file cut off within a letter of UTF-8 loses that letter; one that is UTF-8 but for a few
    bytes has these read as Windows-1252.
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
    except UnicodeDecodeError as fault:
        if fault.reason == "unexpected end of data":
            return _checked(raw[: fault.start].decode("utf-8"))
    text = raw.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    letters = len(_BEYOND_ASCII.findall(text))
    if letters > strays:
        return _checked(_STRAY.sub(_windows_1252, text))
    if letters + strays > _MOST_ACCENTS * len(text):
        return NotText(
            "text in an encoding other than UTF-8, UTF-16 or Windows-1252", _SAVE_AS_UTF8
        )
    del text
    return _checked(_STRAY.sub(_windows_1252, raw.decode("ascii", "surrogateescape")))


def _utf16_without_mark(raw: bytes) -> str | NotText:
    """Mostly-ASCII UTF-16 has its NULs in every second place; anything else is a binary."""
    sample = raw[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if len(raw) % 2 == 0 and len(raw) >= 16 and many > 0.3 * len(sample) / 2 and few < 0.1 * many:
        return _checked(raw.decode("utf-16-be" if even > odd else "utf-16-le", "replace"))
    return NotText("a binary file")


def _windows_1252(stray: re.Match[str]) -> str:
    """The letter of a byte that is not UTF-8, which decoding left as a lone surrogate."""
    code = ord(stray[0]) - 0xDC00
    return bytes([code]).decode("cp1252", "ignore") or chr(code)


def _checked(text: str) -> str | NotText:
    sample = text[:_SAMPLE]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return NotText("a binary file") if strange > 0.02 * len(sample) + 2 else text
