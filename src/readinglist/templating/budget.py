"""What the pages of a site may cost: steps of work, and characters made.

A step is one element of a template that is run once, such as a variable that is read; what costs
more takes more of them. They are counted, not timed, so that a template that is stopped on one
computer is stopped on every other. How much a page may use grows with the site, because some
pages name every paper. All pages together may use that once and what ordinary pages need, so
that many pages with a slow template do not add up to hours.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from jinja2.exceptions import SecurityError


@dataclass(frozen=True, slots=True)
class Limit:
    """How much pages may use of something.

    Attributes:
        page: what any page may.
        each: what a page may besides, for every page of the site.
        share: what a page adds to what all pages may use together.
    """

    page: int
    each: int
    share: int


STEPS: Final = Limit(page=5_000_000, each=2_000, share=30_000)
CHARACTERS: Final = Limit(page=10_000_000, each=10_000, share=100_000)
"""Characters of everything that is made, those of parts that are put together later."""


class RefusedError(SecurityError):
    """A template does what no template may do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class TooMuchError(RefusedError):
    """A template does not come to an end, or makes too much text."""


class Budget:
    """What is left to spend, for the page being made and for all pages of a site."""

    def __init__(self, pages: int) -> None:
        self._most = tuple(one.page + pages * one.each for one in (STEPS, CHARACTERS))
        shares = (pages * one.share for one in (STEPS, CHARACTERS))
        self._all = tuple(most + share for most, share in zip(self._most, shares, strict=True))
        self._used: Counter[str] = Counter()
        self.begin()

    def begin(self) -> None:
        """Begin a page."""
        self._given = tuple(map(min, self._most, self._all))
        self.steps, self.characters = self._given

    def end(self, template: str) -> None:
        """Take what the page of a template used from what all pages may use."""
        self._used[template] += self._given[0] - self.steps
        left = (max(self.steps, 0), max(self.characters, 0))
        used = (given - one for given, one in zip(self._given, left, strict=True))
        self._all = tuple(all_ - one for all_, one in zip(self._all, used, strict=True))

    @property
    def is_spent(self) -> bool:
        """Whether all pages together have used what they may."""
        return min(self._all) <= 0

    def step(self, number: int) -> None:
        """Spend steps.

        Raises:
            TooMuchError: when there are not that many left.
        """
        self.steps -= number
        if self.steps < 0:
            raise self._too_much(0, "takes", "steps")

    def write(self, number: int) -> None:
        """Spend characters, before they are made where that is possible.

        Raises:
            TooMuchError: when there are not that many left.
        """
        self.characters -= number
        if self.characters < 0:
            raise self._too_much(1, "makes", "characters")

    def _too_much(self, which: int, does: str, what: str) -> TooMuchError:
        most = self._most[which]
        if self._given[which] < most:
            slowest = max(self._used, key=lambda template: self._used[template])
            return TooMuchError(
                "the pages of the site take too much work together",
                f"most of it goes into the pages of templates/{slowest}",
            )
        return TooMuchError(
            f"it {does} more than {most:,} {what}",
            "is there a loop in a loop, or a list or a text that keeps growing?",
        )
