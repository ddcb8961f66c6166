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
    date_of,
    details_of,
    form_of,
    header_length,
    number_of,
)
from readinglist.listings.labelling import Label, Role, label
from readinglist.listings.lines import Unit, split_lines, units
from readinglist.model import LINE_KINDS, Entry, Ledger, LineKind, Link
from readinglist.problems import Problem, Severity
from readinglist.text.links import find_links

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_USUAL_SHARE: Final = 0.7
"""Of the titles; where this many have an abstract, at least three, one without is reported."""
_SENTENCE: Final = re.compile(r"(?<! Inc)(?<! Ltd)(?<! Co)(?<! Corp)[.,;:!?。！？؟।]$|://")
"""No name ends so."""
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
    """Units in a place where only a name or a date stands: the name after "Submitted by", or
    before the dot that leads to an entry's date or, below its text, to its author count; the
    date behind that dot, behind an author count, or below the page's header.
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
            dot = found[at + 1].text if at + 1 < len(found) else ""
            behind = at + 2 if dot in _DOTS else at + 1
            if asked or (dot in _DOTS and behind < len(found) and forms[behind] is Form.DATE):
                expected.add(at)
            # Above an author count may as well stand the end of a short abstract, or a title
            # without one; the latter does not stand below text.
            if (
                at > 0
                and before is Form.TEXT
                and dot[:1] in _DOTS
                and behind < len(found)
                and _tells_of_entry(found[behind].text)
                and not _SENTENCE.search(unit.text)
            ):
                expected.add(at)
    return frozenset(expected)


def _tells_of_entry(text: str) -> bool:
    said = _said_by(text)
    return bool(said.date) or said.author_count is not None


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

    def entry(self) -> Entry:
        abstract = "\n\n".join(self.paragraphs)
        links = find_links(abstract)
        urls = {link.url for link in links}
        beside = {link.url: link for link in self.details.links if link.url not in urls}
        return Entry(
            title=self.title,
            abstract=abstract,
            line=self.line,
            links=(*links, *beside.values()),
            page_date=self.page_date,
            date=self.details.date,
            author_count=self.details.author_count,
            upvotes=self.details.upvotes,
            comments=self.details.comments,
            submitted_by=self.details.submitted_by,
            organization=self.details.organization,
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
        self.votes_stand_before = self._votes_stand_before()

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

    def _votes_stand_before(self) -> list[bool]:
        """For each line whether, in its section, votes and submitter stand before the title.

        A section is what stands between two headers: one page, as it was selected.
        """
        headers = [self._is_header(at) for at in range(len(self.labels))]
        starts = [at for at, (one, two) in enumerate(pairwise(headers), 1) if two and not one]
        before: list[bool] = []
        for start, end in pairwise((0, *starts, len(self.labels))):
            before += [self._section_votes_before(start, end)] * (end - start)
        return before

    def _is_header(self, at: int) -> bool:
        """Whether a line is part of a header, and no lone word of the menu between entries."""
        if self.labels[at].role is not Role.BOILERPLATE or self.forms[at] is Form.RULE:
            return False
        beside = [self.labels[near] for near in (at - 1, at + 1) if 0 <= near < len(self.labels)]
        return (
            self.forms[at] is Form.HEADER
            or any(label_.role is Role.BOILERPLATE for label_ in beside)
            or self.forms[at + 1 : at + 2] == [Form.DATE]
        )

    def _section_votes_before(self, start: int, end: int) -> bool:
        runs: list[list[int]] = [[]]  # of metadata: above the first title, then below each
        for at in range(start, end):
            role = self.labels[at].role
            if role is Role.TITLE:
                runs.append([])
            elif role in (Role.METADATA, Role.SUBTITLE):
                runs[-1].append(at)
        above, *between = runs[:-1] or [[]]
        if len(runs) > 1 and any(
            self.forms[at] in (Form.NUMBER, Form.DETAILS) and self.labels[at].role is Role.METADATA
            for at in above
        ):
            return True
        # Selected from the first title on: every entry's votes but the first's are there, below
        # the entry above. So they are missing below the last.
        last = runs[-1]
        return any(map(self._has_next_votes, between)) and not self._has_next_votes(last)

    def _has_next_votes(self, run: list[int]) -> bool:
        """Whether a run ends in what can only be a submitter or votes, below the entry's own."""
        split = self._split(run)
        tail = run[split:]
        numbers = [at for at in tail if self.forms[at] is Form.NUMBER]
        commented = bool(split) and self.forms[run[split - 1]] is Form.NUMBER and bool(numbers)
        return (
            commented
            or any(said.submitted_by or said.awaits_name for said in map(self._said, tail))
            or any(number_of(self.found[at].text) is None for at in numbers)
        )

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
        votes_below = waiting and self.votes_stand_before[waiting[0]] and not (within or at_end)
        split = self._split(waiting) if votes_below else None
        split = 0 if not self.drafts or (below_header and not within) else split
        mine = waiting if split is None else waiting[:split]
        if self.drafts and mine:
            draft = self.drafts[-1]
            votes = self._leading_votes(mine) if draft.details.upvotes is None else -1
            said = [self._said(at, before=at == votes) for at in mine]
            draft.details = self._with_name(_joined(draft.details, said), mine)
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
                return Details(date=date_of(text))
            case Form.NUMBER:
                number = number_of(text)
                # A bare number is the votes where votes come first, else the comments.
                return Details(upvotes=number) if before else Details(number=number)
            case Form.DETAILS:
                return _said_by(text)
            case Form.LINK:
                return Details(links=tuple(Link(link.url, link.kind) for link in find_links(text)))
            case _:
                return Details()

    def _leading_votes(self, run: list[int]) -> int:
        """The bare number above an entry's author count or date: its votes; else -1."""
        number = -1
        for at in run:
            if self.forms[at] is Form.DATE or _tells_of_entry(self.found[at].text):
                return number
            if self.forms[at] is Form.NUMBER and number < 0:
                number = at
        return -1

    def _with_name(self, details: Details, run: list[int]) -> Details:
        """With the names that stand on lines of their own."""
        for above, below in pairwise(run):
            if self.forms[below] in _WORDS and self._said(above).awaits_name:
                name = details.submitted_by or self.found[below].text
                details = replace(details, submitted_by=name)
            elif self.forms[above] in _WORDS and self.found[below].text[0] in _DOTS:
                name = details.organization or self.found[above].text
                details = replace(details, organization=name)
        return details


