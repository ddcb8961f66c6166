"""The map, its table, and overlapping themes."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.analysis.layout import Themes, layout
from readinglist.analysis.map import UNIT, drawn_map, numbers, overlaps, regions
from readinglist.analysis.related import Related, Relations, related
from readinglist.exports.citation_formatter import CitationFormatter
from readinglist.model import Ledger, Library, Listing, Provenance, Theme
from readinglist.site.compose import View, compose
from readinglist.site.papers import PaperView
from readinglist.site.render import markdown_pages
from tests.libraries import FOUR_PAPERS, LOOK, library, paper, real_library


@pytest.fixture(scope="module")
def real() -> Library:
    """The list of this repository."""
    return real_library()


def small() -> Library:
    """Four papers under three themes, one within another, and one in none."""
    forgetting = ("plasticity", "replay", "rope")
    return library(
        *FOUR_PAPERS,
        paper("loose", "Alone"),
        themes=[
            Theme("positions", "Positions", "", papers=("rope", "rotary")),
            Theme("memory", "Memory", ""),
            Theme("forgetting", "Forgetting", "", parent="memory", papers=forgetting),
        ],
    )


def test_every_paper_is_drawn_once_with_its_group(real: Library) -> None:
    """Each paper is in the group of most of its themes, inside the box."""
    chart = drawn_map(real, related(real))
    dots = [dot for region in chart.regions for dot in region.dots]
    assert sorted(dot.paper for dot in dots) == sorted(real.papers)
    left, top, width, height = chart.box
    assert all(left < dot.x < left + width and top < dot.y < top + height for dot in dots)
    assert [region.theme for region in chart.regions] == list(real.children[""])
    assert len({(region.hue, region.shape) for region in chart.regions}) == len(chart.regions)
    assert numbers(real) == {dot.paper: number for number, dot in enumerate(dots)}


def test_related_papers_are_close_and_none_covers_another(real: Library) -> None:
    """The most similar papers are much nearer than average."""
    chart = drawn_map(real, related(real))
    dots = [dot for region in chart.regions for dot in region.dots]
    near = [math.dist((a.x, a.y), (dots[n].x, dots[n].y)) for a in dots for n in a.near]
    far = [
        math.dist((a.x, a.y), (b.x, b.y))
        for a, b in zip(dots, dots[137:] + dots[:137], strict=True)
    ]
    assert statistics.median(near) < statistics.median(far) / 4
    closest = [min(math.dist((a.x, a.y), (b.x, b.y)) for b in dots if b is not a) for a in dots]
    assert min(closest) > UNIT / 2


def test_labels_that_fit_do_not_cover_one_another(real: Library) -> None:
    """Labels that fit do not overlap, and most of them fit."""
    labels = [label for label in drawn_map(real, related(real)).labels if label.fits]
    boxes = []
    for label in labels:
        half = max(map(len, label.lines)) * 10 * 0.5 / 2
        boxes.append(
            (label.x - half, label.y - 8, label.x + half, label.y + 12 * len(label.lines) - 10)
        )
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = (
                one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            )
            assert apart, (one, other)
    assert len(labels) >= 30


def test_one_paper_more_leaves_the_map_recognisable(real: Library) -> None:
    """Without one paper, the others move by about the size of a point."""
    before = _places(real)
    gone = list(real.papers)[250]
    papers = {id_: paper for id_, paper in real.papers.items() if id_ != gone}
    themes = {
        id_: replace(theme, papers=tuple(one for one in theme.papers if one != gone), start_here=())
        for id_, theme in real.themes.items()
    }
    after = _places(replace(real, papers=papers, themes=themes, notes={}))
    moved = [math.dist(before[paper], after[paper]) for paper in after]
    assert statistics.median(moved) < 1.5 * UNIT


def _places(of: Library) -> dict[str, tuple[int, int]]:
    chart = drawn_map(of, related(of))
    return {dot.paper: (dot.x, dot.y) for region in chart.regions for dot in region.dots}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.data())
def test_a_layout_is_finite_and_the_same_again(size: int, data: st.DataObject) -> None:
    """For any links and themes, each paper has a position, always the same."""
    places = st.integers(0, max(size - 1, 0))
    row = st.lists(
        st.tuples(places, st.floats(0.02, 1.5)), max_size=5, unique_by=lambda one: one[0]
    )
    graph = tuple(tuple(data.draw(row)) for _ in range(size))
    themes = data.draw(st.lists(st.sampled_from("abcd"), unique=True))
    own = st.lists(st.sampled_from(themes), max_size=3, unique=True) if themes else st.just([])
    of = tuple(tuple(data.draw(own)) for _ in range(size))
    used = [(theme, theme > "b") for theme in themes if any(theme in one for one in of)]
    themes_of_papers = Themes(of, tuple((theme, str(group)) for theme, group in used))
    ids = tuple(f"p{n}" for n in range(size))
    points = layout(ids, graph, themes_of_papers)
    assert len(points) == size
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)
    layout.cache_clear()
    assert layout(ids, graph, themes_of_papers) == points


def test_a_list_without_themes_has_a_map() -> None:
    """Papers alike in words stand together where no theme says anything."""
    four = library(*FOUR_PAPERS)
    chart = drawn_map(four, related(four))
    (only,) = chart.regions
    assert (only.theme, only.title, chart.labels) == ("", "In no theme yet", ())
    at = {dot.paper: (dot.x, dot.y) for dot in only.dots}
    assert math.dist(at["rotary"], at["rope"]) < math.dist(at["rotary"], at["replay"])


def test_a_list_without_papers_has_pages_too() -> None:
    """An empty map is not an error."""
    assert drawn_map(Library(), Relations()).regions == ()
    views = compose(Library(), Relations(), CitationFormatter(Library()), "site_src")
    assert {"explore/", "explore/nearest/", "explore/overlap/"} <= {
        one.page.address for one in views
    }


def test_papers_are_grouped_by_the_outermost_theme() -> None:
    """Each paper is in one group; those without a theme come last."""
    assert regions(small()) == {
        "positions": {"positions": ["rotary", "rope"]},
        "memory": {"forgetting": ["replay", "plasticity"]},
        "": {"": ["loose"]},
    }


def test_themes_overlap_where_they_share_papers() -> None:
    """A pair has the larger theme first, and the shared papers."""
    (only,) = overlaps(small()).pairs
    assert (only.themes, only.papers) == (("forgetting", "positions"), ("rope",))


def views_of(made: Library, *found: Related) -> tuple[View, ...]:
    """Return the views of a library with papers related to "rotary"."""
    listing = Listing("one", "listings/one.txt", "", (), Ledger())
    papers = {
        id_: replace(paper, seen=(Provenance("one", listing.path, line, paper.title),))
        for line, (id_, paper) in enumerate(made.papers.items(), 1)
    }
    made = replace(made, listings={"one": listing}, papers=papers)
    return compose(
        made, replace(related(made), of={"rotary": found}), CitationFormatter(made), "site_src"
    )


def test_a_reason_names_two_themes_and_the_words() -> None:
    """At most two themes by title; words in quotation marks."""
    found = (
        Related("rope", ("positions", "forgetting", "memory"), ("rotary", "queries")),
        Related("replay", (), ("rotary",)),
    )
    (page,) = (
        one
        for one in views_of(small(), *found)
        if isinstance(one, PaperView) and one.row.id == "rotary"
    )
    assert [one.reason for one in page.related] == [
        "both in Positions and Forgetting; both mention “rotary” and “queries”",
        "both mention “rotary”",
    ]


def test_markdown_says_what_the_pages_show() -> None:
    """Related papers with reasons, nearest papers and overlaps, escaped."""
    found = Related("rope", ("positions",), ("a*b*",))
    pages, problems = markdown_pages(views_of(small(), found), LOOK)
    assert problems == ()
    assert (
        "- [Longer contexts by rotary embeddings](../../papers/rope/):"
        " both in Positions; both mention “a\\*b\\*”\n"
    ) in pages["papers/rotary/index.md"].decode()
    assert b"[Nearest papers](../explore/nearest/)" in pages["explore/index.md"]
    assert (
        "- [Rotary embeddings](../../papers/rotary/);"
        " nearest: [Longer contexts by rotary embeddings](../../papers/rope/)\n"
    ) in pages["explore/nearest/index.md"].decode()
    assert (
        "- [Forgetting](../../themes/forgetting/) and [Positions](../../themes/positions/): 1\n"
    ) in pages["explore/overlap/index.md"].decode()
