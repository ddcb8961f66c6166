"""Templates: what they may use, what stops them, and how their mistakes are reported.

They come with anybody's pull request, so each table below is what somebody may try.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import importlib
import pkgutil
import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import readinglist.site
from readinglist.analysis.related import related
from readinglist.build import build, examine, joined_look
from readinglist.cli.commands import main
from readinglist.digest import mail as mail_module
from readinglist.digest.changes import Digest, Point, Since
from readinglist.exports.citation_formatter import CitationFormatter
from readinglist.files.looks import read_look
from readinglist.model import Entry, Ledger, Library, Listing, Provenance, Theme
from readinglist.preview.responses import problems_page
from readinglist.problems import as_text
from readinglist.search import search_files
from readinglist.site import explore, listings, texts, themes
from readinglist.site import render as render_module
from readinglist.site.compose import compose
from readinglist.site.papers import PAPERS
from readinglist.site.render import (
    HTML_FILTERS,
    MARKDOWN_FILTERS,
    MEMBERS,
    Look,
    print_template,
    render,
)
from readinglist.site.shelf_files import shelf_files
from readinglist.templating import (
    TemplateApi,
    TemplateFailedError,
    Templates,
    budget,
    syntax,
    values,
)
from tests.libraries import FIXTURES, LOOK, ROOT, folder, library, paper, real_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from readinglist.site.compose import View

MISTAKES = FIXTURES / "templates" / "mistakes.txt"
DOCUMENTATION = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
ABOUT = '---\ntitle: The <b>"title"</b>\n---\nWords *and* [links](https://a.example/).\n'
SOURCES = folder(
    "A Paper on alpha",
    themes={"t": "title: T\ndescription: One. Two.\n"},
    tags={"t": ["a-paper-on-alpha"]},
    files={"pages/about.md": ABOUT},
)
EXAMINED = examine(SOURCES)
CITING = CitationFormatter(EXAMINED.library)
FREE = next(
    view
    for view in compose(EXAMINED.library, related(EXAMINED.library), CITING, "site_src")
    if view.page.kind is texts.FREE
)


@pytest.fixture(autouse=True)
def _no_template_hangs_the_tests() -> Iterator[None]:
    """Should one do so after all, the run ends with a traceback instead of waiting."""
    faulthandler.dump_traceback_later(120, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def made(template: str | bytes, **others: bytes) -> tuple[str, list[str]]:
    """What a page shows that includes ``x.html``, and what is wrong with that template."""
    raw = template if isinstance(template, bytes) else template.encode()
    own = {"free.html": b'{% include "x.html" %}', "x.html": raw}
    named = {f"{name}.html": text for name, text in others.items()}
    look = Look({**LOOK.templates, **own, **named}, {"style.css": b""})
    site, problems = render(EXAMINED.library, [FREE], look, {}, CITING)
    return site.get("about/index.html", b"").decode(), [as_text(one) for one in problems]


RECURSION = (
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}"
)


@cache
def seconds_of_all_steps() -> float:
    """How long it takes to stop a template that uses up its steps with calls of a macro."""
    began = time.process_time()
    made(RECURSION)
    return time.process_time() - began


def stopped(template: str | bytes, said: str, *, line: int = 2) -> None:
    """Check that a template is one problem at a line, found soon, and that no page is made."""
    began = time.process_time()
    page, problems = made(template)
    assert time.process_time() - began < 20 * seconds_of_all_steps()
    assert page == ""
    assert len(problems) == 1
    assert problems[0].startswith(f"templates/x.html:{line}:1: this template "), problems
    assert said in problems[0]


# --- reaching for what is not the page's --------------------------------------------------------

PRIVATE = "cannot be read or set"
REACHING = [
    ('{{ cycler.__init__.__globals__.os.popen("id").read() }}', PRIVATE),
    ("{{ lipsum.__globals__ }}", PRIVATE),
    ("{{ namespace.__init__.__globals__ }}", PRIVATE),
    ("{{ self.__class__ }}", PRIVATE),
    ("{{ self._TemplateReference__context }}", PRIVATE),
    ("{{ href.__globals__ }}", PRIVATE),
    ("{{ asset.__closure__ }}", PRIVATE),
    ("{{ href.__func__ }}", PRIVATE),
    ("{{ asset_path.__self__ }}", PRIVATE),
    ("{{ asset.__wrapped__ }}", PRIVATE),
    ("{{ view.__class__.__subclasses__() }}", PRIVATE),
    ("{{ page.kind.__class__.__mro__ }}", PRIVATE),
    ("{{ page.__dataclass_fields__ }}", PRIVATE),
    ("{{ view._library }}", PRIVATE),
    ("{% for x in [1] %}{{ loop._iterator }}{% endfor %}", PRIVATE),
    ("{% macro m() %}{{ caller.__class__ }}{% endmacro %}{% call m() %}{% endcall %}", PRIVATE),
    ("{% macro m() %}{{ varargs.__class__ }}{% endmacro %}{{ m(1) }}", PRIVATE),
    ("{% macro m() %}{% endmacro %}{{ m._func.gi_frame }}", PRIVATE),
    ('{% import "macros.html" as show %}{{ show._body_stream }}', PRIVATE),
    ("{% set ns = namespace() %}{% set ns.__class__ = 1 %}", PRIVATE),
    ('{% from "macros.html" import __dict__ as d %}', "starting with an underline"),
    ('{{ ""["__class__"] }}', "“__class__” cannot be read"),
    ('{{ ""[("_" * 2) ~ "class__"] }}', "“__class__” cannot be read"),
    ('{{ [""]|map(attribute="__class__")|list }}', "“__class__” cannot be read"),
    ('{{ [[""]]|groupby("0.__class__") }}', "“__class__” cannot be read"),
    ('{{ [{"a": ""}]|sort(attribute="a.__class__") }}', "“__class__” cannot be read"),
    ('{{ [""]|selectattr("__class__")|list }}', "“__class__” cannot be read"),
    ('{{ [""]|sum(attribute="__class__") }}', "“__class__” cannot be read"),
    ('{{ [""]|join(attribute="__class__") }}', "“__class__” cannot be read"),
    ('{{ [""]|map("attr", "__class__")|list }}', "No filter named 'attr'"),
    ('{{ ""|attr("__class__") }}', "no filter “attr”"),
    ('{{ "{0.__class__}".format("") }}', "is not allowed in a format string"),
    ('{{ "{0[__class__]}".format("") }}', "is not allowed in a format string"),
    ('{{ "{a.__class__}".format(a=href) }}', "is not allowed in a format string"),
    ('{{ "{!r}".format(1) }}', "is not allowed in a format string"),
    ('{{ "{}".format(view) }}', "“FreeView” cannot be used as text"),
    ('{{ "{}".format_map({"a": 1}) }}', "a text has no “format_map”"),
    (
        "{% set x %}<b>{0.real}</b>{% endset %}{{ x.format(1) }}",
        "is not allowed in a format string",
    ),
    ("{{ href.function }}", "href() has no “function”"),
    ("{{ asset.run }}", "asset() has no “run”"),
    ("{{ asset_path.func }}", "asset_path() has no “func”"),
    ("{{ asset.cache_clear() }}", "asset() has no “cache_clear”"),
    ("{{ {1: 2}.clear() }}", "a mapping has no “clear”"),
    ("{{ {1: 2}.pop(1) }}", "a mapping has no “pop”"),
    ("{% macro m() %}{{ kwargs.update(a=1) }}{% endmacro %}{{ m(a=1) }}", "no “update”"),
    ("{{ [1].append(2) }}", "a list has no “append”"),
    ("{{ [2, 1].sort() }}", "a list has no “sort”"),
    ('{{ page.title.encode("utf-8") }}', "a text has no “encode”"),
    ("{{ page.title.translate({}) }}", "a text has no “translate”"),
    ("{{ (1).bit_length() }}", "a number has no “bit_length”"),
    ('{% set page.title = "x" %}', "non-namespace object"),
    ("{% set site.papers = {} %}", "non-namespace object"),
    ("{{ range(3) }}", "'range' is undefined"),
    ("{{ dict(a=1) }}", "'dict' is undefined"),
    ("{{ cycler }}", "'cycler' is undefined"),
    ("{{ environment }}", "'environment' is undefined"),
    ("{{ context }}", "'context' is undefined"),
    ("{{ view }}", "“FreeView” cannot be used as text"),
    ("{{ view|string }}", "“FreeView” cannot be used as text"),
    ('{{ "" ~ view }}', "“FreeView” cannot be used as text"),
    ("{{ [view]|join }}", "“FreeView” cannot be used as text"),
    ("{{ view|tojson }}", "“FreeView” cannot be used as text"),
    ("{{ href }}", "href() cannot be used as text"),
    ("{{ href(href) }}", "href() cannot be passed to a function"),
    ("{{ href(namespace(arxiv='a')) }}", "“Namespace” cannot be passed to a function"),
    ("{{ asset([href]) }}", "href() cannot be used here"),
    ("{{ page() }}", "“Meta” is not a function"),
    ("{% include page.title %}", "must be a string literal"),
    ('{% include ["a.html", "b.html"] %}', "must be a string literal"),
    ("{% extends view %}", "must be a string literal"),
    ('{% include "/etc/passwd" %}', "there is no template “/etc/passwd”"),
    ('{% include "../pyproject.toml" %}', "there is no template"),
    ('{% include "README.md" %}', "there is no template “README.md”"),
    ("{{ [1, 2]|random }}", "no filter “random”"),
    ("{% block a scoped %}{% endblock %}", "a block cannot be scoped"),
    ("{% debug %}", "unknown tag 'debug'"),
    ("{% do [] %}", "unknown tag 'do'"),
]


@pytest.mark.parametrize(("template", "said"), REACHING, ids=[one for one, _ in REACHING])
def test_a_template_reaches_nothing_but_what_it_is_offered(template: str, said: str) -> None:
    """No way leads from a value to the program around it, or changes a value; each try is reported."""
    stopped(f"\n{template}", said)


def test_a_page_cannot_pass_anything_on_to_another() -> None:
    """What is imported starts anew for each page, whatever it remembers."""
    counter = (
        b"{% set ns = namespace(n=0) %}"
        b"{% macro count() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{% endmacro %}"
    )
    through = (
        b'{% from "counter.html" import count %}{% macro twice() %}{{ count() }}{% endmacro %}'
    )
    page = b'{% import "through.html" as t %}{{ t.twice() }}{{ t.twice() }}'
    templates = Templates(
        {"counter.html": counter, "through.html": through, "page.html": page}, TemplateApi()
    )
    assert [templates.render("page.html", {}) for _ in range(3)] == ["12"] * 3


def test_functions_get_plain_values() -> None:
    """Markup that a template made does not stay behind in what a function remembers."""
    templates = Templates(
        {"page.html": b"{% set x %}a &amp; b{% endset %}{{ x|seen }}, {{ 'a & b'|seen }}"},
        TemplateApi(filters={"seen": lambda text: type(text).__name__}),
    )
    assert templates.render("page.html", {}) == "str, str"


# --- not coming to an end -----------------------------------------------------------------------

LOOP = '{% for x in "a" * 1000000 %}BODY{% endfor %}'
GROW = '{% set ns = namespace(a="a" * 1000, b=[1], c=[1], d=(1,)) %}{% for x in "a" * 40 %}BODY{% endfor %}'
STEPS, CHARACTERS, LARGE = "it takes more than", "it makes more than", "number is too large"
ENDLESS = [
    ('{{ "a" * 10**9 }}', CHARACTERS),
    ('{{ ("a" * 9000000) ~ ("a" * 9000000) }}', CHARACTERS),
    ("{{ page.title * 10**9 }}", CHARACTERS),
    ("{{ 10**10**10 }}", LARGE),
    ("{{ (2**200) * (2**200) }}", LARGE),
    ("{{ 2**256 }}", LARGE),
    (
        "{{ 99999999999999999999999999999999999999999999999999999999999999999999999999999999 }}",
        LARGE,
    ),
    ("{{ [0] * 10**9 }}", "“*” cannot be used with a list and a number"),
    ("{{ (0,) * 10**9 }}", "“*” cannot be used with a list and a number"),
    ('{{ 10**9 * "a" }}', "“*” cannot be used with a number and a text"),
    ('{{ "%1000000000d" % 1 }}', "“%” cannot be used with a text and a number"),
    ('{{ "%1000000000d" is odd }}', "a text is not a number"),
    ('{{ "%1000000000d" is divisibleby 3 }}', "a text is not a number"),
    ('{{ "{:>1000000000}".format(1) }}', "is not a valid format for a number"),
    ('{{ "{:.1000000000f}".format(1.5) }}', "is not a valid format for a number"),
    ('{{ "{:{}}".format(1, 1000000000) }}', "is not a valid format for a number"),
    ('{{ "{:1000000000}".format("a") }}', "is not a valid format for a text"),
    ('{{ "a"|center(10**9) }}', "no filter “center”"),
    ('{{ "a"|indent(10**9) }}', "no filter “indent”"),
    ('{{ "a"|wordwrap(1) }}', "no filter “wordwrap”"),
    ("{{ [1]|batch(10**9, 0) }}", "from 1 to 10,000"),
    ("{{ 1.5|round(10**9) }}", "20 digits at most"),
    ("{{ 1|round(-10**9) }}", "20 digits at most"),
    ('{{ ("9" * 10**6)|int }}', "too long for a number"),
    ('{{ ("f" * 99)|int(0, 16) }}', LARGE),
    ("{{ {}|tojson(indent=10**9) }}", "indents by 8 at most"),
    ('{{ "a".ljust(10**9) }}', "a text has no “ljust”"),
    ('{{ "a".zfill(10**9) }}', "a text has no “zfill”"),
    ('{{ "a".expandtabs(10**9) }}', "a text has no “expandtabs”"),
    ('{{ ("a" * 10000)|replace("a", "b" * 10000)|length }}', CHARACTERS),
    ('{{ ("a" * 10000).replace("", "b" * 10000)|length }}', CHARACTERS),
    ('{{ ("a" * 10000)|list|join("b" * 10000)|length }}', CHARACTERS),
    ('{{ ("b" * 10000).join("a" * 10000)|length }}', CHARACTERS),
    ('{{ ("{0}" * 200000).format("a")|length }}', STEPS),
    (GROW.replace("BODY", "{% set ns.a = ns.a ~ ns.a %}"), CHARACTERS),
    (GROW.replace("BODY", "{% set ns.a = ns.a + ns.a %}"), CHARACTERS),
    (GROW.replace("BODY", "{% set ns.a = [ns.a, ns.a]|join %}"), CHARACTERS),
    (GROW.replace("BODY", '{% set ns.a = ns.a|replace("a", "aa") %}'), CHARACTERS),
    (GROW.replace("BODY", '{% set ns.a = "{}{}".format(ns.a, ns.a) %}'), CHARACTERS),
    (
        GROW.replace("BODY", "{% set y %}{{ ns.a }}{{ ns.a }}{% endset %}{% set ns.a = y %}"),
        CHARACTERS,
    ),
    (GROW.replace("BODY", "{% set ns.a = ns.a|replace('a', '&&&&')|e|string ~ '' %}"), CHARACTERS),
    (GROW.replace("BODY", "{% set ns.b = ns.b + ns.b %}"), STEPS),
    (
        GROW.replace("BODY", "{% set ns.b = [ns.b, ns.b] %}") + "{{ ns.b }}",
        "a list cannot be used as text",
    ),
    (GROW.replace("BODY", "{% set ns.b = [ns.b, ns.b] %}") + "{{ ns.b|tojson }}", STEPS),
    (
        GROW.replace("BODY", "{% set ns.b = [ns.b, ns.b] %}{% set ns.c = [ns.c, ns.c] %}")
        + "{{ ns.b == ns.c }}",
        STEPS,
    ),
    (
        GROW.replace("BODY", "{% set ns.b = [ns.b, ns.b] %}{% set ns.c = [ns.c, ns.c] %}")
        + "{{ [ns.b, ns.c]|sort }}",
        "a list cannot be used here",
    ),
    (GROW.replace("BODY", "{% set ns.d = (ns.d, ns.d) %}") + "{{ {ns.d: 1} }}", "cannot be used"),
    (GROW.replace("BODY", "{% set ns.d = (ns.d, ns.d) %}") + "{{ {}[ns.d] }}", "cannot be used"),
    (GROW.replace("BODY", "{% set ns.d = (ns.d, ns.d) %}") + "{{ ns.d in {} }}", "cannot be used"),
    (GROW.replace("BODY", "{% set ns.d = (ns.d, ns.d) %}") + "{{ asset(ns.d) }}", "cannot be used"),
    (
        '{% set ns = namespace(l=[]) %}{% for x in "a" * 100000 %}{% set ns.l = [ns.l] %}{% endfor %}'
        "{{ ns.l|tojson }}",
        "contain each other without end",
    ),
    (LOOP.replace("BODY", LOOP), STEPS),
    (LOOP.replace("BODY", "{{ page.title }}"), STEPS),
    (LOOP.replace("BODY", '{{ "b" * 1000 }}'), STEPS),
    (LOOP.replace("BODY", '{% include "_shapes.html" %}'), STEPS),
    ('{% set s = "a" * 99999 %}{% for x in s if "b" in s %}{% endfor %}', STEPS),
    (
        '{% for x in "a" * 9000 %}{{ ("a" * 9000)|list|map("upper")|join|length }}{% endfor %}',
        STEPS,
    ),
    ('{% for x in "a" * 9000 %}{% for y in "a" * 9000 if false %}{% endfor %}{% endfor %}', STEPS),
    ('{% set l = ("ab " * 50000).split() %}{% for x in l %}{{ l|sort|length }}{% endfor %}', STEPS),
    ('{% set l = ("ab " * 50000).split() %}{% for x in l %}{{ "b" in l }}{% endfor %}', STEPS),
    ('{% set l = ("ab " * 50000).split() %}{% for x in l %}{{ l[1:]|length }}{% endfor %}', STEPS),
    ('{% set l = ("ab " * 50000).split() %}{% for x in l %}{{ l == l[:] }}{% endfor %}', STEPS),
    ('{% set l = ("ab " * 50000).split() %}{% for x in l %}{{ asset(*l) }}{% endfor %}', "asset()"),
    ('{% set s = "a" * 100000 %}{% for x in s %}{{ s.upper()|length }}{% endfor %}', CHARACTERS),
    ('{% set s = "a" * 100000 %}{% for x in s %}{{ s[1:]|length }}{% endfor %}', CHARACTERS),
    ('{% set s = "a" * 100000 %}{% for x in s %}{{ s.find("b" + s) }}{% endfor %}', STEPS),
    (
        '{% set s = "a" * 100000 %}{% set t = s[1:] ~ "a" %}{% for x in s %}{{ s == t }}{% endfor %}',
        STEPS,
    ),
    (
        '{% for x in "a" * 99999 %}{{ ("$a_1$" * 999 ~ loop.index)|readable|length }}{% endfor %}',
        STEPS,
    ),
    (
        '{% for x in "a" * 99999 %}{{ href("é" * 9999 ~ loop.index)|length }}{% endfor %}',
        STEPS,
    ),
    ('{% for x in "a" * 99999 %}{{ asset("style.css")|length }}{% endfor %}', STEPS),
    ('{% for x in "a" * 99999 %}{{ view.text|html }}{% endfor %}', STEPS),
    ('{% for x in "a" * 99999 %}{{ view.text|inline|length }}{% endfor %}', STEPS),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "more than 50 deep"),
    (
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "more than 50 deep",
    ),
    (
        RECURSION,
        STEPS,
    ),
    ("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "more than 50 deep"),
    (
        "{% for x in [1, 2] recursive %}{% if loop.depth < 40 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}",
        STEPS,
    ),
    ("{% block b %}{{ self.b() }}{% endblock %}", "more than 50 deep"),
    ('{% include "x.html" %}', "contain each other without end"),
    ('{% extends "x.html" %}', "contain each other without end"),
    ('{% import "x.html" as x %}', "contain each other without end"),
    ('{% from "x.html" import a %}', "contain each other without end"),
    ('{% include "x.html" ignore missing %}{% include "x.html" %}', "without end"),
]


@pytest.mark.parametrize(("template", "said"), ENDLESS, ids=[one[:60] for one, _ in ENDLESS])
def test_a_template_that_does_too_much_is_stopped(template: str, said: str) -> None:
    """Loops, recursion, growing texts and lists end soon, at the line that does it."""
    stopped(f"\n{template}", said)


def test_templates_that_include_one_another_are_stopped() -> None:
    """The line is one of those that make the circle."""
    _, problems = made('\n{% include "y.html" %}', y=b'{% include "x.html" %}')
    assert len(problems) == 1
    assert re.match(r"templates/(x.html:2|y.html:1):1: .*without end", problems[0])


DEEP = "nested"
SHAPES = {
    "parentheses": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", DEEP),
    "lists": ("{{ " + "[" * 2000 + "]" * 2000 + " }}", DEEP),
    "ifs": ("{% if 1 %}" * 10000 + "{% endif %}" * 10000, DEEP),
    "loops": ("{% for x in [1] %}" * 25 + "{% endfor %}" * 25, DEEP),
    "nots": ("{{ " + "not " * 10000 + "1 }}", DEEP),
    "signs": ("{{ " + "-" * 10000 + "1 }}", DEEP),
    "sums": ("{{ " + "1+" * 2000 + "1 }}", DEEP),
    "names": ("{{ page" + ".title" * 2000 + " }}", DEEP),
    "filters": ("{{ 1" + "|string" * 2000 + " }}", DEEP),
    "conditions": ("{{ " + "1 if 1 else " * 10000 + "1 }}", DEEP),
    "macros": ("{% macro m() %}" * 80 + "{% endmacro %}" * 80, DEEP),
    "joins": ("{{ " + "1~" * 20000 + "1 }}", "more than 5,000 elements"),
    "values": ("{{ 1 }}" * 20000, "more than 5,000 elements"),
    "includes": (
        "".join(f"{{% set a{n} = 1 %}}" for n in range(800)) + '{% include "_shapes.html" %}' * 800,
        "too many names in too many includes",
    ),
    "digits": ("{{ " + "9" * 5000 + " }}", LARGE),
    "hexadecimal": ("{{ 0x" + "f" * 400000 + " }}", LARGE),
    "float": ("{{ 1e999 }}", LARGE),
    "same name": ('{{ href(address="page", address="page") }}', "“address” is given twice"),
    "same parameter": ("{% macro m(a, a) %}{% endmacro %}", "“a” is given twice"),
    "same block": ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "defined twice"),
    "comment": ("{# x", "Missing end of comment tag"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_template_of_an_absurd_shape_is_a_problem(shape: str) -> None:
    """What the parser or Python's compiler cannot take is reported with its line, and soon."""
    template, said = SHAPES[shape]
    stopped(f"\n{template}", said)


