"""Ids that are similar to an unknown one."""

from __future__ import annotations

import pytest

from readinglist.library.similar_ids import SimilarIds

KNOWN = ("attention-is-all-you-need", "attention-sinks", "sparse-probing", "rope", "rotary")


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("attention-is-all-you-ned", "attention-is-all-you-need"),
        ("Attention Is All You Need!", "attention-is-all-you-need"),
        ("sparse-probng", "sparse-probing"),
        ("ropes", "rope"),
        ("rotry", "rotary"),
    ],
)
def test_the_most_similar_id_is_named(word: str, names: str) -> None:
    """For a typing error, and for a title."""
    assert SimilarIds(KNOWN).did_you_mean(word).split()[3].rstrip("?") == names


@pytest.mark.parametrize("word", ["", "-", "quantum", "x" * 100_000])
def test_nothing_is_named_when_nothing_is_similar(word: str) -> None:
    """An empty hint, also for a word of no letters."""
    assert SimilarIds(KNOWN).did_you_mean(word) == ""


def test_hints_end_at_a_limit_and_those_given_are_kept() -> None:
    """Thousands of unknown ids have one cause; the first ones get a hint."""
    similar = SimilarIds(KNOWN)
    first = similar.did_you_mean("sparse-probing-0")
    assert first == "did you mean sparse-probing?"
    hints = [similar.did_you_mean(f"sparse-probing-{n}") for n in range(3_000)]
    assert hints[1_999] == first
    assert hints[2_000:] == [""] * 1_000
    assert similar.did_you_mean("sparse-probing-0") == first


def test_long_ids_of_one_letter_use_the_limit_up() -> None:
    """Comparing them takes longest."""
    similar = SimilarIds("a" * 190 + str(n) for n in range(10))
    hints = [similar.did_you_mean("a" * 190 + f"b{n}") for n in range(120)]
    assert hints[0]
    assert hints[-1] == ""
