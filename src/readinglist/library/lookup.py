"""Resolve references: find the paper or theme that a reference names.

A reference is an id, a former id, a title or the URL of a page; for papers also a DOI or an arXiv
id. If nothing matches, the hint names similar ids.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote, urlsplit

from readinglist.library.similar_ids import SimilarIds
from readinglist.problems import quoted
from readinglist.text.identifiers import identifier_key
from readinglist.text.slugs import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_INDEX_FILES: Final = ("/index.html", "/index.md")
_LONGEST: Final = 2_000
"""Characters of an address. Longer ones are refused before Unicode puts their marks in order, which
takes time that grows with the square of a row of marks."""


class HasIdentifiers(Protocol):
    """Has the identifiers of a paper."""

    @property
    def doi(self) -> str:
        """The DOI, or ``""``."""

    @property
    def arxiv(self) -> str:
        """The arXiv id, or ``""``."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The result of resolving a reference.

    Attributes:
        id: the current id, ``""`` if nothing matches.
        problem: what is wrong, or ``""``.
        hint: what to do about it, or ``""``.
    """

    id: str
    problem: str = ""
    hint: str = ""


class Lookup:
    """Resolves references to papers, or to themes.

    Args:
        noun: "paper" or "theme".
        titles: all ids with their titles.
        former: former ids with the current ones.
        identifiers: pairs of a key made by :func:`readinglist.text.identifiers.identifier_key` and
            an id.
        default_hint: the hint if no id is similar.
    """

    def __init__(
        self,
        noun: str,
        titles: Mapping[str, Iterable[str]],
        former: Mapping[str, str] = MappingProxyType({}),
        identifiers: Iterable[tuple[str, str]] = (),
        default_hint: str = "",
    ) -> None:
        self.noun = noun
        self._titles = titles
        self._former = former
        self._identifiers = identifiers
        self._default_hint = default_hint
        self._nearest = SimilarIds(titles)

    def find(self, name: str) -> Meaning:
        """Resolve a reference."""
        if found := self.current(name):
            return Meaning(found)
        ids = sorted(self._by_other_names(name))
        if len(ids) == 1:
            return Meaning(ids[0])
        if ids:
            problem = f"{quoted(name)} matches {len(ids)} {self.noun}s"
            return Meaning("", problem, f"write the id of one: {' or '.join(ids[:5])}")
        hint = self._nearest.did_you_mean(name) or self._default_hint
        return Meaning("", f"there is no {self.noun} {quoted(name)}", hint)

    def current(self, id_: str) -> str:
        """Return the current id for a current or former id, ``""`` for other names."""
        if id_ in self._titles:
            return id_
        now = self._former.get(id_, "")
        return now if now in self._titles else ""

    def _by_other_names(self, name: str) -> set[str]:
        if (key := identifier_key(name)) and key in self._by_identifier:
            return self._by_identifier[key]
        if found := self.current(id_in_address(name, f"{self.noun}s")):
            return {found}
        return self._by_title.get(title_key(name) or name, set())

    @cached_property
    def _by_title(self) -> Mapping[str, set[str]]:
        pairs = ((title, id_) for id_, titles in self._titles.items() for title in titles)
        return _grouped((title_key(title) or title, id_) for title, id_ in pairs)

    @cached_property
    def _by_identifier(self) -> Mapping[str, set[str]]:
        return _grouped(self._identifiers)


def identifier_keys(paper: str, known: HasIdentifiers) -> Iterator[tuple[str, str]]:
    """Yield the identifiers of a paper, in the form that `Lookup` takes."""
    for written in (known.doi, known.arxiv):
        if key := identifier_key(written):
            yield key, paper


def id_in_address(address: str, folder: str) -> str:
    """Return the id in the URL of a page of the site, or ``""``.

    The URL may be absolute or relative: ``https://example.org/list/papers/its-id/``,
    ``/papers/its-id``, ``papers/its-id/index.html#note``.
    """
    if "/" not in address or len(address) > _LONGEST or any(map(str.isspace, address)):
        return ""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    for index in _INDEX_FILES:
        path = path.removesuffix(index)
    above, _, name = path.strip("/").rpartition("/")
    in_folder = above == folder or above.endswith(f"/{folder}")
    return unicodedata.normalize("NFC", unquote(name)) if in_folder else ""


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, id_ in pairs:
        found[key].add(id_)
    return found
