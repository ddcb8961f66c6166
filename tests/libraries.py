"""Libraries for tests.

`folder` makes a source folder as a mapping of paths to bytes; `library` and `paper` make a library
without files. The list in this repository is there as `real_folder`, `real_library` and
`real_site`.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from readinglist.build import build, examine
from readinglist.files.disk import read_sources
from readinglist.files.looks import read_look
from readinglist.library.assembling import assemble
from readinglist.library.merging import Merged
from readinglist.model import Library, Paper
from readinglist.records.records_file import read_records
from readinglist.sources.curation import read_curation
from readinglist.sources.merge_rules import read_merge_rules
from readinglist.sources.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readinglist.build import Built
    from readinglist.model import Site, Theme
    from readinglist.problems import Problem

ROOT: Final = Path(__file__).parents[1]
"""The repository."""
SITE_SRC: Final = ROOT / "site_src"
FIXTURES: Final = ROOT / "tests" / "fixtures"
LOOK: Final = read_look(SITE_SRC)
"""The templates and static files of this repository."""

Entry: TypeAlias = str | tuple[str, str]
"""An entry of a listing: a title, or a title and an abstract."""


# --- source folders -------------------------------------------------------------------------


def folder(
    *papers: Entry,
    listings: Mapping[str, Iterable[Entry]] | None = None,
    themes: Mapping[str, str] | None = None,
    tags: Mapping[str, Iterable[str]] | None = None,
    files: Mapping[str, str | bytes] | None = None,
) -> dict[str, bytes]:
    """The files of a source folder, by path.

    Args:
        papers: the entries of ``listings/a.txt``.
        listings: the entries of other listings, by name.
        themes: the YAML of each theme by id; a title and a description are put before it if it has
            no title.
        tags: the papers tagged with each theme. A theme that is not in `themes` is made, unless
            `files` has it.
        files: other files, by path. They replace what the other arguments make.
    """
    tags = tags or {}
    made: dict[str, str | bytes] = {}
    for name, entries in {**({"a": papers} if papers else {}), **(listings or {})}.items():
        made[f"listings/{name}.txt"] = listing(entries)
    for theme, text in {**dict.fromkeys(tags, ""), **(themes or {})}.items():
        head = "" if "title:" in text else f"title: {theme}\ndescription: d\n"
        made[f"themes/{theme}.yaml"] = head + text
    themes_of: dict[str, list[str]] = defaultdict(list)
    for theme in sorted(tags):
        for tagged_paper in tags[theme]:
            themes_of[tagged_paper].append(theme)
    for tagged_paper, names in themes_of.items():
        made[f"papers/{tagged_paper}.yaml"] = tagged(*names)
    made.update(files or {})
    return {
        path: content if isinstance(content, bytes) else content.encode()
        for path, content in made.items()
    }


def listing(entries: Iterable[Entry]) -> str:
    """The text of a listing."""
    pairs = (
        (one, f"We study it: {one.lower()}.") if isinstance(one, str) else one for one in entries
    )
    return "\n\n".join(f"{title}\n\n{abstract}" for title, abstract in pairs) + "\n"


def tagged(*themes: str) -> str:
    """The YAML of a paper's file with these themes."""
    return "themes:\n" + "".join(f"  - {theme}\n" for theme in themes)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def assembled(
    files: Mapping[str, bytes], papers: Iterable[Paper], former: Mapping[str, str] | None = None
) -> tuple[Library, tuple[Problem, ...], tuple[Problem, ...]]:
    """The library of the given papers and of what the files say about them, without listings.

    Args:
        former: former ids of papers, and the present ones.

    Returns:
        the library, the problems of reading the files, and those of assembling them.
    """
    settings, about_settings = read_settings(files)
    curation, about_curation = read_curation(files)
    rules, about_rules = read_merge_rules(files)
    records, about_records = read_records(files)
    merged = Merged({one.id: one for one in papers}, former or {})
    made, problems = assemble(settings, (), merged, rules, curation, records)
    return made, about_settings + about_curation + about_rules + about_records, problems


# --- libraries without files ----------------------------------------------------------------


def paper(id_: str, title: str | None = None, abstract: str = "", **more: Any) -> Paper:
    """A paper; its title is its id unless another is given."""
    return Paper(
        id_, id_ if title is None else title, abstract, **{"links": (), "seen": (), **more}
    )


def library(*papers: Paper, themes: Iterable[Theme] = (), **more: Any) -> Library:
    """A library of papers under themes."""
    return Library(
        papers={one.id: one for one in papers}, themes={one.id: one for one in themes}, **more
    )


FOUR_PAPERS: Final = (
    paper(
        "rotary",
        "Rotary embeddings",
        "Rotary embeddings turn queries. Rotary embeddings extrapolate.",
    ),
    paper(
        "rope",
        "Longer contexts by rotary embeddings",
        "We stretch rotary embeddings further.",
    ),
    paper(
        "replay",
        "Replay against forgetting",
        "Catastrophic forgetting erases old tasks; replay fights forgetting.",
    ),
    paper(
        "plasticity",
        "Forgetting and plasticity",
        "Networks forget; forgetting costs plasticity.",
    ),
)
"""Two papers on embeddings, and two on forgetting."""


# --- a small list with everything that a page can show --------------------------------------


@cache
def page_folder() -> Mapping[str, bytes]:
    """The files of ``fixtures/pages/source``."""
    return read_sources(FIXTURES / "pages" / "source")[0]


@cache
def page_site(base_url: str = "") -> Site:
    """The site of ``fixtures/pages/source``."""
    return build(page_folder(), LOOK, base_url=base_url).site


# --- the list of this repository ------------------------------------------------------------


@cache
def real_folder() -> Mapping[str, bytes]:
    """The files of ``site_src``."""
    return read_sources(SITE_SRC)[0]


@cache
def real_library(base_url: str = "") -> Library:
    """The library of ``site_src``."""
    return examine(real_folder(), base_url=base_url).library


@cache
def untagged_library() -> Library:
    """The papers of ``site_src/listings`` without what the team wrote about them."""
    files = {path: raw for path, raw in real_folder().items() if path.startswith("listings/")}
    return examine(files).library


@cache
def real_build(base_url: str = "") -> Built:
    """The build of ``site_src``. Each process of the test run makes it once."""
    return build(real_folder(), LOOK, base_url=base_url)


def real_site(base_url: str = "") -> Site:
    """The site of ``site_src``."""
    return real_build(base_url).site
