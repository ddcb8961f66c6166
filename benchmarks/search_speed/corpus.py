"""Generate a reading list of any size from the real one, with a fixed seed.

Abstracts are made of sentences from different papers, and titles of the halves of two titles. Some
words are replaced by generated words, so that the vocabulary grows with the size of the list as in
real text (about 60,000 different words in 20,000 papers).
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from readinglist.build import examine
from readinglist.files.disk import read_sources
from readinglist.model import Ledger, Library, Listing, Paper, Provenance, Theme
from readinglist.text.slugs import slug

SOURCE = Path(__file__).resolve().parents[2] / "site_src"
LISTING_SIZE = 120
INVENTED = 120_000
_SYLLABLES = "ba ce di fo gu hy ja ke li mo nu pra que ri sto tu va we xi yo zen cal dor fin"


def library_of(size: int) -> Library:
    """Return a library with this number of papers, the same each time."""
    real = examine(read_sources(SOURCE)[0]).library
    chance = random.Random(size)
    papers = list(real.papers.values())
    sentences = [
        one for paper in papers for one in re.split(r"(?<=[.!?])\s+", paper.abstract) if one
    ]
    titles = [paper.title.split() for paper in papers]
    made: dict[str, Paper] = {}
    while len(made) < size:
        first, second = chance.choices(titles, k=2)
        title = first[: len(first) // 2 + 1] + second[len(second) // 2 :]
        abstract = " ".join(chance.choices(sentences, k=7)).split()
        title = [_exchanged(word, 0.06, chance) for word in title]
        text = " ".join(_exchanged(word, 0.04, chance) for word in abstract)
        name = slug(" ".join(title))
        listing = f"{len(made) // LISTING_SIZE:04}"
        seen = (Provenance(listing, f"listings/{listing}.txt", 1, " ".join(title)),)
        made[name] = Paper(name, " ".join(title), text, (), seen)
    shelved: dict[str, list[str]] = {theme: [] for theme in real.themes}
    for paper in made:
        for theme in chance.sample(sorted(shelved), chance.choice((0, 1, 1, 1, 2, 3))):
            shelved[theme].append(paper)
    themes = {
        one.id: Theme(one.id, one.title, "", one.parent, papers=tuple(sorted(shelved[one.id])))
        for one in real.themes.values()
    }
    listings = {
        seen: Listing(seen, f"listings/{seen}.txt", "", (), Ledger())
        for seen in dict.fromkeys(paper.seen[0].listing for paper in made.values())
    }
    return Library(papers=made, themes=themes, listings=listings)


def _exchanged(word: str, share: float, chance: random.Random) -> str:
    if chance.random() > share:
        return word
    rank = int(INVENTED * chance.random() ** 4)  # few are frequent, most are rare
    letters = random.Random(rank)
    return "".join(letters.choices(_SYLLABLES.split(), k=letters.choice((2, 3, 3, 4))))
