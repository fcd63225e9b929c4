"""The ledger: a demand or a disagreement keeps its identity across days and wordings.

Today's briefing is held against what earlier briefings had: what was heard before is repeated, what was
heard lately and not today is no longer heard, everything else is new. A demand is the same if its party
is and it asks for the same (see :mod:`summarizer.sameness`), an issue if two of its parties are and it is
about the same. Only the first wording and wordings that were really heard count, so that a line cannot
drift into another one by small steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from summarizer.sameness import Idea, idea, is_about_same, is_same
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
    """What earlier briefings had.

    Args:
        entries: with their sightings in briefings before today's, and no others.
        days: the last briefings before today's (ISO 8601), newest first: what was heard in none of them
            is not missed today.
    """

    entries: Sequence[Entry] = ()
    days: Sequence[str] = ()

    def compare(self, briefing: Briefing) -> Briefing:
        """The briefing with identities and statuses from the ledger, and with what is no longer heard."""
        entries = {entry.id: entry for entry in self.entries}
        demands = _identities([_said(line) for line in briefing.demands], self._of("demand"))
        issues = _identities([_said(line) for line in briefing.disagreements], self._of("disagreement"))
        gone = self._missed({*demands, *issues})
        return briefing.model_copy(
            update={
                "previous": self.days[0] if self.days else None,
                "demands": (
                    *(
                        _dated(line, id, entries, briefing.date)
                        for line, id in zip(briefing.demands, demands, strict=True)
                    ),
                    *(_gone_demand(entry) for entry in gone if entry.kind == "demand"),
                ),
                "disagreements": (
                    *(
                        _dated(line, id, entries, briefing.date)
                        for line, id in zip(briefing.disagreements, issues, strict=True)
                    ),
                    *(_gone_issue(entry) for entry in gone if entry.kind == "disagreement"),
                ),
            }
        )

    def heard(self, briefing: Briefing) -> list[Entry]:
        """What is to be kept of a compared briefing: its lines as entries, with today's sightings only."""
        known = {entry.id: entry for entry in self.entries}
        articles = {brief.article.id: brief.article for brief in briefing.articles}
        lines: list[MergedDemand | MergedDisagreement] = [*briefing.demands, *briefing.disagreements]
        heard = [_entry(line, articles, briefing.date) for line in lines if line.status != GONE]
        return [
            entry.model_copy(update={"text": known[entry.id].text}) if entry.id in known else entry
            for entry in heard
        ]

    def _of(self, kind: str) -> list[_Said]:
        return [_remembered(entry) for entry in self.entries if entry.kind == kind]

    def _missed(self, heard: set[str]) -> list[Entry]:
        """Entries that were heard lately and not today, latest first, then by party and text."""
        gone = [e for e in self.entries if e.id not in heard and e.sightings[-1].date in self.days]
        gone.sort(key=lambda entry: (entry.party, entry.text, entry.id))
        return sorted(gone, key=lambda entry: entry.sightings[-1].date, reverse=True)


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


def _identities(today: Sequence[_Said], known: Sequence[_Said]) -> list[str]:
    """The identity of each line: that of the entry most like it, each given once; else its own."""
    by_word: dict[str, list[_Said]] = {}
    for entry in known:
        for word in entry.idea.meanings:
            by_word.setdefault(word, []).append(entry)
    pairs = []
    for n, said in enumerate(today):
        near = {entry.id: entry for word in said.idea.meanings for entry in by_word.get(word, ())}
        pairs += [(-said.likeness(entry), n, id) for id, entry in near.items()]
    ids: dict[int, str] = {}
    for likeness, n, id in sorted(pairs):
        if likeness < 0 and n not in ids and id not in ids.values():
            ids[n] = id
    remembered = {entry.id for entry in known}
    return [ids.get(n) or _unlike(said.id, remembered) for n, said in enumerate(today)]


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


def _dated(line: Line, id: str, entries: Mapping[str, Entry], today: str) -> Line:
    """The line under its identity, with when it was heard first and how often."""
    days = {today} | {sighting.date for sighting in entries[id].sightings} if id in entries else {today}
    status: Status = "new" if days == {today} else "repeated"
    history = {"first_seen": min(days), "last_seen": today, "count": len(days)}
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
