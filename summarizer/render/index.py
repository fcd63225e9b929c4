"""The page of past briefings: the days, and a timeline of the demands that the ledger remembers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from summarizer.render import html
from summarizer.render.changes import heard
from summarizer.render.timeline import Axis, Party, timeline
from summarizer.render.wording import clean, count, day
from summarizer.schema import Briefing, Entry

TITLE = "Briefings"


@dataclass(frozen=True)
class Day:
    """One past briefing: its day (ISO 8601), its headline, what is in it, and where it is.

    ``href`` is a path relative to the index, as ``2026-11-22/briefing.html``.
    """

    date: str
    title: str
    articles: int
    demands: int
    disagreements: int
    href: str

    @classmethod
    def of(cls, briefing: Briefing, href: str, articles: int | None = None) -> Day:
        """The day of a briefing whose page is at ``href``; ``articles`` if they are not in it."""
        now = heard(briefing)
        number = len(now.articles) if articles is None else articles
        return cls(now.date, now.title, number, len(now.demands), len(now.disagreements), href)


@dataclass(frozen=True)
class _Row:
    """A day as the page shows it."""

    day: str
    title: str
    href: str
    counts: tuple[str, str, str]


@dataclass(frozen=True)
class _Timeline:
    """What the page shows of the ledger."""

    axis: Axis
    parties: tuple[Party, ...]
    older: int


def render(days: Sequence[Day], entries: Iterable[Entry]) -> str:
    """The index as a page, the latest day first."""
    latest = sorted(days, key=lambda one: one.date, reverse=True)
    pages = {one.date: _address(one.href) for one in reversed(latest)}
    axis, parties, older = timeline(entries, pages)
    return html.page(
        "index.html.j2",
        title=TITLE,
        days=[_row(one) for one in latest],
        timeline=_Timeline(axis, parties, older) if axis and parties else None,
        facts=_facts(latest),
    )


def _row(one: Day) -> _Row:
    counts = (
        count(one.articles, "article"),
        count(one.demands, "demand"),
        count(one.disagreements, "disagreement"),
    )
    return _Row(_weekday(one.date), clean(one.title), _address(one.href), counts)


def _facts(latest: Sequence[Day]) -> tuple[str, ...]:
    if not latest:
        return ("no briefing yet",)
    return count(len(latest), "briefing"), f"the latest of {day(latest[0].date)}"


def _address(path: str) -> str:
    """A relative path as an address: whatever it holds, it names no other site and runs nothing."""
    return "./" + quote(path.lstrip("/"), safe="/-._~")


def _weekday(iso: str) -> str:
    """``Sunday, 22 November 2026``."""
    try:
        number = date.fromisoformat(iso[:10]).weekday()
    except ValueError:
        return clean(iso)
    return f"{_WEEKDAYS[number]}, {day(iso)}"


# Not strftime, which would follow the locale of the machine.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
