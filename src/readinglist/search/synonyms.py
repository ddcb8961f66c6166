"""Synonyms for the search.

A reader who does not remember the words of a paper types other words: "picture" for image,
"chatbot" for dialogue, "make things up" for hallucinate. ``lexicon.txt`` contains groups of such
words. The engine ranks a paper with only a synonym below one with the word itself.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from readinglist.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Synonyms = tuple[tuple[str, ...], ...]
"""Groups of members. A member is a string of tokens, separated by spaces."""


def synonyms(own: Iterable[Sequence[str]], indexed: Sequence[frozenset[str]]) -> Synonyms:
    """Return the groups that can find additional papers.

    Args:
        own: groups in addition to the lexicon, each of words or phrases.
        indexed: the terms of each paper.

    Returns:
        The groups whose members do not all occur in the same papers.
    """
    papers: dict[str, set[int]] = defaultdict(set)
    for number, terms in enumerate(indexed):
        for term in terms:
            papers[term].add(number)
    groups = dict.fromkeys(
        tuple(dict.fromkeys(" ".join(tokens(one)) for one in group)) for group in (*lexicon(), *own)
    )
    return tuple(group for group in groups if _helps(group, papers))


@cache
def lexicon() -> tuple[tuple[str, ...], ...]:
    """Return the groups that the package contains, as they are written."""
    text = (resources.files("readinglist.search") / "lexicon.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(member.strip() for member in line.split(",")) for line in lines)


def _helps(group: Sequence[str], papers: Mapping[str, set[int]]) -> bool:
    having = [
        set.intersection(*(papers.get(term, _NO_PAPERS) for term in member.split()))
        for member in group
        if member
    ]
    return any(one != having[0] for one in having)


_NO_PAPERS: set[int] = set()
