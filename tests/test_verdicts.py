"""The model's verdicts on the rules' proposals: it chooses, corrects, rejects, and invents nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines import verdicts
from summarizer.engines.proposals import Candidate, Proposal
from summarizer.schema import Demand

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


def verdict(proposal: object = 1, **fields: object) -> dict[str, object]:
    """A verdict that confirms a proposal."""
    given = {"proposal": proposal, "evidence": 8, "speaker": "Rossi", "party": "Union", "kind": "demand"}
    return given | fields


def demands(*rows: object) -> tuple[tuple[Demand, ...], int]:
    """What an answer of these rows gives."""
    found = verdicts.demands(CANDIDATE, {"verdicts": list(rows)})
    assert found is not None
    return found


def test_a_confirmed_proposal_is_a_demand_in_the_words_of_the_source() -> None:
    """Party, words, addressee and evidence are the proposal's."""
    found, missing = demands(verdict(1), verdict(2, kind="refusal"))
    assert found == (
        Demand(party="Union", demand="An 8% rise", addressee="Port", evidence=(7, 8)),
        Demand(party="Union", demand="An end to night shifts", evidence=(8,)),
    )
    assert missing == 0


def test_the_model_may_correct_who_demands() -> None:
    """Nobody demands of himself: an addressee that turns out to be the party goes."""
    (found,), _ = demands(verdict(1, party="Port"), verdict(2, kind="comment"))
    assert (found.party, found.addressee) == ("Port", None)


def test_without_a_party_of_its_own_a_verdict_keeps_the_rules_party() -> None:
    """Small models are not asked for one."""
    row = {"proposal": 1, "evidence": 8, "speaker": "Rossi", "kind": "demand"}
    (found,), _ = demands(row, verdict(2, kind="comment"))
    assert found.party == "Union"


def test_better_words_are_used_and_rest_on_the_sentence_that_the_model_names() -> None:
    """The gate judges them like any other claim."""
    (found,), _ = demands(verdict(1, wording="Pay 8% more", evidence=6), verdict(2, kind="courtesy"))
    assert (found.demand, found.evidence) == ("Pay 8% more", (7, 8, 6))
    (as_proposed,), _ = demands(verdict(1, wording=None), verdict(2, kind="courtesy"))
    assert as_proposed.demand == "An 8% rise"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(verdict(3), id="a proposal that is none"),
        pytest.param(verdict(0), id="counted from zero"),
        pytest.param(verdict([1, 2]), id="two at once"),
        pytest.param(verdict(1, party="Minister"), id="a party from nowhere"),
        pytest.param(verdict(1, kind="maybe"), id="a kind of its own"),
        pytest.param("1: demand", id="a text"),
    ],
)
def test_a_verdict_outside_the_choices_counts_as_missing(row: object) -> None:
    """Servers that ignore the schema send such; the other proposal keeps its verdict."""
    found, missing = demands(row, verdict(2))
    assert [demand.demand for demand in found] == ["An end to night shifts"]
    assert missing == 1


def test_the_first_verdict_on_a_proposal_stands() -> None:
    """Small models repeat themselves, and change their mind while they do."""
    found, missing = demands(verdict(1), verdict(1, kind="comment"))
    assert (len(found), missing) == (1, 1)


def test_the_schema_offers_what_there_is_to_choose_from() -> None:
    """Numbers, parties and kinds are closed lists; keywords that hosted APIs refuse are for small models."""
    schema = verdicts.schema(CANDIDATE, (6, 7, 8), revises=True)
    row = schema["properties"]["verdicts"]["items"]
    assert list(row["properties"]) == row["required"]
    assert row["properties"]["proposal"]["enum"] == [1, 2]
    assert row["properties"]["evidence"]["enum"] == [6, 7, 8]
    assert row["properties"]["party"]["enum"] == ["Union", "Port"]
    assert "minItems" not in repr(schema)
    bounded = verdicts.schema(CANDIDATE, (8,), revises=False)["properties"]["verdicts"]
    assert (bounded["minItems"], bounded["maxItems"]) == (2, 2)
    assert not {"wording", "party"} & set(bounded["items"]["properties"])


@given(JSON)
def test_no_answer_invents_a_party_or_raises(rows: Any) -> None:
    """Whatever comes back, demands are of known parties and every proposal is accounted for."""
    found = verdicts.demands(CANDIDATE, {"verdicts": rows})
    if found is not None:
        claims, missing = found
        assert {claim.party for claim in claims} <= set(CANDIDATE.parties)
        assert 0 <= missing <= 2 - len(claims)
