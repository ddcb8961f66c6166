"""What a template may say, checked before it runs, and the counting that is put into it.

Jinja parses a template into a tree. The tree is checked node by node; then the places where work
is done more often than once, and the operators whose result can be large, are made to call the
environment: see `readinglist.templating.values` for what it does there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer

from readinglist.problems import did_you_mean
from readinglist.templating.places import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from jinja2.compiler import Frame

LONGEST: Final = 500_000
"""The most characters of a template."""
MOST_NODES: Final = 5_000
"""The most elements of a template: tags, names, operators and pieces of text."""
DEEPEST: Final = 60
"""How deeply elements may stand within one another."""
LONGEST_CODE: Final = 3_000_000
"""The most characters of Python that Jinja may make of a template."""
WIDEST: Final = 256
"""The most bits of a whole number."""

TOO_LARGE: Final = "this number is too large"
ATTRIBUTE_HINT: Final = "names that begin with “_” are not for templates"

_STATEMENTS: Final = (
    *(nodes.Assign, nodes.AssignBlock, nodes.Block, nodes.CallBlock, nodes.Extends),
    *(nodes.FilterBlock, nodes.For, nodes.FromImport, nodes.If, nodes.Import, nodes.Include),
    *(nodes.Macro, nodes.Output, nodes.Scope, nodes.Template, nodes.With),
)
_EXPRESSIONS: Final = (
    *(nodes.BinExpr, nodes.Call, nodes.Compare, nodes.Concat, nodes.CondExpr, nodes.Filter),
    *(nodes.Getattr, nodes.Getitem, nodes.Keyword, nodes.Literal, nodes.Name, nodes.NSRef),
    *(nodes.Operand, nodes.Pair, nodes.Slice, nodes.Test, nodes.UnaryExpr),
)
_COSTS: Final[Mapping[type[nodes.Node], int]] = {
    **dict.fromkeys((nodes.Include, nodes.FromImport, nodes.Import), 15),
    **dict.fromkeys((nodes.Call, nodes.CallBlock, nodes.Filter, nodes.For, nodes.Test), 8),
    **dict.fromkeys((nodes.Add, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Mul), 5),
    **dict.fromkeys((nodes.Compare, nodes.Concat, nodes.Macro, nodes.Pow, nodes.Sub), 5),
    **dict.fromkeys((nodes.Getattr, nodes.Getitem), 3),
}
"""Steps that elements take which cost more than one; each value that is printed takes two more."""
_REFUSED_FILTERS: Final = {
    "attr": "write value.name",
    "center": "the style sheet sets how text stands",
    "format": 'write "{} of {}".format(one, other), or join texts with ~',
    "indent": "the style sheet sets how text stands",
    "random": "the same sources make the same site",
    "safe": "values are always escaped; a template's own text is HTML as it stands",
}


class UnreadableError(TemplateSyntaxError):
    """A template that cannot be read, or says what no template may say."""

    def __init__(
        self,
        message: str,
        lineno: int,
        name: str | None = None,
        filename: str | None = None,
        *,
        column: int = 1,
        hint: str = "",
    ) -> None:
        super().__init__(message, lineno, name, filename)
        self.column = column
        self.hint = hint


def check(
    tree: nodes.Template,
    filters: Collection[str],
    tests: Collection[str],
    *,
    is_html: bool,
) -> None:
    """Refuse what no template may say.

    Raises:
        UnreadableError: with the line of the first such place.
    """
    counted = 0
    place = Place()
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 1)]
    while waiting:
        node, depth, above = waiting.pop()
        line = node.lineno or above
        counted += 1
        if counted > MOST_NODES:
            _refuse(line, f"it has more than {MOST_NODES:,} elements")
        if depth > DEEPEST:
            _refuse(line, f"its elements are nested more than {DEEPEST} deep")
        _check_node(node, line, filters, tests)
        if is_html and isinstance(node, nodes.Output):
            _check_output(node, line, place)
        waiting += [(child, depth + 1, line) for child in reversed([*node.iter_child_nodes()])]


def _check_node(
    node: nodes.Node, line: int, filters: Collection[str], tests: Collection[str]
) -> None:
    if isinstance(node, nodes.Filter) and node.name not in filters:
        hint = _REFUSED_FILTERS.get(node.name) or did_you_mean(node.name, filters)
        _refuse(line, f"there is no filter “{node.name}”", hint)
    elif isinstance(node, nodes.Test) and node.name not in tests:
        _refuse(line, f"there is no test “{node.name}”", did_you_mean(node.name, tests))
    elif isinstance(node, nodes.Getattr | nodes.NSRef) and node.attr.startswith("_"):
        _refuse(line, f"“{node.attr}” cannot be read or set", ATTRIBUTE_HINT)
    elif isinstance(node, nodes.Include | nodes.Extends | nodes.Import | nodes.FromImport):
        if not (isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)):
            _refuse(line, "the name of a template must stand there as it is, in quotes")
    elif isinstance(node, nodes.Block) and node.scoped:
        _refuse(line, "a block cannot be scoped", "a macro takes what it needs as arguments")
    elif isinstance(node, nodes.ScopedEvalContextModifier):
        _refuse(line, "escaping cannot be switched on or off", _REFUSED_FILTERS["safe"])
    elif isinstance(node, nodes.Const):
        is_large = isinstance(node.value, int) and node.value.bit_length() > WIDEST
        if is_large or node.value in (math.inf, -math.inf):
            _refuse(line, TOO_LARGE)
    elif isinstance(node, nodes.Call | nodes.Filter | nodes.Test):
        _check_twice(line, (str(one.key) for one in node.kwargs))
    elif isinstance(node, nodes.Macro | nodes.CallBlock):
        _check_twice(line, (one.name for one in node.args))
    elif not isinstance(node, (*_STATEMENTS, *_EXPRESSIONS)):
        _refuse(line, f"this cannot stand in a template: {type(node).__name__}")


def _check_twice(line: int, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            _refuse(line, f"“{name}” is given twice")
        seen.add(name)


def _check_output(output: nodes.Output, line: int, place: Place) -> None:
    for node in output.nodes:
        if isinstance(node, nodes.TemplateData):
            place.pass_text(node.data)
        elif wrong := place.pass_value(node):
            _refuse(node.lineno or line, wrong)


def _refuse(line: int, message: str, hint: str = "") -> NoReturn:
    raise UnreadableError(message, line, hint=hint)


def kept_imports(tree: nodes.Template) -> tuple[str, ...] | None:
    """The imports of a template that remembers nothing itself: it has macros and text alone.

    A template that computes anything when it is imported may remember something: None.
    """
    imports = []
    for node in tree.body:
        if isinstance(node, nodes.Import | nodes.FromImport) and not node.with_context:
            imports.append(str(node.template.value))  # type: ignore[attr-defined]
        elif isinstance(node, nodes.Output):
            if not all(isinstance(one, nodes.TemplateData) for one in node.nodes):
                return None
        elif not isinstance(node, nodes.Macro):
            return None
    return tuple(imports)


class Counting(NodeTransformer):
    """Puts the calls into a tree that count its work and bound its operators."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        """A template that is begun, by a page or by another template."""
        return self._counted(node, node.body)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        """A block, which can be shown more than once."""
        return self._counted(node, node.body)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        """A macro that is called."""
        return self._counted(node, node.body)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        """What a macro calls as ``caller()``."""
        return self._counted(node, node.body)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        """A loop: its turns are counted when it begins, or at each turn if it may skip some."""
        steps = _steps(node.body)
        by_turn = node.recursive or node.test is not None
        before = 1 + (_steps([node.test]) if node.test else 0) + (0 if by_turn else steps)
        self.generic_visit(node)
        node.iter = _call(node, "times", node.iter, nodes.Const(before))
        if by_turn:
            node.body.insert(0, _count(node, steps))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """``~``."""
        self.generic_visit(node)
        return _call(node, "concatenate", *node.nodes)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        """``==``, ``in`` and their like."""
        self.generic_visit(node)
        rest = (part for one in node.ops for part in (nodes.Const(one.op), one.expr))
        return _call(node, "compare", node.expr, *rest)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        """``list[1:]``, which Jinja's sandbox does not look at."""
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        ends = (node.arg.start, node.arg.stop, node.arg.step)
        return _call(node, "part", node.node, *(one or nodes.Const(None) for one in ends))

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:
        """A key and a value of ``{…}``."""
        self.generic_visit(node)
        node.key = _call(node, "key", node.key)
        return node

    def _counted(self, node: nodes.Node, body: list[nodes.Node]) -> nodes.Node:
        steps = _steps(body)
        self.generic_visit(node)
        body.insert(0, _count(node, steps))
        return node


