"""Merging: many briefs become one briefing, whatever their order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import merge as merging
from summarizer import sameness
from summarizer.digest import digest_items, with_digest
from summarizer.merge import Grouping, demand_items, merge
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Citation,
    Demand,
    Disagreement,
    EngineInfo,
    Failure,
    Position,
    Sentence,
    Usage,
)

DAY = "2024-06-14"
ENGINE = EngineInfo(name="offline")


def brief(name: str, *claims: Demand | Disagreement, **fields: object) -> Brief:
    """A brief of an article of that name, from a source of that name."""
    sentence = Sentence(n=1, start=0, end=4, text="Talk")
    article = Article(
        id=name, title=f"Title {name}", source=f"{name}.txt", text="Talk", sentences=(sentence,)
    )
    return Brief(
        article=article,
        engine=ENGINE,
        demands=tuple(claim for claim in claims if isinstance(claim, Demand)),
        disagreements=tuple(claim for claim in claims if isinstance(claim, Disagreement)),
        **fields,  # type: ignore[arg-type]
    )


def demand(party: str, text: str, *evidence: int, topic: str | None = None, to: str | None = None) -> Demand:
    """A demand that rests on sentence 1 unless told."""
    return Demand(party=party, demand=text, addressee=to, topic=topic, evidence=evidence or (1,))


def dispute(issue: str, **positions: str) -> Disagreement:
    """A disagreement between the named parties; an empty position is one that was not reported."""
    return Disagreement(
        issue=issue,
        positions=tuple(
            Position(party=party, position=text or "no position reported", evidence=(1,) if text else ())
            for party, text in positions.items()
        ),
    )


def shown(briefing: Briefing) -> list[tuple[str, str, list[str]]]:
    """Party, demand and citing articles of each line."""
    return [(d.party, d.demand, [c.article for c in d.evidence]) for d in briefing.demands]


def test_one_demand_in_two_wordings_is_one_line_with_both_articles() -> None:
    """Its evidence says which sentences of which article."""
    briefing = merge(
        [
            brief("a", demand("Russia", "No temporary truce", 5, 2)),
            brief("b", demand("Russia", "A temporary ceasefire is unacceptable", 4)),
        ],
        DAY,
    )
    assert [d.evidence for d in briefing.demands] == [
        (Citation(article="a", sentences=(2, 5)), Citation(article="b", sentences=(4,)))
    ]
    assert briefing.demands[0].status == "new"
    assert briefing.demands[0].first_seen == DAY


def test_one_demand_of_two_parties_is_two_lines() -> None:
    """Who demands it is part of the demand."""
    briefs = [
        brief("a", demand("Russia", "a prisoner swap")),
        brief("b", demand("Ukraine", "a prisoner swap")),
    ]
    assert [party for party, _, _ in shown(merge(briefs, DAY))] == ["Russia", "Ukraine"]


def test_a_demand_and_its_refusal_are_two_lines() -> None:
    """Polarity counts more than words in common."""
    briefs = [
        brief("a", demand("Russia", "no ceasefire")),
        brief("b", demand("Russia", "an immediate ceasefire")),
    ]
    assert len(merge(briefs, DAY).demands) == 2


def test_likeness_is_not_passed_on() -> None:
    """A like B and B like C do not make A and C one line."""
    chain = ["alpha bravo charlie", "bravo charlie delta", "charlie delta echo", "delta echo foxtrot"]
    briefing = merge([brief(str(n), demand("X", text)) for n, text in enumerate(chain)], DAY)
    for line in briefing.demands:
        assert {"0", "3"} - {citation.article for citation in line.evidence}
    assert len(briefing.demands) > 1


def test_the_usual_wording_topic_and_addressee_are_shown() -> None:
    """What most articles say stands for all."""
    briefs = [
        brief("a", demand("Russia", "Kyiv must leave the four regions", topic="Land", to="Ukraine")),
        brief("b", demand("Russia", "Kyiv must leave the four regions", topic="Land")),
        brief("c", demand("Russia", "Ukraine to withdraw from four regions", topic="War")),
    ]
    line = merge(briefs, DAY).demands[0]
    assert (line.demand, line.topic, line.addressee) == (
        "Kyiv must leave the four regions",
        "Land",
        "Ukraine",
    )


def test_parties_are_named_alike_across_articles() -> None:
    """Where one article does not say whom somebody speaks for, another one may."""
    briefs = [brief("a", demand("Vladimir Putin", "no truce")), brief("b", demand("Russia", "no truce"))]
    assert shown(merge(briefs, DAY, names={"vladimir putin": "Russia"})) == [
        ("Russia", "no truce", ["a", "b"])
    ]


def test_topics_with_most_demands_come_first_and_no_topic_last() -> None:
    """Within a topic the most widely reported comes first, then the order is that of the parties' names."""
    briefs = [
        brief("a", demand("X", "bread"), demand("X", "roses"), demand("X", "songs")),
        brief("b", demand("X", "peace talks", topic="Peace"), demand("B", "an army reform", topic="Arms")),
        brief("c", demand("A", "radar stations", topic="Arms"), demand("C", "naval mines", topic="Arms")),
        brief("d", demand("C", "naval mines", topic="Arms")),
    ]
    assert [(d.topic, d.party) for d in merge(briefs, DAY).demands] == [
        ("Arms", "C"),
        ("Arms", "A"),
        ("Arms", "B"),
        ("Peace", "X"),
        (None, "X"),
        (None, "X"),
        (None, "X"),
    ]


