"""Measure the speed of the search and the size of its files, for 500, 5,000 and 20,000 papers.

``python benchmarks/search_speed/run.py [SIZE …]`` generates reading lists (`corpus`), builds their
search index, and runs queries with Node 20 in one thread. It prints the processor time of indexing,
the compressed size in bytes of the code, of the first and the second tier, and of the pieces that a
query fetches, and the time of a query.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import library_of

from readinglist.files.disk import read_tree
from readinglist.search import search_files
from readinglist.site.scripts import joined

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

CODE = ("search.js", "search-ui.js", "search-engine.js")


def packed(raw: bytes) -> int:
    """Return the size of a file after compression with gzip, in bytes."""
    return len(gzip.compress(raw, 6))


def main() -> None:
    """Measure each size."""
    sizes = [int(one) for one in sys.argv[1:]] or [500, 5_000, 20_000]
    made = joined(read_tree(ROOT / "static")).made
    scripts = {name: made[name] for name in CODE}
    code = sum(map(packed, scripts.values()))
    print(f"code: {code:,} bytes gzipped ({', '.join(CODE)})")
    for size in sizes:
        library = library_of(size)
        begin = time.process_time()
        files = search_files(library)
        seconds = time.process_time() - begin
        start = packed(files.start)
        full = sum(packed(raw) for path, raw in files.others.items() if "search-full" in path)
        whole = start + sum(map(packed, files.others.values()))
        print(f"\n{size:,} papers: indexed in {seconds:.2f} s of processor time")
        print(f"  bytes gzipped: first tier {start:,}, second {full:,}, everything {whole:,}")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "assets").mkdir()
            for path, raw in {**files.others, "start.js": files.start, **scripts}.items():
                (folder / path).write_bytes(raw)
            node = [
                "node",
                "--expose-gc",
                HERE / "measure.mjs",
                folder,
                str(size),
                str(code + start),
            ]
            subprocess.run([str(one) for one in node], check=True)


if __name__ == "__main__":
    main()
