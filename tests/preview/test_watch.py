"""The file watcher: one report per save, and folders that are removed and created again."""

from __future__ import annotations

import os
import queue
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)

from readinglist.preview import watch
from readinglist.preview.watch import Watcher, changed, relevant_paths, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path("/home/team/.hidden/site_src")


@pytest.mark.parametrize(
    ("event", "paths"),
    [
        (FileModifiedEvent("{}/a.yaml"), ["a.yaml"]),
        (FileClosedEvent("{}/themes/a.yaml"), ["themes/a.yaml"]),
        (FileCreatedEvent("{}/a.yaml"), ["a.yaml"]),
        (FileDeletedEvent("{}/a.yaml"), ["a.yaml"]),
        (FileMovedEvent("{}/.a.tmp", "{}/a.yaml"), ["a.yaml"]),
        (FileMovedEvent("{}/a.yaml", "{}/a.yaml~"), ["a.yaml"]),
        (FileMovedEvent("{}/a.yaml", "{}/b.yaml"), ["a.yaml", "b.yaml"]),
        (DirCreatedEvent("{}/themes"), ["themes"]),
        (DirMovedEvent("{}/themes", "/elsewhere"), ["themes"]),
        (DirDeletedEvent("{}"), [""]),
        (DirCreatedEvent("{}"), [""]),
        (DirCreatedEvent("{}/.."), None),
        (FileOpenedEvent("{}/a.yaml"), []),
        (FileClosedNoWriteEvent("{}/a.yaml"), []),
        (DirModifiedEvent("{}"), []),
        (DirModifiedEvent("{}/themes"), []),
        (FileModifiedEvent("{}/.a.yaml.swp"), []),
        (FileModifiedEvent("{}/.git/index"), []),
        (FileCreatedEvent("{}/4913"), []),
        (FileModifiedEvent("/home/team/.hidden/README.md"), []),
        (FileCreatedEvent("/home/team/.hidden/site_src2"), []),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, FileSystemEvent) else None,
)
def test_what_an_event_says(event: FileSystemEvent, paths: list[str] | None) -> None:
    """Writing, coming and going count, both ends of a move; reading and clutter do not."""
    root = str(ROOT)
    real = type(event)(
        str(event.src_path).replace("{}/..", "/home/team/.hidden").replace("{}", root),
        str(event.dest_path).replace("{}", root),
    )
    expected = [Path("/home/team/.hidden")] if paths is None else [ROOT / path for path in paths]
    assert list(relevant_paths(real, ROOT)) == expected


def test_a_print_tells_contents_apart_and_nothing_else(tmp_path: Path) -> None:
    """New bytes, new files and missing files are changes; new times are not."""
    for name in ("same", "touched", "edited", "removed"):
        (tmp_path / name).write_bytes(b"one")
    before = scan([tmp_path], {}, frozenset())
    os.utime(tmp_path / "touched", (1, 1))
    (tmp_path / "edited").write_bytes(b"two")
    (tmp_path / "removed").unlink()
    (tmp_path / "added").write_bytes(b"new")
    (tmp_path / ".hidden").write_bytes(b"x")
    after = scan([tmp_path], before, frozenset())
    assert changed(before, after) == {tmp_path / n for n in ("edited", "removed", "added")}


def test_a_suspect_is_read_again_though_it_looks_the_same(tmp_path: Path) -> None:
    """Where the clock cannot tell two saves apart, an event can."""
    file = tmp_path / "a"
    file.write_bytes(b"one")
    before = scan([tmp_path], {}, frozenset())
    stale = {file: watch.Fingerprint(before[file].status, b"other bytes")}
    assert changed(stale, scan([tmp_path], stale, frozenset())) == frozenset()
    assert changed(stale, scan([tmp_path], stale, {file})) == {file}


def test_looking_survives_links_to_anywhere(tmp_path: Path) -> None:
    """Links that are broken, lead out of the folder or form a loop are reported, not followed."""
    (tmp_path / "nowhere").symlink_to("missing")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "device").symlink_to(os.devnull)
    before = scan([tmp_path], {}, frozenset())
    assert {path.name for path in before} == {"nowhere", "loop", "up", "device"}
    (tmp_path / "up").unlink()
    (tmp_path / "up").symlink_to("/")
    assert changed(before, scan([tmp_path], before, frozenset())) == {tmp_path / "up"}


# --- the watcher itself ---------------------------------------------------------------------


class Watched:
    """Two watched folders, of which one does not exist, and what was reported of them."""

    def __init__(self, top: Path) -> None:
        self.source = top / "site_src"
        self.templates = top / "templates"
        self.file = self.source / "themes" / "a.yaml"
        self.file.parent.mkdir(parents=True)
        self.file.write_text("first")
        self.reports: queue.Queue[frozenset[Path]] = queue.Queue()

    def reported(self) -> set[Path]:
        """The next report; fails when there is none."""
        return set(self.reports.get(timeout=5))

    def is_quiet(self) -> bool:
        """Whether nothing is reported for a while."""
        time.sleep(0.2)
        return self.reports.empty()


