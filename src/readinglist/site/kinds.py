"""The kinds of page and their properties.

The name of a kind is also the name of its templates, ``<name>.html`` and ``<name>.md``. The
properties determine the other files for a page: Markdown, sitemap, social card, feed, exports. To
add a kind, add a view, its templates and a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page.

    Attributes:
        name: the name of the templates; style sheets and scripts use it too.
        has_markdown: whether there is a Markdown version of the page.
        in_sitemap: whether the page is in the sitemap.
        has_card: whether the page has its own social card.
        has_feed: whether the page has its own feed.
        has_exports: whether the page has its own bibliographies.
    """

    name: str
    has_markdown: bool = True
    in_sitemap: bool = True
    has_card: bool = False
    has_feed: bool = False
    has_exports: bool = False


FRONT: Final = Kind("front", has_card=True)
THEMES: Final = Kind("themes")
THEME: Final = Kind("theme", has_card=True, has_feed=True, has_exports=True)
PAPERS: Final = Kind("papers")
PAPER: Final = Kind("paper", has_card=True)
MOVED: Final = Kind("moved", in_sitemap=False)
LISTINGS: Final = Kind("listings")
LISTING: Final = Kind("listing", has_feed=True)
INBOX: Final = Kind("inbox", in_sitemap=False)
BOARD: Final = Kind("reading")
EXPLORE: Final = Kind("explore")
NEAREST: Final = Kind("nearest")
OVERLAP: Final = Kind("overlap")
FREE: Final = Kind("free")
SEARCH: Final = Kind("search", has_markdown=False, in_sitemap=False)
SHELF: Final = Kind("shelf", has_markdown=False, in_sitemap=False)
SUBSCRIBE: Final = Kind("subscribe")
NOT_FOUND: Final = Kind("not-found", has_markdown=False, in_sitemap=False)

KINDS: Final = (
    *(FRONT, THEMES, THEME, PAPERS, PAPER, MOVED, LISTINGS, LISTING, INBOX, BOARD),
    *(EXPLORE, NEAREST, OVERLAP, FREE, SEARCH, SHELF, SUBSCRIBE, NOT_FOUND),
)
