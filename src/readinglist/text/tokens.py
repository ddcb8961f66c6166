r"""The tokenizer of the search, which ``static/js/search/tokens.js`` implements too.

The index is made here and searched in the browser, so both must split a text into the same tokens.
The rules are implemented twice, with the same numbers, and tests compare the results. They list
code points and do not use ``\w`` or ``\p{L}``, because Python and browsers have different versions
of Unicode.

 1. *Fold* characters in `FOLDED`, which contains only blocks whose characters no longer change:
    compatibility decomposition (NFKD), lower case, removal of marks U+0300-036F. ``ς`` becomes
    ``σ``, and `LETTERS` has replacements for letters without a decomposition (``ß`` -> ``ss``,
    ``ø`` -> ``o``). Other characters are not changed.
 2. *Drop* invisible characters and those that only modify the one before (`DROPPED`): marks, soft
    hyphens, joiners, variation selectors, direction controls.
 3. *Split* at ASCII characters other than letters and digits, and at `SEPARATORS`. All other
    characters are part of words, so unknown characters can be searched.
 4. *Join*: words with one of ``' - . _ ^`` between them (typographic hyphens and apostrophes are
    treated as these) are a compound. Its tokens are its parts, and the parts joined, so that
    ``in-context``, ``in context`` and ``incontext`` match each other. A final ``'s`` is removed.
 5. *Scripts without spaces* (`UNSPACED`): the tokens of a run are its overlapping pairs of
    characters, or its only character. The parts of a compound with such a run are not joined.
 6. A *Greek letter* without another one next to it is spelled out: ``γ-MoD``, ``gamma mod`` and
    ``gammamod`` match each other.
 7. A word is *truncated* after `LONGEST` characters. Parts that are longer together are not joined.
 8. *Stem*: the plural of a word of letters a to z is removed, see `stem`. Letters and digits are
    not separated: ``yolov9`` is found by its prefix.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 40
"""Maximum length of a token, in code points."""

FOLDED = (
    "\u00a0-\u024f"  # Latin-1 to Latin Extended-B
    "\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u052f"  # Greek, Cyrillic
    "\u1e00-\u1fff"  # Latin Extended Additional, Greek Extended
    "\u2070\u2071\u2074-\u208e\u2090-\u209c"  # superscripts and subscripts
    "\u2100-\u218b\u2460-\u24ff"  # letterlike symbols, number forms, enclosed letters and digits
    "\ufb00-\ufb06\uff01-\uff5e"  # Latin ligatures, fullwidth forms
    "\U0001d400-\U0001d7ff"  # mathematical letters and digits; the gaps are reserved for ever
)
"""Contents of a character class: the characters of rule 1."""

LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ł": "l", "ŧ": "t", "ı": "i", "ς": "σ",
}  # fmt: skip
"""Lower-case letters that are replaced at the end of rule 1."""

DROPPED = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
"""Contents of a character class: the characters of rule 2."""

APOSTROPHES = "\u02bc\u2018\u2019\u201b"
HYPHENS = "\u2010-\u2013"
"""Contents of character classes: characters that rule 4 treats as ``'`` and ``-``."""

JOINERS = "'._^-"
"""Contents of a character class, after folding."""

