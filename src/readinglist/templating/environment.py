"""Jinja's sandbox, set up so that a template can be stopped, and its errors reported by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from jinja2 import FunctionLoader, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from readinglist.problems import did_you_mean
from readinglist.templating.budget import Budget, TooMuchError
from readinglist.templating.filters import filters_of, tests_of
from readinglist.templating.syntax import (
    LONGEST,
    TOO_LARGE,
    Counting,
    Generator,
    UnreadableError,
    check,
    kept_imports,
)
from readinglist.templating.values import Unknown, Values
from readinglist.text.display import shown

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        MutableMapping,
    )
    from types import CodeType

    from jinja2 import nodes
    from jinja2.environment import TemplateModule
    from jinja2.runtime import Context

_LONGEST_MESSAGE: Final = 500
_MOST_COMPILED: Final = 500
_compiled: Final[dict[Hashable, tuple[CodeType, tuple[str, ...] | None]]] = {}
"""Compiled templates and the templates that each imports, by all that they depend on."""
_DOCUMENTATION: Final = "readme.md"
"""A file among the templates that is none, in any case."""


def as_markup(html: str) -> str:
    """HTML of our own making, which a template prints as it is."""
    return Markup(html)


@dataclass(frozen=True, slots=True)
class Offer:
    """What templates may use.

    Attributes:
        names: values and functions; functions must depend on their arguments alone.
        filters: functions of a text or a date.
        brief: names of filters that take no more time for a longer text.
        members: of types whose methods may be called, or that are no frozen data classes, the
            names of what may be read; of frozen data classes all fields and properties may be.
    """

    names: Mapping[str, object] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    brief: Collection[str] = ()
    members: Mapping[type, frozenset[str]] = field(default_factory=dict)


class TemplateFailedError(Exception):
    """A template could not be read, or failed.

    Attributes:
        template: its name.
        line, column: where, counted from 1.
        message: what is wrong.
        is_too_much: it was stopped because it takes too much work.
    """

    def __init__(
        self,
        place: tuple[str, int],
        message: str,
        hint: str = "",
        *,
        column: int = 1,
        is_syntax: bool = False,
        is_too_much: bool = False,
    ) -> None:
        self.message = shown(" ".join(message.split()))[:_LONGEST_MESSAGE]
        super().__init__(self.message)
        self.template, self.line = place
        self.column = column
        self.hint = hint
        self.is_syntax = is_syntax
        self.is_too_much = is_too_much


class Templates:
    """A set of templates by name, and what they may use.

    Args:
        files: the templates' bytes, which must be UTF-8.
        escape: what is printed becomes HTML that shows it.
        written: how a value is printed in another language than HTML, instead of escaping it.
        pages: how many pages will be made.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        offer: Offer,
        *,
        escape: bool = True,
        written: Callable[[object], str | None] | None = None,
        pages: int = 1,
    ) -> None:
        self._environment = _Environment(files, offer, escape=escape, written=written, pages=pages)

    @property
    def is_spent(self) -> bool:
        """Whether the pages made so far have used what all pages may."""
        return self._environment.budget.is_spent

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text that a template makes of values.

        Raises:
            TemplateFailedError: with the place in the template, whatever went wrong there.
        """
        environment = self._environment
        environment.begin()
        try:
            template = environment.get_template(name)
            context = template.new_context(environment.with_functions(values))
            return environment.concat(template.root_render_func(context))
        except Exception as error:
            failed = _failure(error, name, environment.files)
        finally:
            environment.budget.end(name)
        raise failed  # without the error, which holds on to all that the template made


class _Template(Template):
    """A template whose module, as others import it, is made anew for each page.

    Jinja keeps modules, and with them whatever their macros remember: one page would then depend
    on those made before it.
    """

    environment: _Environment

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """The names a template sees, which are copied each time it is included."""
        self.environment.step((len(vars or ()) + len(locals or ())) // 8)
        return super().new_context(vars, shared, locals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self.environment.module(self)


class _Environment(Values, ImmutableSandboxedEnvironment):
    code_generator_class = Generator
    template_class = _Template
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self,
        files: Mapping[str, bytes],
        offer: Offer,
        *,
        escape: bool,
        written: Callable[[object], str | None] | None,
        pages: int,
    ) -> None:
        Values.__init__(self, Budget(pages), offer.members)
        self.written = written
        ImmutableSandboxedEnvironment.__init__(
            self,
            loader=FunctionLoader(self._source),
            autoescape=escape,
            undefined=Unknown,
            optimized=False,  # else Jinja computes with constants before anybody counts
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # templates do not change while one site is made
        )
        self.files = files
        self.step = self.budget.step
        self._modules: dict[str | None, TemplateModule] = {}
        self._kept_modules: dict[str | None, TemplateModule] = {}
        self._kept_imports: dict[str | None, tuple[str, ...] | None] = {}
        self._unreadable: dict[str, TemplateSyntaxError] = {}
        self.globals = {"namespace": Namespace, **self.with_functions(offer.names)}
        self.filters = filters_of(self, self, offer.filters, offer.brief)
        self.tests = cast("dict[str, Any]", tests_of(self))

    def with_functions(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Values for templates, their functions among them."""
        return {
            name: self.offer(name, value) if callable(value) else value
            for name, value in values.items()
        }

    def begin(self) -> None:
        """Begin a page."""
        self.budget.begin()
        self._modules.clear()
        self._depth = 0

    def module(self, template: Template) -> TemplateModule:
        """A template as others import it, one for all pages only when it can remember nothing."""
        name = template.name
        module = self._kept_modules.get(name) or self._modules.get(name)
        if module is None:
            module = template.make_module()
            imports = self._kept_imports[name]
            is_kept = imports is not None and all(one in self._kept_modules for one in imports)
            (self._kept_modules if is_kept else self._modules)[name] = module
        return module

    def concat(self, parts: Iterable[str]) -> str:
        """Put together what was printed."""
        texts = [*parts]
        self.budget.write(sum(map(len, texts)))
        return "".join(texts)

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Leave an error's traceback as it is."""
        raise

    # --- from bytes to code ---------------------------------------------------------------------

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        raw = self.files.get(name)
        if raw is None or name.lower() == _DOCUMENTATION:
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = raw[: error.start]
            line = before.count(b"\n") + 1
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            message, hint = "it is not in UTF-8", "save it as UTF-8"
            raise UnreadableError(message, line, name, column=column, hint=hint) from error
        return text, f"templates/{name}", lambda: True

    def _load_template(
        self,
        name: str,
        globals: MutableMapping[str, Any] | None,  # noqa: A002 - Jinja's
    ) -> Template:
        if name in self._unreadable:  # it costs its time once
            raise self._unreadable[name].with_traceback(None)
        try:
            return super()._load_template(name, globals)
        except TemplateSyntaxError as error:
            error.name = name  # Jinja sometimes says the file's name instead
            self._unreadable[name] = error
            raise

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LONGEST:
            raise UnreadableError(f"it has more than {LONGEST:,} characters", 1, name)
        parser = Parser(self, source, name, filename)
        try:
            tree = parser.parse()
        except (RecursionError, ValueError) as error:
            is_deep = isinstance(error, RecursionError)
            message = "its elements are nested too deeply" if is_deep else TOO_LARGE
            raise UnreadableError(message, parser.stream.current.lineno, name) from error
        check(tree, self.filters, self.tests, is_html=bool(self.autoescape) and not self.written)
        self._kept_imports[name] = kept_imports(tree)
        Counting().visit(tree)  # in place
        tree.set_environment(self)
        return tree

    def compile(  # type: ignore[override]  # Jinja's also takes syntax trees, and gives source text
        self,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> CodeType:
        """The code of a template, which is kept for later builds in this process."""
        modes = bool(self.autoescape), self.written is None
        key = source, name, filename, modes, frozenset(self.filters), frozenset(self.tests)
        if key not in _compiled:
            code = super().compile(source, name, filename)
            if len(_compiled) >= _MOST_COMPILED:
                _compiled.clear()
            _compiled[key] = code, self._kept_imports[name]
        code, self._kept_imports[name] = _compiled[key]
        return code

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        generator = Generator(self, name, filename, None, defer_init, optimized=False)
        generator.visit(source)
        self._lines = generator.debug_info
        return str(generator.stream.getvalue())  # type: ignore[attr-defined]

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return compile(source, filename, "exec")
        except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
            at = getattr(error, "lineno", None) or 0
            line = max((one for one, code in self._lines if code <= at), default=1)
            raise UnreadableError("its elements are nested too deeply", line) from error


def _failure(error: Exception, asked: str, files: Mapping[str, bytes]) -> TemplateFailedError:
    """An error as its author can understand it."""
    hint = getattr(error, "hint", "")
    if isinstance(error, TemplateSyntaxError):
        place = error.name or asked, error.lineno
        column = getattr(error, "column", 1)
        return TemplateFailedError(place, str(error.message), hint, column=column, is_syntax=True)
    places = list(_places(error))
    if isinstance(error, RecursionError):
        times = Counter(places)
        place = max(reversed(places), key=lambda one: times[one], default=(asked, 1))
        message = "templates, macros or lists are within one another without end"
        return TemplateFailedError(place, message)
    place = places[-1] if places else (asked, 1)
    others = [one for one in dict.fromkeys(reversed(places)) if one[0] != place[0]]
    if isinstance(error, TemplateNotFound):
        hint = did_you_mean(str(error.name), files)
    if others:
        callers = ", by ".join(f"templates/{name}:{line}" for name, line in others[:3])
        hint = f"{hint}{'; ' if hint else ''}called by {callers}"
    if isinstance(error, TemplateNotFound):
        return TemplateFailedError(place, f"there is no template “{error.name}”", hint)
    message = str(error.args[-1]) if error.args else type(error).__name__
    return TemplateFailedError(place, message, hint, is_too_much=isinstance(error, TooMuchError))


def _places(error: Exception) -> Iterator[tuple[str, int]]:
    """The lines of templates an error came through, the innermost last."""
    traceback = error.__traceback__
    while traceback:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            yield template.name, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
