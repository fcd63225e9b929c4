"""The model's verdicts on the rules' proposals: it chooses, corrects, rejects, and invents nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines import verdicts
from summarizer.engines.proposals import Candidate, Proposal
from summarizer.schema import Demand, Disagreement, Position

CANDIDATE = Candidate(
    n=8,
    proposals=(
        Proposal("Union", "An 8% rise", "Port", (7, 8)),
        Proposal("Union", "An end to night shifts", None, (8,)),
    ),
    parties=("Union", "Port"),
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def verdict(**fields: object) -> dict[str, object]:
    """A verdict that confirms a proposal."""
    return {"evidence": 8, "speaker": "Rossi", "party": "Union", "kind": "demand"} | fields


def demands(first: object, second: object) -> tuple[tuple[Demand, ...], int]:
    """What an answer of these verdicts on the two proposals gives."""
    found = verdicts.demands(CANDIDATE, {"1": first, "2": second})
    assert found is not None
    return found


def test_a_confirmed_proposal_is_a_demand_in_the_words_of_the_source() -> None:
    """Party, words, addressee and evidence are the proposal's."""
    found, missing = demands(verdict(), verdict(kind="refusal"))
    assert found == (
        Demand(party="Union", demand="An 8% rise", addressee="Port", evidence=(7, 8)),
        Demand(party="Union", demand="An end to night shifts", evidence=(8,)),
    )
    assert missing == 0


def test_the_model_may_correct_who_demands() -> None:
    """Nobody demands of himself: an addressee that turns out to be the party goes."""
    (found,), _ = demands(verdict(party="Port"), verdict(kind="comment"))
    assert (found.party, found.addressee) == ("Port", None)


def test_a_verdict_may_be_speaker_and_kind_alone() -> None:
    """Small models are asked for no more; the demand stays as the rules read it."""
    (found,), missing = demands({"speaker": "Rossi", "kind": "demand"}, {"speaker": "", "kind": "comment"})
    assert found == Demand(party="Union", demand="An 8% rise", addressee="Port", evidence=(7, 8))
    assert missing == 0


def test_better_words_are_used_and_rest_on_the_sentence_that_the_model_names() -> None:
    """The gate judges them like any other claim."""
    (found,), _ = demands(verdict(wording="Pay 8% more", evidence=6), verdict(kind="courtesy"))
    assert (found.demand, found.evidence) == ("Pay 8% more", (7, 8, 6))
    (as_proposed,), _ = demands(verdict(wording=None), verdict(kind="courtesy"))
    assert as_proposed.demand == "An 8% rise"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(None, id="none"),
        pytest.param(verdict(party="Minister"), id="a party from nowhere"),
        pytest.param(verdict(kind="maybe"), id="a kind of its own"),
        pytest.param("demand", id="a text"),
        pytest.param(["demand"], id="a list"),
    ],
)
def test_a_verdict_outside_the_choices_counts_as_missing(row: object) -> None:
    """Servers that ignore the schema send such; the other proposal keeps its verdict."""
    found, missing = demands(row, verdict())
    assert [demand.demand for demand in found] == ["An end to night shifts"]
    assert missing == 1


def test_verdicts_on_proposals_that_are_none_are_passed_over() -> None:
    """An answer about other numbers only is no answer."""
    found = verdicts.demands(CANDIDATE, dict.fromkeys(("0", "1", "3"), verdict()))
    assert found is not None
    assert ([demand.demand for demand in found[0]], found[1]) == (["An 8% rise"], 1)
    assert verdicts.demands(CANDIDATE, {"0": verdict(), "verdicts": [verdict()]}) is None


def test_the_schema_offers_what_there_is_to_choose_from() -> None:
    """Proposals, sentences, parties and kinds are closed; no proposal can be passed over."""
    schema = verdicts.schema(CANDIDATE, (6, 7, 8), revises=True)
    assert schema["required"] == list(schema["properties"]) == ["1", "2"]
    row = schema["properties"]["2"]
    assert list(row["properties"]) == row["required"]
    assert row["properties"]["evidence"]["enum"] == [6, 7, 8]
    assert row["properties"]["party"]["enum"] == ["Union", "Port"]
    short = verdicts.schema(CANDIDATE, (8,), revises=False)
    assert list(short["properties"]["1"]["properties"]) == ["speaker", "kind"]


@given(JSON, JSON)
def test_no_answer_invents_a_party_or_raises(first: Any, second: Any) -> None:
    """Whatever comes back, demands are of known parties and every proposal is accounted for."""
    found = verdicts.demands(CANDIDATE, {"1": first, "2": second})
    if found is not None:
        claims, missing = found
        assert {claim.party for claim in claims} <= set(CANDIDATE.parties)
        assert 0 <= missing <= 2 - len(claims)


DISPUTE = Disagreement(
    issue="An 8% rise",
    positions=(
        Position(party="Union", position="An 8% rise", evidence=(7,)),
        Position(party="Port", position="Rejected the claim", evidence=(9,)),
    ),
)


@pytest.mark.parametrize(
    ("relation", "kept"), [("disagreement", (DISPUTE,)), ("agreement", ()), ("unrelated", ())]
)
def test_a_disagreement_is_kept_as_proposed_or_not(relation: str, kept: tuple[Disagreement, ...]) -> None:
    """The model decides how the positions stand to each other."""
    assert verdicts.disagreements(DISPUTE, {"relation": relation}) == (kept, 0)


@given(JSON)
def test_another_answer_on_a_disagreement_is_no_verdict(relation: Any) -> None:
    """It counts as missing, which a warning says."""
    assert verdicts.disagreements(DISPUTE, {"relation": relation}) is None or relation in verdicts.RELATIONS
