"""Entries -> papers: what is one paper is merged, what merely looks alike stays apart.

Two entries are of one paper when their titles have the same letters and digits (case, accents,
hyphens, white space and punctuation aside; a version suffix such as ``v2`` or ``(v3)`` too,
where the abstracts agree) and their abstracts do not contradict that. Near misses, such as
one abstract under two titles, are reported and left to the curators, who overrule both ways in
``papers.yaml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from readinglist.model import Entry, Link, Listing, Paper, PaperId, Provenance
from readinglist.nearest import WHERE_IDS_ARE, Names
from readinglist.problems import Problem, Severity, did_you_mean
from readinglist.text.slugs import digest, slug, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readinglist.curation import MergeRules

_VERSION: Final = re.compile(
    r"\s*(?:[(\[]\s*)?\bv(?:ersion\s?|er\.?\s?)?\d{1,2}(?:\s*[)\]])?\s*$", re.I
)
_WORDS: Final = re.compile(r"\w+")
_SENTENCE: Final = re.compile(r"(?<=[.!?。])\s+")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
SAME_ABSTRACT: Final = 0.5
"""Share of the shorter abstract's word triples found in the longer one, from which on two
abstracts are versions of one text. Unrelated abstracts share under 0.05."""
_SHORT_TITLE: Final = 16
"""Letters; between shorter titles one letter makes a difference (GPT-3, GPT-4)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The papers by id, in the order first seen, and the other names some go by.

    Attributes:
        aliases: ids that curators gave up.
        spellings: the slugs of a paper's other spellings: as good as its id, because which
            spelling is seen first may change with every listing.
    """

    papers: Mapping[PaperId, Paper]
    aliases: Mapping[PaperId, PaperId] = field(default_factory=dict)
    spellings: Mapping[PaperId, PaperId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entry in its listing."""

    listing: Listing
    entry: Entry

    @property
    def place(self) -> tuple[str, int]:
        return (self.listing.path, self.entry.line)


def merge(listings: Iterable[Listing], rules: MergeRules) -> tuple[Merged, tuple[Problem, ...]]:
    """Merge the entries of all listings into papers.

    Args:
        listings: in the order of their paths; the first entry of a paper names it.
        rules: what the curators decided, which goes before what the texts say.
    """
    apart = {(place.path, place.line) for place in rules.different}
    groups: dict[str, list[list[_Seen]]] = defaultdict(list)
    order: list[list[_Seen]] = []
    places = set[tuple[str, int]]()
    for listing in listings:
        for entry in listing.entries:
            seen = _Seen(listing, entry)
            places.add(seen.place)
            candidates = groups[_base_key(entry.title)]
            home = None if seen.place in apart else _home(seen, candidates, apart)
            if home is None:
                home = []
                candidates.append(home)
                order.append(home)
            home.append(seen)
    named = _named(order)
    problems = [
        Problem(
            rules.path,
            place.at_line,
            place.at_column,
            f"no entry begins at {place.path.removeprefix('listings/')}:{place.line}",
            _nearest_entry(place.path, place.line, places),
        )
        for place in rules.different
        if (place.path, place.line) not in places
    ]
    aliases, merge_problems = _apply_same(named, rules)
    papers = {paper: _paper(paper, seen) for paper, seen in named.items()}
    problems += merge_problems
    problems += _unsettled(rules, papers, aliases)
    problems += _namesakes(papers, rules)
    problems += _near_duplicates(papers, rules)
    spellings = {
        name: paper
        for paper, value in papers.items()
        for name in (slug(seen.title) for seen in value.seen)
        if name not in papers and name not in aliases
    }
    return Merged(papers, aliases, spellings), tuple(problems)


def _base_key(title: str) -> str:
    """The key two versions of a title share."""
    return title_key(_VERSION.sub("", title)) or title_key(title) or title.strip()


def _home(
    seen: _Seen, candidates: list[list[_Seen]], apart: set[tuple[str, int]]
) -> list[_Seen] | None:
    for group in candidates:
        if group[0].place in apart:
            continue
        same_title = title_key(group[0].entry.title) == title_key(seen.entry.title)
        mine, theirs = seen.entry.abstract, max((one.entry.abstract for one in group), key=len)
        if not (mine and theirs):
            if same_title:
                return group
        elif agreement(mine, theirs) >= SAME_ABSTRACT:
            return group
    return None


def agreement(first: str, second: str) -> float:
    """The share of the shorter text's word triples that the longer one has too, 0 to 1.

    A text cut off in the middle agrees fully with the whole; of texts under three words only
    equal ones agree.
    """
    if first == second:
        return 1.0
    triples = sorted((_triples(first), _triples(second)), key=len)
    return len(triples[0] & triples[1]) / len(triples[0]) if triples[0] else 0.0


def _triples(text: str) -> set[tuple[str, str, str]]:
    words = _WORDS.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def _named(order: list[list[_Seen]]) -> dict[PaperId, list[_Seen]]:
    """Every group under its id: the first with a slug has it bare, the others with a suffix."""
    named: dict[PaperId, list[_Seen]] = {}
    for group in order:
        entry = group[0].entry
        name = slug(entry.title)
        if name in named:
            content = f"{entry.title}\n{entry.abstract}"
            name = f"{name}-{digest(content)}"
        while name in named:  # the very same text, kept apart by the curators
            name = f"{slug(entry.title)}-{digest(name)}"
        named[name] = group
    return named