def _joined(first: Details, more: list[Details]) -> Details:
    """What several lines say together; the first to say a thing is believed."""
    links = tuple(link for said in (first, *more) for link in said.links)
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
            organization=first.organization or said.organization,
        )
    return replace(first, links=links)


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
                    "the lines of this file are wrapped, and no empty lines separate titles "
                    "and abstracts: each short line was taken as the end of a paragraph",
                    "paste the page again without wrapping, or put an empty line after each title "
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
                "“Subscribe” at the start of the first title was read as the page's button, "
                "although there is no header above it",
                "if it belongs to the title, add a line “Subscribe” above it",
                Severity.WARNING,
            )
        )
    bare = _without_abstract(labels)
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
                    "an abstract must follow its title; lines that belong to no paper "
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
                f"no abstract follows this title: “{_excerpt(found[at].text)}”",
                "check whether this line and the one below it are titles; a line that belongs to "
                "a paper but is neither its title nor its abstract can be left out of the file",
                Severity.WARNING,
            )
            if at in bare
            else Problem(
                path,
                found[at].line,
                1,
                f"this line is ambiguous and was read as {_described(role)}: "
                f"“{_excerpt(found[at].text)}”",
                "if that is wrong, separate the entries by an empty line, or join the lines "
                "of one paragraph",
                Severity.WARNING,
            )
            for at in run
            if at in bare or labels[at].margin < UNSURE_BELOW
        )
    if len(doubts) > _MOST_DOUBTS:
        more = doubts[_MOST_DOUBTS:]
        doubts[_MOST_DOUBTS:] = [
            Problem(
                path,
                more[0].line,
                1,
                f"{len(more)} more lines of this file are ambiguous or not understood",
                "check whether this file is a listing",
                Severity.WARNING,
            )
        ]
    return doubts


def _without_abstract(labels: Sequence[Label]) -> frozenset[int]:
    """The titles without an abstract, on a page where that is unusual."""
    bare = set[int]()
    titles = 0
    last = -1
    for at, label_ in enumerate(labels):
        if label_.role is Role.TITLE:
            titles += 1
            last = at
            bare.add(at)
        elif label_.role is Role.OPENING:
            bare.discard(last)
    complete = titles - len(bare)
    return frozenset(bare if complete >= max(3, _USUAL_SHARE * titles) else ())


def _described(role: Role) -> str:
    kind = _KIND[role]
    return {
        LineKind.TITLE: "a title",
        LineKind.ABSTRACT: "part of the abstract",
        LineKind.METADATA: "metadata",
    }.get(kind, "boilerplate")


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
