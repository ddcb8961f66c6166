"""A small site for the tests of the shelf: two themes, a reading path, a renamed paper."""

from __future__ import annotations

from pathlib import Path

from readinglist.edge.looks import read_look
from tests.tags import tags

LOOK = read_look(Path(__file__).parent.parent.parent / "site_src")
FILLER = (
    "It is long enough to be taken for the abstract of a paper, and says in a few plain sentences "
    "what was done. It goes on for a while, so that three lines of a narrow column do not hold it: "
    "there is a second sentence, there is a third one as well, and there is one more after that. "
    "Nothing in it matters, and number"
)
WATCH_SHIFTS = """window.shifted = [];
const what = ({ node }) => (node ? node.outerHTML || node.textContent : "gone").slice(0, 120);
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) shifted.push(one.value, ...one.sources.map(what));
}).observe({ type: "layout-shift", buffered: true });"""
"""Collects what moved on a page though the reader did nothing."""


def paper_ids() -> list[str]:
    """The papers of the theme "heads", in the curated order."""
    path = ["attention-as-an-rnn", "attention-number-0-of-many"]
    return [*path, *(f"attention-number-{n}-of-many" for n in range(1, 13))]


def sources() -> dict[str, bytes]:
    """A team's folder: two listings, 33 papers, one of which has had another name."""
    first = [("Attention as an RNN", FILLER), *((f"Attention Number {n} of Many", FILLER) for n in range(12))]  # fmt: skip
    second = [("Attention Number 12 of Many", FILLER), *((f"Zebras, Part {n}", FILLER) for n in range(20))]  # fmt: skip
    listings = [
        "\n\n".join(f"{title}\n\n{text} {n}." for n, (title, text) in enumerate(papers, 1))
        for papers in (first, second)
    ]
    return {
        "site.yaml": b"title: Ours\n",
        "listings/one.txt": listings[0].encode(),
        "listings/two.txt": listings[1].encode(),
        "merge.yaml": b"former_papers:\n  an-older-name: attention-as-an-rnn\n",
        "themes/heads.yaml": (
            b"title: Heads\ndescription: Both sides.\nrelated: [stripes]\nstart_here:\n"
            b"  - paper: attention-as-an-rnn\n    why: Begin here.\n"
            b"  - paper: attention-number-0-of-many\n    why: Go on.\n"
        ),
        "themes/stripes.yaml": b"title: Stripes\ndescription: On zebras.\n",
        **tags(heads=paper_ids(), stripes=["zebras-part-1"]),
    }
