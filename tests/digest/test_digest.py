"""The differences between two states of a list, and the digest."""

from __future__ import annotations

import datetime
import email
import email.policy
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from readinglist.build import examine
from readinglist.digest.changes import Digest, Group, Point, Since, digest, groups
from readinglist.digest.mail import LONGEST, Mail, as_message, headline, write_mail
from readinglist.model import (
    Library,
    Presentation,
    Reading,
    ReadingState,
    Settings,
    Step,
)
from readinglist.problems import as_text
from readinglist.site.render import Look
from tests.libraries import FIXTURES, LOOK, folder, paper, tagged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from readinglist.model import Sources

GOLDEN = FIXTURES / "digest"
SITE = b"title: Names & things\nurl: https://team.example/list/\n"
SINCE = Since("2026-11-01", Point.DATE, "0123456789abcdef", datetime.date(2026, 11, 1))


def theme(title: str, path: str = "") -> str:
    """A theme's file; `path` is the one paper of its reading path."""
    start = f"start_here: [{{paper: {path}, why: Because it is first.}}]\n" if path else ""
    return f"title: {title}\ndescription: About {title}.\n{start}"


BEFORE = folder(
    listings={"1": ["On Names", "On Things"]},
    themes={"names": theme("Names")},
    tags={"names": ["on-names"]},
    files={
        "site.yaml": SITE,
        "notes/on-names.md": "Good.\n",
        "reading/ada.yaml": "name: Ada\nreads: [{paper: on-names, state: reading}]\n"
        "presents: [{paper: on-names, date: 2026-11-26}]\n",
    },
)
NOW = folder(
    listings={"1": ["On Names", "On Things"], "2": ["On Words", "On Names", "On Numbers"]},
    themes={"names": theme("Names", path="on-things"), "signs": theme("Signs")},
    tags={"names": ["on-names", "on-things", "on-words"], "signs": ["on-things"]},
    files={
        "site.yaml": SITE,
        "notes/on-names.md": "Better: [read](paper:on-words) it *twice*.\n",
        "notes/on-things.md": "Short.\n",
        "reading/ada.yaml": "name: Ada\nreads:\n  - {paper: on-names, state: read}\n"
        "  - {paper: on-words, state: to-read, remark: Soon.}\n"
        "presents: [{paper: on-names, date: 2026-12-03, time: 14:30, place: Room 3}]\n",
    },
)


def library(sources: Sources) -> Library:
    """The library of sources without a mistake."""
    examined = examine(sources)
    assert [as_text(problem) for problem in examined.problems] == []
    return examined.library


def mail(
    before: Sources, now: Sources, since: Since = SINCE, look: Look = LOOK
) -> tuple[Mail, list[str]]:
    """The mail of what is new, and what is wrong with the templates."""
    new = digest(library(before), library(now))
    written, problems = write_mail(new, since, library(now), look)
    return written, [as_text(problem) for problem in problems]


# --- the difference -------------------------------------------------------------------------


def test_everything_that_happened_is_told_once() -> None:
    """Papers, tags, steps, notes, themes, and what changed on the board."""
    assert digest(library(BEFORE), library(NOW)) == Digest(
        papers=("on-words", "on-numbers"),
        themes=("signs",),
        tagged=(("names", ("on-things",)),),
        steps=(("names", Step("on-things", "Because it is first.")),),
        notes=(("on-names", False), ("on-things", True)),
        presentations=(
            Presentation(
                "ada",
                "on-names",
                datetime.date(2026, 12, 3),
                datetime.time(14, 30),
                place="Room 3",
            ),
        ),
        readings=(
            ("ada", Reading("on-names", ReadingState.READ)),
            ("ada", Reading("on-words", ReadingState.TO_READ, "Soon.")),
        ),
    )


def test_between_a_list_and_itself_nothing_is_new() -> None:
    """And to a list that did not exist before, everything is."""
    now = library(NOW)
    assert digest(now, now).is_empty
    assert digest(library({}), now).papers == tuple(now.papers)


def test_a_paper_that_was_renamed_or_merged_is_not_new() -> None:
    """Its tags, notes and places on the board neither."""
    before = {
        **BEFORE,
        "papers/on-things.yaml": tagged("names").encode(),
        "notes/on-things.md": BEFORE["notes/on-names.md"],
        "reading/ada.yaml": BEFORE["reading/ada.yaml"].replace(b"on-names", b"on-things"),
    }
    del before["notes/on-names.md"], before["papers/on-names.yaml"]
    now = {
        **BEFORE,
        "merge.yaml": b"same:\n  - [on-things, on-names]\n",
    }
    assert digest(library(before), library(now)).is_empty


