"""The flow: all work over one executor, and what goes wrong with one article stays with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from summarizer import pipeline
from summarizer.errors import AuthenticationError, CallError, OutputError, UsageError
from summarizer.files import write
from summarizer.parties import Parties
from summarizer.schema import Article, Brief, Briefing, Citation, Demand, DigestLine, Draft, SummaryLine
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
        return pipeline.brief(articles, engine, Parties(), topics or Topics(), executor, **options)


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
    assert pipeline.is_failed(crashed)
    assert str(error) in crashed.warnings[0]
    assert str(error) in pipeline.undrafted(crashed).error
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
        briefs = pipeline.brief(
            articles, fake_engine({"a": DRAFT, "b": ValueError("x")}), Parties(), Topics(), executor
        )
    assert [len(item.summary) for item in briefs] == [1, 0, 0]
    assert briefs[1].warnings


def test_progress_counts_all_tasks(articles: list[Article], fake_engine: Any) -> None:
    """Progress starts at none of all and ends with all."""
    seen: list[tuple[int, int]] = []
    brief(articles, fake_engine(), on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 6) for done in range(7)]


def test_a_models_digest_passes_the_gate(articles: list[Article], fake_engine: Any) -> None:
    """A digest line stays with the articles that carry it; one that none carries is withheld, not lost."""
    briefs = brief(articles[:1], fake_engine())
    true = DigestLine(text="Elbonia refused to withdraw.", evidence=(Citation(article="a", sentences=(2,)),))
    false = DigestLine(
        text="Klopstockia paid a tribute of gold.", evidence=(Citation(article="a", sentences=(2,)),)
    )
    briefing = Briefing(date="2024-06-14", title="Daily", articles=tuple(briefs))
    gated = pipeline.gate_digest(briefing, [true, false], Parties())
    assert gated.digest == (true,)
    assert [claim.claim for claim in gated.articles[0].withheld] == [f"digest: {false.text}"]
    by_rules = briefing.model_copy(update={"digest": (true,)})
    assert pipeline.gate_digest(by_rules, [false], Parties()).digest == (true,)


def test_no_articles_are_no_briefs(fake_engine: Any) -> None:
    """Nothing to do is not an error here."""
    assert brief([], fake_engine()) == []


def test_reading_lists_what_failed_and_keeps_the_order(tmp_path: Path) -> None:
    """Folders are opened, repeats read once, failures named; what can be read is read."""
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"{name} says that talks began in Geneva on Monday.\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    named = [str(tmp_path), str(tmp_path / "gone.txt"), str(tmp_path / "a.txt"), str(tmp_path / "empty")]
    with ThreadPoolExecutor(2) as executor:
        reading = pipeline.read(named, executor)
    assert [article.source for article in reading.articles] == ["a.txt", "b.txt"]
    assert sorted(Path(failure.source).name for failure in reading.failures) == ["empty", "gone.txt"]
    assert all(failure.error and failure.source not in failure.error for failure in reading.failures)


def test_one_text_from_two_sources_is_one_article(make_article: Callable[..., Article]) -> None:
    """An agency report that two sites carry is drafted once, for the first of them."""
    first, second, other = (make_article(*TEXTS, id=id, source=source) for id, source in ["1x", "1y", "2z"])
    assert pipeline.distinct([first, second, other]) == [first, other]


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """If one of the files cannot be written, what stood in all their places is still there."""
    good, bad = tmp_path / "day" / "briefing.md", tmp_path / "day" / "briefing.json"
    write({good: "old"})
    bad.mkdir()
    (bad / "in the way").touch()
    with pytest.raises(OutputError, match=r"briefing\.json: cannot be written: "):
        write({bad: "new", good: "new"})
    assert good.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in good.parent.iterdir()) == ["briefing.json", "briefing.md"]


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """The error says which path is in the way."""
    (tmp_path / "briefings").touch()
    with pytest.raises(OutputError, match="cannot be written: "):
        write({tmp_path / "briefings" / "2024-06-14" / "briefing.md": "text"})


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    """What is written behind a link replaces the file, not the link; /dev/null is not replaced."""
    (tmp_path / "real.md").write_text("old", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    write({tmp_path / "link.md": "new", Path(os.devnull): "nothing"})
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == "new"
    assert not Path(os.devnull).is_file()
