"""Parse the text of a Hugging Face "Daily Papers" page that was copied from a browser.

Browsers copy it in two layouts: with a blank line between paragraphs, or one paragraph per line.
Titles and abstracts alternate. There are also the header of the page (once, several times if
several pages were pasted, or not at all), its footer, and since 2025 metadata after each abstract.
Titles are not marked as such.

A page is parsed in four steps: lines (:mod:`.lines`), their forms (:mod:`.line_forms`), their roles
(:mod:`.line_roles`), and from these the entries and the ledger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from readinglist.listings.line_forms import (
    Details,
    Form,
    date_at_start,
    date_of,
    details_of,
    form_of,
    header_length,
    number_of,
)
from readinglist.listings.line_roles import AssignedRole, Role, assign_roles
from readinglist.listings.lines import Unit, split_lines, units
from readinglist.listings.page import Page
from readinglist.model import LINE_KINDS, Entry, Ledger, LineKind, Link
from readinglist.problems import Problem, Severity
from readinglist.text.links import find_links

if TYPE_CHECKING:
    from collections.abc import Sequence

UNSURE_BELOW: Final = 0.75
"""Lines with a smaller margin are reported, in the unit of :mod:`.evidence`."""

_KIND: Final = {
    Role.BOILERPLATE: LineKind.BOILERPLATE,
    Role.METADATA: LineKind.METADATA,
    Role.SUBTITLE: LineKind.METADATA,
    Role.TITLE: LineKind.TITLE,
    Role.OPENING: LineKind.ABSTRACT,
    Role.CONTINUATION: LineKind.ABSTRACT,
    Role.ORPHAN: LineKind.NOT_UNDERSTOOD,
}
# "Subscribers", "Subscribed" and "Subscribe to …" are words of a title; in "SubscribeWhat", the
# button is joined with the title.
_GLUED_BUTTON: Final = re.compile(r"Subscribe(?=[^\s,:;.!?)\-])(?!rs?\b|d\b|rs?')")
_LONGEST_NAME: Final = 60
_MOST_WARNINGS: Final = 50
"""Maximum number of warnings per file; the rest are counted."""
_WORDS: Final = (Form.TEXT, Form.NAVIGATION)
"""Forms that a name can have."""
_USUAL_SHARE: Final = 0.7
"""If this share of at least three titles has an abstract, titles without one are reported."""
_SENTENCE: Final = re.compile(r"(?<! Inc)(?<! Ltd)(?<! Co)(?<! Corp)[.,;:!?。！？؟।]$|://")
"""Names do not end like this."""
_DOTS: Final = frozenset("·•∙⋅")


def parse(text: str, path: str) -> Page:
    """Parse a page in linear time; never raises. `path` is the path in problems."""
    lines = split_lines(text)
    found = _without_headers_in_lines(units(lines))
    forms = _forms(found)
    roles = assign_roles(found, forms, _expected(found, forms))
    entries, date = _Assembly(found, forms, roles).run()
    return Page(
        date=date,
        entries=entries,
        ledger=_ledger(len(lines), found, roles),
        problems=(*_wrapped(path, found, forms), *_warnings(path, found, roles)),
    )


def _without_headers_in_lines(found: list[Unit]) -> list[Unit]:
    """Split lines in which the header of the page is joined with other text.

    The parts keep the number of the line. In the ledger, the line has the kind of its last part.
    """
    pieces: list[Unit] = []
    button_due = True  # the header has one "Subscribe"
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
    """Return the form of each unit; numbers between "Previous" and "Next" are navigation."""
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
    """Return the units at which only a name or date is expected.

    These are the name after "Submitted by"; the name before a dot that precedes the date or, below
    an abstract, the author count of an entry; and the date after that dot, after an author count,
    or below the header of the page.
    """
    expected = set[int]()
    for at, unit in enumerate(found):
        before = forms[at - 1] if at else Form.TEXT
        if forms[at] is Form.DATE:
            counted = before is Form.DETAILS and not _details_of(found[at - 1].text).date
            if counted or before is Form.HEADER or (at and found[at - 1].text in _DOTS):
                expected.add(at)
        elif forms[at] in _WORDS and len(unit.text) <= _LONGEST_NAME:
            asked = before is Form.DETAILS and _details_of(found[at - 1].text).expects_name
            dot = found[at + 1].text if at + 1 < len(found) else ""
            behind = at + 2 if dot in _DOTS else at + 1
            if asked or (dot in _DOTS and behind < len(found) and forms[behind] is Form.DATE):
                expected.add(at)
            # The line above an author count can also be the end of a short abstract, or a title
            # without an abstract; such a title is not below text.
            if (
                at > 0
                and before is Form.TEXT
                and dot[:1] in _DOTS
                and behind < len(found)
                and _has_date_or_authors(found[behind].text)
                and not _SENTENCE.search(unit.text)
            ):
                expected.add(at)
    return frozenset(expected)


def _has_date_or_authors(text: str) -> bool:
    details = _details_of(text)
    return bool(details.date) or details.author_count is not None


def _details_of(text: str) -> Details:
    return details_of(text) or Details()


@dataclass(slots=True)
class _Draft:
    """An entry that is being assembled."""

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
    """Makes entries from lines with roles.

    Metadata is collected until it is known which entry it belongs to: votes and submitter come
    before the title on some pages, and after the abstract on others.
    """

    def __init__(
        self, found: Sequence[Unit], forms: Sequence[Form], roles: Sequence[AssignedRole]
    ) -> None:
        self.found, self.forms, self.roles = found, forms, roles
        self.drafts: list[_Draft] = []
        self.page_date = self.first_date = ""
        self.votes_come_first = self._votes_come_first()

    def run(self) -> tuple[tuple[Entry, ...], str]:
        pending: list[int] = []
        details_of_next = Details()
        for at, assigned in enumerate(self.roles):
            match assigned.role:
                case Role.METADATA | Role.SUBTITLE:
                    pending.append(at)
                    continue
                case Role.BOILERPLATE:
                    if self.forms[at] is Form.RULE:
                        continue
                    details_of_next = self._assign_metadata(pending, details_of_next, at_end=True)
                case Role.TITLE:
                    details_of_next = self._assign_metadata(pending, details_of_next)
                    unit = self.found[at]
                    self.drafts.append(
                        _Draft(unit.text, unit.line, self.page_date, details=details_of_next)
                    )
                    details_of_next = Details()
                case Role.OPENING | Role.CONTINUATION:
                    self._assign_metadata(pending, details_of_next, within=True)
                    self.drafts[-1].paragraphs.append(self.found[at].text)
                case Role.ORPHAN:
                    details_of_next = self._assign_metadata(pending, details_of_next)
            pending = []
        self._assign_metadata(pending, details_of_next, at_end=True)
        return tuple(draft.entry() for draft in self.drafts), self.first_date

    def _votes_come_first(self) -> list[bool]:
        """Return for each line whether votes and submitter come before the title in its section.

        A section is the text between two headers, that is, one page.
        """
        headers = [self._is_header(at) for at in range(len(self.roles))]
        starts = [at for at, (one, two) in enumerate(pairwise(headers), 1) if two and not one]
        before: list[bool] = []
        for start, end in pairwise((0, *starts, len(self.roles))):
            before += [self._section_votes_before(start, end)] * (end - start)
        return before

    def _is_header(self, at: int) -> bool:
        """Return whether a line is part of a header, and not a single word of the menu."""
        if self.roles[at].role is not Role.BOILERPLATE or self.forms[at] is Form.RULE:
            return False
        beside = [self.roles[near] for near in (at - 1, at + 1) if 0 <= near < len(self.roles)]
        return (
            self.forms[at] is Form.HEADER
            or any(assigned.role is Role.BOILERPLATE for assigned in beside)
            or self.forms[at + 1 : at + 2] == [Form.DATE]
        )

    def _section_votes_before(self, start: int, end: int) -> bool:
        runs: list[list[int]] = [[]]  # metadata above the first title, then below each title
        for at in range(start, end):
            role = self.roles[at].role
            if role is Role.TITLE:
                runs.append([])
            elif role in (Role.METADATA, Role.SUBTITLE):
                runs[-1].append(at)
        above, *between = runs[:-1] or [[]]
        if len(runs) > 1 and any(
            self.forms[at] in (Form.NUMBER, Form.DETAILS) and self.roles[at].role is Role.METADATA
            for at in above
        ):
            return True
        # If the copied text begins with the first title, its votes are missing, and those of each
        # other entry are below the entry before it. So the last entry has none below.
        last = runs[-1]
        return any(map(self._has_next_votes, between)) and not self._has_next_votes(last)

    def _has_next_votes(self, run: list[int]) -> bool:
        """Return whether metadata ends in a submitter or votes that belong to the next entry."""
        split = self._split(run)
        tail = run[split:]
        numbers = [at for at in tail if self.forms[at] is Form.NUMBER]
        commented = bool(split) and self.forms[run[split - 1]] is Form.NUMBER and bool(numbers)
        return (
            commented
            or any(
                details.submitted_by or details.expects_name for details in map(self._details, tail)
            )
            or any(number_of(self.found[at].text) is None for at in numbers)
        )

    def _assign_metadata(
        self,
        pending: list[int],
        details_of_next: Details,
        *,
        within: bool = False,
        at_end: bool = False,
    ) -> Details:
        """Add metadata to the entry above it; return the part that belongs to the next entry."""
        if not pending:
            return details_of_next
        below_header = pending[0] == 0 or self.roles[pending[0] - 1].role is Role.BOILERPLATE
        if below_header and self.forms[pending[0]] is Form.DATE and not within:
            self.page_date = self.found[pending.pop(0)].text
            self.first_date = self.first_date or self.page_date
        votes_below = pending and self.votes_come_first[pending[0]] and not (within or at_end)
        split = self._split(pending) if votes_below else None
        split = 0 if not self.drafts or (below_header and not within) else split
        mine = pending if split is None else pending[:split]
        if self.drafts and mine:
            draft = self.drafts[-1]
            votes = self._leading_votes(mine) if draft.details.upvotes is None else -1
            details = [self._details(at, before=at == votes) for at in mine]
            draft.details = self._with_name(_joined(draft.details, details), mine)
        theirs = [] if split is None else pending[split:]
        return self._with_name(
            _joined(details_of_next, [self._details(at, before=True) for at in theirs]), theirs
        )

    def _split(self, pending: list[int]) -> int:
        """Return the index at which the metadata of the next entry begins.

        This is after the last author count or date, and after a comment count that follows it.
        """
        split = 0
        for number, at in enumerate(pending):
            details = self._details(at)
            if details.date or details.author_count is not None or details.comments is not None:
                split = number + 1
        counts = [at for at in pending[split:] if self.forms[at] is Form.NUMBER]
        return split + 1 if len(counts) > 1 and pending[split] == counts[0] else split

    def _details(self, at: int, *, before: bool = False) -> Details:
        text = self.found[at].text
        above = self.found[at - 1].text.lower() if at else ""
        match self.forms[at]:
            case Form.NUMBER if above == "github":
                return Details()
            case Form.NUMBER if above in ("upvote", "upvotes"):
                return Details(upvotes=number_of(text))
            case Form.DATE:
                return Details(date=date_of(text))
            case Form.NUMBER:
                number = number_of(text)
                # A number is the votes if votes come first, else the comments.
                return Details(upvotes=number) if before else Details(number=number)
            case Form.DETAILS:
                return _details_of(text)
            case Form.LINK:
                return Details(links=tuple(Link(link.url, link.kind) for link in find_links(text)))
            case _:
                return Details()

    def _leading_votes(self, run: list[int]) -> int:
        """Return the index of the votes before the author count or date, or -1."""
        number = -1
        for at in run:
            if self.forms[at] is Form.DATE or _has_date_or_authors(self.found[at].text):
                return number
            if self.forms[at] is Form.NUMBER and number < 0:
                number = at
        return -1

    def _with_name(self, details: Details, run: list[int]) -> Details:
        """Return details with names that are on separate lines."""
        for above, below in pairwise(run):
            if self.forms[below] in _WORDS and self._details(above).expects_name:
                name = details.submitted_by or self.found[below].text
                details = replace(details, submitted_by=name)
            elif self.forms[above] in _WORDS and self.found[below].text[0] in _DOTS:
                name = details.organization or self.found[above].text
                details = replace(details, organization=name)
        return details


def _joined(first: Details, more: list[Details]) -> Details:
    """Combine the details of several lines; for each value, the first is used."""
    links = tuple(link for details in (first, *more) for link in details.links)
    for details in more:
        comments = details.comments
        if details.number is not None and first.comments is None and comments is None:
            comments = details.number
        first = Details(
            date=first.date or details.date,
            author_count=details.author_count if first.author_count is None else first.author_count,
            upvotes=details.upvotes if first.upvotes is None else first.upvotes,
            comments=comments if first.comments is None else first.comments,
            submitted_by=first.submitted_by or details.submitted_by,
            organization=first.organization or details.organization,
        )
    return replace(first, links=links)


def _ledger(lines: int, found: Sequence[Unit], roles: Sequence[AssignedRole]) -> Ledger:
    codes = bytearray([LINE_KINDS.index(LineKind.BOILERPLATE)]) * lines
    for unit, assigned in zip(found, roles, strict=True):
        code = LINE_KINDS.index(_KIND[assigned.role])
        for line in range(unit.line, unit.line + unit.lines):
            codes[line - 1] = code
    return Ledger(bytes(codes))


def _wrapped(path: str, found: Sequence[Unit], forms: Sequence[Form]) -> list[Problem]:
    """Return a warning if paragraphs could be separated only by the length of their lines."""
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


def _warnings(path: str, found: Sequence[Unit], roles: Sequence[AssignedRole]) -> list[Problem]:
    """Return the warnings for lines that are ambiguous or were not understood."""
    warnings: list[Problem] = []
    if len(found) > 1 and found[0].text == "Subscribe" and found[0].line == found[1].line:
        warnings.append(
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
    without_abstract = _without_abstract(roles)
    for role, group in groupby(range(len(found)), key=lambda at: roles[at].role):
        run = list(group)
        if role is Role.ORPHAN:
            lines = f"{len(run)} lines are" if len(run) > 1 else "this line is"
            warnings.append(
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
        warnings.extend(
            Problem(
                path,
                found[at].line,
                1,
                f"no abstract follows this title: “{_excerpt(found[at].text)}”",
                "check whether this line and the next are titles; lines that are neither titles "
                "nor abstracts can be left out of the file",
                Severity.WARNING,
            )
            if at in without_abstract
            else Problem(
                path,
                found[at].line,
                1,
                f"this line is ambiguous and was read as {_name_of(role)}: "
                f"“{_excerpt(found[at].text)}”",
                "if that is wrong, separate the entries by an empty line, or join the lines "
                "of one paragraph",
                Severity.WARNING,
            )
            for at in run
            if at in without_abstract or roles[at].margin < UNSURE_BELOW
        )
    if len(warnings) > _MOST_WARNINGS:
        more = warnings[_MOST_WARNINGS:]
        warnings[_MOST_WARNINGS:] = [
            Problem(
                path,
                more[0].line,
                1,
                f"{len(more)} more lines of this file are ambiguous or not understood",
                "check whether this file is a listing",
                Severity.WARNING,
            )
        ]
    return warnings


def _without_abstract(roles: Sequence[AssignedRole]) -> frozenset[int]:
    """Return the titles without an abstract, if most titles have one."""
    without_abstract = set[int]()
    titles = 0
    last = -1
    for at, assigned in enumerate(roles):
        if assigned.role is Role.TITLE:
            titles += 1
            last = at
            without_abstract.add(at)
        elif assigned.role is Role.OPENING:
            without_abstract.discard(last)
    complete = titles - len(without_abstract)
    return frozenset(without_abstract if complete >= max(3, _USUAL_SHARE * titles) else ())


def _name_of(role: Role) -> str:
    kind = _KIND[role]
    return {
        LineKind.TITLE: "a title",
        LineKind.ABSTRACT: "part of the abstract",
        LineKind.METADATA: "metadata",
    }.get(kind, "boilerplate")


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
