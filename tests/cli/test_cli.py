"""The commands: their output, options and exit status."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from readinglist.cli.commands import main
from tests.libraries import ROOT, folder, write

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

COMMANDS = ("build", "serve", "check", "parse", "new", "pages", "index", "digest")
TWO_PAPERS = "On Names\n\nWe study names. They matter a great deal.\n\nOn Things\n\nWe study things at https://github.com/a/things.\n"


def run(*words: str | Path, at: Path | None = None, stdin: bytes = b"") -> Result:
    """Call the command with words, in a folder."""
    runner = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        if at:
            patch.chdir(at)
        return runner.invoke(
            main, [str(word) for word in words], input=stdin, prog_name="readinglist"
        )


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A small list of a team, begun with `readinglist new`."""
    assert run("new", "list", at=tmp_path).exit_code == 0
    place = tmp_path / "list"
    files = folder(
        themes={"to-read-first": "title: First\ndescription: What to read first.\n"},
        tags={"to-read-first": ["on-names"]},
        files={"listings/a.txt": TWO_PAPERS},
    )
    write(place / "site_src", files)
    return place


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    """`--help` says what a command is for and shows it in use; the README lists it."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example:  readinglist {command}" in result.output
    assert f"`readinglist {command}" in (ROOT / "README.md").read_text()


def test_the_summary_of_every_command_fits_into_a_terminal() -> None:
    """At 80 columns click cuts a long summary off with three dots; none is that long."""
    output = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    assert "..." not in output.partition("Commands:")[2]
    assert all(len(line) <= 80 for line in output.splitlines())


def test_no_command_is_undocumented() -> None:
    """A command that is not in the README and in this file's list does not exist."""
    assert set(main.commands) == set(COMMANDS)


def test_the_readme_mentions_every_option() -> None:
    """Options that commands have, apart from the folder to read, are named in the README."""
    readme = (ROOT / "README.md").read_text()
    for command in main.commands.values():
        for option in command.params:
            for name in option.opts:
                assert not name.startswith("--") or name in readme or name == "--source", name


def test_a_build_says_what_it_made(team: Path) -> None:
    """Counts of what went in, and of the files that came out; a second build changes none."""
    first = run("build", at=team)
    assert first.exit_code == 0
    assert "2 entries in 1 listing → 2 papers under 1 theme, 1 in the inbox\n" in first.stdout
    assert re.search(r"_site: \d+ files written, 0 unchanged in [\d.]+ m?s", first.stdout)
    assert re.search(r"_site: 0 files written, \d+ unchanged", run("build", at=team).stdout)


def test_every_mistake_is_reported_in_one_run_and_nothing_is_written(team: Path) -> None:
    """Located, with hints, on standard error; exit status 1; the old site stays."""
    assert run("build", at=team).exit_code == 0
    before = {path: path.read_bytes() for path in (team / "_site").rglob("*") if path.is_file()}
    (team / "site_src/themes/to-read-first.yaml").write_text(
        "title: First\ndescription: What to read first.\nparent: none\nstart_here:\n"
        "  - {paper: on-name, why: w}\n  - {paper: nothing-like-it, why: w}\n"
    )
    (team / "site_src/notes/on-thing.md").write_text("A note.\n")
    result = run("build", at=team)
    assert result.exit_code == 1
    assert "site_src/themes/to-read-first.yaml:3:9: " in result.stderr
    assert (
        "site_src/themes/to-read-first.yaml:5:13: there is no paper “on-name”\n    did you mean on-names?"
        in result.stderr
    )
    assert "site_src/themes/to-read-first.yaml:6:13: " in result.stderr
    assert "site_src/notes/on-thing.md:1:1: " in result.stderr
    assert result.stderr.endswith("nothing was written\n")
    assert result.stdout == ""
    assert before == {
        path: path.read_bytes() for path in (team / "_site").rglob("*") if path.is_file()
    }


