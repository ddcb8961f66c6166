"""Related papers: for each paper the five that a reader of it would want next, and why.

Two papers are alike when they use the same telling words and stand in the same small themes.
The text's part is the cosine of their vectors of words and two-word phrases: how often a term
occurs counts ever less (BM25's saturation), words of the title count as several, and a term
that many papers have counts little (inverse document frequency; both after S. Robertson and
H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in
Information Retrieval 3(4), 2009). Every theme two papers share adds to it, a small theme more than
a large one. At last a paper gains when those nearest to it are near the candidate too, which finds
the neighbours that say the same in other words.

How well that works is measured: see ``benchmarks/related_papers/``.

The work stays near-linear in the papers: only a paper's most telling terms are looked up, and each
in no more than `POSTINGS` papers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from readinglist.text.display import as_read
from readinglist.text.tokens import COMMON, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.model import Library, PaperId, ThemeId

SHOWN: Final = 5
"""Related papers a reader is offered."""
WORDS: Final = 3
"""Telling words that are given as a reason."""

TITLE: Final = 3.0
"""What an occurrence in the title counts for."""
SATURATION: Final = 3.0
"""BM25's k1: the higher, the longer a repeated term keeps counting."""
PHRASE: Final = 0.6
"""What a phrase of two words counts for, beside a word as rare."""
THEME: Final = 0.15
"""What sharing a theme adds, if the theme were as small as can be; a cosine is at most 1."""
SECOND_HAND: Final = 0.4
"""The weight of what a paper's nearest say about a candidate."""
ADVISERS: Final = 12
"""How many nearest are asked."""

TERMS: Final = 60
"""A paper's most telling terms, which are all that is looked up."""
POSTINGS: Final = 100
"""Papers a term is looked up in: those in which it weighs most, and as many in which it weighs as
much as in the last of them."""
FAINT: Final = 0.02
"""Papers less alike than this are not related at all."""
CANDIDATES: Final = 40
"""Papers kept for each paper before the nearest are asked."""
WIDESPREAD: Final = 0.1
"""The share of papers from which a word tells nothing of any of them."""
OFTEN: Final = 4.0
"""What a word must count for in two papers together to be a reason: in one's title, or said twice
by both."""
LONGEST_WORD: Final = 40
"""Characters of a word or phrase that can stand in a reason."""

_EDGES: Final = "\"'“”‘’„«»()[]{}<>.,;:!?…`*$|"
_STOPS: Final = ".,;:!?)]"


