"""The ledger: what was heard before, what is new, and what is no longer heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summarizer import merge
from summarizer.ledger import Ledger
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Demand,
    Disagreement,
    EngineInfo,
    Entry,
    Failure,
    Position,
)

TEXT = "Ruritania demanded that Elbonia withdraw its troops from the valley."


@pytest.fixture
def day(make_article: Callable[..., Article]) -> Callable[..., Briefing]:
    """Builds the briefing of a day from (party, demand) pairs and disagreements, each of an article."""

    def make(date: str, *claims: tuple[str, str] | Disagreement) -> Briefing:
        briefs = []
        for n, claim in enumerate(claims):
            article = make_article(TEXT, id=f"{date}-{n}", source=f"outlet {n}", title=f"Title {n}")
            found: dict[str, Any] = (
                {"disagreements": (claim,)}
                if isinstance(claim, Disagreement)
                else {"demands": (Demand(party=claim[0], demand=claim[1], evidence=(1,)),)}
            )
            briefs.append(Brief(article=article, engine=EngineInfo(name="offline"), **found))
        return merge.merge(briefs, date)

    return make


def remember(*briefings: Briefing) -> Ledger:
    """The ledger after these briefings, in the order of their days."""
    entries: dict[str, Entry] = {}
    days: list[str] = []
    for briefing in briefings:
        ledger = Ledger(list(entries.values()), days[:7])
        for entry in ledger.heard(ledger.compare(briefing)):
            known = entries.get(entry.id)
            sightings = (*(known.sightings if known else ()), *entry.sightings)
            entries[entry.id] = entry.model_copy(update={"sightings": sightings})
        days.insert(0, briefing.date)
    return Ledger(list(entries.values()), days[:7])


def statuses(briefing: Briefing) -> dict[str, str]:
    """The status of each demand, by its text."""
    return {demand.demand: demand.status for demand in briefing.demands}


def test_the_first_briefing_has_nothing_before_it(day: Any) -> None:
    """Everything is new, and there is no earlier day to say so of."""
    first = Ledger().compare(day("2026-11-20", ("Ruritania", "withdrawal from the valley")))
    (demand,) = first.demands
    assert (demand.status, demand.first_seen, demand.last_seen, demand.count) == (
        "new",
        "2026-11-20",
        "2026-11-20",
        1,
    )
    assert first.previous is None


def test_another_wording_is_the_same_demand(day: Any) -> None:
    """It keeps its identity and its first day, and counts the briefings in which it was heard."""
    before = remember(day("2026-11-20", ("Ruritania", "no temporary truce")))
    after = before.compare(day("2026-11-21", ("Ruritania", "a temporary ceasefire is unacceptable")))
    (demand,) = after.demands
    assert (demand.id, demand.status) == (before.entries[0].id, "repeated")
    assert (demand.first_seen, demand.last_seen, demand.count) == ("2026-11-20", "2026-11-21", 2)
    assert demand.demand == "a temporary ceasefire is unacceptable"
    assert after.previous == "2026-11-20"


@pytest.mark.parametrize(
    ("party", "text"),
    [
        ("Elbonia", "no temporary truce"),  # another party
        ("Ruritania", "a temporary truce"),  # the opposite
        ("Ruritania", "the release of all prisoners"),  # something else
    ],
)
def test_another_demand_is_new_and_the_first_is_missed(day: Any, party: str, text: str) -> None:
    """Party, polarity and meaning make the identity."""
    before = remember(day("2026-11-20", ("Ruritania", "no temporary truce")))
    after = before.compare(day("2026-11-21", (party, text)))
    assert [(demand.demand, demand.status) for demand in after.demands] == [
        (text, "new"),
        ("no temporary truce", "no longer heard"),
    ]


def test_what_is_no_longer_heard_says_where_it_was_heard_last(day: Any) -> None:
    """It has no evidence in today's articles, but the outlet, the day and the words of the last time."""
    before = remember(
        day("2026-11-20", ("Ruritania", "no truce")), day("2026-11-21", ("Ruritania", "no truce"))
    )
    (gone,) = before.compare(day("2026-11-22")).demands
    assert (gone.status, gone.first_seen, gone.last_seen, gone.count) == (
        "no longer heard",
        "2026-11-20",
        "2026-11-21",
        2,
    )
    assert gone.evidence == ()
    assert [(last.date, last.source, last.quote) for last in gone.last_heard] == [
        ("2026-11-21", "outlet 0", TEXT)
    ]


def test_what_was_silent_for_long_is_not_missed_but_known(day: Any) -> None:
    """Only the last briefings are held against today; heard again, the demand is an old one."""
    days = [f"2026-11-{n:02}" for n in range(1, 10)]
    before = remember(day(days[0], ("Ruritania", "no truce")), *(day(date) for date in days[1:]))
    assert before.compare(day("2026-11-10")).demands == ()
    (again,) = before.compare(day("2026-11-10", ("Ruritania", "no truce"))).demands
    assert (again.status, again.first_seen, again.count) == ("repeated", "2026-11-01", 2)