def test_a_template_that_is_too_long_is_a_problem() -> None:
    """It is not even parsed."""
    stopped("x" * 600_000, "more than 500,000 characters", line=1)


def test_many_pages_with_a_slow_template_do_not_add_up() -> None:
    """The first is reported with its line; others are not tried, and that is said."""
    base = LOOK.templates["base.html"] + b'\n{% for x in "a" * 4000 %}{% for y in "a" * 4000 %}'
    base += b"{% endfor %}{% endfor %}"
    lines = base.count(b"\n") + 1
    look = Look({**LOOK.templates, "base.html": base}, LOOK.static)
    built = build(SOURCES, look)
    assert built.site == {}
    (problem,) = built.problems
    assert as_text(problem).startswith(f"templates/base.html:{lines}:1: this template failed on ")
    assert re.search(r"; \d+ pages were not tried$", problem.hint)


def test_pages_that_are_slow_together_are_stopped() -> None:
    """Each alone is fast enough; the problem names the template that most of the work goes into."""
    slow = b'{% for x in "a" * 2000000 %}{% endfor %}'
    templates = Templates({"slow.html": slow, "quick.html": b"x"}, TemplateApi(), pages=100)
    rounds = 0
    failed = None
    while failed is None and rounds < 100:
        rounds += 1
        templates.render("quick.html", {})
        try:
            templates.render("slow.html", {})
        except TemplateFailedError as error:
            failed = error
    assert 1 < rounds < 10
    assert failed is not None
    assert "together exceed the limit" in failed.message
    assert "templates/slow.html" in failed.hint


