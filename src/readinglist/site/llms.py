"""``llms.txt``: a guide to the site and its Markdown files, for assistants (https://llmstxt.org).

It links to the Markdown of each theme, which links to the Markdown of its papers.
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
    """Return the file by its address."""
    settings = library.settings
    href = urls.LinksFrom(urls.LLMS, settings.url).to

    def link(title: str, address: str, about: str = "") -> str:
        description = f": {as_markdown(line(about))}" if about else ""
        return f"- [{as_markdown(line(title))}]({href(address)}){description}"

    def tree(themes: tuple[ThemeId, ...]) -> list[str]:
        lines = []
        for theme in (library.themes[one] for one in themes):
            address = urls.markdown_file(urls.theme(theme.id))
            lines += [link(theme.title, address, excerpt(theme.description))]
            lines += tree(library.children[theme.id])
        return lines

    lines = [f"# {as_markdown(line(settings.title))}", ""]
    if settings.description:
        lines += [f"> {as_markdown(line(settings.description))}", ""]
    lines += [
        f"{len(library.papers)} papers. The text of each page is in index.md next to the page.",
        "Authors and dates are given only if they are known.",
        "",
        "## Data",
        "",
        *(
            link(f"All papers as {one.name}", urls.export(one.extension), one.use)
            for one in formats
        ),
        link("The schema of the JSON", urls.SCHEMA),
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
