"""Short names for what only one module sees.

A module's own names are a third of its bytes, and no reader needs them. A name is replaced
everywhere in its module by the same short one, which keeps what refers to what, if two
things hold: every place where it stands is inside a scope that declares it, so that it never means
a global; and nothing else in the module has the short name.
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
"""Words of the language of up to four letters: no module declares enough names for five."""

Span = tuple[int, int]


def short_names(source: Source) -> dict[str, str]:
    """For each name that can be replaced the short one."""
    scopes: dict[str, list[Span]] = {}
    for node, span in _declarations(source):
        scopes.setdefault(source.of(node), []).append(span)
    places: dict[str, list[int]] = {}
    for one in source.names:
        places.setdefault(one.text, []).append(one.start)
    own = {name for name, spans in scopes.items() if _is_inside(places.get(name, []), spans)}
    counts = Counter({name: len(found) for name, found in places.items() if name in own})
    taken = places.keys() - own
    short = (name for name in _short() if name not in taken)
    return {name: next(short) for name, _ in counts.most_common()}


def _short() -> Iterator[str]:
    """a, b, …, Z, aa, ab, …: no word of the language but those that are left out."""
    for more in count():
        for letters in product(_FIRST, *[_FIRST + "0123456789"] * more):
            name = "".join(letters)
            if name not in _WORDS:
                yield name


def _is_inside(places: list[int], spans: list[Span]) -> bool:
    """Whether each place is in a span; places are in order."""
    end, at = -1, 0
    spans = sorted(spans)
    for place in places:
        while at < len(spans) and spans[at][0] <= place:
            end = max(end, spans[at][1])
            at += 1
        if place >= end:
            return False
    return True


def _declarations(source: Source) -> Iterator[tuple[Node, Span]]:
    """Every name where it is declared, and the span in which it is known."""
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
    """Nodes with one of their parts, where they have it."""
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
    """For each node the innermost scope that begins before its place and ends after it."""
    stack = [whole]
    at = 0
    for node, place in sorted(found, key=lambda one: one[1]):
        while at < len(scopes) and scopes[at].start_byte < place:
            scope = scopes[at]
            at += 1
            while stack[-1][1] <= scope.start_byte:
                stack.pop()
            stack.append((scope.start_byte, scope.end_byte))
        while stack[-1][1] <= place:
            stack.pop()
        yield node, stack[-1]
