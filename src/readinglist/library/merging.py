"""Entries -> papers: what is one paper is merged, what merely looks alike stays apart.

Two entries are of one paper when their titles have the same letters and digits (case, accents,
hyphens, white space and punctuation aside; a version suffix such as ``v2`` or ``(v3)`` too,
where the abstracts agree) and their abstracts do not contradict that. Near misses, such as
one abstract under two titles, are reported and left to the curators, who overrule both ways in
``merge.yaml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from readinglist.library.names import HasIdentifiers, Lookup, identifier_keys
from readinglist.library.nearest import WHERE_IDS_ARE, NearestIds
from readinglist.model import Entry, Link, Listing, Paper, PaperId, Provenance
from readinglist.problems import Problem, Severity, quoted
from readinglist.sources.merge_rules import PATH
from readinglist.text.slugs import digest, slug, title_key

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
"""Share of the shorter abstract's word triples found in the longer one, from which on two
abstracts are versions of one text. Unrelated abstracts share under 0.05."""
MOST_COMPARED: Final = 100
"""Papers of one title that a further entry is compared with, word by word. Later ones have their
entries found by an equal abstract."""
_SHORT_TITLE: Final = 16
"""Letters; between shorter titles one letter makes a difference (GPT-3, GPT-4)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The papers by id, in the order first seen, and the other names some go by.

    Attributes:
        former: ids that were given up by renaming or merging, and the ones valid now.
        spellings: the slugs of a paper's other spellings: as good as its id, because which
            spelling is seen first may change with every listing.
    """

    papers: Mapping[PaperId, Paper]
    former: Mapping[PaperId, PaperId] = field(default_factory=dict)
    spellings: Mapping[PaperId, PaperId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entry in its listing."""

    listing: Listing
    entry: Entry

    @property
    def place(self) -> tuple[str, int]:
        return (self.listing.path, self.entry.line)


def merge(
    listings: Iterable[Listing],
    rules: MergeRules,
    identified: Sequence[tuple[PaperId, HasIdentifiers]] = (),
) -> tuple[Merged, tuple[Problem, ...]]:
    """Merge the entries of all listings into papers.

    Args:
        listings: in the order of their paths; the first entry of a paper names it.
        rules: what the curators decided, which goes before what the texts say.
        identified: what the team's files and the records know of papers, so that a rule may
            name a paper by its DOI or arXiv id.
    """
    apart = {(place.path, place.line) for place in rules.different}
    of_title: dict[str, _OfOneTitle] = defaultdict(_OfOneTitle)
    order: list[_Group] = []
    places: dict[str, list[int]] = defaultdict(list)
    problems: list[Problem] = []
    for listing in listings:
        for entry in listing.entries:
            seen = _Seen(listing, entry)
            places[listing.path].append(entry.line)
            if seen.place in apart:
                home = _Group(seen)
                order.append(home)
                continue
            namesakes = of_title[_base_key(entry.title)]
            if home := namesakes.home(seen):
                home.add(seen)
                continue
            home = _Group(seen)
            order.append(home)
            if namesakes.add(home) == MOST_COMPARED + 1:
                problems.append(_too_many_of_one_title(seen))
    named = _named(order)
    problems += _missing_entries(rules, places)
    names = _Names(named, rules, identified, problems)
    former = _apply_same(named, names, rules) | names.former
    former = {old: former.get(now, now) for old, now in former.items()}
    papers = {paper: _paper(paper, seen) for paper, seen in named.items()}
    settled = _Settled(names, former, rules)
    problems += _namesakes(papers, settled, rules)
    problems += _near_duplicates(papers, settled)
    spellings = {
        name: paper
        for paper, value in papers.items()
        for name in (slug(seen.title) for seen in value.seen)
        if name not in papers and name not in former
    }
    return Merged(papers, former, spellings), tuple(problems)


