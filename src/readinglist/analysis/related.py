"""Related papers: the five most similar papers for each paper, with reasons.

The similarity of two papers has three parts:

* The cosine similarity of their vectors of words and two-word phrases. The weights use BM25's
  saturation of term frequency and inverse document frequency (S. Robertson and H. Zaragoza, "The
  Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in Information
  Retrieval 3(4), 2009). Words of the title count several times.
* A bonus for each theme that both papers are in; small themes count more than large ones.
* A bonus if the papers that are most similar to the first paper are also similar to the second.
  This finds papers on the same subject that use different words.

``benchmarks/related_papers/`` measures the quality.

The time is nearly linear in the number of papers, because only the terms with the highest weights
of a paper are used, and each term in at most `POSTINGS` papers.
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
"""The number of related papers for each paper."""
WORDS: Final = 3
"""The maximum number of words in a reason."""

TITLE: Final = 3.0
"""The weight of an occurrence in the title; an occurrence in the abstract counts 1."""
SATURATION: Final = 3.0
"""BM25's k1: the higher, the more repeated terms count."""
PHRASE: Final = 0.6
"""The weight of a two-word phrase, relative to a word with the same document frequency."""
THEME: Final = 0.15
"""The bonus for sharing a theme of the smallest possible size; a cosine is at most 1."""
NEIGHBOUR_WEIGHT: Final = 0.4
"""The weight of the similarity to a paper's nearest neighbours."""
NEIGHBOURS: Final = 12
"""The number of nearest neighbours that are used."""

TERMS: Final = 60
"""The number of terms that are used of each paper, those with the highest weights."""
POSTINGS: Final = 100
"""The number of papers that are used of each term, those in which it has the highest weight, and
as many in which it has the weight of the last of these."""
MIN_SIMILARITY: Final = 0.02
"""The minimum similarity of related papers."""
CANDIDATES: Final = 40
"""The number of candidates for each paper before the neighbours are compared."""
WIDESPREAD: Final = 0.1
"""Words in more than this share of the papers are not given as reasons."""
OFTEN: Final = 4.0
"""The minimum count of a word in both papers together for a reason, for example once in a title and
once in an abstract, or twice in both abstracts."""
LONGEST_WORD: Final = 40
"""The maximum length of a word or phrase in a reason, in characters."""

_EDGES: Final = "\"'“”‘’„«»()[]{}<>.,;:!?…`*$|"
_STOPS: Final = ".,;:!?)]"


