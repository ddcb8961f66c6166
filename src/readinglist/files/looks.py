"""Where a site's looks come from: the default theme, and what a team puts over it.

The default theme is this project's own ``templates/`` and ``static/``, inside the package when it
is installed and at the top of the checkout when it is not. A team's folders of the same names,
beside its source folder, override it file by file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.files.disk import read_tree
from readinglist.site.render import Look

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent.parent


def default_folder(name: str) -> Path:
    """The default theme's ``templates`` or ``static`` folder."""
    installed = _PACKAGE / "theme" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def own_folders(source: Path) -> tuple[Path, Path]:
    """Where a team's own templates and static files are looked for."""
    beside = source.resolve().parent
    return beside / "templates", beside / "static"


def read_look(source: Path) -> Look:
    """The default theme with the team's files over it."""
    templates, static = own_folders(source)
    return Look(
        templates=_layered(default_folder("templates"), templates),
        static=_layered(default_folder("static"), static),
    )


def _layered(*folders: Path) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for folder in folders:
        if folder.is_dir():
            files |= read_tree(folder)
    return files
