"""The five real listings, against a reading that shares nothing with the parser."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from readinglist.listings import read_listing
from readinglist.model import LineKind, Listing
from readinglist.text.slugs import title_key
from tests.five_listings import entries_of, paths

if TYPE_CHECKING:
    from pathlib import Path

COUNTS = (47, 84, 224, 166, 48)
DATES = ("", "Mar 14", "", "", "Mar 11")
FIRST = (
    "MultiPly: Reconstruction of Multiple People from Monocular Video in the Wild",
    "Discovering Influential Neuron Path in Vision Transformers",
    "What, when, and where? -- Self-Supervised Spatio-Temporal Grounding in Untrimmed "
    "Multi-Action Videos from Narrated Instructions",
    "Functional Interpolation for Relative Positions Improves Long Context Transformers",
    "Circuit Component Reuse Across Tasks in Transformer Language Models",
)
LAST = (
    "Low Rank Factorization for Compact Multi-Head Self-Attention",
    "Graph-Based Captioning: Enhancing Visual Descriptions by Interconnecting Region Captions",
    "ConvBERT: Improving BERT with Span-based Dynamic Convolution",
    "SimNP: Learning Self-Similarity Priors Between Neural Points",
    "The mechanistic basis of data dependence and abrupt learning in an in-context "
    "classification task",
)
ODD = (
    "γ-MoD: Exploring Mixture-of-Depth Adaptation for Multimodal Large Language Models",
    "σ-GPTs: A New Approach to Autoregressive Models",
    "i-RevNet: Deep Invertible Networks",
    "2D Matryoshka Sentence Embeddings",
    "3DPPE: 3D Point Positional Encoding for Multi-Camera 3D Object Detection Transformers",
    "Attention as an RNN",
    "Feasible Learning",
    "Music Transformer",
    "Pointer Networks",
    "Memory^3: Language Modeling with Explicit Memory",
    "Reasoning to Attend: Try to Understand How <SEG> Token Works",
    "Faster Neighborhood Attention: Reducing the O(n^2) Cost of Self Attention at the "
    "Threadblock Level",
    "HyperZcdotZcdotW Operator Connects Slow-Fast Networks for Full Context Interaction",
    "Can Brain Signals Reveal Inner Alignment with Human Languages?",
    "Round and Round We Go! What makes Rotary Positional Encodings useful?",
    "When and why vision-language models behave like bags-of-words, and what to do about it?",
    "Wide Attention Is The Way Forward For Transformers?",
    "MechGPT, a language-based strategy for mechanics and materials modeling that connects "
    "knowledge across scales, disciplines and modalities",
    "Hypergraph Multi-modal Large Language Model: Exploiting EEG and Eye-tracking Modalities to "
    "Evaluate Heterogeneous Responses for Video Understanding",
    "Large Language Models are Fixated by Red Herrings: Exploring Creative Problem Solving and "
    "Einstellung Effect using the Only Connect Wall Dataset",
)
"""Titles that end like a sentence, begin with a digit, a small or a Greek letter, are two words
long or very long, or hold signs a parser might take for markup."""


@cache
def listing_of(path: Path) -> Listing:
    """The parser's reading, which must be without a doubt."""
    listing, problems = read_listing(path.read_bytes(), f"listings/{path.name}")
    assert listing is not None
    assert problems == ()
    return listing


@pytest.mark.parametrize("number", range(5))
def test_every_entry_is_read_letter_for_letter(number: int) -> None:
    """Title, abstract and line of each entry equal the independent reading's."""
    path = paths()[number]
    found = [(entry.line, entry.title, entry.abstract) for entry in listing_of(path).entries]
    assert found == entries_of(path)
    assert len(found) == COUNTS[number]
    assert (found[0][1], found[-1][1]) == (FIRST[number], LAST[number])
    assert listing_of(path).date == DATES[number]


def test_there_are_569_entries_of_496_papers() -> None:
    """Over all files: 569 entries, 496 different titles, none without an abstract."""
    entries = [entry for path in paths() for entry in listing_of(path).entries]
    assert len(entries) == 569
    assert len({entry.title for entry in entries}) == 496
    assert len({title_key(entry.title) for entry in entries}) == 496
    assert all(entry.abstract for entry in entries)


def test_titles_that_look_like_something_else_are_titles() -> None:
    """Each odd title, picked by hand, is there as written."""
    titles = {entry.title for path in paths() for entry in listing_of(path).entries}
    assert set(ODD) <= titles


@pytest.mark.parametrize("number", range(5))
def test_every_line_is_accounted_for(number: int) -> None:
    """A ledger is as long as its file, with a title line and an abstract line an entry."""
    path = paths()[number]
    ledger = listing_of(path).ledger
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(ledger) == len(lines)
    assert ledger.count(LineKind.TITLE) == ledger.count(LineKind.ABSTRACT) == COUNTS[number]
    assert ledger.count(LineKind.NOT_UNDERSTOOD) == 0
    for line in ledger.lines(LineKind.BOILERPLATE):
        assert len(lines[line - 1]) < 60, "nothing to read may be called boilerplate"
