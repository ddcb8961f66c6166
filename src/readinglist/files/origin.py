"""Where this tool was installed from, as a requirements file says it.

A team's workflow must install what the team has on its own computers. pip keeps where a package
came from beside it, in ``direct_url.json`` (PEP 610), unless that was an index.
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
# What the workflows of this list install. The readinglist that wrote this file was installed from
# a place that only its own computer has. Put the line here that the workflows can install, with
# the address and the commit of readinglist's repository:
#
#   {PACKAGE} @ git+https://HOST/OWNER/REPOSITORY@COMMIT
"""


def requirements() -> str:
    """The requirements file that installs the tool that is running."""
    try:
        direct_url = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:  # run from a checkout that nobody installed
        return _NOT_KNOWN
    line = f"{PACKAGE}=={__version__}" if direct_url is None else _direct(direct_url)
    return f"{line}\n" if line else _NOT_KNOWN


def has_requirement(text: str) -> bool:
    """Whether a requirements file has more than comments."""
    return any(line and not line.startswith("#") for line in text.splitlines())


def _direct(direct_url: str) -> str | None:
    """The requirement for what was not installed from an index, if other computers can get it."""
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
    except (ValueError, KeyError, TypeError, AttributeError):  # not as PEP 610 says it
        return None