def _steps(body: Iterable[nodes.Node]) -> int:
    """How many steps a body takes at most, without what is counted on its own."""
    return sum(
        2 * len(node.nodes) if isinstance(node, nodes.Output) else _COSTS.get(type(node), 1)
        for node in _run_once(body)
    )


def _run_once(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        has_own = isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block)
        waiting += node.iter_child_nodes(exclude=("body", "test") if has_own else ())


def _call(place: nodes.Node, name: str, *arguments: nodes.Node) -> nodes.Call:
    """A call of a method of the environment: no template can name it."""
    method = nodes.EnvironmentAttribute(name)
    return nodes.Call(method, list(arguments), [], None, None, lineno=place.lineno)


def _count(place: nodes.Node, steps: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(_call(place, "step", nodes.Const(steps)), lineno=place.lineno)


class Generator(CodeGenerator):
    """Jinja's generator of Python code, which computes nothing itself, and not without end."""

    written = 0

    def write(self, x: str) -> None:
        """Write code."""
        self.written += len(x)
        if self.written > LONGEST_CODE:
            line = self.debug_info[-1][0] if self.debug_info else 1
            self.fail("it is too large: too many names in too many includes", line)
        super().write(x)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call; one of the environment's own methods is called directly."""
        if isinstance(node.node, nodes.EnvironmentAttribute):
            self.write(f"environment.{node.node.name}(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
        else:
            self.write("environment.call(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:
        """``{% set … %}``, with its line from the first check on."""
        self.newline(node)
        super().visit_Assign(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)
