"""Read the source folder, and write the site to the output folder.

Writing is atomic. The site is written to a new folder next to the output folder, which then
replaces it in one step (on Linux; on other systems in two renames). If writing fails or is
interrupted, the old site remains. Files whose bytes have not changed keep their modification time.

The output folder contains a file, `MARKER`, which lists the files that this tool wrote. Only these
are replaced or removed. Other files in the folder (``.git`` of a worktree, ``CNAME``) are kept. A
folder with files and without the marker is not changed.
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
"""The file in the output folder that lists the files written by this tool."""

LOCK_FOLDER = ".readinglist"
"""A folder next to the output folder, with the lock files; git ignores it. Its name differs from
that of the marker, because it can itself be in an output folder."""

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another build that writes to the same folder."""

_MARKER_TITLE = "# readinglist wrote the files named below; it replaces and removes only these."
_IGNORED = re.compile(
    r"\. | ~\$ | .*~$ | \#.*\#$ | .*\.sw[opx]$ | (Thumbs\.db|desktop\.ini|4913)$",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOT_UTF8 = re.compile("[\ud800-\udfff]")  # surrogateescape
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\\:]")
_LONGEST_NAME = 255  # bytes; the limit of common file systems
_CANNOT_LOCK = frozenset(
    {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
)
"""Errors of file systems without locks, such as some network drives."""
_AT_FDCWD = -100  # <fcntl.h>
_RENAME_EXCHANGE = 2  # <linux/fs.h>


class FilesError(Exception):
    """A file operation failed, or is not allowed.

    Attributes:
        problems: the reasons, at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class WriteReport:
    """The numbers of files that were written, kept and removed."""

    written: int
    kept: int
    removed: int


# --- reading --------------------------------------------------------------------------------


def is_ignored(name: str) -> bool:
    """Return whether a name is that of a hidden file, or of a temporary file of an editor."""
    return _IGNORED.match(name) is not None


def read_sources(folder: Path) -> tuple[Sources, tuple[Problem, ...]]:
    """Read all files of a source folder.

    Paths use ``/`` as separator and are in Unicode normalization form C. Files that `is_ignored`
    matches are skipped. Symbolic links to files in the same folder are followed.

    Returns:
        The files by path, sorted, and the problems: files that cannot be read, links that are not
        followed, and names that some systems do not support.
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
    """Read the files of a folder of a theme, by path; empty if there is no such folder.

    Raises:
        FilesError: if `read_sources` reports problems.
    """
    if not folder.exists():
        return {}
    files, problems = read_sources(folder)
    if problems:
        raise FilesError(*problems)
    return files


def _walk(top: Path) -> Iterator[tuple[str, Path] | Problem]:
    """Yield each file below a folder with its path in it, or the problem that excludes it."""
    root = top.resolve()
    pending = [(top, "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as listed:
                children = sorted(listed, key=lambda child: child.name)
        except OSError as error:
            yield _unreadable(prefix.rstrip("/") or str(top), error)
            continue
        spelled: dict[str, str] = {}
        for child in children:
            if is_ignored(child.name):
                continue
            name = unicodedata.normalize("NFC", child.name)
            path = prefix + _shown(name)
            if problem := name_problem(name):
                yield Problem(path, 0, 0, f"the name {problem}", "rename it")
                continue
            if other := spelled.get(_folded(name)):
                yield _similar_name(path, other)
            spelled[_folded(name)] = path
            if child.is_symlink():
                yield _followed(path, Path(child.path), root)
            elif child.is_dir():
                pending.append((Path(child.path), f"{path}/"))
            elif child.is_file():
                yield path, Path(child.path)


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


def _similar_name(path: str, other: str) -> Problem:
    message = f"the name differs from “{other}” only in case or Unicode form"
    return Problem(
        path, 0, 0, message, "rename one of them: on macOS and Windows they are the same file"
    )


def _folded(path: str) -> str:
    """Return a key that is equal for names that macOS or Windows treat as equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _shown(name: str) -> str:
    """Return a name with escapes in place of unprintable characters."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )


def name_problem(name: str) -> str:
    """Return why a file name does not work on all systems, or ``""``."""
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
    """Replace the contents of the output folder with a site.

    If nothing has changed, nothing is written. If `target` is a symbolic link, the folder it leads
    to is used. Files left by an interrupted build are removed.

    Args:
        site: the files by path.
        target: the output folder, which need not exist.
        sources: folders that are read; `target` must not be, contain or be inside any of them.

    Raises:
        FilesError: if a path of the site is unsafe, if the folder was not written by this tool, or
            if writing fails. The old site is not changed.
    """
    if problems := unsafe_paths(site):
        raise FilesError(*problems)
    output = _checked_target(target, sources)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with _locked(output):
            return _replace(site, output)
    except OSError as error:
        message = f"the site could not be written: {_reason(error)}"
        hint = "the output folder was not changed"
        raise FilesError(Problem(str(target), 0, 0, message, hint)) from error


def unsafe_paths(paths: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem for each path of a site that cannot be written on all systems.

    A safe path is relative, has ``/`` between valid names, does not differ from another path only
    in case or Unicode form, and is not inside a path that is a file.
    """
    paths = sorted(paths)
    if unusable := [(path, problem) for path in paths if (problem := _path_problem(path))]:
        return tuple(
            Problem(_shown(path), 0, 0, f"a page cannot have this path: {problem}")
            for path, problem in unusable
        )
    tree = _Tree.of(paths)
    return tuple(
        Problem(path, 0, 0, f"this path and “{other}” cannot both be in one folder")
        for path, other in tree.clashes
    )


def _path_problem(path: str) -> str:
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return "it is absolute, or has an empty, “.” or “..” part"
        if problem := name_problem(name):
            return f"a part of it {problem}"
    return (
        "readinglist uses this name for a file that it writes itself"
        if _folded(path) == MARKER
        else ""
    )


@dataclass(frozen=True, slots=True)
class _Tree:
    """The files and folders of a set of paths, by folded path, and pairs of paths that conflict."""

    files: Mapping[str, str]
    folders: Mapping[str, str]
    clashes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, paths: Iterable[str]) -> _Tree:
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

    def conflicts_with(self, path: str) -> bool:
        """Return whether a file that exists already prevents these files from being written."""
        folded = _folded(path)
        return (
            folded in self.files
            or folded in self.folders
            or any(_folded(folder) in self.files for folder in _folders_of(path))
        )


def _folders_of(path: str) -> Iterator[str]:
    """Yield the folders that contain a path, from the outermost to the innermost."""
    end = path.find("/")
    while end != -1:
        yield path[:end]
        end = path.find("/", end + 1)


def _checked_target(target: Path, sources: Sequence[Path]) -> Path:
    """Return the resolved path of the output folder.

    Raises:
        FilesError: if replacing the folder could destroy other files.
    """

    def refused(message: str, hint: str = "choose a separate folder for the site") -> FilesError:
        return FilesError(Problem(str(target), 0, 0, message, hint))

    try:
        output = target.resolve()
    except (OSError, RuntimeError) as error:
        raise refused("this symbolic link is part of a loop") from error
    if output.exists() and not output.is_dir():
        raise refused("the output folder cannot be made here: this is a file")
    if output == Path(output.anchor):
        raise refused("the output folder must not be the root of a file system")
    with suppress(RuntimeError):  # a user without a home
        if Path.home().resolve().is_relative_to(output):
            raise refused("the output folder must not be or contain your home folder")
    if Path.cwd().is_relative_to(output):
        raise refused("the output folder must not be or contain the current folder")
    for source in sources:
        if source.resolve().is_relative_to(output):
            raise refused(f"the output folder must not be or contain the input folder “{source}”")
        if output.is_relative_to(source.resolve()):
            raise refused(f"the output folder must not be inside the input folder “{source}”")
    if output.is_mount():
        raise refused(
            "this is a mount point, which cannot be replaced", "choose a folder inside it"
        )
    return output


def _replace(site: Site, output: Path) -> WriteReport:
    new, old = _sibling(output, "new"), _sibling(output, "old")
    _clean_up(output, new, old)
    written = _written_files(output)
    other_files, other_folders = _other_files(output, written)
    tree = _Tree.of(site)
    in_the_way = [path for path in other_files if tree.conflicts_with(path)]
    in_the_way += [path for path in other_folders if _folded(path) in tree.files]
    if in_the_way:
        raise FilesError(*(_in_the_way(output / path) for path in in_the_way))

    kept = {
        path for path, data in site.items() if path in written and _has_content(output / path, data)
    }
    marker = "".join(f"{line}\n" for line in (_MARKER_TITLE, *sorted(site))).encode()
    same_marker = _has_content(output / MARKER, marker)
    report = WriteReport(len(site) - len(kept), len(kept), len(written - site.keys()))
    if same_marker and len(kept) == len(site):
        return report
    try:
        new.mkdir()
        _write(new / MARKER, marker)  # first, so that the next build recognizes the folder
        if same_marker:
            (new / MARKER).unlink()
            _link_or_copy(output / MARKER, new / MARKER)
        _make_folders(new, [*site, *other_files, *(f"{name}/" for name in other_folders)])
        for path, data in site.items():
            if path in kept:
                _link_or_copy(output / path, new / path)
            else:
                _write(new / path, data)
        for path in other_files:
            _link_or_copy(output / path, new / path)
        if output.exists():
            shutil.copymode(output, new)
        _swap(new, output, old)
    finally:
        # If this fails, or the process is killed, the next build removes the folders.
        with suppress(OSError):
            _clean_up(output, new, old)
    return report


def _sibling(output: Path, role: str) -> Path:
    return output.with_name(f".{output.name}.readinglist-{role}")


def _written_files(folder: Path) -> AbstractSet[str]:
    """Return the paths of the files that this tool wrote to a folder.

    A person can add an empty marker to a folder to let the tool use it: none of its files is then
    in the result.

    Raises:
        FilesError: if the folder is not empty and has no marker.
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
    raise FilesError(Problem(str(folder), 0, 0, message, hint))


def _in_the_way(path: Path, here: str = "the site needs this path") -> Problem:
    return Problem(
        str(path), 0, 0, f"{here}, but what is there was not written by readinglist", "move it away"
    )


def _other_files(folder: Path, written: AbstractSet[str]) -> tuple[list[str], list[str]]:
    """Return the files and links that this tool did not write, and the empty folders."""
    our_folders = {parent for path in written for parent in _folders_of(path)}
    files: list[str] = []
    empty_folders: list[str] = []
    for here, folders, names in os.walk(folder):
        prefix = here[len(str(folder)) + 1 :].replace(os.sep, "/")
        if not folders and not names and prefix and prefix not in our_folders:
            empty_folders.append(prefix)
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in (*names, *links):
            path = f"{prefix}/{name}" if prefix else name
            if path not in written and path != MARKER:
                files.append(path)
    return files, empty_folders


def _has_content(file: Path, data: bytes) -> bool:
    """Return whether a path is a regular file with exactly these bytes."""
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


def _link_or_copy(old: Path, new: Path) -> None:
    """Make a hard link to a file, or copy it with its modification time."""
    if old.is_symlink():
        new.symlink_to(old.readlink())
        return
    try:
        new.hardlink_to(old)
    except OSError:  # the file system has no hard links, or another user owns the file
        shutil.copy2(old, new)


def _swap(new: Path, output: Path, old: Path) -> None:
    """Replace a folder; the old one is afterwards at `new` or `old`."""
    if not output.exists():
        new.rename(output)
    elif not _exchange(new, output):
        output.rename(old)
        new.rename(output)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically, if the system supports it; return whether it did."""
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


def _clean_up(output: Path, new: Path, old: Path) -> None:
    """Restore the old site after an interrupted build, and remove temporary folders."""
    if old.exists() and not output.exists():
        old.rename(output)
    for leftover in (new, old):
        if leftover.exists():
            _remove(leftover, output)


def _remove(folder: Path, output: Path) -> None:
    """Remove a temporary folder; move files that this tool did not write to the output folder."""
    for path in _other_files(folder, _written_files(folder))[0]:
        if not os.path.lexists(output / path):
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).rename(output / path)
    shutil.rmtree(folder)


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Hold the lock of an output folder. The system releases the lock of a build that is killed.

    File systems without locks are used without a lock.

    Raises:
        FilesError: if another build holds the lock for more than `LOCK_TIMEOUT` seconds.
    """
    folder = output.with_name(LOCK_FOLDER)
    if not folder.is_dir():
        if os.path.lexists(folder):
            raise FilesError(_in_the_way(folder, "readinglist needs this path for its lock files"))
        _written_files(output)  # raises before the lock folder is made
        folder.mkdir(exist_ok=True)
    # The fallback is a file that a killed build would leave behind.
    lock = FileLock(folder / f"{output.name}.lock", fallback_to_soft=False)
    try:
        lock.acquire(timeout=LOCK_TIMEOUT, poll_interval=0.02)
    except Timeout:
        message = "another build is writing to this folder"
        hint = "wait for it to finish, then retry"
        raise FilesError(Problem(str(output), 0, 0, message, hint)) from None
    except OSError as error:
        if error.errno not in _CANNOT_LOCK:
            raise
    try:
        yield
    finally:
        lock.release()
