"""When each demand was heard: a row for each, with a mark for each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from summarizer.render.wording import clean, count, day
from summarizer.schema import Entry

WINDOW = 90
"""Days that the timeline shows, counted back from the last day on which anything was heard."""
MOST_ROWS = 300
"""Demands that the timeline shows; of more, those that were heard last."""
_EDGE, _WIDTH = 6.0, 340.0
"""User units of the drawing: the room at both ends, and the length of the line between them."""


@dataclass(frozen=True)
class Mark:
    """A day on which a demand was heard: its place on the line, and in words."""

    x: float
    text: str


@dataclass(frozen=True)
class Row:
    """A demand and the days on which it was heard; ``told`` says in words what the marks show."""

    text: str
    told: str
    marks: tuple[Mark, ...]
    last: str
    page: str


@dataclass(frozen=True)
class Party:
    """A party with its demands, the last heard first."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Axis:
    """First and last day of the drawing, in words, and its measures in user units."""

    first: str
    last: str
    start: float = _EDGE
    end: float = _EDGE + _WIDTH
    width: float = 2 * _EDGE + _WIDTH


@dataclass(frozen=True)
class _Heard:
    """A demand and its days, in order."""

    entry: Entry
    days: tuple[date, ...]
    outlets: Mapping[date, str]


def timeline(
    entries: Iterable[Entry], pages: Mapping[str, str]
) -> tuple[Axis | None, tuple[Party, ...], int]:
    """What the timeline shows.

    Args:
        entries: the ledger's, in any order; disagreements are left out.
        pages: addresses of briefings by their days (ISO 8601).

    Returns:
        The axis (None if nothing was heard), the parties with their rows in the order of the parties'
        names, and the number of demands that were last heard before the axis begins.
    """
    demands = [found for entry in entries if entry.kind == "demand" and (found := _heard(entry))]
    if not demands:
        return None, (), 0
    end = max(one.days[-1] for one in demands)
    start = max(min(one.days[0] for one in demands), end - timedelta(days=WINDOW - 1))
    latest = sorted((one for one in demands if one.days[-1] >= start), key=_lately)[:MOST_ROWS]
    shown = sorted(
        latest,
        key=lambda one: (clean(one.entry.party), -one.days[-1].toordinal(), one.days[0], one.entry.text),
    )
    parties = tuple(
        Party(name, tuple(_row(one, start, end, pages) for one in own))
        for name, own in groupby(shown, key=lambda one: clean(one.entry.party))
    )
    axis = Axis(day(start.isoformat(), end.isoformat()), day(end.isoformat()))
    return axis, parties, len(demands) - len(shown)


def _lately(one: _Heard) -> tuple[int, int, str]:
    """What was heard last comes first, and of that what was heard most often."""
    return -one.days[-1].toordinal(), -len(one.days), one.entry.id


def _heard(entry: Entry) -> _Heard | None:
    """The days of a demand; None if it has none that is a day."""
    outlets: dict[date, dict[str, None]] = {}
    for sighting in entry.sightings:
        try:
            seen = date.fromisoformat(sighting.date[:10])
        except ValueError:
            continue
        outlets.setdefault(seen, {})[clean(sighting.source)] = None
    if not outlets:
        return None
    return _Heard(entry, tuple(sorted(outlets)), {one: ", ".join(names) for one, names in outlets.items()})


def _row(one: _Heard, start: date, end: date, pages: Mapping[str, str]) -> Row:
    marks = [
        Mark(_place(seen, start, end), f"{day(seen.isoformat())}: {one.outlets[seen]}")
        for seen in one.days
        if seen >= start
    ]
    last = one.days[-1].isoformat()
    to = f" (to {clean(one.entry.addressee)})" if one.entry.addressee else ""
    return Row(
        clean(one.entry.text) + to,
        told=_told(one.days, end),
        marks=tuple(marks),
        last=day(last, end.isoformat()),
        page=pages.get(last, ""),
    )


def _place(seen: date, start: date, end: date) -> float:
    span = (end - start).days
    share = (seen - start).days / span if span else 1.0
    return round(_EDGE + share * _WIDTH, 1)


def _told(days: Sequence[date], end: date) -> str:
    """``on 22 November``; ``in 3 briefings since 10 November``."""
    first = day(days[0].isoformat(), end.isoformat())
    return f"on {first}" if len(days) == 1 else f"in {count(len(days), 'briefing')} since {first}"