def _base_key(title: str) -> str:
    """The key two versions of a title share."""
    return title_key(_VERSION.sub("", title)) or title_key(title) or title.strip()


class _Group:
    """Entries that are of one paper, and the fullest abstract among them."""

    def __init__(self, first: _Seen) -> None:
        self.seen: list[_Seen] = []
        self.title_key = title_key(first.entry.title)
        self.abstract = ""
        self.triples = frozenset[_Triple]()
        self.add(first)

    def add(self, seen: _Seen) -> None:
        self.seen.append(seen)
        if len(seen.entry.abstract) > len(self.abstract):
            self.abstract = seen.entry.abstract
            self.triples = _triples(self.abstract)


class _OfOneTitle:
    """The groups of one title, in the order seen."""

    def __init__(self) -> None:
        self._compared: list[_Group] = []
        self._others: dict[str, _Group] = {}
        self._count = 0

    def home(self, seen: _Seen) -> _Group | None:
        """The group that an entry belongs to."""
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
        """Add a group that is of no other's paper, and count them all."""
        self._count += 1
        if self._count <= MOST_COMPARED:
            self._compared.append(group)
        else:
            self._others[group.abstract or group.title_key] = group
        return self._count


def _too_many_of_one_title(seen: _Seen) -> Problem:
    message = f"more than {MOST_COMPARED} papers have the title {quoted(seen.entry.title)}"
    hint = (
        f"later entries of it are compared with the first {MOST_COMPARED} papers only; list under "
        f"same: in {PATH} what is one paper"
    )
    return Problem(seen.listing.path, seen.entry.line, 1, message, hint, Severity.WARNING)


def agreement(first: str, second: str) -> float:
    """The share of the shorter text's word triples that the longer one has too, 0 to 1.

    A text cut off in the middle agrees fully with the whole; of texts under three words only
    equal ones agree.
    """
    return 1.0 if first == second else _shared(_triples(first), _triples(second))


_Triple: TypeAlias = tuple[str, str, str]


def _shared(first: Set[_Triple], second: Set[_Triple]) -> float:
    """The share of the smaller set that the larger one holds too."""
    fewest = min(len(first), len(second))
    return len(first & second) / fewest if fewest else 0.0


