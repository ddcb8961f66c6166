"""Export a library in formats for other programs.

The bibliography formats are registered in `readinglist.exports.formats`, one module per format.
Feeds, calendars and the zip archive of the site have one module each.
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
    from readinglist.exports.citation import Citation
    from readinglist.model import Library, PaperId, Site


def exports(
    library: Library, citations: Mapping[PaperId, Citation], formats: Sequence[Format]
) -> Site:
    """Return the bibliographies in the given formats, the feeds and the calendars, by address."""
    files = {**bibliographies(library, citations, formats), **feeds(library, citations)}
    return {
        **files,
        **dict(_at_former_addresses(library, files, formats)),
        urls.SCHEMA: SCHEMA_TEXT.encode(),
        **calendars(library),
    }


def _at_former_addresses(
    library: Library, files: Site, formats: Sequence[Format]
) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a theme's feed and exports at each former address of the theme.

    A static host can only redirect HTML pages. Feed readers and LaTeX builds keep requesting the
    old addresses, so the current files are served there too.
    """
    for old, new in library.former_themes.items():
        old_page, new_page = urls.theme(old), urls.theme(new)
        yield urls.feed(old_page), files[urls.feed(new_page)]
        for one in formats:
            yield urls.export(one.extension, old_page), files[urls.export(one.extension, new_page)]
