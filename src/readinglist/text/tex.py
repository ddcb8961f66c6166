r"""Convert unambiguous TeX commands in titles and abstracts to Unicode.

Listings take their text from arXiv, which keeps parts of authors' TeX: ``15\%``,
``G{\"a}rdenfors``, ``O(n^2)``, ``HyperZcdotZcdotW``. All other text is not changed, and the source
is kept beside what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCENTS: Final = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS: Final = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
}  # fmt: skip
_SYMBOLS: Final = {
    "times": "×", "cdot": "·", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "approx": "≈", "sim": "∼", "infty": "∞", "rightarrow": "→", "to": "→",
    "ell": "ℓ", "ldots": "…", "dots": "…", "textendash": "–", "textemdash": "—",
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.",
    **{
        name: unicodedata.lookup(f"GREEK SMALL LETTER {'lamda' if name == 'lambda' else name}")
        for name in (
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
            "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
            "omega",
        )
    },
    **{
        name: unicodedata.lookup(f"GREEK CAPITAL LETTER {'lamda' if name == 'Lambda' else name}")
        for name in (
            "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi",
            "Omega",
        )
    },
}  # fmt: skip
_SUPERSCRIPT: Final = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPT: Final = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

_RULES: Final = re.compile(
    rf"""
    (?=[\\{{^_~`c])(?:  # first characters of all alternatives
    # {{\"a}}, \"{{a}}, \"a, na\"{{\i}}ve; an accent named by a letter needs its brace: \c{{c}}
      (?P<accent> \{{\\(?P<mark1>["'`^~=.])\s?(?P<letter1>\\?[A-Za-z])\}}
              | \\(?P<mark2>["'`^~=.]|[uvHckrdb](?=\{{))\{{(?P<letter2>\\?[A-Za-z])\}}
              | \\(?P<mark3>["'`^~=.])(?P<letter3>[A-Za-z]) )
    | (?P<letter>\{{\\(?P<name>ss|ae|AE|oe|OE|o|O|aa|AA|l|L)\}})
    # A font switch and what it covers: {{\it size}}, \emph{{size}}; {{bf 1}} lost its backslash
    | (?P<font> \{{\\(?:em|it|bf|tt|sc|sl|emph)[ ](?P<inner1>[^{{}}\\]*)\}}
            | \\(?:emph|text(?:it|bf|tt|sc|rm)?|math(?:rm|bf|it))\{{(?P<inner2>[^{{}}\\]*)\}}
            | \{{(?:em|it|bf|rm)[ ](?P<inner3>[^{{}}\\]*)\}} )
    | (?P<escape>\\(?P<char>[%&#$_{{}}]))
    | (?P<symbol>\\(?P<command>{"|".join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z]))
    # HyperZcdotZcdotW: a product of single capitals whose backslashes were lost
    | (?P<product>(?<=[A-Z])cdot(?=[A-Z](?:cdot|\b)))
    | (?P<power>(?<=[A-Za-z0-9)\]])\^
        (?:\{{(?P<above1>[^{{}}]{{1,8}})\}}|(?P<above2>[0-9])(?![0-9A-Za-z])))
    | (?P<index>(?<=\b[A-Za-z])_
        (?:\{{(?P<below1>[^{{}}]{{1,8}})\}}|(?P<below2>[0-9])(?![0-9A-Za-z_])))
    # The tie of "e.g.~trading" and "Embeddings~(HyDE)"; "(~128 tokens)" means "about"
    | (?P<tie>(?<=[A-Za-z.,])~(?=[A-Za-z(]))
    | (?P<quotes>``(?P<quoted>[^`'"\n]{{1,200}})'')
    )
    """,
    re.VERBOSE,
)


_ANY: Final = re.compile(r"[\\{^_~]|``|cdot")
"""Every rule matches a text that contains one of these."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part ``text[start:end]`` of a text, and what to show for it."""

    start: int
    end: int
    shown: str


def tex_spans(text: str) -> tuple[Span, ...]:
    """Return the parts of a text that are unambiguous TeX, in order."""
    return tuple(_spans(text))


def readable(text: str) -> str:
    """Return a text with unambiguous TeX converted to Unicode."""
    shown: list[str] = []
    end = 0
    for span in _spans(text):
        shown += text[end : span.start], span.shown
        end = span.end
    return "".join([*shown, text[end:]]) if shown else text


def _spans(text: str) -> Iterator[Span]:
    if not _ANY.search(text):  # most texts contain no TeX, and this is ten times faster
        return
    for match in _RULES.finditer(text):
        shown = _shown(match)
        if shown != match[0]:
            yield Span(match.start(), match.end(), shown)


def _shown(match: re.Match[str]) -> str:
    rule = match.lastgroup
    assert rule is not None  # every alternative is named
    group = match.group
    # lastgroup is the last group that closed at the outermost level: the rule's own name.
    if rule == "accent":
        return _accented(
            group("mark1") or group("mark2") or group("mark3"),
            group("letter1") or group("letter2") or group("letter3"),
        )
    if rule == "letter":
        return _LETTERS[group("name")]
    if rule == "font":
        inner = group("inner1") or group("inner2") or group("inner3") or ""
        return readable(inner.strip())
    if rule == "escape":
        return group("char")
    if rule == "symbol":
        return _SYMBOLS[group("command")]
    if rule == "power":
        return _script(group("above1") or group("above2"), _SUPERSCRIPT) or group()
    if rule == "index":
        return _script(group("below1") or group("below2"), _SUBSCRIPT) or group()
    if rule == "quotes":
        return f"“{readable(group('quoted'))}”"
    return {"product": "·", "tie": "\u00a0"}[rule]


def _accented(mark: str, letter: str) -> str:
    # \i and \j are letters without a dot, for use with accents.
    return unicodedata.normalize("NFC", letter.removeprefix("\\") + _ACCENTS[mark])


def _script(inner: str, table: dict[str, str]) -> str:
    """Return a text in superscript or subscript, or ``""`` if a character has no such form."""
    return "".join(table[char] for char in inner) if all(c in table for c in inner) else ""
