"""Detect changed files, with one report per save, for all ways in which editors save.

Editors truncate and rewrite a file, write a copy and rename it, or move the file away first; and
reading a file can also cause events. So an event only starts a scan: after a short time without
events the folders are scanned, and a file has changed if it was added, was removed, or has other
bytes than before. Watched folders may be removed and created again.

``READINGLIST_DEBUG=1`` prints each event and what was done.
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

from readinglist.files.disk import is_ignored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from watchdog.observers.api import BaseObserver

LONGEST_WAIT = 1.0
"""Seconds after which changes are reported even if events continue."""

POLLING_SECONDS = 0.5
"""Interval of scans if the system cannot report events."""

# Other events are not requested: they would include every file that a build reads.
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_ADDED_OR_REMOVED = frozenset({"created", "deleted", "moved"})
_WRITING = frozenset({"modified", "closed"})


def relevant_paths(event: FileSystemEvent, root: Path) -> tuple[Path, ...]:
    """Return the paths of an event that can mean a change in a watched folder.

    These are files below the folder that were added, removed, moved or written (with both ends of a
    move, because an atomic save is a move); folders below it that were added or removed; and the
    folder itself and those above it, if added or removed. Events for reading and for ignored files
    (`readinglist.files.disk.is_ignored`) have no relevant paths.
    """
    if event.event_type in _WRITING and not event.is_directory:
        could_be = _is_below
    elif event.event_type in _ADDED_OR_REMOVED:
        could_be = _is_below_or_above
    else:
        return ()
    ends = (Path(os.fsdecode(end)) for end in (event.src_path, event.dest_path) if end)
    return tuple(path for path in ends if could_be(path, root))


def _is_below(path: Path, root: Path) -> bool:
    return root in path.parents and not any(map(is_ignored, path.relative_to(root).parts))


def _is_below_or_above(path: Path, root: Path) -> bool:
    return root.is_relative_to(path) or _is_below(path, root)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The state of a file: its status, and a hash of its bytes."""

    status: tuple[int, ...]
    hash: bytes


Fingerprints: TypeAlias = "Mapping[Path, Fingerprint]"


def changed(before: Fingerprints, after: Fingerprints) -> frozenset[Path]:
    """Return the files that were added or removed, or have other bytes."""
    return frozenset(
        path
        for path in before.keys() | after.keys()
        if path not in before or path not in after or before[path].hash != after[path].hash
    )


def scan(
    roots: Sequence[Path], before: Fingerprints, candidates: AbstractSet[Path]
) -> Fingerprints:
    """Return the fingerprints of all files below some folders.

    A file is read only if it is a candidate or if its status differs from `before`: the resolution
    of file times can be too low to tell two quick saves apart.
    """
    fingerprints: dict[Path, Fingerprint] = {}
    for root in roots:
        for file in _files_below(root):
            try:
                status = _status(file)
            except OSError:
                continue  # removed since it was listed
            known = before.get(file)
            fresh = known is None or known.status != status or file in candidates
            fingerprints[file] = (
                Fingerprint(status, _content_hash(file)) if fresh or not known else known
            )
    return fingerprints


def _files_below(root: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not is_ignored(name)]
        yield from (Path(here, name) for name in names if not is_ignored(name))
        yield from (link for name in folders if (link := Path(here, name)).is_symlink())


def _status(file: Path) -> tuple[int, ...]:
    """Return device, inode, mode, size and times of a file, or of a broken link."""
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


def _content_hash(file: Path) -> bytes:
    """Return a hash of the bytes of a file, and of the target of a link."""
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
    """Context manager that reports changes below some folders.

    Args:
        roots: folders, which need not exist yet.
        on_change: called with the absolute paths of changed files, in a thread of the watcher.
            Calls do not overlap; changes during a call are reported by the next one.
        quiet_seconds: how long there must be no event before changes are reported.
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
        self._fingerprints: Fingerprints = {}
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def __enter__(self) -> Self:
        # watchdog 7 warns if a new folder is reported twice, which is harmless.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer: BaseObserver = Observer()
        self._observer.start()
        self._watch_roots()
        self._fingerprints = scan(self._roots, {}, frozenset())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._inbox.put(None)
        self._thread.join(timeout=2)  # on_change may still run; the thread is a daemon
        self._observer.stop()
        self._observer.join()

    def _watch_roots(self) -> None:
        """Watch each root, and the nearest existing folder above it.

        A watch ends when its folder is removed. If a folder of the same name is created, only the
        folder above reports it.
        """
        try:
            self._observer.unschedule_all()
            for handler in self._handlers:
                self._watch(handler)
        except OSError as error:
            if isinstance(self._observer, PollingObserver):
                raise
            # Usually the limit of inotify watches: poll instead.
            _debug(f"the system cannot report events ({error}); polling instead")
            self._observer.stop()
            self._observer.join()
            self._observer = PollingObserver(timeout=POLLING_SECONDS)
            self._observer.start()
            self._watch_roots()

    def _watch(self, handler: _Handler) -> None:
        above = None
        while above != (nearest := _nearest_folder(handler.root)):
            above = nearest
            self._schedule(handler, above, recursive=False)
        self._schedule(handler, handler.root, recursive=True)

    def _schedule(self, handler: _Handler, folder: Path, *, recursive: bool) -> None:
        # A missing folder: the watch of the folder above reports when it is created.
        with suppress(FileNotFoundError, NotADirectoryError):
            self._observer.schedule(handler, str(folder), recursive=recursive, event_filter=_EVENTS)

    def _run(self) -> None:
        while True:
            candidates = self._batch()
            if None in candidates:
                return
            paths = {path for path in candidates if path is not None}
            if any(root.is_relative_to(path) for root in self._roots for path in paths):
                _debug("a watched folder was added or removed: renewing the watches")
                self._watch_roots()
            fingerprints = scan(self._roots, self._fingerprints, paths)
            changes = changed(self._fingerprints, fingerprints)
            self._fingerprints = fingerprints
            _debug(f"{len(paths)} candidates, {len(changes)} changed")
            if changes:
                self._on_change(changes)

    def _batch(self) -> set[Path | None]:
        """Wait for a path, then until there are no more events; return all paths."""
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
    """Passes on the relevant paths of events for one root."""

    def __init__(self, root: Path, report: Callable[[Path], None]) -> None:
        self.root = root
        self._report = report

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = relevant_paths(event, self.root)
        if paths or Path(os.fsdecode(event.src_path)).is_relative_to(self.root):
            # Events outside the root are not printed: this output may be one of them.
            _debug(f"{event.event_type} {os.fsdecode(event.src_path)}: {_verdict(paths)}")
        for path in paths:
            self._report(path)


def _nearest_folder(root: Path) -> Path:
    """Return the nearest existing folder above a path."""
    return next((folder for folder in root.parents if folder.is_dir()), root)


def _verdict(paths: Sequence[Path]) -> str:
    return f"look at {', '.join(map(str, paths))}" if paths else "ignored"


def _debug(line: str) -> None:
    if os.environ.get("READINGLIST_DEBUG") == "1":
        print(f"watch: {line}", file=sys.stderr)
