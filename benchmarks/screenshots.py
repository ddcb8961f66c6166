"""Take screenshots of each kind of page.

``python -m benchmarks.screenshots FOLDER [SOURCE]``, run in the root of the repository, builds the
site of a source folder (default: this repository's). It takes screenshots of the longest page and
one of median length of each kind, at widths of 390, 768 and 1440 pixels, in the light and the dark
colour scheme, and writes a PDF of the print version.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.site_server import BROWSER_ARGUMENTS, serving
from readinglist.build import build
from readinglist.files.disk import read_sources
from readinglist.files.looks import read_look
from tests.conftest import find_browser
from tests.page_kinds import samples

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (390, 768, 1440)
TALLEST = 6000  # maximum height in pixels


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "site_src"
    folder.mkdir(parents=True, exist_ok=True)
    site = build(read_sources(source)[0], read_look(source)).site
    taken = 0
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_ARGUMENTS)
        )
        for width in WIDTHS:
            page = browser.new_page(
                viewport={"width": width, "height": 900},
                has_touch=width < 500,
                reduced_motion="reduce",
            )
            for name, path in samples(site).items():
                stem = name.replace(" ", "-")
                page.goto(address + path.removesuffix("index.html"))
                height = page.evaluate("document.documentElement.scrollHeight")
                # Use a tall window, because full-page screenshots ignore touch emulation.
                page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                    page.screenshot(path=folder / f"{stem}-{width}-{scheme}.png")
                    taken += 1
                page.set_viewport_size({"width": width, "height": 900})
                if width == WIDTHS[-1]:
                    page.emulate_media(color_scheme="light")
                    page.pdf(path=folder / f"{stem}-print.pdf", prefer_css_page_size=True)
                    taken += 1
            page.close()
        browser.close()
    print(f"{taken} screenshots in {folder}")


if __name__ == "__main__":
    main()