def test_the_site_of_this_repository_is_far_from_the_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No page takes a third of the steps or characters it may, and all not a half together."""
    used: list[tuple[int, int]] = []
    end = budget.Budget.end

    def noted(self: budget.Budget, template: str) -> None:
        given = [one.page + self_pages * one.each for one in (budget.STEPS, budget.CHARACTERS)]
        used.append((given[0] - self.steps, given[1] - self.characters))
        end(self, template)

    library = real_library()
    look, views, data, formatter = ready(library)
    self_pages = len(views)
    monkeypatch.setattr(budget.Budget, "end", noted)
    _, problems = render(library, views, look, data, formatter)
    assert problems == ()
    for limit, one in ((budget.STEPS, 0), (budget.CHARACTERS, 1)):
        most = limit.page + self_pages * limit.each
        assert max(page[one] for page in used) < most / 3
        assert sum(page[one] for page in used) < (most + self_pages * limit.share) / 2


def ready(
    library: Library,
) -> tuple[Look, tuple[View, ...], Mapping[str, bytes], CitationFormatter]:
    """What the pages of a library are made with."""
    look, scripts, _ = joined_look(LOOK)
    formatter = CitationFormatter(library)
    data = {
        **scripts,
        "search-start.js": search_files(library).start,
        **shelf_files(library).assets,
    }
    return look, compose(library, related(library), formatter, "site_src"), data, formatter


@pytest.mark.slow
def test_a_page_may_name_every_paper_of_a_long_list() -> None:
    """Limits grow with the site: one theme and one listing with all papers are no problem."""
    titles = [f"Paper {number} of very many" for number in range(1_500)]
    papers = [
        paper(
            f"paper-{number}",
            title,
            f"{title} is abstract. " * 50,
            seen=(Provenance("all", "listings/all.txt", number + 1, title),),
        )
        for number, title in enumerate(titles)
    ]
    entries = tuple(Entry(title, "", number + 1) for number, title in enumerate(titles))
    listing = Listing("all", "listings/all.txt", "", entries, Ledger(bytes(len(titles) + 1)))
    theme = Theme("all", "All", "All of it.", papers=tuple(one.id for one in papers))
    long = library(*papers, themes=[theme], listings={"all": listing})
    look, views, data, formatter = ready(long)
    wanted = (PAPERS, themes.THEME, listings.LISTING, explore.NEAREST)
    views = tuple(view for view in views if view.page.kind in wanted)
    _, problems = render(long, views, look, data, formatter)
    assert problems == ()


# --- what may be said ---------------------------------------------------------------------------

BENIGN = [
    ("{{ page.title }}", "The &lt;b&gt;&#34;title&#34;&lt;/b&gt;"),
    ("{{ page['title'][:3] }}", "The"),
    ('{{ view.text|html }}', '<p>Words <em>and</em> <a href="https://a.example/" rel="noopener nofollow external">links</a>.</p>\n'),
    ("{{ site.papers }} {{ page.kind.name }} {{ href('papers/') }}", "1 free ../papers/"),
    ("{{ {'a': page}.values()|map(attribute='address')|join(', ') }}", "about/"),
    ("{{ view.nope is defined }} {{ nope is defined }}", "False False"),
    ("{{ nope|default('none') }}", "none"),
    ('{{ "a" * 3 ~ "b" + "c" }}', "aaabc"),
    ("{{ 2**10 + 7 // 2 - 1 % 3 }}", "1026"),
    ("{{ 1 < 2 <= 2 != 3 }} {{ 1 in [1, 2] and 'a' not in 'bc' }}", "True True"),
    ("{{ [1, 2] + [3] == [1, 2, 3] }} {{ (1, 2) == (1, 2) }}", "True True"),
    ('{{ "{:,} {x:>4} {:.1%}".format(1234, 0.5, x="a") }}', "1,234    a 50.0%"),
    ('{{ "<{}>".format("<") }}', "&lt;&lt;&gt;"),
    ("{% set b %}<b>{}</b>{% endset %}{{ b.format('<') }}{{ b ~ '<' }}", "<b>&lt;</b><b>{}</b>&lt;"),
    ('{{ "a-b".split("-", maxsplit=1)|last }}{{ "aXa".replace("a", "b", 1) }}', "bbXa"),
    ('{{ ["b", "a", "B"]|sort|join }} {{ ["b", "a"]|sort(reverse=true)|join }}', "abB ba"),
    ('{{ [{"k": 2}, {"k": 1}]|sort(attribute="k")|map(attribute="k")|join }}', "12"),
    ('{% for k, v in [{"k": 2, "v": "a"}, {"k": 2, "v": "b"}]|groupby("k") %}{{ k }}{{ v|map(attribute="v")|join }}{% endfor %}', "2ab"),
    ("{{ [3, 1, 2]|max }}{{ [3, 1, 2]|min }}{{ [1, 1]|unique|list|length }}{{ [1, 2]|sum }}", "3113"),
    ("{{ {'b': 1, 'a': 2}|dictsort|first|first }}{{ {'a': 1}|items|first|last }}", "a1"),
    ("{% for row in [1, 2, 3]|batch(2, 0) %}{{ row|join }};{% endfor %}", "12;30;"),
    ('{{ {"a": [1, "<"]}|tojson }}', '{"a": [1, "\\u003c"]}'),
    ('{{ "42"|int + "1.5"|float }} {{ "x"|int }} {{ 1.25|round(1) }}', "43.5 0 1.2"),
    ("{{ 3 is odd }} {{ 4 is divisibleby 2 }} {{ 1 is eq 1 }} {{ none is none }}", "True True True True"),
    ("{% for x in [1, 2] %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{{ ',' if not loop.last }}{% endfor %}", "1a,2b"),
    ("{% for x in [1, [2, [3]]] recursive %}{{ x if x is number else loop(x) }}{% endfor %}", "123"),
    ("{% for x in [1, 2, 3] if x is odd %}{{ x }}{% else %}none{% endfor %}", "13"),
    ("{% set ns = namespace(n=0) %}{% for x in [1, 2] %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}", "3"),
    ("{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs|join }}{{ kwargs.c }}{% endmacro %}{{ m(1, 2, 3, c=4) }}", "1234"),
    ("{% macro m() %}<i>{{ caller('x') }}</i>{% endmacro %}{% call(y) m() %}{{ y }}{% endcall %}", "<i>x</i>"),
    ("{% filter upper %}a<b>{% endfilter %}{% with a = 1 %}{{ a }}{% endwith %}", "A<B>1"),
    ('{{ "a" ~ ("b" if false) }}{{ "c" if true }}', "ac"),
    ("{{ 'a b c d'|truncate(5, leeway=0) }}{% set x %}<i>{% endset %}{{ x|truncate(9) }}", "a...<i>"),
    ("{% block a %}1{% endblock %}{{ self.a() }}", "11"),
    ('{% include "none.html" ignore missing %}{% import "macros.html" as m %}{{ m.count(2, "x") }}', "2 xs"),
    ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "shown"), BENIGN, ids=[one[:60] for one, _ in BENIGN])
def test_what_is_not_refused_works_as_in_jinja(template: str, shown: str) -> None:
    """The sandbox takes nothing away that a page needs."""
    assert made(template) == (shown, [])


def test_blocks_and_imports_work_across_templates() -> None:
    """Inheritance, ``super()`` and imported names are Jinja's."""
    parent = b"<{% block a %}p{% endblock %}{% block b %}q{% endblock %}>"
    child = '{% extends "parent.html" %}{% block a %}{{ super() }}c{% endblock %}'
    assert made(child, parent=parent) == ("<pcq>", [])


