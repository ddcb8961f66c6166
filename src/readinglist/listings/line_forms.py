"""Recognize lines of a Daily Papers page that are neither titles nor abstracts, by their form.

A page has a header ("Get trending papers in your email inbox!", "Subscribe", "by AK and the
research community", a date), navigation, a footer, and lines of metadata around each entry ("• 6
authors", "·", "Oct 8, 2025", votes, comments). The form of a line does not depend on other lines;
:mod:`.line_roles` uses the context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from readinglist.model import Link

LONGEST: Final = 160
"""In characters; longer lines are text."""


class Form(Enum):
    """The form of a line."""

    TEXT = auto()
    HEADER = auto()
    """Words that occur only in the header of a page."""
    NAVIGATION = auto()
    """A word of the header, menu or footer that can also be a title."""
    RULE = auto()
    """A separator: no letters, digits, question or exclamation marks."""
    DATE = auto()
    NUMBER = auto()
    """A number, or a dash in place of one."""
    DETAILS = auto()
    """Author counts, votes, comments or submitters, one or several on a line."""
    LINK = auto()
    """One or several URLs."""
    ABSTRACT_HEADING = auto()
    """The word "Abstract" above an abstract."""


@dataclass(frozen=True, slots=True)
class Details:
    """The values in a line of metadata; None or "" if missing."""

    date: str = ""
    author_count: int | None = None
    upvotes: int | None = None
    comments: int | None = None
    submitted_by: str = ""
    organization: str = ""
    links: tuple[Link, ...] = ()
    number: int | None = None
    expects_name: bool = False
    """"Submitted by", with the name on the next line."""


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"(?:today|yesterday|just now"
    r"|(?:about\s)?(?:\d{1,3}|an?)\s?(?:minutes?|hours?|days?|weeks?|months?|years?|[hdw])\sago"
    rf"|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}}\s?[-–—]\s?(?:{_MONTH}\s)?\d{{1,2}}(?:,?\s\d{{4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?)"
    rf"|week\s\d{{1,2}}(?:,?\s\d{{4}})?|{_MONTH},?\s\d{{4}}"
    r"|\d{4}-w?\d\d(?:-\d\d)?|\d{4}/\d\d?/\d\d?"
    r"|\d\d?/\d\d?/\d{4}|\d\d?\.\d\d?\.\d{4})"
)
_COUNT = r"\d{1,3}(?:[,.]\d{3})+(?!\d)|\d{1,9}(?:\.\d{1,3})?k|\d{1,9}"
_DATE_LINE: Final = re.compile(rf"(?:published\s(?:on\s)?)?({_DATE})", re.IGNORECASE)
_LINK_LINE: Final = re.compile(r"(?:(?:https?://|www\.)[^\s/]\S*(?:\s|$))+", re.IGNORECASE)
_LONGEST_LINK: Final = 500
_ABSTRACT_HEADING_LINE: Final = re.compile(r"abstract\s?[:.]?", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?P<name>[^·•∙⋅|]{1,60}?)\s?[·•∙⋅]\s?(?P<rest>[^\s].*)")
_THOUSANDS: Final = re.compile(r"[,.](?=\d{3}\b)")
_NUMBER_LINE: Final = re.compile(rf"\+?({_COUNT})|[-–—]", re.IGNORECASE)
_DETAIL: Final = re.compile(
    rf"""[▲△↑▴⬆👍]\ufe0f?\s?(?P<votes3>{_COUNT}) | 💬\ufe0f?\s?(?P<comments3>{_COUNT}) | [▲△↑▴⬆👍💬]
    | (?P<authors>{_COUNT})\s?authors?
    | (?P<votes>{_COUNT})\s?(?:up-?)?votes? | upvotes?\s?:?\s?(?P<votes2>{_COUNT}) | upvotes?
    | (?P<comments>{_COUNT})\s?comments? | comments?\s?:?\s?(?P<comments2>{_COUNT})
    | submitted\sby:?\s?(?P<by>@?[^\s·•|]{{1,60}}(?:\s(?!\d)[^\s·•|]{{1,40}}){{0,3}})?
    | (?:published\s(?:on\s)?|submitted\s(?:on\s)?)?(?P<date>{_DATE})
    | \#\d+\spaper\sof\sthe\s(?:day|week|month) | github\s?[★⭐]?\s?(?:{_COUNT})
    | (?P<bare>{_COUNT})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN: Final = re.compile(r"(?:[\s•·∙⋅|,]|(?<=\s)-(?=\s))+")

