"""``records.jsonl``: bibliographic data found for papers, written by a command like a lock file.

One JSON object a line and paper, sorted by the paper's id, with sorted keys, so that two branches
that add records merge line by line::

    {"fields": {"year": {"confidence": "exact", "found": "2026-11-25", "source": "Crossref",
     "value": 2017}}, "paper": "attention-is-all-you-need"}

(without the line break). A field of confidence ``exact`` completes the paper. One of confidence
``check`` is a suggestion that a person has to confirm, and is not shown to readers. What a
listing or the team's own file says of the paper goes before what is here.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from readinglist.model import Link, LinkKind
from readinglist.problems import did_you_mean, quoted
from readinglist.sources.corrections import Corrections, is_date, is_year
from readinglist.sources.curation import RECORDS_PATH
from readinglist.sources.fields import Checker
from readinglist.sources.references import Reference
from readinglist.text.identifiers import arxiv_of, doi_of
from readinglist.text.links import classify, safe_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readinglist.model import Sources
    from readinglist.problems import Problem

EXACT: Final = "exact"
CONFIDENCES: Final = (EXACT, "check")
_RECORD_KEYS: Final = ("fields", "paper")
_FIELD_KEYS: Final = ("confidence", "found", "source", "value")
_LONGEST_LINE: Final = 1_000_000
_WRITTEN_BY: Final = "this file is written by a command: restore it from git, or remove the line"


@dataclass(frozen=True, slots=True)
class FoundField:
    """One field of a record.

    Attributes:
        value: a text, a year, authors' names or links, as the field has it.
        source: the bibliography that says so.
        found: the day it was looked up, ``YYYY-MM-DD``.
        confidence: one of `CONFIDENCES`.
    """

    value: str | int | tuple[str, ...] | tuple[Link, ...]
    source: str
    found: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Record:
    """What was found for one paper, by field."""

    paper: Reference
    fields: Mapping[str, FoundField]

    @property
    def certain(self) -> Corrections:
        """What may be shown: the fields whose confidence is ``exact``."""
        known = {
            key: found.value for key, found in self.fields.items() if found.confidence == EXACT
        }
        return Corrections(**known)  # type: ignore[arg-type] # each value was read by its key


def read_records(sources: Sources) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The records, in the order of the file; a line that is wrong is reported and passed over."""
    if RECORDS_PATH not in sources:
        return (), ()
    checker = Checker(RECORDS_PATH)
    text = checker.text_of(sources[RECORDS_PATH])
    records: list[Record] = []
    if checker.problems:
        return (), checker.problems
    for number, line in enumerate((text or "").split("\n"), 1):
        if line.strip():
            record = _record(line, number, checker)
            records += [record] if record else []
    for above, below in pairwise(records):
        if below.paper.name == above.paper.name:
            message = f"{quoted(below.paper.name)} already has a record, on line {above.paper.line}"
            checker.error(below.paper, message, "keep one of the two lines")
        elif below.paper.name < above.paper.name:
            message = f"the records are not sorted: {quoted(below.paper.name)} belongs further up"
            checker.warning(below.paper, message, "sort the lines")
            break
    return tuple(records), checker.problems


class _WrongError(Exception):
    """What is wrong with a value."""