texts = st.lists(
    st.sampled_from(
        ["truce", "no", "end to", "talks", "Ukraine", "NATO", "troops", "8%", "border", "rise", "cut"]
    ),
    max_size=5,
).map(" ".join)
claims = st.lists(
    st.tuples(st.sampled_from(["Russia", "Ukraine"]), texts, st.sampled_from(["T", None])), max_size=6
)


@given(st.lists(claims, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_briefs_changes_nothing(
    drafts: list[list[tuple[str, str, str]]], shuffle: random.Random
) -> None:
    """Lines, ids and their order are the same; no id stands twice; no citation is lost."""
    briefs = [
        brief(str(n), *(demand(p, text, k + 1, topic=topic) for k, (p, text, topic) in enumerate(rows)))
        for n, rows in enumerate(drafts)
    ]
    first = merge(briefs, DAY)
    shuffle.shuffle(briefs)
    second = merge(briefs, DAY)
    assert (first.demands, first.digest) == (second.demands, second.digest)
    assert len({d.id for d in first.demands}) == len(first.demands)
    cited = {(d.party, c.article, n) for d in first.demands for c in d.evidence for n in c.sentences}
    assert cited == {(d.party, b.article.id, n) for b in briefs for d in b.demands for n in d.evidence}


def test_an_id_is_the_same_on_another_day_with_other_articles() -> None:
    """So that a ledger knows a demand again."""
    today = merge([brief("a", demand("Russia", "No temporary truce"))], DAY)
    later = merge([brief("b", demand("Russia", "no temporary ceasefire"), demand("X", "y"))], "2025-01-01")
    assert today.demands[0].id in {d.id for d in later.demands}


def test_thousands_of_demands_need_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Demands of one party are looked up by what they mean, not compared with each other."""
    indexes: list[sameness.Index] = []

    class Counted(sameness.Index):
        def __init__(self) -> None:
            super().__init__()
            indexes.append(self)

    monkeypatch.setattr(merging, "Index", Counted)
    chance = random.Random(1)
    words = [
        f"{a}{b}" for a in "bcdfghjklm" for b in ("olt", "arn", "ist", "ump", "eck", "ond", "ilk", "urf")
    ]
    briefs = [
        brief(str(n), *(demand("Russia", " ".join(chance.sample(words, 5)), k + 1) for k in range(20)))
        for n in range(100)
    ]
    assert len(merge(briefs, DAY).demands) > 500
    assert sum(index.compared for index in indexes) < 2000 * 2000 / 4


# -- groups from elsewhere -------------------------------------------------------------------------------

TWO = (
    brief("a", demand("Russia", "a buffer zone", to="Ukraine")),
    brief("b", demand("Russia", "a strip of land without soldiers"), demand("Ukraine", "reparations")),
)


def test_items_are_told_with_party_and_addressee() -> None:
    """One line a wording, in an order that the briefs do not change."""
    assert demand_items(TWO) == demand_items(TWO[::-1])
    assert demand_items(TWO) == [
        "Russia: a buffer zone (to Ukraine)",
        "Russia: a strip of land without soldiers",
        "Ukraine: reparations",
    ]


def test_a_partition_decides_what_is_the_same() -> None:
    """A model may know better than words in common; what it cost is counted."""
    briefing = merge(TWO, DAY, grouping=Grouping([[1, 0], [2]], Usage(calls=1), ("slow",)))
    assert [articles for _, _, articles in shown(briefing)] == [["a", "b"], ["b"]]
    assert briefing.usage.calls == 1
    assert briefing.warnings == ("slow",)


@pytest.mark.parametrize("groups", [[[0, 1]], [[0, 1], [1, 2]], [[0, 1], [2, 3]], [[-1, 0, 1]], []])
def test_groups_that_are_no_partition_are_not_used(groups: list[list[int]]) -> None:
    """The rules decide, and a warning says so."""
    briefing = merge(TWO, DAY, grouping=Grouping(groups))
    assert briefing.demands == merge(TWO, DAY).demands
    assert briefing.warnings == (
        "demands grouped by rules: the groups that were given do not hold each demand once",
    )


def test_no_answer_leaves_it_to_the_rules() -> None:
    """What went wrong was already told by who asked."""
    briefing = merge(TWO, DAY, grouping=Grouping(None, warnings=("demands not grouped: timeout",)))
    assert briefing.demands == merge(TWO, DAY).demands
    assert briefing.warnings == ("demands not grouped: timeout",)


@pytest.mark.parametrize("others", [("Ukraine", "a truce"), ("Russia", "no truce")])
def test_a_group_never_joins_parties_or_opposites(others: tuple[str, str]) -> None:
    """Whoever grouped them was wrong."""
    briefs = [brief("a", demand("Russia", "a truce")), brief("b", demand(*others))]
    assert len(merge(briefs, DAY, grouping=Grouping([[0, 1]])).demands) == 2


def test_one_issue_in_two_articles_is_one_disagreement() -> None:
    """Its positions come together by party; the same position is told once with both articles."""
    briefing = merge(
        [
            brief("a", dispute("Temporary ceasefire", Russia="No temporary truce", Ukraine="")),
            brief(
                "b",
                dispute("A temporary truce", Russia="a temporary truce is unacceptable", Ukraine="agrees"),
            ),
        ],
        DAY,
    )
    (item,) = briefing.disagreements
    assert [(p.party, [c.article for c in p.evidence]) for p in item.positions] == [
        ("Russia", ["a", "b"]),
        ("Ukraine", ["b"]),
    ]
    assert item.positions[1].position == "agrees"


def test_a_position_that_no_article_reports_stays_unreported() -> None:
    """Nothing is invented for it."""
    item = merge([brief("a", dispute("Truce terms", Russia="no truce", Ukraine=""))], DAY).disagreements[0]
    assert [(p.party, p.position, p.evidence != ()) for p in item.positions] == [
        ("Russia", "no truce", True),
        ("Ukraine", "no position reported", False),
    ]


def test_one_issue_between_other_parties_is_another_disagreement() -> None:
    """Two strikes are both about pay."""
    briefs = [
        brief("a", dispute("Pay rise", Unite="wants 8%", Boeing="offers 5%")),
        brief("b", dispute("Pay rise", Teamsters="want 9%", UPS="offers 4%")),
    ]
    assert len(merge(briefs, DAY).disagreements) == 2


def test_different_positions_of_one_party_are_both_told() -> None:
    """A text is cited only for what it says."""
    briefs = [
        brief("a", dispute("Truce terms", Russia="no truce before autumn", Ukraine="a truce now")),
        brief("b", dispute("Truce terms", Russia="sanctions must go first", Ukraine="a truce now")),
    ]
    (item,) = merge(briefs, DAY).disagreements
    assert [(p.party, len(p.evidence)) for p in item.positions] == [
        ("Russia", 1),
        ("Russia", 1),
        ("Ukraine", 2),
    ]


def test_the_order_of_the_briefs_changes_no_disagreement() -> None:
    """Ids included."""
    briefs = [
        brief(name, dispute(issue, Russia=position, Ukraine="yes"))
        for name, issue, position in [
            ("a", "Truce now", "no"),
            ("b", "A truce", "no truce"),
            ("c", "Grain exports", "no"),
        ]
    ]
    assert merge(briefs, DAY).disagreements == merge(briefs[::-1], DAY).disagreements


def test_the_digest_says_what_most_sources_report() -> None:
    """Plain templates with the number of sources, and the evidence of what they name."""
    briefs = [brief(name, demand("Russia", "No temporary truce.", 3)) for name in "abc"]
    briefs.append(brief("d", dispute("Temporary truce", Russia="no", Ukraine="yes")))
    digest = merge(briefs, DAY).digest
    assert [line.text for line in digest] == [
        "Russia: no temporary truce (3 sources)",
        "In dispute between Russia and Ukraine: Temporary truce",
    ]
    assert digest[0].evidence == tuple(Citation(article=name, sentences=(3,)) for name in "abc")


def test_two_articles_of_one_outlet_are_one_source() -> None:
    """Otherwise an outlet confirms itself."""
    briefs = [brief("a", demand("X", "no truce")), brief("b", demand("X", "no truce"))]
    same = briefs[1].article.model_copy(update={"source": "a.txt"})
    briefs[1] = briefs[1].model_copy(update={"article": same})
    assert merge(briefs, DAY).digest[0].text == "X: no truce"


def test_the_digest_has_five_lines_at_most_with_room_for_disputes() -> None:
    """Three demands, each party's first before a second of any, and two disagreements."""
    demands = [demand(party, text) for party in "BA" for text in ("grain", "copper", "timber", "wool")]
    issues = ["Canal tolls", "Railway gauge", "Postal rates"]
    briefing = merge([brief("a", *demands, *(dispute(issue, A="yes", B="no") for issue in issues))], DAY)
    starts = [line.text.split(":")[0] for line in briefing.digest]
    assert starts == ["A", "B", "A", "In dispute between A and B", "In dispute between A and B"]
    assert len(merge([brief("a", *demands)], DAY).digest) == 5


def test_the_digest_passes_over_loaded_words() -> None:
    """It speaks in the briefing's own voice."""
    demands = [demand("X", "the regime must go"), demand("X", "the “regime” must sign")]
    assert [line.text for line in merge([brief("a", *demands)], DAY).digest] == ["X: the “regime” must sign"]


def test_a_digest_from_elsewhere_cites_what_its_lines_rest_on() -> None:
    """Its numbers are those of the items; without lines the briefing keeps its own digest."""
    briefing = merge(TWO, DAY)
    assert len(digest_items(briefing)) == 3
    written = with_digest(briefing, [("Both want land.", [0, 1])])
    assert [(line.text, {c.article for c in line.evidence}) for line in written.digest] == [
        ("Both want land.", {"a", "b"})
    ]
    assert with_digest(briefing, []) == briefing


def test_usage_is_summed_and_warnings_name_their_article() -> None:
    """Nothing that went wrong or was spent is lost."""
    briefs: Sequence[Brief] = [
        brief(
            "a", usage=Usage(calls=2, input_tokens=10, cost_usd=0.5), warnings=("demands missing: timeout",)
        ),
        brief("b", usage=Usage(calls=1, cost_usd=0.25)),
    ]
    failed = (Failure(source="c.txt", error="is empty"),)
    briefing = merge(briefs, DAY, "Morning", failed)
    assert briefing.usage == Usage(calls=3, input_tokens=10, cost_usd=0.75)
    assert briefing.warnings == ("Title a: demands missing: timeout",)
    assert (briefing.title, briefing.failed, briefing.articles) == ("Morning", failed, tuple(briefs))


def test_nothing_merges_to_an_empty_briefing(make_article: Callable[..., Article]) -> None:
    """A day without articles, or with one that says nothing, is a briefing all the same."""
    assert merge([], DAY) == Briefing(date=DAY, title=merging.TITLE)
    empty = merge([Brief(article=make_article(), engine=ENGINE)], DAY)
    assert (empty.demands, empty.disagreements, empty.digest) == ((), (), ())
