"""Decoding of pasted files, in all supported encodings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.text.decoding import NotText, decode

TEXT = "L’été — “naïve” models\nγ-MoD: 大型语言模型\nÜber größere Modelle\n" + "plain words\n" * 20


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_in_any_coat_is_read(encoding: str) -> None:
    """UTF-8, UTF-16 with and without a mark and UTF-32 give the same text, without the mark."""
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("order", ["le", "be"])
def test_both_byte_orders_of_a_mark_are_known(order: str) -> None:
    """A byte-order mark is read in either order and is no part of the text."""
    assert decode(("\ufeff" + TEXT).encode(f"utf-16-{order}")) == TEXT
    assert decode(("\ufeff" + TEXT).encode(f"utf-32-{order}")) == TEXT


def test_windows_1252_is_the_fallback() -> None:
    """Curly quotes, dashes and accents saved by an old Windows editor come out right."""
    text = "L’été – “naïve” models cost 5 €… " * 5
    assert decode(text.encode("cp1252")) == text


def test_bytes_undefined_in_windows_1252_become_controls() -> None:
    """The five bytes the code page leaves out do not stop the reader."""
    assert decode(b"a plain line \x81 \x8d \x8f \x90 \x9d of text") == (
        "a plain line \x81 \x8d \x8f \x90 \x9d of text"
    )


def test_a_letter_cut_in_half_at_the_end_is_dropped() -> None:
    """A file cut off by bytes keeps every whole letter."""
    raw = "L’été à la plage".encode()
    cut = raw.index("à".encode()) + 1
    assert decode(raw[:cut]) == "L’été "


def test_a_few_stray_bytes_do_not_spoil_utf8() -> None:
    """Text pasted from two sources keeps its UTF-8 and has the stray bytes repaired."""
    raw = "L’été, l’hiver ".encode() + b"\x93x\x94"
    assert decode(raw) == "L’été, l’hiver “x”"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("大型语言模型中的位置编码", "gbk"), ("大規模言語モデル", "shift-jis"), ("Внимание", "cp1251"),
     ("الانتباه هو", "cp1256"), ("위치 인코딩", "euc-kr")],
)  # fmt: skip
def test_other_code_pages_are_refused_not_garbled(text: str, encoding: str) -> None:
    """Text in a code page that cannot be told is not passed on as nonsense."""
    seen = decode(text.encode(encoding) * 3)
    assert isinstance(seen, NotText)
    assert "encoding" in seen.seen
    assert "UTF-8" in seen.hint


@pytest.mark.parametrize(
    ("raw", "seen"),
    [(b"%PDF-1.5", "PDF"), (b"PK\x03\x04", "ZIP"), (b"{\\rtf1", "RTF"), (b"\xff\xd8\xff\xe0", "JPEG"),
     (b"\x1f\x8b\x08", "gzip"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word"), (b"\x00\x01\x02\x03", "binary"),
     (b"SQLite format 3\x00", "SQLite"), (bytes(range(32)) * 40, "binary")],
)  # fmt: skip
def test_what_is_no_text_is_named(raw: bytes, seen: str) -> None:
    """Well-known kinds of files are named, other binaries are called so."""
    found = decode(raw)
    assert isinstance(found, NotText)
    assert seen in found.seen


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_decoder(raw: bytes) -> None:
    """Whatever the bytes, the answer is a text without lone surrogates, or a name."""
    text = decode(raw)
    if isinstance(text, str):
        text.encode()


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_utf8_is_read_back(text: str) -> None:
    """Text saved with a mark is read as it was written."""
    assert decode(text.encode("utf-8-sig")) in (text, text.removeprefix("\ufeff"))
