"""What the ledger remembers, as lines: who has demanded what since when, in which outlets, in which words."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.render.changes import outlets, words
from summarizer.render.parts import Document, Group, Item, Section
from summarizer.render.wording import clean, count, counts, day
from summarizer.schema import Entry

TITLE = "What the ledger remembers"


def of_history(entries: Sequence[Entry]) -> Document:
    """The document of these entries: demands by party, then disagreements, each in the order given."""
    demands = [entry for entry in entries if entry.kind == "demand"]
    disputes = [entry for entry in entries if entry.kind == "disagreement"]
    by_party: dict[str, list[Item]] = {}
    for entry in demands:
        by_party.setdefault(clean(entry.party), []).append(_line(entry))
    sections = (
        Section("demands", "Demands", tuple(Group(tuple(own), party) for party, own in by_party.items())),
        Section("disagreements", "Disagreements", tuple(map(_dispute, disputes))),
    )
    total = counts((len(demands), "demand"), (len(disputes), "disagreement"))
    return Document(TITLE, (total,) if total else (), tuple(s for s in sections if s.groups), sources=())


def _line(entry: Entry) -> Item:
    latest = [seen for seen in entry.sightings if seen.date == entry.sightings[-1].date]
    asides = (f"to {entry.addressee}" if entry.addressee else "", entry.topic or "")
    return Item(
        clean(entry.text),
        asides=tuple(clean(aside) for aside in asides if aside),
        status=_since(entry),
        quote=words(latest),
        heard_in=outlets(reversed(entry.sightings)),
    )


def _dispute(entry: Entry) -> Group:
    sides = [Item(clean(side.position), lead=clean(side.party)) for side in entry.positions]
    latest = [seen for seen in entry.sightings if seen.date == entry.sightings[-1].date]
    sides.append(Item("Reported", quote=words(latest), heard_in=outlets(reversed(entry.sightings))))
    told = [clean(entry.topic or ""), _since(entry)]
    return Group(tuple(sides), clean(entry.text), facts=tuple(fact for fact in told if fact))


def _since(entry: Entry) -> str:
    """``on 22 November 2026``; ``in 3 briefings, 10 to 22 November 2026``."""
    days = sorted({seen.date for seen in entry.sightings})
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first == last:
        return f"on {day(last)}"
    return f"in {count(len(days), 'briefing')}, {day(first, last)} to {day(last)}"
