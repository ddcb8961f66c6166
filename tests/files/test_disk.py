"""Reading of sources, and writing of sites without loss of other files."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.files import disk
from readinglist.files.disk import (
    LOCK_FOLDER,
    MARKER,
    FilesError,
    WriteReport,
    is_ignored,
    read_sources,
    read_tree,
    unsafe_paths,
    write_site,
)

SITE = {"index.html": b"home", "papers/a/index.html": b"a", "papers/b/index.html": b"b"}


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the marker."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER
    }


def left_in(folder: Path) -> list[str]:
    """What is in a folder besides the tool's own, which holds locks at most."""
    assert {path.suffix for path in folder.glob(f"{LOCK_FOLDER}/*")} <= {".lock"}
    return sorted(path.name for path in folder.iterdir() if path.name != LOCK_FOLDER)


def refusal(site: dict[str, bytes], target: Path, *sources: Path) -> str:
    """What a refused build says."""
    with pytest.raises(FilesError) as caught:
        write_site(site, target, sources=sources)
    return "\n".join(f"{one.path}: {one.message} ({one.hint})" for one in caught.value.problems)


# --- reading --------------------------------------------------------------------------------


def test_sources_are_read_sorted_with_posix_paths(tmp_path: Path) -> None:
    """Every file is there by its path with slashes, in the order of paths."""
    for name in ("themes/b.yaml", "themes/a.yaml", "site.yaml", "listings/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    sources, problems = read_sources(tmp_path)
    assert list(sources) == ["listings/x.txt", "site.yaml", "themes/a.yaml", "themes/b.yaml"]
    assert sources["themes/a.yaml"] == b"themes/a.yaml"
    assert problems == ()


CLUTTER = [
    ".git",
    ".DS_Store",
    "a.yaml~",
    ".#a.yaml",
    "#a.yaml#",
    "a.yaml.swp",
    ".a.yaml.swp",
    "Thumbs.db",
    "4913",
    "~$notes.md",
]


@pytest.mark.parametrize("name", CLUTTER)
def test_clutter_is_not_read(tmp_path: Path, name: str) -> None:
    """What editors and desktops drop into a folder is no source."""
    (tmp_path / name).write_bytes(b"x")
    assert read_sources(tmp_path) == ({}, ())


@pytest.mark.parametrize("name", ["a.yaml", "4913.txt", "a~b.md", "c#.md", "swp", "#1.md"])
def test_names_like_clutter_are_read(name: str) -> None:
    """A name that only resembles clutter is a source."""
    assert not is_ignored(name)


def test_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    """Nothing below a hidden folder is a source."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.yaml").write_bytes(b"x")
    assert read_sources(tmp_path) == ({}, ())


def test_names_are_brought_to_nfc(tmp_path: Path) -> None:
    """A name stored decomposed, as macOS did, is the same name everywhere."""
    (tmp_path / unicodedata.normalize("NFD", "é.md")).write_bytes(b"x")
    assert read_sources(tmp_path) == ({unicodedata.normalize("NFC", "é.md"): b"x"}, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [("A.md", "a.md"), ("Straße.md", "strasse.md"), ("e\u0301.md", "\u00e9.md")],
)
def test_names_another_system_takes_for_one_are_a_problem(
    tmp_path: Path, one: str, other: str
) -> None:
    """Two names that differ only in case or Unicode form are reported."""
    (tmp_path / one).write_bytes(b"1")
    (tmp_path / other).write_bytes(b"2")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system takes them for one itself")
    _, problems = read_sources(tmp_path)
    assert [problem.message.partition("differs")[1] for problem in problems] == ["differs"]


def test_folders_that_differ_by_case_are_a_problem(tmp_path: Path) -> None:
    """The same goes for folders, even when no two files in them clash."""
    for name in ("Themes/a.yaml", "themes/b.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system takes them for one itself")
    _, problems = read_sources(tmp_path)
    assert [problem.path for problem in problems] == ["themes"]


def test_links_are_followed_only_to_files_inside(tmp_path: Path) -> None:
    """A link out of the folder, to a folder, to itself or to nothing is reported, not followed."""
    outside = tmp_path / "secret.txt"
    outside.write_bytes(b"secret")
    folder = tmp_path / "site_src"
    (folder / "themes").mkdir(parents=True)
    (folder / "real.md").write_bytes(b"real")
    (folder / "inside.md").symlink_to("real.md")
    (folder / "out.md").symlink_to(outside)
    (folder / "up").symlink_to("..")
    (folder / "folder").symlink_to("themes")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "nothing.md").symlink_to("missing.md")
    sources, problems = read_sources(folder)
    assert sources == {"inside.md": b"real", "real.md": b"real"}
    assert {problem.path: problem.message for problem in problems} == {
        "folder": "this symbolic link does not lead to a file and is not followed",
        "loop.md": "this symbolic link is broken",
        "nothing.md": "this symbolic link is broken",
        "out.md": "this symbolic link leads out of the folder and is not followed",
        "up": "this symbolic link leads out of the folder and is not followed",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    """A named pipe is passed over; reading it would wait for ever."""
    os.mkfifo(tmp_path / "pipe.md")
    assert read_sources(tmp_path) == ({}, ())


def test_an_unreadable_file_is_a_problem_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file that cannot be read does not hide the others."""
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_bytes(b"x")
    read = Path.read_bytes

    def read_but_b(path: Path) -> bytes:
        if path.name == "b.md":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_but_b)
    sources, problems = read_sources(tmp_path)
    assert list(sources) == ["a.md", "c.md"]
    assert [(p.path, p.line, p.message) for p in problems] == [
        ("b.md", 0, "this cannot be read: Permission denied")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not take such names")
def test_unprintable_names_are_reported_in_printable_letters(tmp_path: Path) -> None:
    """A name that is not UTF-8, or holds a line break, is refused and shown spelled out."""
    for name in (b"bad\xff.md", b"two\nlines.md", b"back\\slash.md"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(b"x")
    sources, problems = read_sources(tmp_path)
    assert sources == {}
    assert [problem.path for problem in problems] == [
        "back\\slash.md",
        "bad\\udcff.md",
        "two\\nlines.md",
    ]


def test_a_missing_source_folder_is_one_problem_with_a_way_out(tmp_path: Path) -> None:
    """Without a source folder the reader learns how to get one."""
    sources, (problem,) = read_sources(tmp_path / "site_src")
    assert sources == {}
    assert "source folder does not exist" in problem.message
    assert "readinglist new" in problem.hint
    (tmp_path / "file").write_bytes(b"")
    assert read_sources(tmp_path / "file")[1][0].message == "this is not a folder"


def test_a_theme_layer_may_be_missing_but_not_broken(tmp_path: Path) -> None:
    """No folder is an empty layer; a link out of it is refused."""
    assert read_tree(tmp_path / "templates") == {}
    (tmp_path / "page.html").write_bytes(b"x")
    assert read_tree(tmp_path) == {"page.html": b"x"}
    (tmp_path / "out.html").symlink_to("/")
    with pytest.raises(FilesError, match="leads out"):
        read_tree(tmp_path)


# --- paths ----------------------------------------------------------------------------------


UNSAFE = [
    "",
    "/etc/passwd",
    "../up",
    "a/../../up",
    "a/./b",
    "a//b",
    "a/",
    "C:/x",
    "a\\b",
    "nul\0",
    "line\nbreak",
    "\ud800",
    "x" * 256,
    MARKER,
    MARKER.upper(),
]


@pytest.mark.parametrize("path", UNSAFE)
def test_an_unsafe_path_is_refused_before_anything_is_touched(tmp_path: Path, path: str) -> None:
    """A path that leaves the folder, or that some system cannot hold, stops the build."""
    assert "cannot have this path" in refusal({"index.html": b"", path: b""}, tmp_path / "_site")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "paths",
    [("a.html", "A.html"), ("é", "e\u0301"), ("a", "a/b"), ("A", "a/b"), ("x/a", "X/b")],
)
def test_paths_that_clash_are_refused(paths: tuple[str, str]) -> None:
    """Names that differ only by case or form, and a file where a folder must be, are found."""
    assert unsafe_paths(paths)
    assert unsafe_paths(reversed(paths)) == unsafe_paths(paths)


def test_all_unsafe_paths_are_told_at_once(tmp_path: Path) -> None:
    """One run names every path that is wrong."""
    assert refusal({"../a": b"", "../b": b""}, tmp_path / "_site").count("\n") == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=4))
