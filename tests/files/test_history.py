"""Earlier states of the sources in real git repositories, and `readinglist digest`."""

from __future__ import annotations

import datetime
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from readinglist.digest.changes import Point
from readinglist.files.disk import FilesError, read_sources
from readinglist.files.history import sources_since
from tests.cli.test_cli import run
from tests.libraries import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readinglist.model import Sources


class Repository:
    """A git repository with a list in a folder of it."""

    def __init__(self, place: Path, folder: str = "site_src") -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.place = place
        self.source = place / folder
        self.git("init", "-q", "-b", "main")
        self.write("site.yaml", "title: Names\n")

    def git(self, *words: str, day: str = "2026-01-01") -> str:
        """What git answers; commits are of `day`, at noon in a zone far from UTC."""
        environment = {
            **{key: os.environ[key] for key in os.environ if not key.startswith("GIT_")},
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.org"),
            **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00+09:00"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        command = ["git", "-C", str(self.place), *words]
        done = subprocess.run(command, env=environment, check=True, capture_output=True)
        return done.stdout.decode().strip()

    def write(self, path: str, text: str) -> None:
        """Write a file of the list."""
        file = self.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self, day: str) -> str:
        """Commit everything, on a day; the commit's name."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "Change", day=day)
        return self.git("rev-parse", "HEAD")

    def since(self, asked: str) -> Sources:
        """The sources at a moment."""
        return sources_since(self.source, asked, LISTINGS)[1]

    def refusal(self, asked: str) -> str:
        """Why there is no such moment, and what to do."""
        with pytest.raises(FilesError) as refused:
            self.since(asked)
        (problem,) = refused.value.problems
        return f"{problem.message}; {problem.hint}"


LISTINGS = {"1": "listings/1.txt", "2": "listings/2.txt"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three commits: a listing on 1 October, another on 1 November, a theme on 10 November."""
    made = Repository(tmp_path / "list")
    made.write("listings/1.txt", "On Names\n\nWe study names.\n")
    made.commit("2026-10-01")
    made.write("listings/2.txt", "On Things\n\nWe study things.\n")
    made.commit("2026-11-01")
    made.write("themes/a.yaml", "title: A\ndescription: About a.\n")
    made.write("papers/on-names.yaml", "themes:\n  - a\n")
    made.commit("2026-11-10")
    return made


def test_a_day_is_the_list_as_that_day_began(repository: Repository) -> None:
    """In UTC, whatever the clock says now and wherever the commit was made."""
    assert set(repository.since("2026-11-01")) == {"site.yaml", "listings/1.txt"}
    assert "listings/2.txt" in repository.since("2026-11-02")
    since, sources = sources_since(repository.source, "2026-09-30", LISTINGS)
    assert (since.commit, since.day, sources) == ("", datetime.date(2026, 9, 30), {})


@pytest.mark.parametrize("asked", ["main~1", "HEAD^", "v1.0", "{hash}", "{short}", "@~1"])
def test_a_revision_is_written_in_any_way_git_reads(repository: Repository, asked: str) -> None:
    """Tags, branches, hashes, and steps back from them; with the day of the commit."""
    repository.git("tag", "-a", "v1.0", "HEAD~1", "-m", "One")
    commit = repository.git("rev-parse", "HEAD~1")
    asked = asked.format(hash=commit, short=commit[:9])
    since, sources = sources_since(repository.source, asked, LISTINGS)
    assert (since.commit, since.point) == (commit, Point.REVISION)
    assert since.day == datetime.date(2026, 11, 1)
    assert set(sources) == {"site.yaml", "listings/1.txt", "listings/2.txt"}


def test_a_listing_is_the_list_as_it_was_when_the_listing_came_in(repository: Repository) -> None:
    """Also when its name is that of a branch, given the prefix, and when a merge brought it."""
    since, sources = sources_since(repository.source, "1", LISTINGS)
    assert since.point is Point.LISTING
    assert set(sources) == {"site.yaml", "listings/1.txt"}
    repository.git("branch", "1")
    assert "themes/a.yaml" in repository.since("1")
    assert "themes/a.yaml" not in repository.since("listing:1")
    repository.git("switch", "-q", "-c", "side", "HEAD~2")
    repository.write("listings/3.txt", "On Words\n\nWe study words.\n")
    repository.commit("2026-10-02")
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "--no-edit", "side", day="2026-11-12")
    repository.write("notes/on-names.md", "Good.\n")
    repository.commit("2026-11-13")
    _, sources = sources_since(repository.source, "3", {"3": "listings/3.txt"})
    assert {"themes/a.yaml", "listings/3.txt"} <= set(sources)
    assert "notes/on-names.md" not in sources


