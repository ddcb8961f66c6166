"""The files that `readinglist new` writes."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner
from packaging.requirements import Requirement

from readinglist import __version__
from readinglist.cli.commands import main
from readinglist.files import origin

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

COMMIT = "0123456789abcdef0123456789abcdef01234567"
GIT = {"vcs": "git", "commit_id": COMMIT}
SHA = "ab" * 32


class Installed:
    """A distribution with the `direct_url.json` that an installer wrote, or with none."""

    def __init__(self, direct_url: str | None) -> None:
        self.direct_url = direct_url

    def read_text(self, name: str) -> str | None:
        """A file of the distribution's metadata."""
        assert name == "direct_url.json"
        return self.direct_url


def new(place: Path, monkeypatch: pytest.MonkeyPatch, direct_url: str | None) -> Result:
    """Start a list in `place` with a tool installed from there."""
    monkeypatch.setattr(origin, "distribution", lambda _name: Installed(direct_url))
    return CliRunner().invoke(main, ["new", str(place)])


def lines(place: Path) -> list[str]:
    """The lines of a list's requirements file that are no comment."""
    text = (place / "requirements.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("direct_url", "expected"),
    [
        (
            {"url": "https://forge.example/team/tool.git", "vcs_info": GIT},
            f"readinglist-site @ git+https://forge.example/team/tool.git@{COMMIT}",
        ),
        (
            {"url": "ssh://git@forge.example/team/tool", "vcs_info": GIT},
            f"readinglist-site @ git+ssh://git@forge.example/team/tool@{COMMIT}",
        ),
        (
            {"url": "https://forge.example/all", "vcs_info": GIT, "subdirectory": "tools/list"},
            f"readinglist-site @ git+https://forge.example/all@{COMMIT}#subdirectory=tools/list",
        ),
        (
            {
                "url": "https://files.example/readinglist_site-0.1.0-py3-none-any.whl",
                "archive_info": {"hashes": {"sha256": SHA}},
            },
            "readinglist-site @ https://files.example/readinglist_site-0.1.0-py3-none-any.whl"
            f"#sha256={SHA}",
        ),
        (
            {"url": "https://files.example/tool.zip", "archive_info": {}},
            "readinglist-site @ https://files.example/tool.zip",
        ),
        (None, f"readinglist-site=={__version__}"),
    ],
)
def test_a_list_installs_the_tool_from_where_it_came(
    direct_url: dict[str, object] | None,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A commit of a repository, an archive on a server, or a version on an index."""
    text = None if direct_url is None else json.dumps(direct_url)
    result = new(tmp_path / "list", monkeypatch, text)
    assert lines(tmp_path / "list") == [expected]
    assert Requirement(expected).name == "readinglist-site"
    assert "requirements.txt:" not in result.output


@pytest.mark.parametrize(
    "direct_url",
    [
        '{"url": "file:///home/ada/readinglist", "dir_info": {}}',
        '{"url": "file:///home/ada/readinglist", "dir_info": {"editable": true}}',
        '{"url": "file:///home/ada/readinglist_site-0.1.0-py3-none-any.whl", "archive_info": {}}',
        json.dumps({"url": "file:///home/ada/readinglist", "vcs_info": GIT}),
        json.dumps({"url": "https://ada:secret@forge.example/tool", "vcs_info": GIT}),
        json.dumps({"url": "https://forge.example/a b\n--index-url x", "vcs_info": GIT}),
        json.dumps({"url": "https://forge.example/tool", "vcs_info": {**GIT, "vcs": "hg"}}),
        json.dumps({"url": "https://forge.example/a", "vcs_info": {**GIT, "commit_id": "main"}}),
        json.dumps({"url": "https://forge.example/a", "vcs_info": None}),
        json.dumps({"url": 7, "archive_info": {}}),
        json.dumps({"url": "https://[", "archive_info": {}}),
        "[]",
        "not JSON",
        "",
    ],
)
def test_a_place_nobody_else_has_is_never_written(
    direct_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comment and the command say what to put there instead; no version is made up."""
    result = new(tmp_path / "list", monkeypatch, direct_url)
    assert result.exit_code == 0
    assert lines(tmp_path / "list") == []
    text = (tmp_path / "list/requirements.txt").read_text(encoding="utf-8")
    assert "#   readinglist-site @ git+https://HOST/OWNER/REPOSITORY@COMMIT\n" in text
    assert "home" not in text
    assert "secret" not in text
    assert (
        "requirements.txt: add a line that says where to install readinglist from" in result.output
    )


def test_a_tool_that_is_not_installed_has_no_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout on the import path is a place that only this computer has."""

    def missing(name: str) -> Installed:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(origin, "distribution", missing)
    assert CliRunner().invoke(main, ["new", str(tmp_path / "list")]).exit_code == 0
    assert lines(tmp_path / "list") == []


def test_a_list_installs_by_its_requirements_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the README nor a workflow of a new list names a package of an index."""
    new(tmp_path / "list", monkeypatch, None)
    files = [tmp_path / "list/README.md", *(tmp_path / "list/.github/workflows").iterdir()]
    assert len(files) == 3
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "pip install -r requirements.txt" in text
        assert set(re.findall(r"pip install (.*)", text)) <= {
            "-r requirements.txt",
            "-c .github/constraints.txt .",  # in a checkout of readinglist itself
        }
        if file.suffix == ".yml":
            assert yaml.safe_load(text)["jobs"]
