"""The contract between Python and the browser: the same tokens, and the same index as lunr's.

Everything runs the shipped files in a real Chromium, with an unmodified lunr.js as the judge.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from readinglist.search import FIELDS, documents, lunr_index
from readinglist.text.tokens import stem, tokens
from tests.libraries import untagged_library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ALPHABET = (
    "abcsie'-._^’‐ \tAZ09γσςΣαé\u0301ßİﬁⅧ²中日かナthไทย\u200d\u00ad\U0001f600\U0001f3fd"
    "\U0001d6fc\U00020000\ufeffЖй℃™/ʼŉĿ½·"
)
ENDINGS = "s es ies eies aies sses shes ches xes us pus is ss ie e ees oes"
# --- the tokenizer -----------------------------------------------------------------------------


def assert_same_tokens(page: Page, texts: Sequence[str]) -> None:
    """Both tokenizers agree on every text, and so do the places the browser gives."""
    found: list[list[list[str]]] = page.evaluate(
        """texts => texts.map(text => [twin.tokens(text),
             twin.words(text).flat().map(piece => piece.token)])""",
        texts,
    )
    different = [
        (text, theirs, placed, tokens(text))
        for text, (theirs, placed) in zip(texts, found, strict=True)
        if not tokens(text) == theirs == placed
    ]
    assert different == []


def test_same_tokens_of_every_title_and_abstract(engine: Page) -> None:
    """The two tokenizers agree on all real text."""
    papers = untagged_library().papers.values()
    assert_same_tokens(engine, [text for one in papers for text in (one.title, one.abstract)])


def test_same_tokens_of_random_text(engine: Page) -> None:
    """They agree on thousands of strings made of difficult characters."""
    chance = random.Random(1)
    texts = ["".join(chance.choices(ALPHABET, k=chance.randrange(1, 100))) for _ in range(3000)]
    texts += [
        "".join(chance.choice(ALPHABET) * chance.randrange(1, 60) for _ in range(12))
        for _ in range(500)
    ]
    assert_same_tokens(engine, texts)


@pytest.mark.slow
def test_same_tokens_of_every_character(engine: Page) -> None:
    """They agree on every character of the first four planes, whatever Unicode each knows."""
    codes = [code for code in range(0x40000) if not 0xD800 <= code < 0xE000]
    found: str = engine.evaluate(
        """() => {
          const lines = [];
          for (let code = 0; code < 0x40000; code++) {
            if (code >= 0xd800 && code < 0xe000) continue;
            const char = String.fromCodePoint(code);
            lines.push(twin.tokens("x" + char + "s " + char + char).join(" "));
          }
          return lines.join("\\n");
        }"""
    )
    different = [
        (hex(code), theirs)
        for code, theirs in zip(codes, found.split("\n"), strict=True)
        if " ".join(tokens(f"x{chr(code)}s {chr(code) * 2}")) != theirs
    ]
    assert different == []


def test_same_stems(engine: Page) -> None:
    """They agree on every short word with the endings that the stemmer knows."""
    begins = ["", "a", "b", "g", "ca", "st", "cach", "nich", "mov", "stud", "c", "l", "lm"]
    words = [begin + ending for begin in begins for ending in ENDINGS.split()]
    assert engine.evaluate("words => words.map(twin.stem)", words) == list(map(stem, words))


def test_half_a_surrogate_pair_separates(engine: Page) -> None:
    """Half a surrogate pair, which no file can hold but a query can, is no letter."""
    assert engine.evaluate(r"twin.tokens('a\ud800b \udc00')") == ["a", "b"]


def test_places_are_places_in_the_text_as_given(engine: Page) -> None:
    """What is marked is the reader's own spelling, with its marks and ligatures."""
    text = "Ünïcode e\u0301tude’s ﬁne‑tuning γ-MoD \U0001d6fc 深度学习"
    terms = ["unicode", "etude", "tuning", "gammamod", "alpha", "度学"]
    found = engine.evaluate(
        """([text, terms]) => twin.marks(text, new Set(terms))
             .map(([start, end]) => text.slice(start, end))""",
        [text, terms],
    )
    assert found == ["Ünïcode", "e\u0301tude", "tuning", "γ-MoD", "\U0001d6fc", "度学"]


# --- the index ---------------------------------------------------------------------------------

