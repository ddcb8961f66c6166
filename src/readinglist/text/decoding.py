"""Decode the bytes of pasted files.

Windows saves "Unicode" as UTF-16 and "ANSI" as Windows-1252; browsers and editors save UTF-8 with
or without a byte order mark. Other files are recognized by their signatures.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose byte order mark is a prefix of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
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
"""Share of characters beyond ASCII; texts in languages that use Windows-1252 have less."""
_SAVE_AS_UTF8 = "open it in an editor that shows it correctly, and save it as UTF-8"
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class NotText:
    """Bytes that are not text.

    Attributes:
        seen: what they seem to be, to complete "this is …".
        hint: what to do, or ``""``.
    """

    seen: str
    hint: str = ""


def decode(raw: bytes) -> str | NotText:
    """Return the text of a file without a byte order mark, or what it is instead.

    Supported are UTF-8, UTF-16 and UTF-32 with a byte order mark, and UTF-8 and UTF-16 without one;
    else Windows-1252, whose five undefined bytes become C1 controls, as in browsers
    (https://encoding.spec.whatwg.org/#windows-1252). An incomplete UTF-8 sequence at the end of a
    file is dropped. Single bytes that are not UTF-8 are decoded as Windows-1252.
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
    """Decode UTF-16 of mostly ASCII, in which every second byte is NUL."""
    sample = raw[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if len(raw) % 2 == 0 and len(raw) >= 16 and many > 0.3 * len(sample) / 2 and few < 0.1 * many:
        return _checked(raw.decode("utf-16-be" if even > odd else "utf-16-le", "replace"))
    return NotText("a binary file")


def _windows_1252(stray: re.Match[str]) -> str:
    """Return the character of a byte that surrogateescape has left as a surrogate."""
    code = ord(stray[0]) - 0xDC00
    return bytes([code]).decode("cp1252", "ignore") or chr(code)


def _checked(text: str) -> str | NotText:
    sample = text[:_SAMPLE]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return NotText("a binary file") if strange > 0.02 * len(sample) + 2 else text
