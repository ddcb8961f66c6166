"""The library in formats for other programs.

Bibliographies are a registry, `readinglist.exports.formats`: one module a format. Feeds, calendars
and the zip of the site have a module each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.atom import feeds
from readinglist.exports.bibliographies import bibliographies
from readinglist.exports.calendar import calendars
from readinglist.exports.records import SCHEMA_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readinglist.exports.bibliographies import Format
    from readinglist.exports.reference import Reference
    from readinglist.model import Library, PaperId, Site


def exports(
    library: Library, references: Mapping[PaperId, Reference], formats: Sequence[Format]
) -> Site:
    """Bibliographies in the given formats, feeds and calendars, by their addresses."""
    of_themes = {**bibliographies(library, references, formats), **feeds(library, references)}
    return {
        **of_themes,
        **dict(_at_former_addresses(library, of_themes, formats)),
        urls.SCHEMA: SCHEMA_TEXT.encode(),
        **calendars(library),
    }


def _at_former_addresses(
    library: Library, files: Site, formats: Sequence[Format]
) -> Iterator[tuple[str, bytes]]:
    """The feed and the exports of a theme at each address it had before.

    A host of static files cannot redirect what is no page, and a feed reader or a build of a
    paper goes on asking for the old address; so the files of today are there too.
    """
    for old, now in library.former_themes.items():
        before, today = urls.theme(old), urls.theme(now)
        yield urls.feed(before), files[urls.feed(today)]
        for one in formats:
            yield urls.export(one.ending, before), files[urls.export(one.ending, today)]
