"""The properties of a kind of page.

The name of a kind is also the name of its templates, ``<name>.html`` and ``<name>.md``. The other
properties determine where a page is listed and which files there are for it. Each kind is defined
beside its view, and listed in `readinglist.site.compose.PAGES`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page.

    Attributes:
        name: the name of the templates; style sheets and scripts use it too.
        in_menu: whether the page is in the navigation, under its title.
        within: the name of the kind that is marked in the navigation as the current section.
        needs_scripts: whether the page is hidden from the navigation without JavaScript.
        has_markdown: whether there is a Markdown version of the page.
        in_sitemap: whether the page is in the sitemap.
        sitemap_last: whether the page comes after those of other kinds in the sitemap.
        has_card: whether the page has its own social card.
        has_feed: whether the page has its own feed.
        has_exports: whether the page has its own bibliographies.
    """

    name: str
    in_menu: bool = False
    within: str = ""
    needs_scripts: bool = False
    has_markdown: bool = True
    in_sitemap: bool = True
    sitemap_last: bool = False
    has_card: bool = False
    has_feed: bool = False
    has_exports: bool = False
