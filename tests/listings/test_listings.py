"""The listing parser on small pages, one oddity each, and on thousands of synthetic ones.

`fixtures/listings/` holds a page a case; beside it lies what is read from it, as text a person
can check. The ledger there has a letter a line: b boilerplate, t title, a abstract,
m metadata, ? not understood.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist import listings
from readinglist.listings import listing_id, read_listing
from readinglist.listings.page import Page
from readinglist.model import Entry, Ledger, LineKind, Listing
from readinglist.problems import Problem, Severity, as_text
from tests.growth import growth, repeated
from tests.libraries import FIXTURES
from tests.synthetic_pages import Truth, make_page, same_paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASES = sorted(
    page for page in (FIXTURES / "listings").glob("*.txt") if ".expected" not in page.name
)
LETTERS = {
    LineKind.BOILERPLATE: "b",
    LineKind.TITLE: "t",
    LineKind.ABSTRACT: "a",
    LineKind.METADATA: "m",
    LineKind.NOT_UNDERSTOOD: "?",
}
ABSTRACT = (
    "We study how a model keeps a fact that it has read once. The fact is found in the middle "
    "layers, where it can be changed without harm to its neighbours. We show this for three "
    "families of models and release our tools."
)
LONG = " ".join([ABSTRACT] * 5)
PAGE = f"Where Facts Are Kept\n\n{ABSTRACT}\n\nThe Second Paper\n\n{ABSTRACT}\n"


def read(text: str) -> tuple[Listing, tuple[Problem, ...]]:
    """Read a page that must be readable."""
    listing, problems = read_listing(text.encode(), "listings/page.txt")
    assert listing is not None, [as_text(problem) for problem in problems]
    return listing, problems


def refused(raw: bytes) -> Problem:
    """The one reason why a file is refused."""
    listing, problems = read_listing(raw, "listings/page.txt")
    assert listing is None
    (problem,) = problems
    assert problem.severity is Severity.ERROR
    assert problem.path == "listings/page.txt"
    assert problem.hint, "a refusal says what to do"
    return problem


def ledger(listing: Listing) -> str:
    """The ledger, a letter a line."""
    return "".join(LETTERS[listing.ledger.kind(n + 1)] for n in range(len(listing.ledger)))


def as_golden(listing: Listing, problems: tuple[Problem, ...]) -> str:
    """What was read, for a person."""
    lines = [f"ledger: {ledger(listing)}", f"date:   {listing.date or '-'}"]
    for entry in listing.entries:
        lines += ["", f"line {entry.line}: {entry.title}"]
        lines += [f"    {shortened(text)}" for text in entry.abstract.split("\n\n") if text]
        said = {
            "page": entry.page_date,
            "date": entry.date,
            "authors": entry.author_count,
            "upvotes": entry.upvotes,
            "comments": entry.comments,
            "submitted by": entry.submitted_by,
            "organization": entry.organization,
        }
        lines += [f"    {name}: {value}" for name, value in said.items() if value not in ("", None)]
        lines += [f"    {link.kind}: {link.url}" for link in entry.links]
    lines += ["", *map(as_text, problems)] if problems else []
    return "\n".join(lines) + "\n"


def shortened(text: str) -> str:
    """The first and last words of a paragraph, and its length."""
    return text if len(text) <= 60 else f"{text[:25]} ... {text[-25:]} ({len(text)} characters)"


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_each_page_is_read_as_its_golden_says(
    page: Path, golden: Callable[[Path, str], None]
) -> None:
    """Entries, metadata, ledger and doubts of every fixture are as reviewed."""
    listing, problems = read_listing(page.read_bytes(), f"listings/{page.name}")
    assert listing is not None, problems
    golden(page.with_suffix(".expected.txt"), as_golden(listing, problems))


@pytest.mark.parametrize(
    "variant",
    ["crlf", "cr", "bom", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "spaces", "invisible"],
)
@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_the_same_page_saved_otherwise_reads_the_same(page: Path, variant: str) -> None:
    """Line ends, encodings, byte-order marks and invisible characters change nothing."""
    text = page.read_text(encoding="utf-8")
    beyond_ascii = sum(not char.isascii() for char in text) > len(text) / 10
    if beyond_ascii and variant in ("utf-16-le", "utf-16-be"):
        pytest.skip("without its mark, UTF-16 is told by the zeros of mostly-Latin text")
    match variant:
        case "crlf" | "cr":
            raw = text.replace("\n", {"crlf": "\r\n", "cr": "\r"}[variant]).encode()
        case "bom":
            raw = text.encode("utf-8-sig")
        case "spaces":
            lines = [f"\t{line} \u00a0\t" if line else " \u3000" for line in text.split("\n")]
            raw = "\n".join(lines).replace(" Facts Are", "\u00a0Facts\tAre").encode()
        case "invisible":
            raw = "\n".join(f"\u200b{line}\ufeff" for line in text.split("\n")).encode()
        case encoding:
            raw = text.encode(encoding)
    want, _ = read_listing(page.read_bytes(), "listings/page.txt")
    got, _ = read_listing(raw, "listings/page.txt")
    assert want is not None
    assert got is not None
    assert got.entries == want.entries
    # A file without a final line end has a last line that holds only what cannot be seen.
    assert ledger(got).rstrip("b") == ledger(want).rstrip("b")


@pytest.mark.parametrize(
    "header",
    [
        "new\nGet trending papers in your email inbox!\nSubscribe\nDaily Papers\n"
        "by AK and the research community\nMar 14",
        "Get trending papers in your email inbox once a day!\n"
        "Get trending papers in your email inbox!\nSubscribe",
        "New\nGet trending papers in your email inbox!\nSubscribe\nbyAK and the research community"
        "\nToday",
        "Daily Papers\nbyAK and the research community\nNov 20, 2026",
        "Daily Papersby AK and the research communityDec 3",
        "Hugging Face's logo\nHugging Face\nModels\nDatasets\nSpaces\nDocs\nPricing\nLog In\n"
        "Sign Up\nDaily Papers\nby AK and the research community\nDaily\nWeekly\nMonthly",
        "Daily Papers\nby AK and the research community\nWeek 12, 2026",
        "Daily Papers\nMarch 2026",
        "Daily Papers\n11/20/2026",
        "Daily Papers\n20.11.2026",
        "Daily Papers\nOct 6 – Oct 12",
        "Subscribe",
        "new",
    ],
)
@pytest.mark.parametrize("place", ["top", "middle", "both", "top twice"])
@pytest.mark.parametrize("spaced", [False, True])
def test_no_form_of_the_header_becomes_a_title(header: str, place: str, spaced: bool) -> None:
    """Wherever the header stands, in whatever form, the two papers are all that is found."""
    first, second = f"Where Facts Are Kept\n{ABSTRACT}", f"The Second Paper\n{ABSTRACT}"
    top = {"top": [header], "both": [header], "top twice": [header, header]}.get(place, [])
    middle = [header] if place in ("middle", "both") else []
    text = "\n".join([*top, first, *middle, second])
    listing, problems = read(text.replace("\n", "\n\n") if spaced else text)
    assert [(entry.title, entry.abstract) for entry in listing.entries] == [
        ("Where Facts Are Kept", ABSTRACT),
        ("The Second Paper", ABSTRACT),
    ]
    assert problems == ()


@pytest.mark.parametrize(
    "title",
    ["Where Facts Are Kept", "i-RevNet", "3D or Not 3D", "γ-MoD", '"Why?" She Asked', "[CLS]",
     "(Almost) Free", "Subscribe to Learn", "New Facts", "大型语言模型"],
)  # fmt: skip
def test_a_title_glued_to_the_button_is_freed(title: str) -> None:
    """`Subscribe` run into the first title is taken off, whatever the title begins with."""
    text = f"Get trending papers in your email inbox!\nSubscribe{title}\n{ABSTRACT}\n"
    listing, problems = read(text)
    assert [entry.title for entry in listing.entries] == [title]
    assert problems == ()


@pytest.mark.parametrize(
    "title", ["Subscribe to Learn", "Subscribers and Their Habits", "SubscribeNet: A Graph"]
)
def test_a_title_that_begins_with_subscribe_keeps_it(title: str) -> None:
    """Below the button's own line, `Subscribe…` is part of the title."""
    listing, problems = read(f"Subscribe\nDaily Papers\n{title}\n{ABSTRACT}\n")
    assert [entry.title for entry in listing.entries] == [title]
    assert problems == ()