@pytest.mark.parametrize("folder", ["site_src", "deep/er/Liste für ⊕:*[a]", "."])
def test_the_source_folder_may_be_anywhere(tmp_path: Path, folder: str) -> None:
    """The state of a commit is what reading the disk gave then, in any folder."""
    repository = Repository(tmp_path / "list", folder)
    repository.write("notes/é ü.md", "Good.\n")
    repository.write("notes/.hidden.md", "Not read.\n")
    repository.write("pages/about.md", "# About\n\r\n")
    (repository.source / "pages/link.md").symlink_to("../notes/é ü.md")
    (repository.source / "pages/out.md").symlink_to("/etc/hostname")
    repository.commit("2026-11-01")
    then, _ = read_sources(repository.source)
    repository.write("notes/é ü.md", "Better.\n")
    assert repository.since("HEAD") == then
    assert set(then) == {"site.yaml", "notes/é ü.md", "pages/about.md", "pages/link.md"}


def test_a_folder_that_came_later_was_empty(tmp_path: Path) -> None:
    """A list that moved into an old repository begins with nothing."""
    repository = Repository(tmp_path / "list", "old")
    repository.commit("2026-10-01")
    repository.source = tmp_path / "list/site_src"
    repository.write("site.yaml", "title: Names\n")
    repository.commit("2026-11-01")
    assert repository.since("HEAD~1") == {}


@pytest.mark.parametrize(
    "asked",
    ["--output=x", "-1", "", "nope", "a..b", "HEAD..", "a\nb", "x" * 300, "$(touch x)", "HEAD:x"],
)
def test_what_names_no_moment_is_refused(repository: Repository, asked: str) -> None:
    """And is never an option, a range, a path or a command."""
    before = sorted(repository.place.rglob("*"))
    assert "is not a date, a revision or a listing of this list" in repository.refusal(asked)
    assert sorted(repository.place.rglob("*")) == before


def test_an_unknown_name_gets_a_suggestion(repository: Repository) -> None:
    """Among the listings, tags and branches."""
    repository.git("tag", "release-1")
    assert repository.refusal("relaese-1").endswith("; did you mean release-1?")
    assert repository.refusal("2026-11-31").startswith("there is no such date")
    with pytest.raises(FilesError, match="is not committed yet"):
        sources_since(repository.source, "9", {"9": "listings/9.txt"})


def test_a_shallow_clone_says_what_it_lacks(repository: Repository, tmp_path: Path) -> None:
    """Rather than call everything new; what it has, it answers."""
    shallow = Repository(tmp_path / "other")
    shallow.place, shallow.source = tmp_path / "shallow", tmp_path / "shallow/site_src"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "2", repository.place.as_uri(), shallow.place], check=True
    )
    for asked in ("2026-10-15", "1", "v1.0"):
        assert "shallow" in shallow.refusal(asked)
        assert "git fetch --unshallow" in shallow.refusal(asked)
    assert "listings/2.txt" in shallow.since("2026-11-05")
    assert "listings/2.txt" in shallow.since("HEAD~1")


def test_without_git_or_a_repository_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A digest needs a history."""
    lone = Repository(tmp_path / "lone")
    (tmp_path / "lone/.git").rename(tmp_path / "gone")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert lone.refusal("HEAD").startswith("this folder is not in a git repository")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert lone.refusal("HEAD").startswith("git was not found")


def test_a_git_hook_does_not_lead_it_astray(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What git sets for its hooks is of another repository."""
    Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    assert "listings/1.txt" in repository.since("HEAD")


# --- the command ----------------------------------------------------------------------------


def test_digest_prints_what_is_new(repository: Repository) -> None:
    """Text on standard output; what is uncommitted counts too; about links on standard error."""
    repository.write("notes/on-names.md", "Good.\n")
    result = run("digest", "--since", "2026-11-01", at=repository.place)
    assert result.exit_code == 0
    assert result.stdout.startswith("Names: 1 new paper, 1 new note and more\n")
    assert "  * On Things\n" in result.stdout
    assert "set url in site.yaml" in result.stderr
    linked = ("digest", "--since", "2", "--format", "md", "--base-url", "https://team.example")
    result = run(*linked, at=repository.place)
    assert "[On Names](https://team.example/papers/on-names/)" in result.stdout
    assert result.stderr == ""


