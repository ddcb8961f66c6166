"""Read a module: its imports, exports and statements.

Modules can use the part of the standard that can be joined without running the code::

    import { a, b as c } from "./lib/x.js";
    export function f() {}        export async function* g() {}
    export class K {}             export const d = 1, { e } = d;
    export { f, c as h };

All other forms of imports and exports are reported as a `Problem`, and so are ``import()``,
``import.meta``, ``await`` outside functions, and duplicate declarations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import rjsmin

from readinglist.problems import Problem, did_you_mean, ordered
from readinglist.site.scripts.names import short_names
from readinglist.site.scripts.syntax import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

_FUNCTIONS: Final = ("function_declaration", "generator_function_declaration")
_INERT: Final = (
    *("arrow_function", "function_expression", "generator_function"),
    *("number", "string", "regex", "true", "false", "null"),
)
"""Expressions without side effects, which can be left out if they are not used."""
_RUNS: Final = re.compile(r"\$+|_+")
_MARKED: Final = re.compile(r"(?<!\$)(\$++)([0-9]++)([it])")


@dataclass(frozen=True, slots=True)
class Import:
    """An imported name.

    Attributes:
        source: the path of the imported module, as written.
        name: the exported name.
        local: the name in the importing module.
        position: the line and column of the statement.
    """

    source: str
    name: str
    local: str
    position: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """A minified statement of a module.

    Attributes:
        code: its text; imported names are replaced by marks, see `Module.marked`.
        uses: the names in it.
        declares: the names that it declares.
        is_inert: whether it only declares names, without side effects. Such a statement is left
            out if the names are not used.
    """

    code: str
    uses: frozenset[str]
    declares: frozenset[str] = frozenset()
    is_inert: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """A module that can be joined with others.

    Attributes:
        exports: the exported names, each with its local name.
        short: the shortened form of local names.
        mark: the prefix of marks. The mark of an import is this prefix, the number of the import,
            and an "i".
    """

    imports: tuple[Import, ...]
    exports: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
    short: dict[str, str]
    mark: str

    def marked(self, code: str, names: dict[str, str]) -> str:
        """Replace the marks of imports by names, given by local name."""
        return _put_back(code, self.mark, "i", lambda at: names[self.imports[at].local])


@lru_cache(maxsize=512)
def read_module(path: str, raw: bytes) -> tuple[Module | None, tuple[Problem, ...]]:
    """Return a module, or None and the problems."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = "this script is not UTF-8"
        return None, (Problem(path, line, column, message, "save it with the encoding UTF-8"),)
    reader = _Reader(path, Source(text))
    problems = reader.problems()
    return (None, problems) if problems else (reader.module(), ())


def unused_mark(text: str, letter: str) -> str:
    """Return the shortest run of `letter` that is never followed by a digit in a text."""
    runs = (
        len(run[0])
        for run in _RUNS.finditer(text)
        if run[0][0] == letter and text[run.end() : run.end() + 1].isdigit()
    )
    return letter * (max(runs, default=0) + 1)


def _put_back(code: str, mark: str, kind: str, text: Callable[[int], str]) -> str:
    """Replace marks, each with a number and the letter `kind`, by texts."""

    def instead(found: re.Match[str]) -> str:
        more = len(found[1]) - len(mark)
        if more < 0 or found[3] != kind:
            return found[0]
        return found[1][:more] + text(int(found[2]))

    return _MARKED.sub(instead, code)