def test_every_template_of_the_default_theme_can_be_read() -> None:
    """Also those that no page of the example uses."""
    for name in LOOK.templates:
        if name != "README.md":
            filters = MARKDOWN_FILTERS if name.endswith(".md") else HTML_FILTERS
            offer = TemplateApi(filters=filters, members=MEMBERS)
            templates = Templates(LOOK.templates, offer, escape=name.endswith(".html"))
            templates._environment.get_template(name)


# --- escaping -----------------------------------------------------------------------------------

RAW = [
    ("{{ page.title|safe }}", "no filter “safe”"),
    ('{{ [page.title]|map("safe")|first }}', "No filter named 'safe'"),
    ("{% filter safe %}x{% endfilter %}", "no filter “safe”"),
    ("{{ page.title|xmlattr }}", "no filter “xmlattr”"),
    ("{{ page.title|urlize }}", "no filter “urlize”"),
    ("{% autoescape false %}{{ page.title }}{% endautoescape %}", "cannot be turned on or off"),
    ("<a href={{ page.title }}>", "must be in quotes"),
    ("<a href = {{ page.title }}>", "must be in quotes"),
    ("<a {{ page.title }}>", "must be in quotes"),
    ("<a {% if page %}href={% endif %}{{ page.title }}>", "must be in quotes"),
    ('<a title="{{ page.title|tojson }}">', "must be in single quotes"),
    ("<a onclick=\"f('{{ page.title }}')\">", "cannot be part of a script"),
    ("<a class='x' ONCLICK='{{ page.title|tojson }}'>", "cannot be part of a script"),
    ('<script>f("{{ page.title }}")</script>', "cannot be part of a script"),
    ("<style>a { color: {{ page.title }} }</style>", "or a style sheet"),
]


