"""What each line of a page is, decided for the page as a whole.

A line alone is often ambiguous: "Today" is a date in the header and may be a title; a short
line may be a title or an abstract's last sentence. But a page has a grammar: a title is
followed by its abstract, metadata stands between entries. So every role of every line gets a
score (:mod:`.evidence`, :mod:`.furniture`), every pair of neighbouring roles another, and the
labels with the best total are found by the Viterbi algorithm (A. J. Viterbi, "Error bounds for
convolutional codes", 1967) in time linear in the number of lines. Running it from both ends
also tells by how much the second-best reading of each line loses: a small margin means that
the reader of the page is unsure, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from readinglist.listings.evidence import evidence
from readinglist.listings.furniture import Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.listings.lines import Unit


class Role(IntEnum):
    """The part a line plays on the page."""

    BOILERPLATE = 0
    METADATA = 1
    """Around an entry."""
    SUBTITLE = 2
    """Metadata between a title and its abstract."""
    TITLE = 3
    OPENING = 4
    """An abstract's first paragraph."""
    CONTINUATION = 5
    """An abstract's further paragraph."""
    ORPHAN = 6
    """Not understood: an abstract without its title, or no part of a page at all."""


@dataclass(frozen=True, slots=True)
class Label:
    """The role of one line, and the score by which every reading with other entries lost."""

    role: Role
    margin: float


NEVER: Final = -1e9
_B, _M, _S, _T, _O, _C, _X = Role
_OUTCOME: Final = (0, 0, 0, 1, 2, 2, 3)
"""Roles that leave the entries the same: between them there is nothing to be unsure of."""

# What may follow what, and how good a sign it is. A title without an abstract is unusual, so is
# metadata above an abstract; an abstract without a title is not an entry at all.
_AFTER: Final[dict[Role, dict[Role, float]]] = {
    _B: {_B: 0.5, _M: 0.0, _T: 0.0, _X: 0.0},
    _M: {_B: 0.0, _M: 0.0, _T: 0.0, _X: 0.0},
    _S: {_B: -2.5, _S: 0.0, _T: -2.5, _O: -5.5, _X: -2.5},
    _T: {_B: -3.0, _S: -0.5, _T: -3.0, _O: 0.0, _X: -3.0},
    _O: {_B: 0.0, _M: 0.0, _T: 0.0, _C: -2.5, _X: -0.5},
    _C: {_B: 0.0, _M: 0.0, _T: 0.0, _C: -1.0, _X: -0.5},
    _X: {_B: 0.0, _M: 0.0, _T: 0.0, _X: 0.5},
}
_AT_START: Final = (0.0, 0.0, NEVER, 0.0, NEVER, NEVER, 0.0)
_AT_END: Final = (0.0, 0.0, -2.5, -2.5, 0.0, 0.0, 0.0)
_ANYWHERE: Final = (0.0,) * len(Role)


class _Grammar:
    """What may follow what, as the two ways through a page need it."""

    def __init__(self, after: Mapping[Role, Mapping[Role, float]]) -> None:
        self.after = after
        self.into = tuple(
            tuple((before, follows[role]) for before, follows in after.items() if role in follows)
            for role in Role
        )
        self.out_of = tuple(tuple(after[role].items()) for role in Role)


_USUAL: Final = _Grammar(_AFTER)
_SUBTITLED: Final = _Grammar({**_AFTER, _S: {**_AFTER[_S], _O: 0.0}})

_FORM_SCORES: Final[dict[Form, tuple[float, ...]]] = {
    # boilerplate, metadata, subtitle, title, opening, continuation, orphan
    Form.HEADER: (2.0, NEVER, NEVER, -12.0, NEVER, -12.0, -12.0),
    Form.NAVIGATION: (0.0, NEVER, NEVER, -3.5, -9.0, -8.0, -8.0),
    Form.RULE: (-0.5, 0.0, 0.0, -6.0, -9.0, -4.0, -4.0),
    Form.DATE: (NEVER, 0.0, 0.0, -3.5, -9.0, -6.0, -8.0),
    Form.NUMBER: (NEVER, 0.0, 0.0, -3.5, -9.0, -6.0, -8.0),
    Form.DETAILS: (NEVER, 0.5, 0.5, -4.0, -8.0, -5.0, -8.0),
}
_NAME: Final = (NEVER, 1.0, 1.0, -4.0, -8.0, -6.0, -8.0)
_DATE_IN_ITS_PLACE: Final = (NEVER, 0.5, 0.5, -6.0, -9.0, -6.0, -8.0)
_ORPHAN_TEXT: Final = -6.5
_LONG_TEXT: Final = (NEVER, NEVER, NEVER, -20.0, 0.0, 0.0, _ORPHAN_TEXT)
_SEGMENT: Final = 2048
"""Lines weighed together, up to the next long paragraph: memory stays small on a page of
millions of lines."""


