"""How good the related papers are, by judgement, beside plain TF-IDF's.

Fifty papers were drawn with a fixed seed. For each, the papers that any of several systems had
among its first five (plain TF-IDF, and ours in several settings) were pooled, shuffled, and judged
not knowing which system had proposed which, for the question: *would you show this paper to a
reader of that one?* 0 is no, 1 is yes, 2 is yes, first of all. All judgements are in
``judgements.json``: papers that are there with 0 were seen and refused.

What to bear in mind: there was one judge, who also wrote the ranking; what was read is the title
and the beginning of the abstract (330 characters in the first round; 150 in the second, of papers
which only later settings of ours proposed); and the last two judgements were of ours alone, so not
blind.

The settings of ours were chosen by the first thirty papers alone ("tuned on"); the other twenty
("held out") were looked at once the choice was made::

    python benchmarks/related_papers/run.py measure

prints for both parts the share of the first five judged good, and nDCG@5 (gain 2^grade - 1, over
the best five that were judged; K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation
of IR techniques", ACM Transactions on Information Systems 20(4), 2002). A paper not judged counts
as bad, and how many there are is printed. After a change of the ranking::

    python benchmarks/related_papers/run.py sheet > sheet.md

prints what is new among the first five, shuffled, to be judged before measuring.
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
    """The papers of the benchmark, those tuned on first."""
    return random.Random(SEED).sample(sorted(library.papers), DRAWN)


def ours(library: Library, papers: Sequence[str]) -> Answers:
    """What the site shows."""
    relations = related(library)
    return {paper: [one.paper for one in relations.of[paper]] for paper in papers}


def plain(library: Library, papers: Sequence[str]) -> Answers:
    """Cosine of TF-IDF over title and abstract: the words of the site's search, no more."""
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
    """For each drawn paper the grades of its candidates."""
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
    """Judge related papers, and measure by the judgements."""


@main.command()
def measure() -> None:
    """Print the share of related papers judged good, ours and plain TF-IDF's."""
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
    """Print the candidates of either system that nobody has judged yet, shuffled."""
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