def test_every_line_is_in_the_ledger_once() -> None:
    """The ledger has as many lines as the file, counted as an editor counts them."""
    for page in CASES:
        text = page.read_text(encoding="utf-8")
        listing, _ = read(text)
        assert len(listing.ledger) == len(text.splitlines())
        assert sum(listing.ledger.count(kind) for kind in LineKind) == len(listing.ledger)
        for entry in listing.entries:
            assert listing.ledger.kind(entry.line) is LineKind.TITLE


def test_a_text_without_a_title_is_reported_not_swallowed() -> None:
    """An abstract above the first title is not understood, and the report says where."""
    listing, problems = read(f"{ABSTRACT} {ABSTRACT} {ABSTRACT}\n\n{PAGE}")
    assert listing.ledger.kind(1) is LineKind.NOT_UNDERSTOOD
    assert [entry.title for entry in listing.entries] == [
        "Where Facts Are Kept",
        "The Second Paper",
    ]
    assert [problem.line for problem in problems] == [1]
    assert problems[0].severity is Severity.WARNING


def test_many_doubts_are_counted_not_listed() -> None:
    """A long file that is no listing does not answer with thousands of warnings."""
    _, problems = read(PAGE + f"Get trending papers in your email inbox!\n{ABSTRACT * 3}\n" * 200)
    assert len(problems) <= 60
    assert "more lines of this file" in problems[-1].message