def test_digest_writes_every_format_to_a_folder(repository: Repository) -> None:
    """And to a folder of somebody else's not."""
    words = ("digest", "--since", "main~2", "--output")
    result = run(*words, "mail", at=repository.place)
    assert result.stdout.startswith("mail: 1 new paper and 1 new theme since main~2 (1 October")
    written = {path.suffix for path in (repository.place / "mail").glob("digest.*")}
    assert written == {".txt", ".html", ".md", ".eml"}
    assert run(*words, "site_src", at=repository.place).exit_code == 1


def test_nothing_new_is_an_answer_or_silence(repository: Repository) -> None:
    """A workflow may ask for silence and no files; either way all is well."""
    result = run("digest", "--since", "HEAD", at=repository.place)
    assert (result.exit_code, "There is nothing new since HEAD" in result.stdout) == (0, True)
    quiet = ("digest", "--since", "HEAD", "--skip-empty", "--output", "mail")
    result = run(*quiet, at=repository.place)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert not (repository.place / "mail").exists()


def test_digest_stops_at_mistakes_of_now_not_of_then(repository: Repository) -> None:
    """What was wrong with the sources then is passed over; what is wrong now is listed."""
    repository.write("themes/a.yaml", "title: [\n")
    repository.commit("2026-11-11")
    assert run("digest", "--since", "HEAD~1", at=repository.place).exit_code == 1
    repository.write("themes/a.yaml", "title: A\ndescription: About a.\n")
    repository.write("papers/on-things.yaml", "themes:\n  - a\n")
    result = run("digest", "--since", "HEAD", at=repository.place)
    assert result.exit_code == 0
    assert "1 new tag" in result.stdout


# --- the workflow ---------------------------------------------------------------------------


def steps() -> Iterator[dict[str, Any]]:
    """The steps of the workflow that a new list gets."""
    text = (ROOT / "src/readinglist/starter/digest.yml").read_text()
    yield from yaml.safe_load(text)["jobs"]["digest"]["steps"]


def test_the_workflow_uses_what_the_publishing_one_uses() -> None:
    """Actions pinned by the same hashes, the same installation, and the whole history."""
    pages = (ROOT / ".github/workflows/pages.yml").read_text()
    used = [step["uses"] for step in steps() if "uses" in step]
    assert len(used) == 2
    for action in used:
        assert f"uses: {action}" in pages
        assert len(action.split("@")[1]) == 40
    install = "python -m pip install -r requirements.txt\n"
    assert install in pages
    assert any(install in step.get("run", "") for step in steps())
    assert next(steps())["with"]["fetch-depth"] == 0


def test_no_word_of_a_person_becomes_a_command_in_the_workflow() -> None:
    """Expressions stay out of scripts; they come in as variables, quoted."""
    for step in steps():
        assert "${{" not in step.get("run", "")
    result = subprocess.run(
        ["bash", "-n"], input="\n".join(step.get("run", "") for step in steps()).encode()
    )
    assert result.returncode == 0


def test_the_workflow_finds_the_files_it_asks_for(repository: Repository) -> None:
    """Its own script, with the hosting's command played by a stub, opens an issue when due."""
    script = next(step["run"] for step in steps() if "issue" in step.get("name", ""))
    tools = repository.place / "tools"
    tools.mkdir()
    (tools / "gh").write_text('#!/bin/sh\nprintf "%s|" "$@" > called\n')
    (tools / "gh").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}

    def open_issue() -> str:
        subprocess.run(
            ["bash", "-e", "-c", script], cwd=repository.place, env=environment, check=True
        )
        called = repository.place / "called"
        return called.read_text() if called.exists() else ""

    assert open_issue() == ""
    words = ("digest", "--since=HEAD~1", "--skip-empty", "--output", "digest")
    assert run(*words, at=repository.place).exit_code == 0
    title = "Names: 1 new theme"
    assert open_issue() == f"issue|create|--title|{title}|--body-file|digest/digest.md|"
