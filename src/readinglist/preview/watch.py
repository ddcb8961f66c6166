"""Noticing that somebody saved a file, once a save, whatever the editor does to save it.

Editors truncate and write again, write a copy and rename it over the file, move the file aside
first, and touch it for good measure; reading a file is an event too. So an event is only the
reason to look: after a short quiet the folders are looked at, and a change is a file that has
appeared, gone, or has other bytes than the last time. A folder may be made, removed and made
again while we watch.

``READINGLIST_DEBUG=1`` prints what is made of each event.
"""

from __future__ import annotations

import hashlib
import os
import queue
import stat
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from readinglist.files.disk import is_clutter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from watchdog.observers.api import BaseObserver

LONGEST_WAIT = 1.0
"""Seconds after which changes are reported though there was no quiet."""

POLLING_SECONDS = 0.5
"""How often the folders are looked at when the system cannot tell of changes."""

# Only these are asked of the system: it would otherwise report every file that a build reads.
_HEARD: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_COMING_OR_GOING = frozenset({"created", "deleted", "moved"})
_WRITING = frozenset({"modified", "closed"})


def relevant_paths(event: FileSystemEvent, root: Path) -> tuple[Path, ...]:
    """The paths an event says something new about, as far as a watched folder is concerned.

    These are files below the folder that came, went or were written to, with both ends of a
    move (an atomic save is a move that ends at the file); folders below it that came or went;
    and the folder itself, or one above it, when it came or went. Nothing for reading, for
    clutter (`readinglist.files.disk.is_clutter`), and for a folder whose entries changed, which
    only repeats what the entries' own events say.
    """
    if event.event_type in _WRITING and not event.is_directory:
        could_be = _is_below
    elif event.event_type in _COMING_OR_GOING:
        could_be = _is_below_or_above
    else:
        return ()
    ends = (Path(os.fsdecode(end)) for end in (event.src_path, event.dest_path) if end)
    return tuple(path for path in ends if could_be(path, root))


def _is_below(path: Path, root: Path) -> bool:
    return root in path.parents and not any(map(is_clutter, path.relative_to(root).parts))


def _is_below_or_above(path: Path, root: Path) -> bool:
    return root.is_relative_to(path) or _is_below(path, root)


@dataclass(frozen=True, slots=True)
class Print:
    """A file at one moment: what the system says of it, and a digest of its bytes."""

    status: tuple[int, ...]
    digest: bytes


Prints: TypeAlias = "Mapping[Path, Print]"


def changed(before: Prints, after: Prints) -> frozenset[Path]:
    """The files that appeared, went, or have other bytes."""
    return frozenset(
        path
        for path in before.keys() | after.keys()
        if path not in before or path not in after or before[path].digest != after[path].digest
    )


def look(roots: Sequence[Path], before: Prints, suspects: AbstractSet[Path]) -> Prints:
    """Take the print of every file under some folders.

    A file is read only when it is a suspect or the system says it is not as it was `before`:
    the system's clock may be too coarse to tell two quick saves apart, an event is not.
    """
    prints: dict[Path, Print] = {}
    for root in roots:
        for file in _files_below(root):
            try:
                status = _status(file)
            except OSError:
                continue  # gone since it was listed
            known = before.get(file)
            fresh = known is None or known.status != status or file in suspects
            prints[file] = Print(status, _digest(file)) if fresh or not known else known
    return prints


def _files_below(root: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not is_clutter(name)]
        yield from (Path(here, name) for name in names if not is_clutter(name))
        yield from (link for name in folders if (link := Path(here, name)).is_symlink())


def _status(file: Path) -> tuple[int, ...]:
    """Device, number, kind, size and times of a file, or of a link that leads nowhere."""
    try:
        found = file.stat()
    except OSError:
        found = file.lstat()
    return (
        found.st_dev,
        found.st_ino,
        found.st_mode,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
    )


