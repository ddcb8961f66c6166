"""Scores for how much a line looks like a title, and like a paragraph of an abstract.

No single feature decides: titles can end in full stops or be in lower case, and abstracts can have
one line. Each feature adds to a score or subtracts from it; :mod:`.line_roles` combines the scores
of all lines of a page. The unit is arbitrary: a feature with 1.0 is right in about three of four
cases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

TITLE_CASE: Final = 0.65
"""A larger share of capitalized words is title case."""
_LOOK: Final = 1500
"""Number of characters at the beginning of a line that are examined."""

_WIDE: Final = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")
_SENTENCE_END: Final = re.compile(r"[.](?=\s+[^\Wa-z\d_])|[。．｡؟।]")
_STOPS: Final = frozenset(".。।!?！？؟")
_EXCLAIMED: Final = re.compile(r"[!?](?=\s+[^\Wa-z\d_])|[！？]")
_ABSTRACT_OPENS: Final = re.compile(
    r"(?:we\s(?!are\s|need|can\s|want)|in\s(?:this|the present)\s"
    r"(?:paper|work|article|study|report|survey)"
    r"|this\s(?:paper|work|article|study|report|survey|thesis)\s"
    r"|(?:recent|previous|prior|existing)\s(?:\w+\s){0,3}(?:has|have)\s|recently,|however,|while\s\w+\s\w+\shave)",
    re.IGNORECASE,
)
_PARAGRAPH_GOES_ON: Final = re.compile(
    r"(?:(?:the|our|all)?\s?(?:source\s)?(?:code|codes|data|dataset|models?|implementation)s?"
    r"(?:\s(?:and|&)\s\w+)*\s(?:is|are|will\sbe|can\sbe)\s"
    r"|(?:the|our)\s(?:project|web)\s?(?:page|site|website)\s(?:is|can)\s"
    r"|(?:project|web)\s?(?:page|site|website)s?\s?:|(?:code|github|demo|website|keywords|index\sterms"
    r"|comments|video)\s?:|https?://|www\."
    r"|(?:furthermore|moreover|additionally|finally|specifically|in\saddition|consequently|experiments"
    r"|extensive\sexperiments|our\s(?:experiments|results|method|approach|code))[\s,]"
    r"|[•*‣▪-]\s|\(?(?:[ivx]{1,4}|[a-h]|\d{1,2})[).]\s)",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(r"(?<=\s)(?:we|our|us)(?=[\s,.])")
_LINK: Final = re.compile(r"https?://|www\.")
_WORD: Final = re.compile(r"[^\W\d_][^\s]*")
_SMALL_WORDS: Final = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "of", "on", "or",
    "over", "the", "to", "via", "vs", "with", "without",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """The scores of a line; higher is more likely, 0 is neutral."""

    title: float
    opening: float
    """As the first paragraph of an abstract."""
    continuation: float
    """As a further paragraph of an abstract."""
    clearly_abstract: bool = False
    """Too long for a title."""
    stops: bool = True
    """Ends like a sentence."""


def evidence(text: str) -> Evidence:
    """Return the scores of a cleaned line of text, from its first 1,500 characters."""
    look = text[:_LOOK]
    length = len(text) if text.isascii() else len(text) + len(_WIDE.findall(look))
    if length > 420:
        return Evidence(-20.0, 0.0, 0.0, clearly_abstract=True)
    title = opening = continuation = 0.0
    title -= max(0, length - 160) / 25
    opening -= 1.2 * (300 - min(length, 300)) / 100
    continuation -= 0.0 if length >= 100 else 0.8 if length >= 40 else 1.5

    title -= min(6.0, 1.5 * len(_SENTENCE_END.findall(look, 0, -1)))
    title -= min(1.0, 0.3 * len(_EXCLAIMED.findall(look)))
    end = text.rstrip("\"'”’)»")[-1:]
    stops = end in _STOPS
    if end in ".。।":
        title -= 1.5 + min(2.0, max(0, length - 60) / 30)
    elif end in ",;:":
        title -= 2.0
    elif not stops:
        opening -= 5.0 if length < 120 else 2.0
        continuation -= 1.0

    if _ABSTRACT_OPENS.match(look):
        title -= 3.5
    if _PARAGRAPH_GOES_ON.match(look):
        title -= 3.5
        continuation += 1.5
    if _FIRST_PERSON.search(look):
        title -= 1.5
    if _LINK.search(look):
        title -= 4.0
    share = title_case_share(look)
    if share > TITLE_CASE:
        title += 1.0
        opening -= 1.0
        continuation -= 1.0
    elif text[0].islower():
        title -= 0.7
        opening -= 1.0
        continuation += 0.5
    if not any(char.isalpha() for char in text):
        title -= 4.0
    return Evidence(title, opening, continuation, stops=stops)


def title_case_share(text: str) -> float:
    """Return the share of capitalized words, without function words."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL_WORDS]
    return sum(word[0].isupper() for word in words) / len(words) if len(words) >= 3 else 0.0
