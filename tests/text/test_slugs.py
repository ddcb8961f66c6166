"""Slugs, and keys that compare titles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.text.slugs import LONGEST_SLUG, short_hash, slug, title_key
from tests.five_listings import real_entries


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Attention Is All You Need", "attention-is-all-you-need"),
        ("γ-MoD: Exploring Depth", "gamma-mod-exploring-depth"),
        ("σ-GPTs", "sigma-gpts"),
        ("i-RevNet: Deep Invertible Networks", "i-revnet-deep-invertible-networks"),
        ("Don't Stop", "dont-stop"),
        ("Über größere Modelle", "uber-grossere-modelle"),
        ("Memory^3: Language", "memory-3-language"),
        ("<SEG> Token", "seg-token"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-"),
        ("nul", "nul-"),
        ("大型语言模型", "大型语言模型"),
        ("Внимание — это всё", "внимание-это-всё"),
    ],
)
def test_a_slug_is_its_titles_words(title: str, name: str) -> None:
    """Lower-case words joined by hyphens; lone Greek letters spelled, Latin accents gone."""
    assert slug(title) == name


def test_a_title_without_a_word_still_has_a_name() -> None:
    """Titles of signs alone get names that differ."""
    assert slug("???").startswith("untitled-")
    assert slug("???") != slug("!!!")


def test_the_real_titles_have_different_slugs() -> None:
    """496 titles make 496 slugs, safe in addresses and file names."""
    slugs = {slug(title) for title, _ in real_entries()}
    assert len(slugs) == 496
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) for name in slugs)


def test_spelling_does_not_change_the_key() -> None:
    """Case, accents, hyphens, width and punctuation make no other title."""
    assert title_key("Pre-Training: naïve?") == title_key("PRETRAINING NAIVE")
    assert title_key("ＧＰＴ-4") == title_key("gpt 4")
    assert title_key("GPT-4") != title_key("GPT-3")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_every_slug_is_a_safe_file_name(title: str) -> None:
    """Never empty, never too long, no dot, slash, space or capital, and the same each time."""
    name = slug(title)
    assert name == slug(title)
    assert 0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST_SLUG + 1
    assert not re.search(r"[\s./\\:<>\"'?*|#%&]", name)
    assert re.fullmatch("[0-9a-f]{6}", short_hash(title))


def test_a_long_title_is_cut_between_words() -> None:
    """Two long titles that begin alike keep different names."""
    first, second = "word " * 60 + "a", "word " * 60 + "b"
    assert slug(first) != slug(second)
    assert re.fullmatch(r"(?:word-)+[0-9a-f]{6}", slug(first))