def test_a_listing_is_named_after_its_file() -> None:
    """The id is a slug of the file's name, the path is kept."""
    listing, _ = read_listing(PAGE.encode(), "listings/2026/March Papers.txt")
    assert listing is not None
    assert (listing.id, listing.path) == ("march-papers", "listings/2026/March Papers.txt")
    assert listing_id("listings/a/Über.txt") == "uber"


class Toy:
    """A format whose files would be refused otherwise."""

    SUFFIXES = (".csv",)

    @staticmethod
    def detect(text: str) -> bool:
        """Return whether it is a table."""
        return text.startswith("title,abstract")

    @staticmethod
    def parse(text: str, path: str) -> Page:  # noqa: ARG004 - the format's form
        """Parse one paper a line."""
        rows = [line.split(",") for line in text.splitlines()[1:]]
        entries = tuple(Entry(title, about, at) for at, (title, about) in enumerate(rows, 2))
        return Page("", entries, Ledger(bytes(len(rows) + 1)), ())


def test_a_format_reads_what_would_be_refused_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked first; everything else is read as before."""
    table = b"title,abstract\nA Paper,It is studied.\n"
    assert read_listing(table, "listings/a.csv")[0] is None
    monkeypatch.setattr(listings, "FORMATS", (Toy,))
    listing, problems = read_listing(table, "listings/a.csv")
    assert problems == ()
    assert listing is not None
    assert [(one.title, one.line) for one in listing.entries] == [("A Paper", 2)]
    assert read_listing(PAGE.encode(), "listings/a.txt")[0] is not None


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"", "empty"),
        (b"\n \r\n\t", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        ("\u200b\n\u00a0\n".encode(), "empty"),
        (b"<!DOCTYPE html>\n<html><head></head></html>", "saved HTML page"),
        (b"\xef\xbb\xbf\n<!-- saved from url=x -->\n<html lang=en>", "saved HTML page"),
        (b"some text\n" + b"<div class='x'>\n<p>y</p>\n</div>\n" * 5, "saved HTML page"),
        (b"From: <Saved by Blink>\nSubject: x\n", "MHTML"),
        (b"<?xml version='1.0'?><feed></feed>", "XML"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "XML"),
        (b'[{"title": "x"}]', "JSON"),
        (b'{\n  "title": "x"\n}', "JSON"),
        (b"@article{x,\n  title = {A}\n}\n", "BibTeX"),
        (b"Exported by hand\n\n@inproceedings{x,\n", "BibTeX"),
        (b"@Misc{x,\n", "BibTeX"),
        (b"TY  - JOUR\nTI  - A\nER  - \n", "RIS"),
        (b"id,title,abstract\n1,A,B\n", "CSV"),
        (b"title\tabstract\nA\tB\n", "CSV"),
        (b"# Daily Papers\n" + b"### [A](https://x.org/a)\n\n[B b.](https://x.org/a)\n\n" * 3,
         "Markdown"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (bytes(range(256)) * 9, "binary"),
        ("大型语言模型中的位置编码\n".encode("gbk") * 9, "encoding other than UTF-8"),
        (b"Get trending papers in your email inbox!\nSubscribe\nDaily Papers\nMar 14\n",
         "contains the page's header"),
        (ABSTRACT.encode() * 3, "no paper was found"),
        (b"a\n" * 300_000, "lines of 2 characters on average"),
    ],
)  # fmt: skip
def test_what_is_no_listing_is_refused_by_name(raw: bytes, seen: str) -> None:
    """The refusal says what was seen, in place of a traceback or a page of nonsense."""
    assert seen in refused(raw).message


@pytest.mark.parametrize(
    "title", ["<SEG> is all you need", "[CLS] tokens", '["Why?" and other questions]',
              "@home: learning from afar", "{x} notation", "% of what?", "Title, revisited"],
)  # fmt: skip
def test_a_title_that_looks_like_another_format_is_a_title(title: str) -> None:
    """Angle brackets, braces and signs at the top of a page do not get it refused."""
    listing, _ = read(f"{title}\n\n{ABSTRACT}\n")
    assert listing.entries[0].title == title


def test_a_decorator_is_no_bibtex() -> None:
    """Only an entry type that BibTeX knows makes a file BibTeX."""
    _, problems = read_listing(b"@dataclass(frozen=True,\n    slots=True)\nclass A:\n", "a.txt")
    assert not any("BibTeX" in problem.message for problem in problems)


def test_a_list_of_titles_is_read_with_a_warning() -> None:
    """Where no title has an abstract, the entries stand and the reader is told."""
    listing, problems = read("Where Facts Are Kept\nThe Second Paper\n")
    assert [entry.title for entry in listing.entries] == [
        "Where Facts Are Kept",
        "The Second Paper",
    ]
    assert "none of the 2 titles" in problems[-1].message


# --- what stands around an entry -------------------------------------------------------------------

TITLES = ("Where Facts Are Kept", "Reading in Pieces", "Two Maps", "A Fourth Paper on Memory")


def page_of(*below: str, count: int = 3) -> str:
    """Papers with the same metadata below each."""
    return "\n".join(line for title in TITLES[:count] for line in (title, LONG, *below))


@pytest.mark.parametrize(
    ("lines", "organization", "authors", "date"),
    [
        ("Tencent/·/6 authors", "Tencent", 6, ""),
        ("Tencent · 6 authors", "Tencent", 6, ""),
        ("Tencent/• 6 authors", "Tencent", 6, ""),
        ("Adobe Inc./·/6 authors", "Adobe Inc.", 6, ""),
        ("ByteDance Seed · Oct 8, 2025", "ByteDance Seed", None, "Oct 8, 2025"),
        ("ByteDance · Published on Nov 20, 2025", "ByteDance", None, "Nov 20, 2025"),
        ("Org/·/6 authors/·/Oct 8, 2025", "Org", 6, "Oct 8, 2025"),
        ("Org/·/Published on Oct 8, 2025", "Org", None, "Oct 8, 2025"),
        ("Published on Oct 8, 2025", "", None, "Oct 8, 2025"),
    ],
)
def test_an_organization_is_no_paper(
    lines: str, organization: str, authors: int | None, date: str
) -> None:
    """A name before a dot, on its line or the next, is kept as the organization."""
    listing, problems = read(page_of(*lines.split("/")))
    assert [(entry.title, entry.abstract) for entry in listing.entries] == [
        (title, LONG) for title in TITLES[:3]
    ]
    for entry in listing.entries:
        assert (entry.organization, entry.author_count, entry.date) == (organization, authors, date)
    assert problems == ()


def test_a_short_abstract_above_an_author_count_is_no_organization() -> None:
    """What ends as a sentence ends is no name."""
    listing, _ = read("Where Facts Are Kept\nWe study X.\n·\n6 authors\n")
    assert (listing.entries[0].abstract, listing.entries[0].organization) == ("We study X.", "")


@pytest.mark.parametrize("between", ["https://arxiv.org/abs/2510.01230", "Abstract", "Abstract:"])
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_line_between_title_and_abstract_is_metadata(between: str, every: bool, gap: str) -> None:
    """An address or the word "Abstract" below a title is no title, and an address is a link."""
    lines: list[str] = []
    for title in TITLES:
        lines += [title, between, LONG] if every or title == TITLES[1] else [title, LONG]
    listing, problems = read(gap.join(lines))
    assert [(entry.title, entry.abstract) for entry in listing.entries] == [
        (title, LONG) for title in TITLES
    ]
    links = [(link.url, link.start, link.end) for link in listing.entries[1].links]
    assert links == ([(between, 0, 0)] if between.startswith("http") else [])
    assert problems == ()


def test_an_address_below_an_abstract_is_part_of_it() -> None:
    """Only between title and abstract does an address stand alone."""
    listing, problems = read(page_of("https://github.com/example/code"))
    for entry in listing.entries:
        assert entry.abstract == f"{LONG}\n\nhttps://github.com/example/code"
        assert [link.end for link in entry.links] == [len(entry.abstract)]
    assert problems == ()


@pytest.mark.parametrize(
    ("lines", "upvotes", "comments"),
    [
        ("Submitted by/alice/5/·/2 authors", 5, None),
        ("Submitted by/alice/5/·/2 authors/7", 5, 7),
        ("·/2 authors/7", None, 7),
    ],
)
def test_a_number_above_the_author_count_is_the_votes(
    lines: str, upvotes: int | None, comments: int | None
) -> None:
    """Below the abstract, the bare number before the author count votes, the one after comments."""
    listing, _ = read(page_of(*lines.split("/")))
    for entry in listing.entries:
        assert (entry.upvotes, entry.comments, entry.author_count) == (upvotes, comments, 2)


@pytest.mark.parametrize(
    "stray",
    ["Alice Smith, Bob Jones, Carol White", "TL;DR", "paper thumbnail", "Project Page",
     "Accepted at ICLR 2025"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_title_without_an_abstract_among_papers_is_reported(stray: str, place: str) -> None:
    """A stray line taken for a title leaves one title without an abstract: that is said, once."""
    first = [TITLES[0], stray, LONG] if place == "above" else [TITLES[0], LONG, stray]
    _, problems = read("\n".join(first) + "\n" + page_of())
    (problem,) = problems
    assert problem.message.startswith("no abstract follows this title")
    assert problem.line == (1 if place == "above" else 3)
    assert problem.hint


def test_votes_above_the_titles_are_told_from_those_below() -> None:
    """A selection from the first title on lacks the first's votes; the others keep their own."""
    lines: list[str] = []
    for votes, title in enumerate(TITLES, 10):
        lines += ["Submitted by", f"reader{votes}", str(votes), title, LONG, "·", "2 authors", "1"]
    for text in ("\n".join(lines[3:]), "\n".join([*TITLES[:1], LONG, "Daily Papers", "Today"])):
        listing, _ = read(f"{text}\nDaily Papers\nMar 14\n" + "\n".join(lines))
        said = [(entry.title, entry.upvotes, entry.submitted_by) for entry in listing.entries]
        whole = [(title, at, f"reader{at}") for at, title in enumerate(TITLES, 10)]
        assert said[-4:] == whole
        assert said[:-4] == ([(TITLES[0], None, ""), *whole[1:]])[: len(said) - 4]


