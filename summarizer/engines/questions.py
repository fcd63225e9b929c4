"""One question to a model: what is sent, and what its answer says."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer.engines import responses, verdicts
from summarizer.engines.proposals import Candidate
from summarizer.engines.responses import Claim
from summarizer.engines.sizes import is_small
from summarizer.llm import ModelSettings
from summarizer.prompting import Message
from summarizer.request import Outcome, Request
from summarizer.schema import Disagreement, Section, Usage


@dataclass(frozen=True)
class Answer:
    """What one call gave: claims, or the ``problem`` that kept them away.

    ``numbers`` are the sentences that the call was about; ``dropped`` counts unusable entries.
    """

    section: Section
    numbers: tuple[int, ...]
    claims: tuple[Claim, ...] = ()
    usage: Usage = field(default_factory=Usage)
    dropped: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Call:
    """One question to the model: a task that can travel to another process (it holds no client)."""

    settings: ModelSettings
    section: Section
    numbers: tuple[int, ...]
    messages: tuple[Message, ...]

    @property
    def schema_name(self) -> str:
        """What the API calls the answer's schema."""
        return responses.FORMS[self.section].name

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer; servers may count it as input."""
        form = responses.FORMS[self.section]
        return form.bounded if is_small(self.settings.model) else form.schema

    @functools.cached_property
    def request(self) -> Request:
        """What is sent to the model."""
        return Request(self.settings, self.messages, self.schema_name, self.schema)

    def claims(self, data: Mapping[str, Any]) -> tuple[tuple[Claim, ...], int] | None:
        """The claims in an answer and the number of unusable entries; None for another form."""
        return responses.claims(self.section, data)

    def read(self, outcome: Outcome) -> Answer:
        """The answer that came of the request; a failed call is one with its ``problem``."""
        if outcome.data is None:
            return Answer(self.section, self.numbers, usage=outcome.usage, problem=outcome.problem)
        found = self.claims(outcome.data)
        if found is None:
            problem = "the model's answer does not have the form that was asked for"
            return Answer(self.section, self.numbers, usage=outcome.usage, problem=problem)
        claims, dropped = found
        return Answer(self.section, self.numbers, claims, outcome.usage, dropped)

    def __call__(self) -> Answer:
        """Asks, and reads what came of it.

        Errors:
            AuthenticationError: the key is refused, so the other calls of the run would fail too.
        """
        return self.read(self.request())


@dataclass(frozen=True)
class DemandsCall(Call):
    """The question which of a candidate's proposals are demands."""

    candidate: Candidate
    shown: tuple[int, ...]

    @property
    def schema_name(self) -> str:
        """What the API calls the answer's schema."""
        return verdicts.NAME

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer, which offers what there is to choose from."""
        small = is_small(self.settings.model)
        return verdicts.schema(self.candidate, self.shown, revises=not small)

    def claims(self, data: Mapping[str, Any]) -> tuple[tuple[Claim, ...], int] | None:
        """The confirmed demands and the number of proposals without a verdict; None for another form."""
        return verdicts.demands(self.candidate, data)


@dataclass(frozen=True)
class DisagreementCall(Call):
    """The question whether the parties of a proposed disagreement do disagree."""

    proposed: Disagreement

    @property
    def schema_name(self) -> str:
        """What the API calls the answer's schema."""
        return verdicts.RELATION

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer."""
        return verdicts.relation_schema()

    def claims(self, data: Mapping[str, Any]) -> tuple[tuple[Claim, ...], int] | None:
        """The disagreement, if it is confirmed; None for an answer that is no verdict."""
        return verdicts.disagreements(self.proposed, data)
