"""Installation in a new environment, with the commands in the README."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files git tracks, and nothing this checkout has besides."""
    place = tmp_path_factory.mktemp("fresh") / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes((ROOT / name).read_bytes())
    return place


def test_the_readme_command_serves_the_real_site(clone: Path) -> None:
    """Pasted into a shell, one line builds the list and serves it at the address it prints."""
    (line,) = re.findall(r"^    (.+ -m readinglist serve)$", README, re.MULTILINE)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    python = shlex.quote(sys.executable)
    command = line.replace("python3 ", f"{python} ", 1).replace(
        ".venv/bin/python -m readinglist", "exec .venv/bin/python -m readinglist"
    )
    with subprocess.Popen(
        ["bash", "-c", f"{command} --port 0"],
        cwd=clone,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr is not None
            said = ""
            deadline = time.monotonic() + 300
            while "preview at" not in said and time.monotonic() < deadline:
                line = server.stderr.readline()
                assert line, said
                said += line
            address = re.search(r"preview at (http://127\.0\.0\.1:\d+/)", said)
            assert address, said
            with urllib.request.urlopen(f"{address[1]}papers/") as answer:
                page = answer.read().decode()
            assert page.count('href="../papers/') >= 496
        finally:
            server.terminate()


def test_the_wheel_is_whole_and_works_anywhere(clone: Path, tmp_path: Path) -> None:
    """Default theme, schemas, lexicon and the workflow are inside; a new list builds with it."""
    run = subprocess.run
    build = ["-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(clone)]
    run([sys.executable, "-m", "venv", str(tmp_path / "empty")], check=True)
    python = tmp_path / "empty/bin/python"
    run([python, *build], check=True)
    (wheel,) = tmp_path.glob("readinglist_site-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "readinglist/theme/templates/base.html",
        "readinglist/theme/static/css/style.css",
        "readinglist/theme/static/css/style/lists.css",
        "readinglist/theme/static/js/search.js",
        "readinglist/theme/static/js/lib/dom.js",
        "readinglist/schema/theme.schema.json",
        "readinglist/search/lexicon.txt",
        "readinglist/starter/pages.yml",
        "readinglist/starter/digest.yml",
        "readinglist/preview/reload.js",
    ):
        assert name in names
    install = ["-m", "pip", "install", "-q", str(wheel)]
    run([python, *install], check=True)
    for words in (["new", "list"], ["build", "--source", "list/site_src", "--strict"]):
        run([python, "-m", "readinglist", *words], cwd=tmp_path, check=True)
    assert "==" not in (tmp_path / "list/requirements.txt").read_text()  # no index has this wheel
    assert (tmp_path / "_site/index.html").exists()
    assert any((tmp_path / "_site/assets").glob("search-start.*.js"))
