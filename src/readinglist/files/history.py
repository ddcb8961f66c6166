"""Read an earlier state of the sources from git.

git is run without a shell, and neither the working tree nor the repository is changed. A revision
is resolved to a hash first, and only the hash is used afterwards, so user input is never taken for
an option or a path.
"""

from __future__ import annotations

import datetime
import os
import posixpath
import re
import subprocess
import unicodedata
from typing import TYPE_CHECKING, Final

from readinglist.digest.changes import Point, Since
from readinglist.files.disk import FilesError, is_ignored, name_problem
from readinglist.problems import Problem, did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from readinglist.model import ListingId, Sources

TIMEOUT: Final = 60.0
"""Seconds that one git command may take."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST: Final = 250
# Variables that git sets in hooks, and that would make it use another repository.
_GIT_VARIABLES: Final = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR"),
)
_FETCH_ALL: Final = "fetch the rest: git fetch --unshallow (in a workflow: fetch-depth: 0)"


def sources_since(
    source: Path, asked: str, listings: Mapping[ListingId, str]
) -> tuple[Since, Sources]:
    """Return a point in the history of the sources, and the sources at that point.

    Args:
        source: the source folder, in a git working tree.
        asked: a date (the state at the beginning of that day, in UTC), a revision in any form that
            git accepts, or the id or file name of a listing (the state after the commit that added
            it).
        listings: the current listings, by id, with their paths below the source folder.

    Returns:
        The sources are empty if the whole history begins after the date.

    Raises:
        FilesError: if git or the repository is missing, if `asked` is unknown, or if a shallow
            clone lacks the history.
    """
    repository = _Repository(source)
    since = repository.moment(asked, listings)
    return since, repository.sources(since.commit) if since.commit else {}


class _Repository:
    """The git repository that contains a source folder."""

    def __init__(self, source: Path) -> None:
        self.source = source
        inside = self._run("rev-parse", "--show-prefix")
        if inside is None:
            message = "this folder is not in a git repository"
            hint = (
                self.error_text
                or "a digest compares the list with an earlier revision: keep it in git"
            )
            raise FilesError(Problem(str(source), 0, 0, message, hint))
        self.folder = os.fsdecode(inside).rstrip("\n").rstrip("/")
        self.is_shallow = self._text("rev-parse", "--is-shallow-repository") == "true"

    def moment(self, asked: str, listings: Mapping[ListingId, str]) -> Since:
        """Resolve what was asked for: a date, else a revision, else a listing."""
        if _DATE.fullmatch(asked):
            return self._start_of(asked)
        if commit := self._commit(asked):
            return Since(asked, Point.REVISION, commit, self._day(commit))
        name = asked.removeprefix("listing:")
        files = {
            posixpath.splitext(posixpath.basename(path))[0]: path for path in listings.values()
        }
        if path := listings.get(name) or files.get(name):
            return self._addition(name, path)
        known = (*listings, *self._text("tag", "--list").split("\n"), *self._branches())
        hint = did_you_mean(name, filter(None, known))
        message = f"{quoted(asked[:_LONGEST])} is not a date, a revision or a listing of this list"
        if self.is_shallow and not hint:
            hint = f"this clone is shallow and may lack it; {_FETCH_ALL}"
        raise self._error(message, hint or "write a date such as 2026-11-01, a tag or a commit")

    def sources(self, commit: str) -> Sources:
        """Return the files of the source folder in a commit, as `read_sources` would read them."""
        tree = f"{commit}:{self.folder}"
        if not self._text("rev-parse", "--verify", "--quiet", "--end-of-options", tree):
            return {}  # the folder did not exist yet
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", tree)
        if listed is None:
            raise self._error("git cannot read that revision", self.error_text)
        names: dict[str, tuple[str, str]] = {}
        for row in listed.split(b"\0"):
            described, _, raw = row.partition(b"\t")
            path = _path(raw)
            if path and (words := described.decode().split()) and words[1] == "blob":
                names[path] = (words[0], words[2])
        contents = self._contents({name for _, name in names.values()})
        files: dict[str, bytes] = {}
        for path, (mode, name) in sorted(names.items()):
            if mode == "120000":
                target = os.fsdecode(contents[name])
                led_to = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                mode, name = names.get(led_to, ("120000", ""))
            if mode != "120000":
                files[path] = contents[name]
        return files

    # --- moments ----------------------------------------------------------------------------

    def _start_of(self, asked: str) -> Since:
        try:
            day = datetime.date.fromisoformat(asked)
        except ValueError:
            message = f"there is no such date: {quoted(asked)}"
            raise self._error(message, "correct the day or the month") from None
        # With a time, because git adds the current time of day to a date without one.
        moment = f"{asked}T00:00:00+00:00"
        found = self._text("rev-list", "--first-parent", "-1", f"--before={moment}", "HEAD")
        if not found and self.is_shallow:
            raise self._error(f"this clone is shallow and begins after {asked}", _FETCH_ALL)
        return Since(asked, Point.DATE, found, day)

    def _addition(self, name: ListingId, path: str) -> Since:
        full_path = f"{self.folder}/{path}" if self.folder else path
        found = self._text(
            *("log", "--first-parent", "-m", "--no-renames", "--diff-filter=A", "--format=%H"),
            "-1",
            *("HEAD", "--", f":(top,literal){full_path}"),
        )
        if not found:
            hint = "commit it first, or write a date or a revision"
            raise self._error(f"the listing {quoted(name)} is not committed yet", hint)
        roots = self._text("rev-list", "--max-parents=0", "HEAD").split("\n")
        if self.is_shallow and found in roots:
            message = f"this clone is shallow and does not show when {quoted(name)} was added"
            raise self._error(message, _FETCH_ALL)
        return Since(name, Point.LISTING, found, self._day(found))

    def _commit(self, asked: str) -> str:
        """Return the hash of the commit that a revision resolves to, or ``""``."""
        if asked.startswith("-") or not asked.isprintable() or not 0 < len(asked) <= _LONGEST:
            return ""
        wanted = f"{asked}^{{commit}}"
        return self._text("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)

    def _day(self, commit: str) -> datetime.date:
        seconds = int(self._text("log", "-1", "--format=%ct", commit))
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()

    def _branches(self) -> list[str]:
        return self._text("branch", "--format=%(refname:short)").split("\n")

    # --- running git ------------------------------------------------------------------------

    def _text(self, *words: str) -> str:
        return os.fsdecode(self._run(*words) or b"").strip()

    def _contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs by their hashes."""
        wanted = sorted(names)
        answer = self._run("cat-file", "--batch", stdin="\n".join([*wanted, ""]).encode()) or b""
        contents: dict[str, bytes] = {}
        position = 0
        for name in wanted:
            end = answer.find(b"\n", position)
            row = answer[position:end].split()
            if end < 0 or len(row) != 3:
                message = "git cannot read a file of that revision"
                raise self._error(message, self.error_text or "run git fsck")
            start, size = end + 1, int(row[2])
            contents[name] = answer[start : start + size]
            position = start + size + 1
        return contents

    def _run(self, *words: str, stdin: bytes = b"") -> bytes | None:
        """Return the output of git, or None if it fails; `error_text` is then the reason."""
        environment = {key: os.environ[key] for key in os.environ if key not in _GIT_VARIABLES}
        environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(
                ["git", "--no-pager", "-C", os.fspath(self.source), *words],
                input=stdin,
                capture_output=True,
                env=environment,
                timeout=TIMEOUT,
                check=False,
            )
        except FileNotFoundError:
            raise self._error(
                "git was not found", "install git: a digest reads the list's history"
            ) from None
        except subprocess.TimeoutExpired:
            raise self._error(f"git did not answer within {TIMEOUT:.0f} seconds", "") from None
        stderr = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        self.error_text = "" if "not a git repository" in stderr else stderr.removeprefix("fatal: ")
        return done.stdout if done.returncode == 0 else None

    def _error(self, message: str, hint: str) -> FilesError:
        return FilesError(Problem(str(self.source), 0, 0, message, hint))


def _path(raw: bytes) -> str:
    """Return the path of a file as `read_sources` has it, or ``""`` if that would skip it."""
    path = unicodedata.normalize("NFC", os.fsdecode(raw))
    unread = any(is_ignored(name) or name_problem(name) for name in path.split("/"))
    return "" if unread else path
