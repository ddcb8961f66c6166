"""The requirement that installs the running version of this tool.

The workflows of a new list must install the same version. pip records the source of a package in
``direct_url.json`` (PEP 610), unless the package came from an index.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import Final
from urllib.parse import urlsplit

from readinglist import __version__

PACKAGE: Final = "readinglist-site"
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SPACE: Final = re.compile(r"\s")
_REMOTE: Final = ("https", "http", "ssh", "git")
_NOT_KNOWN: Final = f"""\
# Packages that the workflows of this list install. readinglist was installed from a source that
# other computers cannot access. Add a line that the workflows can install, with the URL and the
# commit of readinglist's repository:
#
#   {PACKAGE} @ git+https://HOST/OWNER/REPOSITORY@COMMIT
"""


def requirements() -> str:
    """Return the text of a requirements file that installs the running version."""
    try:
        direct_url = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:  # run from a checkout without installation
        return _NOT_KNOWN
    line = f"{PACKAGE}=={__version__}" if direct_url is None else _direct(direct_url)
    return f"{line}\n" if line else _NOT_KNOWN


def has_requirement(text: str) -> bool:
    """Return whether a requirements file contains more than comments."""
    return any(line and not line.startswith("#") for line in text.splitlines())


def _direct(direct_url: str) -> str | None:
    """Return the requirement for a direct URL, or None if other computers cannot install it."""
    try:
        origin = json.loads(direct_url)
        url = origin["url"]
        parts = urlsplit(url)
        if parts.scheme not in _REMOTE or parts.password or _SPACE.search(url):
            return None
        if "vcs_info" in origin:
            commit = origin["vcs_info"]["commit_id"]
            if origin["vcs_info"]["vcs"] != "git" or not _COMMIT.fullmatch(commit):
                return None
            below = origin.get("subdirectory")
            return f"{PACKAGE} @ git+{url}@{commit}" + (f"#subdirectory={below}" if below else "")
        hashes = origin["archive_info"].get("hashes", {})
        return f"{PACKAGE} @ {url}" + (f"#sha256={hashes['sha256']}" if "sha256" in hashes else "")
    except (ValueError, KeyError, TypeError, AttributeError):  # invalid by PEP 610
        return None