def _digest(file: Path) -> bytes:
    """What tells a file's contents apart; where a link leads is a part of it."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        if file.is_symlink():
            digest.update(os.fsencode(file.readlink()))
        if stat.S_ISREG(file.stat().st_mode):
            with file.open("rb") as opened:
                while piece := opened.read(1 << 20):
                    digest.update(piece)
    except OSError as error:
        digest.update(f"unreadable: {error.errno}".encode())
    return digest.digest()


class Watcher:
    """Tells of changes below some folders, from entering it as a context until leaving it.

    Args:
        roots: folders, which need not exist yet.
        on_change: called with the absolute paths of the files that changed, in a thread of the
            watcher's and never twice at once; what happens meanwhile is the next call's.
        quiet_seconds: how long nothing may happen before a save counts as finished.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        on_change: Callable[[frozenset[Path]], None],
        *,
        quiet_seconds: float = 0.2,
    ) -> None:
        self._roots = tuple(root.resolve() for root in roots)
        self._on_change = on_change
        self._quiet_seconds = quiet_seconds
        self._inbox: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._handlers = [_Handler(root, self._inbox.put) for root in self._roots]
        self._prints: Prints = {}
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def __enter__(self) -> Self:
        # watchdog 7 warns when it hears of a new folder in two ways at once; it then does right.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer: BaseObserver = Observer()
        self._observer.start()
        self._arm()
        self._prints = look(self._roots, {}, frozenset())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._inbox.put(None)
        self._thread.join(timeout=2)  # not for ever: on_change may be at work, and it is a daemon
        self._observer.stop()
        self._observer.join()

    def _arm(self) -> None:
        """Watch every root anew, and above each the nearest folder there is.

        A watch dies with its folder, and a new folder of the same name is another one: only
        the folder above tells of it.
        """
        try:
            self._observer.unschedule_all()
            for handler in self._handlers:
                self._watch(handler)
        except OSError as error:
            if isinstance(self._observer, PollingObserver):
                raise
            # The system's notices are used up (inotify's limits, as a rule): look ourselves.
            _debug(f"no notices from the system ({error}); looking ourselves from now on")
            self._observer.stop()
            self._observer.join()
            self._observer = PollingObserver(timeout=POLLING_SECONDS)
            self._observer.start()
            self._arm()

    def _watch(self, handler: _Handler) -> None:
        above = None
        while above != (nearest := _nearest_folder(handler.root)):
            above = nearest
            self._schedule(handler, above, recursive=False)
        self._schedule(handler, handler.root, recursive=True)

    def _schedule(self, handler: _Handler, folder: Path, *, recursive: bool) -> None:
        # A folder that is not there, or no longer: the one above it tells when it comes.
        with suppress(FileNotFoundError, NotADirectoryError):
            self._observer.schedule(handler, str(folder), recursive=recursive, event_filter=_HEARD)

    def _run(self) -> None:
        while True:
            suspects = self._batch()
            if None in suspects:
                return
            paths = {path for path in suspects if path is not None}
            if any(root.is_relative_to(path) for root in self._roots for path in paths):
                _debug("a watched folder came or went: watching anew")
                self._arm()
            prints = look(self._roots, self._prints, paths)
            changes = changed(self._prints, prints)
            self._prints = prints
            _debug(f"{len(paths)} suspects, {len(changes)} changed")
            if changes:
                self._on_change(changes)

    def _batch(self) -> set[Path | None]:
        """Wait for a path, then for quiet; every path that came meanwhile."""
        batch = {self._inbox.get()}
        last = time.monotonic() + LONGEST_WAIT
        while None not in batch:
            try:
                wait = min(self._quiet_seconds, last - time.monotonic())
                batch.add(self._inbox.get(timeout=max(wait, 0)))
            except queue.Empty:
                break
            if time.monotonic() > last:
                break
        return batch


class _Handler(FileSystemEventHandler):
    """Hands on the paths of events that are relevant to one root."""

    def __init__(self, root: Path, tell: Callable[[Path], None]) -> None:
        self.root = root
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = relevant_paths(event, self.root)
        if paths or Path(os.fsdecode(event.src_path)).is_relative_to(self.root):
            # Events beside a root are not told: this very log may be one of them.
            _debug(f"{event.event_type} {os.fsdecode(event.src_path)}: {_verdict(paths)}")
        for path in paths:
            self._tell(path)


def _nearest_folder(root: Path) -> Path:
    """The nearest folder above a path that exists."""
    return next((folder for folder in root.parents if folder.is_dir()), root)


def _verdict(paths: Sequence[Path]) -> str:
    return f"look at {', '.join(map(str, paths))}" if paths else "ignored"


def _debug(line: str) -> None:
    if os.environ.get("READINGLIST_DEBUG") == "1":
        print(f"watch: {line}", file=sys.stderr)
