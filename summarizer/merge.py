"""Many briefs become one briefing: the same demand in several articles is one line with all its sources.

Nothing here depends on the order of the briefs, except the order in which the briefing lists them: lines
are grouped around the wording that most articles have, never by chains of ever less alike wordings.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from summarizer.digest import cite, digest, union
from summarizer.sameness import Idea, Index, idea
from summarizer.schema import (
    Brief,
    Briefing,
    Demand,
    Disagreement,
    Failure,
    MergedDemand,
    MergedDisagreement,
    MergedPosition,
    Position,
    Usage,
)

TITLE = "Daily briefing"
_GOOD_LENGTH = 10  # words; of equally frequent wordings the nearest to it is shown
_NOTHING_SPENT = Usage()
_NO_NAMES: Mapping[str, str] = {}

T = TypeVar("T")


@dataclass(frozen=True)
class Grouping:
    """Which demands somebody else, as a model, takes to be the same.

    ``groups`` hold the indices of :func:`demand_items`, each once; None where there is no answer.
    """

    groups: Sequence[Sequence[int]] | None
    usage: Usage = _NOTHING_SPENT
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stated:
    """A demand as one article states it."""

    article: str
    demand: Demand
    party: str

    @cached_property
    def idea(self) -> Idea:
        return idea(self.demand.demand, self.party)

    @property
    def key(self) -> tuple[str, str]:
        return self.party, self.demand.demand


@dataclass(frozen=True)
class _Issue:
    """A disagreement as one article has it; ``parties`` are those with a position in it."""

    article: str
    item: Disagreement
    parties: frozenset[str]

    @cached_property
    def idea(self) -> Idea:
        # An issue is neither for nor against anything.
        return Idea(idea(self.item.issue).meanings)


def merge(
    briefs: Sequence[Brief],
    date: str,
    title: str = TITLE,
    failed: Sequence[Failure] = (),
    grouping: Grouping | None = None,
    names: Mapping[str, str] = _NO_NAMES,
) -> Briefing:
    """One briefing of many briefs.

    Args:
        briefs: in the order in which the briefing lists them.
        date: the briefing's day, ISO 8601.
        title: its headline.
        failed: sources that gave no article.
        grouping: which demands are the same, if that was asked elsewhere. It must hold every one of
            ``demand_items(briefs, names)`` exactly once; else a warning says so and the rules decide.
            Demands of different parties or of opposite meaning are never one line, whatever it says.
        names: party names that stand for another in some article ("Vladimir Putin" for "Russia").

    Returns:
        Demands and disagreements by topic (the one with most demands first, none last), then by the
        number of articles, then by party; a digest of at most five lines; the briefs' usage and warnings.
    """
    demands, doubts = _demands(briefs, date, grouping, names)
    order = _topic_order(demands)
    demands.sort(key=lambda d: (*order(d.topic), -len(d.evidence), d.party, d.demand))
    disagreements = sorted(
        _disagreements(briefs, names), key=lambda d: (*order(d.topic), -len(union(d)), d.issue, d.id)
    )
    usage = sum((brief.usage for brief in briefs), start=grouping.usage if grouping else _NOTHING_SPENT)
    return Briefing(
        date=date,
        title=title,
        articles=tuple(briefs),
        digest=digest(briefs, demands, disagreements),
        demands=tuple(demands),
        disagreements=tuple(disagreements),
        failed=tuple(failed),
        usage=usage,
        warnings=(*_warnings(briefs), *doubts),
    )


def _warnings(briefs: Sequence[Brief]) -> list[str]:
    """The briefs' warnings; one that several articles share is one line."""
    titles: dict[str, list[str]] = {}
    for brief in briefs:
        for text in brief.warnings:
            titles.setdefault(text, []).append(brief.article.title or brief.article.source)
    return [f"{at[0] if len(at) == 1 else f'{len(at)} articles'}: {text}" for text, at in titles.items()]