SEPARATORS = (
    "\x00-/:-@\\[-`{-\u00bf\u00d7\u00f7"  # ASCII and Latin-1 punctuation
    "\u02b9-\u02ff\u0375\u037e\u0384\u0385\u0387"
    "\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4"  # Armenian, Hebrew
    "\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0970"  # Arabic, Devanagari
    "\u0e2f\u0e3f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u1361-\u1368\u1680\u17d4-\u17da"  # Thai to Khmer
    "\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff"  # punctuation, currency, arrows, signs, shapes
    "\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb"  # CJK punctuation
    "\ud800-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f\uff5f-\uff65\uffe0-\uffff"
    "\U0001f000-\U0001faff\U000e0000-\U0010ffff"  # pictures, private use
)
"""Contents of a character class: the characters of rule 3, with single surrogates."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    "\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"  # Han
)
"""Contents of a character class: the scripts of rule 5."""

_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
    " sigma tau upsilon phi chi psi omega"
)
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES.split(), strict=True))
"""The names of Greek letters, for rule 6."""

_WORD = f"[^{SEPARATORS}]+"
_COMPOUND = re.compile(f"{_WORD}(?:[{JOINERS}]{_WORD})*")
_ASCII_COMPOUND = re.compile(rf"[a-z0-9]+(?:[{JOINERS}][a-z0-9]+)*")
_JOINER = re.compile(f"[{JOINERS}]")
_RUN = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_GREEK = re.compile("[α-ω]+")


class _Folding(dict[int, str | int]):
    """A table for `str.translate` that computes values on first use."""

    _folded = re.compile(f"[{FOLDED}]")
    _marks = re.compile(f"[{DROPPED}]")
    _spelled = re.compile(f"(?P<apostrophe>[{APOSTROPHES}])|[{HYPHENS}]")
    _trademarks = "℠™"

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        if spelled := self._spelled.match(char):
            self[code] = "'" if spelled["apostrophe"] else "-"
        elif self._marks.match(char):
            self[code] = ""
        elif char in self._trademarks:
            self[code] = " "
        elif code < 0x80 or self._folded.match(char):
            bare = self._marks.sub("", unicodedata.normalize("NFKD", char))
            lower = "".join(map(str.lower, bare))
            lower = lower.replace("\u02bc", "'")
            self[code] = "".join(LETTERS.get(letter, letter) for letter in lower)
        else:
            return code
        return self[code]


_FOLDING = _Folding()

_COMMON = """
    a about after all also although among an and another any are as at be because been before
    being between both but by can could did do does during each either etc even for from further
    had has have he her here how however i if in into is it its itself like many may might more
    most much must no not of on only or other our over own per same she should since so some
    still such than that the their them then there therefore these they this those through thus
    to too toward towards under up us use used using via was we well were what when where
    whereas whether which while who whose why will with within without would yet you your
"""
COMMON = frozenset(_COMMON.split())
"""English function words, and verbs that are in nearly every abstract."""


def fold(text: str) -> str:
    """Return the text after rules 1 and 2, with hyphens and apostrophes of rule 4 normalized."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, in order and with duplicates."""
    compound = _ASCII_COMPOUND if text.isascii() else _COMPOUND
    found: list[str] = []
    for word in compound.findall(fold(text)):
        found += _of_compound(word) if len(word) <= 2 * LONGEST else _of_compound.__wrapped__(word)
    return found


def stem(word: str) -> str:
    """Remove the plural of an English word (rule 8).

    This is the S-stemmer of D. Harman, "How effective is suffixing?", Journal of the American
    Society for Information Science 42(1), 1991, pp. 7-15: ``-ies`` becomes ``-y`` (except after e
    or a), ``-es`` becomes ``-e``, ``-s`` is removed (except after u or s). Additional rules:
    ``-is`` is kept; ``-sses -shes -ches -xes`` lose ``-es``; ``-ie`` becomes ``-y``, so that
    "movie" and "movies" have one stem; "gpus" and similar words lose ``-s``; words of three letters
    change only if they have no vowel ("lms").
    """
    if word[-1:] not in ("s", "e") or not (word.isascii() and word.isalpha()):
        return word
    size = len(word)
    if word.endswith("ie"):
        return f"{word[:-2]}y" if size > 4 else word
    if word[-1] == "e" or word.endswith(("ss", "is")):
        return word
    if word.endswith("us") and word not in ("cpus", "gpus", "npus", "tpus"):
        return word
    if size < 4:
        return word[:-1] if size == 3 and not set(word) & set("aeiouy") else word
    if word.endswith("ies") and size > 4 and word[-4] not in "ae":
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")) and size > 4:
        return word[:-1] if word in ("caches", "niches") else word[:-2]
    return word[:-1]


@lru_cache(maxsize=1 << 16)
def _of_compound(compound: str) -> tuple[str, ...]:
    """Return the tokens of a folded compound (rules 4 to 8)."""
    parts = _JOINER.split(compound)
    if len(parts) > 1 and compound.endswith("'s"):
        parts.pop()
    found: list[str] = []
    joined = ""
    can_join = len(parts) > 1
    for part in parts:
        if _UNSPACED.search(part):
            found += _of_unspaced(part)
            can_join = False
        else:
            word = _spelled(part)
            found.append(stem(word))
            if can_join:
                joined += word
                can_join = len(joined) <= LONGEST
    return (*found, stem(joined)) if can_join else tuple(found)


def _of_unspaced(part: str) -> list[str]:
    """Return the tokens of a part that contains a script without spaces (rule 5)."""
    found: list[str] = []
    for run in _RUN.findall(part):
        if not _UNSPACED.match(run):
            found.append(stem(_spelled(run)))
        elif len(run) == 1:
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def _spelled(word: str) -> str:
    """Return a word with single Greek letters spelled out (rule 6), and cut off (rule 7)."""
    word = word[:LONGEST]
    if word.isascii():
        return word
    return _GREEK.sub(lambda run: GREEK.get(run[0], run[0]), word)[:LONGEST]
