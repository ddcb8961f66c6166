"""What gives pages their look: hues of themes, social cards, and what the front page picks out."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readinglist import urls
from readinglist.analysis.related import related
from readinglist.build import examine
from readinglist.exports.citation_formatter import CitationFormatter
from readinglist.files.disk import read_tree
from readinglist.model import Step, Theme
from readinglist.site.cards import card, card_files, ems, wrapped
from readinglist.site.compose import compose
from readinglist.site.front import FEW, first_paths
from readinglist.site.head import head
from readinglist.site.hues import HUES, ON_LIGHT, as_hex, hue_class, hue_of
from readinglist.site.styles import joined_styles
from tests.libraries import ROOT, folder, library, untagged_library

STYLE = joined_styles(read_tree(ROOT / "static"))[0]["style.css"].decode()
ON_DARK = (0.78, 0.1)
"""Lightness and chroma that the style sheet gives every hue on a dark ground."""


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# --- hues ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tone", "which"), [(ON_LIGHT, 0), (ON_DARK, 1)])
def test_every_hue_is_legible_on_the_paper_of_its_scheme(
    tone: tuple[float, float], which: int
) -> None:
    """4.5:1 at least, and none much louder than another."""
    paper = re.findall(r"--paper: (#\w{6});", STYLE)[which]
    found = [contrast(as_hex(hue, tone), paper) for hue in range(HUES)]
    assert min(found) >= 4.5
    assert max(found) / min(found) < 1.2
    assert len({as_hex(hue, tone) for hue in range(HUES)}) == HUES


def test_the_style_sheet_says_the_same_palette() -> None:
    """The angles and tones of the CSS are those that the cards are drawn with."""
    angles = {
        int(hue): int(angle) for hue, angle in re.findall(r"\.hue-(\d+) \{ --angle: (\d+)", STYLE)
    }
    assert angles == {hue: hue * 360 // HUES for hue in range(HUES)}
    tones = [tuple(map(float, one.split())) for one in re.findall(r"--tone: ([\d. ]+);", STYLE)]
    assert tones == [ON_LIGHT, ON_DARK]


def test_a_hue_depends_on_the_name_alone() -> None:
    """It is the same today and tomorrow, with whatever other themes there are."""
    assert [hue_of(name) for name in ("probing", "long-context", "")] == [6, 9, 0]
    assert hue_class("probing") == "hue-6"


# --- cards ---------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_a_card_is_well_formed_whatever_the_title_says(title: str, above: str, below: str) -> None:
    """Markup, control characters and the rest are text in an SVG of a known size."""
    root = ElementTree.fromstring(card(title, above, below, 3))
    assert root.attrib["viewBox"] == "0 0 1200 630"
    assert {one.tag.rpartition("}")[2] for one in root} <= {"path", "text"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.floats(5, 40), st.integers(1, 6))
@example("000:AIIIM " + "\x80" * 7, 10.0, 1)
def test_lines_of_a_card_keep_their_width_and_lose_only_the_end(
    text: str, width: float, rows: int
) -> None:
    """Every line fits, and the lines are the text, cut at most once and at its end."""
    lines = wrapped(text, width, rows)
    assert 1 <= len(lines) <= rows
    assert all(ems(line) <= width + 0.001 for line in lines)
    letters = "".join("".join(lines).split())
    whole = "".join(text.split())
    assert letters == whole or (letters.endswith("…") and whole.startswith(letters[:-1]))


def test_a_card_reads_in_the_direction_of_its_title() -> None:
    """A Hebrew title begins at the right."""
    assert b'direction="rtl"' in card("תשומת לב היא כל מה שצריך", "", "List", 0)
    assert b"rtl" not in card("Attention", "", "List", 0)


def test_cards_are_made_for_a_site_that_knows_its_address() -> None:
    """One each for the front page, every theme and every paper; other pages have the front's."""
    assert card_files(untagged_library(), ()) == {}
    examined = examine(folder("A Paper on alpha"), base_url="https://lists.example/")
    formatter = CitationFormatter(examined.library)
    views = compose(examined.library, related(examined.library), formatter, "site_src")
    made = card_files(examined.library, views)
    assert set(made) == {"card.svg", "papers/a-paper-on-alpha/card.svg"}
    assert b"A Paper on alpha" in made["papers/a-paper-on-alpha/card.svg"]
    for view in views:
        card_url = head(examined.library, formatter, view).card
        assert card_url.removeprefix("https://lists.example/") in made
        assert view.page.address != urls.INBOX or card_url == "https://lists.example/card.svg"


# --- the front page ------------------------------------------------------------------------------


def test_the_first_paths_come_from_different_corners_of_the_list() -> None:
    """Few at most, the first of every group among them, and none twice or lost."""
    path = (Step("a-paper", "First."),)
    themes = [Theme("one", "One", ""), Theme("two", "Two", ""), Theme("loose", "Loose", "")]
    themes += [Theme(f"t{n}", f"T{n}", "", "one", (), path) for n in range(7)]
    themes += [Theme(f"u{n}", f"U{n}", "", "two", (), path) for n in range(2)]
    made = library(themes=themes)
    few, more = first_paths(made)
    assert few == ("t0", "t1", "t2", "t3", "u0", "u1")
    assert len(few) == FEW
    assert sorted(few + more) == sorted(one.id for one in made.themes.values() if one.start_here)


def test_a_list_without_themes_has_no_paths() -> None:
    """Nothing is offered that is not there."""
    assert first_paths(library()) == ((), ())
