"""Two branches that tag different papers, merged by git."""

from __future__ import annotations

import random
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from readinglist.build import examine
from tests.libraries import folder, tagged

if TYPE_CHECKING:
    from pathlib import Path

THEMES: Final = ("alpha", "beta", "delta", "gamma", "omega", "sigma")
PAPERS: Final = tuple(f"paper-{letter}" for letter in "abcdefghijklmnopqrst")

Tags = dict[str, frozenset[str]]
"""The themes of each paper that has any."""


def edited(tags: Tags, papers: list[str], dice: random.Random) -> Tags:
    """What one person makes of some papers: tags added, taken away, a file begun or removed."""
    changed = dict(tags)
    for paper in papers:
        themes = set(changed.get(paper, frozenset()))
        themes ^= set(dice.sample(THEMES, dice.randint(1, 3)))
        changed[paper] = frozenset(themes)
    return {paper: themes for paper, themes in changed.items() if themes}


def stream(histories: list[tuple[Tags, Tags, Tags]]) -> str:
    """For each history a base and two branches from it, as ``git fast-import`` reads it."""
    lines: list[str] = []
    mark = 0
    for number, (base, mine, theirs) in enumerate(histories):
        root = mark = mark + 1
        for name, tags in (("base", base), ("mine", mine), ("theirs", theirs)):
            lines += [f"commit refs/heads/{name}-{number}", f"mark :{mark}"]
            lines += ["committer A <a@example.org> 1700000000 +0000", "data 0"]
            lines += [] if name == "base" else [f"from :{root}"]
            lines += ["deleteall"]
            for paper, themes in tags.items():
                text = tagged(*sorted(themes))
                lines += [f"M 100644 inline papers/{paper}.yaml", f"data {len(text)}", text]
            mark += 1
    return "\n".join(lines) + "\n"


def git(*words: str, at: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run git, without the settings of this computer."""
    quiet = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "PATH": "/usr/bin:/bin",
    }
    return subprocess.run(
        ["git", *words], cwd=at, input=stdin, capture_output=True, text=True, check=False, env=quiet
    )


def merged_files(repository: Path, number: int) -> tuple[bool, dict[str, str]]:
    """Whether git merged two branches without a conflict, and the files that came of it."""
    tree = git("merge-tree", "--write-tree", f"mine-{number}", f"theirs-{number}", at=repository)
    listed = git("ls-tree", "-r", tree.stdout.split("\n")[0], at=repository).stdout.splitlines()
    names = [line.split("\t", 1) for line in listed]
    hashes = "".join(f"{meta.split()[2]}\n" for meta, _ in names)
    contents = git("cat-file", "--batch=%(objectsize)", at=repository, stdin=hashes).stdout
    files = {}
    for _, path in names:
        size, _, rest = contents.partition("\n")
        files[path], contents = rest[: int(size)], rest[int(size) + 1 :]
    return tree.returncode == 0, files


@pytest.mark.parametrize("merges", [50, pytest.param(300, marks=pytest.mark.slow)])
def test_people_who_tag_different_papers_never_conflict(tmp_path: Path, merges: int) -> None:
    """In random merges no conflict, no tag lost, and none that was removed comes back."""
    dice = random.Random(20261125)
    histories = []
    for _ in range(merges):
        base = edited({}, dice.sample(PAPERS, 12), dice)
        papers = dice.sample(PAPERS, dice.randint(2, len(PAPERS)))
        cut = dice.randint(1, len(papers) - 1)
        mine, theirs = edited(base, papers[:cut], dice), edited(base, papers[cut:], dice)
        histories.append((base, mine, theirs))
    git("init", "-q", ".", at=tmp_path)
    assert git("fast-import", "--quiet", at=tmp_path, stdin=stream(histories)).returncode == 0
    titles = [paper.replace("-", " ").title() for paper in PAPERS]
    fixed = folder(*titles, themes=dict.fromkeys(THEMES, ""))
    for number, (base, mine, theirs) in enumerate(histories):
        clean, files = merged_files(tmp_path, number)
        assert clean, number
        wanted = {
            paper: {*ours}
            if (ours := mine.get(paper, frozenset())) != base.get(paper, frozenset())
            else {*theirs.get(paper, frozenset())}
            for paper in PAPERS
        }
        library = examine(fixed | {path: text.encode() for path, text in files.items()}).library
        assert {paper: {*themes} for paper, themes in library.themes_of.items()} == wanted, number
