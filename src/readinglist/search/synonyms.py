"""Words that people use for one another when they look for a paper they half remember.

A reader who has forgotten the authors' words types others: "picture" for image, "chatbot" for
dialogue, "make things up" for hallucinate. ``lexicon.txt`` has groups of such words. The engine
ranks a paper that has only a synonym below one that has the word itself.
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
"""Groups of members; a member is its tokens, with a space between."""


def synonyms(own: Iterable[Sequence[str]], indexed: Sequence[frozenset[str]]) -> Synonyms:
    """The groups that can help to find something in these papers.

    Args:
        own: further groups, each some words or phrases.
        indexed: the terms of each paper.

    Returns:
        Groups whose members are not all in the same papers; the others would find nothing more.
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
    """The groups of the field that come with the package, as they are written."""
    text = (resources.files("readinglist.search") / "lexicon.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(member.strip() for member in line.split(",")) for line in lines)


def _helps(group: Sequence[str], papers: Mapping[str, set[int]]) -> bool:
    having = [
        set.intersection(*(papers.get(term, _NOBODY) for term in member.split()))
        for member in group
        if member
    ]
    return any(one != having[0] for one in having)


_NOBODY: set[int] = set()