@pytest.mark.parametrize(("template", "said"), RAW, ids=[one for one, _ in RAW])
def test_values_never_become_markup(template: str, said: str) -> None:
    """A title from a listing is text, wherever a template prints it."""
    stopped(f"\n{template}", said)


@pytest.mark.parametrize(
    "template",
    [
        "<a href=\"{{ root }}\" title='{{ root|tojson }}'>{{ root }} = {{ root }}</a>",
        "<h{{ 3 }}{{ ' class=x' if page }}>a < b {{ root }}</h{{ 3 }}>",
        '{% macro m() %}class="a"{% endmacro %}<p {{ m() }}>{{ root }}</p>',
        "<script>f({{ root|tojson }})</script>{{ root }}<style>p {}</style>{{ root }}",
        '<script type="application/ld+json">{{ linked_data }}</script>',
        '<meta content="0; url={{ root }}">= {{ root }}',
    ],
)
def test_values_may_stand_where_escaping_protects_them(template: str) -> None:
    """In text, in quotes, and as JSON in a script."""
    page, problems = made(template)
    assert problems == []
    assert page


# --- mistakes -----------------------------------------------------------------------------------

HONEST = r"""
{{ nobody }}
{{ sit.papers }}
{{ nobody.name }}
{{ page.titel }}
{{ view.nope.title }}
{{ {"a": 1}["nope"].title }}
{{ asset("missing.css") }}
{{ 1 / 0 }}
{{ 1 + "a" }}
{{ page.title() }}
{{ page.title|nofilter }}
{{ page.title|show }}
{{ page.title is notest }}
{{ [page.title] }}
{% for x in 5 %}{% endfor %}
{{ []|first }}
{{ "{} {}".format(1) }}
{{ "{x}".format(y=1) }}
{% include "missing.html" %}
{% include "macro.html" %}
{% from "macros.html" import count %}{{ count() }}
{% if page %}
{% endfor %}
{{ page.title
{{ self.nope() }}
{{ caller() }}
{{ (-8) ** 0.5 }}
"""


