"""The offline engine: one draft of an article, without a model, whatever the article is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from articles import ANY_TEXT, article
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engines.offline import OfflineEngine
from summarizer.parties import Parties
from summarizer.schema import Article, Draft

STRIKE = (
    "The Dockers Union has been on strike at Northport since May.",
    "The Dockers Union demanded a pay rise of 6%. “Northport must reopen the canteen,” said Ana Ruiz, leader "
    "of the Dockers Union. Northport rejected the demand, saying that the pay was fair.",
    "“We will not accept a longer blockade of the harbour,” said Tom Hale, a spokesman for Northport.",
)
PIECES = [
    *[
        "Kenya",
        "the union",
        "Ana Ruiz",
        "“",
        "”",
        '"',
        "'",
        "’s",
        ",",
        ".",
        ":",
        ";",
        "?",
        "–",
        "(",
        ")",
        "\n\n",
    ],
    *[
        "demanded",
        "said",
        "must",
        "to",
        "that",
        "for",
        "of",
        "and",
        "not",
        "until",
        "will not accept",
        "is unacceptable",
    ],
    *[
        "rejected",
        "denied",
        "the report",
        "according to",
        "demands",
        "include",
        "it",
        "they",
        "we",
        "he",
        "told",
        "urged",
    ],
    *[
        "a strike",
        "talks",
        "6%",
        "on Monday",
        "minister",
        "spokesman",
        "which",
        "who",
        "but",
        "while",
        "among",
        "is",
    ],
]


def draft(made: Article, engine: OfflineEngine | None = None) -> Draft:
    """What the engine makes of an article."""
    engine = engine or OfflineEngine(Parties())
    return engine.assemble(made, [task() for task in engine.tasks(made)])


def numbers(made: Draft) -> list[tuple[int, ...]]:
    """The evidence of every line of a draft."""
    positions = [position for each in made.disagreements for position in each.positions]
    return [each.evidence for each in (*made.summary, *made.demands, *positions)]


def check(made: Article) -> None:
    """Every line is complete and rests on sentences that there are, in order."""
    drafted = draft(made)
    for evidence in numbers(drafted):
        assert evidence
        assert list(evidence) == sorted(set(evidence))
        assert all(made.sentence(n) is not None for n in evidence)
    assert all(demand.party.strip() and demand.demand.strip() for demand in drafted.demands)
    assert all(len(each.positions) >= 2 and each.issue.strip() for each in drafted.disagreements)


def test_one_draft_has_all_three_sections() -> None:
    """A summary, who demands what, and what they disagree on."""
    made = draft(article(*STRIKE))
    assert made.summary
    assert {demand.party for demand in made.demands} == {"Dockers Union", "Northport"}
    assert [{position.party for position in each.positions} for each in made.disagreements] == [
        {"Dockers Union", "Northport"}
    ]


def test_it_spends_nothing() -> None:
    """No model, no calls, no warnings."""
    engine = OfflineEngine(Parties())
    made = draft(article(*STRIKE), engine)
    assert (engine.info.name, engine.info.model) == ("offline", None)
    assert (made.usage.calls, made.usage.input_tokens, made.usage.output_tokens) == (0, 0, 0)
    assert made.warnings == ()


def test_tasks_run_in_another_process() -> None:
    """They are picklable, and give the same draft there."""
    made = article(*STRIKE)
    (task,) = OfflineEngine(Parties({"Quay Owners": ["Northport"]})).tasks(made)
    assert pickle.loads(pickle.dumps(task))() == task()


def test_it_names_parties_as_the_user_does() -> None:
    """The alias table holds for the whole draft."""
    made = draft(article(*STRIKE), OfflineEngine(Parties({"Quay Owners": ["Northport"]})))
    assert {demand.party for demand in made.demands} == {"Dockers Union", "Quay Owners"}


def test_the_same_article_gives_the_same_draft() -> None:
    """No order of sets or dictionaries shows."""
    assert draft(article(*STRIKE)) == draft(article(*STRIKE, ""))


@pytest.mark.parametrize("quotes", ['""', "“”", "«»"])
def test_kinds_of_quotation_marks_make_no_difference(quotes: str) -> None:
    """Straight, curly or angled."""
    paragraphs = [text.replace("“", quotes[0]).replace("”", quotes[1]) for text in STRIKE]
    told = [(demand.party, demand.demand) for demand in draft(article(*paragraphs)).demands]
    assert told == [(demand.party, demand.demand) for demand in draft(article(*STRIKE)).demands]


@pytest.mark.parametrize(
    "text", ["", " ", ".", "?", "“", "12", "\u200b", "Kenya", "demanded", ":", "A:\n\n-\n\n-"]
)
def test_next_to_nothing(text: str) -> None:
    """An article of a mark or a word demands nothing and breaks nothing."""
    check(article(text))
    assert draft(article(text)).demands == ()


@settings(max_examples=60)
@given(ANY_TEXT)
def test_any_text_is_drafted(text: str) -> None:
    """It never raises, and every evidence number exists."""
    check(article(text))


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_any_heap_of_cue_words_is_drafted(text: str) -> None:
    """Nor where rules meet words in an order that no writer chose."""
    check(article(text))


def test_seeds_are_drafted(seeds: Path) -> None:
    """As are whole articles with all that was copied along."""
    for path in sorted(seeds.glob("*.txt")):
        check(article(path.read_text(encoding="utf-8")))
