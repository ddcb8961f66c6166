"""Find the templates and static files of a site.

The default theme is in ``templates/`` and ``static/`` of this project: in the package if it is
installed, else in the checkout. The team's folders of the same names, next to the source folder,
override it file by file.
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
    """Return the ``templates`` or ``static`` folder of the default theme."""
    installed = _PACKAGE / "theme" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def own_folders(source: Path) -> tuple[Path, Path]:
    """Return the team's ``templates`` and ``static`` folders, which need not exist."""
    beside = source.resolve().parent
    return beside / "templates", beside / "static"


def read_look(source: Path) -> Look:
    """Read the files of the default theme and of the team.

    Raises:
        FilesError: see `readinglist.files.disk.read_tree`.
    """
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
