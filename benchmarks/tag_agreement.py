"""Measure the agreement between the tags of the list and those of a second reader.

First, draw a sample of papers for the reader. The output contains the themes with descriptions,
and the abstracts, but not the tags of the list::

    python benchmarks/tag_agreement.py draw --papers 60 --seed 1 > sheet.md

The reader answers in YAML, with one line per paper: ``paper-id: theme-one theme-two``. Then compare
the answers with the list::

    python benchmarks/tag_agreement.py compare answers.yaml

This prints the precision (the share of the reader's tags that the list has), the recall (the share
of the list's tags that the reader gave) and F1 (their harmonic mean) over all tags, and all papers
whose tags differ.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.build import examine
from readinglist.files.disk import read_sources
from readinglist.sources.yamlfile import Table, Text, read

if TYPE_CHECKING:
    from readinglist.model import Library

SOURCE = Path(__file__).resolve().parent.parent / "site_src"


def the_library() -> Library:
    return examine(read_sources(SOURCE)[0]).library


@click.group()
def main() -> None:
    """Draw papers for a second reader, and compare the tags."""


@main.command()
@click.option("--papers", default=60, show_default=True)
@click.option("--seed", default=1, show_default=True)
def draw(papers: int, seed: int) -> None:
    """Print the taxonomy and the drawn papers, without the list's own tags."""
    library = the_library()
    print("# Themes\n")
    for theme in library.themes.values():
        if theme.papers:
            group = library.themes[theme.parent].title if theme.parent else ""
            print(f"- `{theme.id}` {theme.title} ({group}): {theme.description}\n")
    print("# Papers\n")
    for paper in random.Random(seed).sample(sorted(library.papers), papers):
        value = library.papers[paper]
        print(f"## `{paper}`\n\n**{value.title}**\n\n{value.abstract}\n")


@main.command()
@click.argument("answers", type=click.Path(exists=True, path_type=Path))
def compare(answers: Path) -> None:
    """Print the agreement over all tags, and all differences."""
    library = the_library()
    table, problems = read(answers.read_text(encoding="utf-8"), str(answers))
    if not isinstance(table, Table) or problems:
        raise click.ClickException(
            "; ".join(problem.message for problem in problems) or "no answers"
        )
    both = reader_only = list_only = exact = 0
    for key, value in table.rows:
        theirs = set(value.value.split()) if isinstance(value, Text) else set()
        if unknown := theirs - set(library.themes):
            raise click.ClickException(
                f"{key.value}: there is no theme {', '.join(sorted(unknown))}"
            )
        ours = set(library.themes_of[key.value])
        both += len(ours & theirs)
        reader_only += len(theirs - ours)
        list_only += len(ours - theirs)
        exact += ours == theirs
        if ours != theirs:
            print(f"{key.value}\n  both {' '.join(sorted(ours & theirs)) or '-'}")
            print(f"  reader only {' '.join(sorted(theirs - ours)) or '-'}")
            print(f"  list only {' '.join(sorted(ours - theirs)) or '-'}")
    precision, recall = both / (both + reader_only), both / (both + list_only)
    f1 = 2 * both / (2 * both + reader_only + list_only)
    print(f"{len(table.rows)} papers, {exact} with the same tags")
    print(f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main()
