"""The HTML context in which a template prints a value.

Escaping is safe only for the text of elements and for quoted attributes. In any other context, an
escaped title from a listing could end the element, add an attribute, or become a script.
"""

from __future__ import annotations

import re
from typing import Final

from jinja2 import nodes

_LONGEST_TAG: Final = 10_000
_TAG: Final = re.compile(r"""[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*+(?P<value>"[^"]*|'[^']*)?""")
"""The text of an unfinished tag after ``<``, with the unfinished quoted value at its end."""
_RAW_ELEMENT: Final = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)


class HtmlContext:
    """The context at a position in a template; updated with the text up to that position."""

    def __init__(self) -> None:
        self._tail = ""
        self._raw = ""

    def pass_text(self, text: str) -> None:
        """Move past a text of the template."""
        for found in _RAW_ELEMENT.finditer(text):
            self._raw = "" if found[1] else found[2].lower()
        _, opening, tag = (self._tail + text).rpartition("<")
        self._tail = f"<{tag}" if opening and len(tag) <= _LONGEST_TAG else ""

    def pass_value(self, node: nodes.Expr) -> str:
        """Move past a printed value; return an error message, or ``""`` if it is safe here."""
        found = _TAG.fullmatch(self._tail[1:])
        wrong = self._wrong_in_tag(found, node) if found else self._wrong_in_raw(node)
        if self._tail:
            self._tail += "-"
        return wrong

    def _wrong_in_tag(self, found: re.Match[str], node: nodes.Expr) -> str:
        if not found["value"]:
            is_unquoted = self._tail.rstrip().endswith("=")
            is_added = self._tail[-1:].isspace() and not _is_own(node)
            return "a value in a tag must be in quotes" if is_unquoted or is_added else ""
        before = self._tail[1 : found.start("value") + 1].rstrip().removesuffix("=").split()
        if before[-1].lower().startswith("on"):
            return "a value cannot be part of a script"
        if found["value"].startswith('"') and _is_json(node):
            return "JSON in a tag must be in single quotes, because it contains double quotes"
        return ""

    def _wrong_in_raw(self, node: nodes.Expr) -> str:
        is_data = isinstance(node, nodes.Name) and node.name == "linked_data"
        if not self._raw or is_data or (self._raw == "script" and _is_json(node)):
            return ""
        return (
            "a value cannot be part of a script or a style sheet, except in a script with |tojson"
        )


def _is_json(node: nodes.Expr | None) -> bool:
    return isinstance(node, nodes.Filter) and node.name == "tojson"


def _is_own(node: nodes.Node | None) -> bool:
    """Return whether an expression is a constant or a macro call, which are safe in a tag."""
    if isinstance(node, nodes.CondExpr):
        return _is_own(node.expr1) and (node.expr2 is None or _is_own(node.expr2))
    if isinstance(node, nodes.Filter):
        return node.name == "trim" and _is_own(node.node)
    return isinstance(node, nodes.Const | nodes.Call)