@dataclass(frozen=True, slots=True)
class Related:
    """A related paper, with the reasons.

    Attributes:
        themes: the themes that both papers are in, the smallest first.
        words: the words that both papers use, those with the highest weight first, as written in
            the papers.
    """

    paper: PaperId
    themes: tuple[ThemeId, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relations:
    """The relations between the papers of a library.

    Attributes:
        of: the related papers of each paper, at most `SHOWN`, the most similar first.
        graph: for each paper, in the library's order, the numbers of the most similar papers and
            their similarity. It has more papers than `of`.
    """

    of: Mapping[PaperId, tuple[Related, ...]] = field(default_factory=dict)
    graph: tuple[tuple[tuple[int, float], ...], ...] = ()


NO_RELATIONS: Final = Relations()
"""The relations of a library that has not been analysed."""


def related(library: Library) -> Relations:
    """Return the relations between the papers of a library.

    Papers that share no words and no themes are not related.
    """
    themes_of = library.themes_of
    return _related(
        tuple(
            (paper.id, paper.title, paper.abstract, themes_of[paper.id])
            for paper in library.papers.values()
        ),
        tuple((theme.id, theme.title) for theme in library.themes.values()),
    )


@lru_cache(maxsize=1)  # the preview calls it again after each save, usually with the same texts
def _related(
    papers: tuple[tuple[PaperId, str, str, tuple[ThemeId, ...]], ...],
    titles: tuple[tuple[ThemeId, str], ...],
) -> Relations:
    texts = _Texts()
    counts = [texts.counts(as_read(title), as_read(abstract)) for _, title, abstract, _ in papers]
    vectors = _vectors(counts)
    themes = [own for *_, own in papers]
    candidates = _candidates(vectors, themes)
    rows = [_with_neighbours(number, candidates) for number in range(len(papers))]
    reasons = _Reasons(texts, counts, vectors, themes, dict(titles))
    of = {
        paper[0]: tuple(reasons.of(number, other, papers[other][0]) for other, _ in row[:SHOWN])
        for number, (paper, row) in enumerate(zip(papers, rows, strict=True))
    }
    return Relations(of, tuple(rows))


class _Texts:
    """Divides texts into terms, which are stems of words and two-word phrases.

    It also records how terms are written, for the reasons.
    """

    def __init__(self) -> None:
        self._terms_of: dict[str, list[str]] = {}
        self._chunks: Counter[str] = Counter()
        self._phrases: dict[str, tuple[str, str]] = {}
        self._seen: dict[str, tuple[str, frozenset[str]]] = {}

    def counts(self, title: str, abstract: str) -> dict[str, float]:
        """Count the terms of a paper; an occurrence in the title counts `TITLE` times."""
        found: dict[str, float] = {}
        phrases, terms_of = self._phrases, self._terms_of
        for text, weight in ((title, TITLE), (abstract, 1.0)):
            chunks = text.split()
            self._chunks.update(chunks)
            before, written = "", ""  # the previous word, if it can start a phrase
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
        """The most frequent spelling of each term; if it has none, that of a compound with it."""
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
        """Return a term as written in the papers, and the terms that this text contains."""
        if term not in self._seen:
            if term in self._phrases:
                written = " ".join(map(self._plain, self._phrases[term]))
            else:
                written = self._written.get(term, term)
            self._seen[term] = (written, frozenset((term, *_terms(written))))
        return self._seen[term]

    def _plain(self, chunk: str) -> str:
        """Strip punctuation; lower an initial capital if the word occurs in lower case."""
        word = chunk.strip(_EDGES)
        lower = word.lower()
        return lower if word[1:] == lower[1:] and lower in self._chunks else word


def _terms(chunk: str) -> list[str]:
    return [term for term in tokens(chunk) if term not in COMMON and len(term) > 1]


def _vectors(counts: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Return the weights of each paper's terms, normalised to a vector of length 1.

    Terms that occur in only one paper are left out, because they relate no papers.
    """
    papers = Counter(term for found in counts for term in found)
    total = len(counts)
    idf = {
        term: math.log(1 + (total - has + 0.5) / (has + 0.5)) * (PHRASE if " " in term else 1.0)
        for term, has in papers.items()
        if has > 1
    }
    vectors = []
    for found in counts:
        weights = [
            (idf[term] * count / (count + SATURATION), term)
            for term, count in found.items()
            if term in idf
        ]
        length = math.sqrt(sum(weight * weight for weight, _ in weights)) or 1.0
        weights.sort(key=lambda one: (-one[0], one[1]))
        vectors.append({term: weight / length for weight, term in weights[:TERMS]})
    return vectors


Row: TypeAlias = tuple[tuple[int, float], ...]
"""The numbers of papers and their similarity to another paper, the most similar first."""


def _candidates(
    vectors: Sequence[Mapping[str, float]], themes: Sequence[tuple[ThemeId, ...]]
) -> list[Row]:
    """Return the `CANDIDATES` most similar papers of each paper, by words and themes.

    Each pair of papers is compared once, when the later one is added to the postings.
    """
    sizes: Counter[ThemeId] = Counter(theme for own in themes for theme in own)
    bonus = _theme_bonuses(sizes, len(themes))
    small = {theme for theme, size in sizes.items() if size <= POSTINGS}
    theme_sets = [frozenset(own) for own in themes]
    least = _least_weights(vectors)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    in_theme: dict[ThemeId, list[int]] = defaultdict(list)
    found: list[list[tuple[float, int]]] = [[] for _ in vectors]  # negative similarity, number
    floor = [MIN_SIMILARITY] * len(vectors)
    for number, vector in enumerate(vectors):
        similarity: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            lightest = least.get(term, 0.0)
            if weight >= lightest:
                earlier = postings[term]
                for other, its_weight in earlier:
                    similarity[other] += weight * its_weight
                # Otherwise thousands of papers with the same text would all be compared.
                if weight > lightest or len(earlier) < 2 * POSTINGS:
                    earlier.append((number, weight))
        for theme in themes[number]:
            if theme in small:
                for other in in_theme[theme]:
                    similarity[other] += bonus[theme]
                in_theme[theme].append(number)
            else:  # large themes: only papers that share words too, to limit the candidates
                for other in similarity:
                    if theme in theme_sets[other]:
                        similarity[other] += bonus[theme]
        for other, value in similarity.items():
            if value >= floor[number]:
                found[number].append((-value, other))
            if value >= floor[other]:
                found[other].append((-value, number))
                if len(found[other]) > 8 * CANDIDATES:
                    floor[other] = _keep_most_similar(found[other])
        floor[number] = _keep_most_similar(found[number])
    for one in found:
        _keep_most_similar(one)
    return [tuple((other, -value) for value, other in one) for one in found]


def _least_weights(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the minimum weight for terms that more than `POSTINGS` papers contain."""
    weights: dict[str, list[float]] = defaultdict(list)
    for vector in vectors:
        for term, weight in vector.items():
            weights[term].append(weight)
    return {
        term: sorted(values)[-POSTINGS]
        for term, values in weights.items()
        if len(values) > POSTINGS
    }


def _keep_most_similar(found: list[tuple[float, int]]) -> float:
    """Keep the `CANDIDATES` most similar; return the similarity that further ones must have."""
    found.sort()
    del found[CANDIDATES:]
    return -found[-1][0] if len(found) == CANDIDATES else MIN_SIMILARITY


def _theme_bonuses(sizes: Mapping[ThemeId, int], papers: int) -> dict[ThemeId, float]:
    """Return the bonus for sharing each theme: `THEME` for size 1, zero if it has all papers."""
    most = math.log(max(papers, 2))
    return {theme: THEME * math.log(papers / size) / most for theme, size in sizes.items()}


def _with_neighbours(number: int, rows: Sequence[Row]) -> Row:
    """Return a paper's candidates, sorted by similarity to the paper and to its neighbours."""
    similarity = dict(rows[number])
    neighbours = rows[number][:NEIGHBOURS]
    factor = NEIGHBOUR_WEIGHT / (sum(weight for _, weight in neighbours) or 1.0)
    for neighbour, weight in neighbours:
        for other, its_weight in rows[neighbour]:
            if other in similarity:
                similarity[other] += factor * weight * its_weight
    return tuple(sorted(similarity.items(), key=_most_similar))


def _most_similar(one: tuple[int, float]) -> tuple[float, int]:
    # Round, because the order of additions changes the last digits of a sum.
    return (-round(one[1], 9), one[0])


class _Reasons:
    """Finds the reasons why two papers are related."""

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
        self._terms_of = {theme: frozenset(_terms(title)) for theme, title in titles.items()}
        papers = Counter(term for vector in vectors for term in vector)
        most = max(WIDESPREAD * len(vectors), 2)
        self._widespread = {term for term, count in papers.items() if count > most}

    def of(self, number: int, other: int, paper: PaperId) -> Related:
        """Return the reasons for a pair of papers, given by number; `paper` is the other's id."""
        shared = [theme for theme in self._themes[number] if theme in self._themes[other]]
        shared.sort(key=lambda theme: (self._sizes[theme], theme))
        mine, its = self._vectors[number], self._vectors[other]
        # In a reason, a phrase counts as much as a word, and more if both have the same weight.
        weights = sorted(
            (-mine[term] * its[term] / (PHRASE**2 if " " in term else 1.001), term)
            for term in mine
            if term in its
        )
        terms = [term for _, term in weights]
        counts, its_counts = self._counts[number], self._counts[other]
        frequent = [
            term
            for term in terms
            if term not in self._widespread and counts[term] + its_counts[term] >= OFTEN
        ]
        # Skip the words of shared themes. Without shared themes, use any common word.
        known = frozenset[str]().union(*(self._terms_of[theme] for theme in shared))
        words = self._words(frequent, known) or ([] if shared else self._words(terms, known))
        return Related(paper, tuple(shared), tuple(words))

    def _words(self, terms: Sequence[str], known: frozenset[str]) -> list[str]:
        """Return the first terms as written, without those whose parts are already known."""
        found: list[str] = []
        for term in terms:
            written, parts = self._texts.written(term)
            if not parts & known:
                found.append(written)
            known |= parts
            if len(found) == WORDS:
                break
        return found
