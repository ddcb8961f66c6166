"""Measure the loading time of pages on a slow phone with a slow connection.

``python -m benchmarks.page_speed [SOURCE]``, run in the root of the repository, builds the site of
a source folder (default: this repository's) and serves it compressed. It opens the longest page
and one of median length of each kind in Chromium, with an empty cache, a processor slowed down
four times, and the "slow 4G" connection of Lighthouse (150 ms round trip, 1.6 Mbit/s download).

For each page it prints the medians of three runs: Largest Contentful Paint (LCP), total blocking
time (the sum of the time of each task beyond 50 ms), and Cumulative Layout Shift (CLS). The goals
are 1200 ms, 50 ms and 0.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.site_server import BROWSER_ARGUMENTS, serving
from readinglist.build import build
from readinglist.files.disk import read_sources
from readinglist.files.looks import read_look
from tests.conftest import find_browser
from tests.page_kinds import samples

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
SLOWDOWN = 4
ROUND_TRIP = 150  # milliseconds
DOWN, UP = 1_600_000 / 8, 750_000 / 8  # bytes a second
PAINT, BLOCKING = 1200, 50  # milliseconds

WATCH = """
  window.seen = { paint: 0, blocking: 0, shift: 0 };
  const watch = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act))
    .observe({ type, buffered: true });
  watch("largest-contentful-paint", (one) => (seen.paint = one.startTime));
  watch("longtask", (one) => (seen.blocking += Math.max(0, one.duration - 50)));
  watch("layout-shift", (one) => (seen.shift += one.value));
"""


def measure(browser: Browser, address: str) -> tuple[float, float, float]:
    """Open a page once; return LCP and blocking time in milliseconds, and CLS."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    debugger = context.new_cdp_session(page)
    debugger.send("Network.enable")
    debugger.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP,
            "downloadThroughput": DOWN,
            "uploadThroughput": UP,
        },
    )
    debugger.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    seen = page.evaluate("window.seen")
    context.close()
    return seen["paint"], seen["blocking"], seen["shift"]


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site_src"
    site = build(read_sources(source)[0], read_look(source)).site
    missed = 0
    print(f"{'page':24} {'LCP ms':>8} {'blocking ms':>12} {'CLS':>8}")
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_ARGUMENTS)
        )
        for name, path in samples(site).items():
            runs = [
                measure(browser, address + path.removesuffix("index.html")) for _ in range(RUNS)
            ]
            paint, blocking, shift = (statistics.median(one) for one in zip(*runs, strict=True))
            is_met = paint <= PAINT and blocking <= BLOCKING and shift == 0
            missed += not is_met
            mark = "" if is_met else "  missed"
            print(f"{name:24} {paint:8.0f} {blocking:12.0f} {shift:8.4f}{mark}")
        browser.close()
    print("all goals are met" if not missed else f"{missed} pages miss a goal")


if __name__ == "__main__":
    main()