def test_mistakes_are_reported_in_plain_words(golden: Callable[[Path, str], None]) -> None:
    """Each with its line and, where one is near, what was meant; see the golden file."""
    reported = []
    for template in HONEST.strip().split("\n"):
        page, problems = made(f"\n{template}")
        assert page == ""
        reported.append(f"{template}\n" + "".join(f"    {problem}\n" for problem in problems))
    golden(MISTAKES, "".join(reported))


@pytest.mark.parametrize(
    "template",
    [
        "{{ href(5) }}",
        "{{ href() }}",
        "{{ asset(5) }}",
        "{{ page.title|html }}",
        '{{ 1 < "a" }}',
        '{{ "a".index("b") }}',
        "{% for a, b in [(1, 2, 3)] %}{% endfor %}",
        '{{ "x"|long_date }}',
        '{{ page.title|truncate("x") }}',
        '{{ "{".format(1) }}',
        '{{ "a"|replace }}',
        "{{ [1]|map }}",
        '{{ [1, "a"]|sort }}',
        "{{ 2.0 ** 100000 }}",
        '{{ page.title.split("") }}',
        "{{ -page.title }}",
        '{{ "\\ud800"|urlencode }}',
        "{% macro m() %}{% endmacro %}{{ m(1) }}",
        "{% set a, b = 1 %}",
        "{{ page.title.split(*5) }}",
        "{{ page|inline }}",
    ],
)
def test_any_error_is_a_problem_at_its_line(template: str) -> None:
    """Python's own errors too, whoever raises them; without our names for things."""
    page, problems = made(f"\n{template}")
    assert page == ""
    assert len(problems) == 1
    assert re.match(
        r"templates/x\.html:2:1: this template failed on the page “about/”: .", problems[0]
    )
    assert "_Pages" not in problems[0]
    assert "_Texts" not in problems[0]


