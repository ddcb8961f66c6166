"""Jinja's sandbox, configured so that templates can be stopped and errors have line numbers."""

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
from readinglist.templating.budget import Budget, LimitExceededError
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
"""The name, in lower case, of a file in the folder of templates that is not a template."""


def as_markup(html: str) -> str:
    """Mark HTML from this program as safe, so that templates do not escape it."""
    return Markup(html)


@dataclass(frozen=True, slots=True)
class TemplateApi:
    """The values and functions that templates can use.

    Attributes:
        names: global values and functions. The result of a function must depend only on its
            arguments.
        filters: functions of a text or a date.
        brief: the names of filters whose time does not depend on the length of the text.
        members: the names of methods that templates can call, and of attributes of types that
            are not frozen dataclasses. All fields and properties of frozen dataclasses can be
            read.
    """

    names: Mapping[str, object] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    brief: Collection[str] = ()
    members: Mapping[type, frozenset[str]] = field(default_factory=dict)


class TemplateFailedError(Exception):
    """A template has a syntax error, or failed.

    Attributes:
        template: the name of the template.
        line, column: the position of the error, from 1.
        message: the error message.
        hint: how to fix it, or ``""``.
        is_syntax: whether the template has a syntax error.
        is_over_limit: whether the template was stopped because it exceeded a limit.
    """

    def __init__(
        self,
        location: tuple[str, int],
        message: str,
        hint: str = "",
        *,
        column: int = 1,
        is_syntax: bool = False,
        is_over_limit: bool = False,
    ) -> None:
        self.message = shown(" ".join(message.split()))[:_LONGEST_MESSAGE]
        super().__init__(self.message)
        self.template, self.line = location
        self.column = column
        self.hint = hint
        self.is_syntax = is_syntax
        self.is_over_limit = is_over_limit


class Templates:
    """A set of templates.

    Args:
        files: the templates by name, in UTF-8.
        api: the values and functions that they can use.
        escape: whether values are escaped for HTML.
        written: converts values for another language than HTML, instead of escaping.
        pages: the number of pages that will be rendered; the limits depend on it.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        api: TemplateApi,
        *,
        escape: bool = True,
        written: Callable[[object], str | None] | None = None,
        pages: int = 1,
    ) -> None:
        self._environment = _Environment(files, api, escape=escape, written=written, pages=pages)

    @property
    def is_exhausted(self) -> bool:
        """Whether the limit for all pages together is used up."""
        return self._environment.budget.is_exhausted

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Render a template.

        Raises:
            TemplateFailedError: for any error, with its position in the template.
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
        raise failed  # not chained, because the first error keeps all values alive


class _Template(Template):
    """A template whose module (for imports by other templates) is created for each page.

    Jinja caches modules, including the state of their macros. A page would then depend on the
    pages that were rendered before it.
    """

    environment: _Environment

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """Create the context; its names are copied, which counts as steps."""
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
        api: TemplateApi,
        *,
        escape: bool,
        written: Callable[[object], str | None] | None,
        pages: int,
    ) -> None:
        Values.__init__(self, Budget(pages), api.members)
        self.written = written
        ImmutableSandboxedEnvironment.__init__(
            self,
            loader=FunctionLoader(self._source),
            autoescape=escape,
            undefined=Unknown,
            optimized=False,  # otherwise Jinja evaluates constants without counting steps
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # templates do not change during a build
        )
        self.files = files
        self.step = self.budget.step
        self._modules: dict[str | None, TemplateModule] = {}
        self._kept_modules: dict[str | None, TemplateModule] = {}
        self._kept_imports: dict[str | None, tuple[str, ...] | None] = {}
        self._unreadable: dict[str, TemplateSyntaxError] = {}
        self.globals = {"namespace": Namespace, **self.with_functions(api.names)}
        self.filters = filters_of(self, self, api.filters, api.brief)
        self.tests = cast("dict[str, Any]", tests_of(self))

    def with_functions(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Wrap the functions among some values for templates."""
        return {
            name: self.wrap(name, value) if callable(value) else value
            for name, value in values.items()
        }

    def begin(self) -> None:
        """Start a page."""
        self.budget.begin()
        self._modules.clear()
        self._depth = 0

    def module(self, template: Template) -> TemplateModule:
        """Return the module of a template; it is shared between pages only if it has no state."""
        name = template.name
        module = self._kept_modules.get(name) or self._modules.get(name)
        if module is None:
            module = template.make_module()
            imports = self._kept_imports[name]
            is_kept = imports is not None and all(one in self._kept_modules for one in imports)
            (self._kept_modules if is_kept else self._modules)[name] = module
        return module

    def concat(self, parts: Iterable[str]) -> str:
        """Join the parts of the output."""
        texts = [*parts]
        self.budget.write(sum(map(len, texts)))
        return "".join(texts)

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise the error again, without changing its traceback."""
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
            message, hint = "it is not UTF-8", "save it as UTF-8"
            raise UnreadableError(message, line, name, column=column, hint=hint) from error
        return text, f"templates/{name}", lambda: True

    def _load_template(
        self,
        name: str,
        globals: MutableMapping[str, Any] | None,  # noqa: A002 - Jinja's
    ) -> Template:
        if name in self._unreadable:  # parse a broken template only once
            raise self._unreadable[name].with_traceback(None)
        try:
            return super()._load_template(name, globals)
        except TemplateSyntaxError as error:
            error.name = name  # Jinja sometimes sets the file name instead
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
        return str(generator.stream.getvalue())  # type: ignore[attr-defined] # a StringIO, typed as a TextIO

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return compile(source, filename, "exec")
        except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
            at = getattr(error, "lineno", None) or 0
            line = max((one for one, code in self._lines if code <= at), default=1)
            raise UnreadableError("its elements are nested too deeply", line) from error


def _failure(error: Exception, asked: str, files: Mapping[str, bytes]) -> TemplateFailedError:
    """Convert an error to one with a location in a template."""
    hint = getattr(error, "hint", "")
    if isinstance(error, TemplateSyntaxError):
        location = error.name or asked, error.lineno
        column = getattr(error, "column", 1)
        message = str(error.message)
        return TemplateFailedError(location, message, hint, column=column, is_syntax=True)
    locations = list(_locations(error))
    if isinstance(error, RecursionError):
        times = Counter(locations)
        location = max(reversed(locations), key=lambda one: times[one], default=(asked, 1))
        message = "templates, macros or lists contain each other without end"
        return TemplateFailedError(location, message)
    location = locations[-1] if locations else (asked, 1)
    others = [one for one in dict.fromkeys(reversed(locations)) if one[0] != location[0]]
    if isinstance(error, TemplateNotFound):
        hint = did_you_mean(str(error.name), files)
    if others:
        callers = ", by ".join(f"templates/{name}:{line}" for name, line in others[:3])
        hint = f"{hint}{'; ' if hint else ''}called by {callers}"
    if isinstance(error, TemplateNotFound):
        return TemplateFailedError(location, f"there is no template “{error.name}”", hint)
    message = str(error.args[-1]) if error.args else type(error).__name__
    is_over_limit = isinstance(error, LimitExceededError)
    return TemplateFailedError(location, message, hint, is_over_limit=is_over_limit)


def _locations(error: Exception) -> Iterator[tuple[str, int]]:
    """Yield the lines of templates in the traceback of an error, the innermost last."""
    traceback = error.__traceback__
    while traceback:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            yield template.name, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
