"""What the commands say: problems, progress, and numbers a person can read.

Results go to standard output; everything about the work goes to standard error, in plain
lines when that is no terminal. ``NO_COLOR`` is respected (https://no-color.org).
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
"""Work that is done sooner needs no progress report."""


def wants_color() -> bool | None:
    """False when the person asked for none, else None: let the terminal decide."""
    return False if os.environ.get("NO_COLOR") else None


def say(text: str, *, err: bool = True) -> None:
    """Print a line; whoever reads our output may stop reading at any time."""
    click.echo(text, err=err, color=wants_color())


def placed(problems: Iterable[Problem], source: str) -> tuple[Problem, ...]:
    """Problems with paths as seen from where the command was given."""
    folder = "" if source == "." else f"{source.rstrip('/')}/"
    return tuple(
        problem
        if problem.path.startswith(("templates/", "static/", folder or "\0"))
        or problem.path == source
        else replace(problem, path=f"{folder}{problem.path}")
        for problem in problems
    )


def say_problems(problems: Iterable[Problem], *, strict: bool = False, err: bool = True) -> None:
    """Print every problem, and how many there are."""
    problems = tuple(problems)
    for problem in problems:
        text, _, hint = as_text(problem).partition("\n")
        color = "red" if problem.severity is Severity.ERROR else "yellow"
        say(
            f"{click.style(text, fg=color)}\n{hint}" if hint else click.style(text, fg=color),
            err=err,
        )
    if problems:
        counts = Counter(problem.severity for problem in problems)
        said = [counted(count, severity) for severity, count in sorted(counts.items())]
        note = (
            " (--strict: warnings are treated as errors)"
            if strict and counts[Severity.WARNING]
            else ""
        )
        say(f"{' and '.join(said)}{note}", err=err)


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 paper``, ``1,234 papers``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def seconds(duration: float) -> str:
    """A duration in the unit a person would use."""
    return f"{duration * 1000:.0f} ms" if duration < 1 else f"{duration:.1f} s"


class Progress:
    """Names the stage at work, once the work has taken more than a second."""

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
            click.echo("\r\x1b[K", nl=False, err=True, color=True)  # no colour: it erases

    def stage(self, name: str) -> None:
        """Say that a stage begins."""
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
