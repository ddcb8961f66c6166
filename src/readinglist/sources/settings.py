"""Parse ``site.yaml``: the name of the list, its URL, and the order of its pages.

All keys are optional. They are described in ``schema/site.schema.json``, which editors use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from readinglist.model import Settings
from readinglist.problems import quoted
from readinglist.sources.fields import Checker, Fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.model import Sources
    from readinglist.problems import Problem

PATH: Final = "site.yaml"
KEYS: Final = (
    "title",
    "description",
    "url",
    "repository",
    "branch",
    "language",
    "pages",
    "synonyms",
    "offline_copy",
)

# The shape of a language tag, RFC 5646 section 2.1: a language, then subtags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# Names that git-check-ref-format allows, without characters that have a meaning in URLs.
_BRANCH = re.compile(
    r"(?!/)(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\#%<>\"'&\x00-\x1f\x7f]+"
)
_YES_NO = re.compile(r"yes|no")


def read_settings(sources: Sources) -> tuple[Settings, tuple[Problem, ...]]:
    """Parse ``site.yaml``, with defaults for missing keys.

    The file is optional. An invalid value is reported, and its default is used.
    """
    checker = Checker(PATH)
    if PATH not in sources:
        return Settings(), ()
    text = checker.decode(sources[PATH])
    fields = checker.yaml(text, KEYS) if text is not None else None
    if fields is None:
        return Settings(), checker.problems
    default = Settings()
    title, description = fields.line("title"), fields.line("description")
    url, repository = _base_url(fields, "url"), _base_url(fields, "repository")
    settings = Settings(
        title=title.value if title else default.title,
        description=description.value if description else default.description,
        url=f"{url}/" if url else "",
        repository=repository,
        branch=_matching(fields, "branch", _BRANCH, "main") or default.branch,
        language=_matching(fields, "language", _LANGUAGE, "en or pt-BR") or default.language,
        page_order=_pages(fields, sources),
        synonyms=tuple(_synonyms(fields)),
        offline_copy=_matching(fields, "offline_copy", _YES_NO, "yes or no") != "no",
    )
    return settings, checker.problems


def _base_url(fields: Fields, key: str) -> str:
    """Return a URL that other URLs are made from: without query, fragment and final slash."""
    address = fields.url(key)
    if address is None:
        return ""
    if "?" in address.value or "#" in address.value:
        message = f"{key} must not contain ? or #: {quoted(address.value)}"
        fields.checker.error(address, message, "end it before that character")
        return ""
    return address.value.rstrip("/")


def _matching(fields: Fields, key: str, pattern: re.Pattern[str], examples: str) -> str:
    value = fields.line(key)
    if value is None:
        return ""
    if not pattern.fullmatch(value.value):
        message = f"{quoted(value.value)} is not a valid value of {key}"
        fields.checker.error(value, message, f"write a value such as {examples}")
        return ""
    return value.value


def _synonyms(fields: Fields) -> Iterator[tuple[str, ...]]:
    """Yield groups of words with the same meaning: one group per item, separated by commas."""
    for line in fields.words("synonyms"):
        group = tuple(filter(None, (word.strip() for word in line.value.split(","))))
        if len(group) > 1:
            yield group
        else:
            message = f"{quoted(line.value)} is not a group: it needs two or more synonyms"
            fields.checker.error(
                line, message, "separate them with commas, as in: kv cache, key-value store"
            )


def _pages(fields: Fields, sources: Sources) -> tuple[str, ...]:
    known = {
        path.removeprefix("pages/").removesuffix(".md")
        for path in sources
        if path.startswith("pages/") and path.endswith(".md")
    }
    order: dict[str, None] = {}
    for page in fields.words("pages"):
        if page.value not in known:
            near = fields.checker.near(page.value, known)
            hint = near or "write the name of a file in pages/, without .md"
            fields.checker.error(page, f"there is no page {quoted(page.value)}", hint)
        elif page.value in order:
            message = f"the page {quoted(page.value)} is listed twice"
            fields.checker.warning(page, message, "remove one of them")
        order[page.value] = None
    return tuple(page for page in order if page in known)