def test_a_listing_that_cannot_be_read_leaves_the_others_standing(team: Path) -> None:
    """It is pointed out with what to do; only --strict makes it stop the build."""
    (team / "site_src/listings/b.txt").write_text(
        "<!DOCTYPE html><html><body>Daily Papers</body></html>"
    )
    result = run("build", at=team)
    assert result.exit_code == 0
    assert "site_src/listings/b.txt:1:1: warning: this is a saved HTML page" in result.stderr
    assert (team / "_site/papers/on-names/index.html").exists()
    assert run("build", "--strict", at=team).exit_code == 1


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_module_or_style_sheet_of_the_team_is_checked(team: Path, command: str) -> None:
    """What cannot be joined is printed with its place and a hint, and stops a build."""
    (team / "static/js/lib").mkdir(parents=True)
    (team / "static/css").mkdir()
    (team / "static/js/lib/dom.js").write_text("\n\nexport default 1;\n")
    (team / "static/js/own.js").write_text('import { recal } from "./lib/storage.js";\nrecal();\n')
    (team / "static/css/own.css").write_text('@import "./style/list.css";\n')
    result = run(command, at=team)
    assert result.exit_code == 1
    for line in (
        "static/js/lib/dom.js:3:1: default exports are not supported\n    give the export a name\n",
        "static/js/own.js:1:1: static/js/lib/storage.js does not export recal\n    did you mean recall?\n",
        "static/css/own.css:1:1: there is no part static/css/style/list.css\n    did you mean css/style/lists.css",
    ):
        assert line in result.output
    assert not (team / "_site").exists()


def test_check_answers_programs_too(team: Path) -> None:
    """`check --format json` lists problems with their places, and the ledger's counts."""
    (team / "site_src/listings/b.txt").write_bytes(b"")
    result = run("check", "--format", "json", at=team)
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["papers"], answer["inbox"]) == (0, 2, 1)
    assert answer["lines"]["title"] == 2
    assert answer["lines"]["not understood"] == 0
    (problem,) = answer["problems"]
    assert problem == {
        "path": "site_src/listings/b.txt",
        "line": 1,
        "column": 1,
        "severity": "warning",
        "message": "the file is empty",
        "hint": "paste a listing into it, or remove the file",
    }
    assert run("check", "--strict", at=team).exit_code == 1


