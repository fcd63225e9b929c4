"""What a model is asked about the rules' proposals, and how its verdicts become claims.

The schema holds the model to what there is to choose from: the proposals, the sentences shown, and
the parties that the rules know there, so that it can correct who demands and invent nobody. Each
proposal is a key of the answer: none can be passed over, and a verdict takes a few tokens.

A large model may give a proposal another party and other words, and where it does, they are used and
the gate judges them. A small one only decides: one of 1.5 billion parameters, asked for better words,
gave those of a neighbouring sentence or of the narrator, and asked for the party, took one named nearby.
What it confirms stays as the rules read it, in the source's own words. It names the speaker before it
decides: asked for the kind alone, it rejected as many true demands as false ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from summarizer.engines.proposals import Candidate, Proposal
from summarizer.engines.responses import SomeNumbers, SomeWords, strict_object
from summarizer.schema import Demand, Disagreement

NAME = "verdicts"
DEMANDS = ("demand", "refusal")
"""The kinds of proposal that are kept as demands."""
KINDS = (*DEMANDS, "courtesy", "comment")
OPPOSED = "disagreement"
"""The verdict that keeps a disagreement."""
RELATIONS = (OPPOSED, "agreement", "unrelated")
RELATION = "relation"
"""The key of the verdict on a disagreement, and what the API calls its schema."""


class _Verdict(BaseModel):
    evidence: SomeNumbers = ()
    party: SomeWords = ""
    kind: SomeWords
    wording: SomeWords = ""


def schema(candidate: Candidate, shown: Sequence[int], *, revises: bool) -> dict[str, Any]:
    """The strict JSON schema of the verdicts on a candidate's proposals, one under each's number.

    Args:
        candidate: what the model decides on.
        shown: the numbers of the sentences that it sees.
        revises: whether it may give a proposal another party or other words. If it may not, a verdict
            is the speaker and the kind.
    """
    decided: dict[str, Any] = {
        "speaker": {"type": "string"},
        "kind": {"type": "string", "enum": list(KINDS)},
    }
    revised = {
        "evidence": {"type": "integer", "enum": list(shown)},
        "speaker": decided["speaker"],
        "party": {"type": "string", "enum": list(candidate.parties)},
        "kind": decided["kind"],
        "wording": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    }
    verdict = strict_object(revised if revises else decided)
    return strict_object(dict.fromkeys(_numbers(candidate), verdict))


def demands(candidate: Candidate, data: Mapping[str, Any]) -> tuple[tuple[Demand, ...], int] | None:
    """The demands that a model confirms, and for how many proposals its verdict is missing or unusable.

    None if the answer does not have the form at all.
    """
    numbers = _numbers(candidate)
    if not any(number in data for number in numbers):
        return None
    verdicts = [_verdict(data.get(number), candidate) for number in numbers]
    confirmed = tuple(
        _demand(proposal, verdict)
        for proposal, verdict in zip(candidate.proposals, verdicts, strict=True)
        if verdict and verdict.kind in DEMANDS
    )
    return confirmed, verdicts.count(None)


def _numbers(candidate: Candidate) -> list[str]:
    return [str(number) for number in range(1, len(candidate.proposals) + 1)]


def _verdict(given: object, candidate: Candidate) -> _Verdict | None:
    """A verdict that keeps to the choices; servers that ignore the schema send others."""
    try:
        verdict = _Verdict.model_validate(given)
    except ValidationError:
        return None
    return verdict if verdict.kind in KINDS and verdict.party in ("", *candidate.parties) else None


def _demand(proposal: Proposal, verdict: _Verdict) -> Demand:
    """The proposal as the model confirmed it; its own words rest on the sentence that it names as well."""
    party = verdict.party or proposal.party
    named = verdict.evidence if verdict.wording else ()
    return Demand(
        party=party,
        demand=verdict.wording or proposal.demand,
        addressee=None if proposal.addressee == party else proposal.addressee,
        evidence=tuple(dict.fromkeys((*proposal.evidence, *named))),
    )


def relation_schema() -> dict[str, Any]:
    """The strict JSON schema of the verdict on one disagreement."""
    return strict_object({RELATION: {"type": "string", "enum": list(RELATIONS)}})


def disagreements(
    proposed: Disagreement, data: Mapping[str, Any]
) -> tuple[tuple[Disagreement, ...], int] | None:
    """The disagreement if a model confirms it, and 0; None if its answer is no verdict."""
    relation = data.get(RELATION)
    if relation not in RELATIONS:
        return None
    return ((proposed,) if relation == OPPOSED else ()), 0
