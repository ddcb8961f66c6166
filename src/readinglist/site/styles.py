"""Join style sheets from parts, so that each part can be replaced separately.

Each file directly in ``static/css/`` becomes a style sheet of the same name. It starts with imports
of its parts, which are in subfolders; they are inserted in this order::

    @import "./style/lists.css";

Parts cannot import other files, and nothing else can be imported: the content security policy of
the pages forbids it, and one request is faster than many.
"""

from __future__ import annotations

import re
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Final

from readinglist.problems import Problem, did_you_mean, ordered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDER: Final = "css/"
# Unterminated comments and strings match up to the end of the text, so that the time stays linear.
_PIECES: Final = re.compile(
    r"""
    (?P<comment> /\*(?:[^*]|\*(?!/))*(?:\*/)? )
    | (?P<string> "(?:[^"\\\n]|\\.)*"? | '(?:[^'\\\n]|\\.)*'? )
    | (?P<import> @import\b(?:[^;"'\n]|"[^"\n]*"?|'[^'\n]*'?)*;? )
    | (?P<rule> [^/"'@\s]+ | [/@] )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_IMPORT: Final = re.compile(r'@import "(\.\.?/[^"\n]+)";')


def joined_styles(static: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Replace the files in ``css/`` by joined style sheets.

    Args:
        static: the static files by name, such as ``css/style/lists.css``.

    Returns:
        The static files, and the problems found.
    """
    parts = {
        name: raw
        for name, raw in static.items()
        if name.startswith(_FOLDER) and name.endswith(".css")
    }
    files = {name: raw for name, raw in static.items() if name not in parts}
    problems: list[Problem] = []
    for name, raw in parts.items():
        text = raw.decode("utf-8-sig", "replace")
        sheet = name.removeprefix(_FOLDER)
        if "/" in sheet:
            problems += _part_problems(name, text)
            continue
        if sheet in files:
            message = f"static/{sheet} has the name of the style sheet made from this file"
            problems.append(Problem(f"static/{name}", 1, 1, message, "remove one of the two"))
        joined, found = _joined(name, text, parts)
        problems += found
        files[sheet] = joined.encode()
    return files, ordered(problems)


def _joined(name: str, text: str, parts: Mapping[str, bytes]) -> tuple[str, list[Problem]]:
    pieces, problems = [], []
    has_rules, at = False, 0
    for piece in _PIECES.finditer(text):
        has_rules |= piece.lastgroup in ("rule", "string")
        if piece.lastgroup != "import":
            continue
        target = _imported_part(name, piece[0], parts, has_rules=has_rules)
        if isinstance(target, tuple):
            problems.append(_problem(name, text, piece.start(), *target))
            continue
        pieces += [text[at : piece.start()], parts[target].decode("utf-8-sig", "replace")]
        at = piece.end()
    return "".join([*pieces, text[at:]]), problems


def _imported_part(
    name: str, statement: str, parts: Mapping[str, bytes], *, has_rules: bool
) -> str | tuple[str, str]:
    """Return the part that a statement imports, or an error message and a hint."""
    match = _IMPORT.fullmatch(statement)
    if not match:
        return "this cannot be imported", 'write @import "./folder/part.css";'
    if has_rules:
        return "imports must come before all rules", "move the rules into a separate part"
    target = normpath(f"{dirname(name)}/{match[1]}")
    if target not in parts or f"{dirname(target)}/" == _FOLDER:
        known = [part for part in parts if f"{dirname(part)}/" != _FOLDER]
        return f"there is no part static/{target}", did_you_mean(target, known)
    return target


def _part_problems(name: str, text: str) -> Iterator[Problem]:
    for piece in _PIECES.finditer(text):
        if piece.lastgroup == "import":
            hint = "import it in the style sheet that imports this part"
            yield _problem(name, text, piece.start(), "a part cannot import another", hint)


def _problem(name: str, text: str, at: int, message: str, hint: str) -> Problem:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Problem(f"static/{name}", line, column, message, hint)