def test_paths_that_pass_stay_in_the_folder(
    tmp_path_factory: pytest.TempPathFactory, paths: list[str]
) -> None:
    """Whatever the paths, either they are refused, or exactly they are written."""
    top = tmp_path_factory.mktemp("any")
    site = {path: path.encode("utf-8", "replace") for path in paths}
    if unsafe_paths(site):
        return
    write_site(site, top / "_site")
    assert files_in(top / "_site") == site
    assert left_in(top) == ["_site"]


# --- writing --------------------------------------------------------------------------------


def test_a_site_is_written_whole_with_missing_folders_above(tmp_path: Path) -> None:
    """A target that is not there is made, and nothing is left beside it."""
    target = tmp_path / "deep" / "er" / "_site"
    assert write_site(SITE, target) == WriteReport(written=3, kept=0, removed=0)
    assert files_in(target) == SITE
    assert left_in(target.parent) == ["_site"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """An empty target is anybody's."""
    (tmp_path / "_site").mkdir()
    write_site(SITE, tmp_path / "_site")
    assert files_in(tmp_path / "_site") == SITE


def test_unchanged_files_stay_the_same_files(tmp_path: Path) -> None:
    """What has not changed keeps its place on the disk and its time; the rest is replaced."""
    target = tmp_path / "_site"
    write_site(SITE, target)
    os.utime(target / "index.html", (1_000_000, 1_000_000))
    before = (target / "index.html").stat()
    changed = {"index.html": b"home", "papers/a/index.html": b"A", "new.html": b"new"}
    assert write_site(changed, target) == WriteReport(written=2, kept=1, removed=1)
    after = (target / "index.html").stat()
    assert files_in(target) == changed
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (target / "papers" / "b").exists()


def test_nothing_is_touched_when_nothing_changed(tmp_path: Path) -> None:
    """The same site again leaves even the folder and the marker as they were."""
    target = tmp_path / "_site"
    write_site(SITE, target)

    def state() -> dict[Path, tuple[int, int]]:
        everything = [target, *target.rglob("*")]
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in everything}

    before = state()
    assert write_site(dict(reversed(SITE.items())), target) == WriteReport(0, 3, 0)
    assert state() == before


