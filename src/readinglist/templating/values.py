"""The operations on values that templates can use.

This is an allowlist: templates can use only what is named here or in the `TemplateApi`. No
operation changes a value.
"""

from __future__ import annotations

import dataclasses
import datetime
import operator
import re
from enum import Enum
from functools import cached_property, lru_cache, partial
from string import Formatter
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, markup_join
from jinja2.utils import Namespace, missing
from markupsafe import Markup, escape

from readinglist.problems import did_you_mean
from readinglist.templating.budget import Budget, RefusedError
from readinglist.templating.syntax import ATTRIBUTE_HINT, TOO_LARGE, WIDEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2.runtime import Context

STR_METHODS: Final = frozenset(
    {
        *("capitalize", "casefold", "count", "endswith", "find", "format", "index", "isalnum"),
        *("isalpha", "isascii", "isdecimal", "isdigit", "islower", "isnumeric", "isspace"),
        *("istitle", "isupper", "join", "lower", "lstrip", "partition", "removeprefix"),
        *("removesuffix", "replace", "rstrip", "split", "splitlines", "startswith", "strip"),
        *("swapcase", "title", "upper"),
    }
)
DATE_METHODS: Final = frozenset({"isoformat", "isoweekday", "weekday"})
DATE_PARTS: Final = frozenset({"day", "hour", "minute", "month", "second", "year"})
LIST_METHODS: Final = frozenset({"count", "index"})
MAPPING_METHODS: Final = frozenset({"get", "items", "keys", "values"})
LOOP_PARTS: Final = frozenset(
    {
        *("depth", "depth0", "first", "index", "index0", "last", "length", "nextitem"),
        *("previtem", "revindex", "revindex0"),
    }
)
DEEPEST: Final = 50
"""The maximum depth of nested calls of macros."""
CALL: Final = 50
"""The number of steps for a call of a function of the `TemplateApi`."""
REMEMBERED: Final = 8_192
"""The number of results that are cached for each function."""
SHORT: Final = 100
"""Up to this length of the arguments, four characters count as one step; above, each counts as
three more."""

_NOTHING: Final[frozenset[str]] = frozenset()
_SCALARS: Final = frozenset(
    {str, Markup, int, float, bool, NoneType, datetime.date, datetime.time, datetime.datetime}
)
_NUMBERS: Final = frozenset({int, float, bool})
_MAPPINGS: Final = frozenset({dict, MappingProxyType})
_LISTS: Final = frozenset({list, tuple})
_VIEWS: Final = frozenset({type({}.keys()), type({}.values()), type({}.items())})
_LOOPED: Final = _MAPPINGS | _LISTS | _VIEWS | {str, Markup, set, frozenset}
_DESCRIBED: Final[Mapping[type, str]] = {
    NoneType: "None",
    str: "a text",
    Markup: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    tuple: "a list",
    dict: "a mapping",
    TemplateModule: "an imported template",
}
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}
_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}
_NUMBER_FORM: Final = re.compile(
    r"(?:.?[<>=^])?[-+ ]?#?0?\d{0,2}[,_]?(?:\.\d{1,2})?[bdeEfFgGoxX%]?", re.DOTALL
)
_TEXT_FORM: Final = re.compile(r"(?:.?[<>^])?\d{0,2}(?:\.\d{1,3})?s?", re.DOTALL)
_DATE_FORM: Final = re.compile(r"(?:[^%]|%[aAbBdHIjmMpSuVwyYZz%]){0,100}", re.DOTALL)

_OWN_NAMES: Final = re.compile(r"(?<![\w<>.])(?:[\w<>]++\.)++(?=[\w<>]+\(\))")


class Unknown(StrictUndefined):
    """An undefined value. Any use is an error, except ``is defined``."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint or self._undefined_obj is missing:
            return str(super()._undefined_message)
        return f"{described(self._undefined_obj)} has no “{self._undefined_name}”"


class UndefinedNameError(UndefinedError):
    """A template uses an undefined value."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Function:
    """A function that templates can call."""

    __slots__ = ("name", "run")

    def __init__(self, name: str, run: Callable[..., Any]) -> None:
        self.name = name
        self.run = run


def described(value: object) -> str:
    """Describe the type of a value for an error message."""
    kind = type(value)
    if isinstance(value, Undefined):
        return "an undefined value"
    if isinstance(value, Function | Macro):
        return f"{value.name}()"
    return _DESCRIBED.get(kind) or f"“{kind.__name__}”"


