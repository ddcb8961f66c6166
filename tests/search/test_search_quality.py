"""The queries that search is measured with: they ask for papers that there are."""

from __future__ import annotations

import json

import pytest

from tests.libraries import ROOT, untagged_library

QUERIES = ROOT / "benchmarks" / "search_quality"


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("generated.json", 1000),
        ("handwritten.json", 60),
        ("fresh.json", 100),
        ("development.json", 200),
    ],
)
def test_every_right_answer_is_a_paper_of_the_list(name: str, least: int) -> None:
    """A paper whose id changed would otherwise count as never found."""
    queries = json.loads((QUERIES / name).read_text(encoding="utf-8"))["queries"]
    assert len(queries) >= least
    known = untagged_library().papers
    unknown = {paper for query in queries for paper in query["right"] if paper not in known}
    assert unknown == set()
    assert all(query["query"].strip() and query["right"] for query in queries)
