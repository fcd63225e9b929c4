"""Disagreements by rules: an issue only where parties take opposed positions on it."""

from __future__ import annotations

import pytest
from articles import DISPUTE, disagreements, known_bug


def sides(text: str) -> list[dict[str, tuple[int, ...]]]:
    """For each disagreement of an article about a dispute, the parties and their evidence."""
    found = disagreements(text, DISPUTE)
    return [{position.party: position.evidence for position in each.positions} for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "Ethiopia claimed that Kenya had polluted the river. Kenya rejected Ethiopia's claim.",
        "Ethiopia said that the dam was safe for everybody. Kenya dismissed that notion.",
        "Ethiopia said that Kenya had locked out its drivers. Kenya denied the report.",
        "Ethiopia accused Kenya of lying about pay. Kenya denied the accusation.",
        "Ethiopia demanded a pay rise of 6%. Kenya rejected the demand.",
        "Ethiopia demanded a pay rise of 6%. The demand was rejected by Kenya.",
        "Ethiopia said that it would close Ashford School. Kenya opposes the closure of Ashford School.",
        "Ethiopia said that Kenya must share its river data. Kenya refused to share its river data.",
        pytest.param(
            "Ethiopia said that the dam was safe for everybody. “That is nonsense,” Kenya said.",
            marks=known_bug("a quoted 'that is nonsense' opposes nothing"),
        ),
    ],
)
def test_one_party_sets_itself_against_what_another_says(text: str) -> None:
    """A named claim, "that notion" and "the report" lead back to whoever stated it."""
    assert sides(text) == [{"Ethiopia": (1,), "Kenya": (2,)}]


def test_a_first_clause_ends_where_the_main_one_begins() -> None:
    """What the other side insists on is no part of what this side rejects."""
    text = (
        "Ethiopia demanded control of the northern river. While Kenya has rejected Ethiopia's claims to "
        "the river, Ethiopia insists that any treaty must address them."
    )
    said = {p.party: p.position for item in disagreements(text, DISPUTE) for p in item.positions}
    assert said["Kenya"] == "Rejected Ethiopia's claims to the river"


@known_bug("one sentence that names both the demand and its refusal shows no disagreement")
def test_a_demand_and_its_rejection_in_one_sentence() -> None:
    """Both positions rest on that sentence."""
    assert sides("Kenya rejected Ethiopia's demand for a pay rise of 6%.") == [
        {"Ethiopia": (1,), "Kenya": (1,)}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Canada demanded a pay rise of 8%. Brazil demanded a pay rise of 3%.",
        "Canada demanded an end to the duty on steel. Brazil demanded no end to the duty on steel.",
        "Canada demanded that the steel duty be lifted. Brazil demanded that the steel duty never be lifted.",
    ],
)
def test_opposed_demands(text: str) -> None:
    """Another figure, or a negation, sets two demands on one matter against each other."""
    assert sides(text) == [{"Canada": (1,), "Brazil": (2,)}]


@pytest.mark.parametrize(
    "text",
    [
        "Canada said that the goal contract was legal. Brazil said that the goal contract was not legal.",
        "Canada said that the dam is not safe for boats. Brazil said that the dam is safe for boats.",
        "“The bridge toll is fair,” said Canada. “The bridge toll is not fair,” said Brazil.",
    ],
)
def test_contradiction(text: str) -> None:
    """One says that it is so, the other that it is not."""
    assert sides(text) == [{"Canada": (1,), "Brazil": (2,)}]


def test_a_blanket_refusal_answers_whoever_demands() -> None:
    """No concessions: the other side's demands need not share a word with that."""
    text = "Canada called on Brazil to free the crew. Brazil said it would make no concessions on toll fees."
    assert sides(text) == [{"Canada": (1,), "Brazil": (2,)}]


def test_the_issue_is_what_is_disputed() -> None:
    """Not the verb of refusing it."""
    (found,) = disagreements(
        "Ethiopia claimed that Kenya had polluted the river. Kenya rejected the claim.", DISPUTE
    )
    assert found.issue == "Kenya had polluted the river"


@known_bug("the refusal itself becomes the issue")
def test_the_issue_of_an_accusation_is_what_it_is_about() -> None:
    """What Kenya is accused of, not that it denies it."""
    (found,) = disagreements(
        "Ethiopia accused Kenya of lying about pay. Kenya denied the accusation.", DISPUTE
    )
    assert "pay" in found.issue


@known_bug("the object of an infinitive is taken for the actor that an opposition answers")
def test_a_victim_is_no_side() -> None:
    """The family that is to be evicted has stated nothing."""
    text = "Citylets plans to evict the Hart family in May. The Tenants League condemned the plan."
    assert all("Hart" not in parties for parties in sides(text))


def test_an_expert_is_no_side() -> None:
    """Whom a party contradicts may be nobody's side."""
    text = (
        "Brazil left. “The dam is safe,” said Max Stein, an analyst. “The dam is no danger to the valley.” "
        "Kenya said that the dam is a danger to the valley."
    )
    assert sides(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kenya said that the dam was safe. Ethiopia said that the dam was safe.",
        "Kenya said that the dam was ready for rain. Ethiopia said that the dam had cost four billion.",
        "The Dockers Union demanded a new canteen. The Teachers Guild demanded smaller classes.",
        "The Dockers Union demanded a pay rise of 8%. The Teachers Guild demanded a grant of 3 million.",
        "Kenya agreed with Ethiopia on the dam. Ethiopia supported Kenya's plan.",
        "Kenya said that fish are not cheap. Brazil said that steel is expensive.",
        "Kenya did not reject Ethiopia's plan. Ethiopia said that the plan was good.",
        "Kenya said that the dam was not safe. Kenya said that the dam was safe.",
        "The court rejected the appeal by Lena Ortiz. The weather was fine.",
    ],
)
def test_no_opposition_no_disagreement(text: str) -> None:
    """Parties that agree, or only speak of the same thing, do not disagree; nor does one with itself."""
    assert sides(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Astronomers rejected the old theory. The observatory said that the theory was sound.",
        "Coffee lovers reject sugar. Tea drinkers said that sugar was fine.",
        "Brazil said that the comet is not visible. Canada said that the comet is visible.",
    ],
)
def test_no_dispute_no_disagreement(text: str) -> None:
    """Words of opposition in science and taste make no dispute between parties."""
    assert disagreements(text) == ()


def test_each_party_has_one_position() -> None:
    """And at least two parties have one."""
    for found in disagreements(
        "Ethiopia demanded a pay rise of 6%. Kenya rejected the demand. "
        "Kenya said that the demand was absurd. Ethiopia said that the demand was not absurd.",
        DISPUTE,
    ):
        parties = [position.party for position in found.positions]
        assert len(parties) == len(set(parties)) >= 2
