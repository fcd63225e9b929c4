"""Drafting: all work over one executor, and what goes wrong with one article stays with it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest

from summarizer import drafting
from summarizer.drafting import Desk
from summarizer.errors import AuthenticationError, CallError, UsageError
from summarizer.schema import Article, Brief, Demand, Draft, SummaryLine
from summarizer.topics import Topics

TEXTS = (
    "Ruritania demanded that Elbonia withdraw its troops from the valley.",
    "Elbonia refused to withdraw.",
)
DEMAND = Demand(
    party="Ruritania",
    demand="Elbonia must withdraw its troops from the valley",
    addressee="Elbonia",
    evidence=(1,),
)
DRAFT = Draft(summary=(SummaryLine(text="Elbonia refused to withdraw.", evidence=(2,)),), demands=(DEMAND,))


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    """Three articles named a, b and c."""
    return [make_article(*TEXTS, id=name, title=name, source=f"{name}.txt") for name in "abc"]


def brief(articles: list[Article], engine: Any, topics: Topics | None = None, **options: Any) -> list[Brief]:
    """Briefs by a pool of two threads."""
    with ThreadPoolExecutor(2) as executor:
        return drafting.draft(articles, Desk(engine, topics=topics or Topics()), executor, **options)


def test_results_reach_the_article_that_they_belong_to(articles: list[Article], fake_engine: Any) -> None:
    """Tasks of all articles share the executor; their results do not get mixed up."""
    briefs = brief(articles, fake_engine({"b": DRAFT}))
    assert [(item.article.id, len(item.summary), item.warnings) for item in briefs] == [
        ("a", 0, ()),
        ("b", 1, ()),
        ("c", 0, ()),
    ]
    assert {item.engine.name for item in briefs} == {"fake"}


def test_claims_pass_the_gate_on_their_way(articles: list[Article], fake_engine: Any) -> None:
    """A quote is filled in from the article; a claim without support is withheld."""
    false = Demand(party="Elbonia", demand="a tribute of gold and silver", evidence=(2,))
    result = brief(articles[:1], fake_engine({"a": Draft(demands=(DEMAND, false))}))[0]
    assert [demand.quote for demand in result.demands] == [TEXTS[0]]
    assert [claim.section for claim in result.withheld] == ["demands"]


def test_topics_come_from_settings_and_never_from_an_engine(
    articles: list[Article], fake_engine: Any
) -> None:
    """A topic that a model made up gives way to that of the demand's own words, not of its whole quote."""
    draft = Draft(demands=(DEMAND.model_copy(update={"topic": "Made up"}),))
    engine = fake_engine({"a": draft})
    assert brief(articles[:1], engine)[0].demands[0].topic is None
    topics = Topics({"Valley": ["valley"], "Talks": ["Ruritania"]})
    assert brief(articles[:1], engine, topics)[0].demands[0].topic == "Valley"


@pytest.mark.parametrize("error", [ValueError("a fault"), CallError("no answer")])
def test_a_crash_costs_one_article(articles: list[Article], fake_engine: Any, error: Exception) -> None:
    """The crashed article has an empty brief that gives the reason; the others are complete."""
    first, crashed, last = brief(articles, fake_engine({"a": DRAFT, "b": error, "c": DRAFT}))
    assert drafting.is_failed(crashed)
    assert str(error) in crashed.warnings[0]
    assert str(error) in drafting.undrafted(crashed).error
    assert first.summary
    assert last.summary


@pytest.mark.parametrize("error", [AuthenticationError("the key is refused"), UsageError("no such server")])
def test_what_no_article_can_survive_stops_the_run(
    articles: list[Article], fake_engine: Any, error: Exception
) -> None:
    """A refused key is one error, not one per article."""
    with pytest.raises(type(error), match=str(error)):
        brief(articles, fake_engine({"b": error}))


def test_any_executor_will_do(articles: list[Article], fake_engine: Any) -> None:
    """What is mapped can travel to other processes."""
    with ProcessPoolExecutor(1) as executor:
        briefs = drafting.draft(articles, Desk(fake_engine({"a": DRAFT, "b": ValueError("x")})), executor)
    assert [len(item.summary) for item in briefs] == [1, 0, 0]
    assert briefs[1].warnings


def test_progress_counts_articles(articles: list[Article], fake_engine: Any) -> None:
    """Progress starts at none of all and ends with all."""
    seen: list[tuple[int, int]] = []
    brief(articles, fake_engine(), on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 3) for done in range(4)]


def test_no_articles_are_no_briefs(fake_engine: Any) -> None:
    """Nothing to do is not an error here."""
    assert brief([], fake_engine()) == []
