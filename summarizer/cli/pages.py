"""The index of all briefings, which stands beside their folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.store import Store


def index(store: Store, folder: Path, today: str) -> str:
    """The page that leads to the briefings in a folder, with the ledger's timeline.

    Args:
        store: knows all briefings, also those that were written elsewhere.
        folder: only briefings whose pages are in it are led to.
        today: the day whose page is about to be written there.
    """
    from summarizer import render
    from summarizer.render.index import Day

    days = []
    for outline in store.outlines():
        href = f"{outline.briefing.date}/briefing.html"
        if outline.briefing.date == today or (folder / href).is_file():
            days.append(Day.of(outline.briefing, href, outline.articles))
    return render.render_index(days, store.entries())