def _triples(text: str) -> frozenset[_Triple]:
    words = _WORDS.findall(text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _named(order: Sequence[_Group]) -> dict[PaperId, list[_Seen]]:
    """Every group under its id: the first with a slug has it bare, the others with a suffix."""
    named: dict[PaperId, list[_Seen]] = {}
    last: dict[PaperId, PaperId] = {}  # by a name that several would have: the last one given
    for group in order:
        entry = group.seen[0].entry
        bare = slug(entry.title)
        name = bare
        if name in named:
            content = f"{entry.title}\n{entry.abstract}"
            first = name = f"{bare}-{digest(content)}"
            name = last.get(first, first)
            while name in named:  # the very same text, kept apart by the curators
                name = f"{bare}-{digest(name)}"
            last[first] = name
        named[name] = group.seen
    return named


class _Names:
    """What the names in ``merge.yaml`` mean, and what is wrong with them.

    Attributes:
        former: ids that were renamed, and the ones valid before anything is merged by ``same``.
    """

    def __init__(
        self,
        named: Mapping[PaperId, Sequence[_Seen]],
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
                message = f"{quoted(rule.old.name)} is the id of a paper, and not a former one"
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

        lookup = Lookup("paper", titles, former, keys(), WHERE_IDS_ARE)
        return lookup

    def find(self, at: Reference) -> PaperId:
        """The paper a name means; ``""`` when it means none, which is reported."""
        meaning = self._lookup.find(at.name)
        if meaning.problem:
            self._error(at, meaning.problem, meaning.hint)
        return meaning.id

    def warn(self, at: Reference, message: str, hint: str) -> None:
        """Something a build can live with."""
        self._problems.append(Problem(PATH, at.line, at.column, message, hint, Severity.WARNING))

    def _error(self, at: Reference, message: str, hint: str) -> None:
        self._problems.append(Problem(PATH, at.line, at.column, message, hint))


def _apply_same(
    named: dict[PaperId, list[_Seen]], names: _Names, rules: MergeRules
) -> dict[PaperId, PaperId]:
    """Merge what ``same`` says is one paper, in place.

    The id seen first stays, whatever the order in the file, so that a merge changes as few
    addresses as possible and later listings change none.

    Returns:
        The other ids, and the one each was merged into.
    """
    number = {paper: place for place, paper in enumerate(named)}
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


def _missing_entries(rules: MergeRules, places: Mapping[str, Sequence[int]]) -> Iterator[Problem]:
    """The places in ``merge.yaml`` at which no entry begins.

    Args:
        places: the lines of each listing at which one does.
    """
    files = NearestIds(places)
    in_order = {path: sorted(lines) for path, lines in places.items()}
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


def _paper(paper: PaperId, group: Sequence[_Seen]) -> Paper:
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


class _Settled:
    """The pairs that curators say are different: those that stand in one group."""

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
                        hint = "remove one of the two, or what makes them one under same:"
                        names.warn(at, message, hint)

    def has(self, one: PaperId, other: PaperId) -> bool:
        """Whether the two are in one group."""
        empty = set[int]()
        return bool(self._groups_of.get(one, empty) & self._groups_of.get(other, empty))


def _namesakes(
    papers: Mapping[PaperId, Paper], settled: _Settled, rules: MergeRules
) -> Iterator[Problem]:
    """Different papers of one title: which of them has the bare id depends on the names of the
    listings, so that a tag could come to mean the other one. That must not happen in silence.
    """
    places = {(place.path, place.line) for place in rules.different}
    for paper, value in papers.items():
        bare = slug(value.title)
        if bare == paper or bare not in papers or settled.has(bare, paper):
            continue
        first, late = papers[bare].seen[0], value.seen[0]
        if places & {(one.path, one.line) for one in (first, late)}:
            continue
        yield Problem(
            late.path,
            late.line,
            1,
            f"this is another paper than “{bare}” ({first.path}:{first.line}), which has the same "
            f"title; its id is “{paper}”",
            f"check which of the two your tags mean, then list both ids under different: in {PATH}",
            Severity.WARNING,
        )


def _near_duplicates(papers: Mapping[PaperId, Paper], settled: _Settled) -> list[Problem]:
    """Pairs that look like one paper under two titles: a misprint, or one abstract."""
    problems = []
    for first, second in sorted(_alike(papers)):
        if settled.has(first, second):
            continue
        late = papers[second].seen[0]
        problems.append(
            Problem(
                late.path,
                late.line,
                1,
                f"“{papers[second].title}” looks like “{papers[first].title}”",
                f"say in {PATH} whether {first} and {second} are the same or different",
                Severity.WARNING,
            )
        )
    return problems


def _alike(papers: Mapping[PaperId, Paper]) -> set[tuple[PaperId, PaperId]]:
    number = {paper: place for place, paper in enumerate(papers)}
    pairs = set[tuple[PaperId, PaperId]]()

    def consider(one: PaperId, other: PaperId) -> None:
        first, second = sorted((one, other), key=number.__getitem__)
        texts = papers[first].abstract, papers[second].abstract
        if not all(texts) or agreement(*texts) >= SAME_ABSTRACT:
            pairs.add((first, second))

    keys = {paper: title_key(value.title) for paper, value in papers.items()}
    # A misprint leaves a title's beginning or its end as it was, so the two are neighbours in
    # one of these orders; that keeps the search linear in the number of papers, but for sorting.
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
    """Whether one inserted, dropped, changed or swapped letter makes one title the other."""
    if min(len(first), len(second)) < _SHORT_TITLE or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    if any(char.isdigit() for char in a[:1] + b[:1]):
        return False
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