@dataclass(frozen=True, slots=True)
class Related:
    """A paper related to another, and why.

    Attributes:
        themes: those both are in, the smallest first.
        words: what both speak of, the most telling first, as it is written in the papers.
    """

    paper: PaperId
    themes: tuple[ThemeId, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relations:
    """How the papers of a library are related.

    Attributes:
        of: for each paper those most like it, at most `SHOWN`, the likest first.
        graph: for each paper, by its place in the library, places of the papers likest to it
            (more of them than `of` has) and how alike they are; never itself.
    """

    of: Mapping[PaperId, tuple[Related, ...]] = field(default_factory=dict)
    graph: tuple[tuple[tuple[int, float], ...], ...] = ()


NO_RELATIONS: Final = Relations()
"""Of a library nobody looked at."""


def related(library: Library) -> Relations:
    """How the papers of a library are related; the same for the same library.

    Without themes the words decide, without abstracts the titles; papers that share neither a
    word nor a theme are not related.
    """
    shelved = library.themes_of
    return _related(
        tuple(
            (paper.id, paper.title, paper.abstract, shelved[paper.id])
            for paper in library.papers.values()
        ),
        tuple((theme.id, theme.title) for theme in library.themes.values()),
    )


@lru_cache(maxsize=1)  # the preview asks again after every save, and most leave all this alone
def _related(
    papers: tuple[tuple[PaperId, str, str, tuple[ThemeId, ...]], ...],
    titles: tuple[tuple[ThemeId, str], ...],
) -> Relations:
    texts = _Texts()
    counts = [texts.counts(as_read(title), as_read(abstract)) for _, title, abstract, _ in papers]
    vectors = _vectors(counts)
    themes = [own for *_, own in papers]
    first = _first_hand(vectors, themes)
    rows = [_second_hand(place, first) for place in range(len(papers))]
    reasons = _Reasons(texts, counts, vectors, themes, dict(titles))
    of = {
        paper[0]: tuple(reasons.of(place, other, papers[other][0]) for other, _ in row[:SHOWN])
        for place, (paper, row) in enumerate(zip(papers, rows, strict=True))
    }
    return Relations(of, tuple(rows))


class _Texts:
    """Texts as terms: words without their plural, and phrases of two; and how each is written."""

    def __init__(self) -> None:
        self._terms_of: dict[str, list[str]] = {}
        self._chunks: Counter[str] = Counter()
        self._phrases: dict[str, tuple[str, str]] = {}
        self._seen: dict[str, tuple[str, frozenset[str]]] = {}

    def counts(self, title: str, abstract: str) -> dict[str, float]:
        """How often each term occurs, an occurrence in the title counted `TITLE` times."""
        found: dict[str, float] = {}
        phrases, terms_of = self._phrases, self._terms_of
        for text, weight in ((title, TITLE), (abstract, 1.0)):
            chunks = text.split()
            self._chunks.update(chunks)
            before, written = "", ""  # the word before, if a phrase can go on from it
            for chunk in chunks:
                terms = terms_of.get(chunk)
                if terms is None:
                    terms = terms_of[chunk] = _terms(chunk)
                for term in terms:
                    found[term] = found.get(term, 0.0) + weight
                if len(terms) != 1:
                    before = ""
                    continue
                if before:
                    phrase = f"{before} {terms[0]}"
                    found[phrase] = found.get(phrase, 0.0) + weight
                    if phrase not in phrases:
                        phrases[phrase] = (written, chunk)
                before, written = "" if chunk[-1] in _STOPS else terms[0], chunk
        return found

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """How each word is written most often, edges off; alone, or else in a compound."""
        alone: dict[str, tuple[int, str]] = {}
        in_compound: dict[str, tuple[int, str]] = {}
        for chunk, count in self._chunks.items():
            terms = self._terms_of[chunk]
            written = self._plain(chunk)
            if len(written) <= LONGEST_WORD:
                best = alone if len(terms) == 1 else in_compound
                for term in terms:
                    best[term] = max(best.get(term, (0, "")), (count, written))
        return {term: written for term, (_, written) in (in_compound | alone).items()}

    def written(self, term: str) -> tuple[str, frozenset[str]]:
        """A term as the papers write it, and the terms that a reader sees in that."""
        if term not in self._seen:
            if term in self._phrases:
                written = " ".join(map(self._plain, self._phrases[term]))
            else:
                written = self._written.get(term, term)
            self._seen[term] = (written, frozenset((term, *_terms(written))))
        return self._seen[term]

    def _plain(self, chunk: str) -> str:
        """A chunk without the punctuation around it, and without a capital it can do without."""
        word = chunk.strip(_EDGES)
        lower = word.lower()
        return lower if word[1:] == lower[1:] and lower in self._chunks else word


def _terms(chunk: str) -> list[str]:
    return [term for term in tokens(chunk) if term not in COMMON and len(term) > 1]


def _vectors(counts: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Each paper's most telling terms with their weights, of length 1 as a vector.

    What only one paper says relates it to none, and is left out.
    """
    papers = Counter(term for found in counts for term in found)
    total = len(counts)
    rarity = {
        term: math.log(1 + (total - has + 0.5) / (has + 0.5)) * (PHRASE if " " in term else 1.0)
        for term, has in papers.items()
        if has > 1
    }
    vectors = []
    for found in counts:
        weights = [
            (rarity[term] * count / (count + SATURATION), term)
            for term, count in found.items()
            if term in rarity
        ]
        length = math.sqrt(sum(weight * weight for weight, _ in weights)) or 1.0
        weights.sort(key=lambda one: (-one[0], one[1]))
        vectors.append({term: weight / length for weight, term in weights[:TERMS]})
    return vectors


Row: TypeAlias = tuple[tuple[int, float], ...]
"""Papers by place, and how alike they are to one; the likest first."""


def _first_hand(
    vectors: Sequence[Mapping[str, float]], themes: Sequence[tuple[ThemeId, ...]]
) -> list[Row]:
    """For each paper the `CANDIDATES` likest by words and themes; each pair is weighed once."""
    shelves: Counter[ThemeId] = Counter(theme for own in themes for theme in own)
    gain = _theme_gains(shelves, len(themes))
    small = {theme for theme, size in shelves.items() if size <= POSTINGS}
    theme_sets = [frozenset(own) for own in themes]
    least = _least_weights(vectors)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    on_shelf: dict[ThemeId, list[int]] = defaultdict(list)
    met: list[list[tuple[float, int]]] = [[] for _ in vectors]  # likeness, negative; place
    floor = [FAINT] * len(vectors)
    for place, vector in enumerate(vectors):
        alike: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            lightest = least.get(term, 0.0)
            if weight >= lightest:
                earlier = postings[term]
                for other, its_weight in earlier:
                    alike[other] += weight * its_weight
                # Thousands of papers of one text would otherwise all be compared with one another.
                if weight > lightest or len(earlier) < 2 * POSTINGS:
                    earlier.append((place, weight))
        for theme in themes[place]:
            if theme in small:
                for other in on_shelf[theme]:
                    alike[other] += gain[theme]
                on_shelf[theme].append(place)
            else:  # only for papers that share words too: else each would be a candidate
                for other in alike:
                    if theme in theme_sets[other]:
                        alike[other] += gain[theme]
        for other, likeness in alike.items():
            if likeness >= floor[place]:
                met[place].append((-likeness, other))
            if likeness >= floor[other]:
                met[other].append((-likeness, place))
                if len(met[other]) > 8 * CANDIDATES:
                    floor[other] = _keep_likest(met[other])
        floor[place] = _keep_likest(met[place])
    for one in met:
        _keep_likest(one)
    return [tuple((other, -likeness) for likeness, other in one) for one in met]


def _least_weights(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The weight from which a term that too many papers have is looked up, by term."""
    weights: dict[str, list[float]] = defaultdict(list)
    for vector in vectors:
        for term, weight in vector.items():
            weights[term].append(weight)
    return {
        term: sorted(all_of_it)[-POSTINGS]
        for term, all_of_it in weights.items()
        if len(all_of_it) > POSTINGS
    }


def _keep_likest(met: list[tuple[float, int]]) -> float:
    """Leave the `CANDIDATES` likest; the likeness that the next one must have."""
    met.sort()
    del met[CANDIDATES:]
    return -met[-1][0] if len(met) == CANDIDATES else FAINT


def _theme_gains(sizes: Mapping[ThemeId, int], papers: int) -> dict[ThemeId, float]:
    """What sharing each theme adds: `THEME` for one paper in all, nothing if it holds all."""
    most = math.log(max(papers, 2))
    return {theme: THEME * math.log(papers / size) / most for theme, size in sizes.items()}


def _second_hand(place: int, rows: Sequence[Row]) -> Row:
    """A paper's candidates in the order that its nearest papers' opinion gives them too."""
    alike = dict(rows[place])
    advisers = rows[place][:ADVISERS]
    trust = SECOND_HAND / (sum(weight for _, weight in advisers) or 1.0)
    for adviser, weight in advisers:
        for other, its_weight in rows[adviser]:
            if other in alike:
                alike[other] += trust * weight * its_weight
    return tuple(sorted(alike.items(), key=_likest))


def _likest(one: tuple[int, float]) -> tuple[float, int]:
    # Sums in another order differ in their last digits, which must decide nothing.
    return (-round(one[1], 9), one[0])


class _Reasons:
    """Why two papers are related, in words a reader knows from both."""

    def __init__(
        self,
        texts: _Texts,
        counts: Sequence[Mapping[str, float]],
        vectors: Sequence[Mapping[str, float]],
        themes: Sequence[tuple[ThemeId, ...]],
        titles: Mapping[ThemeId, str],
    ) -> None:
        self._texts = texts
        self._counts = counts
        self._vectors = vectors
        self._themes = themes
        self._sizes = Counter(theme for own in themes for theme in own)
        self._said_by = {theme: frozenset(_terms(title)) for theme, title in titles.items()}
        papers = Counter(term for vector in vectors for term in vector)
        most = max(WIDESPREAD * len(vectors), 2)
        self._widespread = {term for term, count in papers.items() if count > most}

    def of(self, place: int, other: int, paper: PaperId) -> Related:
        """Why one paper is related to another."""
        shared = [theme for theme in self._themes[place] if theme in self._themes[other]]
        shared.sort(key=lambda theme: (self._sizes[theme], theme))
        mine, its = self._vectors[place], self._vectors[other]
        # To a reader a phrase tells no less than a word as rare; of two that tell the same, more.
        weights = sorted(
            (-mine[term] * its[term] / (PHRASE**2 if " " in term else 1.001), term)
            for term in mine
            if term in its
        )
        terms = [term for _, term in weights]
        often, its_often = self._counts[place], self._counts[other]
        telling = [
            term
            for term in terms
            if term not in self._widespread and often[term] + its_often[term] >= OFTEN
        ]
        # What the themes say already needs no saying; without themes any word is better than none.
        said = frozenset[str]().union(*(self._said_by[theme] for theme in shared))
        words = self._words(telling, said) or ([] if shared else self._words(terms, said))
        return Related(paper, tuple(shared), tuple(words))

    def _words(self, terms: Sequence[str], said: frozenset[str]) -> list[str]:
        """The first few terms as written; a phrase says its words, and a compound its parts."""
        found: list[str] = []
        for term in terms:
            written, parts = self._texts.written(term)
            if not parts & said:
                found.append(written)
            said |= parts
            if len(found) == WORDS:
                break
        return found