def test_a_last_title_without_its_abstract_is_reported() -> None:
    """A selection that ends below a title says that an abstract is missing."""
    _, problems = read(f"{page_of()}\nThe Last One\n")
    assert [(problem.line, problem.severity) for problem in problems] == [(7, Severity.WARNING)]


def test_titles_without_abstracts_are_usual_on_a_list_of_titles() -> None:
    """Where most titles have no abstract, none is reported for it."""
    _, problems = read(f"{page_of(count=1)}\n" + "\n".join(TITLES))
    assert problems == ()


# --- many pages -----------------------------------------------------------------------------------


def abstract_of(truth: Truth) -> str:
    """The abstract that is to be found."""
    return truth.abstract


def test_synthetic_pages_are_read_letter_for_letter() -> None:
    """Of 5,000 entries in random layouts hardly one is misread, and hardly ever in silence."""
    total = wrapped = wrong = wrong_wrapped = silent = alarms = pages = 0
    for seed in range(900):
        page = make_page(seed)
        listing, problems = read_listing(page.text.encode(), "listings/page.txt")
        found = {entry.line: entry for entry in listing.entries} if listing else {}
        misread = [truth for truth in page.entries if not same_paper(found.get(truth.line), truth)]
        pages += 1
        if "wrapped" in page.style:
            wrapped += len(page.entries)
            wrong_wrapped += len(misread)
        else:
            total += len(page.entries)
            wrong += len(misread)
            alarms += bool(problems) and not misread and all(map(abstract_of, page.entries))
        silent += len(misread) if not problems else 0
    assert total > 3500
    assert wrong <= 0.004 * total
    assert wrong_wrapped <= 0.08 * wrapped
    assert silent <= 0.003 * (total + wrapped)
    assert alarms <= 0.03 * pages


