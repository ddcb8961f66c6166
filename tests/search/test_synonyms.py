"""Groups of words that find for one another, and abbreviations as papers explain them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.search.abbreviations import abbreviations, long_form
from readinglist.search.synonyms import lexicon, synonyms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We use Matryoshka Representation Learning (MRL) here",
            ("MRL", "Matryoshka Representation Learning"),
        ),
        ("with large language models (LLMs) we", ("LLM", "large language models")),
        ("in the key-value (KV) cache", ("KV", "key value")),
        (
            "functional magnetic resonance imaging (fMRI)",
            ("fMRI", "functional magnetic resonance imaging"),
        ),
        ("a question (QA) nobody asks", None),
        ("a word (see below) in brackets", None),
        ("(ABC) begins the text", None),
        ("one word, Transformers (TRF)", None),
    ],
)
def test_an_abbreviation_is_what_its_letters_stand_for(
    text: str, expected: tuple[str, str] | None
) -> None:
    """The letters stand in the words before the bracket, in order, the first at a beginning."""
    assert abbreviations([text]) == ({expected} if expected else frozenset())


@settings(max_examples=60)
@given(st.text(max_size=60), st.text("AbC-1ß", min_size=1, max_size=8))
def test_a_long_form_is_words_of_the_text(before: str, short: str) -> None:
    """Whatever comes, it is nothing or several words, all of them from the text."""
    found = long_form(before, short)
    assert found == "" or len(found.split()) > 1
    assert all(word in before for word in found.split())


def test_only_groups_that_lead_somewhere_are_kept() -> None:
    """A group helps when one paper has one member and another has not."""
    one, other = frozenset({"picture"}), frozenset({"image"})
    kept = synonyms([("zq", "a quokka")], [one, other])
    assert any({"picture", "image"} <= set(group) for group in kept)
    assert not any("quokka" in group for group in kept)
    assert synonyms([], []) == ()


def test_every_group_is_well_formed() -> None:
    """At least two members, each with words, no line twice."""
    assert len(lexicon()) == len(set(lexicon())) > 100
    for members in lexicon():
        assert len(members) == len(set(members)) > 1, members
        assert all(members), members