def test_a_theme_that_was_renamed_or_merged_is_not_new() -> None:
    """Nor are its tags and the steps of its path."""
    before = {
        **BEFORE,
        **folder(
            themes={"names": theme("Names", path="on-names"), "signs": theme("Signs")},
            tags={"names": ["on-names"], "signs": ["on-things"]},
        ),
    }
    now = {
        **BEFORE,
        **folder(
            themes={"words": theme("Words", path="on-names")},
            tags={"words": ["on-names", "on-things"]},
        ),
        "merge.yaml": b"former_themes:\n  names: words\n  signs: words\n",
    }
    del now["themes/names.yaml"]
    assert digest(library(before), library(now)).is_empty


def test_a_paper_that_was_split_off_is_not_new() -> None:
    """It has another id, but stood in the same listing before."""
    before = folder(listings={"1": ["On Names"], "2": ["On Names"]})
    now = {**before, "merge.yaml": b"different:\n  - 2.txt:1\n"}
    assert len(library(now).papers) == 2
    assert digest(library(before), library(now)).is_empty


def test_a_listing_that_grows_at_its_top_brings_only_what_is_new() -> None:
    """Listings are never to be edited, but where they are, lines that moved are no news."""
    before = folder(listings={"1": ["On Names", "On Things"]})
    now = folder(listings={"1": ["On Words", "On Names", "On Things"]})
    assert digest(library(before), library(now)).papers == ("on-words",)


def test_new_papers_stand_under_their_first_theme_those_without_last() -> None:
    """The first are told at length, more are named, the rest is counted."""
    titles = [f"Paper {letter}" for letter in "abcdef"]
    now = library(folder(*titles, tags={"x": ["paper-b", "paper-d"], "y": ["paper-d", "paper-e"]}))
    new = digest(library({}), now)
    assert groups(new, now, with_excerpt=1, title_only=3) == (
        (
            Group("x", ("paper-b",), ("paper-d",)),
            Group("y", (), ("paper-e",)),
            Group("", (), ("paper-a",)),
        ),
        2,
    )
    assert groups(new, now, with_excerpt=9, title_only=9)[0][2] == Group(
        "", ("paper-a", "paper-c", "paper-f"), ()
    )


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (SINCE, "1 November 2026"),
        (Since("2026-11-01", Point.DATE), "2026-11-01"),
        (Since("v1.2", Point.REVISION, "ab", datetime.date(2026, 11, 3)), "v1.2 (3 November 2026)"),
        (Since("0123abc", Point.REVISION, "ab", datetime.date(2026, 11, 3)), "3 November 2026"),
        (
            Since("1", Point.LISTING, "ab", datetime.date(2026, 11, 3)),
            "listing 1 (3 November 2026)",
        ),
    ],
)
def test_a_moment_in_words(since: Since, words: str) -> None:
    """A day where that says it best; nobody knows a commit by its hash."""
    assert since.in_words == words


# --- the mail -------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a mail program would do with a message: its words, links, and what it would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing is loaded, nothing runs, and links are links."""
        self.tags.add(tag)
        for name, value in attrs:
            assert name not in ("src", "srcset", "background", "action"), name
            assert not name.startswith("on"), name
            if name == "href":
                self.links.append(value or "")
            if name == "style":
                assert "url(" not in (value or "")

    def handle_data(self, data: str) -> None:
        """Collect the words."""
        self.words += data


@pytest.mark.parametrize("form", ["html", "txt", "md"])
def test_the_mail_as_it_is_sent(form: str, golden: Callable[[Path, str], None]) -> None:
    """Every section of the three forms, for a person to look at."""
    written, problems = mail(BEFORE, NOW)
    assert problems == []
    assert written.subject == "Names & things: 2 new papers, 1 presentation and more"
    text = {"html": written.html, "txt": written.text, "md": written.markdown}[form]
    golden(GOLDEN / f"digest.{form}", text)


def test_nothing_new_is_said_in_every_form() -> None:
    """A person who asked gets an answer."""
    written, _ = mail(NOW, NOW)
    assert written.subject == "Names & things: nothing new"
    assert "There is nothing new since 1 November 2026." in written.text
    assert "There is nothing new since 1 November 2026." in written.markdown
    assert "Nothing new" in Seen(written.html).words


def test_links_are_absolute_or_there_are_none() -> None:
    """Without the site's address a mail says why nothing is linked."""
    with_address, _ = mail(BEFORE, NOW)
    links = Seen(with_address.html).links
    assert "https://team.example/list/papers/on-words/" in links
    assert all(link.startswith("https://team.example/list/") for link in links)
    without, _ = mail(BEFORE, {**NOW, "site.yaml": b"title: Names\n"})
    assert Seen(without.html).links == []
    for text in (without.html, without.text, without.markdown):
        assert "is not known" in text
        assert "](" not in text