class _Reader:
    """Reads a module, statement by statement."""

    def __init__(self, path: str, source: Source) -> None:
        self.path = path
        self.source = source
        self.imports: list[Import] = []
        self.exports: list[tuple[str, str, Node]] = []
        self.declared: list[tuple[str, Node]] = []
        self.kept: list[tuple[Node, frozenset[str]]] = []
        self.wrong: list[Problem] = []

    # --- problems --------------------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """Read all statements, and return the problems."""
        if error := self.source.first_error():
            missing = f": {error.type} is missing here" if error.is_missing else " from here on"
            self._wrong(error, f"this script cannot be parsed{missing}")
            return tuple(self.wrong)
        self._cannot_be_joined()
        for statement in self.source.root.children:
            if statement.type == "import_statement":
                self._read_import(statement)
            elif statement.type == "export_statement":
                self._read_export(statement)
            elif statement.type != "hash_bang_line":
                self._keep(statement)
        self._check_names()
        return ordered(self.wrong)

    def _cannot_be_joined(self) -> None:
        source = self.source
        top = {statement.id for statement in source.root.children}
        for node in source.all("statement"):
            if node.id not in top:
                word = source.of(node.children[0])
                self._wrong(node, f"{word} is only allowed at the top level of a module")
        for node in source.all("dynamic"):
            hint = "import at the top of the module, or add a script element"
            self._wrong(node, "import() is not supported", hint)
        for node in source.all("meta"):
            if source.of(node) == "import.meta":
                self._wrong(node, "import.meta is not supported")
        for node in source.all("jsx"):
            self._wrong(node, "JSX is not supported by browsers")
        functions = source.all("function")
        for node in source.outside(source.all("await"), functions):
            hint = "put it into an async function"
            self._wrong(node, "await is only allowed inside functions", hint)
        for node in source.outside(source.all("return"), functions):
            self._wrong(node, "return is only allowed inside functions")

    def _check_names(self) -> None:
        seen: set[str] = set()
        for name, node in self.declared:
            if name in seen:
                self._wrong(node, f"{name} is declared twice in this module")
            seen.add(name)
        exported: set[str] = set()
        for name, local, node in self.exports:
            if name in exported:
                self._wrong(node, f"{name} is exported twice")
            elif local not in seen:
                hint = did_you_mean(local, seen)
                self._wrong(node, f"{local} is exported, but this module does not have it", hint)
            exported.add(name)

    # --- statements ------------------------------------------------------------------------------

    def _read_import(self, statement: Node) -> None:
        named, source = self._named(statement, "named_imports")
        if named is None or source is None:
            hint = 'write import { name } from "./module.js"'
            self._wrong(statement, "only named imports are supported", hint)
            return
        position = self.source.position(statement)
        for name, local, node in self._specifiers(named):
            self.imports.append(Import(source, name, local, position))
            self.declared.append((local, node))

    def _read_export(self, statement: Node) -> None:
        declaration = statement.child_by_field_name("declaration")
        clause, source = self._named(statement, "export_clause")
        if any(child.type == "default" for child in statement.children):
            self._wrong(statement, "default exports are not supported", "give the export a name")
        elif source is not None or (clause is None and declaration is None):
            hint = "import the names first, then export them"
            self._wrong(statement, "exporting from another module is not supported", hint)
        elif clause is not None:
            self.exports += [(name, local, node) for local, name, node in self._specifiers(clause)]
        elif declaration is not None and _is_constant(declaration):
            first = len(self.declared)
            self._keep(declaration)
            self.exports += [(name, name, node) for name, node in self.declared[first:]]
        else:
            hint = "write export const, export function or export class"
            self._wrong(statement, "an exported name must not change", hint)

    def _named(self, statement: Node, kind: str) -> tuple[Node | None, str | None]:
        """Return the braces of an import or export, and the module after ``from``."""
        source = statement.child_by_field_name("source")
        children = [one for child in statement.children for one in (child, *child.children)]
        clauses = [one for one in children if one.type == "import_clause"]
        braces = [one for one in children if one.type == kind]
        strange = any(one.type == "import_attribute" for one in children)
        is_only = all(len(clause.children) == 1 for clause in clauses) and not strange
        name = self.source.of(source)[1:-1] if source else None
        return (braces[0] if braces and is_only else None), name

    def _specifiers(self, braces: Node) -> Iterator[tuple[str, str, Node]]:
        """Yield each ``name as other`` in braces, with its node."""
        for one in braces.named_children:
            name = one.child_by_field_name("name")
            other = one.child_by_field_name("alias") or name
            if name is None or other is None:
                continue  # a comment
            first, last = self.source.of(name), self.source.of(other)
            if {first, last} & {"default", "__proto__"} or "string" in (name.type, other.type):
                self._wrong(one, f"{first} cannot be the name of an import or export here")
                continue
            yield first, last, one

    def _keep(self, statement: Node) -> None:
        """Keep a statement and the names it declares at the top level."""
        first = len(self.declared)
        name = statement.child_by_field_name("name")
        if statement.type in ("lexical_declaration", "variable_declaration"):
            again = statement.type == "variable_declaration"
            known = {name for name, _ in self.declared} if again else set()
            for declarator in statement.named_children:
                if target := declarator.child_by_field_name("name"):
                    for node in self.source.bound(target):
                        if self.source.of(node) not in known:  # "var" can declare a name again
                            self.declared.append((self.source.of(node), node))
        elif statement.type in (*_FUNCTIONS, "class_declaration") and name:
            self.declared.append((self.source.of(name), name))
        self.kept.append((statement, frozenset(name for name, _ in self.declared[first:])))

    # --- the code --------------------------------------------------------------------------------

    def module(self) -> Module:
        """Return the module, if there are no problems."""
        source = self.source
        mark = unused_mark(source.text, "$")
        short = short_names(source)
        names = {one.local: f"{mark}{number}i" for number, one in enumerate(self.imports)}
        shortened = _Shortened(source, short | names)
        statements = [
            Statement(code, frozenset(shortened.names(node)), declares, _is_inert(node))
            for node, declares in self.kept
            if (code := shortened.code(node, mark))
        ]
        return Module(
            tuple(self.imports),
            tuple(sorted((name, local) for name, local, _ in self.exports)),
            tuple(statements),
            {name: one for name, one in short.items() if name not in names},
            mark,
        )

    def _wrong(self, node: Node, message: str, hint: str = "") -> None:
        self.wrong.append(Problem(self.path, *self.source.position(node), message, hint))


