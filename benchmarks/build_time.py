"""Measure the time of a build, by stage.

``python benchmarks/build_time.py [SOURCE] [--base-url URL]`` builds the site of a source folder
(default: this repository's) several times, each time in a new process. It prints the processor
time of each stage in the fastest run, and the processor time and peak memory of the whole process,
including imports and writing. With ``--base-url``, the site has social cards and a sitemap too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).resolve().parent.parent


def measure(source: Path, base_url: str) -> None:
    """Build once and print the processor seconds of each stage as JSON."""
    started = time.process_time()
    from readinglist.build import build
    from readinglist.files.disk import read_sources, write_site
    from readinglist.files.looks import read_look

    laps = [("imports", time.process_time())]
    sources, _ = read_sources(source)
    look = read_look(source)
    built = build(
        sources,
        look,
        base_url=base_url,
        stage=lambda name: laps.append((name, time.process_time())),
    )
    laps.append(("write", time.process_time()))
    with tempfile.TemporaryDirectory() as folder:
        write_site(built.site, Path(folder) / "site")
        end = time.process_time()
    names = ["imports", "reading", *(name for name, _ in laps[1:])]
    ends = [at for _, at in laps] + [end]
    stages = [b - a for a, b in zip([started, *ends], ends, strict=False)]
    papers, files = len(built.library.papers), len(built.site)
    print(
        json.dumps(
            {"stages": list(zip(names, stages, strict=True)), "papers": papers, "files": files}
        )
    )


def main(source: Path, base_url: str) -> None:
    """Run the measurement in fresh processes and print the fastest."""
    once = [sys.executable, __file__, "--once", str(source), "--base-url", base_url]
    best = None
    best_total = 0.0
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run(once, check=True, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        total = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if best is None or total < best_total:
            best, best_total = json.loads(run.stdout), total
    assert best is not None
    print(f"{best['papers']} papers, {best['files']} files, fastest of {RUNS} runs")
    for name, seconds in best["stages"]:
        print(f"  {name:10} {seconds * 1000:7.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"  {'whole':10} {best_total * 1000:7.0f} ms of processor time, {peak:.0f} MB at its peak"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("source", nargs="?", type=Path, default=ROOT / "site_src")
    parser.add_argument("--base-url", default="")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    (measure if given.once else main)(given.source, given.base_url)
