"""Measure the quality of related papers with relevance judgements, compared with plain TF-IDF.

Fifty papers were drawn with a fixed seed. For each, the five best candidates of several systems
(plain TF-IDF, and this project's ranking with different settings) were pooled and shuffled. They
were judged without knowing which system had found them, for the question "would you show this paper
to a reader of that one?": 0 is no, 1 is yes, and 2 is a paper to show first. All judgements are in
``judgements.json``, including those of 0.

Limitations: there was one judge, who also wrote the ranking. Only the title and the start of the
abstract were read (330 characters in the first round; 150 in the second round, which had papers
that only later settings found). The last two judgements were of this project's ranking only, and
therefore not blind.

The settings were chosen with the first thirty papers ("tuned on"). The other twenty ("held out")
were evaluated after that::

    python benchmarks/related_papers/run.py measure

This prints, for both parts, the share of the first five that were judged good, and nDCG@5 with the
gain 2^grade - 1, normalised by the best five judged papers (K. Järvelin and J. Kekäläinen,
"Cumulated gain-based evaluation of IR techniques", ACM Transactions on Information Systems 20(4),
2002). Papers without a judgement count as bad; their number is printed. After a change of the
ranking::

    python benchmarks/related_papers/run.py sheet > sheet.md

prints new papers among the first five, shuffled, to be judged before measuring.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.analysis.related import SHOWN, related
from readinglist.build import examine
from readinglist.files.disk import read_sources
from readinglist.text.display import as_read
from readinglist.text.tokens import COMMON, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readinglist.model import Library

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent / "site_src"
JUDGEMENTS = HERE / "judgements.json"

DRAWN, SEED, TUNED_ON = 50, 5, 30

Answers = dict[str, list[str]]


def the_library() -> Library:
    return examine(read_sources(SOURCE)[0]).library


def drawn(library: Library) -> list[str]:
    """Return the papers of the benchmark, those tuned on first."""
    return random.Random(SEED).sample(sorted(library.papers), DRAWN)


def ours(library: Library, papers: Sequence[str]) -> Answers:
    """Return the related papers that the site shows."""
    relations = related(library)
    return {paper: [one.paper for one in relations.of[paper]] for paper in papers}


def plain(library: Library, papers: Sequence[str]) -> Answers:
    """Rank by the cosine similarity of TF-IDF vectors of title and abstract."""
    counts = {
        paper.id: Counter(
            term for term in tokens(as_read(f"{paper.title}\n{paper.abstract}"))
            if term not in COMMON
        )
        for paper in library.papers.values()
    }  # fmt: skip
    has = Counter(term for count in counts.values() for term in count)
    postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    vectors = {}
    for paper, count in counts.items():
        weights = {
            term: n * (math.log((1 + len(counts)) / (1 + has[term])) + 1)
            for term, n in count.items()
        }
        length = math.hypot(*weights.values()) or 1.0
        vectors[paper] = {term: weight / length for term, weight in weights.items()}
        for term, weight in vectors[paper].items():
            postings[term].append((paper, weight))
    answers = {}
    for paper in papers:
        alike: dict[str, float] = defaultdict(float)
        for term, weight in vectors[paper].items():
            for other, its_weight in postings[term]:
                alike[other] += weight * its_weight
        del alike[paper]
        answers[paper] = sorted(alike, key=lambda other: (-alike[other], other))[:SHOWN]
    return answers


def judgements() -> dict[str, dict[str, int]]:
    """Return the grades of the candidates of each drawn paper."""
    found: dict[str, dict[str, int]] = json.loads(JUDGEMENTS.read_text(encoding="utf-8"))
    return found


def measure_of(
    answers: Answers, judged: Mapping[str, Mapping[str, int]], papers: Sequence[str]
) -> str:
    good = shown = unjudged = 0
    ndcg = 0.0
    for paper in papers:
        grades = judged[paper]
        unjudged += sum(other not in grades for other in answers[paper])
        gains = [2 ** grades.get(other, 0) - 1 for other in answers[paper]]
        best = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:SHOWN]
        good += sum(gain > 0 for gain in gains)
        shown += len(gains)
        ndcg += discounted(gains) / (discounted(best) or 1.0)
    return f"{good / shown:6.1%}  nDCG@5 {ndcg / len(papers):.3f}  not judged {unjudged}"


def discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


@click.group()
def main() -> None:
    """Print papers to judge, and measure the ranking with the judgements."""


@main.command()
def measure() -> None:
    """Print the share of related papers judged good, and nDCG@5."""
    library, judged = the_library(), judgements()
    papers = drawn(library)
    parts = {"tuned on": papers[:TUNED_ON], "held out": papers[TUNED_ON:], "all": papers}
    for name, system in (("ours", ours), ("plain TF-IDF", plain)):
        answers = system(library, papers)
        for part, some in parts.items():
            print(f"{name:12}  {part:8} ({len(some)})  {measure_of(answers, judged, some)}")
    graded = [grade for grades in judged.values() for grade in grades.values()]
    print(f"{len(graded)} judgements, {sum(grade > 0 for grade in graded)} of them good")


@main.command()
def sheet() -> None:
    """Print the candidates that have no judgement yet, shuffled."""
    library, judged = the_library(), judgements()
    papers = drawn(library)
    found = [system(library, papers) for system in (ours, plain)]
    shuffle = random.Random(SEED).shuffle
    for paper in papers:
        pool = sorted({one for answers in found for one in answers[paper]} - {*judged[paper]})
        shuffle(pool)
        if pool:
            value = library.papers[paper]
            print(f"# {value.title}\n\n{value.abstract}\n")
        for other in pool:
            print(f"## `{other}`\n\n{library.papers[other].abstract}\n")


if __name__ == "__main__":
    main()