def test_a_place_is_reported_once_with_the_pages_that_fail_there() -> None:
    """The first page and how many others; no page goes missing in silence."""
    papers = folder(*(f"Paper {n} on it" for n in range(7)))
    paper = LOOK.templates["paper.html"].replace(
        b"{% block main %}", b"{% block main %}{{ site.nope }}"
    )
    look = Look({**LOOK.templates, "paper.html": paper}, LOOK.static)
    built = build(papers, look)
    assert built.site == {}
    (problem,) = built.problems
    line = paper[: paper.index(b"nope")].count(b"\n") + 1
    assert as_text(problem).startswith(
        f"templates/paper.html:{line}:1: this template failed on the page “papers/paper-0-on-it/” "
        "and 6 others: “Frame” has no “nope”"
    )
    assert "called by templates/base.html:" in problem.hint


def test_mistakes_in_several_templates_are_reported_together() -> None:
    """One that cannot be read does not hide another that fails."""
    own = {"free.html": b"{{ 1 / 0 }}", "inbox.html": b"\n{% if %}", "theme.html": b"\xff"}
    built = build(SOURCES, Look({**LOOK.templates, **own}, LOOK.static))
    assert [(one.path, one.line) for one in built.problems] == [
        ("templates/theme.html", 1),
        ("templates/inbox.html", 2),
        ("templates/free.html", 1),
    ]


def test_a_template_must_be_utf_8() -> None:
    """Nothing is replaced in silence; the mark that some editors put first is no text."""
    _, problems = made("ä\nböse\n".encode() + "schön".encode("latin-1"))
    assert problems == [
        "templates/x.html:3:4: this template cannot be read: it is not UTF-8\n    save it as UTF-8"
    ]
    assert made(b"\xef\xbb\xbf<p>") == ("<p>", [])


def test_a_message_is_one_line_without_control_characters() -> None:
    """What a template says in a message cannot move a terminal's cursor."""
    _, problems = made('{{ asset("\\x1b[2J\\n\\u202e") }}')
    assert len(problems) == 1
    assert "\x1b" not in problems[0]
    assert "\u202e" not in problems[0]


