"""Determine the role of each line of a page, for all lines together.

A single line is often ambiguous: "Today" is a date in the header, or a title; a short line is a
title, or the end of an abstract. But pages have a structure: an abstract follows its title, and
metadata is between entries. So each role of each line gets a score (:mod:`.evidence`,
:mod:`.line_forms`), each pair of successive roles gets another, and the sequence of roles with the
highest total is found with the Viterbi algorithm (A. J. Viterbi, "Error bounds for convolutional
codes", 1967) in linear time. A second pass from the end computes by how much the best alternative
for each line is worse (max-marginals). A small margin means that the line is ambiguous, which is
reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from readinglist.listings.evidence import evidence
from readinglist.listings.line_forms import Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.listings.lines import Unit


class Role(IntEnum):
    """The role of a line on the page."""

    BOILERPLATE = 0
    METADATA = 1
    """Metadata around an entry."""
    SUBTITLE = 2
    """Metadata between a title and its abstract."""
    TITLE = 3
    OPENING = 4
    """First paragraph of an abstract."""
    CONTINUATION = 5
    """Further paragraph of an abstract."""
    ORPHAN = 6
    """Not understood: an abstract without a title, or text that is not part of an entry."""


@dataclass(frozen=True, slots=True)
class AssignedRole:
    """The role of a line, and its score minus that of the best alternative with other entries."""

    role: Role
    margin: float


NEVER: Final = -1e9
_B, _M, _S, _T, _O, _C, _X = Role
_OUTCOME: Final = (0, 0, 0, 1, 2, 2, 3)
"""Roles with the same number lead to the same entries."""

# Scores of transitions. A title without an abstract is unusual, and so is metadata above an
# abstract. An abstract without a title is not an entry.
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
    """The transitions between roles, by their first and by their second role."""

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
    Form.LINK: (NEVER, -4.5, 1.5, -12.0, -9.0, -0.5, -6.5),
    Form.ABSTRACT_HEADING: (NEVER, -4.0, 1.5, -6.0, -9.0, -4.0, -8.0),
}
_EXPECTED_NAME: Final = (NEVER, 1.0, 1.0, -4.0, -8.0, -6.0, -8.0)
_EXPECTED_DATE: Final = (NEVER, 0.5, 0.5, -6.0, -9.0, -6.0, -8.0)
_METADATA: Final = frozenset({Form.DATE, Form.NUMBER, Form.DETAILS})
_LINK_BELOW_METADATA: Final = (NEVER, 1.5, 1.5, -12.0, -9.0, -0.5, -6.5)
"""In other positions, a URL is more likely the last paragraph of an abstract."""
_ORPHAN_SCORE: Final = -6.5
_LONG_TEXT: Final = (NEVER, NEVER, NEVER, -20.0, 0.0, 0.0, _ORPHAN_SCORE)
_SEGMENT: Final = 2048
"""Minimum number of lines that are processed together. A segment ends at the next long paragraph,
which limits memory on pages with millions of lines."""


def assign_roles(
    units: Sequence[Unit], forms: Sequence[Form], expected: frozenset[int]
) -> list[AssignedRole]:
    """Return the role of each unit.

    Args:
        units: the lines of the page.
        forms: their forms.
        expected: indexes of units at which a name or date is expected: the name after "Submitted
            by", an organization before "·", the date after it.
    """
    roles = _assign_roles(units, forms, expected, _USUAL)
    subtitled = sum(
        here.role is Role.SUBTITLE and below.role is Role.OPENING for here, below in pairwise(roles)
    )
    # A page has one layout: if metadata follows most titles, it is not unusual.
    if subtitled >= 3 and subtitled > 0.5 * sum(one.role is Role.TITLE for one in roles):
        return _assign_roles(units, forms, expected, _SUBTITLED)
    return roles


def _assign_roles(
    units: Sequence[Unit], forms: Sequence[Form], expected: frozenset[int], grammar: _Grammar
) -> list[AssignedRole]:
    has_blank_lines = _has_blank_lines(units)
    roles: list[AssignedRole] = []
    start: tuple[float, ...] = _AT_START
    while len(roles) < len(units):
        scores: list[tuple[float, ...]] = []
        for at in range(len(roles), min(len(roles) + 2 * _SEGMENT, len(units))):
            scores.append(_scores(units, forms, expected, at, has_blank_lines))
            if len(scores) >= _SEGMENT and scores[-1] is _LONG_TEXT:
                break
        last = len(roles) + len(scores) == len(units)
        roles += _best_path(scores, grammar, start, _AT_END if last else _ANYWHERE)
        # The next segment continues the best path of this one.
        start = tuple(grammar.after[roles[-1].role].get(role, NEVER) for role in Role)
    return roles


def _has_blank_lines(units: Sequence[Unit]) -> bool:
    """Return whether the paragraphs of a page are separated by blank lines."""
    return len(units) > 1 and units[-1].block + 1 > 0.5 * len(units)


def _scores(
    units: Sequence[Unit],
    forms: Sequence[Form],
    expected: frozenset[int],
    at: int,
    has_blank_lines: bool,
) -> tuple[float, ...]:
    if at in expected:
        return _EXPECTED_DATE if forms[at] is Form.DATE else _EXPECTED_NAME
    form = forms[at]
    if form is Form.LINK and at and (forms[at - 1] in _METADATA or at - 1 in expected):
        return _LINK_BELOW_METADATA
    if form is not Form.TEXT:
        return _FORM_SCORES[form]
    signs = evidence(units[at].text)
    if signs.clearly_abstract:
        return _LONG_TEXT
    title, opening, continuation = signs.title, signs.opening, signs.continuation
    if at == len(units) - 1 and not signs.stops:
        # Copied text can end in the middle of a sentence.
        opening += 2.5
        continuation += 1.0
    if has_blank_lines and at and units[at].block == units[at - 1].block:
        # On a page with blank lines, adjacent lines are one paragraph.
        title -= 1.0
        continuation += 1.5
    return (-9.0, -9.0, -14.0, title, opening, continuation, _ORPHAN_SCORE)


def _best_path(
    scores: list[tuple[float, ...]],
    grammar: _Grammar,
    start: tuple[float, ...],
    end: tuple[float, ...],
) -> list[AssignedRole]:
    """Return the best path through a segment, with the margin of each line."""
    into, out_of = grammar.into, grammar.out_of
    forward = [[start[role] + scores[0][role] for role in Role]]
    for here in scores[1:]:
        before = forward[-1]
        forward.append(
            [
                here[role] + max([before[prior] + step for prior, step in into[role]])
                for role in Role
            ]
        )
    roles: list[AssignedRole] = []
    after = list(end)
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
        roles.append(AssignedRole(role, totals[role] - rival))
        following = role
        ahead_of = [score + behind for score, behind in zip(scores[at], after, strict=True)]
        after = [max([ahead_of[then] + step for then, step in out_of[one]]) for one in Role]
    roles.reverse()
    return roles
