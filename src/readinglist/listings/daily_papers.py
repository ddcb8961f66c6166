"""The text of a Hugging Face "Daily Papers" page, selected in a browser and pasted.

Browsers paste it in two layouts: with an empty line between paragraphs, or one paragraph a
line. Titles and abstracts take turns; around them stand the page's header (once, or again
wherever a second page was pasted below the first, or not at all), its footer, and since 2025
a block of metadata after each abstract. Nothing marks a title as a title.

The page is read in four steps: lines (:mod:`.lines`), what each looks like on its own
(:mod:`.furniture`), what each is in its place (:mod:`.labelling`), and from there the
entries and the ledger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from readinglist.listings.furniture import (
    Details,
    Form,
    date_at_start,
    details_of,
    form_of,
    header_length,
    number_of,
)
from readinglist.listings.labelling import Label, Role, label
from readinglist.listings.lines import Unit, split_lines, units
from readinglist.model import LINE_KINDS, Entry, Ledger, LineKind
from readinglist.problems import Problem, Severity
from readinglist.text.links import find_links

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME: Final = "Daily Papers page"
UNSURE_BELOW: Final = 0.75
"""A reading that wins by less than this is reported (in the units of :mod:`.evidence`)."""

_KIND: Final = {
    Role.BOILERPLATE: LineKind.BOILERPLATE,
    Role.METADATA: LineKind.METADATA,
    Role.SUBTITLE: LineKind.METADATA,
    Role.TITLE: LineKind.TITLE,
    Role.OPENING: LineKind.ABSTRACT,
    Role.CONTINUATION: LineKind.ABSTRACT,
    Role.ORPHAN: LineKind.NOT_UNDERSTOOD,
}
# "Subscribers", "Subscribed" and "Subscribe to …" are words of a title; "SubscribeWhat" is the
# page's button run into one.
_GLUED_BUTTON: Final = re.compile(r"Subscribe(?=[^\s,:;.!?)\-])(?!rs?\b|d\b|rs?')")
_LONGEST_NAME: Final = 60
_MOST_DOUBTS: Final = 50
"""Reported one by one in a file; the rest are counted."""
_WORDS: Final = (Form.TEXT, Form.NAVIGATION)
"""A name may be any word, even one of the menu's."""
_DOTS: Final = frozenset("·•∙⋅")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: its entries in order, the first header's date, every line's kind."""

    date: str
    entries: tuple[Entry, ...]
    ledger: Ledger
    problems: tuple[Problem, ...]


def detect(text: str) -> bool:  # noqa: ARG001 - this is the format of last resort
    """Always: any text may be a pasted page, and one that is not shows in its ledger."""
    return True


def parse(text: str, path: str) -> Page:
    """Read a page. `path` is named in problems; nothing raises, in time linear in the text."""
    lines = split_lines(text)
    found = _peeled(units(lines))
    forms = _forms(found)
    labels = label(found, forms, _expected(found, forms))
    entries, date = _Assembly(found, forms, labels).run()
    return Page(
        date=date,
        entries=entries,
        ledger=_ledger(len(lines), found, labels),
        problems=(*_wrapped(path, found, forms), *_doubts(path, found, labels)),
    )


def _peeled(found: list[Unit]) -> list[Unit]:
    """Lines in which the page's header was run into what follows, taken apart.

    The pieces keep the line's number; the ledger counts the line as what its last piece is.
    """
    pieces: list[Unit] = []
    button_due = True  # the page shows one "Subscribe" after the line about the mail
    for unit in found:
        text = unit.text
        head = header_length(text) if len(text) < 2000 or text[:1] in "GgNnDdBbHhSs" else 0
        if head:
            pieces.append(replace(unit, text=text[:head].strip()))
            button_due = "subscribe" not in text[:head].lower()
            text = text[head:]
            date = date_at_start(text) if pieces[-1].text.lower().endswith("community") else ""
            if date and len(date) < len(text) and not text[len(date)].isspace():
                pieces.append(replace(unit, text=date))
                text = text[len(date) :]
        elif text.lower() == "subscribe":
            button_due = False
        after_header = head or (not pieces) or form_of(pieces[-1].text) is Form.HEADER
        if button_due and after_header and (glued := _GLUED_BUTTON.match(text)):
            pieces.append(replace(unit, text=glued[0]))
            text = text[glued.end() :]
            button_due = False
        if text.strip():
            pieces.append(replace(unit, text=text.strip()))
    return pieces


def _forms(found: Sequence[Unit]) -> list[Form]:
    """What each unit looks like; the numbers between "Previous" and "Next" are navigation."""
    forms = [form_of(unit.text) for unit in found]
    previous: int | None = None
    for at, form in enumerate(forms):
        if form is Form.NAVIGATION and found[at].text.lower() == "next" and previous is not None:
            forms[previous:at] = [Form.NAVIGATION] * (at - previous)
        if form is Form.NAVIGATION and found[at].text.lower() == "previous":
            previous = at
        elif form not in (Form.NUMBER, Form.RULE):
            previous = None
    return forms


def _expected(found: Sequence[Unit], forms: Sequence[Form]) -> frozenset[int]:
    """Units in a place where only a name or a date stands: the name after "Submitted by" or
    before the dot that leads to an entry's date; the date behind that dot, behind an author
    count, or below the page's header.
    """
    expected = set[int]()
    for at, unit in enumerate(found):
        before = forms[at - 1] if at else Form.TEXT
        if forms[at] is Form.DATE:
            counted = before is Form.DETAILS and not _said_by(found[at - 1].text).date
            if counted or before is Form.HEADER or (at and found[at - 1].text in _DOTS):
                expected.add(at)
        elif forms[at] in _WORDS and len(unit.text) <= _LONGEST_NAME:
            asked = before is Form.DETAILS and _said_by(found[at - 1].text).awaits_name
            dotted = (
                at + 2 < len(found) and found[at + 1].text in _DOTS and forms[at + 2] is Form.DATE
            )
            if asked or dotted:
                expected.add(at)
    return frozenset(expected)


def _said_by(text: str) -> Details:
    return details_of(text) or Details()


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are being read."""

    title: str
    line: int
    page_date: str
    paragraphs: list[str] = field(default_factory=list)
    details: Details = field(default_factory=Details)
    organization: str = ""

    def entry(self) -> Entry:
        abstract = "\n\n".join(self.paragraphs)
        return Entry(
            title=self.title,
            abstract=abstract,
            line=self.line,
            links=find_links(abstract),
            page_date=self.page_date,
            date=self.details.date,
            author_count=self.details.author_count,
            upvotes=self.details.upvotes,
            comments=self.details.comments,
            submitted_by=self.details.submitted_by,
            organization=self.organization,
        )


