"""Reading what a team wrote from the disk, and writing the site to it.

Reading takes every file of a folder, in one order on every machine, and says what it could not
read. Writing is all or nothing: the site is put together in a new folder beside the old one and
takes its place in one step, so that a reader, a full disk or a pulled plug never meets half a
site. A file whose bytes have not changed stays the very file it was, with its time.

The output folder carries a small file, `MARKER`, that lists what this tool wrote there. Only
those files are ever replaced or removed: whatever else a person keeps in the folder (``.git`` of
a worktree, ``CNAME``) is carried over, and a folder without the marker is not touched at all.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import stat
import sys
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from readinglist.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from readinglist.model import Site, Sources

MARKER = ".readinglist-files"
"""The file in the output folder that says: made by this tool, and these are its files."""

OWN_FOLDER = ".readinglist"
"""The folder beside the output folder where this tool keeps what is no part of a site; git is
told to ignore it. Its name differs from the marker's: an output folder may hold another."""

PATIENCE = 10.0
"""Seconds to wait while another build is writing to the same folder."""

_MARKER_TITLE = "# readinglist wrote the files named below; it replaces and removes only these."
_CLUTTER = re.compile(
    r"\. | ~\$ | .*~$ | \#.*\#$ | .*\.sw[opx]$ | (Thumbs\.db|desktop\.ini|4913)$",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOT_UTF8 = re.compile("[\ud800-\udfff]")  # what Python makes of such bytes in a name
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\\:]")
_LONGEST_NAME = 255  # bytes; the limit of every file system in use
_CANNOT_LOCK = frozenset(
    {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
)
"""What a file system answers that has no locks, as some network drives."""
_AT_FDCWD = -100  # <fcntl.h>
_RENAME_EXCHANGE = 2  # <linux/fs.h>


class Refused(Exception):  # noqa: N818 - it reads as what happened: "writing was refused"
    """Something was asked of the disk that will not or cannot be done.

    Attributes:
        problems: why, at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many files of a site were written, kept as they were, and removed."""

    written: int
    kept: int
    removed: int


# --- reading --------------------------------------------------------------------------------


def is_clutter(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or was dropped by an editor or desktop."""
    return _CLUTTER.match(name) is not None


def read_sources(folder: Path) -> tuple[Sources, tuple[Problem, ...]]:
    """Every file a team wrote, by its path below the source folder, in the order of paths.

    Paths have ``/`` between folders and are in Unicode's NFC form whatever the disk uses. What
    `is_clutter` names is left out, and so is what is not a file. A link to a file in the same
    folder is followed.

    Returns:
        the files that could be read, and a problem for each that could not, for each link that
        is not followed, and for each name that another system could not hold.
    """
    if not folder.is_dir():
        message = "this is not a folder" if folder.exists() else "the source folder does not exist"
        hint = "create one with `readinglist new`, or pass its path with --source"
        return {}, (Problem(str(folder), 0, 0, message, hint),)
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for found in _walk(folder):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        path, file = found
        try:
            files[path] = file.read_bytes()
        except OSError as error:
            problems.append(_unreadable(path, error))
    return dict(sorted(files.items())), tuple(sorted(problems, key=lambda one: one.sort_key))


def read_tree(folder: Path) -> Mapping[str, bytes]:
    """The files of one layer of a theme, by path; nothing when there is no such folder.

    Raises:
        Refused: when a part of the folder cannot be read, for the reasons of `read_sources`.
    """
    if not folder.exists():
        return {}
    files, problems = read_sources(folder)
    if problems:
        raise Refused(*problems)
    return files


def _walk(top: Path) -> Iterator[tuple[str, Path] | Problem]:
    """Each file below a folder with its path in it, or the reason why it is passed over."""
    root = top.resolve()
    pending = [(top, "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(prefix.rstrip("/") or str(top), error)
            continue
        spelled: dict[str, str] = {}
        for entry in entries:
            if is_clutter(entry.name):
                continue
            name = unicodedata.normalize("NFC", entry.name)
            path = prefix + _shown(name)
            if flaw := name_flaw(name):
                yield Problem(path, 0, 0, f"the name {flaw}", "rename it")
                continue
            if twin := spelled.get(_folded(name)):
                yield _twins(path, twin)
            spelled[_folded(name)] = path
            if entry.is_symlink():
                yield _followed(path, Path(entry.path), root)
            elif entry.is_dir():
                pending.append((Path(entry.path), f"{path}/"))
            elif entry.is_file():
                yield path, Path(entry.path)


def _followed(path: str, link: Path, root: Path) -> tuple[str, Path] | Problem:
    try:
        real = link.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop is a RuntimeError before Python 3.13
        return Problem(path, 0, 0, "this symbolic link is broken", "correct it or remove it")
    if not real.is_relative_to(root):
        hint = "replace it with a copy of its target"
        return Problem(
            path, 0, 0, "this symbolic link leads out of the folder and is not followed", hint
        )
    if not real.is_file():
        hint = "replace it with the files themselves"
        return Problem(
            path, 0, 0, "this symbolic link does not lead to a file and is not followed", hint
        )
    return path, real


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(path, 0, 0, f"this cannot be read: {_reason(error)}", "check its permissions")


def _twins(path: str, twin: str) -> Problem:
    message = f"the name differs from “{twin}” only in case or Unicode form"
    return Problem(
        path, 0, 0, message, "rename one of them: on macOS and Windows they are the same file"
    )


def _folded(path: str) -> str:
    """What two names have in common that macOS or Windows takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _shown(name: str) -> str:
    """A name as it can be printed: what cannot be seen is spelled out."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )


def name_flaw(name: str) -> str:
    """Why one part of a path cannot be used on every system, or nothing."""
    if _NOT_UTF8.search(name):
        return "is not valid UTF-8"
    if _UNWRITABLE.search(name):
        return "contains a control character, a backslash or a colon"
    if len(name.encode()) > _LONGEST_NAME:
        return f"is longer than {_LONGEST_NAME} bytes"
    return ""


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


# --- writing --------------------------------------------------------------------------------


def write_site(site: Site, target: Path, *, sources: Sequence[Path] = ()) -> WriteReport:
    """Make a folder hold exactly this site, in one step.

    Until that step the old site is there, whole; a build that was killed is cleaned up by the
    next one. Unchanged files stay the same files, with their times; when nothing has changed,
    nothing is touched. A target that is a link stands for the folder it leads to, which must
    pass every check itself.

    Args:
        sources: folders that are read from: the target may not be, hold or lie in one of them.

    Raises:
        Refused: when a path of the site is unsafe, when the target is not this tool's to
            write, or when the disk fails; the old site is untouched.
    """
    if problems := unsafe_paths(site):
        raise Refused(*problems)
    place = _safe_place(target, sources)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _only_build(place):
            return _replace(site, place)
    except OSError as error:
        message = f"the site could not be written: {_reason(error)}"
        hint = "the output folder was not changed"
        raise Refused(Problem(str(target), 0, 0, message, hint)) from error


def unsafe_paths(paths: Iterable[str]) -> tuple[Problem, ...]:
    """Paths of a site that would leave its folder, or that one folder cannot hold together.

    Safe on every system: relative, with ``/`` between names that each may be written, and no
    two that differ only in case or Unicode form, or of which one is the other's folder.
    """
    paths = sorted(paths)
    if unusable := [(path, flaw) for path in paths if (flaw := _path_flaw(path))]:
        return tuple(
            Problem(_shown(path), 0, 0, f"a page cannot have this path: {flaw}")
            for path, flaw in unusable
        )
    shape = _Shape.of(paths)
    return tuple(
        Problem(path, 0, 0, f"this path and “{other}” cannot both be in one folder")
        for path, other in shape.clashes
    )


def _path_flaw(path: str) -> str:
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return "it is absolute, or has an empty, “.” or “..” part"
        if flaw := name_flaw(name):
            return f"a part of it {flaw}"
    return (
        "readinglist uses this name for a file that it writes itself"
        if _folded(path) == MARKER
        else ""
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """The files and folders that some paths make, by folded path, and those that clash."""

    files: Mapping[str, str]
    folders: Mapping[str, str]
    clashes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, paths: Iterable[str]) -> _Shape:
        files: dict[str, str] = {}
        folders: dict[str, str] = {}
        clashes: dict[str, str] = {}
        for path in sorted(paths):
            other = files.setdefault(_folded(path), path)
            if other != path:
                clashes[path] = other
            for folder in _folders_of(path):
                other = folders.setdefault(_folded(folder), folder)
                if other != folder:
                    clashes[path] = other
        for folded in files.keys() & folders.keys():
            clashes[files[folded]] = f"{folders[folded]}/"
        return cls(files, folders, tuple(sorted(clashes.items())))

    def has_no_room_for(self, path: str) -> bool:
        """Whether a file of another's making is where one of these files or folders must be."""
        folded = _folded(path)
        return (
            folded in self.files
            or folded in self.folders
            or any(_folded(folder) in self.files for folder in _folders_of(path))
        )


def _folders_of(path: str) -> Iterator[str]:
    """The folders a path leads through, the outermost first."""
    end = path.find("/")
    while end != -1:
        yield path[:end]
        end = path.find("/", end + 1)


def _safe_place(target: Path, sources: Sequence[Path]) -> Path:
    """The real path of a target, once it is clear that replacing it can harm nobody."""

    def refused(message: str, hint: str = "choose a separate folder for the site") -> Refused:
        return Refused(Problem(str(target), 0, 0, message, hint))

    try:
        place = target.resolve()
    except (OSError, RuntimeError) as error:
        raise refused("this symbolic link is part of a loop") from error
    if place.exists() and not place.is_dir():
        raise refused("the output folder cannot be made here: this is a file")
    if place == Path(place.anchor):
        raise refused("the output folder must not be the root of a file system")
    with suppress(RuntimeError):  # a user without a home
        if Path.home().resolve().is_relative_to(place):
            raise refused("the output folder must not be or contain your home folder")
    if Path.cwd().is_relative_to(place):
        raise refused("the output folder must not be or contain the current folder")
    for source in sources:
        if source.resolve().is_relative_to(place):
            raise refused(f"the output folder must not be or contain “{source}”, which is read")
        if place.is_relative_to(source.resolve()):
            raise refused(f"the output folder must not be inside “{source}”, which is read")
    if place.is_mount():
        raise refused(
            "this is a mount point, which cannot be replaced", "choose a folder inside it"
        )
    return place


def _replace(site: Site, place: Path) -> WriteReport:
    new, old = _beside(place, "new"), _beside(place, "old")
    _tidy(place, new, old)
    ours = _ours(place)
    foreign_files, foreign_folders = _foreign(place, ours)
    shape = _Shape.of(site)
    in_the_way = [path for path in foreign_files if shape.has_no_room_for(path)]
    in_the_way += [path for path in foreign_folders if _folded(path) in shape.files]
    if in_the_way:
        raise Refused(*(_in_the_way(place / path) for path in in_the_way))

    kept = {path for path, data in site.items() if path in ours and _holds(place / path, data)}
    marker = "".join(f"{line}\n" for line in (_MARKER_TITLE, *sorted(site))).encode()
    same_marker = _holds(place / MARKER, marker)
    report = WriteReport(len(site) - len(kept), len(kept), len(ours - site.keys()))
    if same_marker and len(kept) == len(site):
        return report
    try:
        new.mkdir()
        _write(new / MARKER, marker)  # first, so that the folder is known for ours
        if same_marker:
            (new / MARKER).unlink()
            _keep(place / MARKER, new / MARKER)
        _make_folders(new, [*site, *foreign_files, *(f"{name}/" for name in foreign_folders)])
        for path, data in site.items():
            if path in kept:
                _keep(place / path, new / path)
            else:
                _write(new / path, data)
        for path in foreign_files:
            _keep(place / path, new / path)
        if place.exists():
            shutil.copymode(place, new)
        _swap(new, place, old)
    finally:
        # Whatever is left over now, the old site or half of the new one, can go; if it cannot,
        # or if we are killed, the next build starts with this same step.
        with suppress(OSError):
            _tidy(place, new, old)
    return report


def _beside(place: Path, role: str) -> Path:
    return place.with_name(f".{place.name}.readinglist-{role}")


def _ours(folder: Path) -> AbstractSet[str]:
    """The files this tool wrote into a folder.

    A person adopts a folder by putting an empty marker into it: then none of its files is ours.

    Raises:
        Refused: when the folder has something in it and no marker.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return frozenset()
    marker = folder / MARKER
    if marker.is_file() and not marker.is_symlink() and not folder.is_symlink():
        first, *paths = marker.read_text("utf-8", "surrogateescape").split("\n")
        if first in ("", _MARKER_TITLE):
            return frozenset(paths) - {""}
    what = "git working tree" if (folder / ".git").exists() else "folder"
    message = f"this {what} contains files that readinglist did not write"
    hint = (
        f"choose another, or create an empty file {MARKER} in it: its files are then kept, "
        "and the site is written beside them"
    )
    raise Refused(Problem(str(folder), 0, 0, message, hint))


def _in_the_way(path: Path, here: str = "the site needs this path") -> Problem:
    return Problem(
        str(path), 0, 0, f"{here}, but what is there was not written by readinglist", "move it away"
    )


def _foreign(folder: Path, ours: AbstractSet[str]) -> tuple[list[str], list[str]]:
    """What is not ours in a folder: files and links; and folders that hold nothing."""
    our_folders = {parent for path in ours for parent in _folders_of(path)}
    files: list[str] = []
    empty_folders: list[str] = []
    for here, folders, names in os.walk(folder):
        prefix = here[len(str(folder)) + 1 :].replace(os.sep, "/")
        if not folders and not names and prefix and prefix not in our_folders:
            empty_folders.append(prefix)
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in (*names, *links):
            path = f"{prefix}/{name}" if prefix else name
            if path not in ours and path != MARKER:
                files.append(path)
    return files, empty_folders


def _holds(file: Path, data: bytes) -> bool:
    """Whether a file, and not a link, has exactly these bytes."""
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
            return False
        return file.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _make_folders(top: Path, paths: Collection[str]) -> None:
    for folder in sorted({folder for path in paths for folder in _folders_of(path)}):
        (top / folder).mkdir()


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def _keep(old: Path, new: Path) -> None:
    """Put a file under its new name without changing it, its time or its place on the disk."""
    if old.is_symlink():
        new.symlink_to(old.readlink())
        return
    try:
        new.hardlink_to(old)
    except OSError:  # a file system without links, or a file of another user's
        shutil.copy2(old, new)


def _swap(new: Path, place: Path, old: Path) -> None:
    """Put a folder in another's place; the other is afterwards beside it, as `new` or `old`."""
    if not place.exists():
        new.rename(place)
    elif not _exchange(new, place):
        place.rename(old)
        new.rename(place)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one indivisible step, where the system has such a step."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _tidy(place: Path, new: Path, old: Path) -> None:
    """Finish what a build left half done: bring the site back, then clear what is left over."""
    if old.exists() and not place.exists():
        old.rename(place)
    for leftover in (new, old):
        if leftover.exists():
            _discard(leftover, place)


def _discard(folder: Path, place: Path) -> None:
    """Remove a folder of ours; what somebody else put there since is moved to the site's."""
    for path in _foreign(folder, _ours(folder))[0]:
        if not os.path.lexists(place / path):
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).rename(place / path)
    shutil.rmtree(folder)


@contextmanager
def _only_build(place: Path) -> Iterator[None]:
    """Keep other builds out of this place; the system lifts the lock of a build that is killed.

    A file system that cannot lock is written to without a lock.

    Raises:
        Refused: when another build has not finished after `PATIENCE` seconds.
    """
    folder = place.with_name(OWN_FOLDER)
    if not folder.is_dir():
        if os.path.lexists(folder):
            raise Refused(_in_the_way(folder, "readinglist needs this path for its lock files"))
        _ours(place)  # nothing is made beside a folder that is not this tool's to write
        folder.mkdir(exist_ok=True)
    # Without the fallback, which is a file that a killed build would leave locked for good.
    lock = FileLock(folder / f"{place.name}.lock", fallback_to_soft=False)
    try:
        lock.acquire(timeout=PATIENCE, poll_interval=0.02)
    except Timeout:
        message = "another build is writing to this folder"
        hint = "wait for it to finish, then retry"
        raise Refused(Problem(str(place), 0, 0, message, hint)) from None
    except OSError as error:
        if error.errno not in _CANNOT_LOCK:
            raise
    try:
        yield
    finally:
        lock.release()
