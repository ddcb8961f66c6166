"""Parse ``records.jsonl``: bibliographic data found for papers, generated like a lock file.

The file has one JSON object per line and paper, sorted by the id of the paper, with sorted keys,
so that branches that add records merge line by line::

    {"fields": {"year": {"confidence": "exact", "found": "2026-11-25", "source": "Crossref",
     "value": 2017}}, "paper": "attention-is-all-you-need"}

(without the line break). Fields with confidence ``exact`` complete the paper. Fields with
confidence ``check`` are suggestions that a person must confirm; they are not published. Listings
and the team's files take precedence.
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
_WRITTEN_BY: Final = "this file is generated: restore it from git, or remove the line"


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field of a record.

    Attributes:
        value: a text, a year, names of authors or links, depending on the field.
        source: the database that has the value.
        found: date of the query, ``YYYY-MM-DD``.
        confidence: one of `CONFIDENCES`.
    """

    value: str | int | tuple[str, ...] | tuple[Link, ...]
    source: str
    found: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Record:
    """The data found for one paper, by field."""

    paper: Reference
    fields: Mapping[str, FoundField]

    @property
    def exact_fields(self) -> Corrections:
        """The fields that can be published: those with confidence ``exact``."""
        known = {
            key: found.value for key, found in self.fields.items() if found.confidence == EXACT
        }
        return Corrections(**known)  # type: ignore[arg-type] # each value was read by its key


def read_records(sources: Sources) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Parse the records, in the order of the file; invalid lines are reported and skipped."""
    if RECORDS_PATH not in sources:
        return (), ()
    checker = Checker(RECORDS_PATH)
    text = checker.decode(sources[RECORDS_PATH])
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
            message = f"the records are not sorted: {quoted(below.paper.name)} must come earlier"
            checker.warning(below.paper, message, "sort the lines")
            break
    return tuple(records), checker.problems


class _InvalidRecordError(Exception):
    """A value is invalid; the message says why."""


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
    except _InvalidRecordError as error:
        checker.error(at, str(error), _WRITTEN_BY)
        return None
    try:
        members = _members(value, _RECORD_KEYS, "the record")
        paper = _text(members["paper"], "paper")
        fields = {
            key: _field(key, found)
            for key, found in _members(members["fields"], None, "fields").items()
        }
    except _InvalidRecordError as error:
        checker.error(at, str(error), _WRITTEN_BY)
        return None
    return Record(Reference(paper, number, 1), fields)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _InvalidRecordError(f"the key {quoted(twice)} is used twice")
    return found


def _constant(name: str) -> object:
    raise _InvalidRecordError(f"{name} is not allowed here")


def _members(value: object, keys: tuple[str, ...] | None, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _InvalidRecordError(f"{what} must be an object")
    for key in keys or ():
        if key not in value:
            raise _InvalidRecordError(f"{what} has no {quoted(key)}")
    if keys and (unknown := [key for key in value if key not in keys]):
        raise _InvalidRecordError(f"{what} has an unknown key {quoted(unknown[0])}")
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _InvalidRecordError(f"{what} must be text that is not empty")
    return " ".join(value.split())


def _field(key: str, value: object) -> FoundField:
    if key not in _READERS:
        hint = did_you_mean(key, _READERS)
        raise _InvalidRecordError(f"there is no field {quoted(key)}{f'; {hint}' if hint else ''}")
    members = _members(value, _FIELD_KEYS, f"the field {quoted(key)}")
    confidence = _text(members["confidence"], "confidence")
    if confidence not in CONFIDENCES:
        raise _InvalidRecordError(f"confidence must be exact or check, not {quoted(confidence)}")
    found = _text(members["found"], "found")
    try:
        datetime.date.fromisoformat(found)
    except ValueError:
        raise _InvalidRecordError(
            f"found must be a date such as 2026-11-25, not {quoted(found)}"
        ) from None
    source = _text(members["source"], "source")
    return FoundField(_READERS[key](members["value"]), source, found, confidence)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _InvalidRecordError("authors must be a list of names")
    return tuple(_text(name, "an author") for name in value)


def _year(value: object) -> int:
    if not isinstance(value, int) or not is_year(value):
        raise _InvalidRecordError("year must be a number such as 2024")
    return value


def _date(value: object) -> str:
    date = _text(value, "date")
    if not is_date(date):
        raise _InvalidRecordError(
            f"{quoted(date)} is not a date such as 2024-03-14, 2024-03 or 2024"
        )
    return date


def _doi(value: object) -> str:
    doi = _text(value, "doi")
    if doi_of(doi) != doi:
        raise _InvalidRecordError(f"{quoted(doi)} is not a DOI")
    return doi


def _arxiv(value: object) -> str:
    arxiv = _text(value, "arxiv")
    if arxiv_of(arxiv) != arxiv:
        raise _InvalidRecordError(f"{quoted(arxiv)} is not an arXiv id")
    return arxiv


def _url(value: object) -> str:
    url = _text(value, "url")
    if not safe_url(url):
        raise _InvalidRecordError(f"{quoted(url)} is not an http or https URL")
    return url


def _links(value: object) -> tuple[Link, ...]:
    if not isinstance(value, list) or not value:
        raise _InvalidRecordError("links must be a list of objects")
    found: dict[str, Link] = {}
    for one in value:
        members = _members(one, None, "a link")
        url = _url(members.get("url"))
        kind = _text(members["kind"], "kind") if "kind" in members else ""
        if kind and kind not in list(LinkKind):
            raise _InvalidRecordError(f"there is no link kind {quoted(kind)}")
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
"""The fields of a record, with the functions that parse their values."""
