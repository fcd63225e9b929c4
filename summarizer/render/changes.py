"""What changed since the last briefing: what is new, what is no longer heard, how much was repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarizer.render.lines import Sources
from summarizer.render.parts import Group, Item, Link, Section
from summarizer.render.wording import clean, count, counts, day, web
from summarizer.schema import Briefing, MergedDemand, MergedDisagreement, Sighting

_MOST_OUTLETS = 3

Merged = MergedDemand | MergedDisagreement


def heard(briefing: Briefing) -> Briefing:
    """The briefing without what is no longer heard."""
    return briefing.model_copy(
        update={
            "demands": tuple(item for item in briefing.demands if item.status != "no longer heard"),
            "disagreements": tuple(i for i in briefing.disagreements if i.status != "no longer heard"),
        }
    )


def changes(briefing: Briefing) -> Section | None:
    """What changed since ``briefing.previous``; None if there is nothing to compare with."""
    if briefing.previous is None:
        return None
    since = day(briefing.previous, briefing.date)
    groups = [group for group in (_new(briefing), _gone(briefing), _repeated(briefing)) if group.items]
    return Section(
        "changes",
        f"What changed since {since}",
        tuple(groups) or (Group((Item("Nothing was heard then, and nothing is now."),)),),
    )


def _new(briefing: Briefing) -> Group:
    new = [*_of(briefing.demands, "new"), *_of(briefing.disagreements, "new")]
    sources = Sources(briefing)
    return Group(tuple(_line(item, sources) for item in new), title="New")


def _line(item: Merged, sources: Sources) -> Item:
    if isinstance(item, MergedDemand):
        return Item(clean(item.demand), clean(item.party), sources.cited(item.evidence))
    evidence = [citation for position in item.positions for citation in position.evidence]
    return Item(clean(item.issue), "In dispute", sources.cited(evidence))


def dropped(briefing: Briefing) -> tuple[list[Merged], list[Merged]]:
    """What the last briefing had and this one has not, and what was missing from the last one already."""
    gone = [*_of(briefing.demands, "no longer heard"), *_of(briefing.disagreements, "no longer heard")]
    return (
        [item for item in gone if item.last_seen == briefing.previous],
        [item for item in gone if item.last_seen != briefing.previous],
    )


def _gone(briefing: Briefing) -> Group:
    now, longer = dropped(briefing)
    items = [_last(item) for item in now]
    if longer:
        first = min(item.last_seen or briefing.date for item in longer)
        since = day(first, briefing.date)
        items.append(Item(f"{_counted(longer)} not heard for longer, the first since {since}."))
    if items and briefing.failed:
        # Nobody has taken back what a dead feed can no longer report.
        items.append(Item(f"{count(len(briefing.failed), 'source')} failed: what was heard there may go on."))
    return Group(tuple(items), title="No longer heard")


def _last(item: Merged) -> Item:
    """What was heard last time, and where; its words are in the ledger (``summarizer history``)."""
    return Item(
        clean(item.demand if isinstance(item, MergedDemand) else item.issue),
        lead=clean(item.party) if isinstance(item, MergedDemand) else "In dispute",
        heard_in=outlets(item.last_heard),
    )


def words(sightings: Iterable[Sighting]) -> str:
    """The first quote that there is."""
    return next((quote for seen in sightings if (quote := clean(seen.quote))), "")


def outlets(sightings: Iterable[Sighting]) -> tuple[Link, ...]:
    """Where it was heard: each outlet once, at most three, and how many more there are."""
    found: dict[str, Link] = {}
    for seen in sightings:
        if name := clean(seen.source):
            found.setdefault(name, Link(name, web(seen.url)))
    links = [*found.values()]
    more = len(links) - _MOST_OUTLETS
    return (*links[:_MOST_OUTLETS], *([Link(f"{more} more")] if more > 0 else []))


def _repeated(briefing: Briefing) -> Group:
    again = [*_of(briefing.demands, "repeated"), *_of(briefing.disagreements, "repeated")]
    return Group((Item(f"{_counted(again)} heard before."),) if again else (), title="Repeated")


def _of(items: Iterable[Merged], status: str) -> Iterator[Merged]:
    return (item for item in items if item.status == status)


def _counted(items: list[Merged]) -> str:
    demands = sum(isinstance(item, MergedDemand) for item in items)
    return counts((demands, "demand"), (len(items) - demands, "disagreement"))