def test_two_lines_of_a_day_are_never_one_entry(day: Any) -> None:
    """Two demands like an old one: the one more like it is the old one, the other is new."""
    before = remember(day("2026-11-20", ("Ruritania", "withdrawal of troops from the valley")))
    today = day(
        "2026-11-21",
        ("Ruritania", "withdrawal of 500 troops from the valley"),
        ("Ruritania", "withdrawal of 900 troops from the valley by Monday"),
    )
    after = before.compare(today)
    assert len({demand.id for demand in after.demands}) == 2
    assert statuses(after) == {
        "withdrawal of 500 troops from the valley": "repeated",
        "withdrawal of 900 troops from the valley by Monday": "new",
    }


def test_the_first_wording_stays_the_measure(day: Any) -> None:
    """The ledger keeps how a demand was first worded, so that it cannot drift into another by small steps."""
    ledger = remember(
        day("2026-11-20", ("Ruritania", "no temporary truce")),
        day("2026-11-21", ("Ruritania", "a temporary ceasefire is unacceptable")),
    )
    (entry,) = ledger.entries
    assert entry.text == "no temporary truce"
    assert [sighting.text for sighting in entry.sightings] == [
        "no temporary truce",
        "a temporary ceasefire is unacceptable",
    ]


def dispute(issue: str, *parties: str) -> Disagreement:
    """A disagreement in which each party says something of its own."""
    said = tuple(Position(party=party, position=f"{party}'s view", evidence=(1,)) for party in parties)
    return Disagreement(issue=issue, positions=said)


def test_disagreements_have_a_history_too(day: Any) -> None:
    """The same issue between the same parties is repeated; between others it is another one."""
    before = remember(day("2026-11-20", dispute("the pay rise", "TWU", "Northern Rail")))
    again = before.compare(day("2026-11-21", dispute("a pay rise", "Northern Rail", "TWU")))
    assert [item.status for item in again.disagreements] == ["repeated"]
    assert again.disagreements[0].first_seen == "2026-11-20"
    other = before.compare(day("2026-11-21", dispute("the pay rise", "Nurses", "Ministry of Health")))
    assert [item.status for item in other.disagreements] == ["new", "no longer heard"]
    gone = other.disagreements[1]
    assert {position.party for position in gone.positions} == {"TWU", "Northern Rail"}
    assert all(position.evidence == () for position in gone.positions)
    assert gone.last_heard[0].date == "2026-11-20"


def test_a_line_without_words_of_weight_is_known_by_its_wording(day: Any) -> None:
    """Where nothing can be compared, the same words are the same demand."""
    before = remember(day("2026-11-20", ("Ruritania", "it to be so")))
    assert [
        line.status for line in before.compare(day("2026-11-21", ("Ruritania", "it to be so"))).demands
    ] == ["repeated"]


def test_what_is_like_a_line_of_today_is_not_missed(day: Any) -> None:
    """Of two old demands like one of today, one is it, and the other is not called gone beside it."""
    before = remember(
        day(
            "2026-11-20",
            ("Ruritania", "withdrawal of 500 troops from the valley"),
            ("Ruritania", "withdrawal of 900 troops from the valley"),
        )
    )
    after = before.compare(day("2026-11-21", ("Ruritania", "withdrawal of troops from the valley")))
    assert [line.status for line in after.demands] == ["repeated"]


def test_a_briefing_of_an_earlier_day_knows_the_later_ones_but_does_not_count_them(day: Any) -> None:
    """Made after the fact, it has the later identity, and is new on its own day."""
    later = remember(day("2026-11-22", ("Ruritania", "no temporary truce")))
    ledger = Ledger(later.entries, [])
    back = ledger.compare(day("2026-11-20", ("Ruritania", "a temporary ceasefire is unacceptable")))
    assert [(line.id, line.status, line.count) for line in back.demands] == [(later.entries[0].id, "new", 1)]
    (entry,) = ledger.heard(back)
    assert entry.text == "no temporary truce"
    assert [sighting.date for sighting in entry.sightings] == ["2026-11-20"]


def test_of_a_site_that_failed_today_nobody_knows(day: Any) -> None:
    """What was heard there last is not called gone; the briefing says how much that is."""
    entry = remember(day("2026-11-20", ("Ruritania", "no truce"))).entries[0]
    online = entry.sightings[0].model_copy(update={"url": "https://news.example/1"})
    ledger = Ledger([entry.model_copy(update={"sightings": (online,)})], ["2026-11-20"])
    failed = day("2026-11-21").model_copy(
        update={"failed": (Failure(source="https://news.example/feed", error="HTTP 404"),)}
    )
    after = ledger.compare(failed)
    assert after.demands == ()
    assert after.warnings == (
        "earlier lines that may go on or not, as the sites that had them failed today: 1",
    )


def test_the_order_of_the_ledger_does_not_matter(day: Any) -> None:
    """Which entry a line is does not depend on the order in which entries are given."""
    before = remember(
        day(
            "2026-11-20",
            ("Ruritania", "withdrawal from the valley"),
            ("Ruritania", "withdrawal from the hills"),
        ),
        day("2026-11-21", ("Elbonia", "no tribute"), ("Ruritania", "the release of all prisoners")),
    )
    today = day("2026-11-22", ("Ruritania", "a withdrawal from the valley"), ("Elbonia", "a tribute of gold"))
    turned = Ledger(before.entries[::-1], before.days)
    assert turned.compare(today) == before.compare(today)