def _apply_same(
    named: dict[PaperId, list[_Seen]], rules: MergeRules
) -> tuple[dict[PaperId, PaperId], list[Problem]]:
    """Merge what `same` says is one paper, in place; the other ids become aliases."""
    aliases: dict[PaperId, PaperId] = {}
    problems: list[Problem] = []
    names = Names(named)
    for group in rules.same:
        ids = []
        for one in group:
            paper = aliases.get(one.id, one.id)
            if paper in named:
                ids.append(paper)
            else:
                problems.append(_unknown(rules.path, one.line, one.column, one.id, names))
        for other in dict.fromkeys(ids[1:]):
            if other != ids[0]:
                named[ids[0]] += named.pop(other)
                aliases[other] = ids[0]
    for alias in rules.aliases:
        target = aliases.get(alias.new.id, alias.new.id)
        if alias.old.id in named:
            problems.append(
                Problem(
                    rules.path,
                    alias.old.line,
                    alias.old.column,
                    f"“{alias.old.id}” is the id of a paper, so it cannot be an old name",
                    "to merge two papers, list both ids under “same”",
                )
            )
        elif target not in named:
            problems.append(
                _unknown(rules.path, alias.new.line, alias.new.column, alias.new.id, names)
            )
        else:
            aliases[alias.old.id] = target
    final = {old: aliases.get(new, new) for old, new in aliases.items()}
    return final, problems


def _unknown(path: str, line: int, column: int, paper: str, names: Names) -> Problem:
    hint = names.did_you_mean(paper) or WHERE_IDS_ARE
    return Problem(path, line, column, f"there is no paper “{paper}”", hint)


def _nearest_entry(path: str, line: int, places: set[tuple[str, int]]) -> str:
    lines = sorted((abs(line - there), there) for file, there in places if file == path)
    if lines:
        return f"the nearest entry of that listing begins at line {lines[0][1]}"
    return did_you_mean(path, {file for file, _ in places})


def _paper(paper: PaperId, group: Sequence[_Seen]) -> Paper:
    entries = [seen.entry for seen in group]
    fullest = max(entries, key=lambda entry: len(entry.abstract))
    links = list(fullest.links)
    for entry in entries:
        have = {link.url for link in links}
        links += [Link(link.url, link.kind) for link in entry.links if link.url not in have]
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


def _settled(rules: MergeRules) -> set[frozenset[PaperId]]:
    """The pairs that curators said are different."""
    return {frozenset((a.id, b.id)) for group in rules.apart for a, b in combinations(group, 2)}


def _unsettled(
    rules: MergeRules, papers: Mapping[PaperId, Paper], aliases: Mapping[PaperId, PaperId]
) -> Iterator[Problem]:
    """Ids listed as different that mean no paper, or that were merged by `same`."""
    names = Names(papers)
    for group in rules.apart:
        for one in group:
            if one.id in aliases:
                message = f"“{one.id}” is merged into “{aliases[one.id]}” by same:"
                hint = "two papers are either the same or different: remove one of the two lines"
                yield Problem(rules.path, one.line, one.column, message, hint)
            elif one.id not in papers:
                yield _unknown(rules.path, one.line, one.column, one.id, names)


def _namesakes(papers: Mapping[PaperId, Paper], rules: MergeRules) -> Iterator[Problem]:
    """Different papers of one title: which of them has the bare id depends on the names of the
    listings, so that a tag could come to mean the other one. That must not happen in silence.
    """
    settled = _settled(rules)
    places = {(place.path, place.line) for place in rules.different}
    for paper, value in papers.items():
        bare = slug(value.title)
        if bare == paper or bare not in papers or frozenset((bare, paper)) in settled:
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
            f"check which of the two your tags mean, then list both ids under different: in "
            f"{rules.path}",
            Severity.WARNING,
        )


def _near_duplicates(papers: Mapping[PaperId, Paper], rules: MergeRules) -> list[Problem]:
    """Pairs that look like one paper under two titles: a slip in the title, or one abstract."""
    settled = _settled(rules)
    problems = []
    for first, second in sorted(_alike(papers)):
        if frozenset((first, second)) in settled:
            continue
        late = papers[second].seen[0]
        problems.append(
            Problem(
                late.path,
                late.line,
                1,
                f"“{papers[second].title}” looks like “{papers[first].title}”",
                f"say in papers.yaml whether {first} and {second} are the same or different",
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
    # A slip leaves a title's beginning or its end as it was, so the two are neighbours in
    # one of these orders; that keeps the search linear in the number of papers, but for sorting.
    for order in (sorted(keys, key=keys.__getitem__), sorted(keys, key=lambda p: keys[p][::-1])):
        for one, other in pairwise(order):
            if _one_slip_apart(keys[one], keys[other]):
                consider(one, other)
    first_with: dict[str, PaperId] = {}
    for paper, value in papers.items():
        for sentence in _SENTENCE.split(value.abstract):
            if len(sentence) >= 80:
                other = first_with.setdefault(sentence.casefold(), paper)
                if other != paper and keys[other] != keys[paper]:
                    consider(other, paper)
    return pairs


def _one_slip_apart(first: str, second: str) -> bool:
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
