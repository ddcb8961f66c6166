"""Shorten the local names of a module, which are a third of its size.

A name is replaced by the same short name everywhere in the module. This does not change the
meaning of the code under two conditions: each occurrence of the name is in a scope that declares
it, so that it never refers to a global variable; and no other name in the module is the short name.
"""

from __future__ import annotations

from collections import Counter
from itertools import count, product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from readinglist.site.scripts.syntax import Source

_FIRST: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORDS: Final = frozenset(
    (
        *("do", "if", "in", "for", "let", "new", "try", "var", "case"),
        *("else", "enum", "eval", "null", "this", "true", "void", "with"),
    )
)
"""Reserved words of up to four letters; short names are never longer."""

Span = tuple[int, int]


def short_names(source: Source) -> dict[str, str]:
    """Return the short name of each name that can be replaced."""
    scopes: dict[str, list[Span]] = {}
    for node, span in _declarations(source):
        scopes.setdefault(source.of(node), []).append(span)
    positions: dict[str, list[int]] = {}
    for one in source.names:
        positions.setdefault(one.text, []).append(one.start)
    own = {name for name, spans in scopes.items() if _is_inside(positions.get(name, []), spans)}
    counts = Counter({name: len(found) for name, found in positions.items() if name in own})
    taken = positions.keys() - own
    short = (name for name in _short() if name not in taken)
    return {name: next(short) for name, _ in counts.most_common()}


def _short() -> Iterator[str]:
    """Yield a, b, …, Z, aa, ab, …, without reserved words."""
    for more in count():
        for letters in product(_FIRST, *[_FIRST + "0123456789"] * more):
            name = "".join(letters)
            if name not in _WORDS:
                yield name


def _is_inside(positions: list[int], spans: list[Span]) -> bool:
    """Return whether each position, in ascending order, is in a span."""
    end, at = -1, 0
    spans = sorted(spans)
    for position in positions:
        while at < len(spans) and spans[at][0] <= position:
            end = max(end, spans[at][1])
            at += 1
        if position >= end:
            return False
    return True


def _declarations(source: Source) -> Iterator[tuple[Node, Span]]:
    """Yield each declared name with its scope."""
    whole = (0, len(source.raw))
    functions, blocks = source.all("function"), source.all("function", "block")
    in_block, in_function = [*_variables(source, "let")], [*_variables(source, "var")]
    for kind in ("declared_function", "declared_class"):
        in_block += [(name, node.start_byte) for node, name in _named(source, kind, "name")]
    for loop, left in _named(source, "loop", "left"):
        kind_of = loop.child_by_field_name("kind")
        if kind_of:
            names = in_function if kind_of.type == "var" else in_block
            names += [(name, name.start_byte) for name in source.bound(left)]
    for list_of in source.all("parameters"):
        if list_of.type == "formal_parameters":
            found = [name for one in list_of.named_children for name in source.bound(one)]
            in_function += [(name, name.start_byte) for name in found]
    yield from _within(in_block, blocks, whole)
    yield from _within(in_function, functions, whole)
    yield from ((name, whole) for name in _imported(source))
    for kind, field in (("named", "name"), ("catch", "parameter"), ("parameters", "parameter")):
        for node, pattern in _named(source, kind, field):
            for name in source.bound(pattern):
                yield name, (node.start_byte, node.end_byte)


def _variables(source: Source, kind: str) -> Iterator[tuple[Node, int]]:
    for statement in source.all(kind):
        for declarator in statement.named_children:
            if pattern := declarator.child_by_field_name("name"):
                for name in source.bound(pattern):
                    yield name, name.start_byte


def _named(source: Source, kind: str, field: str) -> Iterator[tuple[Node, Node]]:
    """Yield the nodes of a kind that have a field, with the field."""
    for node in source.all(kind):
        if part := node.child_by_field_name(field):
            yield node, part


def _imported(source: Source) -> Iterator[Node]:
    for statement in source.all("statement"):
        clauses = [one for one in statement.named_children if one.type == "import_clause"]
        for braces in (one for clause in clauses for one in clause.named_children):
            for one in braces.named_children:
                name = one.child_by_field_name("alias") or one.child_by_field_name("name")
                if name:
                    yield name


def _within(
    found: list[tuple[Node, int]], scopes: list[Node], whole: Span
) -> Iterator[tuple[Node, Span]]:
    """Yield each node with the innermost scope that contains its position."""
    stack = [whole]
    at = 0
    for node, position in sorted(found, key=lambda one: one[1]):
        while at < len(scopes) and scopes[at].start_byte < position:
            scope = scopes[at]
            at += 1
            while stack[-1][1] <= scope.start_byte:
                stack.pop()
            stack.append((scope.start_byte, scope.end_byte))
        while stack[-1][1] <= position:
            stack.pop()
        yield node, stack[-1]
