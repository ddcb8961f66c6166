"""The reading board: its files, their problems, and its pages."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from readinglist.build import build, examine
from readinglist.model import Presentation, Reader, Reading, ReadingState
from readinglist.problems import as_text
from readinglist.site.board import hours, long_date, mentions
from readinglist.text.timezones import exists, in_utc, nearest_zone, zone_names
from tests.libraries import FIXTURES, LOOK, folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from readinglist.model import Library

BROKEN = FIXTURES / "board" / "broken"
PAPERS = folder(
    "On Names", "On Things", files={"merge.yaml": "former_papers:\n  old-name: on-names\n"}
)
ADA = b"""\
name: Ada
timezone: Europe/Berlin
reads:
  - paper: on-names
    state: reading
    remark: Slowly.
presents:
  - paper: on-things
    date: 2026-12-03
    time: 14:30
    duration: 1 h 30 min
    place: Room 3
    remark: Bring <b>tea</b>.
  - paper: on-names
    date: 2026-11-26
"""


def board(**files: bytes) -> tuple[Library, list[str]]:
    """The library of two papers and some people's files, and what is wrong."""
    people = {f"reading/{name}.yaml": raw for name, raw in files.items()}
    examined = examine({**PAPERS, **people})
    return examined.library, [as_text(problem) for problem in examined.problems]


def test_a_file_says_who_reads_and_presents_what() -> None:
    """Dates, times and durations become values; the file's zone is that of its times."""
    library, problems = board(ada=ADA)
    assert problems == []
    assert library.readers["ada"] == Reader(
        "ada",
        "Ada",
        (Reading("on-names", ReadingState.READING, "Slowly."),),
        (
            Presentation(
                reader="ada",
                paper="on-things",
                date=datetime.date(2026, 12, 3),
                time=datetime.time(14, 30),
                timezone="Europe/Berlin",
                minutes=90,
                place="Room 3",
                remark="Bring <b>tea</b>.",
            ),
            Presentation("ada", "on-names", datetime.date(2026, 11, 26)),
        ),
    )


def test_every_mistake_is_reported_at_its_place(golden: Callable[[Path, str], None]) -> None:
    """One run names all that is wrong with the files of several people."""
    files = {
        file.relative_to(BROKEN).as_posix(): file.read_bytes() for file in BROKEN.rglob("*.y*ml")
    }
    problems = examine({**PAPERS, **files}).problems
    golden(BROKEN / "expected.txt", "".join(f"{as_text(problem)}\n" for problem in problems))


def test_an_old_id_means_the_paper_it_became() -> None:
    """A rename makes no hole in a board."""
    library, problems = board(ada=b"reads:\n  - {paper: old-name, state: read}\n")
    assert library.readers["ada"].reads[0].paper == "on-names"
    assert problems == []


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("45", 45), ("45 min", 45), ("1h", 60), ("1 h 30", 90), ("2 hours", 120), ("90 minutes", 90)],
)
def test_a_duration_is_written_as_people_write_it(written: str, minutes: int) -> None:
    """Minutes, hours, or both."""
    text = f"presents: [{{paper: on-names, date: 2026-12-03, time: '9:05', duration: {written}}}]\n"
    library, problems = board(ada=text.encode())
    assert problems == []
    assert library.presentations[0].minutes == minutes


@pytest.mark.parametrize("word", ["0", "1441", "25 h", "-5", "h", "1.5 h", "PT45M", "４５"])
def test_a_duration_nobody_can_keep_is_refused(word: str) -> None:
    """Nothing, more than a day, and what is no duration."""
    text = f"presents: [{{paper: on-names, date: 2026-12-03, time: '9:05', duration: '{word}'}}]\n"
    _, problems = board(ada=text.encode())
    assert len(problems) == 1
    assert "is not a valid duration" in problems[0]


@pytest.mark.parametrize("word", ["1969-12-31", "2200-01-01", "20261203", "2026-W49-4", "26-12-03"])
def test_a_date_is_year_month_and_day_of_our_times(word: str) -> None:
    """Other forms of ISO 8601 are not guessed at."""
    _, problems = board(ada=f"presents: [{{paper: on-names, date: '{word}'}}]\n".encode())
    assert len(problems) == 1
    assert "is not a valid date for a presentation" in problems[0]


def test_presentations_come_in_the_order_of_their_hours() -> None:
    """Whoever's they are; a whole day's come before the hours of that day."""
    library, _ = board(
        ada=b"presents:\n  - {paper: on-names, date: 2026-12-03, time: 9:00}\n"
        b"  - {paper: on-things, date: 2025-01-01}\n",
        lin=b"presents: [{paper: on-things, date: 2026-12-03}]\n",
    )
    told = [(one.reader, str(one.date), one.time is None) for one in library.presentations]
    assert told == [
        ("ada", "2025-01-01", True),
        ("lin", "2026-12-03", True),
        ("ada", "2026-12-03", False),
    ]


def test_readers_are_in_the_order_of_their_names() -> None:
    """Not in that of their files."""
    library, _ = board(a=b"name: Zoe\n", b=b"name: \xc3\x89mile\n", c=b"name: eva\n")
    assert [reader.name for reader in library.readers.values()] == ["Émile", "eva", "Zoe"]


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: f"{ADA.decode()}{text}".encode())
)
@tries(max_examples=60, deadline=None)
def test_no_file_crashes_the_board(raw: bytes) -> None:
    """Whatever is in it, there is a library and a list of problems in that file."""
    examined = examine({**PAPERS, "reading/ada.yaml": raw})
    assert {problem.path for problem in examined.problems} <= {"reading/ada.yaml"}


