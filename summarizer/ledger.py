"""The ledger: a demand or a disagreement keeps its identity across days and wordings.

Today's briefing is held against what earlier briefings had: what was heard before is repeated, what was
heard lately and not today is no longer heard, everything else is new. A demand is the same if its party
is and it asks for the same (see :mod:`summarizer.sameness`), an issue if two of its parties are and it is
about the same. Only the first wording and wordings that were really heard count, so that a line cannot
drift into another one by small steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from summarizer.pages import host_of
from summarizer.sameness import Idea, Index, idea, is_about_same, is_same
from summarizer.schema import (
    Article,
    Briefing,
    Citation,
    Entry,
    MergedDemand,
    MergedDisagreement,
    MergedPosition,
    Sighting,
    Status,
)

GONE: Status = "no longer heard"

Line = TypeVar("Line", MergedDemand, MergedDisagreement)


@dataclass(frozen=True)
class Ledger:
    """What all other briefings had.

    Args:
        entries: with all their sightings. Those of the briefing's own day and later make identities, and
            count for nothing else: a briefing may be made again, or after one of a later day.
        days: the last briefings before today's (ISO 8601), newest first: what was heard in none of them
            is not missed today.
    """

    entries: Sequence[Entry] = ()
    days: Sequence[str] = ()

    def compare(self, briefing: Briefing) -> Briefing:
        """The briefing with identities and statuses from the ledger, and with what is no longer heard."""
        demands = _identities([_said(line) for line in briefing.demands], self._of("demand"))
        issues = _identities([_said(line) for line in briefing.disagreements], self._of("disagreement"))
        gone, unknown = self._missed(demands.near | issues.near, briefing)
        doubt = f"earlier lines that may go on or not, as the sites that had them failed today: {unknown}"
        earlier = {entry.id: _days(entry, briefing.date) for entry in self.entries}

        def dated(lines: Sequence[Line], ids: Sequence[str]) -> Iterator[Line]:
            for line, id in zip(lines, ids, strict=True):
                yield _dated(line, id, earlier.get(id, []), briefing.date)

        gone_demands = [_gone_demand(entry) for entry in gone if entry.kind == "demand"]
        gone_issues = [_gone_issue(entry) for entry in gone if entry.kind == "disagreement"]
        return briefing.model_copy(
            update={
                "previous": self.days[0] if self.days else None,
                "demands": (*dated(briefing.demands, demands.ids), *gone_demands),
                "disagreements": (*dated(briefing.disagreements, issues.ids), *gone_issues),
                "warnings": (*briefing.warnings, *([doubt] if unknown else [])),
            }
        )

    def heard(self, briefing: Briefing) -> list[Entry]:
        """What is to be kept of a compared briefing: its lines as entries, with today's sightings only."""
        known = {entry.id: entry for entry in self.entries}
        articles = {brief.article.id: brief.article for brief in briefing.articles}
        lines: list[MergedDemand | MergedDisagreement] = [*briefing.demands, *briefing.disagreements]
        heard = [_entry(line, articles, briefing.date) for line in lines if line.status != GONE]
        return [_kept(entry, known.get(entry.id)) for entry in heard]

    def _of(self, kind: str) -> list[_Said]:
        return [_remembered(entry) for entry in self.entries if entry.kind == kind]

    def _missed(self, near: Set[str], briefing: Briefing) -> tuple[list[Entry], int]:
        """Entries that were heard lately and nothing like them today, latest first, then by party and text.

        Of what was last heard on a site that failed today, nobody knows whether it goes on: it is counted.
        """
        failed = {host_of(failure.source) for failure in briefing.failed} - {""}
        gone, unknown = [], 0
        for entry in self.entries:
            days = _days(entry, briefing.date)
            if entry.id in near or not days or days[-1] not in self.days:
                continue
            last = [sighting for sighting in entry.sightings if sighting.date == days[-1]]
            if all(sighting.url and host_of(sighting.url) in failed for sighting in last):
                unknown += 1
                continue
            earlier = tuple(sighting for sighting in entry.sightings if sighting.date <= days[-1])
            gone.append(entry.model_copy(update={"sightings": earlier}))
        gone.sort(key=lambda entry: (entry.party, entry.text, entry.id))
        return sorted(gone, key=lambda entry: entry.sightings[-1].date, reverse=True), unknown


