"""The contract between Python and the browser: the same tokens, an index that loads, and an
engine that finds what is asked for. Everything runs the shipped files in a real Chromium.
"""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from readinglist.search import COMMON
from readinglist.text.tokens import stem, tokens
from tests.real_listings import real_library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ALPHABET = (
    "abcsie'-._^’‐ \tAZ09γσςΣαé\u0301ßİﬁⅧ²中日かナthไทย\u200d\u00ad\U0001f600\U0001f3fd"
    "\U0001d6fc\U00020000\ufeffЖй℃™/ʼŉĿ½·"
)
ENDINGS = "s es ies eies aies sses shes ches xes us pus is ss ie e ees oes"
ASK = """queries => queries.map(query => {
  const begin = performance.now();
  const answer = readinglist.search.run(query);
  const ms = performance.now() - begin;
  return [answer.results.map(result => result.paper.id), answer.unknown, ms];
})"""
SLOWEST = 50
"""Milliseconds that an answer may take."""


def ask(page: Page, queries: Sequence[str]) -> list[tuple[list[str], list[str], float]]:
    """For each query the ids it finds, the words it does not know, and the milliseconds."""
    return [(ids, unknown, ms) for ids, unknown, ms in page.evaluate(ASK, queries)]


def ids(page: Page, query: str) -> list[str]:
    """The papers a query finds, best first."""
    return ask(page, [query])[0][0]


def titles() -> dict[str, str]:
    """The id of every real paper and its title."""
    return {paper.id: paper.title for paper in real_library().papers.values()}


def content_words(text: str) -> list[str]:
    """The words of a text that are not grammar."""
    return [word for word in re.findall(r"[\w'-]+", text) if word.lower() not in COMMON]


def mean_reciprocal_rank(page: Page, queries: Sequence[str]) -> float:
    """How high each real paper stands among the first ten of its own query, on average."""
    ranks = []
    for (found, _, _), wanted in zip(ask(page, queries), titles(), strict=True):
        ranks.append(1 / (found.index(wanted) + 1) if wanted in found[:10] else 0)
    return sum(ranks) / len(ranks)


# --- the tokenizer -----------------------------------------------------------------------------


