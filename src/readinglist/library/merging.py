"""Merge the entries of all listings into papers.

Two entries are of the same paper if their titles have the same letters and digits (ignoring case,
accents, white space and punctuation, and version suffixes such as ``v2`` or ``(v3)``) and their
abstracts agree or one is missing. Similar pairs, such as two titles with one abstract, are
reported. ``merge.yaml`` overrides both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from readinglist.library.lookup import HasIdentifiers, Lookup, identifier_keys
from readinglist.library.similar_ids import PAPER_ID_HINT, SimilarIds
from readinglist.model import Entry, Link, Listing, Paper, PaperId, Provenance
from readinglist.problems import Problem, Severity, quoted
from readinglist.sources.merge_rules import PATH
from readinglist.text.slugs import short_hash, slug, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from readinglist.sources.merge_rules import MergeRules
    from readinglist.sources.references import Reference

_VERSION: Final = re.compile(
    r"(?<!\s)\s*+(?:[(\[]\s*+)?+\bv(?:ersion\s?|er\.?\s?)?\d{1,2}+\s*+(?:[)\]]\s*+)?+$", re.I
)
_WORDS: Final = re.compile(r"\w+")
_SENTENCE: Final = re.compile(r"(?<=[.!?。])\s+")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
SAME_ABSTRACT: Final = 0.5
"""Share of the word trigrams of the shorter abstract that are in the longer one, from which on two
abstracts are versions of one text. Unrelated abstracts share less than 0.05."""
MOST_COMPARED: Final = 100
"""Maximum number of papers with the same title that an entry is compared with by words. It is
merged with a later one only if the abstracts are equal."""
_SHORT_TITLE: Final = 16
"""In letters; shorter titles that differ in one letter can be different (GPT-3, GPT-4)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of merging.

    Attributes:
        papers: by id, in the order in which they were first seen.
        former: ids that were replaced by renaming or merging, with the current ones.
        spellings: slugs of other spellings of titles. They are valid references, because a new
            listing can change which spelling is seen first.
    """

    papers: Mapping[PaperId, Paper]
    former: Mapping[PaperId, PaperId] = field(default_factory=dict)
    spellings: Mapping[PaperId, PaperId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ListedEntry:
    """An entry with its listing."""

    listing: Listing
    entry: Entry

    @property
    def position(self) -> tuple[str, int]:
        return (self.listing.path, self.entry.line)


def merge(
    listings: Iterable[Listing],
    rules: MergeRules,
    identified: Sequence[tuple[PaperId, HasIdentifiers]] = (),
) -> tuple[Merged, tuple[Problem, ...]]:
    """Merge the entries of all listings into papers.

    Args:
        listings: in the order of their paths; the first entry of a paper determines its id.
        rules: the rules of ``merge.yaml``, which take precedence.
        identified: DOIs and arXiv ids in the team's files and in records, so that a rule can refer
            to a paper by them.
    """
    apart = {(position.path, position.line) for position in rules.different}
    with_title: dict[str, _SameTitle] = defaultdict(_SameTitle)
    order: list[_Group] = []
    lines: dict[str, list[int]] = defaultdict(list)
    problems: list[Problem] = []
    for listing in listings:
        for entry in listing.entries:
            seen = _ListedEntry(listing, entry)
            lines[listing.path].append(entry.line)
            if seen.position in apart:
                order.append(_Group(seen))
                continue
            same_title = with_title[_base_key(entry.title)]
            if group := same_title.matching(seen):
                group.add(seen)
                continue
            group = _Group(seen)
            order.append(group)
            if same_title.add(group) == MOST_COMPARED + 1:
                problems.append(_too_many_with_title(seen))
    named = _named(order)
    problems += _missing_entries(rules, lines)
    names = _Names(named, rules, identified, problems)
    former = _apply_same(named, names, rules) | names.former
    former = {old: former.get(now, now) for old, now in former.items()}
    papers = {paper: _paper(paper, seen) for paper, seen in named.items()}
    known_different = _KnownDifferent(names, former, rules)
    problems += _same_titles(papers, known_different, rules)
    problems += _near_duplicates(papers, known_different)
    spellings = {
        name: paper
        for paper, value in papers.items()
        for name in (slug(seen.title) for seen in value.seen)
        if name not in papers and name not in former
    }
    return Merged(papers, former, spellings), tuple(problems)


def _base_key(title: str) -> str:
    """Return a key that is equal for versions of a title."""
    return title_key(_VERSION.sub("", title)) or title_key(title) or title.strip()


class _Group:
    """The entries of one paper, and the longest abstract among them."""

    def __init__(self, first: _ListedEntry) -> None:
        self.seen: list[_ListedEntry] = []
        self.title_key = title_key(first.entry.title)
        self.abstract = ""
        self._triples: frozenset[_Triple] | None = None
        self.add(first)

    @property
    def triples(self) -> frozenset[_Triple]:
        """The word trigrams of the abstract; most groups are never compared."""
        if self._triples is None:
            self._triples = _triples(self.abstract)
        return self._triples

    def add(self, seen: _ListedEntry) -> None:
        self.seen.append(seen)
        if len(seen.entry.abstract) > len(self.abstract):
            self.abstract = seen.entry.abstract
            self._triples = None


class _SameTitle:
    """The groups with one title, in order."""

    def __init__(self) -> None:
        self._compared: list[_Group] = []
        self._others: dict[str, _Group] = {}
        self._count = 0

    def matching(self, seen: _ListedEntry) -> _Group | None:
        """Return the group that an entry belongs to."""
        if not self._compared:
            return None
        mine, key = seen.entry.abstract, title_key(seen.entry.title)
        triples = _triples(mine)
        for group in self._compared:
            if not (mine and group.abstract):
                if group.title_key == key:
                    return group
            elif mine == group.abstract or _shared(triples, group.triples) >= SAME_ABSTRACT:
                return group
        return self._others.get(mine or key)

    def add(self, group: _Group) -> int:
        """Add a group, and return the number of groups."""
        self._count += 1
        if self._count <= MOST_COMPARED:
            self._compared.append(group)
        else:
            self._others[group.abstract or group.title_key] = group
        return self._count


def _too_many_with_title(seen: _ListedEntry) -> Problem:
    message = f"more than {MOST_COMPARED} papers have the title {quoted(seen.entry.title)}"
    hint = (
        f"later entries are compared with the first {MOST_COMPARED} of them only; list the others "
        f"that are the same paper under same: in {PATH}"
    )
    return Problem(seen.listing.path, seen.entry.line, 1, message, hint, Severity.WARNING)


def agreement(first: str, second: str) -> float:
    """Return the share of word trigrams of the shorter text that are in the longer one, 0 to 1.

    The beginning of a text agrees fully with the whole. Texts of less than three words agree only
    if they are equal.
    """
    return 1.0 if first == second else _shared(_triples(first), _triples(second))


_Triple: TypeAlias = tuple[str, str, str]


def _shared(first: Set[_Triple], second: Set[_Triple]) -> float:
    """Return the share of the smaller set that is in the larger one."""
    fewest = min(len(first), len(second))
    return len(first & second) / fewest if fewest else 0.0


def _triples(text: str) -> frozenset[_Triple]:
    words = _WORDS.findall(text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _named(order: Sequence[_Group]) -> dict[PaperId, list[_ListedEntry]]:
    """Return the groups by id: the first with a slug gets it, others get a suffix."""
    named: dict[PaperId, list[_ListedEntry]] = {}
    last: dict[PaperId, PaperId] = {}  # the last id with a suffix that was derived from an id
    for group in order:
        entry = group.seen[0].entry
        bare = slug(entry.title)
        name = bare
        if name in named:
            content = f"{entry.title}\n{entry.abstract}"
            first = name = f"{bare}-{short_hash(content)}"
            name = last.get(first, first)
            while name in named:  # the same text, kept apart by merge.yaml
                name = f"{bare}-{short_hash(name)}"
            last[first] = name
        named[name] = group.seen
    return named


class _Names:
    """Resolves the references in ``merge.yaml``.

    Attributes:
        former: renamed ids, with the current ones before merging by ``same``.
    """

    def __init__(
        self,
        named: Mapping[PaperId, Sequence[_ListedEntry]],
        rules: MergeRules,
        identified: Sequence[tuple[PaperId, HasIdentifiers]],
        problems: list[Problem],
    ) -> None:
        self._problems = problems
        titles = {paper: [seen.entry.title for seen in group] for paper, group in named.items()}
        spellings: dict[str, PaperId] = {}
        for paper, all_titles in titles.items():
            for title in all_titles:
                spellings.setdefault(slug(title), paper)
        self._lookup = self._made(titles, spellings, identified)
        self.former: dict[PaperId, PaperId] = {}
        for rule in rules.former_papers:
            if rule.old.name in named:
                message = f"{quoted(rule.old.name)} is the id of a paper, not a former id"
                self._error(rule.old, message, "to merge two papers, list both under same:")
            elif paper := self.find(rule.new):
                self.former[rule.old.name] = paper
        self._lookup = self._made(titles, {**spellings, **self.former}, identified)

    @staticmethod
    def _made(
        titles: Mapping[PaperId, Sequence[str]],
        former: Mapping[str, PaperId],
        identified: Sequence[tuple[PaperId, HasIdentifiers]],
    ) -> Lookup:
        def keys() -> Iterator[tuple[str, str]]:
            for name, known in identified:
                if paper := lookup.current(name):
                    yield from identifier_keys(paper, known)

        lookup = Lookup("paper", titles, former, keys(), PAPER_ID_HINT)
        return lookup

    def find(self, at: Reference) -> PaperId:
        """Return the id of the paper that a reference names, or ``""`` with an error."""
        meaning = self._lookup.find(at.name)
        if meaning.problem:
            self._error(at, meaning.problem, meaning.hint)
        return meaning.id

    def warn(self, at: Reference, message: str, hint: str) -> None:
        """Add a warning."""
        self._problems.append(Problem(PATH, at.line, at.column, message, hint, Severity.WARNING))

    def _error(self, at: Reference, message: str, hint: str) -> None:
        self._problems.append(Problem(PATH, at.line, at.column, message, hint))


def _apply_same(
    named: dict[PaperId, list[_ListedEntry]], names: _Names, rules: MergeRules
) -> dict[PaperId, PaperId]:
    """Merge the groups under ``same`` in place.

    The id that was seen first is kept, whatever the order in the file. So a merge changes few
    addresses, and later listings change none.

    Returns:
        The other ids, with the ones they were merged into.
    """
    number = {paper: position for position, paper in enumerate(named)}
    first_of: dict[PaperId, PaperId] = {}

    def first(paper: PaperId) -> PaperId:
        while paper in first_of:
            paper = first_of[paper]
        return paper

    for group in rules.same:
        found = {first(paper) for paper in map(names.find, group) if paper}
        for paper in found - {min(found, key=number.__getitem__, default="")}:
            first_of[paper] = min(found, key=number.__getitem__)
    merged = {paper: first(paper) for paper in sorted(first_of, key=number.__getitem__)}
    for other, paper in merged.items():
        named[paper] += named.pop(other)
    return merged


def _missing_entries(
    rules: MergeRules, entry_lines: Mapping[str, Sequence[int]]
) -> Iterator[Problem]:
    """Report positions in ``merge.yaml`` at which no entry begins.

    Args:
        entry_lines: the first lines of the entries of each listing.
    """
    files = SimilarIds(entry_lines)
    in_order = {path: sorted(lines) for path, lines in entry_lines.items()}
    for rule in rules.different:
        lines = in_order.get(rule.path, [])
        at = bisect_left(lines, rule.line)
        if at < len(lines) and lines[at] == rule.line:
            continue
        if lines:
            nearest = min(lines[max(0, at - 1) : at + 1], key=lambda line: abs(line - rule.line))
            hint = f"the nearest entry of that listing begins at line {nearest}"
        else:
            hint = files.did_you_mean(rule.path)
        name = rule.path.removeprefix("listings/")
        message = f"no entry begins at {name}:{rule.line}"
        yield Problem(PATH, rule.at_line, rule.at_column, message, hint)


def _paper(paper: PaperId, group: Sequence[_ListedEntry]) -> Paper:
    entries = [seen.entry for seen in group]
    fullest = max(entries, key=lambda entry: len(entry.abstract))
    links = list(fullest.links)
    have = {link.url for link in links}
    for entry in entries:
        links += [Link(link.url, link.kind) for link in entry.links if link.url not in have]
        have.update(link.url for link in entry.links)
    date = next((entry.date for entry in entries if entry.date), "")
    year = _YEAR.search(date)
    return Paper(
        id=paper,
        title=entries[0].title,
        abstract=fullest.abstract,
        links=tuple(links),
        seen=tuple(
            Provenance(
                seen.listing.id,
                seen.listing.path,
                seen.entry.line,
                seen.entry.title,
                seen.entry.page_date or seen.listing.date,
            )
            for seen in group
        ),
        author_count=next((e.author_count for e in entries if e.author_count is not None), None),
        year=int(year[0]) if year else None,
        date=date,
        upvotes=max((e.upvotes for e in entries if e.upvotes is not None), default=None),
    )


class _KnownDifferent:
    """Pairs of papers that ``merge.yaml`` declares different."""

    def __init__(self, names: _Names, former: Mapping[PaperId, PaperId], rules: MergeRules) -> None:
        self._groups_of: dict[PaperId, set[int]] = defaultdict(set)
        for number, group in enumerate(rules.apart):
            first: dict[PaperId, Reference] = {}
            for at in group:
                if paper := names.find(at):
                    paper = former.get(paper, paper)
                    self._groups_of[paper].add(number)
                    other = first.setdefault(paper, at)
                    if other is not at:
                        message = f"{quoted(other.name)} and {quoted(at.name)} are the same paper"
                        hint = "remove one of them, or the rule under same: that merges them"
                        names.warn(at, message, hint)

    def has(self, one: PaperId, other: PaperId) -> bool:
        """Return whether two papers are declared different."""
        empty = set[int]()
        return bool(self._groups_of.get(one, empty) & self._groups_of.get(other, empty))


def _same_titles(
    papers: Mapping[PaperId, Paper], known_different: _KnownDifferent, rules: MergeRules
) -> Iterator[Problem]:
    """Yield a warning for each paper with the same title as another.

    Which of them has the id without a suffix depends on the names of the listings, so a new listing
    could change the meaning of a tag.
    """
    positions = {(position.path, position.line) for position in rules.different}
    for paper, value in papers.items():
        bare = slug(value.title)
        if bare == paper or bare not in papers or known_different.has(bare, paper):
            continue
        first, late = papers[bare].seen[0], value.seen[0]
        if positions & {(one.path, one.line) for one in (first, late)}:
            continue
        yield Problem(
            late.path,
            late.line,
            1,
            f"this is a different paper from “{bare}” ({first.path}:{first.line}), with the same "
            f"title; its id is “{paper}”",
            f"check which of them your tags mean, then list both ids under different: in {PATH}",
            Severity.WARNING,
        )


def _near_duplicates(
    papers: Mapping[PaperId, Paper], known_different: _KnownDifferent
) -> list[Problem]:
    """Return a warning for each pair of similar papers."""
    problems = []
    for first, second in sorted(_similar_pairs(papers)):
        if known_different.has(first, second):
            continue
        late = papers[second].seen[0]
        problems.append(
            Problem(
                late.path,
                late.line,
                1,
                f"“{papers[second].title}” may be the same paper as “{papers[first].title}”",
                f"list {first} and {second} under same: or under different: in {PATH}",
                Severity.WARNING,
            )
        )
    return problems


def _similar_pairs(papers: Mapping[PaperId, Paper]) -> set[tuple[PaperId, PaperId]]:
    number = {paper: position for position, paper in enumerate(papers)}
    pairs = set[tuple[PaperId, PaperId]]()

    def consider(one: PaperId, other: PaperId) -> None:
        first, second = sorted((one, other), key=number.__getitem__)
        texts = papers[first].abstract, papers[second].abstract
        if not all(texts) or agreement(*texts) >= SAME_ABSTRACT:
            pairs.add((first, second))

    keys = {paper: title_key(value.title) for paper, value in papers.items()}
    # A misprint keeps the beginning or the end of a title, so the two are neighbors in one of these
    # orders. Apart from sorting, this takes linear time.
    for order in (sorted(keys, key=keys.__getitem__), sorted(keys, key=lambda p: keys[p][::-1])):
        for one, other in pairwise(order):
            if _one_misprint_apart(keys[one], keys[other]):
                consider(one, other)
    first_with: dict[str, PaperId] = {}
    for paper, value in papers.items():
        for sentence in _SENTENCE.split(value.abstract):
            if len(sentence) >= 80:
                other = first_with.setdefault(sentence.casefold(), paper)
                if other != paper and keys[other] != keys[paper]:
                    consider(other, paper)
    return pairs


def _one_misprint_apart(first: str, second: str) -> bool:
    """Return whether two titles differ by one inserted, removed, changed or swapped letter."""
    if min(len(first), len(second)) < _SHORT_TITLE or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    if any(char.isdigit() for char in a[:1] + b[:1]):
        return False
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