def test_metadata_of_synthetic_pages_goes_to_its_entry() -> None:
    """Dates, author counts, votes, comments and names end up at the paper they stand by."""
    told = wrong = 0
    for seed in range(500):
        page = make_page(seed)
        listing, _ = read_listing(page.text.encode(), "listings/page.txt")
        found = {entry.line: entry for entry in listing.entries} if listing else {}
        for truth in page.entries:
            entry = found.get(truth.line)
            if entry is None or not same_paper(entry, truth):
                continue
            said = (entry.date, entry.author_count, entry.upvotes, entry.comments)
            names = (entry.submitted_by, entry.organization)
            told += 1
            wrong += said != (truth.date, truth.author_count, truth.upvotes, truth.comments)
            wrong += names != (truth.submitted_by, truth.organization)
    assert told > 2000
    assert wrong <= 0.001 * told


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    """Random bytes give a listing or a reason, never an exception."""
    listing, problems = read_listing(raw, "listings/page.txt")
    assert listing is not None or problems


FRAGMENTS = st.sampled_from([
    "new", "Subscribe", "Daily Papers", "• 6 authors", "·", "Oct 8, 2025", "Submitted by", "-", "12",
    "Get trending papers in your email inbox!", "byAK and the research communityMar 14", "",
    "Previous", "Next", "Tencent · 6 authors", "Abstract", ABSTRACT, "We study X.", "Where Facts Are Kept", "https://x.org/a", "SubscribeX",
])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=60)), max_size=40))
def test_any_order_of_lines_is_accounted_for(lines: list[str]) -> None:
    """However lines are shuffled, each has its kind, and every title and abstract is its own."""
    text = "\n".join(lines)
    listing, problems = read_listing(text.encode("utf-8", "surrogatepass"), "listings/page.txt")
    if listing is None:
        assert problems
        return
    starts = [entry.line for entry in listing.entries]
    assert starts == sorted(starts)
    assert listing.ledger.count(LineKind.TITLE) >= len(set(starts))
    for entry in listing.entries:
        assert entry.title.strip() == entry.title != ""
        assert "\n" not in entry.title


