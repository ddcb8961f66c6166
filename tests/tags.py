"""Tags as tests like to write them: theme by theme."""

from __future__ import annotations

from collections import defaultdict


def tags(**papers_of: tuple[str, ...] | list[str]) -> dict[str, bytes]:
    """The papers' files in which these themes stand; ``_`` in a theme's name is a hyphen."""
    themes_of: dict[str, list[str]] = defaultdict(list)
    for theme in sorted(papers_of):
        for paper in papers_of[theme]:
            themes_of[paper].append(theme.replace("_", "-"))
    return {
        f"papers/{paper}.yaml": (
            "themes:\n" + "".join(f"  - {theme}\n" for theme in themes)
        ).encode()
        for paper, themes in themes_of.items()
    }