class _Assembly:
    """Labelled lines -> entries. Metadata waits until it is known which entry it belongs to:
    on some pages votes and the submitter stand before the title, on others after the abstract.
    """

    def __init__(
        self, found: Sequence[Unit], forms: Sequence[Form], labels: Sequence[Label]
    ) -> None:
        self.found, self.forms, self.labels = found, forms, labels
        self.drafts: list[_Draft] = []
        self.page_date = self.first_date = ""
        self.votes_stand_before = self._votes_before_first_title()

    def run(self) -> tuple[tuple[Entry, ...], str]:
        waiting: list[int] = []
        ahead = Details()
        for at, label_ in enumerate(self.labels):
            match label_.role:
                case Role.METADATA | Role.SUBTITLE:
                    waiting.append(at)
                    continue
                case Role.BOILERPLATE:
                    if self.forms[at] is Form.RULE:
                        continue
                    ahead = self._settle(waiting, ahead, at_end=True)
                case Role.TITLE:
                    ahead = self._settle(waiting, ahead)
                    unit = self.found[at]
                    self.drafts.append(_Draft(unit.text, unit.line, self.page_date, details=ahead))
                    ahead = Details()
                case Role.OPENING | Role.CONTINUATION:
                    self._settle(waiting, ahead, within=True)
                    self.drafts[-1].paragraphs.append(self.found[at].text)
                case Role.ORPHAN:
                    ahead = self._settle(waiting, ahead)
            waiting = []
        self._settle(waiting, ahead, at_end=True)
        return tuple(draft.entry() for draft in self.drafts), self.first_date

    def _votes_before_first_title(self) -> bool:
        for at, label_ in enumerate(self.labels):
            if label_.role is Role.TITLE:
                return False
            if label_.role is Role.METADATA and self.forms[at] in (Form.NUMBER, Form.DETAILS):
                return True
        return False

    def _settle(
        self, waiting: list[int], ahead: Details, *, within: bool = False, at_end: bool = False
    ) -> Details:
        """Give a run of metadata to the entry above it; return what belongs to the one below."""
        if not waiting:
            return ahead
        below_header = waiting[0] == 0 or self.labels[waiting[0] - 1].role is Role.BOILERPLATE
        if below_header and self.forms[waiting[0]] is Form.DATE and not within:
            self.page_date = self.found[waiting.pop(0)].text
            self.first_date = self.first_date or self.page_date
        split = self._split(waiting) if self.votes_stand_before and not (within or at_end) else None
        split = 0 if not self.drafts or (below_header and not within) else split
        mine = waiting if split is None else waiting[:split]
        if self.drafts and mine:
            draft = self.drafts[-1]
            draft.details = _joined(draft.details, [self._said(at) for at in mine])
            draft.organization = draft.organization or self._organization(mine)
            draft.details = self._with_name(draft.details, mine)
        theirs = [] if split is None else waiting[split:]
        return self._with_name(
            _joined(ahead, [self._said(at, before=True) for at in theirs]), theirs
        )

    def _split(self, waiting: list[int]) -> int:
        """Where the next entry's metadata begins: behind the last author count or date, and
        behind the comment count that may follow it.
        """
        split = 0
        for place, at in enumerate(waiting):
            said = self._said(at)
            if said.date or said.author_count is not None or said.comments is not None:
                split = place + 1
        counts = [at for at in waiting[split:] if self.forms[at] is Form.NUMBER]
        return split + 1 if len(counts) > 1 and waiting[split] == counts[0] else split

    def _said(self, at: int, *, before: bool = False) -> Details:
        text = self.found[at].text
        labelled = self.found[at - 1].text.lower() if at else ""
        match self.forms[at]:
            case Form.NUMBER if labelled == "github":
                return Details()
            case Form.NUMBER if labelled in ("upvote", "upvotes"):
                return Details(upvotes=number_of(text))
            case Form.DATE:
                return Details(date=text)
            case Form.NUMBER:
                number = number_of(text)
                # A bare number is the votes where votes come first, else the comments.
                return Details(upvotes=number) if before else Details(number=number)
            case Form.DETAILS:
                return _said_by(text)
            case _:
                return Details()

    def _with_name(self, details: Details, run: list[int]) -> Details:
        for before, at in pairwise(run):
            if self.forms[at] in _WORDS and self.forms[before] is Form.DETAILS:
                return replace(details, submitted_by=details.submitted_by or self.found[at].text)
        return details

    def _organization(self, run: list[int]) -> str:
        for at, after in pairwise(run):
            if self.forms[at] in _WORDS and self.forms[after] is Form.RULE:
                return self.found[at].text
        return ""


