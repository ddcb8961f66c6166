"""Parse ``merge.yaml``: which entries are the same paper, and which ids have changed.

By default, entries are merged into papers by title and abstract. ``same`` merges papers,
``different`` keeps similar papers apart, and ``former_papers`` and ``former_themes`` list former
ids, so that links and files that use them keep working.
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
    from readinglist.sources.fields import Fields
    from readinglist.sources.yamlfile import Node

PATH: Final = "merge.yaml"
KEYS: Final = ("same", "different", "former_papers", "former_themes")

_LONGEST_ID: Final = 200
"""In bytes of UTF-8; an id is a slug, with a suffix at most."""
_ENTRY_POSITION = re.compile(r"(?:listings/)?(?P<file>\S(?:.*\S)?):(?P<line>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class EntryPosition:
    """An entry of a listing, given by the line of its title, and its position in ``merge.yaml``.

    Attributes:
        path: the listing, relative to the source folder.
        line: the line of the entry's title.
        at_line, at_column: the position in ``merge.yaml``.
    """

    path: str
    line: int
    at_line: int
    at_column: int


@dataclass(frozen=True, slots=True)
class Former:
    """A former id, and a reference to the current paper or theme."""

    old: Reference
    new: Reference


@dataclass(frozen=True, slots=True)
class MergeRules:
    """The parsed ``merge.yaml``.

    Attributes:
        same: groups of papers to merge.
        apart: groups of papers that are different although they look similar.
        different: entries that are papers of their own although another one has the same title.
        former_papers, former_themes: former ids; `new` is never a former id.
    """

    same: tuple[tuple[Reference, ...], ...] = ()
    apart: tuple[tuple[Reference, ...], ...] = ()
    different: tuple[EntryPosition, ...] = ()
    former_papers: tuple[Former, ...] = ()
    former_themes: tuple[Former, ...] = ()


def read_merge_rules(sources: Sources) -> tuple[MergeRules, tuple[Problem, ...]]:
    """Parse ``merge.yaml``; the file is optional."""
    if PATH not in sources:
        return MergeRules(), ()
    checker = Checker(PATH)
    text = checker.decode(sources[PATH])
    fields = checker.yaml(text, KEYS) if text is not None else None
    if fields is None:
        return MergeRules(), checker.problems
    apart, different = _different(fields)
    rules = MergeRules(
        tuple(filter(None, (_group(item, checker) for item in _items(fields, "same")))),
        apart,
        different,
        _former(fields, "former_papers"),
        _former(fields, "former_themes"),
    )
    return rules, checker.problems


def _items(fields: Fields, key: str) -> tuple[Node, ...]:
    return fields.checker.items(fields.rows.get(key))


def _different(
    fields: Fields,
) -> tuple[tuple[tuple[Reference, ...], ...], tuple[EntryPosition, ...]]:
    """Return groups of different papers, and entries that are papers of their own."""
    checker = fields.checker
    groups: list[tuple[Reference, ...]] = []
    positions: list[EntryPosition] = []
    for item in _items(fields, "different"):
        if isinstance(item, Items):
            groups.append(_group(item, checker))
        elif word := checker.word(item):
            if found := _ENTRY_POSITION.fullmatch(word.value):
                path = f"listings/{found['file']}"
                positions.append(EntryPosition(path, int(found["line"]), word.line, word.column))
            else:
                hint = "write the listing's file and the line of the title, as in monday.txt:12"
                message = f"{quoted(word.value)} does not name an entry"
                checker.error(word, message, f"{hint}, or a list of paper ids")
    return tuple(filter(None, groups)), tuple(positions)


def _group(item: Node, checker: Checker) -> tuple[Reference, ...]:
    """Return references to two or more papers; empty if there are fewer."""
    before = checker.problems
    group = once(references(checker.words(item)), checker)
    if len(group) < 2:
        if checker.problems == before:
            hint = "write a list such as [first-id, second-id]"
            checker.error(item, "expected two or more paper ids here", hint)
        return ()
    return group


def _former(fields: Fields, key: str) -> tuple[Former, ...]:
    """Return former ids; a chain of renames is resolved to its end."""
    checker = fields.checker
    written: dict[str, Former] = {}
    node = fields.rows.get(key)
    if isinstance(node, Table):
        for old, value in node.rows:
            new = checker.word(value)
            if not _can_be_id(old.value):
                message = f"{quoted(old.value)} is not a valid id"
                checker.error(old, message, "write the id as it is in the old URL")
            elif new:
                written[old.value] = Former(reference(old), reference(new))
    elif node is not None and not (isinstance(node, Text) and not node.value):
        hint = "write one pair per line, as in old-id: new-id"
        checker.error(node, "expected old ids with their new ids here", hint)
    last_of = _last(written, checker)
    return tuple(Former(one.old, last_of[old]) for old, one in written.items() if old in last_of)


def _can_be_id(word: str) -> bool:
    """Return whether a word can be an id: it has only characters that slugs have."""
    if len(word) > _LONGEST_ID or len(word.encode()) > _LONGEST_ID:
        return False
    plain = all(char == "-" or unicodedata.category(char)[0] in "LNM" for char in word)
    folded = unicodedata.normalize("NFC", word.casefold())
    return plain and word == folded and word not in WINDOWS_DEVICES


def _last(written: Mapping[str, Former], checker: Checker) -> dict[str, Reference]:
    """Return the last reference of each chain of renames; chains with a cycle are left out."""
    last_of: dict[str, Reference | None] = {}
    for old in written:
        chain: dict[str, None] = {}
        here = old
        while here in written and here not in last_of and here not in chain:
            chain[here] = None
            here = written[here].new.name
        last: Reference | None
        if here in chain:
            cycle = list(chain)[list(chain).index(here) :]
            names = " → ".join(map(quoted, [*cycle[:10], here]))
            hint = "the last one must name an existing paper or theme"
            at = written[cycle[-1]].new
            checker.error(at, f"these renames form a cycle: {names}", hint)
            last = None
        elif here in last_of:
            last = last_of[here]
        else:
            last = written[list(chain)[-1]].new
        last_of |= dict.fromkeys(chain, last)
    return {old: last for old, last in last_of.items() if last is not None}
