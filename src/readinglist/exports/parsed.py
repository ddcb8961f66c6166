"""Parsed listing files as JSON: the output of ``readinglist parse --format json``.

The format is stable, but keys may be added. Line numbers start at 1. Unknown values are null, an
empty string or an empty list::

    {"listings": [{"path", "date", "entries": [{"title", "abstract", "line", "links": [{"url",
      "kind"}], "date", "page_date", "author_count", "upvotes", "comments", "submitted_by",
      "organization"}], "ledger": [{"line", "kind"}], "problems": [{"path", "line", "column",
      "severity", "message", "hint"}]}],
     "papers": [{"id", "title", "abstract", "links", "seen": [{"path", "line"}]}]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.model import Entry, Link, Listing, Paper
    from readinglist.problems import Problem

Json: TypeAlias = "str | int | list[Json] | dict[str, Json] | None"


def parsed_json(
    files: Iterable[tuple[str, Listing | None, Iterable[Problem]]], papers: Mapping[str, Paper]
) -> Json:
    """Return the output for files given as path, listing (None if unreadable) and problems."""
    return {
        "listings": [_listing(path, listing, problems) for path, listing, problems in files],
        "papers": [_paper(paper) for paper in papers.values()],
    }


def problem_json(problem: Problem) -> Json:
    """Return one problem."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def _listing(path: str, listing: Listing | None, problems: Iterable[Problem]) -> Json:
    ledger = listing.ledger if listing else None
    return {
        "path": path,
        "date": listing.date if listing else "",
        "entries": [_entry(entry) for entry in listing.entries] if listing else [],
        "ledger": [
            {"line": line, "kind": ledger.kind(line).value} for line in range(1, len(ledger) + 1)
        ]
        if ledger
        else [],
        "problems": [problem_json(problem) for problem in problems],
    }


def _entry(entry: Entry) -> Json:
    return {
        "title": entry.title,
        "abstract": entry.abstract,
        "line": entry.line,
        "links": _links(entry.links),
        "date": entry.date,
        "page_date": entry.page_date,
        "author_count": entry.author_count,
        "upvotes": entry.upvotes,
        "comments": entry.comments,
        "submitted_by": entry.submitted_by,
        "organization": entry.organization,
    }


def _paper(paper: Paper) -> Json:
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "links": _links(paper.links),
        "seen": [{"path": seen.path, "line": seen.line} for seen in paper.seen],
    }


def _links(links: Iterable[Link]) -> Json:
    return [{"url": link.url, "kind": link.kind.value} for link in links]
