"""``llms.txt``: what the site is and where its text is, for assistants (https://llmstxt.org).

It names the Markdown of each theme, which names that of each paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from readinglist.exports.places import FORMATS, SCHEMA, Speaker, export_stem
from readinglist.exports.reference import line
from readinglist.pages import page_address
from readinglist.prose import as_markdown
from readinglist.text.display import excerpt

if TYPE_CHECKING:
    from readinglist.model import Library, Site, ThemeId

PLACE: Final = "llms.txt"


def llms(library: Library) -> Site:
    """The file, by its address."""
    settings = library.settings
    way = Speaker(settings.url, PLACE).way

    def link(title: str, address: str, about: str = "") -> str:
        says = f": {as_markdown(line(about))}" if about else ""
        return f"- [{as_markdown(line(title))}]({way(address)}){says}"

    def tree(themes: tuple[ThemeId, ...]) -> list[str]:
        lines = []
        for theme in (library.themes[one] for one in themes):
            place = f"{page_address('theme', theme.id)}index.md"
            lines += [link(theme.title, place, excerpt(theme.description))]
            lines += tree(library.children[theme.id])
        return lines

    lines = [f"# {as_markdown(line(settings.title))}", ""]
    if settings.description:
        lines += [f"> {as_markdown(line(settings.description))}", ""]
    lines += [
        f"{len(library.papers)} papers. Each page has its text as index.md beside it. Authors and",
        "dates are given where they are known, and not guessed where they are not.",
        "",
        "## Data",
        "",
        *(
            link(f"All papers as {one.name}", export_stem() + one.ending, one.use)
            for one in FORMATS
        ),
        link("The form of the JSON", SCHEMA),
        "",
        "## Themes",
        "",
        *tree(library.children[""]),
        "",
        "## Optional",
        "",
        link("All papers by title", "papers/index.md"),
        link("Listings", "listings/index.md"),
        *(link(page.title, f"{page.id}/index.md") for page in library.free_pages.values()),
    ]
    return {PLACE: ("\n".join(lines) + "\n").encode("utf-8", "replace")}
