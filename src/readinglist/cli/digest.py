"""The command ``readinglist digest``: compare a list with an earlier state in git."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist.build import examine
from readinglist.digest.changes import Digest, Since, digest
from readinglist.digest.mail import as_message, write_mail
from readinglist.files.history import sources_since

if TYPE_CHECKING:
    from pathlib import Path

    from readinglist.model import Library, Site
    from readinglist.problems import Problem
    from readinglist.site.render import Look

DIGEST_FORMATS: Final = {"text": "txt", "html": "html", "md": "md", "eml": "eml"}
"""The formats of a digest, with their file extensions."""


def what_is_new(source: Path, asked: str, now: Library) -> tuple[Digest, Since]:
    """Return what is new since a point in a list's history, and that point.

    Problems in the earlier sources are ignored.

    Raises:
        FilesError: see `readinglist.files.history.sources_since`.
    """
    listings = {listing.id: listing.path for listing in now.listings.values()}
    since, sources = sources_since(source, asked, listings)
    return digest(examine(sources).library, now), since


def digest_files(
    new: Digest, since: Since, library: Library, look: Look
) -> tuple[Site, tuple[Problem, ...]]:
    """Return the files of a digest, one per format, and the problems of the templates."""
    mail, problems = write_mail(new, since, library, look)
    if problems:
        return {}, problems
    files = {
        "digest.txt": mail.text.encode("utf-8", "replace"),
        "digest.html": mail.html.encode("utf-8", "replace"),
        "digest.md": mail.markdown.encode("utf-8", "replace"),
        "digest.eml": as_message(mail),
    }
    return files, ()
