"""Claims as lines: demands by party, disagreements by issue, of one article or of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from summarizer.render.parts import Cited, Group, Item
from summarizer.render.wording import clean, count, day, quoted, same
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Citation,
    Demand,
    Disagreement,
    MergedDemand,
    MergedDisagreement,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Sources:
    """The articles of a briefing by their ids, and the numbers that they have in it."""

    briefing: Briefing

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        numbers: dict[str, int] = {}
        for n, brief in enumerate(self.briefing.articles, 1):
            numbers.setdefault(brief.article.id, n)
        return numbers

    def article(self, n: int) -> Article:
        """Article number ``n``."""
        return self.briefing.articles[n - 1].article

    def cited(self, citations: Iterable[Citation]) -> tuple[Cited, ...]:
        """Citations of articles that are in the briefing, in their order there, each article once."""
        found: dict[int, set[int]] = {}
        for citation in citations:
            if citation.article in self._numbers:
                found.setdefault(self._numbers[citation.article], set()).update(citation.sentences)
        return tuple(Cited(n, tuple(sorted(found[n]))) for n in sorted(found))

    def outlets(self, cited: Sequence[Cited]) -> int:
        """How many outlets the cited articles come from."""
        return len({self.article(one.article).source for one in cited})

    def quoted(self, cited: Sequence[Cited]) -> str:
        """The own words of the first article that is cited."""
        if not cited:
            return ""
        return quoted(self.article(cited[0].article).sentences, cited[0].sentences)


def plain(texts: Iterable[str]) -> tuple[Group, ...]:
    """Texts as one group of lines; no group if there are none."""
    return one_group(Item(clean(text)) for text in texts)


def one_group(items: Iterable[Item]) -> tuple[Group, ...]:
    """Items as one group without a heading; no group if there are none."""
    listed = tuple(items)
    return (Group(listed),) if listed else ()


def summary(brief: Brief, n: int = 1) -> tuple[Group, ...]:
    """The summary of article number ``n``."""
    return one_group(Item(clean(line.text), cited=_own(n, line.evidence)) for line in brief.summary)


def demands(demands: Sequence[Demand], n: int = 1) -> tuple[Group, ...]:
    """The demands of article number ``n``, by party."""
    return tuple(
        Group(
            tuple(
                Item(
                    clean(demand.demand),
                    cited=_own(n, demand.evidence),
                    asides=_asides(_to(demand.addressee), demand.topic),
                    quote=_unless_same(demand.quote, demand.demand),
                )
                for demand in own
            ),
            title=clean(party),
        )
        for party, own in _by([demand.party for demand in demands], demands).items()
    )


def disagreements(disagreements: Sequence[Disagreement], n: int = 1) -> tuple[Group, ...]:
    """The disagreements of article number ``n``."""
    return tuple(
        Group(
            tuple(
                Item(
                    clean(position.position),
                    lead=clean(position.party),
                    cited=_own(n, position.evidence),
                    quote=_unless_same(position.quote, position.position),
                )
                for position in item.positions
            ),
            title=clean(item.issue),
            facts=_asides(item.topic),
        )
        for item in disagreements
    )


def merged_demands(sources: Sources, demands: Sequence[MergedDemand]) -> tuple[Group, ...]:
    """Demands by party: the party with most of them first, its demands in the briefing's order."""
    by_party = _by([demand.party for demand in demands], demands)
    return tuple(
        Group(
            tuple(_merged_demand(sources, demand) for demand in by_party[party]),
            title=clean(party),
            facts=(count(len(by_party[party]), "demand"),),
        )
        for party in sorted(by_party, key=lambda party: -len(by_party[party]))
    )


def merged_disagreements(sources: Sources, items: Sequence[MergedDisagreement]) -> tuple[Group, ...]:
    """Disagreements, in the briefing's order."""
    return tuple(
        Group(
            tuple(
                Item(
                    clean(position.position),
                    lead=clean(position.party),
                    cited=(cited := sources.cited(position.evidence)),
                    quote=_unless_same(sources.quoted(cited), position.position),
                    sources=sources.outlets(cited),
                )
                for position in item.positions
            ),
            title=clean(item.issue),
            facts=_asides(item.topic),
            status=status(item, sources.briefing),
        )
        for item in items
    )


def status(item: MergedDemand | MergedDisagreement, briefing: Briefing) -> str:
    """``new``, or ``repeated since 21 November (3 briefings)``; nothing where nothing is remembered."""
    if briefing.previous is None:
        return ""
    if item.status != "repeated":
        return item.status
    since = f" since {day(item.first_seen, briefing.date)}" if item.first_seen else ""
    return f"repeated{since}" + (f" ({count(item.count, 'briefing')})" if item.count > 1 else "")


def _merged_demand(sources: Sources, demand: MergedDemand) -> Item:
    cited = sources.cited(demand.evidence)
    return Item(
        clean(demand.demand),
        cited=cited,
        asides=_asides(_to(demand.addressee), demand.topic),
        status=status(demand, sources.briefing),
        quote=_unless_same(sources.quoted(cited), demand.demand),
        sources=sources.outlets(cited),
    )


def _own(n: int, evidence: tuple[int, ...]) -> tuple[Cited, ...]:
    return (Cited(n, evidence),) if evidence else ()


def _by(keys: Iterable[str], values: Iterable[T]) -> dict[str, list[T]]:
    """Values by key, both in the order of their first appearance."""
    groups: dict[str, list[T]] = {}
    for key, value in zip(keys, values, strict=True):
        groups.setdefault(key, []).append(value)
    return groups


def _asides(*parts: str | None) -> tuple[str, ...]:
    return tuple(text for part in parts if (text := clean(part or "")))


def _to(addressee: str | None) -> str | None:
    return f"to {addressee}" if addressee else None


def _unless_same(quote: str, text: str) -> str:
    """The quote, unless the line above it says the same words already."""
    return "" if same(quote, text) else clean(quote)
