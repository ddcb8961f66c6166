"""A citation in plain words, for a mail or a slide; what it lacks is said in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.exports.reference import Reference


def plain(reference: Reference) -> str:
    """One line: authors, title, venue, year, address, and what is not known."""
    title = reference.title
    where = ", ".join(
        filter(None, [reference.venue, f"{reference.date[0]}" if reference.date else ""])
    )
    said = [
        _ended(_listed(reference.authors)),
        f"“{title if title[-1:] in '.?!' else f'{title}.'}”",
        _ended(where),
        reference.address,
        f"[Not known: {', '.join(reference.unknown)}.]" if reference.unknown else "",
    ]
    return " ".join(filter(None, said))


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."
