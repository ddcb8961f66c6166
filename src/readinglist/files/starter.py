"""Write the files of a new list (``readinglist new``)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from readinglist.files import origin
from readinglist.files.disk import FilesError
from readinglist.problems import Problem

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_FILES: Final = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "site.yaml": "site_src/site.yaml",
    "listings.md": "site_src/listings/README.md",
    "papers.md": "site_src/papers/README.md",
    "themes.md": "site_src/themes/README.md",
    "notes.md": "site_src/notes/README.md",
    "reading.md": "site_src/reading/README.md",
    "about.md": "site_src/pages/about.md",
    "digest.yml": ".github/workflows/digest.yml",
}
_WORKFLOW: Final = ".github/workflows/pages.yml"
REQUIREMENTS: Final = "requirements.txt"


def start(folder: Path) -> tuple[Path, ...]:
    """Write the files of a new list to a folder, which may exist.

    Returns:
        The paths of the files.

    Raises:
        FilesError: if a file exists already (nothing is then written), or if writing fails.
    """
    files = {target: (_PACKAGE / "starter" / name).read_bytes() for name, target in _FILES.items()}
    files[_WORKFLOW] = _workflow().read_bytes()
    files[REQUIREMENTS] = origin.requirements().encode()
    in_the_way = [folder / target for target in files if (folder / target).exists()]
    if folder.exists() and not folder.is_dir():
        in_the_way = [folder]
    if in_the_way:
        raise FilesError(
            *(
                Problem(str(path), 1, 1, "this already exists", "choose an empty folder")
                for path in in_the_way
            )
        )
    try:
        for target, raw in files.items():
            path = folder / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
    except OSError as error:
        reason = error.strerror or "this cannot be written"
        raise FilesError(Problem(str(error.filename or folder), 1, 1, reason)) from error
    return tuple(folder / target for target in files)


def _workflow() -> Path:
    """Return the path of the publishing workflow, in the package or in the checkout."""
    installed = _PACKAGE / "starter" / "pages.yml"
    return installed if installed.exists() else _PACKAGE.parent.parent / _WORKFLOW