def _joined(first: Details, more: list[Details]) -> Details:
    """What several lines say together; the first to say a thing is believed."""
    for said in more:
        comments = said.comments
        if said.number is not None and first.comments is None and comments is None:
            comments = said.number
        first = Details(
            date=first.date or said.date,
            author_count=said.author_count if first.author_count is None else first.author_count,
            upvotes=said.upvotes if first.upvotes is None else first.upvotes,
            comments=comments if first.comments is None else first.comments,
            submitted_by=first.submitted_by or said.submitted_by,
        )
    return first


def _ledger(lines: int, found: Sequence[Unit], labels: Sequence[Label]) -> Ledger:
    codes = bytearray([LINE_KINDS.index(LineKind.BOILERPLATE)]) * lines
    for unit, label_ in zip(found, labels, strict=True):
        code = LINE_KINDS.index(_KIND[label_.role])
        for line in range(unit.line, unit.line + unit.lines):
            codes[line - 1] = code
    return Ledger(bytes(codes))


def _wrapped(path: str, found: Sequence[Unit], forms: Sequence[Form]) -> list[Problem]:
    """The warning that paragraphs were told apart by the length of their lines alone."""
    for at in range(1, len(found)):
        above, here = found[at - 1], found[at]
        texts = forms[at - 1] is forms[at] is Form.TEXT and above.block == here.block
        if texts and max(above.lines, here.lines) > 1:
            return [
                Problem(
                    path,
                    here.line,
                    1,
                    "the lines of this file were wrapped, and no empty line tells where a title "
                    "or an abstract ends: it was taken to end at each short line",
                    "paste the page anew without wrapping, or put an empty line after each title "
                    "and each abstract",
                    Severity.WARNING,
                )
            ]
    return []


def _doubts(path: str, found: Sequence[Unit], labels: Sequence[Label]) -> list[Problem]:
    """Lines not understood, a problem a run; and each reading that was a close call."""
    doubts: list[Problem] = []
    if len(found) > 1 and found[0].text == "Subscribe" and found[0].line == found[1].line:
        doubts.append(
            Problem(
                path,
                found[0].line,
                1,
                "“Subscribe” at the start of the first title was taken for the page's button, "
                "though no header is above it",
                "if it belongs to the title, put a line “Subscribe” above",
                Severity.WARNING,
            )
        )
    for role, group in groupby(range(len(found)), key=lambda at: labels[at].role):
        run = list(group)
        if role is Role.ORPHAN:
            lines = f"{len(run)} lines are" if len(run) > 1 else "this line is"
            doubts.append(
                Problem(
                    path,
                    found[run[0]].line,
                    1,
                    f"{lines} not understood: “{_excerpt(found[run[0]].text)}”",
                    "an abstract needs its title on the line before; what belongs to no paper "
                    "can be left out of the file",
                    Severity.WARNING,
                )
            )
            continue
        doubts.extend(
            Problem(
                path,
                found[at].line,
                1,
                f"unsure what this line is; read as {_described(role)}: "
                f"“{_excerpt(found[at].text)}”",
                "if that is wrong, separate the entries by an empty line, or join the lines "
                "of one paragraph",
                Severity.WARNING,
            )
            for at in run
            if labels[at].margin < UNSURE_BELOW
        )
    if len(doubts) > _MOST_DOUBTS:
        more = doubts[_MOST_DOUBTS:]
        doubts[_MOST_DOUBTS:] = [
            Problem(
                path,
                more[0].line,
                1,
                f"{len(more)} more places of this file were not understood for sure",
                "is this file a listing? look at its beginning first",
                Severity.WARNING,
            )
        ]
    return doubts


def _described(role: Role) -> str:
    kind = _KIND[role]
    return {
        LineKind.TITLE: "a title",
        LineKind.ABSTRACT: "part of the abstract",
        LineKind.METADATA: "metadata",
    }.get(kind, "boilerplate")


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
