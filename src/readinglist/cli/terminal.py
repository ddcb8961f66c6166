"""Output of the commands: problems, progress and numbers.

Results are printed to stdout, everything else to stderr. ``NO_COLOR`` is supported
(https://no-color.org).
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import click

from readinglist.problems import Problem, Severity, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

_QUIET_SECONDS = 1.0
"""Seconds before progress is shown."""


def wants_color() -> bool | None:
    """Return False if ``NO_COLOR`` is set, else None: click then decides."""
    return False if os.environ.get("NO_COLOR") else None


def print_line(text: str, *, err: bool = True) -> None:
    """Print a line to stderr, or to stdout if `err` is false."""
    click.echo(text, err=err, color=wants_color())


def with_folder(problems: Iterable[Problem], source: str) -> tuple[Problem, ...]:
    """Return the problems with paths relative to the working directory."""
    folder = "" if source == "." else f"{source.rstrip('/')}/"
    return tuple(
        problem
        if problem.path.startswith(("templates/", "static/", folder or "\0"))
        or problem.path == source
        else replace(problem, path=f"{folder}{problem.path}")
        for problem in problems
    )


def print_problems(problems: Iterable[Problem], *, strict: bool = False, err: bool = True) -> None:
    """Print all problems and the number of errors and warnings."""
    problems = tuple(problems)
    for problem in problems:
        text, _, hint = as_text(problem).partition("\n")
        color = "red" if problem.severity is Severity.ERROR else "yellow"
        print_line(
            f"{click.style(text, fg=color)}\n{hint}" if hint else click.style(text, fg=color),
            err=err,
        )
    if problems:
        counts = Counter(problem.severity for problem in problems)
        parts = [counted(count, severity) for severity, count in sorted(counts.items())]
        note = (
            " (--strict: warnings are treated as errors)"
            if strict and counts[Severity.WARNING]
            else ""
        )
        print_line(f"{' and '.join(parts)}{note}", err=err)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 paper``, ``1,234 papers``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def seconds(duration: float) -> str:
    """Format a duration in seconds, as milliseconds below one second."""
    return f"{duration * 1000:.0f} ms" if duration < 1 else f"{duration:.1f} s"


class Progress:
    """Context manager that shows the current stage if the work takes more than a second."""

    def __init__(self) -> None:
        """Start the clock."""
        self.started = time.perf_counter()
        self.stage_name = "reading"
        self.showing = False
        self.timer = threading.Timer(_QUIET_SECONDS, self._show)
        self.timer.daemon = True

    def __enter__(self) -> Self:
        self.timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.timer.cancel()
        if self.showing and sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True, color=True)  # erases the line

    def stage(self, name: str) -> None:
        """Set the current stage."""
        self.stage_name = name
        if self.showing:
            self._show()

    @property
    def elapsed(self) -> float:
        """Seconds since the work began."""
        return time.perf_counter() - self.started

    def _show(self) -> None:
        self.showing = True
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{self.stage_name} …", nl=False, err=True, color=True)
        else:
            click.echo(f"{self.stage_name} …", err=True)
