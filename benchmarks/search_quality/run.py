"""Measure the quality of the search with the files of a built site, compared with other engines.

``python benchmarks/search_quality/run.py [SOURCE] [--only=ours,lunr] [--misses]`` builds the site
of a source folder (default: this repository's) and installs the engines in ``package.json`` with
npm into a temporary folder. It runs the queries of ``generated.json``, ``handwritten.json``,
``fresh.json`` and ``development.json`` with each engine, and prints MRR@10, hit@1, hit@3 and
nDCG@10 for each set. The weights of the ranking were chosen with ``development.json`` only. The
mean is that of the generated sets and ``handwritten.json``.

Node 20 and npm are required; with ``--only=ours`` nothing is installed. ``--misses`` lists the
queries for which this project's engine does not rank a correct paper first, except those of
``handwritten.json`` and ``fresh.json``, which must not be used for tuning. All engines together
take seven minutes, of which Fuse takes six.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from readinglist.build import build
from readinglist.files.disk import read_sources, write_site
from readinglist.files.looks import read_look

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Build the site, install the engines, and measure."""
    flags = [one for one in sys.argv[1:] if one.startswith("--")]
    names = [one for one in sys.argv[1:] if not one.startswith("--")]
    source = Path(names[0]) if names else HERE.parent.parent / "site_src"
    sources, _ = read_sources(source)
    built = build(sources, read_look(source))
    library = built.library
    documents = [
        {
            "id": paper.id,
            "title": paper.title,
            "abstract": paper.abstract,
            "themes": [library.themes[theme].title for theme in library.themes_of[paper.id]],
        }
        for paper in library.papers.values()
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(built.site, folder / "site")
        (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8")
        peers = folder / "peers"
        peers.mkdir()
        shutil.copy(HERE / "package.json", peers)
        if "--only=ours" not in flags:
            install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
            subprocess.run(install, cwd=peers, check=True, stdout=subprocess.DEVNULL)
        places = [HERE / "measure.mjs", folder / "site", folder / "documents.json", peers]
        subprocess.run(["node", *map(str, places), *flags], check=True)


if __name__ == "__main__":
    main()
