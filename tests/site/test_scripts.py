"""Joining modules into scripts: the result, the order, and the reported problems."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.build import build
from readinglist.files.looks import default_folder, read_look
from readinglist.problems import as_text
from readinglist.site.render import Look
from readinglist.site.scripts import joined
from tests.growth import growth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def problems(files: Mapping[str, str]) -> list[str]:
    """Return the problems of some modules, one line each, without hints."""
    found = joined({f"js/{name}": text.encode() for name, text in files.items()}).problems
    return [as_text(one).partition("\n")[0] for one in found]


def script(files: Mapping[str, str], name: str = "a.js") -> str:
    """Return the script made from some modules."""
    scripts = joined({f"js/{name}": text.encode() for name, text in files.items()})
    assert scripts.problems == ()
    return scripts.made[name].decode()


def run(source: str, folder: Path, name: str = "made.mjs") -> object:
    """Run a script with Node and return ``globalThis.out``."""
    if not shutil.which("node"):
        assert not os.environ.get("READINGLIST_REQUIRE_NODE"), "Node is missing"
        pytest.skip("Node is missing")
    (folder / name).write_text(f"{source}\nconsole.log(JSON.stringify(globalThis.out ?? null));")
    answer = subprocess.run(
        ["node", folder / name], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return json.loads(answer.stdout.splitlines()[-1])


# --- what is joined ------------------------------------------------------------------------------


def test_a_script_is_its_modules_each_in_its_own_function() -> None:
    """Exports are variables of the script; comments are removed, except /*! … */."""
    files = {
        "a.js": '/* A */\nimport { make, b as c } from "./lib/x.js";\nmake(c); // now\n',
        "lib/x.js": "/*! Licence */\nexport function make() {}\nconst d = f();\nexport { d as b };\n",
    }
    assert script(files) == (
        '(()=>{"use strict";let _0,_1;\n'
        "(()=>{/*! Licence */function c(){}const a=f();_0=a;_1=c})();\n"
        "(()=>{_1(_0)})();\n"
        "})();\n"
    )


def test_what_nobody_imports_is_left_out() -> None:
    """With the code that only unused exports use; statements with side effects stay."""
    files = {
        "a.js": 'import { one } from "./lib/x.js";\none();',
        "lib/x.js": 'import { three, four } from "./y.js";\n'
        "export function one() { helper(); }\nexport const two = () => other() + three();\n"
        "function helper() {}\nfunction other() {}\nfunction twice() { twice(); }\n"
        "export const run = start();\n",
        "lib/y.js": "export const three = () => 1;\nexport const four = () => three();\nready();",
    }
    text = script(files)
    assert text.count("function") == 2
    assert "start()" in text
    assert "ready()" in text
    assert "=>1" not in text


SCOPES = r"""
import { given as taken } from "./lib/x.js";
const out = [];
const name = (value, { key, deep: [first = value] } = { key: 1, deep: [] }) => ({ value, key, first });
out.push(name(2), name(3, { key: 4, deep: [5] }));
function outer(hidden) {
  var later = () => hoisted;
  { let hidden = 6; out.push(hidden); }
  for (const hidden of [7]) out.push(hidden);
  for (let at = 0, hidden = 8; at < 1; at++) out.push(hidden);
  try { throw { hidden: 9 }; } catch ({ hidden }) { out.push(hidden); }
  if (hidden) { var hoisted = 10; function inner() { return hidden; } out.push(inner()); }
  switch (hidden) { case 11: { const hidden = 12; out.push(hidden); } }
  label: for (;;) { break label; }
  return later();
}
out.push(outer(11));
class Shape { static count = 0; #own = 13; name = 14; get own() { return this.#own; } grow(by = this.name) { Shape.count += by; return { by, name }; } }
out.push(new Shape().own, typeof new Shape().grow().name, Shape.count, Shape.name.length > 0);
const again = function again(n) { return n ? again(n - 1) : "end"; };
const Named = class Inner { self() { return Inner === Named; } };
out.push(again(2), new Named().self(), taken, `${taken} ${((taken) => taken)(15)} ${{ taken }.taken}`);
const parse = typeof parseInt === "function" ? parseInt : 0;
{ const parseInt = 16; out.push(parseInt); }
out.push(parse("17"), [..."ab"].map((taken, at) => taken + at));
async function later() { for await (const one of [18]) out.push(one); }
const { [out.length]: none = 19, ...others } = { others: 20 };
out.push(none, others, typeof undeclared, later instanceof Function);
globalThis.out = out;
"""


def test_short_names_mean_what_the_long_ones_meant(tmp_path: Path) -> None:
    """The script computes the same as the modules, for all kinds of declarations."""
    given_module = "const hidden = 'given';\nexport { hidden as given };"
    for name, text in (("a.js", SCOPES), ("lib/x.js", given_module)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    text = script({"a.js": SCOPES, "lib/x.js": given_module})
    wanted = run('await import("./a.js");', tmp_path)
    assert isinstance(wanted, list)
    assert run(text, tmp_path) == wanted
    assert len(wanted) == 24
    for long in ("hoisted", "hidden:", "again", "Inner"):
        assert (long in text) == (long == "hidden:")


def test_only_files_directly_in_the_folder_become_scripts() -> None:
    """Files in subfolders are imported; other files do not change."""
    static = {
        "js/a.js": b"",
        "js/lib/x.js": b"export const x = 1;",
        "js/lib/notes.txt": b"",
        "own.js": b"1",
    }
    scripts = joined(static)
    assert list(scripts.made) == ["a.js"]
    assert set(scripts.others) == {"js/lib/notes.txt", "own.js"}


DIFFICULT = r"""#!/usr/bin/env node
/* import { nothing } from "./nowhere.js"; */
import { tag } from "./lib/tag.js"
const text = 'import { a } from "./a.js"' + "export default 1 // no comment";
const nested = `one ${[1, 2].map((n) => `<  ${n}  // not a comment >`).join(`
  import { b } from "./b.js"
`)} /* kept */`;
const pattern = /[/*]import [{"`']+\/\/ x/.test("*import {\"`'// x");
const divided = 8 / 2 / 2;
const after = ((1) / 2) + `/* ${"}"} */`.length;
const tagged = tag`a ${1}  b`;
export_(text)
import { last } from "./lib/tag.js";
(last)()
function export_(value) { globalThis.out = [value, nested, pattern, divided, after, tagged] }
const $0 = "$1";
globalThis.out.push($0, `$$0`)
"""


def test_strings_templates_patterns_and_comments_keep_their_text(tmp_path: Path) -> None:
    """The script does what the modules do, whatever their texts look like."""
    files = {
        "a.js": DIFFICULT,
        "lib/tag.js": "export function tag(parts, n) { return parts.raw.join(n) }\n"
        "export const last = () => globalThis.out.push('last')",
    }
    assert run(script(files), tmp_path) == [
        'import { a } from "./a.js"export default 1 // no comment',
        'one <  1  // not a comment >\n  import { b } from "./b.js"\n<  2  // not a comment > /* kept */',
        True,
        2,
        7.5,
        "a 1  b",
        "last",
        "$1",
        "$$0",
    ]


def test_exports_of_every_supported_shape_arrive(tmp_path: Path) -> None:
    """Functions, classes, constants, patterns, and names given in braces."""
    files = {
        "a.js": 'import { f, g, h, K, x, z, w, last, one as two } from "./lib/x.js";\n'
        "globalThis.out = [f(), [...g()], typeof h, new K().k, x, z, w, last, two];",
        "lib/x.js": 'import { one } from "./y.js";\n'
        "export function f() { return 1 }\nexport function* g() { yield 2 }\n"
        "export async function h() {}\nexport class K { k = 3 }\n"
        "export const { x, y: [z, ...w], v: { last = 7 } } = { x: 4, y: [5, 6], v: {} };\n"
        "export { one };\n",
        "lib/y.js": "const hidden = 8\nexport { hidden as one }",
    }
    assert run(script(files), tmp_path) == [1, [2], "function", 3, 4, 5, [6], 7, 8]


def test_modules_do_not_see_each_others_names(tmp_path: Path) -> None:
    """Two modules can use the same name for different things."""
    files = {
        "a.js": 'import { x } from "./lib/x.js";\nconst own = 1;\nglobalThis.out = [own, x];',
        "lib/x.js": "const own = 2;\nexport const x = own;",
    }
    assert run(script(files), tmp_path) == [1, 2]


# --- the order -----------------------------------------------------------------------------------

Graph = list[list[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Generate import graphs: for each module, the earlier modules that it imports."""
    size = draw(st.integers(1, 9))
    return [
        draw(st.lists(st.integers(0, max(0, at - 1)), max_size=min(at, 4))) for at in range(size)
    ]


def modules(graph: Graph) -> dict[str, str]:
    """Modules that import as a graph says; each adds its number to a list as it runs."""
    files = {}
    for at, needs in enumerate(graph):
        is_entry = at == len(graph) - 1
        way = "./lib/" if is_entry else "./"
        lines = [f'import {{ m as m{n} }} from "{way}{one}.js";' for n, one in enumerate(needs)]
        lines += [] if is_entry else [f"export const m = {at};"]
        used = "".join(f", m{n}" for n in range(len(needs)))
        lines.append(f"(globalThis.out ??= []).push({at}, [{used[2:]}]);")
        files["a.js" if is_entry else f"lib/{at}.js"] = "\n".join(lines)
    return files


@given(graphs())
@settings(max_examples=80, deadline=None)
def test_a_module_stands_after_those_it_imports(graph: Graph) -> None:
    """Each module that is needed is in the script once, after the modules it imports."""
    text = script(modules(graph))
    needed: set[int] = {len(graph) - 1}
    for at in range(len(graph) - 1, -1, -1):
        needed |= set(graph[at]) if at in needed else set()
    places = {at: text.index(f".push({at},") for at in needed}
    assert text.count(".push(") == len(needed)
    assert all(places[one] < places[at] for at in needed for one in graph[at])


def test_modules_run_in_the_order_in_which_a_browser_runs_them(tmp_path: Path) -> None:
    """The script runs its modules in the same order as Node."""
    drawn: list[Graph] = []
    settings(max_examples=40, deadline=None, database=None)(
        given(graphs())(lambda graph: drawn.append(graph))
    )()
    scripts, imports = [], []
    for number, graph in enumerate(drawn):
        files = modules(graph)
        for name, text in files.items():
            place = tmp_path / str(number) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        (tmp_path / str(number) / "package.json").write_text('{"type": "module"}')
        scripts.append(f"globalThis.out = [];\n{script(files)}\nall.push(globalThis.out);")
        imports.append(
            f'globalThis.out = [];\nawait import("./{number}/a.js");\nall.push(globalThis.out);'
        )
    head, tail = "const all = [];\n", "\nglobalThis.out = all;"
    assert len(drawn) > 20
    assert run(head + "\n".join(scripts) + tail, tmp_path, "joined.mjs") == run(
        head + "\n".join(imports) + tail, tmp_path, "modules.mjs"
    )


def test_the_script_is_always_the_same() -> None:
    """It does not depend on the order of the files."""
    files = modules([[], [0], [1, 0], [2, 1, 0]])
    assert script(files) == script(dict(reversed(files.items())))


# --- what is reported ----------------------------------------------------------------------------

X = "export const make = 1;\nexport const button = 2;\n"
WRONG = [
    ("import x from './lib/x.js';", "1:1: only named imports are supported"),
    ("import * as x from './lib/x.js';", "1:1: only named imports are supported"),
    ("import './lib/x.js';", "1:1: only named imports are supported"),
    ("import x, { make } from './lib/x.js';", "1:1: only named imports are supported"),
    (
        'import { make } from "./lib/x.js" with { type: "json" };',
        "1:1: only named imports are supported",
    ),
    (
        'import { default as x } from "./lib/x.js";',
        "1:10: default cannot be the name of an import or export here",
    ),
    (
        'import { "a b" as x } from "./lib/x.js";',
        '1:10: "a b" cannot be the name of an import or export here',
    ),
    (
        "\n\nimport { makes } from './lib/x.js';",
        "3:1: static/js/lib/x.js does not export makes",
    ),
    ("import { make } from './lib/y.js';", "1:1: there is no module static/js/lib/y.js"),
    ("import { make } from '../../lib/x.js';", "1:1: ../../lib/x.js is outside static/js/"),
    ("import { make } from 'lib/x.js';", "1:1: lib/x.js is not a relative path"),
    ("import { make } from './lib/x.js?v=1';", "1:1: there is no module static/js/lib/x.js?v=1"),
    ("f(<p>text</p>);", "1:3: JSX is not supported by browsers"),
    (
        "import { b } from './b.js';",
        "1:1: static/js/b.js is an entry module and cannot be imported",
    ),
    ("export const own = 1;", "1:1: an entry module cannot have exports"),
    ("/* ü */ await 1;", "1:9: await is only allowed inside functions"),
    ("for await (const x of y);", "1:5: await is only allowed inside functions"),
    ("f(`${ await x }`);", "1:7: await is only allowed inside functions"),
    ("async () => { await 1; };\nawait 2;", "2:1: await is only allowed inside functions"),
    ("return;", "1:1: return is only allowed inside functions"),
    ("f(() => import('./lib/x.js'));", "1:9: import() is not supported"),
    ("f(import.meta.url);", "1:3: import.meta is not supported"),
    (
        "if (a) {\n  import { make } from './lib/x.js';\n}",
        "2:3: import is only allowed at the top level of a module",
    ),
    ("const a = 'ä' b;", "1:15: this script cannot be parsed from here on"),
    ("g();\nf(1;", "2:4: this script cannot be parsed: ) is missing here"),
    ("f(1", "1:1: this script cannot be parsed from here on"),
    ("const a = 1;\nfunction a() {}", "2:10: a is declared twice in this module"),
    (
        "import { make } from './lib/x.js';\nconst { b: [make] } = c;",
        "2:13: make is declared twice in this module",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_cannot_be_joined_is_reported_where_it_stands(text: str, message: str) -> None:
    """Each problem has its position and its message, and there are no others."""
    assert problems({"a.js": text, "b.js": "", "lib/x.js": X}) == [f"static/js/a.js:{message}"]


WRONG_EXPORTS = [
    ("export default 1;", "1:1: default exports are not supported"),
    ("export default function f() {}", "1:1: default exports are not supported"),
    ("export let a = 1;", "1:1: an exported name must not change"),
    ("export var a = 1;", "1:1: an exported name must not change"),
    ("export * from './y.js';", "1:1: exporting from another module is not supported"),
    ("export { y } from './y.js';", "1:1: exporting from another module is not supported"),
    ("let helo;\nexport { hello };", "2:10: hello is exported, but this module does not have it"),
    ("export const a = 1;\nexport { a };", "2:10: a is exported twice"),
    (
        "const a = 1;\nexport { a as default };",
        "2:10: a cannot be the name of an import or export here",
    ),
    (
        "const a = 1;\nexport { a as __proto__ };",
        "2:10: a cannot be the name of an import or export here",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG_EXPORTS)
def test_exports_that_cannot_be_joined_are_reported(text: str, message: str) -> None:
    """Also in a module that nobody imports."""
    found = problems({"lib/x.js": text, "lib/y.js": "export const y = 1;"})
    assert found == [f"static/js/lib/x.js:{message}"]


def test_modules_that_import_each_other_are_reported_once() -> None:
    """The cycle is named, at the import that closes it."""
    files = {
        "a.js": "import { x } from './lib/x.js';",
        "lib/x.js": "import { y } from './y.js';\nexport const x = 1;",
        "lib/y.js": "\nimport { x } from './x.js';\nexport const y = 1;",
        "lib/z.js": "import { z as own } from './z.js';\nexport const z = 1;",
    }
    assert problems(files) == [
        "static/js/lib/y.js:2:1: these modules import each other: lib/x.js → lib/y.js → lib/x.js",
        "static/js/lib/z.js:1:1: these modules import each other: lib/z.js → lib/z.js",
    ]


def test_bytes_that_are_no_text_are_reported() -> None:
    """With the position of the first invalid byte; a byte order mark is accepted."""
    (problem,) = joined({"js/a.js": "f();\ng('ü".encode() + b"\xff');"}).problems
    assert as_text(problem).startswith("static/js/a.js:2:5: this script is not UTF-8\n")
    assert joined({"js/a.js": b"\xef\xbb\xbff();"}).problems == ()


def test_two_scripts_of_one_name_are_reported() -> None:
    """A static file and a module cannot make files of the same name."""
    (problem,) = joined({"js/a.js": b"", "a.js": b""}).problems
    assert problem.message == "static/a.js has the name of the script made from this module"


def test_a_near_name_is_suggested() -> None:
    """For a misspelt export or file."""
    for line, hint in (
        ("import { mkae } from './lib/x.js';", "did you mean make?"),
        ("import { make } from './lib/y.js';", "did you mean js/lib/x.js?"),
    ):
        (problem,) = joined({"js/a.js": line.encode(), "js/lib/x.js": X.encode()}).problems
        assert problem.hint == hint


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * 40 * n,
    "balanced brackets": lambda n: "[" * 10 * n + "]" * 10 * n,
    "functions": lambda n: "(()=>{" * n + "})" * n,
    "blocks": lambda n: "{let a = b;" * n + "}" * n,
    "awaits": lambda n: "await 1;" * n,
    "returns in functions": lambda n: "() => { return 1; };" * n,
    "dollars": lambda n: "$" * 20 * n,
    "dollars and digits": lambda n: "".join("$" * (at % 100) + "1;" for at in range(n)),
    "templates in templates": lambda n: "f(" + "`${" * n + "1" + "}`" * n + ");",
    "patterns": lambda n: "/[/]/;" * n,
    "imports": lambda n: "import { make } from './lib/x.js';" * n,
    "declarations": lambda n: "const a = 1;" * n,
    "many names": lambda n: ";".join(f"f((a{at}) => a{at})" for at in range(n)),
    "names in names": lambda n: "const " + "{a:" * n + "b" + "}" * n + " = c;",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_time_grows_with_the_length_alone(kind: str) -> None:
    """No source makes reading it fail, or slow: four times the text takes about four times as long."""
    numbers = count()  # no text is read twice, because a script that was read is remembered

    def read(text: str) -> None:
        joined({"js/a.js": f"{text};{next(numbers)}".encode(), "js/lib/x.js": X.encode()})

    assert growth(read, HOSTILE[kind], (1_000, 4_000)) == ""


# --- in a site -----------------------------------------------------------------------------------


def test_a_team_replaces_a_single_module(tmp_path: Path) -> None:
    """A file next to the source folder replaces that of the theme."""
    own = tmp_path / "static/js/lib"
    own.mkdir(parents=True)
    (tmp_path / "site_src").mkdir()
    module = sorted((default_folder("static") / "js/lib").glob("*.js"))[0]
    text = module.read_text(encoding="utf-8") + "\nglobalThis.replaced = 1;\n"
    (own / module.name).write_text(text, encoding="utf-8")
    scripts = joined(read_look(tmp_path / "site_src").static)
    assert scripts.problems == ()
    assert any(b"globalThis.replaced=1" in raw for raw in scripts.made.values())


def test_a_build_stops_at_a_module_with_a_problem() -> None:
    """The problem is reported like one in the sources."""
    built = build({}, Look({}, {"js/a.js": b"import x from './x.js';"}))
    assert built.site == {}
    assert [one.path for one in built.problems if one.path.startswith("static/")] == [
        "static/js/a.js"
    ]
