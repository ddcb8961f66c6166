"""Check the syntax tree of a template, and add the counting of steps to it.

Jinja parses a template to a tree. Each node is checked. Then loops, macros and blocks, and
operators whose result can be large, are changed to call methods of the environment, which count
the work: see `readinglist.templating.values`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer

from readinglist.problems import did_you_mean
from readinglist.templating.html_context import HtmlContext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from jinja2.compiler import Frame

LONGEST: Final = 500_000
"""The maximum number of characters of a template."""
MOST_NODES: Final = 5_000
"""The maximum number of elements of a template: tags, names, operators and pieces of text."""
DEEPEST: Final = 60
"""The maximum nesting depth of elements."""
LONGEST_CODE: Final = 3_000_000
"""The maximum number of characters of Python code that Jinja generates for a template."""
WIDEST: Final = 256
"""The maximum number of bits of an integer."""

TOO_LARGE: Final = "this number is too large"
ATTRIBUTE_HINT: Final = "names that start with “_” are private"

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
"""The number of steps of elements that take more than one; printing a value takes two more."""
_REFUSED_FILTERS: Final = {
    "attr": "write value.name",
    "center": "position text with the style sheet",
    "format": 'write "{} of {}".format(one, other), or join texts with ~',
    "indent": "position text with the style sheet",
    "random": "builds must be reproducible",
    "safe": "values are always escaped; write HTML in the template itself",
}


class UnreadableError(TemplateSyntaxError):
    """A template has a syntax error, or uses something that is not allowed."""

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
    """Check the tree of a template.

    Raises:
        UnreadableError: with the line of the first element that is not allowed.
    """
    counted = 0
    context = HtmlContext()
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
            _check_output(node, line, context)
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
            _refuse(line, "the name of a template must be a string literal")
    elif isinstance(node, nodes.Block) and node.scoped:
        _refuse(line, "a block cannot be scoped", "use a macro with arguments")
    elif isinstance(node, nodes.ScopedEvalContextModifier):
        _refuse(line, "escaping cannot be turned on or off", _REFUSED_FILTERS["safe"])
    elif isinstance(node, nodes.Const):
        is_large = isinstance(node.value, int) and node.value.bit_length() > WIDEST
        if is_large or node.value in (math.inf, -math.inf):
            _refuse(line, TOO_LARGE)
    elif isinstance(node, nodes.Call | nodes.Filter | nodes.Test):
        _check_twice(line, (str(one.key) for one in node.kwargs))
    elif isinstance(node, nodes.Macro | nodes.CallBlock):
        _check_twice(line, (one.name for one in node.args))
    elif not isinstance(node, (*_STATEMENTS, *_EXPRESSIONS)):
        _refuse(line, f"this is not allowed in a template: {type(node).__name__}")


def _check_twice(line: int, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            _refuse(line, f"“{name}” is given twice")
        seen.add(name)


def _check_output(output: nodes.Output, line: int, context: HtmlContext) -> None:
    for node in output.nodes:
        if isinstance(node, nodes.TemplateData):
            context.pass_text(node.data)
        elif error := context.pass_value(node):
            _refuse(node.lineno or line, error)


def _refuse(line: int, message: str, hint: str = "") -> NoReturn:
    raise UnreadableError(message, line, hint=hint)


def kept_imports(tree: nodes.Template) -> tuple[str, ...] | None:
    """Return the imports of a template without state, which has only macros and text.

    Return None for a template that evaluates expressions when it is imported, because these can
    be state.
    """
    imports = []
    for node in tree.body:
        if isinstance(node, nodes.Import | nodes.FromImport) and not node.with_context:
            imports.append(str(node.template.value))  # type: ignore[attr-defined] # checked to be a constant
        elif isinstance(node, nodes.Output):
            if not all(isinstance(one, nodes.TemplateData) for one in node.nodes):
                return None
        elif not isinstance(node, nodes.Macro):
            return None
    return tuple(imports)


class Counting(NodeTransformer):
    """Inserts calls into a tree that count its work and limit its operators."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        """Count the steps of a template each time it is run or included."""
        return self._counted(node, node.body)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        """Count the steps of a block each time it is shown."""
        return self._counted(node, node.body)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        """Count the steps of a macro each time it is called."""
        return self._counted(node, node.body)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        """Count the steps of the body of a call block each time the macro calls ``caller()``."""
        return self._counted(node, node.body)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        """Count all iterations of a loop when it starts, or each one if some can be skipped."""
        steps = _steps(node.body)
        by_turn = node.recursive or node.test is not None
        before = 1 + (_steps([node.test]) if node.test else 0) + (0 if by_turn else steps)
        self.generic_visit(node)
        node.iter = _call(node, "times", node.iter, nodes.Const(before))
        if by_turn:
            node.body.insert(0, _count(node, steps))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """Replace the operator ``~``."""
        self.generic_visit(node)
        return _call(node, "concatenate", *node.nodes)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        """Replace comparisons such as ``==`` and ``in``."""
        self.generic_visit(node)
        rest = (part for one in node.ops for part in (nodes.Const(one.op), one.expr))
        return _call(node, "compare", node.expr, *rest)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        """Replace slices such as ``list[1:]``, which Jinja's sandbox does not check."""
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        ends = (node.arg.start, node.arg.stop, node.arg.step)
        return _call(node, "part", node.node, *(one or nodes.Const(None) for one in ends))

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:
        """Check the key of a pair in ``{…}``."""
        self.generic_visit(node)
        node.key = _call(node, "key", node.key)
        return node

    def _counted(self, node: nodes.Node, body: list[nodes.Node]) -> nodes.Node:
        steps = _steps(body)
        self.generic_visit(node)
        body.insert(0, _count(node, steps))
        return node


def _steps(body: Iterable[nodes.Node]) -> int:
    """Return the maximum number of steps of a body, without parts that are counted separately."""
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


def _call(node: nodes.Node, name: str, *arguments: nodes.Node) -> nodes.Call:
    """Return a call of a method of the environment, which templates cannot name themselves."""
    method = nodes.EnvironmentAttribute(name)
    return nodes.Call(method, list(arguments), [], None, None, lineno=node.lineno)


def _count(node: nodes.Node, steps: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(_call(node, "step", nodes.Const(steps)), lineno=node.lineno)


class Generator(CodeGenerator):
    """Jinja's code generator, with a limit for the code and without evaluation of constants."""

    written = 0

    def write(self, x: str) -> None:
        """Write code."""
        self.written += len(x)
        if self.written > LONGEST_CODE:
            line = self.debug_info[-1][0] if self.debug_info else 1
            self.fail("it is too large: too many names in too many includes", line)
        super().write(x)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call; methods of the environment are called directly."""
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
        """Write ``{% set … %}``, with its line number for errors in the whole statement."""
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