# --- time zones -----------------------------------------------------------------------------


def test_zones_are_those_of_the_package_and_no_path_of_a_disk() -> None:
    """Names are looked up in a list; a path is none of them."""
    assert {"UTC", "Europe/Berlin", "America/Argentina/Ushuaia"} <= zone_names()
    with pytest.raises(KeyError):
        in_utc(datetime.date(2026, 1, 1), datetime.time(1), "../../etc/passwd")


def test_summer_time_is_known() -> None:
    """One hour in two, and an hour in spring that no clock shows."""
    winter, summer = datetime.date(2026, 12, 3), datetime.date(2026, 7, 3)
    assert in_utc(winter, datetime.time(14, 30), "Europe/Berlin").hour == 13
    assert in_utc(summer, datetime.time(14, 30), "Europe/Berlin").hour == 12
    assert not exists(datetime.date(2027, 3, 28), datetime.time(2, 30), "Europe/Berlin")
    assert exists(datetime.date(2026, 10, 25), datetime.time(2, 30), "Europe/Berlin")


def test_a_city_is_answered_with_its_zone() -> None:
    """People know where they are, not what the database calls it."""
    assert nearest_zone("new york") == "did you mean America/New_York?"
    assert "Europe/Berlin" in nearest_zone("Europe/Berln")


# --- what the site shows --------------------------------------------------------------------


def site(**files: bytes) -> dict[str, str]:
    """The text files of a site with a board."""
    people = {f"reading/{name}.yaml": raw for name, raw in files.items()}
    built = build({**PAPERS, **people}, LOOK)
    assert built.problems == ()
    ours = (".html", ".md", ".ics")
    return {path: raw.decode() for path, raw in built.site.items() if path.endswith(ours)}


def test_without_files_there_is_no_board() -> None:
    """No page, no calendar, and no word of one."""
    files = site()
    assert not [path for path in files if path.startswith("reading")]
    assert not [path for path, text in files.items() if "reading/" in text]


def test_the_board_lists_dates_in_order_and_readers() -> None:
    """Linked to the papers, with calendars that are there; what people wrote stays text."""
    files = site(ada=ADA, lin=b"name: <i>Lin</i>\n")
    page = files["reading/index.html"]
    assert page.index('datetime="2026-11-26"') < page.index('datetime="2026-12-03"')
    assert "Thu 3 December 2026" in page
    assert "14:30 (Europe/Berlin), 1 h 30 min" in page
    assert "Bring &lt;b&gt;tea&lt;/b&gt;." in page
    assert "&lt;i&gt;Lin&lt;/i&gt;" in page
    assert 'href="../papers/on-things/"' in page
    assert 'href="../reading/ada/calendar.ics"' in page
    assert {path for path in files if path.endswith(".ics")} == {
        "reading/calendar.ics",
        "reading/ada/calendar.ics",
    }
    assert ">Reading board</a>" in files["index.html"]


def test_the_board_is_also_markdown() -> None:
    """Letter for letter, with links a program can follow."""
    text = site(ada=ADA)["reading/index.md"]
    assert "- 26 November 2026: Ada presents [On Names](../papers/on-names/)\n" in text
    assert "(Bring \\<b\\>tea\\</b\\>.)" in text
    assert "### Reading\n\n- [On Names](../papers/on-names/) (Slowly.)\n" in text


def test_a_paper_says_who_presents_and_who_reads_it() -> None:
    """In one line, with a link to the board; a paper nobody named has no such line."""
    files = site(ada=ADA, lin=b"reads: [{paper: on-names, state: read}]\n")
    page = " ".join(files["papers/on-names/index.html"].split())
    assert 'Ada presents it on <a href="../../reading/#presentations">26 November 2026</a>' in page
    assert 'being read by <a href="../../reading/#reader-ada">Ada</a>' in page
    assert 'read by <a href="../../reading/#reader-lin">lin</a>' in page
    assert "- Ada presents it on 26 November 2026\n" in files["papers/on-names/index.md"]
    assert "read by" not in files["papers/on-things/index.html"]


def test_mentions_are_of_papers_on_the_board_only() -> None:
    """In the order of interest: who reads it now comes before who has read it."""
    library, _ = board(
        ada=b"reads: [{paper: on-names, state: read}]\n",
        lin=b"reads: [{paper: on-names, state: reading}]\n",
    )
    said = mentions(library)
    assert set(said) == {"on-names"}
    assert [state.value for state, _ in said["on-names"].readers] == ["reading", "read"]


def test_dates_and_hours_in_words() -> None:
    """Only what is known is told."""
    day = datetime.date(2026, 1, 9)
    assert long_date(day) == "9 January 2026"
    assert hours(Presentation("a", "p", day)) == ""
    assert hours(Presentation("a", "p", day, datetime.time(9))) == "09:00"
    timed = Presentation("a", "p", day, datetime.time(9), "America/New_York", 60)
    assert hours(timed) == "09:00 (America/New York), 1 h"
