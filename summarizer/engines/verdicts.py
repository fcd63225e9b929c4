"""What a model is asked about the rules' proposals, and how its verdicts become demands.

The schema holds the model to what there is to choose from: the proposals, the sentences shown, and
the parties that the rules know there, so that it can correct who demands and invent nobody.

A large model may give a proposal another party and other words, and where it does, they are used and
the gate judges them. A small one only decides: one of 1.5 billion parameters, asked for better words,
gave those of a neighbouring sentence or of the narrator, and asked for the party, took one named nearby.
What it confirms stays as the rules read it, in the source's own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from summarizer.engines.proposals import Candidate, Proposal
from summarizer.engines.responses import SomeNumbers, SomeWords, strict_object
from summarizer.schema import Demand

NAME, _KEY = "verdicts", "verdicts"
DEMANDS = ("demand", "refusal")
"""The kinds of proposal that are kept."""
KINDS = (*DEMANDS, "courtesy", "comment")


class _Verdict(BaseModel):
    proposal: SomeNumbers
    evidence: SomeNumbers
    party: SomeWords = ""
    kind: SomeWords
    wording: SomeWords = ""


def schema(candidate: Candidate, shown: Sequence[int], *, revises: bool) -> dict[str, Any]:
    """The strict JSON schema of the verdicts on a candidate's proposals.

    Args:
        candidate: what the model decides on.
        shown: the numbers of the sentences that it sees.
        revises: whether it may give a proposal another party or other words. If it may not, the model
            is a small one, and the number of verdicts is fixed (some hosted APIs refuse the keywords).
    """
    count = len(candidate.proposals)
    fields: dict[str, Any] = {
        "proposal": {"type": "integer", "enum": list(range(1, count + 1))},
        "evidence": {"type": "integer", "enum": list(shown)},
        "speaker": {"type": "string"},
    }
    if revises:
        fields["party"] = {"type": "string", "enum": list(candidate.parties)}
    fields["kind"] = {"type": "string", "enum": list(KINDS)}
    if revises:
        fields["wording"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    rows: dict[str, Any] = {"type": "array", "items": strict_object(fields)}
    if not revises:
        rows |= {"minItems": count, "maxItems": count}
    return strict_object({_KEY: rows})


def demands(candidate: Candidate, data: Mapping[str, Any]) -> tuple[tuple[Demand, ...], int] | None:
    """The demands that a model confirms, and for how many proposals its verdict is missing or unusable.

    None if the answer does not have the form at all.
    """
    rows = data.get(_KEY)
    if not isinstance(rows, list):
        return None
    verdicts: dict[int, _Verdict] = {}
    for row in rows:
        verdict = _verdict(row, candidate)
        if verdict:
            verdicts.setdefault(verdict.proposal[0], verdict)
    confirmed = tuple(
        _demand(candidate.proposals[number - 1], verdict)
        for number, verdict in sorted(verdicts.items())
        if verdict.kind in DEMANDS
    )
    return confirmed, len(candidate.proposals) - len(verdicts)


def _verdict(row: object, candidate: Candidate) -> _Verdict | None:
    """A verdict that keeps to the choices; servers that ignore the schema send others."""
    try:
        verdict = _Verdict.model_validate(row)
    except ValidationError:
        return None
    known = len(verdict.proposal) == 1 and 1 <= verdict.proposal[0] <= len(candidate.proposals)
    return verdict if known and verdict.kind in KINDS and verdict.party in ("", *candidate.parties) else None


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
