"""What a reference can be."""

from __future__ import annotations

import pytest

from readinglist.library.lookup import id_in_address


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("https://example.org/list/papers/its-id/", "its-id"),
        ("https://example.org/papers/its-id", "its-id"),
        ("https://example.org/papers/its-id/?q=x#note", "its-id"),
        ("/papers/its-id/", "its-id"),
        ("papers/its-id/index.html#note", "its-id"),
        ("papers/its-id/index.md", "its-id"),
        ("../papers/its-id/", "its-id"),
        ("papers/caf%C3%A9/", "café"),
        ("papers/cafe%CC%81/", "café"),
        ("its-id", ""),
        ("themes/its-id/", ""),
        ("newspapers/its-id/", ""),
        ("papers/", ""),
        ("/", ""),
        ("papers/two words/", ""),
        ("papers/two\u2003words/", ""),
        ("http://[broken/papers/its-id/", ""),
        ("papers/" + "x" * 1_993, "x" * 1_993),
        ("papers/" + "x" * 1_994, ""),
    ],
)
def test_the_id_in_the_address_of_a_page(address: str, id_: str) -> None:
    """Absolute or relative, of the page or of its Markdown; other addresses have none."""
    assert id_in_address(address, "papers") == id_
