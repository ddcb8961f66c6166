"""How the time of a call grows with the length of a text, and texts made to make it grow."""

from __future__ import annotations

import importlib
import random
import re
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Make = Callable[[int], str]
    """A text of about so many characters."""

# The time of this process alone, where that is told finely: other work on the machine is no growth.
_FINE: Final = time.get_clock_info("process_time").resolution < 1e-4
_NOW: Final = time.process_time if _FINE else time.perf_counter
_SHORT: Final = 3_000
"""Characters. Texts grow in small steps up to this length, to catch an exponential in time."""
_NOTHING: Final = 0.004
"""Seconds that say nothing of growth."""
_STEEP: Final = 1.6
"""The exponent of growth from which on it is not linear; of a square it is 2."""
_VERY_STEEP: Final = 2.5
"""The same for short texts, where a square that ends at some length is no problem."""


def repeated(unit: str, before: str = "", after: str = "") -> Make:
    """Texts that say one thing again and again, between a beginning and an end."""
    return lambda size: f"{before}{unit * max(1, size // len(unit))}{after}"


def growth(
    call: Callable[[str], object], make: Make, sizes: tuple[int, ...] = (10_000, 40_000)
) -> str:
    """How the time of a call grows when that is faster than the text; ``""`` when it is linear.

    Only times of the same run are compared, so that the speed of the machine makes no difference.
    """
    known: dict[int, float] = {}
    size = 16.0
    while size < min(_SHORT, sizes[0] // 4):
        if why := _steeper(call, make, int(size), known, _VERY_STEEP):
            return why
        # An exponential gets out of hand soon.
        size *= 1.5 if max(known.values()) < 0.001 else 1.05
    for longer in sizes:
        known[longer // 4] = _seconds(call, make(longer // 4))
        if why := _steeper(call, make, longer, known, _STEEP):
            return why
    return ""


def _steeper(
    call: Callable[[str], object], make: Make, size: int, known: dict[int, float], exponent: float
) -> str:
    """What is to be said if a text takes too long compared with one of a quarter of its size.

    Its own time is added to those that are known.
    """
    text = make(size)
    known[size] = taken = _seconds(call, text)
    shorter = max((one for one in known if one <= size // 4), default=min(known))
    limit = max(4, size / shorter) ** exponent
    if taken < max(_NOTHING, limit * known[shorter]):
        return ""
    for _ in range(4):  # the machine may have disturbed a measurement
        quick = max(_seconds(call, make(shorter)), 1e-6)
        if (ratio := _seconds(call, text) / quick) < limit:
            return ""
    return f"{ratio:.1f} times as long for {size} characters as for {shorter}"


def _seconds(call: Callable[[str], object], text: str) -> float:
    start = _NOW()
    call(text)
    return _NOW() - start


# --- attacks made from an expression ----------------------------------------------------------

_parser: Final[Any] = importlib.import_module("re._parser")  # the only one that reads all of it
_PLAIN: Final = "a1 -.\n<[Z/:é"
_OF_CATEGORY: Final = {
    "CATEGORY_DIGIT": "1",
    "CATEGORY_SPACE": " ",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_DIGIT": "a",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_NOT_WORD": "-",
}


def attacks(pattern: re.Pattern[Any], number: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """What to begin a text with and what to repeat then, for an expression to lose its way in.

    They are pieces of texts that it matches: an attack follows it down one way, as far as that goes,
    and then goes round in a circle. Which pieces is left to chance, but always the same.
    """
    chance = random.Random(seed)
    tree = _parser.parse(pattern.pattern, pattern.flags)
    found: dict[tuple[str, str], None] = {}
    for _ in range(20 * number):
        text = _matched(tree, chance, {})
        place = chance.randint(0, len(text))
        length = chance.choice((1, 1, 2, 3, 5, 8, 20, 99))
        before, unit = text[:place], text[place : place + length]
        match chance.randrange(4):
            case 0:  # the beginning of a match, again and again
                before, unit = "", text[: place + 1] + chance.choice(("", "", "\n", " ", "-"))
            case 1:
                before = ""
            case 2:
                unit = chance.choice(_PLAIN)
        if unit:
            found[before, unit] = None
        if len(found) == number:
            break
    yield from found


def _matched(tree: Any, chance: random.Random, groups: dict[int, str]) -> str:
    """A text that an expression matches, but for what it looks ahead and behind for."""
    return "".join(_piece(op, value, chance, groups) for op, value in tree)


def _piece(op: Any, value: Any, chance: random.Random, groups: dict[int, str]) -> str:
    match str(op):
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return chance.choice([char for char in _PLAIN if ord(char) != value])
        case "ANY":
            return chance.choice(_PLAIN)
        case "IN":
            return chance.choice(_in_class(value))
        case "BRANCH":
            return _matched(chance.choice(value[1]), chance, groups)
        case "SUBPATTERN":
            groups[value[0]] = _matched(value[3], chance, groups)
            return groups[value[0]]
        case "ATOMIC_GROUP":
            return _matched(value, chance, groups)
        case "GROUPREF":
            return groups.get(value, "")
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = value
            times = min(least + chance.choice((0, 1, 1, 2, 3)), int(most))
            return "".join(_matched(body, chance, groups) for _ in range(times))
        case "ASSERT":
            return _matched(value[1], chance, groups) if chance.random() < 0.5 else ""
        case "AT":
            return chance.choice(("", "", "\n"))
        case _:
            return ""


def _in_class(items: list[tuple[Any, Any]]) -> list[str]:
    """Some characters of a class: its own, or of one that says what it does not hold, plain ones."""
    if str(items[0][0]) == "NEGATE":
        kept = [char for char in _PLAIN if not any(_holds(item, char) for item in items[1:])]
        return kept or ["\x01"]
    found: list[str] = []
    for op, value in items:
        match str(op):
            case "LITERAL":
                found.append(chr(value))
            case "RANGE":
                found += map(chr, value)
            case "CATEGORY":
                found.append(_OF_CATEGORY[str(value)])
    return found


def _holds(item: tuple[Any, Any], char: str) -> bool:
    op, value = item
    match str(op):
        case "LITERAL":
            return bool(ord(char) == value)
        case "RANGE":
            return bool(value[0] <= ord(char) <= value[1])
        case _:
            letter = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[str(value).split("_")[-1]]
            return bool(re.match(letter, char)) != ("_NOT_" in str(value))
