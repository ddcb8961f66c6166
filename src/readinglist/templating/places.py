"""Where in HTML a template prints values.

Escaping protects the text of an element and attributes in quotes. Anywhere else a title from a
listing could end what it stands in, add an attribute, or become a script, though it is escaped.
"""

from __future__ import annotations

import re
from typing import Final

from jinja2 import nodes

_LONGEST_TAG: Final = 10_000
_TAG: Final = re.compile(r"""[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*+(?P<value>"[^"]*|'[^']*)?""")
"""What follows ``<`` in a tag that has not ended, and the value in quotes that it ends with."""
_RAW_ELEMENT: Final = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)


class Place:
    """A place in the HTML of a template, moved along with its text."""

    def __init__(self) -> None:
        self._tail = ""
        self._raw = ""

    def pass_text(self, text: str) -> None:
        """Move past a template's own text."""
        for found in _RAW_ELEMENT.finditer(text):
            self._raw = "" if found[1] else found[2].lower()
        _, opening, tag = (self._tail + text).rpartition("<")
        self._tail = f"<{tag}" if opening and len(tag) <= _LONGEST_TAG else ""

    def pass_value(self, node: nodes.Expr) -> str:
        """Move past a value that is printed; what is wrong with it there, or ``""``."""
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
            return "JSON in a tag must be in single quotes, as it has double quotes itself"
        return ""

    def _wrong_in_raw(self, node: nodes.Expr) -> str:
        is_data = isinstance(node, nodes.Name) and node.name == "linked_data"
        if not self._raw or is_data or (self._raw == "script" and _is_json(node)):
            return ""
        return "a value cannot be part of a script or a style sheet, but for one with |tojson"


def _is_json(node: nodes.Expr | None) -> bool:
    return isinstance(node, nodes.Filter) and node.name == "tojson"


def _is_own(node: nodes.Node | None) -> bool:
    """Whether an expression is a template's own text, or a macro's."""
    if isinstance(node, nodes.CondExpr):
        return _is_own(node.expr1) and (node.expr2 is None or _is_own(node.expr2))
    if isinstance(node, nodes.Filter):
        return node.name == "trim" and _is_own(node.node)
    return isinstance(node, nodes.Const | nodes.Call)