HOSTILE = (
    "<script>alert(1)</script> ](javascript:alert(2)) {{ 7*7 }} @octocat #1 GH-2 "
    "\u202egnirts https://evil.example/ \x07 ../../etc <img src=x onerror=alert(3)>"
)


def test_hostile_words_are_words_in_every_form() -> None:
    """Titles, abstracts, notes, reasons, names, places and remarks run and hide nothing."""
    quoted = HOSTILE.replace("\\", "").replace('"', "'").replace("\x07", "")
    entry = (f"Evil {HOSTILE}", f"We are evil. {HOSTILE}")
    (evil,) = library(folder(entry)).papers
    files = {
        "site.yaml": f'title: "{quoted}"\nurl: https://team.example/\n',
        f"notes/{evil}.md": f"{quoted}\n",
        "reading/ada.yaml": f'name: "{quoted}"\n'
        f'reads: [{{paper: {evil}, state: read, remark: "{quoted}"}}]\n'
        f'presents: [{{paper: {evil}, date: 2026-12-03, place: "{quoted}"}}]\n',
    }
    themes = {"a": f'title: "{quoted}"\ndescription: "{quoted}"\n'}
    found = examine(folder(entry, themes=themes, files=files)).library
    asked = Since(HOSTILE, Point.REVISION, "ab", datetime.date(2026, 11, 1))
    written, problems = write_mail(digest(library({}), found), asked, found, LOOK)
    assert problems == ()
    seen = Seen(written.html)
    assert not seen.tags & {"script", "img"}
    assert seen.words.count("<script>alert(1)</script>") >= 6
    assert all(link.startswith("https://team.example/") for link in seen.links)
    markdown = MarkdownIt("commonmark", {"html": True}).render(written.markdown)
    assert "<script" not in markdown
    assert "<img" not in markdown
    assert 'href="javascript:' not in markdown
    for call in ("@octocat", "#1", "GH-2"):
        assert call not in written.markdown
    for text in (written.subject, written.html, written.text, written.markdown):
        assert "{{ 7*7 }}" in text or "{{ 7\\*7 }}" in text
        assert "\u202e" not in text
        assert "\x07" not in text
    assert "\n" not in written.subject
    message = email.message_from_bytes(as_message(written), policy=email.policy.default)
    assert message["Subject"] == written.subject


@pytest.mark.parametrize("letter", ["a", "<", "*"])
def test_a_mail_is_never_too_long_to_be_delivered(letter: str) -> None:
    """However much came in, and however long its words become when they are escaped."""
    names = [f"paper-{number:03}" for number in range(500)]
    papers = [paper(name, f"{name} {letter * 150}", letter * 600) for name in names]
    settings = Settings("Names & things", url="https://team.example/list/")
    now = Library(settings, papers=dict(zip(names, papers, strict=True)))
    written, _ = write_mail(digest(library({}), now), SINCE, now, LOOK)
    assert written.subject == "Names & things: 500 new papers"
    for form, raw in (("html", written.html), ("txt", written.text), ("md", written.markdown)):
        assert len(raw.encode()) <= LONGEST[form]
        assert " more" in raw


def test_a_message_holds_both_forms_and_no_moment() -> None:
    """A mailer can send it as it is; the same digest makes the same bytes."""
    written, _ = mail(BEFORE, NOW)
    raw = as_message(written)
    assert raw == as_message(mail(BEFORE, NOW)[0])
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"] == written.subject
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert plain.get_content().split() == written.text.split()
    assert html.get_content().split() == written.html.split()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))  # RFC 5322 section 2.1.1
    assert message["Date"] is None


def test_a_teams_own_template_that_fails_is_reported_at_its_line() -> None:
    """Like those of pages."""
    own = Look({**LOOK.templates, "digest.txt": b"Hello\n{{ nobody }}\n"}, LOOK.static)
    _, problems = mail(BEFORE, NOW, look=own)
    assert problems == ["templates/digest.txt:2:1: this template failed: 'nobody' is undefined"]


def test_a_headline_tells_the_two_most_important_things() -> None:
    """Papers first; what there is none of is not mentioned."""
    assert headline(Digest()) == "nothing new"
    assert headline(Digest(papers=("a",), themes=("t",))) == "1 new paper and 1 new theme"
    assert headline(Digest(notes=(("a", True), ("b", True)))) == "2 new notes"
