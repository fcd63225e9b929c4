"""Takes the pictures of the pages in docs/: briefings of the seed articles on three days, by the rules.

Each day has other seeds, so that the last briefing says what is new, repeated and no longer heard. The
fonts are those of the machine; with Charis SIL and Inter (Debian: fonts-sil-charis, fonts-inter) the
pictures show about what a reader on macOS or iOS sees.

    python -m tools.make_pictures
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from summarizer import Settings, daily
from summarizer.render import render_briefing, render_index
from summarizer.render.index import Day
from summarizer.store import Store
from tests.browser import NAMES, chromium, installed, visit

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
DAYS = {20: SEEDS[:3], 21: SEEDS[:4], 22: SEEDS[1:]}
"""Which seeds were in the news on which day of November 2026."""
DESKTOP, PHONE = (1280, 1500), (390, 1560)


def make_pages(folder: Path) -> tuple[Path, Path]:
    """The last day's briefing and the index as files."""
    settings = Settings.read(ROOT / "summarizer.example.toml", engine="offline")
    days = []
    with Store.open(str(folder / "store.db")) as store:
        for day, seeds in DAYS.items():
            briefing = daily(*map(str, seeds), settings=settings, date=date(2026, 11, day), store=store)
            days.append(Day.of(briefing, f"{briefing.date}/briefing.html"))
        entries = store.entries()
    texts = {"briefing": render_briefing(briefing, "html"), "index": render_index(days, entries)}
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder / "briefing.html", folder / "index.html"


def take(browser: Browser, briefing: Path, index: Path) -> None:
    """The pictures: the top and the matrix on a desk, a phone, a sentence in the dark, and the index."""
    with visit(browser, briefing, DESKTOP) as visited:
        visited.page.screenshot(path=DOCS / "briefing-desktop.png")
        visited.page.locator("#positions").evaluate("element => element.scrollIntoView()")
        visited.page.screenshot(path=DOCS / "briefing-positions.png")
    with visit(browser, briefing, PHONE) as visited:
        visited.page.screenshot(path=DOCS / "briefing-phone.png")
    with visit(browser, briefing, (1280, 900), color_scheme="dark") as visited:
        visited.page.locator("#demands .refs a").first.click()
        visited.page.screenshot(path=DOCS / "briefing-dark.png")
    with visit(browser, index, (1280, 1000)) as visited:
        visited.page.screenshot(path=DOCS / "briefing-index.png")


def main() -> None:
    """Make the pages, take the pictures."""
    if installed() is None:
        sys.exit(f"no browser: none of {', '.join(NAMES)} is on the PATH (Debian: apt install chromium)")
    with TemporaryDirectory() as folder, chromium() as browser:
        take(browser, *make_pages(Path(folder)))


if __name__ == "__main__":
    main()
