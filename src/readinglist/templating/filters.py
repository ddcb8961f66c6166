"""The filters and tests for templates: those of Jinja whose cost can be limited.

Filters of lists return lists and not generators, so that all work is done, and counted, at once.
"""

from __future__ import annotations

import json
import math
from functools import partial, wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2 import TemplateError, Undefined
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.tests import TESTS
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from readinglist.templating.budget import RefusedError
from readinglist.templating.values import SHORT, as_refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from jinja2 import Environment

    from readinglist.templating.values import Values

_ITEM: Final = 12
"""The number of steps for each item of a list in a filter."""
_LONGEST_ROW: Final = 10_000
"""The maximum length of the batches of ``batch``."""
_LONGEST_NUMBER: Final = 100
"""The maximum length of a text that ``int`` and ``float`` convert."""
_DIGITS: Final = 20
_TESTS: Final = cast("dict[str, Callable[..., bool]]", TESTS)
_TYPE_TESTS: Final = (
    *("defined", "undefined", "none", "true", "false", "boolean", "string", "number"),
    *("integer", "float", "mapping", "sequence", "iterable", "sameas"),
)
_COMPARISONS: Final = {
    **dict.fromkeys(("eq", "equalto", "=="), "eq"),
    **dict.fromkeys(("ne", "!="), "ne"),
    **dict.fromkeys(("lt", "lessthan", "<"), "lt"),
    **dict.fromkeys(("le", "<="), "lteq"),
    **dict.fromkeys(("gt", "greaterthan", ">"), "gt"),
    **dict.fromkeys(("ge", ">="), "gteq"),
    "in": "in",
}


def filters_of(
    values: Values,
    environment: Environment,
    own: Mapping[str, Callable[..., Any]],
    brief: Collection[str],
) -> dict[str, Callable[..., Any]]:
    """Return all filters.

    Args:
        own: additional filters, which are functions of texts or dates.
        brief: the names of those whose time does not depend on the length of the text.
    """
    lists = _Lists(values, environment)
    texts = _Texts(values, environment)
    escaped = texts.filter(escape)
    all_: dict[str, Callable[..., Any]] = {
        **{name: texts.filter(FILTERS[name]) for name in ("capitalize", "lower", "string")},
        **{name: texts.filter(FILTERS[name]) for name in ("title", "trim", "upper", "urlencode")},
        **{name: lists.through(name) for name in ("map", "select", "selectattr")},
        **{name: lists.through(name) for name in ("reject", "rejectattr")},
        **{name: lists.by_key(name) for name in ("groupby", "max", "min", "sort", "unique")},
        "abs": lambda value: abs(values.number(value)),
        "batch": lists.batch,
        "count": lists.length,
        "d": FILTERS["default"],
        "default": FILTERS["default"],
        "dictsort": lists.dictsort,
        "e": escaped,
        "escape": escaped,
        "first": lists.first,
        "float": texts.number("float"),
        "int": texts.number("int"),
        "items": lists.items,
        "join": lists.join,
        "last": lists.last,
        "length": lists.length,
        "list": lists.as_list,
        "replace": texts.replace,
        "reverse": lists.reverse,
        "round": texts.round,
        "sum": lists.sum,
        "tojson": texts.tojson,
        "truncate": texts.filter(partial(FILTERS["truncate"], environment)),
    }
    for name, function in own.items():
        all_[name] = values.wrap(name, function, math.inf if name in brief else SHORT).run
    return {name: _named(name, function) for name, function in all_.items()}