def test_a_last_line_cut_within_a_letter_does_not_spoil_the_rest() -> None:
    """A file cut off in the middle of a UTF-8 letter loses that letter and no other."""
    raw = f"L’été des modèles\n{ABSTRACT} Voilà ce qu’il a été".encode()
    listing, _ = read_listing(raw[:-1], "listings/page.txt")
    assert listing is not None
    assert listing.entries[0].title == "L’été des modèles"
    assert listing.entries[0].abstract.endswith("qu’il a ét")


# --- size -----------------------------------------------------------------------------------------

MEASURE = """
import resource, sys, time
from pathlib import Path
from readinglist.listings import read_listing
raw = Path(sys.argv[1]).read_bytes()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
listing, problems = read_listing(raw, "listings/page.txt")
took = time.process_time() - start
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(took, grown * 1024 / len(raw), len(listing.entries) if listing else 0, len(problems))
"""


def measure(path: Path) -> tuple[float, float, int, int]:
    """Seconds, memory in multiples of the file, entries and problems, in a fresh process."""
    command = [sys.executable, "-c", MEASURE, str(path)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(printed[0]), float(printed[1]), int(printed[2]), int(printed[3])


def big_page(size: int) -> str:
    """Pages in turn, each title made different by a number, until they are long enough."""
    pieces: list[str] = []
    length = number = 0
    while length < size:
        number += 1
        piece = f"Where Facts of Kind {number} Are Kept\n{ABSTRACT * 6}\n• {number % 40} authors\n"
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measures memory in Linux's unit")
def test_fifty_megabytes_take_linear_time_and_little_memory(tmp_path: Path) -> None:
    """Twice the file takes about twice the time, in memory a small multiple of the file."""
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    small.write_text(big_page(12_500_000), encoding="utf-8")
    large.write_text(big_page(50_000_000), encoding="utf-8")
    quick, _, few, _ = measure(small)
    slow, memory, many, problems = measure(large)
    assert many == pytest.approx(4 * few, rel=0.01)
    assert slow < 7 * quick
    assert memory < 6
    assert problems == 0


@pytest.mark.parametrize(
    "unit",
    ["word ", "a", ".", "A. ", "https://", "www.", "1", "\\", '{\\"a', "submitted by ", "</a>",
     "get papers in your inbox ", "SubscribeDaily Papers", "](https://", "• ", "—", "[", "@a{",
     "word\u00a0", "title,", "<!--"],
)  # fmt: skip
def test_one_endless_line_is_read_in_linear_time(unit: str) -> None:
    """One line of anything: time is linear in its length."""

    def read(text: str) -> None:
        read_listing(text.encode(), "listings/page.txt")

    for before in ("", PAGE):
        make = repeated(unit, before)
        assert growth(read, make, (25_000, 100_000)) == ""