def test_parse_shows_what_is_in_a_file(tmp_path: Path) -> None:
    """The documented JSON: listings with entries and ledger, and the papers they make."""
    file = tmp_path / "a.txt"
    file.write_text(
        "new\n\nDaily Papers\n\nby AK and the research community\n\nMar 14\n\n" + TWO_PAPERS
    )
    result = run("parse", file, "--format", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    (listing,) = answer["listings"]
    assert (listing["path"], listing["date"], listing["problems"]) == (str(file), "Mar 14", [])
    names, things = listing["entries"]
    assert (names["title"], names["line"], names["links"]) == ("On Names", 9, [])
    assert names["abstract"] == "We study names. They matter a great deal."
    assert things["links"] == [{"url": "https://github.com/a/things", "kind": "code"}]
    assert [row["line"] for row in listing["ledger"]] == list(range(1, 16))
    assert {row["line"]: row["kind"] for row in listing["ledger"]}[9] == "title"
    assert [paper["id"] for paper in answer["papers"]] == ["on-names", "on-things"]
    assert answer["papers"][0]["seen"] == [{"path": str(file), "line": 9}]


def test_parse_reads_several_files_and_standard_input(tmp_path: Path) -> None:
    """Papers are merged across files; one bad file does not hide the good ones."""
    (tmp_path / "a.txt").write_text(TWO_PAPERS)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 ...")
    result = run("parse", "a.txt", "-", "b.pdf", at=tmp_path, stdin=TWO_PAPERS.encode())
    assert result.exit_code == 0
    assert "4 entries of 2 papers\n" in result.stdout
    assert "b.pdf:1:1: this is a PDF document, not the text of a listing" in result.stderr


@pytest.mark.parametrize("content", [b"", b"new\n\nSubscribe\n", b"%PDF-1.7", b"\x00\x01\x02" * 99])
def test_parse_fails_where_nothing_can_be_read(tmp_path: Path, content: bytes) -> None:
    """Exit status 1 and a message on standard error; the JSON is still whole."""
    (tmp_path / "a.txt").write_bytes(content)
    result = run("parse", "a.txt", "nowhere.txt", "--format", "json", at=tmp_path)
    assert result.exit_code == 1
    assert "a.txt:1:1: " in result.stderr
    assert "nowhere.txt:1:1: no such file or directory" in result.stderr
    assert json.loads(result.stdout)["papers"] == []


def test_pages_writes_the_markdown_of_every_page(team: Path) -> None:
    """Front matter and text, in a folder it made or was given empty."""
    assert run("pages", "out", at=team).exit_code == 0
    text = (team / "out/papers/on-names/index.md").read_text()
    assert text.startswith('---\ntitle: "On Names"\nid: "on-names"\n')
    assert "\n# On Names\n\n## Abstract\n\nWe study names. They matter a great deal.\n" in text
    assert (team / "out/themes/to-read-first/index.md").exists()


@pytest.mark.parametrize("command", ["build", "pages"])
def test_a_folder_of_somebody_else_is_refused(team: Path, command: str) -> None:
    """What this tool did not make it does not touch."""
    precious = team / "mine" / "thesis.tex"
    precious.parent.mkdir()
    precious.write_text("years of work")
    words = ("--output", "mine") if command == "build" else ("mine",)
    result = run(command, *words, at=team)
    assert result.exit_code == 1
    assert "mine:1:1: " in result.stderr
    assert precious.read_text() == "years of work"


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    """Every file in the way is named, and none is touched."""
    (tmp_path / "list").mkdir()
    (tmp_path / "list/README.md").write_text("mine")
    result = run("new", "list", at=tmp_path)
    assert result.exit_code == 1
    assert "list/README.md:1:1: this already exists" in result.stderr
    assert [path.name for path in (tmp_path / "list").iterdir()] == ["README.md"]


def test_new_writes_the_workflow_of_this_repository(tmp_path: Path) -> None:
    """One publishing workflow, used here and given to every team."""
    run("new", "list", at=tmp_path)
    ours = (ROOT / ".github/workflows/pages.yml").read_bytes()
    assert (tmp_path / "list/.github/workflows/pages.yml").read_bytes() == ours
    for action in re.findall(r"uses: (\S+)", ours.decode()):
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--base-url", "ftp://x.example/"),
        ("build", "--nonsense"),
        ("parse",),
        ("serve", "--port", "99999"),
        ("nonsense",),
    ],
)
def test_a_wrong_call_is_exit_status_2(words: tuple[str, ...]) -> None:
    """Usage mistakes are told apart from mistakes in what was written."""
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_a_missing_source_folder_is_a_message(tmp_path: Path, command: str) -> None:
    """No traceback, and what to do."""
    result = run(command, "--source", "nowhere", at=tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("nowhere:1:1: the source folder does not exist\n    create one")


def test_output_that_goes_to_no_terminal_is_plain(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No colour codes in pipes and files, nor where NO_COLOR asks for none."""
    (team / "site_src/listings/b.txt").write_bytes(b"")
    assert "\x1b" not in run("check", at=team).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert (
        "\x1b"
        not in CliRunner()
        .invoke(main, ["check", "--source", str(team / "site_src")], color=True)
        .output
    )


def test_index_prints_the_search_index_in_lunrs_form(team: Path) -> None:
    """What is printed is JSON as lunr.js loads it, with papers named by their ids."""
    result = run("index", at=team)
    assert result.exit_code == 0
    index = json.loads(result.stdout)
    assert index["version"] == "2.3.9"
    assert "title/on-names" in dict(index["fieldVectors"])