def _named(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the name of a filter to its errors."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (TemplateError, RecursionError):
            raise
        except Exception as error:
            raise as_refused(f"|{name}", error) from error

    return run


def tests_of(values: Values) -> dict[str, Callable[..., bool]]:
    """Return all tests."""

    def comparison(name: str) -> Callable[[Any, Any], bool]:
        return lambda left, right: bool(values.compare(left, name, right))

    def of_number(name: str) -> Callable[..., bool]:
        test = _TESTS[name]
        return lambda *numbers: bool(test(*map(values.number, numbers)))

    return {
        **{name: _TESTS[name] for name in _TYPE_TESTS},
        **{name: comparison(of) for name, of in _COMPARISONS.items()},
        **{name: of_number(name) for name in ("divisibleby", "even", "odd")},
    }


class _Texts:
    """Filters of texts and numbers."""

    def __init__(self, values: Values, environment: Environment) -> None:
        self.values = values
        self.environment = environment

    def filter(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(value: Any, *args: Any, **kwargs: Any) -> Any:
            value = self.values.text(value)
            for one in (*args, *kwargs.values()):
                self.values.scalar(one)
            return self.values.made(function(value, *args, **kwargs))

        return run

    def number(self, name: str) -> Callable[..., Any]:
        function = FILTERS[name]

        def run(value: Any, *args: Any, **kwargs: Any) -> Any:
            self.values.scalar(value)
            if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
                raise RefusedError("this text is too long for a number")
            for one in (*args, *kwargs.values()):
                self.values.number(one)
            return self.values.number(function(value, *args, **kwargs))

        return run

    def round(self, value: Any, precision: Any = 0, method: str = "common") -> Any:
        if abs(self.values.number(precision)) > _DIGITS:
            raise RefusedError(f"round() takes {_DIGITS} digits at most")
        return FILTERS["round"](self.values.number(value), precision, method)

    def replace(self, value: Any, old: Any, new: Any, count: Any = None) -> str:
        text = self.values.text(value)
        if self.environment.autoescape and not isinstance(text, Markup):
            text = escape(text) if isinstance(old, Markup) or isinstance(new, Markup) else text
        return self.values.replace(text, old, new, -1 if count is None else count)

    def tojson(self, value: Any, indent: Any = None) -> Markup:
        if indent is not None and not 0 <= self.values.number(indent) <= 8:
            raise RefusedError("tojson() indents by 8 at most")
        self._weigh(value)
        made = htmlsafe_json_dumps(value, json.dumps, sort_keys=True, indent=indent)
        return Markup(self.values.made(made))

    def _weigh(self, value: Any) -> None:
        """Count the work for all parts of a value; shared parts count each time."""
        waiting = [self.values.known(value)]
        while waiting:
            one = waiting.pop()
            self.values.budget.step(_ITEM)
            if isinstance(one, dict):
                waiting += [*one.keys(), *one.values()]
            elif isinstance(one, list | tuple):
                waiting += one
            else:
                self.values.budget.write(len(self.values.text(one)))


class _Lists:
    """Filters of lists."""

    def __init__(self, values: Values, environment: Environment) -> None:
        self.values = values
        self.environment = environment

    def through(self, name: str) -> Callable[..., list[Any]]:
        """Return one of Jinja's filters that map or select items."""
        function = FILTERS[name]

        @wraps(function)
        def run(context: Any, items: Any, *args: Any, **kwargs: Any) -> list[Any]:
            for one in (*args, *kwargs.values()):
                if isinstance(one, str):
                    self.values.budget.step(len(one))
            return list(function(context, self.values.times(items, _ITEM), *args, **kwargs))

        return run

    def by_key(self, name: str) -> Callable[..., Any]:
        """Return one of Jinja's filters that compare a key of each item."""
        function = FILTERS[name]
        position = {"groupby": 0, "sort": 2}.get(name, 1)

        def run(items: Any, *args: Any, **kwargs: Any) -> Any:
            attribute = args[position] if len(args) > position else kwargs.get("attribute")
            self.check_keys(items, attribute, kwargs.get("default"))
            made = function(self.environment, items, *args, **kwargs)
            return made if name in ("max", "min") else self.values.made(list(made))

        return run

    def check_keys(self, items: Any, attribute: Any, default: Any = None) -> None:
        """Count the work for comparing the keys of items, which must be scalars."""
        parts = attribute.split(",") if isinstance(attribute, str) else [attribute]
        getters = [make_attrgetter(self.environment, part, default=default) for part in parts]
        for item in self.values.times(items, 2 * _ITEM):
            for getter in getters:
                key = self.values.scalar(getter(item))
                if isinstance(key, str):
                    self.values.budget.step(len(key) // 16)

    def dictsort(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        pairs = self.items(value)
        self.check_keys(pairs, 0)
        if args[1:2] == ("value",) or kwargs.get("by") == "value":
            self.check_keys(pairs, 1)
        return FILTERS["dictsort"](dict(pairs), *args, **kwargs)

    def sum(self, items: Any, attribute: Any = None, start: Any = 0) -> Any:
        getter = make_attrgetter(self.environment, attribute)
        numbers = [self.values.number(getter(one)) for one in self.values.times(items, _ITEM)]
        return self.values.number(sum(numbers, self.values.number(start)))

    def join(self, items: Any, between: Any = "", attribute: Any = None) -> str:
        if attribute is not None:
            getter = make_attrgetter(self.environment, attribute)
            items = [getter(one) for one in self.values.times(items, _ITEM)]
        texts = [self.values.text(one) for one in self.values.times(items, _ITEM)]
        between = self.values.text(between)
        if self.environment.autoescape and any(isinstance(one, Markup) for one in texts):
            between = escape(between)
        return self.values.join(between, texts)

    def batch(self, items: Any, linecount: Any, fill_with: Any = None) -> list[Any]:
        if type(linecount) is not int or not 0 < linecount <= _LONGEST_ROW:
            raise RefusedError(f"batch() takes a whole number from 1 to {_LONGEST_ROW:,}")
        self.values.budget.step(linecount)
        return list(FILTERS["batch"](self.values.times(items, _ITEM), linecount, fill_with))

    def length(self, value: Any) -> int:
        return len(self.values.known(value))

    def as_list(self, items: Any) -> list[Any]:
        return list(self.values.times(items, 4))

    def reverse(self, items: Any) -> list[Any]:
        return list(reversed(self.as_list(items)))

    def items(self, value: Any) -> list[Any]:
        if not isinstance(self.values.known(value), dict | MappingProxyType):
            raise RefusedError("only a mapping has items")
        return list(self.values.times(value.items(), 1))

    def first(self, items: Any) -> Any:
        return next(iter(self.values.times(items, 0)), self._none())

    def last(self, items: Any) -> Any:
        return next(reversed(self.values.times(items, 0)), self._none())

    def _none(self) -> Undefined:
        return self.environment.undefined("the list is empty")
