"""Generate known-item queries from the papers with a fixed seed, and write ``generated.json``.

``python benchmarks/search_quality/make_queries.py`` was run once, and its output is checked in, so
that all engines and versions are compared with the same queries. Words are found with a simple
regular expression and not with the tokenizer of the search, so that no engine has an advantage.

Each query is made from one paper. Other papers with the same words in the same field are correct
answers too.
"""

from __future__ import annotations

import json
import random
import re
import string
from dataclasses import dataclass
from pathlib import Path

from readinglist.build import examine
from readinglist.files.disk import read_sources

HERE = Path(__file__).resolve().parent

SEED = 20_260
EACH = 120
"""The maximum number of queries in a set; all whole titles are used."""
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_DULL = """
    a about all an and are as at be beyond but by can do does for from how in into is it its more
    no not of on or over than that the their there through to towards under using via what when
    which with without you your
"""
DULL = frozenset(_DULL.split())


@dataclass(frozen=True, slots=True)
class Source:
    """A paper with its words in lower case."""

    id: str
    title: str
    title_words: tuple[str, ...]
    abstract_words: frozenset[str]
    title_forms: frozenset[str]
    all_forms: frozenset[str]

    def has_in_title(self, words: list[str]) -> bool:
        """Return whether the title contains all words, also in the plural or in compounds."""
        return all(singular(word) in self.title_forms for word in words)

    def has_anywhere(self, words: list[str]) -> bool:
        """Return whether the title or the abstract contains all words."""
        return all(singular(word) in self.all_forms for word in words)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(text))


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def forms_of(words: tuple[str, ...]) -> frozenset[str]:
    """Return words, parts of compounds, and compounds without hyphens, all in the singular."""
    parts = [part for word in words for part in word.split("-")]
    return frozenset(
        singular(one) for one in (*words, *parts, *(w.replace("-", "") for w in words))
    )


def content_words(words: tuple[str, ...]) -> list[str]:
    """Return the different words of a title without stop words, in order."""
    return list(dict.fromkeys(word for word in words if word not in DULL and len(word) > 2))


def with_typo(word: str, dice: random.Random) -> str:
    """Return a word with one letter deleted, inserted, replaced or swapped, but not the first."""
    at = dice.randrange(1, len(word) - 1)
    letter = dice.choice(string.ascii_lowercase)
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def generated(papers: list[Source]) -> list[dict[str, object]]:
    """Return the queries of all sets."""
    dice = random.Random(SEED)
    queries: list[dict[str, object]] = []

    def ask(kind: str, query: str, source: Source, right: list[str]) -> None:
        answers = list(dict.fromkeys([source.id, *right]))
        queries.append({"kind": kind, "query": query, "right": answers})

    def in_title(words: list[str]) -> list[str]:
        return [paper.id for paper in papers if paper.has_in_title(words)]

    for paper in papers:
        same = [one.id for one in papers if one.title == paper.title]
        ask("whole title", paper.title, paper, same)
    for count in (2, 3):
        for paper in dice.sample(papers, EACH):
            words = content_words(paper.title_words)
            if len(words) >= count:
                kept = sorted(dice.sample(range(len(words)), count))
                chosen = [words[at] for at in kept]
                ask(f"{count} title words", " ".join(chosen), paper, in_title(chosen))
    frequency: dict[str, int] = {}
    for paper in papers:
        for word in paper.abstract_words:
            frequency[word] = frequency.get(word, 0) + 1
    for paper in dice.sample(papers, EACH):
        pool = sorted(word for word in paper.abstract_words if len(word) > 3 and word not in DULL)
        known = [word for word in pool if 2 <= frequency[word] <= len(papers) // 5]
        if len(known) >= 4:
            chosen = dice.sample(known, 4)
            right = [one.id for one in papers if one.has_anywhere(chosen)]
            ask("abstract words", " ".join(chosen), paper, right)
    for paper in dice.sample(papers, EACH):
        words = content_words(paper.title_words)[:4]
        if len(words) >= 2 and len(words[-1]) > 4:
            unfinished = words[-1][: dice.randrange(3, len(words[-1]))]
            right = [
                one.id
                for one in papers
                if one.has_in_title(words[:-1])
                and any(word.startswith(unfinished) for word in one.title_words)
            ]
            ask("unfinished", " ".join([*words[:-1], unfinished]), paper, right)
    for paper in dice.sample(papers, EACH):
        words = content_words(paper.title_words)
        long = [at for at, word in enumerate(words) if len(word) > 5 and word.isascii()]
        if long and len(words) >= 2:
            misspelt = dice.choice(long)
            other = dice.choice([at for at in range(len(words)) if at != misspelt])
            chosen = [words[at] for at in sorted((misspelt, other))]
            typed = [with_typo(word, dice) if word == words[misspelt] else word for word in chosen]
            if typed != chosen:
                ask("typo", " ".join(typed), paper, in_title(chosen))
    for paper in papers:
        name = paper.title.partition(":")[0] if ":" in paper.title else ""
        if name and " " not in name and re.search(r"[A-Z0-9].*[A-Z0-9]", name):
            forms = {name, name.lower(), re.sub(r"[^\w]", "", name).lower()}
            forms |= {re.sub(r"[^\w]", " ", name).strip().lower()}
            for form in sorted(forms):
                ask("name", form, paper, in_title(list(words_of(name))))
    hyphened = [
        (paper, word) for paper in papers for word in paper.title_words if "-" in word.strip("-")
    ]
    for paper, word in dice.sample(hyphened, EACH // 2):
        others = [one for one in content_words(paper.title_words) if one != word and "-" not in one]
        if not others:
            continue
        companion = dice.choice(others)
        joined, spaced = word.replace("-", ""), word.replace("-", " ")
        any_form = re.compile(r"\b" + "[- ]?".join(map(re.escape, word.split("-"))))
        right = [
            one.id
            for one in papers
            if one.has_in_title([companion]) and any_form.search(one.title.lower())
        ]
        for form in (word, joined, spaced):
            ask("hyphen form", f"{form} {companion}", paper, right)
    return queries


def main() -> None:
    """Write ``generated.json`` to the folder of this file."""
    sources, _ = read_sources(HERE.parent.parent / "site_src")
    papers = []
    for paper in examine(sources).library.papers.values():
        title, abstract = words_of(paper.title), words_of(paper.abstract)
        in_title = forms_of(title)
        anywhere = in_title | forms_of(abstract)
        papers.append(Source(paper.id, paper.title, title, frozenset(abstract), in_title, anywhere))
    queries = generated(sorted(papers, key=lambda paper: paper.id))
    rows = ",\n".join(json.dumps(query, ensure_ascii=False) for query in queries)
    about = f"Made by make_queries.py with the seed {SEED}; not written or corrected by hand."
    text = f'{{"about": {json.dumps(about)},\n"queries": [\n{rows}\n]}}\n'
    (HERE / "generated.json").write_text(text, encoding="utf-8")
    kinds: dict[str, int] = {}
    for query in queries:
        kinds[str(query["kind"])] = kinds.get(str(query["kind"]), 0) + 1
    for kind, count in kinds.items():
        print(f"{count:4} {kind}")


if __name__ == "__main__":
    main()