def test_a_template_of_a_mail_is_held_to_the_same() -> None:
    """In text and Markdown nothing is escaped; all else is as in pages."""
    for name in ("digest.txt", "digest.md", "digest.html"):
        for template in (b"\n{{ x.__class__ }}", b'\n{% for a in "a" * 9999999 %}{% endfor %}'):
            text, problems = print_template(Look({name: template}, {}), name, {"x": "<"})
            assert (text, len(problems), problems[0].line) == ("", 1, 2)
        text, _ = print_template(Look({name: b"{{ x }}{{ f(x) }}"}, {}), name, {"x": "<", "f": str})
        assert text == ("&lt;&lt;" if name.endswith(".html") else "<<")


def test_commands_and_preview_show_them_like_other_problems(tmp_path: Path) -> None:
    """No traceback, exit status 1, nothing written; the preview's page lists them."""
    assert CliRunner().invoke(main, ["new", str(tmp_path / "list")]).exit_code == 0
    (tmp_path / "list" / "templates").mkdir()
    own = tmp_path / "list" / "templates" / "front.html"
    own.write_text('\n\n{{ cycler.__init__.__globals__.os.popen("id").read() }}\n')
    source = tmp_path / "list" / "site_src"
    words = ["build", "--source", str(source), "--output", str(tmp_path / "out")]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    assert "templates/front.html:3:1: this template cannot be read: “__globals__”" in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()
    sources = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in source.rglob("*")
        if path.is_file()
    }
    page = problems_page(build(sources, read_look(source)).problems)
    assert "templates/front.html:3:1:" in page


# --- the documentation --------------------------------------------------------------------------


def rows(heading: str) -> list[tuple[str, str]]:
    """The cells of a section's table."""
    section = DOCUMENTATION.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (.*?) \| (.*) \|$", section, re.MULTILINE)
    return [row for row in found[1:] if not row[0].startswith("---")]


def named(cells: str) -> set[str]:
    """The names in backquotes."""
    return {found for cell in re.findall(r"`([^`]+)`", cells) for found in [cell.partition("(")[0]]}


def documented(heading: str) -> set[str]:
    """The names in the first cells of a section's table."""
    return set().union(*(named(first) for first, _ in rows(heading)))


@pytest.fixture
def available(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What pages and mails hand to their templates, and the templates."""
    found: dict[str, Any] = {"values": set(), "filters": set(), "globals": set(), "tests": set()}

    class Noted(Templates):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name in ("filters", "globals", "tests"):
                found[name] |= {*getattr(self._environment, name)}

        def render(self, name: str, values: Mapping[str, object]) -> str:
            found["values"] |= {*values}
            return super().render(name, values)

    monkeypatch.setattr(render_module, "Templates", Noted)
    return found


def test_the_documented_names_are_those_of_pages(available: dict[str, Any]) -> None:
    """No more and no less: of functions and values, filters and tests."""
    assert made("x") == ("x", [])
    assert documented("Names in pages") == available["globals"] | available["values"]
    assert documented("Filters") == available["filters"]
    assert documented("Tests") == available["tests"]


def test_the_documented_names_are_those_of_mails(available: dict[str, Any]) -> None:
    """No more and no less."""
    mail_module.write_mail(Digest(), Since("today", Point.REVISION), EXAMINED.library, LOOK)
    assert documented("Names in digests") == available["values"]


def test_the_documented_methods_are_those_there_are() -> None:
    """No more and no less; of texts, lists, mappings and dates."""
    table = {first: named(second) for first, second in rows("Methods")}
    assert table == {
        "text": {*values.STR_METHODS},
        "list": {*values.LIST_METHODS},
        "mapping": {*values.MAPPING_METHODS},
        "date or time": {*values.DATE_METHODS, *values.DATE_PARTS},
    }


def test_the_documented_parts_of_values_are_those_there_are() -> None:
    """No more and no less, of every value that a page can show."""
    found: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(readinglist.site.__path__):
        there = vars(importlib.import_module(f"readinglist.site.{module.name}"))
        for name, kind in there.items():
            if isinstance(kind, type) and dataclasses.is_dataclass(kind):
                parts = {one for one in dir(kind) if isinstance(getattr(kind, one), property)}
                found[name] = {one.name for one in dataclasses.fields(kind)} | parts
    table = {named(second).pop(): named(third) for second, third in parts_of_values()}
    for name, documented_parts in table.items():
        left_out = {"page"} if name.endswith("View") else {"front_matter"}
        hint = f"correct the row of {name} in the table of values in templates/README.md"
        assert documented_parts == found[name] - left_out, hint
    views = {name for name in found if name.endswith("View") and name != "View"}
    assert views - {"RegionView", "DotView", "LabelView"} <= table.keys()


def parts_of_values() -> list[tuple[str, str]]:
    """The type and the parts of each documented value."""
    return [
        (cells[0], cells[1])
        for _, more in rows("Values")
        if len(cells := more.split(" | ", 1)) == 2 and not cells[0].startswith("---")
    ]


def test_the_documented_limits_are_those_of_the_code() -> None:
    """As numbers a person can read."""
    steps, characters = budget.STEPS, budget.CHARACTERS
    assert [second for _, second in rows("Limits")] == [
        f"{steps.page:,}, and {steps.each:,} for each page of the site",
        f"those of one page, and {steps.share:,} for each page of the site",
        f"{characters.page:,}, and {characters.each:,} for each page of the site",
        f"those of one page, and {characters.share:,} for each page of the site",
        f"{values.DEEPEST}",
        f"{syntax.LONGEST:,}",
        f"{syntax.MOST_NODES:,}",
        f"{syntax.DEEPEST}",
        f"{syntax.WIDEST}",
    ]
