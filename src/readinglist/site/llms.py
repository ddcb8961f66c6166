"""``llms.txt``: what the site is and where its text is, for assistants (https://llmstxt.org).

It names the Markdown of each theme, which names that of each paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist import urls
from readinglist.exports.citation import line
from readinglist.text.display import excerpt
from readinglist.text.markdown import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.exports.bibliographies import Format
    from readinglist.model import Library, Site, ThemeId


def llms(library: Library, formats: Iterable[Format]) -> Site:
    """The file, by its address."""
    settings = library.settings
    href = urls.LinksFrom(urls.LLMS, settings.url).to

    def link(title: str, address: str, about: str = "") -> str:
        says = f": {as_markdown(line(about))}" if about else ""
        return f"- [{as_markdown(line(title))}]({href(address)}){says}"

    def tree(themes: tuple[ThemeId, ...]) -> list[str]:
        lines = []
        for theme in (library.themes[one] for one in themes):
            place = urls.markdown_file(urls.theme(theme.id))
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
            link(f"All papers as {one.name}", urls.export(one.extension), one.use)
            for one in formats
        ),
        link("The form of the JSON", urls.SCHEMA),
        "",
        "## Themes",
        "",
        *tree(library.children[""]),
        "",
        "## Optional",
        "",
        link("All papers by title", urls.markdown_file(urls.PAPERS)),
        link("Listings", urls.markdown_file(urls.LISTINGS)),
        *(
            link(page.title, urls.markdown_file(urls.free_page(page.id)))
            for page in library.free_pages.values()
        ),
    ]
    return {urls.LLMS: ("\n".join(lines) + "\n").encode("utf-8", "replace")}
