"""Citations as plain text, with the missing fields listed in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.exports.citation import Citation


def plain(citation: Citation) -> str:
    """Return a citation on one line: authors, title, venue, year, URL and unknown fields."""
    title = citation.title
    where = ", ".join(
        filter(None, [citation.venue, f"{citation.date[0]}" if citation.date else ""])
    )
    parts = [
        _ended(_listed(citation.authors)),
        f"“{title if title[-1:] in '.?!' else f'{title}.'}”",
        _ended(where),
        citation.address,
        f"[Not known: {', '.join(citation.unknown)}.]" if citation.unknown else "",
    ]
    return " ".join(filter(None, parts))


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."