def _record(line: str, number: int, checker: Checker) -> Record | None:
    at = Reference("", number, 1)
    if len(line) > _LONGEST_LINE:
        message = f"this line is longer than {_LONGEST_LINE:,} characters"
        checker.error(at, message, _WRITTEN_BY)
        return None
    try:
        value = json.loads(line, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        at = Reference("", number, error.colno)
        checker.error(at, f"this is not JSON: {error.msg}", _WRITTEN_BY)
        return None
    except (RecursionError, ValueError):  # ValueError: an integer of thousands of digits
        checker.error(at, "this line contains a value that no record can have", _WRITTEN_BY)
        return None
    except _WrongError as error:
        checker.error(at, str(error), _WRITTEN_BY)
        return None
    try:
        members = _members(value, _RECORD_KEYS, "the record")
        paper = _text(members["paper"], "paper")
        fields = {
            key: _field(key, found)
            for key, found in _members(members["fields"], None, "fields").items()
        }
    except _WrongError as error:
        checker.error(at, str(error), _WRITTEN_BY)
        return None
    return Record(Reference(paper, number, 1), fields)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _WrongError(f"the key {quoted(twice)} is used twice")
    return found


def _constant(name: str) -> object:
    raise _WrongError(f"{name} is not allowed here")


def _members(value: object, keys: tuple[str, ...] | None, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _WrongError(f"{what} must be an object")
    for key in keys or ():
        if key not in value:
            raise _WrongError(f"{what} has no {quoted(key)}")
    if keys and (unknown := [key for key in value if key not in keys]):
        raise _WrongError(f"{what} has an unknown key {quoted(unknown[0])}")
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongError(f"{what} must be text that is not empty")
    return " ".join(value.split())


def _field(key: str, value: object) -> FoundField:
    if key not in _READERS:
        hint = did_you_mean(key, _READERS)
        raise _WrongError(f"there is no field {quoted(key)}{f'; {hint}' if hint else ''}")
    members = _members(value, _FIELD_KEYS, f"the field {quoted(key)}")
    confidence = _text(members["confidence"], "confidence")
    if confidence not in CONFIDENCES:
        raise _WrongError(f"confidence must be exact or check, not {quoted(confidence)}")
    found = _text(members["found"], "found")
    try:
        datetime.date.fromisoformat(found)
    except ValueError:
        raise _WrongError(f"found must be a date such as 2026-11-25, not {quoted(found)}") from None
    source = _text(members["source"], "source")
    return FoundField(_READERS[key](members["value"]), source, found, confidence)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _WrongError("authors must be a list of names")
    return tuple(_text(name, "an author") for name in value)


def _year(value: object) -> int:
    if not isinstance(value, int) or not is_year(value):
        raise _WrongError("year must be a number such as 2024")
    return value


def _date(value: object) -> str:
    date = _text(value, "date")
    if not is_date(date):
        raise _WrongError(f"{quoted(date)} is not a date such as 2024-03-14, 2024-03 or 2024")
    return date


def _doi(value: object) -> str:
    doi = _text(value, "doi")
    if doi_of(doi) != doi:
        raise _WrongError(f"{quoted(doi)} is not a DOI")
    return doi


def _arxiv(value: object) -> str:
    arxiv = _text(value, "arxiv")
    if arxiv_of(arxiv) != arxiv:
        raise _WrongError(f"{quoted(arxiv)} is not an arXiv id")
    return arxiv


def _url(value: object) -> str:
    url = _text(value, "url")
    if not safe_url(url):
        raise _WrongError(f"{quoted(url)} is not an http or https URL")
    return url


def _links(value: object) -> tuple[Link, ...]:
    if not isinstance(value, list) or not value:
        raise _WrongError("links must be a list of objects")
    found: dict[str, Link] = {}
    for one in value:
        members = _members(one, None, "a link")
        url = _url(members.get("url"))
        kind = _text(members["kind"], "kind") if "kind" in members else ""
        if kind and kind not in list(LinkKind):
            raise _WrongError(f"there is no link kind {quoted(kind)}")
        found.setdefault(url, Link(url, LinkKind(kind) if kind else classify(url)))
    return tuple(found.values())


_Value = str | int | tuple[str, ...] | tuple[Link, ...]
_READERS: Final[Mapping[str, Callable[[object], _Value]]] = {
    "authors": _texts,
    "year": _year,
    "date": _date,
    "venue": lambda value: _text(value, "venue"),
    "doi": _doi,
    "arxiv": _arxiv,
    "url": _url,
    "links": _links,
}
"""The fields a record may have, and how the value of each is read."""
