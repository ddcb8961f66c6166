"""``site.yaml``: what the list is called, where it lives, and in what order its pages are shown.

All of it is optional; a folder with nothing but listings is a site already. The keys are those of
``schema/site.schema.json``, which editors use to complete and check them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from readinglist.model import Settings
from readinglist.problems import quoted
from readinglist.sources.fields import Checker, Sheet

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
# What git-check-ref-format allows, and nothing that means something in an address.
_BRANCH = re.compile(
    r"(?!/)(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\#%<>\"'&\x00-\x1f\x7f]+"
)
_YES_NO = re.compile(r"yes|no")


def read_settings(sources: Sources) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a site, with defaults for what ``site.yaml`` does not say.

    No ``site.yaml`` is no problem. A value that is wrong is reported and its default used.
    """
    checker = Checker(PATH)
    if PATH not in sources:
        return Settings(), ()
    text = checker.text_of(sources[PATH])
    sheet = checker.yaml(text, KEYS) if text is not None else None
    if sheet is None:
        return Settings(), checker.problems
    default = Settings()
    title, description = sheet.line("title"), sheet.line("description")
    url, repository = _place(sheet, "url"), _place(sheet, "repository")
    settings = Settings(
        title=title.value if title else default.title,
        description=description.value if description else default.description,
        url=f"{url}/" if url else "",
        repository=repository,
        branch=_matching(sheet, "branch", _BRANCH, "main") or default.branch,
        language=_matching(sheet, "language", _LANGUAGE, "en, pt-BR") or default.language,
        page_order=_pages(sheet, sources),
        synonyms=tuple(_synonyms(sheet)),
        offline_copy=_matching(sheet, "offline_copy", _YES_NO, "yes or no") != "no",
    )
    return settings, checker.problems


def _place(sheet: Sheet, key: str) -> str:
    """An address other addresses are made from: no query, no fragment, no final slash."""
    address = sheet.url(key)
    if address is None:
        return ""
    if "?" in address.value or "#" in address.value:
        message = f"{key} must not hold ? or #: {quoted(address.value)}"
        sheet.checker.error(address, message, "end it before that character")
        return ""
    return address.value.rstrip("/")


def _matching(sheet: Sheet, key: str, pattern: re.Pattern[str], examples: str) -> str:
    value = sheet.line(key)
    if value is None:
        return ""
    if not pattern.fullmatch(value.value):
        message = f"{quoted(value.value)} is not a {key}"
        sheet.checker.error(value, message, f"write one such as {examples}")
        return ""
    return value.value


def _synonyms(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """Groups of words that mean the same, each a line with commas."""
    for line in sheet.words("synonyms"):
        group = tuple(filter(None, (word.strip() for word in line.value.split(","))))
        if len(group) > 1:
            yield group
        else:
            message = f"{quoted(line.value)} is one word, and has no synonym beside it"
            sheet.checker.error(
                line, message, "separate them with commas, as in: kv cache, key-value store"
            )


def _pages(sheet: Sheet, sources: Sources) -> tuple[str, ...]:
    known = {
        path.removeprefix("pages/").removesuffix(".md")
        for path in sources
        if path.startswith("pages/") and path.endswith(".md")
    }
    order: dict[str, None] = {}
    for page in sheet.words("pages"):
        if page.value not in known:
            near = sheet.checker.near(page.value, known)
            hint = near or "write the name of a file in pages/, no .md"
            sheet.checker.error(page, f"there is no page {quoted(page.value)}", hint)
        elif page.value in order:
            message = f"the page {quoted(page.value)} is here twice"
            sheet.checker.warning(page, message, "remove one of the two")
        order[page.value] = None
    return tuple(page for page in order if page in known)