def _is_constant(declaration: Node) -> bool:
    if declaration.type == "lexical_declaration":
        return declaration.children[0].type == "const"
    return declaration.type in (*_FUNCTIONS, "class_declaration")


def _is_inert(statement: Node) -> bool:
    if statement.type == "lexical_declaration":
        return all(
            (value := one.child_by_field_name("value")) is not None
            and value.type in _INERT
            and (name := one.child_by_field_name("name")) is not None
            and name.type == "identifier"
            for one in statement.named_children
            if one.type == "variable_declarator"
        )
    return statement.type in _FUNCTIONS


class _Shortened:
    """Minifies statements and replaces names. Statements must be passed in the order of the source.

    rjsmin guesses regular expressions from the text before them, and ends a template literal at
    the next backtick. Therefore these literals are replaced by marks before rjsmin runs.
    """

    def __init__(self, source: Source, names: dict[str, str]) -> None:
        self.source = source
        self.other = names
        self.literals = list(source.outside(source.all("literal"), source.all("literal")))
        self.at = self.literal = self.next = 0

    def names(self, statement: Node) -> Iterator[str]:
        """Yield the names in a statement."""
        names, begin, end = self.source.names, statement.start_byte, statement.end_byte
        while self.next < len(names) and names[self.next].start < end:
            if names[self.next].start >= begin:
                yield names[self.next].text
            self.next += 1

    def code(self, statement: Node, mark: str) -> str:
        """Return a statement without comments, except ``/*! … */``, so that others can follow."""
        literals: list[str] = []
        parts: list[str] = []
        begin, end = statement.start_byte, statement.end_byte
        while self.literal < len(self.literals):
            literal = self.literals[self.literal]
            if literal.start_byte >= end:
                break
            self.literal += 1
            if literal.start_byte < begin:
                continue
            parts += [self._renamed(begin, literal.start_byte), f"{mark}{len(literals)}t"]
            literals.append(self._renamed(literal.start_byte, literal.end_byte))
            begin = literal.end_byte
        parts.append(self._renamed(begin, end))
        minified = str(rjsmin.jsmin("".join(parts), keep_bang_comments=True))
        code = _put_back(minified, mark, "t", literals.__getitem__)
        if not code or statement.type in (*_FUNCTIONS, "class_declaration", "comment"):
            return code
        return code if code.endswith(";") else f"{code};"

    def _renamed(self, begin: int, end: int) -> str:
        raw, names, parts = self.source.raw, self.source.names, []
        while self.at < len(names) and names[self.at].start < end:
            name = names[self.at]
            self.at += 1
            other = self.other.get(name.text)
            if name.start < begin or other is None:
                continue
            shorthand = f"{name.text}:" if name.is_shorthand else ""
            parts += [raw[begin : name.start].decode(), shorthand, other]
            begin = name.end
        return "".join([*parts, raw[begin:end].decode()])
