"""Conversion of TeX commands to Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.text.tex import readable, tex_spans
from tests.five_listings import real_entries
from tests.growth import growth, repeated


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"15\%", "15%"),
        (r"Q\&A \#1 \$5", "Q&A #1 $5"),
        (r"G{\"a}rdenfors", "Gärdenfors"),
        (r"M\"uller", "Müller"),
        (r"na\"{\i}ve", "naïve"),
        (r"Erd\H{o}s, \v{S}, \c{c}", "Erdős, Š, ç"),
        (r"Poincar\'e and \'{E}luard", "Poincaré and Éluard"),
        (r"Stra{\ss}e", "Straße"),
        ("O(n^2)", "O(n²)"),
        ("O(n^{12})", "O(n¹²)"),
        ("10^{-3}", "10⁻³"),
        ("Memory^3", "Memory³"),
        ("{bf 1}", "1"),
        (r"\emph{really} {\it so}", "really so"),
        (r"\emph{a \textbf{b} c}", r"\emph{a b c}"),
        (r"5\times faster", "5× faster"),
        (r"\alpha-divergence", "α-divergence"),
        ("HyperZcdotZcdotW", "HyperZ·Z·W"),
        ("e.g.~trading", "e.g.\u00a0trading"),
        ("``quoted''", "“quoted”"),
    ],
)
def test_certain_residue_is_shown_readably(source: str, shown: str) -> None:
    """What has one reading is shown as that."""
    assert readable(source) == shown


@pytest.mark.parametrize(
    "source",
    ["f^{*}", "x_i", "2^n", "_deterministic_", "snake_case_2", "(~128 tokens)", r"C:\users", r"\log n",
     r"\frac{1}{2}", r"\mathcal{O}(n)", "<SEG>", "a -- b", "10^-3", "accdota", "{x, y}", "it's", "H_2O"],
)  # fmt: skip
def test_what_is_uncertain_stays_as_it_is(source: str) -> None:
    """Where a sign may mean something else, the source is shown."""
    assert readable(source) == source


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["\\", "{", "}", "^", "_", '\\"', "\\emph{", "n", "2", "~", "``", "''"]
            ),
            st.text(max_size=4),
        ),
        max_size=25,
    ).map("".join)
)
def test_the_source_is_never_lost(text: str) -> None:
    """Spans are in order, within the text, and between them the text is untouched."""
    shown, end = "", 0
    for span in tex_spans(text):
        assert end <= span.start < span.end <= len(text)
        shown += text[end : span.start] + span.shown
        end = span.end
    assert readable(text) == shown + text[end:]


def test_real_titles_change_only_where_they_hold_tex() -> None:
    """Of 496 titles, those with residue are the only ones shown differently."""
    changed = {title for title, _ in real_entries() if readable(title) != title}
    assert {readable(title) for title in changed} == {
        "Memory³: Language Modeling with Explicit Memory",
        "HyperZ·Z·W Operator Connects Slow-Fast Networks for Full Context Interaction",
        "Faster Neighborhood Attention: Reducing the O(n²) Cost of Self Attention at the "
        "Threadblock Level",
    }


@pytest.mark.parametrize(
    "unit", ['{\\"', "{\\em ", "^{", "``a", "\\emph{", "x_{", "\\", "~a", "cdotZ"]
)
def test_reading_tex_is_linear(unit: str) -> None:
    """Whatever is opened and never closed."""
    assert growth(readable, repeated(unit)) == ""