def _days(entry: Entry, before: str) -> list[str]:
    """The days before a day on which an entry was heard."""
    return sorted({sighting.date for sighting in entry.sightings if sighting.date < before})


def _kept(entry: Entry, known: Entry | None) -> Entry:
    """The entry as it was first worded, and otherwise as it was reported last."""
    if known is None:
        return entry
    today = entry.sightings[0].date if entry.sightings else ""
    if any(sighting.date > today for sighting in known.sightings):
        return known.model_copy(update={"sightings": entry.sightings})
    return entry.model_copy(update={"text": known.text})


# -- identity --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """A demand or an issue, of today or remembered: who, what, and all wordings that were heard."""

    id: str
    text: str
    parties: frozenset[str]
    topic: str | None
    is_issue: bool
    wordings: frozenset[str]

    @cached_property
    def idea(self) -> Idea:
        # An issue is neither for nor against anything.
        return Idea(idea(self.text).meanings) if self.is_issue else idea(self.text, min(self.parties))

    def likeness(self, known: _Said) -> float:
        """How alike a remembered one is: 0 if it is another one, 2 if these very words were heard."""
        if len(self.parties & known.parties) < min(2, len(self.parties)):
            return 0.0
        if self.text in known.wordings:
            return 2.0
        same = is_about_same if self.is_issue else is_same
        if not same(self.idea, known.idea):
            return 0.0
        a, b = self.idea.meanings, known.idea.meanings
        return len(a & b) / len(a | b) + (0.1 if self.topic == known.topic else 0.0)


@dataclass(frozen=True)
class _Identities:
    """The identity of each line, and the entries that are like one, taken or not."""

    ids: Sequence[str]
    near: Set[str]


def _identities(today: Sequence[_Said], known: Sequence[_Said]) -> _Identities:
    """The identity of each line: that of the entry most like it, each given once; else its own."""
    entries = _Known(known)
    pairs = [
        (-likeness, n, entry.id)
        for n, said in enumerate(today)
        for entry in entries.near(said)
        if (likeness := said.likeness(entry))
    ]
    ids: dict[int, str] = {}
    given: set[str] = set()
    for _, n, id in sorted(pairs):
        if n not in ids and id not in given:
            ids[n] = id
            given.add(id)
    remembered = {entry.id for entry in known}
    own = [ids.get(n) or _unlike(said.id, remembered) for n, said in enumerate(today)]
    return _Identities(own, {id for _, _, id in pairs})


class _Known:
    """Finds the remembered ones that may be what is said today without looking at all of them."""

    def __init__(self, known: Sequence[_Said]) -> None:
        self._of_party: dict[str, tuple[Index, list[_Said]]] = {}
        self._in_words: dict[str, list[_Said]] = {}
        for entry in known:
            for party in entry.parties or {""}:
                index, own = self._of_party.setdefault(party, (Index(), []))
                index.add(entry.idea)
                own.append(entry)
            for wording in entry.wordings:
                self._in_words.setdefault(wording, []).append(entry)

    def near(self, said: _Said) -> Iterable[_Said]:
        """Those heard in the same words (which may have no meaning to compare), and those about the same."""
        found = {entry.id: entry for entry in self._in_words.get(said.text, ())}
        for party in said.parties or {""}:
            index, own = self._of_party.get(party, (Index(), []))
            found |= {own[n].id: own[n] for n in index.near(said.idea)}
        return found.values()


def _unlike(id: str, taken: Set[str]) -> str:
    """The line's own identity, or another one where an entry has it that another line is more like."""
    while id in taken:
        id = hashlib.sha256(id.encode()).hexdigest()[:12]
    return id


