"""DOIs and arXiv ids in all forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.text.identifiers import arxiv_of, doi_of, identifier_key


@pytest.mark.parametrize(
    ("written", "arxiv"),
    [
        ("2401.00010", "2401.00010"),
        (" 2401.00010v2 ", "2401.00010v2"),
        ("arXiv:2401.00010", "2401.00010"),
        ("arxiv: cs/0501001", "cs/0501001"),
        ("https://arxiv.org/abs/2401.00010", "2401.00010"),
        ("http://www.arxiv.org/pdf/2401.00010v3.pdf", "2401.00010v3"),
        ("arxiv.org/html/2401.00010v1/", "2401.00010v1"),
        ("https://arxiv.org/abs/math.GT/0309136?context=cs#top", "math.GT/0309136"),
        ("https://huggingface.co/papers/2401.00010", "2401.00010"),
        ("https://www.alphaxiv.org/abs/2401.00010", "2401.00010"),
        ("https://doi.org/10.48550/arXiv.2401.00010", "2401.00010"),
        ("2413.00010", ""),
        ("https://arxiv.org/list/cs.CL/new", ""),
        ("https://example.org/abs/2401.00010", ""),
        ("https://[::1/abs/2401.00010", ""),
        ("version 2401.00010", ""),
        ("", ""),
    ],
)
def test_arxiv_ids_are_found_in_what_people_copy(written: str, arxiv: str) -> None:
    """The id alone, with its label, in addresses of arXiv and of sites that use its ids."""
    assert arxiv_of(written) == arxiv


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("doi:10.1000/a(b)_c", "10.1000/a(b)_c"),
        ("https://doi.org/10.1000/x%28y%29", "10.1000/x(y)"),
        ("dx.doi.org/10.1000.1/x", "10.1000.1/x"),
        ("https://example.org/10.1000/x", ""),
        ("10.1000", ""),
        ("https://doi.org/10.1000/x%0Ay", ""),
    ],
)
def test_dois_are_found_in_what_people_copy(written: str, doi: str) -> None:
    """The DOI alone, with its label, in addresses of doi.org."""
    assert doi_of(written) == doi


def test_one_identifier_has_one_key() -> None:
    """Versions, case and the DOI that arXiv registers make no other paper."""
    assert identifier_key("https://arxiv.org/abs/2401.00010v9") == "arxiv:2401.00010"
    assert identifier_key("10.48550/ARXIV.2401.00010") == "arxiv:2401.00010"
    assert identifier_key("DOI: 10.1000/AbC") == "doi:10.1000/abc"
    assert identifier_key("Attention Is All You Need") == ""


@given(st.text(max_size=80))
def test_any_text_has_a_key_or_none(text: str) -> None:
    """Nothing raises, and a key stands for an identifier of the right shape."""
    key = identifier_key(text)
    assert key == "" or key.partition(":")[0] in ("arxiv", "doi")