@pytest.fixture(params=["notices", "polling"])
def watched(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    """Watched folders, with the system's notices and without."""
    if request.param == "polling":

        def used_up(*_: object, **__: object) -> None:
            raise OSError(28, "inotify watch limit reached")

        monkeypatch.setattr("readinglist.preview.watch.Observer.schedule", used_up)
        monkeypatch.setattr(watch, "POLLING_SECONDS", 0.05)
    folders = Watched(tmp_path)
    roots = (folders.source, folders.templates)
    with Watcher(roots, folders.reports.put, quiet_seconds=0.1):
        yield folders


def truncate_and_write(file: Path) -> None:
    """As a plain editor saves."""
    with file.open("w") as opened:
        opened.flush()
        opened.write("sec")
        opened.flush()
        opened.write("ond")


def rename_over(file: Path) -> None:
    """As gedit and many others save."""
    new = file.with_name(".goutputstream-X")
    new.write_text("second")
    new.replace(file)


def back_up_and_write(file: Path) -> None:
    """As vim saves, with its probe for a writable folder."""
    probe = file.with_name("4913")
    probe.touch()
    probe.unlink()
    file.rename(f"{file}~")
    file.write_text("second")
    file.with_name(f"{file.name}~").unlink()


def write_and_touch(file: Path) -> None:
    """As a file synchroniser saves."""
    file.write_text("second")
    for seconds in range(5):
        os.utime(file, (seconds, seconds))
        file.chmod(0o644)


@pytest.mark.parametrize(
    "save", [truncate_and_write, rename_over, back_up_and_write, write_and_touch]
)
def test_one_save_is_one_report(watched: Watched, save: Callable[[Path], None]) -> None:
    """However an editor saves a file, it is reported once, by its name."""
    save(watched.file)
    assert watched.reported() == {watched.file}
    assert watched.is_quiet()


def test_reading_and_saving_the_same_is_no_change(watched: Watched) -> None:
    """Reading, touching, and saving without an edit are not reported; the next edit is."""
    watched.file.read_text()
    watched.file.touch()
    watched.file.write_text("first")
    (watched.file.parent / ".a.yaml.swp").write_text("x")
    assert watched.is_quiet()
    watched.file.write_text("second")
    assert watched.reported() == {watched.file}


def test_a_new_folder_s_files_are_reported(watched: Watched) -> None:
    """A whole tree that appears at once is seen down to its last file."""
    deep = watched.source / "notes" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "c.md").write_text("x")
    assert watched.reported() == {deep / "c.md"}


def test_a_removed_file_is_reported(watched: Watched) -> None:
    """Removing a file is a change."""
    watched.file.unlink()
    assert watched.reported() == {watched.file}


def test_a_folder_that_does_not_exist_yet_is_watched_when_it_comes(watched: Watched) -> None:
    """A templates folder made while we watch is picked up, and goes on being watched."""
    page = watched.templates / "page.html"
    watched.templates.mkdir()
    page.write_text("one")
    assert watched.reported() == {page}
    page.write_text("two")
    assert watched.reported() == {page}


def test_a_folder_that_goes_and_comes_back_is_watched_again(watched: Watched) -> None:
    """After the source folder was removed and made again, saves are still noticed; twice."""
    for text in ("third", "fourth"):
        shutil.rmtree(watched.source)
        assert watched.reported() == {watched.file}
        watched.file.parent.mkdir(parents=True)
        watched.file.write_text("second")
        assert watched.reported() == {watched.file}
        watched.file.write_text(text)
        assert watched.reported() == {watched.file}


def test_a_folder_replaced_at_once_is_watched_again(watched: Watched) -> None:
    """A checkout that swaps the folder for another is one change, and watching goes on."""
    other = watched.source.with_name("other")
    (other / "themes").mkdir(parents=True)
    (other / "themes" / "a.yaml").write_text("second")
    watched.source.rename(watched.source.with_name("away"))
    other.rename(watched.source)
    assert watched.reported() == {watched.file}
    watched.file.write_text("third")
    assert watched.reported() == {watched.file}


def test_changes_while_one_is_dealt_with_are_one_more(tmp_path: Path) -> None:
    """Saves during a slow reaction are gathered, and reported once when it is over."""
    (tmp_path / "a").write_text("0")
    reports: list[frozenset[Path]] = []

    def slowly(paths: frozenset[Path]) -> None:
        reports.append(paths)
        if len(reports) == 1:
            for name in "bcd":
                (tmp_path / name).write_text("1")
                time.sleep(0.03)

    with Watcher([tmp_path], slowly, quiet_seconds=0.02):
        (tmp_path / "a").write_text("1")
        time.sleep(0.4)
    assert reports == [{tmp_path / "a"}, {tmp_path / name for name in "bcd"}]


def test_a_file_written_without_pause_is_reported_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that never gets quiet does not hold a report back for ever."""
    monkeypatch.setattr(watch, "LONGEST_WAIT", 0.1)
    reports: queue.Queue[frozenset[Path]] = queue.Queue()
    with Watcher([tmp_path], reports.put, quiet_seconds=10):
        for number in range(60):
            (tmp_path / "log").write_text(str(number))
            if not reports.empty():
                break
            time.sleep(0.02)
    assert reports.get(timeout=1) == {tmp_path / "log"}


def test_debug_says_what_was_made_of_an_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """READINGLIST_DEBUG=1 prints each decision, to the error stream."""
    monkeypatch.setenv("READINGLIST_DEBUG", "1")
    reports: queue.Queue[frozenset[Path]] = queue.Queue()
    with Watcher([tmp_path], reports.put):
        (tmp_path / ".hidden").write_text("x")
        (tmp_path / "a").write_text("x")
        reports.get(timeout=5)
    printed = capfd.readouterr().err
    assert f"watch: created {tmp_path / '.hidden'}: ignored" in printed
    assert f"watch: created {tmp_path / 'a'}: look at {tmp_path / 'a'}" in printed