def assert_same_tokens(page: Page, texts: Sequence[str]) -> None:
    """Both tokenizers agree on every text, and so do the places the browser gives."""
    found: list[list[list[str]]] = page.evaluate(
        """texts => texts.map(text => [readinglist.tokens(text),
             readinglist.words(text).flat().map(piece => piece.token)])""",
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
    papers = real_library().papers.values()
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


def test_same_tokens_of_every_character(engine: Page) -> None:
    """They agree on every character of the first four planes, whatever Unicode each knows."""
    codes = [code for code in range(0x40000) if not 0xD800 <= code < 0xE000]
    found: str = engine.evaluate(
        """() => {
          const lines = [];
          for (let code = 0; code < 0x40000; code++) {
            if (code >= 0xd800 && code < 0xe000) continue;
            const char = String.fromCodePoint(code);
            lines.push(readinglist.tokens("x" + char + "s " + char + char).join(" "));
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
    assert engine.evaluate("words => words.map(readinglist.stem)", words) == list(map(stem, words))


def test_half_a_surrogate_pair_separates(engine: Page) -> None:
    """Half a surrogate pair, which no file can hold but a query can, is no letter."""
    assert engine.evaluate(r"readinglist.tokens('a\ud800b \udc00')") == ["a", "b"]


def test_places_are_places_in_the_text_as_given(engine: Page) -> None:
    """What is marked is the reader's own spelling, with its marks and ligatures."""
    text = "Ünïcode e\u0301tude’s ﬁne‑tuning γ-MoD \U0001d6fc 深度学习"
    terms = ["unicode", "etude", "tuning", "gammamod", "alpha", "度学"]
    found = engine.evaluate(
        """([text, terms]) => readinglist.search.marks(text, new Set(terms))
             .map(([start, end]) => text.slice(start, end))""",
        [text, terms],
    )
    assert found == ["Ünïcode", "e\u0301tude", "tuning", "γ-MoD", "\U0001d6fc", "度学"]


# --- the index ---------------------------------------------------------------------------------


def test_lunr_loads_the_index_as_it_is(engine: Page, index: bytes) -> None:
    """Unmodified lunr.js loads the index, with every term and nothing else, and no warning."""
    data = json.loads(index.decode().removeprefix("readinglist.search.load(")[: -len(");\n")])
    terms = engine.evaluate("index => lunr.Index.load(index).tokenSet.toArray()", data["index"])
    assert len(terms) > 5000
    assert sorted(terms) == sorted(term for term, _ in data["index"]["invertedIndex"])


# --- the engine --------------------------------------------------------------------------------


def test_every_title_pasted_whole_is_first(engine: Page) -> None:
    """Each title finds its own paper first: as it is, in capitals, and within a reference."""
    for form in ("{}", "Doe et al. (2024). {}. https://example.org/1"):
        queries = [form.format(title) for title in titles().values()]
        assert [found[:1] for found, _, _ in ask(engine, queries)] == [[one] for one in titles()]
    queries = [title.upper() for title in titles().values()]
    assert [found[:1] for found, _, _ in ask(engine, queries)] == [[one] for one in titles()]


def test_some_words_of_a_title_find_it(engine: Page) -> None:
    """Three words of a title have its paper near the top, the known-item measure."""
    chance = random.Random(3)
    queries = []
    for title in titles().values():
        words = content_words(title)
        chosen = sorted(chance.sample(range(len(words)), min(3, len(words))))
        queries.append(" ".join(words[at] for at in chosen))
    assert mean_reciprocal_rank(engine, queries) > 0.97


def test_misspelt_words_find_it(engine: Page) -> None:
    """A slip in every long word of a title does not lose its paper."""
    chance = random.Random(4)

    def slip(word: str) -> str:
        at = chance.randrange(1, max(2, len(word) - 1))
        swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
        return chance.choice([word[:at] + word[at + 1 :], swapped]) if len(word) > 4 else word

    queries = [" ".join(map(slip, title.split())) for title in titles().values()]
    assert mean_reciprocal_rank(engine, queries) > 0.98


@pytest.mark.parametrize("query", ["gamma mod", "γ-MoD", "gammamod", "Γ‐mod", "γMoD"])
def test_spellings_of_a_name_meet(engine: Page, query: str) -> None:
    """Greek or spelled out, together or apart: the same paper is first."""
    assert ids(engine, query)[0].startswith("gamma-mod-")


def test_compounds_meet(engine: Page) -> None:
    """A paper with "in-context" in its title is found by all three spellings."""
    wanted = "in-context-learning-and-occams-razor"
    for query in ("in-context occam", "in context occam", "incontext occam"):
        assert ids(engine, query)[0] == wanted


def test_papers_stay_while_a_word_is_being_typed(engine: Page) -> None:
    """At every letter of every word of every title something is found."""
    words = {word for title in titles().values() for word in title.split()}
    typed = sorted({word[:end] for word in words for end in range(1, len(word) + 1)})
    typed = [text for text in typed if tokens(text)]
    answers = zip(typed, ask(engine, typed), strict=True)
    assert [text for text, (found, _, _) in answers if not found] == []


def test_a_paper_once_found_stays_while_typing_on(engine: Page) -> None:
    """From its first three letters to its plural, a word keeps the paper it belongs to."""
    wanted = "finding-neurons-in-a-haystack-case-studies-with-sparse-probing"
    word = "studies"
    for end in range(3, len(word) + 1):
        assert wanted in ids(engine, f"haystack {word[:end]}")


def test_exact_before_beginning(engine: Page) -> None:
    """A paper with the very word in its title precedes one where it only begins a word."""
    shown = [titles()[one].lower() for one in ids(engine, "attention")[:20]]
    assert all("attention" in title for title in shown)


def test_unknown_words_are_named(engine: Page) -> None:
    """A word that no paper has is named as it was typed; the others still find papers."""
    found, unknown, _ = ask(engine, ["Zzzzqqxx attention"])[0]
    assert found
    assert unknown == ["Zzzzqqxx"]


@pytest.mark.parametrize("query", ["", "   ", "???", "-", "😀", "\u0301"])
def test_nothing_asked_nothing_found(engine: Page, query: str) -> None:
    """A query without a word finds nothing and blames no word."""
    assert ask(engine, [query])[0][:2] == ([], [])


def test_nothing_typed_fails_or_is_slow(engine: Page) -> None:
    """Whatever is typed or pasted is answered, and quickly."""
    chance = random.Random(5)
    alphabet = ALPHABET + 'e*:+~"\\<>(){}[]\u2028'
    queries = ["".join(chance.choices(alphabet, k=size % 300)) for size in range(1500)]
    queries += ["a", "e", "*", "a*", "title:x", "-foo", "+foo", "foo~2", "__proto__", "the of and"]
    queries += ["constructor hasOwnProperty toString valueOf", "a " * 1000, "-" * 100_000]
    queries += ["a" * 1_000_000, "a-" * 100_000, "中" * 3000, " ".join(titles().values())]
    queries += [" ".join(f"{letter}xqz{letter * 5}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    slow = queries
    for _ in range(3):  # the machine may disturb one measurement; a slow query is slow each time
        answers = zip(slow, ask(engine, slow), strict=True)
        slow = [query for query, (_, _, ms) in answers if ms > SLOWEST]
    assert [query[:60] for query in slow] == []


@pytest.mark.parametrize(
    ("abstract", "terms", "expected"),
    [
        ("First here. Second has maps. Third.", ["map"], "Second has maps."),
        ("First here. Second.", ["nothing"], "First here."),
        ("", ["map"], ""),
        ("We use v1.5 of it, e.g. here. Maps!", ["map"], "Maps!"),
        ("x" * 1000, ["map"], "x" * 280 + " …"),
    ],
)
def test_snippet(engine: Page, abstract: str, terms: list[str], expected: str) -> None:
    """The snippet is the sentence with the most of the words, and never long."""
    snippet: Any = engine.evaluate(
        "([abstract, terms]) => readinglist.search.snippet(abstract, new Set(terms))",
        [abstract, terms],
    )
    assert snippet == expected
