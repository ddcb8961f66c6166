"""``readinglist digest``: the list now beside the list as git remembers it."""

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
"""The formats of a digest, and the ending of the file of each."""


def what_is_new(source: Path, asked: str, now: Library) -> tuple[Digest, Since]:
    """What came into a list since a moment of its history, and which moment that is.

    What was wrong with the sources then is of no matter now: it is passed over.

    Raises:
        Refused: for the reasons of `readinglist.files.history.sources_since`.
    """
    listings = {listing.id: listing.path for listing in now.listings.values()}
    since, sources = sources_since(source, asked, listings)
    return digest(examine(sources).library, now), since


def digest_files(
    new: Digest, since: Since, library: Library, look: Look
) -> tuple[Site, tuple[Problem, ...]]:
    """The files of a digest, one a format, and what is wrong with the templates."""
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