def demand_items(briefs: Sequence[Brief], names: Mapping[str, str] = _NO_NAMES) -> list[str]:
    """The different demands of all briefs as lines ("Russia: no truce (to Ukraine)"), to be grouped."""
    first: dict[tuple[str, str], str] = {}
    for stated in _stated(briefs, names):
        to = f" (to {stated.demand.addressee})" if stated.demand.addressee else ""
        first.setdefault(stated.key, f"{stated.party}: {stated.demand.demand}{to}")
    return [first[key] for key in sorted(first)]


# -- demands ---------------------------------------------------------------------------------------------


def _stated(briefs: Sequence[Brief], names: Mapping[str, str]) -> list[_Stated]:
    """All demands; the order is that of their wordings, so that of the briefs does not matter."""
    called = _called(names)
    stated = [
        _Stated(brief.article.id, demand, called.get(demand.party.casefold(), demand.party))
        for brief in briefs
        for demand in brief.demands
    ]
    return sorted(stated, key=lambda s: (*s.key, s.article, s.demand.evidence, s.demand.addressee or ""))


def _called(names: Mapping[str, str]) -> dict[str, str]:
    return {name.casefold(): party for name, party in names.items()}


def _demands(
    briefs: Sequence[Brief], date: str, grouping: Grouping | None, names: Mapping[str, str]
) -> tuple[list[MergedDemand], tuple[str, ...]]:
    stated = _stated(briefs, names)
    keys = sorted({one.key for one in stated})
    doubts = grouping.warnings if grouping else ()
    given = grouping.groups if grouping else None
    if given is not None and not _is_partition(given, len(keys)):
        doubts += ("demands grouped by rules: the groups that were given do not hold each demand once",)
        given = None
    groups = _by_rules(stated) if given is None else _as_given(stated, keys, given)
    merged: dict[str, MergedDemand] = {}
    for group in groups:
        demand = _merged(group, date)
        while demand.id in merged:  # groups that differ in wording only, as given ones may
            demand = demand.model_copy(update={"id": _id(demand.id, demand.demand)})
        merged[demand.id] = demand
    return list(merged.values()), doubts


def _is_partition(groups: Sequence[Sequence[int]], size: int) -> bool:
    return sorted(index for group in groups for index in group) == list(range(size))


def _as_given(
    stated: Sequence[_Stated], keys: Sequence[tuple[str, str]], groups: Sequence[Sequence[int]]
) -> list[list[_Stated]]:
    """The given groups, parted where one holds several parties, or a demand and its opposite."""
    number = {keys[index]: n for n, group in enumerate(groups) for index in group}
    by_party: dict[tuple[int, str], list[_Stated]] = defaultdict(list)
    for one in stated:
        by_party[number[one.key], one.party].append(one)
    return [part for group in by_party.values() for part in _without_opposites(group)]


def _without_opposites(group: list[_Stated]) -> list[list[_Stated]]:
    """The group, or what it is for and what it is against if both are about the same thing."""
    wanted = [one for one in group if not one.idea.is_negative]
    refused = [one for one in group if one.idea.is_negative]
    index = Index()
    for value in {one.idea for one in wanted}:
        index.add(value)
    opposed = any(index.near(value) for value in {one.idea for one in refused})
    return [wanted, refused] if opposed else [group]


def _by_rules(stated: Sequence[_Stated]) -> list[list[_Stated]]:
    """Demands of one party that ask for the same, around the wording that most articles have."""
    by_party: dict[str, dict[Idea, list[_Stated]]] = defaultdict(lambda: defaultdict(list))
    for one in stated:
        by_party[one.party][one.idea].append(one)
    return [group for ideas in by_party.values() for group in _around(ideas)]


def _around(ideas: Mapping[Idea, list[T]]) -> list[list[T]]:
    """Groups of the things stated, by ideas that are the same as the group's first one.

    Comparing with that one alone keeps "a, b", "b, c", "c, d" from becoming one group.
    """
    index = Index()
    groups: list[list[T]] = []
    for value in sorted(ideas, key=lambda value: (-len(ideas[value]), *_sorted(value))):
        same = index.same(value)
        if same is None:
            index.add(value)
            groups.append([])
            same = len(groups) - 1
        groups[same] += ideas[value]
    return groups


def _sorted(value: Idea) -> tuple[int, list[str], bool]:
    return len(value.meanings), sorted(value.meanings), value.is_negative