def test_the_marker_depends_on_the_site_alone(tmp_path: Path) -> None:
    """Two builds of one site are equal to the byte, marker and all."""
    write_site(SITE, tmp_path / "one")
    write_site({"old.html": b""}, tmp_path / "two")
    write_site(dict(reversed(SITE.items())), tmp_path / "two")
    assert (tmp_path / "one" / MARKER).read_bytes() == (tmp_path / "two" / MARKER).read_bytes()


def test_a_damaged_file_is_written_again(tmp_path: Path) -> None:
    """Our own file with other bytes, a link in its place, or nothing there, is written again."""
    target = tmp_path / "_site"
    write_site(SITE, target)
    (target / "index.html").write_bytes(b"HOME")
    (target / "papers/a/index.html").unlink()
    (target / "papers/b/index.html").unlink()
    (target / "papers/b/index.html").symlink_to("../../index.html")
    assert write_site(SITE, target) == WriteReport(written=3, kept=0, removed=0)
    assert files_in(target) == SITE
    assert not (target / "papers/b/index.html").is_symlink()


def test_a_foreign_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A folder with files this tool did not write is never emptied."""
    target = tmp_path / "thesis"
    target.mkdir()
    (target / "chapter1.tex").write_bytes(b"years of work")
    assert "did not write" in refusal(SITE, target)
    assert files_in(target) == {"chapter1.tex": b"years of work"}
    assert [path.name for path in tmp_path.iterdir()] == ["thesis"]


def test_a_foreign_marker_is_no_permission(tmp_path: Path) -> None:
    """A file that merely has the marker's name does not make a folder ours."""
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / MARKER).write_bytes(b"my reading list\nbook\n")
    assert "did not write" in refusal(SITE, tmp_path / "_site")


