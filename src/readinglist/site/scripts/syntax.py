"""Parse JavaScript. Only this module uses tree-sitter.

A parser is needed so that ``import`` in a string, a template literal, a regular expression or a
comment is not mistaken for a statement, and so that syntax errors are found with their position.
Nothing here is recursive, because sources can be nested deeply.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import tree_sitter_javascript
from tree_sitter import Language, Parser, Query, QueryCursor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_LANGUAGE: Final = Language(tree_sitter_javascript.language())
FUNCTIONS: Final = (
    "function_declaration",
    "function_expression",
    "generator_function_declaration",
    "generator_function",
    "arrow_function",
    "method_definition",
    "class_static_block",
)
"""The kinds of nodes that have their own scope for ``var``, ``await`` and ``return``."""
_BLOCKS: Final = ("statement_block", "for_statement", "for_in_statement", "switch_body")
_QUERY: Final = f"""
    (regex) @literal
    (template_string) @literal
    (await_expression) @await
    (for_in_statement "await" @await)
    (return_statement) @return
    (meta_property) @meta
    (call_expression function: (import) @dynamic)
    [(import_statement) (export_statement)] @statement
    [(jsx_element) (jsx_self_closing_element)] @jsx

    [{" ".join(f"({kind})" for kind in FUNCTIONS)}] @function
    [{" ".join(f"({kind})" for kind in _BLOCKS)}] @block

    (identifier) @name
    [(shorthand_property_identifier) (shorthand_property_identifier_pattern)] @shorthand
    (lexical_declaration) @let
    (variable_declaration) @var
    [(function_declaration) (generator_function_declaration)] @declared_function
    (class_declaration) @declared_class
    [(function_expression) (generator_function) (class)] @named
    [(arrow_function) (formal_parameters)] @parameters
    (catch_clause) @catch
    (for_in_statement) @loop
"""


class Name(NamedTuple):
    """An occurrence of a name, with its byte offsets; `is_shorthand` is true in ``{ name }``."""

    start: int
    end: int
    text: str
    is_shorthand: bool


@cache
def _query() -> Query:
    return Query(_LANGUAGE, _QUERY)


class Source:
    """A parsed source."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.raw = text.encode()
        self.lines = self.raw.split(b"\n")
        self.root = Parser(_LANGUAGE).parse(self.raw).root_node
        self._captures: dict[str, list[Node]] = {}
        if not self.root.has_error:
            self._captures = QueryCursor(_query()).captures(self.root)

    def all(self, *names: str) -> list[Node]:
        """Return the nodes that the query above captures with these names, in order."""
        found = [node for name in names for node in self._captures.get(name, ())]
        return sorted(found, key=lambda node: (node.start_byte, -node.end_byte))

    @cached_property
    def names(self) -> list[Name]:
        """All names of values, in the order of the text."""
        raw = self.raw
        return sorted(
            Name(start, end, raw[start:end].decode(), kind == "shorthand")
            for kind in ("name", "shorthand")
            for node in self._captures.get(kind, ())
            for start, end in ((node.start_byte, node.end_byte),)
        )

    def of(self, node: Node) -> str:
        """Return the text of a node."""
        return self.raw[node.start_byte : node.end_byte].decode()

    def position(self, node: Node) -> tuple[int, int]:
        """Return the line and column of a node, both starting at 1; columns are in characters."""
        row, column = node.start_point
        return row + 1, len(self.lines[row][:column].decode()) + 1

    def first_error(self) -> Node | None:
        """Return the first node that is a syntax error or missing, or None."""
        node = self.root
        if not node.has_error:
            return None
        while not (node.is_error or node.is_missing):
            node = next(child for child in node.children if child.has_error or child.is_missing)
        return node

    def outside(self, nodes: list[Node], scopes: list[Node]) -> Iterator[Node]:
        """Yield the nodes that are in none of the scopes; both are in the order of the text."""
        end, at = -1, 0
        for node in nodes:
            while at < len(scopes) and scopes[at].start_byte < node.start_byte:
                end = max(end, scopes[at].end_byte)
                at += 1
            if node.start_byte >= end:
                yield node

    def bound(self, pattern: Node) -> Iterator[Node]:
        """Yield the names that a pattern declares: a, c and d for ``{ a, b: [c], ...d }``."""
        left = [pattern]
        while left:
            node = left.pop()
            if node.type in ("identifier", "shorthand_property_identifier_pattern"):
                yield node
            elif node.type == "pair_pattern":
                left.append(node.named_children[-1])
            elif node.type in ("assignment_pattern", "object_assignment_pattern"):
                left.append(node.named_children[0])
            elif node.type.endswith("_pattern"):
                left += reversed(node.named_children)
