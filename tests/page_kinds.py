"""Which pages of a site stand for all of them: of every kind the longest, and one from the middle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND = re.compile(rb'<body class="([\w-]+)-page[" ]')


def pages_of(site: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """The paths of a site's HTML pages by their kind, the shortest page of each kind first.

    The kind is what the page itself says on its body, so that a kind made tomorrow is looked at too.
    """
    kinds: dict[str, list[str]] = {}
    for path, raw in site.items():
        found = _KIND.search(raw) if path.endswith(".html") else None
        if found:
            kinds.setdefault(found[1].decode(), []).append(path)
    return {
        kind: tuple(sorted(paths, key=lambda path: (len(site[path]), path)))
        for kind, paths in kinds.items()
    }


def samples(site: Mapping[str, bytes]) -> dict[str, str]:
    """Paths by a name that says what they are: "theme", "longest theme", …"""
    found: dict[str, str] = {}
    for kind, paths in pages_of(site).items():
        found[kind] = paths[len(paths) // 2]
        if len(paths) > 2:
            found[f"longest {kind}"] = paths[-1]
    return found