def _merged(group: Sequence[_Stated], date: str) -> MergedDemand:
    text = _usual(one.demand.demand for one in group) or ""
    party = group[0].party
    topic = _most(one.demand.topic for one in group)
    value = idea(text, party)
    return MergedDemand(
        id=_id(party, topic or "", str(value.is_negative), *sorted(value.meanings)),
        party=party,
        demand=text,
        addressee=_most(one.demand.addressee for one in group),
        topic=topic,
        first_seen=date,
        evidence=cite((one.article, one.demand.evidence) for one in group),
    )


# -- disagreements ---------------------------------------------------------------------------------------


def _disagreements(briefs: Sequence[Brief], names: Mapping[str, str]) -> list[MergedDisagreement]:
    called = _called(names)
    issues = [_issue(brief.article.id, item, called) for brief in briefs for item in brief.disagreements]
    issues.sort(key=lambda issue: (*_sorted(issue.idea), issue.item.issue, issue.article))
    index = Index()
    groups: list[list[_Issue]] = []
    for issue in issues:
        # Two strikes are both about pay: an issue is the same only between the same parties.
        same = next((n for n in index.near(issue.idea) if groups[n][0].parties & issue.parties), None)
        if same is None:
            same = index.add(issue.idea)
            groups.append([])
        groups[same].append(issue)
    merged: dict[str, MergedDisagreement] = {}
    for group in groups:
        item = _merged_issue(group)
        while item.id in merged:
            item = item.model_copy(update={"id": _id(item.id, item.issue)})
        merged[item.id] = item
    return list(merged.values())


def _issue(article: str, item: Disagreement, called: Mapping[str, str]) -> _Issue:
    positions = tuple(
        position.model_copy(update={"party": called.get(position.party.casefold(), position.party)})
        for position in item.positions
    )
    parties = frozenset(position.party for position in positions)
    return _Issue(article, item.model_copy(update={"positions": positions}), parties)


def _merged_issue(group: Sequence[_Issue]) -> MergedDisagreement:
    topic = _most(issue.item.topic for issue in group)
    name = _usual(issue.item.issue for issue in group) or ""
    parties = sorted(group[0].parties)
    return MergedDisagreement(
        id=_id(*parties, topic or "", *sorted(group[0].idea.meanings)),
        issue=name,
        topic=topic,
        positions=tuple(_positions(group)),
    )


def _positions(group: Sequence[_Issue]) -> Iterable[MergedPosition]:
    """Each party's positions, the same one once, with every article that reports it."""
    by_party: dict[str, dict[Idea, list[tuple[str, Position]]]] = defaultdict(lambda: defaultdict(list))
    for issue in group:
        for position in issue.item.positions:
            value = idea(position.position, position.party)
            by_party[position.party][value].append((issue.article, position))
    for party in sorted(by_party):
        ideas = by_party[party]
        reported = {v: rows for v, rows in ideas.items() if any(position.evidence for _, position in rows)}
        # "No position reported" in one article says nothing where another reports one.
        for rows in _around(reported or ideas):
            yield MergedPosition(
                party=party,
                position=_usual(position.position for _, position in rows) or "",
                evidence=cite((article, p.evidence) for article, p in rows if p.evidence),
            )


# -- shared ----------------------------------------------------------------------------------------------


def _most(values: Iterable[str | None]) -> str | None:
    """The most frequent value that is one; of equals the first in the alphabet."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _usual(texts: Iterable[str]) -> str | None:
    """The most frequent wording; of equals one that is neither too short nor too long."""
    counts = Counter(texts)
    return min(counts, key=lambda t: (-counts[t], abs(len(t.split()) - _GOOD_LENGTH), t), default=None)


def _topic_order(demands: Sequence[MergedDemand]) -> _Order:
    return _Order(Counter(demand.topic for demand in demands if demand.topic))


@dataclass(frozen=True)
class _Order:
    """Sort key of a topic: more demands first, then by name, no topic last."""

    counts: Counter[str]

    def __call__(self, topic: str | None) -> tuple[bool, int, str]:
        return topic is None, -self.counts[topic] if topic else 0, topic or ""


def _id(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