_MAIL = (
    r"get\s(?:trending\s|the latest\s)?papers\sin\syour\s(?:e-?mail\s)?inbox"
    r"(?:\sonce\sa\sday)?\s?[!.]?"
)
_BY_AK = r"by\s?ak(?:\s?\(?@?_?akhaliq\)?)?\s?and\sthe\sresearch\scommunity"
_HEADER_PIECE: Final = re.compile(
    rf"(?:(?:new|hugging\sface)\s?(?={_MAIL}))?{_MAIL}|{_BY_AK}|daily\spapers\s?(?={_BY_AK})",
    re.IGNORECASE,
)
_SUBSCRIBE_GLUED: Final = re.compile(r"subscribe(?=daily\spapers|by\s?ak\sand)", re.IGNORECASE)
_NAVIGATION: Final = frozenset(
    """new|subscribe|daily papers|daily|weekly|monthly|trending papers|trending|hugging face
    |models|datasets|spaces|buckets|posts|docs|enterprise|pricing|log in|login|sign up|sign in
    |hugging face's logo|community
    |organizations|collections|languages|previous|next|company|tos
    |terms of service|privacy|about|careers|jobs|press|website|inference endpoints
    |inference providers|learn|resources
    |blog|forum|github|discord|twitter|linkedin|transformers|diffusers
    |system theme|light theme|dark theme|toggle theme|© hugging face|hugging face, inc.
    |by|ak|and the research community|papers|search|load more|show more|view all|view all papers
    |back to papers|join the discussion on this paper page|your daily dose of ai research from ak
    |search any paper with ai|search papers|main navigation|skip to content|sort|filter|all
    |view arxiv page|arxiv page|view pdf|add to collection|read more|huggingface
    |search models, datasets, users...|solutions|storage|compute|changelog|status""".replace(
        "\n    ", ""
    ).split("|")
)  # fmt: skip


def form_of(text: str) -> Form:
    """Return the form of a cleaned line."""
    if len(text) <= _LONGEST_LINK and _LINK_LINE.fullmatch(text):
        return Form.LINK
    if len(text) > LONGEST:
        return Form.TEXT
    if _ABSTRACT_HEADING_LINE.fullmatch(text):
        return Form.ABSTRACT_HEADING
    if text.lower() in _NAVIGATION:
        return Form.NAVIGATION
    if header_length(text) == len(text):
        return Form.HEADER
    if _NUMBER_LINE.fullmatch(text):
        return Form.NUMBER
    if not any(char.isalnum() or char in "?!" for char in text):
        return Form.RULE
    if _DATE_LINE.fullmatch(text):
        return Form.DATE
    return Form.DETAILS if details_of(text) else Form.TEXT


def header_length(text: str) -> int:
    """Return the number of characters at the beginning of a line that are the page's header."""
    end = 0
    while piece := _HEADER_PIECE.match(text, end) or _SUBSCRIBE_GLUED.match(text, end):
        end = piece.end()
        while end < len(text) and text[end] == " ":
            end += 1
    return end


def date_at_start(text: str) -> str:
    """Return the date at the beginning of a line without white space after it, or ``""``."""
    match = _DATE_LINE.match(text)
    return match[0] if match else ""


def date_of(text: str) -> str:
    """Return the date in a line that is a date, without "Published on"."""
    match = _DATE_LINE.fullmatch(text)
    return match[1] if match else text


def details_of(text: str) -> Details | None:
    """Return the values in a line of metadata, or None for other lines.

    A name may come first if a dot and a date or author count follow: "OCC · 6 authors".
    """
    text = text.strip(" •·∙⋅|-–—")
    if not text:
        return Details()
    if (found := _details_in(text)) is not None:
        return found
    named = _NAMED.fullmatch(text)
    found = _details_in(named["rest"]) if named else None
    if named is None or found is None or not (found.date or found.author_count is not None):
        return None
    return replace(found, organization=named["name"])


def _details_in(text: str) -> Details | None:
    position = 0
    found: dict[str, str] = {}
    while position < len(text):
        match = _DETAIL.match(text, position)
        if match is None:
            return None
        found |= {name: value for name, value in match.groupdict().items() if value}
        if match[0].lower().startswith("submitted by"):
            found["asked"] = "yes"
        position = match.end()
        if position < len(text):
            between = _BETWEEN.match(text, position)
            if between is None:
                return None
            position = between.end()
    return Details(
        date=found.get("date", ""),
        author_count=_count(found.get("authors")),
        upvotes=_count(found.get("votes") or found.get("votes2") or found.get("votes3")),
        comments=_count(found.get("comments") or found.get("comments2") or found.get("comments3")),
        submitted_by=found.get("by", ""),
        number=_count(found.get("bare")),
        expects_name="asked" in found and "by" not in found,
    )


def number_of(text: str) -> int | None:
    """Return the value of a number, or None for a dash."""
    match = _NUMBER_LINE.fullmatch(text)
    return _count(match[1]) if match else None


def _count(written: str | None) -> int | None:
    """Return the value of ``1,024`` or ``1.2k``."""
    if written is None:
        return None
    if written[-1] in "kK":
        return round(float(written[:-1]) * 1000)
    digits = _THOUSANDS.sub("", written)
    return round(float(digits))
