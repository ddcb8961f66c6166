"""The contributor guide, the workflows, and other files of the project."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).parent.parent
GUIDE: Final = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
WORKFLOWS: Final = (
    *sorted((ROOT / ".github/workflows").glob("*.yml")),
    ROOT / "src/readinglist/starter/digest.yml",
)
PLACES: Final = ("", "src/readinglist/", "site_src/", ".github/workflows/")
"""Where a path in the guide begins."""
MADE: Final = {".venv/", "records.jsonl", "requirements.txt", "llms.txt"}
"""What the project or a list gets from a command."""
WORDS: Final = re.compile(r"`([^`\n]+)`")
PATH: Final = re.compile(r"[\w./-]+(?:/|\.(?:css|html|js|jsonl|md|py|toml|txt|yaml|yml))")


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as GitHub reads it, but for `on`, which YAML takes for a truth value."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def exists(path: str) -> bool:
    """Whether a path of the guide is there."""
    return any((ROOT / place / path).exists() for place in PLACES)


def test_every_path_of_the_guide_exists() -> None:
    """Files and folders that are moved must be moved in the guide too."""
    paths = {word for word in WORDS.findall(GUIDE) if PATH.fullmatch(word)}
    assert len(paths) > 40
    assert [path for path in sorted(paths - MADE) if not exists(path)] == []


def test_every_command_of_the_guide_can_be_run() -> None:
    """Scripts and modules that a command names are in the checkout or installed for the tests."""
    commands = re.findall(r"^\|[^|]+\| `([^`]+)` \|", GUIDE, re.MULTILINE)
    assert len(commands) > 10
    for command in commands:
        words = command.split()
        if words[0] == "bash":
            assert (ROOT / words[1]).is_file(), command
            continue
        assert words[0] == "python", command
        if words[1] != "-m":
            assert (ROOT / words[1]).is_file(), command
        elif words[2].startswith("benchmarks."):
            assert (ROOT / f"{words[2].replace('.', '/')}.py").is_file(), command
        else:
            assert words[2] in {"pytest", "ruff", "mypy", "readinglist"}, command


def test_the_guide_sets_up_as_the_readme_does() -> None:
    """One command, letter for letter."""
    (command,) = re.findall(r"^    (.+ -m pytest)$", README, re.MULTILINE)
    assert f"\n    {command}\n" in GUIDE
    assert "](.github/CONTRIBUTING.md)" in README


def test_the_registries_of_the_guide_are_where_it_says() -> None:
    """A format, an export, a page kind or a facet is added to a constant of this name, in this file."""
    registries = re.findall(r"`([A-Z]+)`\s+in\s+`([\w/]+\.py)`", GUIDE)
    assert len(registries) == 4
    for name, file in registries:
        assert f"\n{name}: Final" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_only_what_is_fixed(path: Path) -> None:
    """Every action by its commit, with the version beside it; every job with its own time limit."""
    text = path.read_text(encoding="utf-8")
    jobs = workflow(path)["jobs"]
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.search(rf"uses: {re.escape(action)} # v\d+\.\d+\.\d+$", text, re.MULTILINE)
    assert all(job["timeout-minutes"] <= 20 for job in jobs.values())


def test_an_action_has_one_commit_everywhere() -> None:
    """Workflows that use the same action use the same version of it."""
    used = {
        tuple(step["uses"].split("@"))
        for path in WORKFLOWS
        for job in workflow(path)["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    }
    assert len({action for action, _ in used}) == len(used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    """Nothing but reading, unless a job says which permission it needs."""
    assert workflow(path)["permissions"] in ({}, {"contents": "read"})
    writers = {
        (name, scope)
        for name, job in workflow(path)["jobs"].items()
        for scope, level in job.get("permissions", {}).items()
        if level == "write"
    }
    assert writers == {
        "pages.yml": {("deploy", "pages"), ("deploy", "id-token")},
        "tests.yml": set(),
        "release.yml": {
            ("attest", "id-token"),
            ("attest", "attestations"),
            ("publish", "id-token"),
        },
        "digest.yml": {("digest", "issues")},
    }.get(path.name)


def tag_check(tag: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run the release workflow's check of a tag in a folder."""
    build = workflow(ROOT / ".github/workflows/release.yml")["jobs"]["build"]
    (script,) = (
        step["run"] for step in build["steps"] if step.get("name", "").startswith("Check that")
    )
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=place,
        env={"GITHUB_REF_NAME": tag, "PATH": "/usr/bin:/bin"},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_only_the_tag_of_the_version_is_released(tmp_path: Path) -> None:
    """The tag is the package's version after a v, and the changelog has a section for it."""
    package = tmp_path / "src/readinglist"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""A tool."""\n\n__version__ = "1.2.0"\n')
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## Unreleased\n\n## 1.2.0.1 - 2026-12-02\n")
    assert "there is no section for 1.2.0" in tag_check("v1.2.0", tmp_path).stdout
    changelog.write_text("# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-12-01\n")
    assert tag_check("v1.2.0", tmp_path).returncode == 0
    for wrong in ("v1.2", "v1.2.0.1", "1.2.0", "v11.2.0", "v1.2.0-rc1"):
        result = tag_check(wrong, tmp_path)
        assert result.returncode == 1, wrong
        assert f"the tag is {wrong}, the version 1.2.0" in result.stdout


def test_the_pythons_that_are_claimed_are_tested() -> None:
    """The classifiers and the matrix of the workflow are the same list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = {
        name.rpartition(" ")[2] for name in project["classifiers"] if re.search(r":: 3\.\d+$", name)
    }
    jobs = workflow(ROOT / ".github/workflows/tests.yml")["jobs"]
    assert set(jobs["plain"]["strategy"]["matrix"]["python"]) == claimed
    everything = jobs["tests"]["strategy"]["matrix"]["python"]
    on_linux = {
        one["python"] for one in jobs["plain"]["strategy"]["matrix"]["include"] if "python" in one
    }
    assert {*everything, *on_linux} == claimed
    assert everything[0] == project["requires-python"].removeprefix(">=")


def test_hooks_run_the_projects_own_tools() -> None:
    """No repository or package of somebody else is fetched when a change is committed."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [one["repo"] for one in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert {hook["id"] for hook in hooks} == {"ruff", "ruff-format", "mypy"}
    for hook in hooks:
        assert hook["entry"].startswith(".venv/bin/python -m ")
        assert hook["language"] == "system"
        assert "additional_dependencies" not in hook


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name
)
def test_what_github_reads_is_yaml(path: Path) -> None:
    """A form or a setting that cannot be read is left out by GitHub in silence."""
    assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)
