"""``merge.yaml``: which entries are one paper, which are not, and what was renamed.

Entries of listings become papers by their titles and abstracts. Here the curators overrule that:
``same`` makes one paper of several, ``different`` keeps apart what looks alike, and
``former_papers`` and ``former_themes`` name ids that were given up, so that links to them and
files that still use them keep working.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from readinglist.problems import quoted
from readinglist.sources.fields import Checker
from readinglist.sources.references import Reference, once, reference, references
from readinglist.sources.yamlfile import Items, Table, Text
from readinglist.text.slugs import WINDOWS_DEVICES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readinglist.model import Sources
    from readinglist.problems import Problem
    from readinglist.sources.fields import Sheet
    from readinglist.sources.yamlfile import Node

PATH: Final = "merge.yaml"
KEYS: Final = ("same", "different", "former_papers", "former_themes")

_LONGEST_ID: Final = 200
"""Bytes of UTF-8; an id is a slug, with a suffix at most."""
_ENTRY_PLACE = re.compile(r"(?:listings/)?(?P<file>\S(?:.*\S)?):(?P<line>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """An entry of a listing, by the line of its title, and where ``merge.yaml`` names it.

    Attributes:
        path: the listing's file, relative to the source folder.
    """

    path: str
    line: int
    at_line: int
    at_column: int


@dataclass(frozen=True, slots=True)
class Former:
    """An id that was given up, and what names the paper or theme today."""

    old: Reference
    new: Reference


@dataclass(frozen=True, slots=True)
class MergeRules:
    """``merge.yaml``, read.

    Attributes:
        same: groups of papers that are one.
        apart: groups of papers that only look alike.
        different: entries that are papers of their own though another has their title.
        former_papers, former_themes: `new` is never a former id itself.
    """

    same: tuple[tuple[Reference, ...], ...] = ()
    apart: tuple[tuple[Reference, ...], ...] = ()
    different: tuple[EntryPlace, ...] = ()
    former_papers: tuple[Former, ...] = ()
    former_themes: tuple[Former, ...] = ()


def read_merge_rules(sources: Sources) -> tuple[MergeRules, tuple[Problem, ...]]:
    """What ``merge.yaml`` says; no such file is no problem."""
    if PATH not in sources:
        return MergeRules(), ()
    checker = Checker(PATH)
    text = checker.text_of(sources[PATH])
    sheet = checker.yaml(text, KEYS) if text is not None else None
    if sheet is None:
        return MergeRules(), checker.problems
    apart, different = _different(sheet)
    rules = MergeRules(
        tuple(filter(None, (_group(item, checker) for item in _items(sheet, "same")))),
        apart,
        different,
        _former(sheet, "former_papers"),
        _former(sheet, "former_themes"),
    )
    return rules, checker.problems


def _items(sheet: Sheet, key: str) -> tuple[Node, ...]:
    return sheet.checker.items(sheet.rows.get(key))


def _different(
    sheet: Sheet,
) -> tuple[tuple[tuple[Reference, ...], ...], tuple[EntryPlace, ...]]:
    """Groups of papers that only look alike, and entries that are papers of their own."""
    checker = sheet.checker
    groups: list[tuple[Reference, ...]] = []
    places: list[EntryPlace] = []
    for item in _items(sheet, "different"):
        if isinstance(item, Items):
            groups.append(_group(item, checker))
        elif word := checker.word(item):
            if place := _ENTRY_PLACE.fullmatch(word.value):
                path = f"listings/{place['file']}"
                places.append(EntryPlace(path, int(place["line"]), word.line, word.column))
            else:
                hint = "write the listing's file and the line of the title, as in monday.txt:12"
                message = f"{quoted(word.value)} is not the place of an entry"
                checker.error(word, message, f"{hint}, or a list of paper ids")
    return tuple(filter(None, groups)), tuple(places)


def _group(item: Node, checker: Checker) -> tuple[Reference, ...]:
    """References to two papers or more; nothing when there are fewer."""
    before = checker.problems
    group = once(references(checker.words(item)), checker)
    if len(group) < 2:
        if checker.problems == before:
            hint = "write a list such as [first-id, second-id]"
            checker.error(item, "expected two paper ids or more here", hint)
        return ()
    return group


def _former(sheet: Sheet, key: str) -> tuple[Former, ...]:
    """Ids that were given up; a chain of renames leads straight to its end."""
    checker = sheet.checker
    written: dict[str, Former] = {}
    node = sheet.rows.get(key)
    if isinstance(node, Table):
        for old, value in node.rows:
            new = checker.word(value)
            if not _can_be_id(old.value):
                message = f"{quoted(old.value)} cannot have been an id"
                checker.error(old, message, "write the id as it is in the old address")
            elif new:
                written[old.value] = Former(reference(old), reference(new))
    elif node is not None and not (isinstance(node, Text) and not node.value):
        hint = "write each on a line of its own, as in old-id: new-id"
        checker.error(node, "expected old ids with their new ids here", hint)
    last_of = _last(written, checker)
    return tuple(Former(one.old, last_of[old]) for old, one in written.items() if old in last_of)


def _can_be_id(word: str) -> bool:
    """Whether an address may be made from a word: it has the letters of a slug and no others."""
    if len(word) > _LONGEST_ID or len(word.encode()) > _LONGEST_ID:
        return False
    plain = all(char == "-" or unicodedata.category(char)[0] in "LNM" for char in word)
    folded = unicodedata.normalize("NFC", word.casefold())
    return plain and word == folded and word not in WINDOWS_DEVICES


def _last(written: Mapping[str, Former], checker: Checker) -> dict[str, Reference]:
    """The last reference of each chain of renames; those in a circle have none."""
    last_of: dict[str, Reference | None] = {}
    for old in written:
        chain: dict[str, None] = {}
        here = old
        while here in written and here not in last_of and here not in chain:
            chain[here] = None
            here = written[here].new.name
        last: Reference | None
        if here in chain:
            circle = list(chain)[list(chain).index(here) :]
            names = " → ".join(map(quoted, [*circle[:10], here]))
            hint = "let the last one name what is in the list"
            at = written[circle[-1]].new
            checker.error(at, f"these renames go in a circle: {names}", hint)
            last = None
        elif here in last_of:
            last = last_of[here]
        else:
            last = written[list(chain)[-1]].new
        last_of |= dict.fromkeys(chain, last)
    return {old: last for old, last in last_of.items() if last is not None}