UNPACK = """() => Object.fromEntries(Object.entries(engine.index.fields).map(([name, field]) => [
  name,
  field.terms.map((term, at) => {
    const { papers, counts } = field.row(at);
    return [term, [...papers], [...counts].map(count => engine.scoring.weightOf(term, count))];
  }),
]))"""

COMPARE = """([index, queries]) => {
  const judge = lunr.Index.load(index);
  const numbers = new Map([...Array(engine.index.count).keys()].map(at => [engine.texts.idOf(at), at]));
  const different = [];
  for (const query of queries) {
    const clauses = engine.scoring.clausesOf(engine.lookup.unitsOf(query));
    if (!clauses.length) continue;  // asked nothing, lunr answers with everything
    const { scores, isFound } = engine.scoring.scores(clauses);
    const hits = judge.query(asked => {
      for (const { term, field, boost } of clauses) {
        asked.term(term, { fields: [field], boost, usePipeline: false });
      }
    });
    const close = hits.every(({ ref, score }) => {
      const paper = numbers.get(ref);
      return isFound[paper] && Math.abs(scores[paper] - score) <= 1e-9 * Math.max(1, score);
    });
    if (!close || hits.length !== isFound.reduce((a, b) => a + b, 0)) different.push(query);
  }
  return different;
}"""


def random_queries(count: int) -> list[str]:
    """Words of titles and abstracts: whole, begun, misspelt, run together, and nonsense."""
    chance = random.Random(6)
    texts = [
        text for one in untagged_library().papers.values() for text in (one.title, one.abstract)
    ]
    words = [word for text in texts for word in text.split()]
    queries: list[str] = []
    while len(queries) < count:
        chosen = chance.choices(words, k=chance.choice((1, 2, 2, 3, 3, 4, 6, 12)))
        at = chance.randrange(len(chosen))
        word = chosen[at]
        cut = chance.randrange(len(word))
        twists = (word, word, word[: cut + 1], word[:cut] + word[cut + 1 :], word + chosen[0], "zq")
        chosen[at] = chance.choice(twists)
        queries.append(" ".join(chosen))
    return queries


@pytest.mark.slow
def test_the_packed_index_is_the_index_that_lunr_has(engine: Page) -> None:
    """Unpacked, every term, its papers and its rounded weights equal those of lunr.py's index."""
    shelf = untagged_library()
    index = lunr_index(documents(shelf))
    names = list(shelf.papers)
    terms = {posting["_index"]: term for term, posting in index["invertedIndex"]}
    weights: dict[str, dict[str, dict[str, float]]] = {field: {} for field in FIELDS}
    for reference, elements in index["fieldVectors"]:
        field, _, name = reference.partition("/")
        for number, weight in zip(elements[::2], elements[1::2], strict=True):
            weights[field].setdefault(terms[number], {})[name] = weight
    unpacked = {
        field: {
            term: dict(zip((names[paper] for paper in papers), scores, strict=True))
            for term, papers, scores in rows
        }
        for field, rows in engine.evaluate(UNPACK).items()
    }
    assert unpacked == weights
    for term, posting in index["invertedIndex"]:
        for field in FIELDS:
            assert list(posting[field]) == list(unpacked[field].get(term, {}))


@pytest.mark.slow
def test_lunr_loads_the_export(engine: Page) -> None:
    """Unmodified lunr.js loads the exported index, with every term, and no warning."""
    index = lunr_index(documents(untagged_library()))
    terms = engine.evaluate("index => lunr.Index.load(index).tokenSet.toArray()", index)
    assert len(terms) > 5000
    assert sorted(terms) == sorted(term for term, _ in index["invertedIndex"])


def test_lunr_itself_finds_the_same_papers_with_the_same_scores(engine: Page) -> None:
    """Asked the same, lunr.js finds the very papers that the engine ranks, scored alike."""
    index = lunr_index(documents(untagged_library()))
    assert engine.evaluate(COMPARE, [index, random_queries(250)]) == []


@pytest.mark.slow
def test_lunr_finds_the_same_for_thousands_of_queries(engine: Page) -> None:
    """The same, for five thousand queries."""
    index = lunr_index(documents(untagged_library()))
    assert engine.evaluate(COMPARE, [index, random_queries(5000)]) == []
