"""The kinds of page, one record of traits each.

A kind is named like its two templates, ``<name>.html`` and ``<name>.md``. What else is made of a
page (an entry of the sitemap, a Markdown twin, a card, a feed) follows from its traits, so that a
new kind is a view, its templates and a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page.

    Attributes:
        name: of the templates, and of the page for style sheets and scripts.
        has_markdown: whether a Markdown file stands beside the page.
        in_sitemap: whether search engines are told of it.
        has_card: whether it has a social card of its own.
        has_feed: whether it has a feed of its own.
        has_exports: whether it has bibliographies of its own.
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