def _said(line: MergedDemand | MergedDisagreement) -> _Said:
    if isinstance(line, MergedDemand):
        return _Said(line.id, line.demand, frozenset([line.party]), line.topic, False, frozenset())
    return _Said(line.id, line.issue, _parties(line.positions), line.topic, True, frozenset())


def _remembered(entry: Entry) -> _Said:
    wordings = frozenset([entry.text, *(sighting.text for sighting in entry.sightings)])
    parties = frozenset([entry.party]) if entry.kind == "demand" else _parties(entry.positions)
    return _Said(entry.id, entry.text, parties, entry.topic, entry.kind != "demand", wordings)


def _parties(positions: Sequence[MergedPosition]) -> frozenset[str]:
    return frozenset(position.party for position in positions)


# -- history ---------------------------------------------------------------------------------------------


def _dated(line: Line, id: str, earlier: Sequence[str], today: str) -> Line:
    """The line under its identity, with when it was heard first and how often."""
    status: Status = "repeated" if earlier else "new"
    history = {"first_seen": min([*earlier, today]), "last_seen": today, "count": len(earlier) + 1}
    return line.model_copy(update={"id": id, "status": status, **history})


def _gone_demand(entry: Entry) -> MergedDemand:
    first, last, count, last_heard = _past(entry)
    return MergedDemand(
        id=entry.id,
        party=entry.party,
        demand=entry.text,
        addressee=entry.addressee,
        topic=entry.topic,
        status=GONE,
        first_seen=first,
        last_seen=last,
        count=count,
        last_heard=last_heard,
        evidence=(),
    )


def _gone_issue(entry: Entry) -> MergedDisagreement:
    first, last, count, last_heard = _past(entry)
    return MergedDisagreement(
        id=entry.id,
        issue=entry.text,
        topic=entry.topic,
        status=GONE,
        first_seen=first,
        last_seen=last,
        count=count,
        last_heard=last_heard,
        positions=entry.positions,
    )


def _past(entry: Entry) -> tuple[str, str, int, tuple[Sighting, ...]]:
    """The first and the last day of an entry, the number of its days, and its sightings on the last."""
    days = sorted({sighting.date for sighting in entry.sightings})
    last = tuple(sighting for sighting in entry.sightings if sighting.date == days[-1])
    return days[0], days[-1], len(days), last


def _entry(line: MergedDemand | MergedDisagreement, articles: Mapping[str, Article], date: str) -> Entry:
    if isinstance(line, MergedDemand):
        return Entry(
            id=line.id,
            kind="demand",
            text=line.demand,
            party=line.party,
            addressee=line.addressee,
            topic=line.topic,
            sightings=_sightings(line.demand, line.evidence, articles, date),
        )
    cited = [citation for position in line.positions for citation in position.evidence]
    return Entry(
        id=line.id,
        kind="disagreement",
        text=line.issue,
        topic=line.topic,
        positions=tuple(position.model_copy(update={"evidence": ()}) for position in line.positions),
        sightings=_sightings(line.issue, cited, articles, date),
    )


def _sightings(
    text: str, citations: Sequence[Citation], articles: Mapping[str, Article], date: str
) -> tuple[Sighting, ...]:
    """Where a line was heard, one sighting an article, with the article's own words."""
    numbers: dict[str, set[int]] = {}
    for citation in citations:
        numbers.setdefault(citation.article, set()).update(citation.sentences)
    return tuple(
        Sighting(
            date=date,
            text=text,
            article=id,
            source=articles[id].source,
            title=articles[id].title,
            url=articles[id].url,
            quote=_quote(articles[id], sorted(cited)),
        )
        for id, cited in sorted(numbers.items())
        if id in articles
    )


def _quote(article: Article, numbers: Sequence[int]) -> str:
    """The cited sentences; gaps between them are marked."""
    quote, before = "", 0
    for n in numbers:
        sentence = article.sentence(n)
        if sentence is not None:
            quote += ("" if not quote else " " if n == before + 1 else " […] ") + sentence.text
            before = n
    return quote