def label(units: Sequence[Unit], forms: Sequence[Form], expected: frozenset[int]) -> list[Label]:
    """The role of every unit.

    Args:
        units: the page's lines.
        forms: what each looks like on its own.
        expected: the indexes of units that stand where a name or a date is due: the name
            after "Submitted by", an organisation before "·", the date behind it.
    """
    labels = _label(units, forms, expected, _USUAL)
    subtitled = sum(
        here.role is Role.SUBTITLE and below.role is Role.OPENING
        for here, below in pairwise(labels)
    )
    # A page keeps one layout: where most titles have metadata below, that is no oddity.
    if subtitled >= 3 and subtitled > 0.5 * sum(one.role is Role.TITLE for one in labels):
        return _label(units, forms, expected, _SUBTITLED)
    return labels


def _label(
    units: Sequence[Unit], forms: Sequence[Form], expected: frozenset[int], grammar: _Grammar
) -> list[Label]:
    spaced = _is_spaced(units)
    labels: list[Label] = []
    entry: tuple[float, ...] = _AT_START
    while len(labels) < len(units):
        scores: list[tuple[float, ...]] = []
        for at in range(len(labels), min(len(labels) + 2 * _SEGMENT, len(units))):
            scores.append(_scores(units, forms, expected, at, spaced))
            if len(scores) >= _SEGMENT and scores[-1] is _LONG_TEXT:
                break
        last = len(labels) + len(scores) == len(units)
        labels += _best_path(scores, grammar, entry, _AT_END if last else _ANYWHERE)
        # The next segment begins where this one's best path ends.
        entry = tuple(grammar.after[labels[-1].role].get(role, NEVER) for role in Role)
    return labels


def _is_spaced(units: Sequence[Unit]) -> bool:
    """Whether the page separates its paragraphs by empty lines."""
    return len(units) > 1 and units[-1].block + 1 > 0.5 * len(units)


def _scores(
    units: Sequence[Unit], forms: Sequence[Form], expected: frozenset[int], at: int, spaced: bool
) -> tuple[float, ...]:
    if at in expected:
        return _DATE_IN_ITS_PLACE if forms[at] is Form.DATE else _NAME
    form = forms[at]
    if form is not Form.TEXT:
        return _FORM_SCORES[form]
    signs = evidence(units[at].text)
    if signs.clearly_abstract:
        return _LONG_TEXT
    title, opening, continuation = signs.title, signs.opening, signs.continuation
    if at == len(units) - 1 and not signs.stops:
        # What was copied may end in the middle of a sentence.
        opening += 2.5
        continuation += 1.0
    if spaced and at and units[at].block == units[at - 1].block:
        # Where empty lines separate paragraphs, their absence joins.
        title -= 1.0
        continuation += 1.5
    return (-9.0, -9.0, -9.0, title, opening, continuation, _ORPHAN_TEXT)


def _best_path(
    scores: list[tuple[float, ...]],
    grammar: _Grammar,
    entry: tuple[float, ...],
    leave: tuple[float, ...],
) -> list[Label]:
    """The best path through a segment, with each line's margin (max-marginals, both ways)."""
    into, out_of = grammar.into, grammar.out_of
    forward = [[entry[role] + scores[0][role] for role in Role]]
    for here in scores[1:]:
        before = forward[-1]
        forward.append(
            [
                here[role] + max([before[prior] + step for prior, step in into[role]])
                for role in Role
            ]
        )
    labels: list[Label] = []
    after = list(leave)
    following: Role | None = None
    for at in range(len(scores) - 1, -1, -1):
        totals = [ahead + behind for ahead, behind in zip(forward[at], after, strict=True)]
        if following is None:
            role = max(Role, key=totals.__getitem__)
        else:
            reach = forward[at]
            role = max(into[following], key=lambda pair: reach[pair[0]] + pair[1])[0]
        outcome = _OUTCOME[role]
        rival = max(total for other, total in enumerate(totals) if _OUTCOME[other] != outcome)
        labels.append(Label(role, totals[role] - rival))
        following = role
        ahead_of = [score + behind for score, behind in zip(scores[at], after, strict=True)]
        after = [max([ahead_of[then] + step for then, step in out_of[one]]) for one in Role]
    labels.reverse()
    return labels