def test_a_git_working_tree_is_refused_by_its_name(tmp_path: Path) -> None:
    """The refusal says what the folder is."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert "git working tree" in refusal(SITE, tmp_path / "repo")


def test_what_people_keep_in_the_output_is_carried_over(tmp_path: Path) -> None:
    """A worktree's .git, a CNAME, links and even empty folders of others survive a build."""
    target = tmp_path / "_site"
    write_site(SITE, target)
    (target / ".git" / "refs" / "tags").mkdir(parents=True)
    (target / ".git" / "HEAD").write_bytes(b"ref")
    (target / "CNAME").write_bytes(b"example.org")
    (target / "papers" / "a" / "mine.txt").write_bytes(b"mine")
    (target / "link").symlink_to("papers")
    write_site({"index.html": b"new"}, target)
    assert files_in(target) == {
        ".git/HEAD": b"ref",
        "CNAME": b"example.org",
        "index.html": b"new",
        "papers/a/mine.txt": b"mine",
    }
    assert (target / ".git" / "refs" / "tags").is_dir()
    assert (target / "link").readlink() == Path("papers")
    assert not (target / "papers" / "b").exists()


def test_an_empty_marker_adopts_a_folder_file_by_file(tmp_path: Path) -> None:
    """Adopting a folder lets the site be written around what is there, and never over it."""
    target = tmp_path / "_site"
    target.mkdir()
    (target / ".git").write_bytes(b"gitdir: elsewhere")
    (target / MARKER).write_bytes(b"")
    write_site(SITE, target)
    assert files_in(target) == {**SITE, ".git": b"gitdir: elsewhere"}


@pytest.mark.parametrize("name", ["index.html", "papers", "INDEX.html", "index.html/below.txt"])
def test_a_foreign_file_in_the_way_is_refused(tmp_path: Path, name: str) -> None:
    """A file of somebody's where a page must go stops the build."""
    target = tmp_path / "_site"
    (target / name).parent.mkdir(parents=True)
    (target / MARKER).write_bytes(b"")
    (target / name).write_bytes(b"mine")
    assert "not written by readinglist" in refusal(SITE, target)
    assert files_in(target) == {name: b"mine"}


def test_targets_that_would_harm_somebody_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a disk, a home, the working folder, the sources, what holds them, or a file."""
    home, work = tmp_path / "home" / "me", tmp_path / "work"
    source = work / "site_src"
    for folder in (home, source):
        folder.mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert "must not be inside" in refusal(SITE, source / "_site", source)
    assert "must not be or contain" in refusal(SITE, source, source)
    assert "must not be or contain" in refusal(SITE, work, source)
    assert "home" in refusal(SITE, home)
    assert "home" in refusal(SITE, home.parent)
    assert "root of a file system" in refusal(SITE, Path(tmp_path.anchor))
    assert "file" in refusal(SITE, tmp_path / "file")
    assert "loop" in refusal(SITE, tmp_path / "loop")
    monkeypatch.chdir(source)
    assert "current folder" in refusal(SITE, Path())
    assert "current folder" in refusal(SITE, Path(".."))
    assert files_in(tmp_path) == {"file": b"x"}


def test_a_link_stands_for_the_folder_it_leads_to(tmp_path: Path) -> None:
    """A linked target stays a link, and what it leads to is checked like any other."""
    (tmp_path / "www").mkdir()
    (tmp_path / "_site").symlink_to("www")
    write_site(SITE, tmp_path / "_site")
    assert (tmp_path / "_site").is_symlink()
    assert files_in(tmp_path / "www") == SITE
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").write_bytes(b"x")
    (tmp_path / "other").symlink_to("theirs")
    assert "did not write" in refusal(SITE, tmp_path / "other")


@pytest.mark.parametrize(
    "trouble", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
)
@pytest.mark.parametrize(
    ("moment", "exchange"),
    [
        ("_write", True),
        ("_link_or_copy", True),
        ("_swap", True),
        ("_swap", False),
        ("rename", False),  # the second of the two
    ],
)
def test_trouble_at_any_moment_leaves_the_old_site(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    trouble: BaseException,
    exchange: bool,
) -> None:
    """A full disk or Ctrl-C in the middle leaves the old site whole and nothing beside it."""
    target = tmp_path / "_site"
    write_site(SITE, target)
    if not exchange:
        monkeypatch.setattr(disk, "_exchange", lambda *_: False)
    rename = Path.rename

    def fail(*_: object) -> None:
        raise trouble

    def fail_in_second_rename(path: Path, to: Path) -> Path:
        if path.name.endswith("-new"):
            raise trouble
        return rename(path, to)

    with monkeypatch.context() as patch:
        if moment == "rename":
            patch.setattr(Path, "rename", fail_in_second_rename)
        else:
            patch.setattr(disk, moment, fail)
        expected = FilesError if isinstance(trouble, OSError) else KeyboardInterrupt
        with pytest.raises(expected, match=r"No space left|^$"):
            write_site({**SITE, "index.html": b"new"}, target)
    assert files_in(target) == SITE
    assert left_in(tmp_path) == ["_site"]
    write_site({**SITE, "index.html": b"new"}, target)
    assert (target / "index.html").read_bytes() == b"new"


KILLED = """
import os, signal, sys
from pathlib import Path
from readinglist.files import disk

