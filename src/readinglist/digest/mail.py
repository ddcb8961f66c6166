"""Write a digest as an e-mail.

A digest has three forms: HTML for e-mail programs (with inline styles and without remote content),
plain text, and Markdown for an issue on a forge. Their size is limited, so that they are delivered
completely; what is left out is counted.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Final

from readinglist import urls
from readinglist.digest.changes import groups
from readinglist.model import ReadingState
from readinglist.site.board import hours
from readinglist.site.render import print_template
from readinglist.text.display import excerpt
from readinglist.text.markdown import as_markdown, first_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readinglist.digest.changes import Digest, Since
    from readinglist.model import Library
    from readinglist.problems import Problem
    from readinglist.site.render import Look

LONGEST: Final = {"html": 95_000, "md": 60_000, "txt": 95_000}
"""Maximum size of each form in bytes. Gmail truncates messages at 102 KB; an issue on GitHub can
have 65,536 characters."""

MOST: Final = 40
"""Maximum number of new papers with their first sentences; three times as many more are named."""

_STATES: Final = {
    ReadingState.READING: "is reading",
    ReadingState.TO_READ: "plans to read",
    ReadingState.READ: "has read",
}
_ADDRESS_OF: Final[Mapping[str, Callable[[str], str]]] = {
    "page": str,
    "paper": urls.paper,
    "theme": urls.theme,
    "listing": urls.listing,
}
_MENTIONS: Final = re.compile(r"[@#](?=\w)|\bGH-(?=\d)")
_TITLE_LENGTH, _TEXT_LENGTH = 200, 280


@dataclass(frozen=True, slots=True)
class Mail:
    """A digest as subject, HTML, plain text and Markdown."""

    subject: str
    html: str
    text: str
    markdown: str


def write_mail(
    new: Digest, since: Since, library: Library, look: Look
) -> tuple[Mail, tuple[Problem, ...]]:
    """Write a digest as an e-mail.

    Links are left out if the URL of the site is not known.

    Returns:
        The e-mail, and the problems of the templates.
    """
    subject = _plain(f"{library.settings.title}: {headline(new)}", _TITLE_LENGTH)
    written = {}
    problems: list[Problem] = []
    for form, longest in LONGEST.items():
        escape = _as_markdown if form == "md" else str
        most = MOST
        while True:
            values = _values(new, since, library, subject, escape, most)
            text, found = print_template(look, f"digest.{form}", values)
            if len(text.encode("utf-8", "replace")) <= longest or most == 1:
                break
            most //= 2
        problems += found
        written[form] = text
    return Mail(subject, written["html"], written["txt"], written["md"]), tuple(problems)


def headline(new: Digest) -> str:
    """Return the two most important counts in words, and whether there are more."""
    counts = _counts(new)
    if len(counts) > 2:
        return f"{counts[0]}, {counts[1]} and more"
    return " and ".join(counts) or "nothing new"


def _counts(new: Digest) -> list[str]:
    """Return the counts as text: ``12 new papers``."""
    return [f"{number:,} {one if number == 1 else many}" for number, one, many in new.counts]


def as_message(mail: Mail) -> bytes:
    """Return the e-mail as a message with text and HTML alternatives (RFC 5322).

    From, To, Date and Message-ID are left to the mail program.
    """
    message = EmailMessage(SMTP)
    message["Subject"] = mail.subject
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    content = f"{mail.text}\0{mail.html}".encode("utf-8", "replace")
    message.set_boundary(f"=_{hashlib.sha256(content).hexdigest()[:32]}")
    return message.as_bytes()


def _values(
    new: Digest,
    since: Since,
    library: Library,
    subject: str,
    escape: Callable[[str], str],
    most: int,
) -> dict[str, object]:
    """Return the variables of the templates; all texts are escaped and on one line."""
    site = library.settings.url

    def plain(text: str, longest: int = _TEXT_LENGTH) -> str:
        return escape(_plain(text, longest))

    def title(paper: str) -> str:
        return plain(library.papers[paper].title, _TITLE_LENGTH)

    def link(kind: str, id_: str = "") -> str:
        return urls.absolute(site, _ADDRESS_OF[kind](id_))

    made, left_out = groups(new, library, most, 3 * most)
    return {
        "new": new,
        "since": plain(since.in_words),
        "commit": since.commit[:10],
        "subject": subject,
        "counts": _counts(new),
        "library": library,
        "settings": library.settings,
        "groups": made,
        "left_out": left_out,
        "most": most,
        "plain": plain,
        "title": title,
        "opening": lambda paper: plain(library.papers[paper].abstract),
        "note": lambda paper: plain(first_paragraph(library.notes[paper].markdown)),
        "link": link,
        "hours": lambda one: plain(hours(one)),
        "states": _STATES,
        "wrapped": _wrapped,
        "bullet": lambda text, indent: _wrapped(f"* {text}", indent, indent + 2),
    }


def _plain(text: str, longest: int) -> str:
    """Return a text on one line, shortened, without characters that affect the text around it."""
    return excerpt(" ".join(text[: 8 * longest].split()), longest)


def _as_markdown(text: str) -> str:
    """Return a text as Markdown in which ``@name`` and ``#1`` do not become mentions."""
    return as_markdown(_MENTIONS.sub("\\g<0>\u200b", text))


def _wrapped(text: str, indent: int = 0, hanging: int | None = None) -> str:
    """Wrap plain text at 72 characters; URLs are not broken."""
    return textwrap.fill(
        text,
        72,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
