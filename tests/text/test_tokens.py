"""The tokenizer of the search: each rule, and its running time."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readinglist.text import tokens as rules
from readinglist.text.tokens import LONGEST, fold, stem, tokens
from tests.growth import growth, repeated

RULES = [
    # 1: fold
    ("Straße ﬁne Ｗｉｄｅ 𝐁𝐨𝐥𝐝 ℝ", "strasse fine wide bold r"),
    ("İstanbul Ørsted Łódź naïve", "istanbul orsted lodz naive"),
    ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
    ("Ёлка й", "елка и"),
    ("R² H₂O Ⅷ", "r2 h2o viii"),
    # 2: drop
    (
        "e\u0301tude soft\u00adhyphen zero\u200dwidth \u202elike\u202c",
        "etude softhyphen zerowidth like",
    ),
    # 3: cut
    ("a/b, (c) «d» x→y 🎉z q\ud800r ½", "a b c d x y z q r 1 2"),
    ("Foo™ 10€", "foo 10"),
    ("हिन्दी 한국어", "हिन्दी 한국어"),
    # 4: join
    ("in-context", "in context incontext"),
    ("GPT‐4 gpt4", "gpt 4 gpt4 gpt4"),
    ("v1.5 D'OH snake_case Memory^3", "v1 5 v15 d oh doh snake case snakecase memory 3 memory3"),
    ("state-of-the-art", "state of the art stateoftheart"),
    ("the model's don’t", "the model don t dont"),
    ("end -- start. x--y", "end start x y"),
    # 5: scripts without spaces
    ("深度学习 图 BERT模型", "深度 度学 学习 图 bert 模型"),
    ("ภาษา", "ภา าษ ษา"),
    # 6: Greek letters
    ("γ-MoD γMoD gamma-mod", "gamma mod gammamod gammamod gamma mod gammamod"),
    ("β µ αβγ", "beta mu αβγ"),
    # 7: length
    ("x" * 50, "x" * LONGEST),
    ("a" * 30 + "-" + "b" * 30, "a" * 30 + " " + "b" * 30),
    # 8: stem, digits
    ("YOLOv9 models studies", "yolov9 model study"),
]


@pytest.mark.parametrize(("text", "expected"), RULES)
def test_rule(text: str, expected: str) -> None:
    """Each rule cuts these texts into these tokens."""
    assert tokens(text) == expected.split()


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("models", "model"),
        ("queries", "query"),
        ("images", "image"),
        ("trees", "tree"),
        ("classes", "class"),
        ("batches", "batch"),
        ("boxes", "box"),
        ("caches", "cache"),
        ("movies", "movie"),
        ("gpus", "gpu"),
        ("lms", "lm"),
    ],
)
def test_plural_and_singular_meet(plural: str, singular: str) -> None:
    """A plural and its singular have one stem."""
    assert stem(plural) == stem(singular)


@pytest.mark.parametrize("word", ["loss", "corpus", "analysis", "was", "bus", "this", "3ds"])
def test_a_word_that_is_no_plural_stays(word: str) -> None:
    """A final s that is part of the word stays."""
    assert stem(word) == word


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
@example("\u1680")
def test_any_text_has_tokens(text: str) -> None:
    """No text makes it fail; a token is folded, not empty and not too long."""
    for token in tokens(text):
        assert 0 < len(token) <= LONGEST
        assert fold(token) == token
        assert not re.search(rf"[\s{rules.SEPARATORS}]", token)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_texts_apart_are_independent(first: str, second: str) -> None:
    """What stands before a space does not change what stands after it."""
    assert tokens(f"{first} {second}") == tokens(first) + tokens(second)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=80))
@settings(max_examples=100, deadline=None)
def test_the_short_way_for_ascii_is_the_same(text: str) -> None:
    """ASCII text takes a faster expression with the same result."""
    assert tokens(f"{text} 中") == [*tokens(text), "中"]


def test_folded_characters_are_assigned() -> None:
    """Only characters that exist are folded, so that a later Unicode cannot change them."""
    gaps_for_ever = (*range(0x1F00, 0x2000), *range(0x1D400, 0x1D800))
    folded = re.compile(f"[{rules.FOLDED}]")
    unassigned = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) == "Cn" and folded.match(chr(code))
        if code not in gaps_for_ever
    ]
    assert not unassigned


@pytest.mark.parametrize("unit", ["a", "a-", "é-", "中", "\u0301", "'s", "γ"])
def test_time_grows_with_length_alone(unit: str) -> None:
    """A line without a space takes no more than its length asks for."""
    assert growth(tokens, repeated(unit)) == ""
