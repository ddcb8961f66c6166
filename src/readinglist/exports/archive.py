"""The whole site as one zip, for reading where there is no network.

It is made from the finished site and does not hold itself. The same site gives the same bytes:
names in order, one date for all, nothing of the machine.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from readinglist.text.slugs import slug
from readinglist.urls import ARCHIVE

if TYPE_CHECKING:
    from readinglist.model import Settings, Site

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # what the format can say
_LEVEL: Final = 1  # a tenth larger than the default level, in a third of the time
_READABLE: Final = 0o100644 << 16  # a plain file that everyone may read
_UNIX: Final = 3


def archive(settings: Settings, site: Site) -> Site:
    """The zip, by its address; everything in it is in one folder named after the list."""
    folder = slug(settings.title)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        for path in sorted(site):
            if path != ARCHIVE:
                member = zipfile.ZipInfo(f"{folder}/{path}", _EARLIEST)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.create_system = _UNIX
                member.external_attr = _READABLE
                file.writestr(member, site[path], compresslevel=_LEVEL)
    return {ARCHIVE: written.getvalue()}
