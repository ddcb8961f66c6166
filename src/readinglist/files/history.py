"""The sources as they were: read from the git repository they are kept in.

git is asked for names and bytes only, without a shell, and nothing in the working tree or in
the repository is changed. The revision is found first and from then on named by its hash, so
that no word somebody typed is ever taken for an option or a path.
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
from readinglist.files.disk import Refused, is_clutter, name_flaw
from readinglist.problems import Problem, did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from readinglist.model import ListingId, Sources

PATIENCE: Final = 60.0
"""Seconds one question to git may take."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST: Final = 250
# Set in hooks, these would make git look at another repository than the one around the sources.
_LEADS_ASTRAY: Final = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR"),
)
_FETCH_ALL: Final = "fetch the rest: git fetch --unshallow (in a workflow: fetch-depth: 0)"


def sources_since(
    source: Path, asked: str, listings: Mapping[ListingId, str]
) -> tuple[Since, Sources]:
    """The sources at a moment of their history, and which moment that is.

    Args:
        source: the source folder, anywhere in a git working tree.
        asked: a day (as it was when that day began, in UTC), a revision in any form git reads, or
            a listing's id or file name (as it was when that listing had just come in).
        listings: the paths, below the source folder, of the listings there are now.

    Returns:
        The sources are empty when the history, whole, begins after that day.

    Raises:
        Refused: when there is no git, no repository, no such moment, or when the history is
            cut off before it.
    """
    repository = _Repository(source)
    since = repository.moment(asked, listings)
    return since, repository.sources(since.commit) if since.commit else {}


class _Repository:
    """The git repository around a source folder."""

    def __init__(self, source: Path) -> None:
        self.source = source
        inside = self._ask("rev-parse", "--show-prefix")
        if inside is None:
            message = "this folder is not in a git repository"
            hint = (
                self.complaint
                or "a digest compares the list with an earlier revision: keep it in git"
            )
            raise Refused(Problem(str(source), 0, 0, message, hint))
        self.folder = os.fsdecode(inside).rstrip("\n").rstrip("/")
        self.is_shallow = self._words("rev-parse", "--is-shallow-repository") == "true"

    def moment(self, asked: str, listings: Mapping[ListingId, str]) -> Since:
        """The moment somebody means: a day, else a revision, else a listing."""
        if _DATE.fullmatch(asked):
            return self._start_of(asked)
        if commit := self._commit(asked):
            return Since(asked, Point.REVISION, commit, self._day(commit))
        name = asked.removeprefix("listing:")
        files = {
            posixpath.splitext(posixpath.basename(path))[0]: path for path in listings.values()
        }
        if path := listings.get(name) or files.get(name):
            return self._arrival(name, path)
        known = (*listings, *self._words("tag", "--list").split("\n"), *self._branches())
        hint = did_you_mean(name, filter(None, known))
        message = f"{quoted(asked[:_LONGEST])} is not a date, a revision or a listing of this list"
        if self.is_shallow and not hint:
            hint = f"this clone is shallow and may lack it; {_FETCH_ALL}"
        raise self._refused(message, hint or "write a date such as 2026-11-01, a tag or a commit")

    def sources(self, commit: str) -> Sources:
        """The files of the source folder in a commit, as `read_sources` would have read them."""
        tree = f"{commit}:{self.folder}"
        if not self._words("rev-parse", "--verify", "--quiet", "--end-of-options", tree):
            return {}  # the folder came later
        listed = self._ask("ls-tree", "-r", "-z", "--full-tree", tree)
        if listed is None:
            raise self._refused("git cannot read that revision", self.complaint)
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
            raise self._refused(message, "correct the day or the month") from None
        # Said to the second: git would add the present time of day to a day alone.
        moment = f"{asked}T00:00:00+00:00"
        found = self._words("rev-list", "--first-parent", "-1", f"--before={moment}", "HEAD")
        if not found and self.is_shallow:
            raise self._refused(f"this clone is shallow and begins after {asked}", _FETCH_ALL)
        return Since(asked, Point.DATE, found, day)

    def _arrival(self, name: ListingId, path: str) -> Since:
        place = f"{self.folder}/{path}" if self.folder else path
        found = self._words(
            *("log", "--first-parent", "-m", "--no-renames", "--diff-filter=A", "--format=%H"),
            "-1",
            *("HEAD", "--", f":(top,literal){place}"),
        )
        if not found:
            hint = "commit it first, or write a date or a revision"
            raise self._refused(f"the listing {quoted(name)} is not committed yet", hint)
        roots = self._words("rev-list", "--max-parents=0", "HEAD").split("\n")
        if self.is_shallow and found in roots:
            message = f"this clone is shallow and does not show when {quoted(name)} was added"
            raise self._refused(message, _FETCH_ALL)
        return Since(name, Point.LISTING, found, self._day(found))

    def _commit(self, asked: str) -> str:
        """The hash of the commit a revision means; ``""`` when it means none."""
        if asked.startswith("-") or not asked.isprintable() or not 0 < len(asked) <= _LONGEST:
            return ""
        wanted = f"{asked}^{{commit}}"
        return self._words("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)

    def _day(self, commit: str) -> datetime.date:
        seconds = int(self._words("log", "-1", "--format=%ct", commit))
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()

    def _branches(self) -> list[str]:
        return self._words("branch", "--format=%(refname:short)").split("\n")

    # --- asking git -------------------------------------------------------------------------

    def _words(self, *words: str) -> str:
        return os.fsdecode(self._ask(*words) or b"").strip()

    def _contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of objects by their hashes."""
        wanted = sorted(names)
        answer = self._ask("cat-file", "--batch", stdin="\n".join([*wanted, ""]).encode()) or b""
        contents: dict[str, bytes] = {}
        place = 0
        for name in wanted:
            end = answer.find(b"\n", place)
            row = answer[place:end].split()
            if end < 0 or len(row) != 3:
                message = "git cannot read a file of that revision"
                raise self._refused(message, self.complaint or "run git fsck")
            start, size = end + 1, int(row[2])
            contents[name] = answer[start : start + size]
            place = start + size + 1
        return contents

    def _ask(self, *words: str, stdin: bytes = b"") -> bytes | None:
        """What git answers; None when it fails, and then `complaint` says why."""
        environment = {key: os.environ[key] for key in os.environ if key not in _LEADS_ASTRAY}
        environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(
                ["git", "--no-pager", "-C", os.fspath(self.source), *words],
                input=stdin,
                capture_output=True,
                env=environment,
                timeout=PATIENCE,
                check=False,
            )
        except FileNotFoundError:
            raise self._refused(
                "git was not found", "install git: a digest reads the list's history"
            ) from None
        except subprocess.TimeoutExpired:
            raise self._refused(f"git did not answer within {PATIENCE:.0f} seconds", "") from None
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        self.complaint = "" if "not a git repository" in said else said.removeprefix("fatal: ")
        return done.stdout if done.returncode == 0 else None

    def _refused(self, message: str, hint: str) -> Refused:
        return Refused(Problem(str(self.source), 0, 0, message, hint))


def _path(raw: bytes) -> str:
    """A file's path as `read_sources` has it; ``""`` for a file it would have passed over."""
    path = unicodedata.normalize("NFC", os.fsdecode(raw))
    unread = any(is_clutter(name) or name_flaw(name) for name in path.split("/"))
    return "" if unread else path