moment, count, exchange = sys.argv[2], int(sys.argv[3]), sys.argv[4]
real = getattr(disk, moment)

def die(*arguments):
    global count
    count -= 1
    if count < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)

setattr(disk, moment, die)
if exchange == "no":
    disk._exchange = lambda *_: False
disk.write_site({f"{n}/index.html": b"new" for n in range(9)}, Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(
    ("moment", "count", "exchange", "result"),
    [
        ("_write", 0, "yes", b"old"),  # the new folder is there and empty
        ("_write", 5, "yes", b"old"),
        ("_swap", 0, "yes", b"old"),  # all is written
        ("_remove", 0, "yes", b"new"),  # the new site is in place, the old one still beside it
        ("_remove", 0, "no", b"new"),
    ],
)
def test_a_killed_build_leaves_one_whole_site(
    tmp_path: Path, moment: str, count: int, exchange: str, result: bytes
) -> None:
    """SIGKILL leaves the old site or the new one, and the next build clears the rest away."""
    target = tmp_path / "_site"
    write_site({f"{n}/index.html": b"old" for n in range(9)}, target)
    (target / "CNAME").write_bytes(b"mine")
    command = [sys.executable, "-c", KILLED, str(target), moment, str(count), exchange]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(command, env=environment, timeout=20).returncode == -9
    site = {f"{n}/index.html": result for n in range(9)}
    assert files_in(target) == {**site, "CNAME": b"mine"}
    assert len(left_in(tmp_path)) > 1
    write_site(SITE, target)
    assert files_in(target) == {**SITE, "CNAME": b"mine"}
    assert left_in(tmp_path) == ["_site"]


def test_a_swap_cut_in_two_is_undone_by_the_next_build(tmp_path: Path) -> None:
    """Where folders cannot be exchanged, a kill between two renames costs nothing but time."""
    target = tmp_path / "_site"
    write_site(SITE, target)
    (target / "CNAME").write_bytes(b"mine")
    write_site(SITE, tmp_path / "._site.readinglist-new")
    target.rename(tmp_path / "._site.readinglist-old")
    write_site(SITE, target)
    assert files_in(target) == {**SITE, "CNAME": b"mine"}
    assert left_in(tmp_path) == ["_site"]


def test_a_file_added_to_a_leftover_is_not_lost(tmp_path: Path) -> None:
    """Cleaning up removes this tool's files only: another's moves to the site."""
    target = tmp_path / "_site"
    write_site(SITE, target)
    write_site(SITE, tmp_path / "._site.readinglist-new")
    (tmp_path / "._site.readinglist-new" / "papers" / "mine.txt").write_bytes(b"mine")
    write_site(SITE, target)
    assert files_in(target) == {**SITE, "papers/mine.txt": b"mine"}


def test_a_folder_that_only_has_a_leftovers_name_is_not_removed(tmp_path: Path) -> None:
    """A leftover is known by its marker, not by its name alone."""
    theirs = tmp_path / "._site.readinglist-new"
    theirs.mkdir()
    (theirs / "file").write_bytes(b"x")
    assert "did not write" in refusal(SITE, tmp_path / "_site")
    assert files_in(theirs) == {"file": b"x"}


def test_files_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without hard links an unchanged file still keeps its time."""

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    target = tmp_path / "_site"
    write_site(SITE, target)
    os.utime(target / "index.html", (1_000_000, 1_000_000))
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert write_site({**SITE, "new.html": b""}, target) == WriteReport(1, 3, 0)
    assert (target / "index.html").stat().st_mtime == 1_000_000


def test_a_second_build_waits_and_then_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one build writes, another to the same folder says so instead of writing too."""
    write = disk._write
    writing, may_go_on = threading.Event(), threading.Event()

    def slowly(file: Path, data: bytes) -> None:
        writing.set()
        assert may_go_on.wait(10)
        write(file, data)

    monkeypatch.setattr(disk, "_write", slowly)
    monkeypatch.setattr(disk, "LOCK_TIMEOUT", 0.1)
    first = threading.Thread(target=write_site, args=(SITE, tmp_path / "_site"))
    first.start()
    assert writing.wait(10)
    assert "another build is writing" in refusal({"other.html": b""}, tmp_path / "_site")
    may_go_on.set()
    first.join(10)
    assert files_in(tmp_path / "_site") == SITE
    assert left_in(tmp_path) == ["_site"]


def test_builds_at_the_same_time_leave_one_of_their_sites(tmp_path: Path) -> None:
    """Many builds to one folder follow one another; the last one's site is there, whole."""
    sites = [{f"{n}.html": bytes([who]) for n in range(20)} for who in range(6)]
    builds = [
        threading.Thread(target=write_site, args=(site, tmp_path / "_site")) for site in sites
    ]
    for build in builds:
        build.start()
    for build in builds:
        build.join(20)
    assert files_in(tmp_path / "_site") in sites
    assert left_in(tmp_path) == ["_site"]


NO_LOCKS = [errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP]


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
@pytest.mark.parametrize("code", NO_LOCKS)
def test_a_drive_that_cannot_lock_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Some network drives have no locks; a build there writes the site, twice too."""
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    write_site(SITE, tmp_path / "_site")
    assert write_site({"index.html": b"new"}, tmp_path / "_site") == WriteReport(1, 0, 2)
    assert left_in(tmp_path) == ["_site"]


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_disk_that_fails_while_locking_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that does not say “no locks here” stops the build before anything is written."""
    import fcntl

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(fcntl, "flock", fail)
    assert "Input/output error" in refusal(SITE, tmp_path / "_site")
    assert left_in(tmp_path) == []


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not hold for everybody"
)
def test_a_parent_that_cannot_be_written_to_is_reported(tmp_path: Path) -> None:
    """A folder in which nothing can be made is named with the reason."""
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "Permission denied" in refusal(SITE, tmp_path / "locked" / "_site")