class Values:
    """The operations on values, which the generated code of a template calls.

    Attributes:
        budget: the remaining steps and characters.
        members: the names of methods and attributes that templates can use, see `TemplateApi`.
    """

    autoescape: Any
    globals: Any
    written: Callable[[object], str | None] | None
    undefined: type[Undefined]

    def __init__(self, budget: Budget, members: Mapping[type, frozenset[str]]) -> None:
        self.budget = budget
        self.members = members
        self._depth = 0
        self._read: dict[type, frozenset[str]] = {LoopContext: LOOP_PARTS}
        self._called: dict[type, frozenset[str]] = {
            **dict.fromkeys(_MAPPINGS, MAPPING_METHODS),
            LoopContext: frozenset({"cycle"}),
        }
        self._cached: dict[tuple[int, str], tuple[object, Any]] = {}

    # --- reading ------------------------------------------------------------------------------

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return ``value.name``.

        Raises:
            RefusedError: if the name is private.
        """
        kind = type(obj)
        if attribute in self._read.get(kind, _NOTHING):
            return getattr(obj, attribute)
        return self._other(obj, kind, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return ``value[key]``, or ``value.name`` for filters with the name of an attribute.

        Raises:
            RefusedError: if the key is not a scalar, or the name is private.
        """
        self.budget.step(1)
        kind = type(obj)
        if kind in _MAPPINGS or isinstance(obj, dict):
            return obj[argument] if self.key(argument) in obj else self._missing(obj, argument)
        if type(argument) is int and (kind in _LISTS or isinstance(obj, str | tuple)):
            if -len(obj) <= argument < len(obj):
                return obj[argument]
        elif isinstance(argument, str):
            return self.getattr(obj, str.__str__(argument))
        self.known(obj)
        return self._missing(obj, self.key(argument))

    def _other(self, obj: Any, kind: type, attribute: str) -> Any:
        """Return an attribute that is not a field: a method, a key, or an undefined value."""
        self.known(obj)
        if attribute.startswith("_"):
            raise RefusedError(f"“{attribute}” cannot be read", ATTRIBUTE_HINT)
        if kind not in self._read and attribute in self._learn(kind):
            return getattr(obj, attribute)
        if attribute in self._called.get(kind, _NOTHING):
            return self._method(obj, kind, attribute)
        if kind in _MAPPINGS or isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self._missing(obj, attribute)
        if kind is Namespace or kind is TemplateModule:
            return getattr(obj, attribute, self._missing(obj, attribute))
        if kind is TemplateReference:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(f"there is no block “{attribute}”")
        if kind is BlockReference and attribute == "super":
            return obj.super
        return self._missing(obj, attribute)

    def _missing(self, obj: object, name: object) -> Undefined:
        return self.undefined(obj=obj, name=str(name)[:100])

    def _learn(self, kind: type) -> frozenset[str]:
        """Find the readable attributes and the methods of a new type, and return the former."""
        read, called = _NOTHING, self._called.get(kind, _NOTHING)
        if issubclass(kind, str):
            read = frozenset({"value"}) if issubclass(kind, Enum) else _NOTHING
            called = STR_METHODS
        elif issubclass(kind, datetime.date | datetime.time):
            read = frozenset(name for name in DATE_PARTS if hasattr(kind, name))
            called = frozenset(name for name in DATE_METHODS if hasattr(kind, name))
        elif issubclass(kind, list | tuple):
            fields = getattr(kind, "_fields", ())
            read = frozenset(name for name in fields if not name.startswith("_"))
            called = LIST_METHODS - read
        elif _is_frozen(kind) or kind in self.members:
            called = self.members.get(kind, _NOTHING)
            if _is_frozen(kind):
                own = (*_fields(kind), *_properties(kind))
                read = frozenset(name for name in own if not name.startswith("_"))
        self._read[kind], self._called[kind] = read, called
        return read

    def _method(self, obj: Any, kind: type, name: str) -> Any:
        if issubclass(kind, str):
            return Function(name, partial(self._call_str, obj, name))
        if issubclass(kind, list | tuple):
            return Function(name, partial(self._call_list, obj, name))
        if kind in self.members:
            return self._member(obj, name)
        return Function(name, partial(self._call_other, getattr(obj, name)))

    def _member(self, obj: Any, name: str) -> Any:
        """Return a method or attribute of a value from the `TemplateApi`, and cache it."""
        found = self._cached.get((id(obj), name))
        if found is None:
            value = getattr(obj, name)
            value = self.wrap(name, value) if callable(value) else value
            found = self._cached[id(obj), name] = (
                obj,
                value,
            )  # keep the object, so that its id is not reused
        return found[1]

    def part(self, obj: Any, start: Any, stop: Any, step: Any) -> Any:
        """Return ``value[start:stop:step]``."""
        if type(self.known(obj)) not in _LISTS and not isinstance(obj, str):
            raise RefusedError(f"{described(obj)} cannot be sliced")
        for one in (start, stop, step):
            if type(self.known(one)) not in (int, bool, NoneType):
                raise RefusedError("the bounds of a slice must be integers")
        return self.made(obj[start:stop:step])

    def known(self, value: Any) -> Any:
        """Return a value that must be defined.

        Raises:
            UndefinedNameError: if it is not.
        """
        if not isinstance(value, Undefined):
            return value
        kind, name = type(value._undefined_obj), str(value._undefined_name)
        near: Iterable[str] = self._read.get(kind, _NOTHING) | self._called.get(kind, _NOTHING)
        if value._undefined_obj is missing:
            near = () if value._undefined_hint else self.globals
        raise UndefinedNameError(str(value._undefined_message), did_you_mean(name, near))

    # --- what values can be used for -----------------------------------------------------------

    def scalar(self, value: Any) -> Any:
        """Return a value that must be a text, number, date, boolean or None.

        Raises:
            RefusedError: if it is anything else.
        """
        if type(value) in _SCALARS or isinstance(value, str):
            return value
        raise RefusedError(f"{described(self.known(value))} cannot be used here")

    def key(self, value: Any) -> Any:
        """Return a value that must be usable as a key or for ordering."""
        if isinstance(value, str):
            if len(value) > 1_000:
                self.budget.step(len(value) // 128)
            return value
        return self.scalar(value)

    def number(self, value: Any) -> Any:
        """Return a value that must be a number within the limit."""
        if type(self.known(value)) not in _NUMBERS:
            raise RefusedError(f"{described(value)} is not a number")
        if type(value) is int and value.bit_length() > WIDEST:
            raise RefusedError(TOO_LARGE)
        return value

    def printed(self, value: Any) -> str:
        """Return the output for ``{{ value }}``, escaped if necessary.

        Raises:
            RefusedError: if it cannot be used as text, such as a list.
        """
        if self.written and type(value) is not Markup:
            own = self.written(value)
            value = Markup(self.written(self.text(value)) if own is None else own)
        if not isinstance(value, str):
            value = self.text(value)
        if self.autoescape and type(value) is not Markup:
            value = escape(value)
        budget = self.budget
        budget.characters -= len(value)
        if budget.characters < 0:
            budget.write(0)
        return value  # type: ignore[no-any-return] # a str by now

    def text(self, value: Any) -> str:
        """Return a value as text.

        Raises:
            RefusedError: if it cannot be used as text, such as a list.
        """
        if isinstance(value, str):
            return value
        if type(value) in _SCALARS or type(value) is Undefined:
            return str(value)  # an undefined value is "", for ``if`` without ``else``
        hint = "write a loop over it, or |join" if type(value) in _LOOPED else ""
        raise RefusedError(f"{described(self.known(value))} cannot be used as text", hint)

    def times(self, values: Any, steps: int) -> Any:
        """Return values to loop over, after counting the steps of all iterations.

        Raises:
            RefusedError: if the value cannot be looped over.
        """
        if type(values) not in _LOOPED and not isinstance(values, str | list | tuple | dict):
            raise RefusedError(f"{described(self.known(values))} cannot be looped over")
        self.budget.step((len(values) + 1) * steps)
        return values

    def made(self, value: Any) -> Any:
        """Return a new value, after counting its size."""
        if isinstance(value, str):
            self.budget.write(len(value))
        elif isinstance(value, list | tuple):
            self.budget.step(len(value) + 1)
        return value

    # --- operators ------------------------------------------------------------------------------

    def compare(self, left: Any, *rest: Any) -> Any:
        """Return ``a < b < c``; the arguments alternate between operators and values."""
        result: Any = True
        for name, right in zip(rest[::2], rest[1::2], strict=True):
            result = self._compare(left, name, right)
            if not result:
                break
            left = right
        return result

    def _compare(self, left: Any, name: str, right: Any) -> Any:
        if name == "in" or name == "notin":
            return self._contains(right, left) == (name == "in")
        if name == "eq" or name == "ne":
            self._weigh(left)
            self._weigh(right)
        else:
            self.key(left)
            self.key(right)
        return _OPERATORS[name](left, right)

    def _weigh(self, value: Any) -> None:
        """Count the work for comparing a value; shared parts count each time."""
        if isinstance(value, str):
            self.key(value)
            return
        if type(value) in _SCALARS:
            return
        waiting = [self.known(value)]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list | tuple):
                self.budget.step(len(one) + 1)
                waiting += one
            elif isinstance(one, dict | MappingProxyType):
                self.budget.step(len(one) + 1)
                waiting += one.values()
            elif type(one) in _LOOPED and not isinstance(one, str):
                self.budget.step(len(one) + 1)
            elif isinstance(one, str):
                self.key(one)

    def _contains(self, values: Any, one: Any) -> bool:
        if isinstance(values, str):
            self._search(values, self.text(one))
        else:
            self.key(one)
            each = 1 + len(one) // 128 if isinstance(one, str) else 1
            by_key = type(values) in (*_MAPPINGS, set, frozenset)
            self.budget.step(1 if by_key else len(self.times(values, 0)) * each // 4)
        return one in values

    def _search(self, text: str, wanted: str) -> None:
        """Count the work for searching a text, at worst the product of both lengths."""
        self.budget.step(1 + len(text) * (1 + len(wanted) // 32) // 16)

    def concatenate(self, *parts: Any) -> str:
        """Return ``a ~ b``."""
        texts = [self.text(one) for one in parts]
        self.budget.write(sum(map(len, texts)))
        return markup_join(texts) if self.autoescape else "".join(texts)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an arithmetic operator, or of ``+`` and ``*`` for lists or texts.

        Raises:
            RefusedError: if the types do not fit, or the result would be too large.
        """
        kinds = (type(self.known(left)), type(self.known(right)))
        if kinds[0] in _NUMBERS and kinds[1] in _NUMBERS:
            self.number(left), self.number(right)
            if operator == "**" and float not in kinds and left.bit_length() * right > WIDEST:
                raise RefusedError(TOO_LARGE)
            result = _ARITHMETIC[operator](left, right)
            return self.number(result)
        if operator == "+" and kinds in ((list, list), (tuple, tuple)):
            self.budget.step((len(left) + len(right)) // 4 + 1)
            return left + right
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.made(left + right)
        if operator == "*" and isinstance(left, str) and kinds[1] is int:
            self.budget.write(len(left) * max(right, 0))
            return left * right
        raise RefusedError(
            f"“{operator}” cannot be used with {described(left)} and {described(right)}",
            "join texts with ~" if str in kinds or Markup in kinds else "",
        )

    # --- calls ----------------------------------------------------------------------------------

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return ``function(…)``.

        Raises:
            RefusedError: if templates cannot call the function, or it failed.
        """
        kind = type(function)
        if len(args) + len(kwargs) > 8:
            self.budget.step(len(args) + len(kwargs))
        if kind is Function:
            try:
                return function.run(*args, **kwargs)
            except (TemplateError, RecursionError):
                raise
            except Exception as error:
                raise as_refused(f"{function.name}()", error) from error
        if kind is Macro or kind is BlockReference or kind is LoopContext:
            if kind is LoopContext:
                self.times(args[0] if args else None, 1)
            elif kind is Macro:
                args = (context.eval_ctx, *args)
            self._depth += 1
            if self._depth > DEEPEST:
                raise RefusedError(f"macros or blocks are nested more than {DEEPEST} deep")
            try:
                return function(*args, **kwargs)
            finally:
                self._depth -= 1
        if function is Namespace and not args:
            return Namespace(**kwargs)
        raise RefusedError(f"{described(self.known(function))} is not a function")

    def wrap(self, name: str, function: Callable[..., Any], most: float = SHORT) -> Function:
        """Wrap a function for templates.

        The function gets plain values, and its result must depend only on its arguments, because
        results for texts are cached. Texts longer than `most` count as more steps.
        """
        step = self.budget.step
        remembered = lru_cache(maxsize=REMEMBERED)(function)

        def run(*args: Any, **kwargs: Any) -> Any:
            length = 0
            for one in args:
                if type(one) is not str:
                    break
                length += len(one)
            else:
                if not kwargs:
                    step(CALL + length // 4 + (3 * (length - SHORT) if length > most else 0))
                    return remembered(*args)
            step(CALL)
            named = {key: self._plain(one) for key, one in kwargs.items()}
            return function(*[self._plain(one) for one in args], **named)

        return Function(name, run)

    def _plain(self, value: Any) -> Any:
        """Return a value that can be passed to a wrapped function."""
        kind = type(value)
        if isinstance(value, str):
            self.budget.step(len(value) // 4 + 3 * max(len(value) - SHORT, 0))
            return str.__str__(value) if kind is Markup else value
        if kind in _SCALARS:
            return value
        if kind in _LISTS:
            self.budget.step(len(value))
            return kind(self._plain(self.scalar(one)) for one in value)
        if kind in self.members or _is_frozen(kind):
            return value
        raise RefusedError(f"{described(self.known(value))} cannot be passed to a function")

    def _call_str(self, text: str, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a method of a text."""
        if name == "format":
            return self._format(text, args, kwargs)
        if name == "join":
            return self.join(text, *args, **kwargs)
        if name == "replace":
            return self.replace(text, *args, **kwargs)
        self._search(text, "")
        for one in (*args, *kwargs.values()):
            self._search(text, one if isinstance(self.scalar(one), str) else "")
        result = getattr(text, name)(*args, **kwargs)
        if isinstance(result, list | tuple):
            self.budget.write(len(text))
        return self.made(result)

    def _call_list(self, values: Any, name: str, one: Any) -> Any:
        self._contains(values, one)
        return getattr(values, name)(one)

    def _call_other(self, method: Callable[..., Any], *args: Any) -> Any:
        """Call a method of a mapping, a date or a loop."""
        return method(*map(self.key, args[:1]), *args[1:])

    def join(self, between: str, values: Any) -> str:
        """Join texts; if the separator is markup, they are escaped."""
        texts = [self.text(one) for one in self.times(values, 2)]
        if isinstance(between, Markup):
            texts = [self.made(escape(one)) for one in texts]
        self.budget.write(len(between) * len(texts) + sum(map(len, texts)))
        return between.join(texts)

    def replace(self, text: str, old: Any, new: Any, count: Any = -1) -> str:
        """Replace parts of a text."""
        old, new, limit = self.text(old), self.text(new), self.number(count)
        self._search(text, old)
        found = text.count(old) if limit < 0 else min(text.count(old), limit)
        added = len(escape(new)) if isinstance(text, Markup) else len(new)
        self.budget.write(len(text) + found * added)
        return text.replace(old, new, limit)

    def _format(self, text: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Format values, without attributes, items, conversions and nested format strings."""
        made: list[str] = []
        numbers = iter(range(len(args)))
        for literal, name, form, conversion in Formatter().parse(text):
            made.append(Markup(literal) if isinstance(text, Markup) else literal)
            if name is None:
                continue
            self.budget.step(CALL)
            if conversion or not (name.isidentifier() or name.isdecimal() or not name):
                raise RefusedError(
                    f"“{{{name}}}” is not allowed in a format string", "write {} or {name}"
                )
            if name.isidentifier():
                value = kwargs[name]
            else:
                position = int(name) if name else next(numbers, len(args))
                if position >= len(args):
                    raise RefusedError("format() was given too few values")
                value = args[position]
            made.append(self._formatted(value, form or ""))
        self.budget.write(sum(map(len, made)))
        return Markup("").join(made) if isinstance(text, Markup) else "".join(made)

    def _formatted(self, value: Any, form: str) -> str:
        if not form:
            return self.text(value)
        value = self.scalar(value)
        if type(value) in _NUMBERS:
            fits = _NUMBER_FORM
        elif isinstance(value, datetime.date | datetime.time):
            fits = _DATE_FORM
        else:
            fits = _TEXT_FORM
        if not fits.fullmatch(form):
            raise RefusedError(f"“{form[:40]}” is not a valid format for {described(value)}")
        if isinstance(value, Markup):
            value = str.__str__(value)
        return format(value, form)


def as_refused(name: str, error: Exception) -> RefusedError:
    """Convert an error of a function or filter, without names of internal functions."""
    if isinstance(error, KeyError) and error.args:
        return RefusedError(f"{name}: there is no “{str(error.args[0])[:100]}”")
    message = _OWN_NAMES.sub("", str(error)) or type(error).__name__
    return RefusedError(f"{name} failed: {message}")


def _is_frozen(kind: type) -> bool:
    params = getattr(kind, "__dataclass_params__", None)
    return params is not None and params.frozen


def _fields(kind: Any) -> Iterable[str]:
    return [one.name for one in dataclasses.fields(kind)]


def _properties(kind: type) -> Iterable[str]:
    return [
        name
        for one in kind.__mro__
        for name, value in vars(one).items()
        if isinstance(value, property | cached_property)
    ]
