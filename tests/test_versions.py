"""The pinned versions are consistent with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())
FILES = ("requirements", "constraints", "oldest")

MACHINES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": name,
        "os_name": "nt" if system == "win32" else "posix",
    }
    for python, (system, name) in product(
        ("3.11", "3.12", "3.13", "3.14"),
        (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows")),
    )
]


def text(file: str) -> str:
    """One of the files of versions."""
    return (ROOT / f".github/{file}.txt").read_text(encoding="utf-8")


def pins(file: str) -> list[Requirement]:
    """What a file fixes."""
    lines = re.findall(r"^[^\s#].*", text(file), re.MULTILINE)
    return [Requirement(line.removesuffix(" \\")) for line in lines]


def asked(*parts: str) -> list[Requirement]:
    """What pyproject.toml asks for: to run, to test, to build."""
    project = PYPROJECT["project"]
    lists = {
        "run": project["dependencies"],
        "test": project["optional-dependencies"]["test"],
        "build": PYPROJECT["dependency-groups"]["build"],
    }
    return [Requirement(line) for part in parts for line in lists[part]]


def fixed(name: str, among: list[Requirement], machine: dict[str, str]) -> str:
    """The one version of a package on a machine."""
    (version,) = (
        str(pin.specifier).removeprefix("==")
        for pin in among
        if canonicalize_name(pin.name) == canonicalize_name(name)
        and (pin.marker is None or pin.marker.evaluate(machine))
    )
    return version


@pytest.mark.parametrize("file", FILES)
def test_a_file_fixes_one_version_of_each_package(file: str) -> None:
    """Exactly, and whatever server the packages come from."""
    assert re.search(r"://|^-|^ +--(?!hash=)", text(file), re.MULTILINE) is None
    for pin in pins(file):
        assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), pin
        assert not pin.extras


def test_constraints_are_the_requirements_without_hashes() -> None:
    """The README's commands and CI install the same."""
    assert [str(pin) for pin in pins("constraints")] == [str(pin) for pin in pins("requirements")]
    assert "--hash" not in text("constraints")
    for entry in re.split(r"\n(?=[^\s#])", text("requirements"))[1:]:
        assert re.search(r" --hash=sha256:[0-9a-f]{64}\b", entry), entry.partition("\n")[0]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda at: " ".join([*at.values()][0:3:2]))
def test_whatever_is_asked_for_is_fixed_within_its_range(machine: dict[str, str]) -> None:
    """On every platform, with every Python: to run, to test and to build."""
    constraints = pins("constraints")
    for requirement in asked("run", "test", "build"):
        version = fixed(requirement.name, constraints, machine)
        assert requirement.specifier.contains(version), requirement


def test_a_build_takes_fixed_versions_only() -> None:
    """Of all that it needs: pip's constraints do not reach the environment of a build."""
    requires = PYPROJECT["build-system"]["requires"]
    known = {str(pin) for pin in pins("constraints")}
    assert [line for line in requires if str(Requirement(line)) not in known] == []
    names = {Requirement(line).name for line in requires}
    assert {requirement.name for requirement in asked("build")} <= names
    for entry in re.split(r"\n(?=[^\s#])", text("constraints"))[1:]:
        if names.intersection(re.findall(r"# +(?:via )?([\w-]+)$", entry, re.MULTILINE)):
            assert entry.partition("==")[0] in names


def test_the_oldest_versions_are_those_that_are_claimed() -> None:
    """A lower bound that no test has met is a guess."""
    oldest = pins("oldest")
    for requirement in asked("run", "test", "build"):
        (bound,) = (one for one in requirement.specifier if one.operator in {"==", ">="})
        version = fixed(requirement.name, oldest, MACHINES[0])
        assert re.sub(r"(\.0)+$", "", version) == re.sub(r"(\.0)+$", "", bound.version), requirement


def test_every_way_to_install_uses_the_fixed_versions() -> None:
    """Both commands of the README, the page's workflow, and CI."""
    commands = re.findall(r"^    (python3 -m venv .+)$", (ROOT / "README.md").read_text(), re.M)
    assert len(commands) == 2
    commands += re.findall(
        r"pip install .* \.$", (ROOT / ".github/workflows/pages.yml").read_text(), re.M
    )
    assert len(commands) == 3
    assert all(" -c .github/constraints.txt " in command for command in commands)
    assert "--require-hashes --only-binary :all: -r .github/requirements.txt" in (
        ROOT / ".ci/run"
    ).read_text(encoding="utf-8")