def test_a_lock_file_left_by_a_killed_build_does_not_lock(tmp_path: Path) -> None:
    """What locks is the system, and not that the file is there."""
    (tmp_path / LOCK_FOLDER).mkdir()
    (tmp_path / LOCK_FOLDER / "_site.lock").write_bytes(b"")
    write_site(SITE, tmp_path / "_site")
    assert files_in(tmp_path / "_site") == SITE


def test_a_file_where_the_own_folder_must_be_is_named_and_kept(tmp_path: Path) -> None:
    """A file or a dangling link of that name is somebody's."""
    (tmp_path / LOCK_FOLDER).write_bytes(b"mine")
    assert f"{LOCK_FOLDER}: readinglist needs this path" in refusal(SITE, tmp_path / "_site")
    assert (tmp_path / LOCK_FOLDER).read_bytes() == b"mine"
    (tmp_path / LOCK_FOLDER).unlink()
    (tmp_path / LOCK_FOLDER).symlink_to("nothing")
    assert "move it away" in refusal(SITE, tmp_path / "_site")
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_FOLDER]


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    """A file that somebody leads the lock to is neither made nor changed."""
    (tmp_path / LOCK_FOLDER).mkdir()
    (tmp_path / LOCK_FOLDER / "_site.lock").symlink_to(tmp_path / "other")
    refusal(SITE, tmp_path / "_site")
    assert not (tmp_path / "other").exists()


def test_an_output_folder_may_hold_another_and_lie_in_one(tmp_path: Path) -> None:
    """The own folder of the inner site is carried over, and the outer can be adopted."""
    inner = tmp_path / "_site" / "inner"
    write_site(SITE, inner)
    (tmp_path / "_site" / MARKER).write_bytes(b"")
    write_site({"index.html": b"outer"}, tmp_path / "_site")
    write_site({"index.html": b"new"}, inner)
    write_site({"index.html": b"newer"}, tmp_path / "_site")
    assert files_in(inner) == {"index.html": b"new"}
    assert (tmp_path / "_site" / "index.html").read_bytes() == b"newer"
