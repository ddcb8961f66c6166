"""What all tests share: goldens, the five real listings, and a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest --refresh`` writes every golden anew; look at the diff before committing it."""
    parser.addoption("--refresh", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write the file under ``--refresh``."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--refresh"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path} is missing: run pytest --refresh and look at it"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} is stale (pytest --refresh)"

    return compare
