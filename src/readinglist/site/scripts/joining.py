"""Join ES modules into classic scripts, because a page opened from disk cannot load modules.

Each file directly in ``static/js/`` is an entry module and becomes a script of the same name.
Modules that several scripts share are in subfolders. In the script, each module is a function,
which runs after the modules it imports from; exports are variables of the script::

    (()=>{"use strict";let _0,_1;
    (()=>{function a(){…}_0=a;_1=…})();
    (()=>{_0(_1)})();
    })();

Exports that are not imported are left out, with the code that only they use. Each script has its
own copy of a shared module; state that scripts share is in ``globalThis.readinglist``.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Final

from readinglist.problems import Problem, did_you_mean, ordered
from readinglist.site.scripts.modules import read_module, unused_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readinglist.site.scripts.modules import Import, Module, Statement

_FOLDER: Final = "js/"


@dataclass(frozen=True, slots=True)
class Scripts:
    """The result of joining modules.

    Attributes:
        made: the script of each entry module, by name; empty if there are problems.
        others: the static files that are not modules.
        problems: the problems found.
    """

    made: Mapping[str, bytes]
    others: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()


def joined(static: Mapping[str, bytes]) -> Scripts:
    """Join the modules among static files, which are named as ``js/x.js`` and ``style.css``."""
    sources = {
        name: raw
        for name, raw in static.items()
        if name.startswith(_FOLDER) and name.endswith(".js")
    }
    others = {name: raw for name, raw in static.items() if name not in sources}
    modules: dict[str, Module] = {}
    problems: list[Problem] = []
    for name, raw in sources.items():
        module, found = read_module(f"static/{name}", raw)
        problems += found
        if module:
            modules[name] = module
    for name, module in modules.items():
        problems += _import_problems(name, module, modules, sources)
    problems += _cycles(modules)
    entries = {name: name.removeprefix(_FOLDER) for name in sources if _is_entry(name)}
    for name, script in entries.items():
        if script in others:
            message = f"static/{script} has the name of the script made from this module"
            problems.append(Problem(f"static/{name}", 1, 1, message, "remove one of the two"))
    if problems:
        return Scripts({}, others, ordered(problems))
    made = {script: _script(name, modules) for name, script in entries.items()}
    return Scripts(made, others)


def _is_entry(name: str) -> bool:
    return f"{dirname(name)}/" == _FOLDER


def _target(name: str, source: str) -> str:
    """Return the file that a module imports as ``./x.js``."""
    return normpath(f"{dirname(name)}/{source}")


# --- problems ------------------------------------------------------------------------------------


def _import_problems(
    name: str, module: Module, modules: Mapping[str, Module], sources: Mapping[str, bytes]
) -> Iterator[Problem]:
    if _is_entry(name) and module.exports:
        hint = "move what others import into a module in a subfolder of static/js/"
        yield Problem(f"static/{name}", 1, 1, "an entry module cannot have exports", hint)
    for one in module.imports:
        if error := _import_error(one, _target(name, one.source), modules, sources):
            yield Problem(f"static/{name}", *one.position, *error)


def _import_error(
    one: Import, target: str, modules: Mapping[str, Module], sources: Mapping[str, bytes]
) -> tuple[str, str] | None:
    """Return an error message and a hint, or None if the import is valid."""
    if not one.source.startswith(("./", "../")):
        return f"{one.source} is not a relative path", 'start with "./" or "../"'
    if not target.startswith(_FOLDER):
        return f"{one.source} is outside static/{_FOLDER}", ""
    if target not in sources:
        known = (name for name in sources if not _is_entry(name))
        return f"there is no module static/{target}", did_you_mean(target, known)
    if _is_entry(target):
        hint = "import from a module in a subfolder of static/js/"
        return f"static/{target} is an entry module and cannot be imported", hint
    if target in modules and one.name not in (names := dict(modules[target].exports)):
        return f"static/{target} does not export {one.name}", did_you_mean(one.name, names)
    return None


def _cycles(modules: Mapping[str, Module]) -> Iterator[Problem]:
    """Yield a problem for each import that closes a cycle, by depth-first search."""
    done: set[str] = set()
    for start in modules:
        path = {} if start in done else {start: iter(_needs(start, modules))}
        while path:
            name = next(reversed(path))
            for needed in path[name]:
                if needed in path:
                    yield _cycle(list(path), needed, modules[name])
                elif needed not in done:
                    path[needed] = iter(_needs(needed, modules))
                    break
            else:
                done.add(name)
                del path[name]


def _cycle(path: list[str], needed: str, module: Module) -> Problem:
    name = path[-1]
    position = next(one.position for one in module.imports if _target(name, one.source) == needed)
    cycle = " → ".join(one.removeprefix(_FOLDER) for one in (*path[path.index(needed) :], needed))
    hint = "move what both need into a module that imports neither"
    return Problem(f"static/{name}", *position, f"these modules import each other: {cycle}", hint)


# --- joining -------------------------------------------------------------------------------------


def _needs(name: str, modules: Mapping[str, Module]) -> list[str]:
    """Return the modules that a module imports from, in order."""
    found = dict.fromkeys(_target(name, one.source) for one in modules[name].imports)
    return [target for target in found if target in modules]


def _order(entry: str, modules: Mapping[str, Module]) -> list[str]:
    """Return an entry module and the modules it needs, in the order in which they run."""
    done: list[str] = []
    seen = {entry}
    path = [(entry, iter(_needs(entry, modules)))]
    while path:
        name, needs = path[-1]
        needed = next((one for one in needs if one not in seen), None)
        if needed is None:
            done.append(name)
            path.pop()
        else:
            seen.add(needed)
            path.append((needed, iter(_needs(needed, modules))))
    return done


def _script(entry: str, modules: Mapping[str, Module]) -> bytes:
    order = _order(entry, modules)
    kept = _kept(order, modules)
    code = "\n".join(one.code for name in order for one in kept[name].statements)
    mark = unused_mark(code, "_")
    variables: dict[tuple[str, str], str] = {}
    parts = []
    for name in order:
        module = modules[name]
        taken = {
            one.local: variables.get((_target(name, one.source), one.name), "")
            for one in module.imports
        }
        code = "".join(module.marked(one.code, taken) for one in kept[name].statements)
        for exported, local in module.exports:
            if exported in kept[name].exports:
                variable = variables[name, exported] = f"{mark}{len(variables)}"
                code += f"{variable}={taken.get(local) or module.short.get(local, local)};"
        if code:
            parts.append(f"(()=>{{{code.removesuffix(';')}}})();")
    names = f"let {','.join(variables.values())};" if variables else ""
    return "\n".join(['(()=>{"use strict";' + names, *parts, "})();", ""]).encode()


@dataclass(frozen=True, slots=True)
class _Kept:
    """The statements and exports of a module that a script needs."""

    statements: tuple[Statement, ...]
    exports: frozenset[str]


def _kept(order: list[str], modules: Mapping[str, Module]) -> dict[str, _Kept]:
    """Return what is needed of each module. `order` has importing modules last."""
    kept = {}
    wanted: dict[str, set[str]] = {name: set() for name in order}
    for name in reversed(order):
        module = modules[name]
        asked = {local for exported, local in module.exports if exported in wanted[name]}
        used = _used(module.statements, asked)
        for one in module.imports:
            if one.local in used:
                wanted[_target(name, one.source)].add(one.name)
        statements = [one for one in module.statements if not one.is_inert or one.declares & used]
        kept[name] = _Kept(tuple(statements), frozenset(wanted[name]))
    return kept


def _used(statements: Iterable[Statement], asked: set[str]) -> set[str]:
    """Return the names that are needed: those asked for, and those that needed statements use."""
    inert = {name: one for one in statements if one.is_inert for name in one.declares}
    used = asked.union(*(one.uses for one in statements if not one.is_inert))
    left = [*used]
    while left:
        if one := inert.pop(left.pop(), None):
            left += one.uses - used
            used |= one.uses
    return used
