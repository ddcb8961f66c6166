"""The limits for rendering the pages of a site: steps of work, and characters of text.

A step is one element of a template that is run once, such as a variable that is read; slower
operations count as more steps. Steps are counted and not timed, so that the same templates work on
all computers. The limit for a page grows with the number of pages, because some pages list all
papers. The limit for all pages together is the limit for one page plus a share for each page, so
that many pages with a slow template do not take hours.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from jinja2.exceptions import SecurityError


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit for pages.

    Attributes:
        page: the base limit for one page.
        each: the addition to the limit for one page, for each page of the site.
        share: the addition to the limit for all pages together, for each page of the site.
    """

    page: int
    each: int
    share: int


STEPS: Final = Limit(page=5_000_000, each=2_000, share=30_000)
CHARACTERS: Final = Limit(page=10_000_000, each=10_000, share=100_000)
"""The limits for characters; intermediate texts count too."""


class RefusedError(SecurityError):
    """An operation that templates are not allowed to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class LimitExceededError(RefusedError):
    """A template takes too many steps, or makes too much text."""


class Budget:
    """The remaining steps and characters, for the current page and for all pages of a site."""

    def __init__(self, pages: int) -> None:
        self._most = tuple(one.page + pages * one.each for one in (STEPS, CHARACTERS))
        shares = (pages * one.share for one in (STEPS, CHARACTERS))
        self._all = tuple(most + share for most, share in zip(self._most, shares, strict=True))
        self._used: Counter[str] = Counter()
        self.begin()

    def begin(self) -> None:
        """Start a page."""
        self._given = tuple(map(min, self._most, self._all))
        self.steps, self.characters = self._given

    def end(self, template: str) -> None:
        """End a page: subtract what it used from the limit for all pages."""
        self._used[template] += self._given[0] - self.steps
        left = (max(self.steps, 0), max(self.characters, 0))
        used = (given - one for given, one in zip(self._given, left, strict=True))
        self._all = tuple(all_ - one for all_, one in zip(self._all, used, strict=True))

    @property
    def is_exhausted(self) -> bool:
        """Whether the limit for all pages together is used up."""
        return min(self._all) <= 0

    def step(self, number: int) -> None:
        """Use steps.

        Raises:
            LimitExceededError: if there are not enough left.
        """
        self.steps -= number
        if self.steps < 0:
            raise self._too_much(0, "takes", "steps")

    def write(self, number: int) -> None:
        """Use characters; called before the text is made, if possible.

        Raises:
            LimitExceededError: if there are not enough left.
        """
        self.characters -= number
        if self.characters < 0:
            raise self._too_much(1, "makes", "characters")

    def _too_much(self, which: int, does: str, what: str) -> LimitExceededError:
        most = self._most[which]
        if self._given[which] < most:
            slowest = max(self._used, key=lambda template: self._used[template])
            return LimitExceededError(
                "all pages together exceed the limit",
                f"most of the steps are used by templates/{slowest}",
            )
        return LimitExceededError(
            f"it {does} more than {most:,} {what}",
            "check for nested loops, and for lists or texts that keep growing",
        )
