"""The model calls of one run: from memory where the answer is known, within the budget where it is not.

Everything here happens in the thread that runs the pipeline; workers only send requests. A response is
kept before anything is made of it, so that a run that is killed never asks the same again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from summarizer.budget import Budget
from summarizer.errors import StoreError
from summarizer.request import Outcome, Request
from summarizer.schema import Usage

UNANSWERED = 10
"""So many calls in a row without any answer, and the server counts as gone for this run: each costs its
retries, which would hold a briefing up for hours."""


@dataclass(frozen=True)
class Response:
    """What a model answered to the request with this key, as a JSON object, and what it cost then."""

    key: str
    model: str
    data: Mapping[str, Any]
    usage: Usage


class Responses(Protocol):
    """Where responses are remembered; the store is one."""

    def responses(self, keys: Collection[str]) -> Mapping[str, Response]:
        """The responses that are known to the requests with these keys, by key."""
        ...

    def keep_responses(self, responses: Sequence[Response], *, replace: bool = False) -> None:
        """Remember responses, safely when this returns. One that is there stays, unless ``replace``."""
        ...


class Calls:
    """Admits, prices, counts and remembers model calls.

    Args:
        budget: what may be spent.
        responses: where responses are remembered; None for nowhere.
        fresh: ask anew although the answer is known; the new one is remembered in its place.
    """

    def __init__(
        self, budget: Budget | None = None, responses: Responses | None = None, *, fresh: bool = False
    ) -> None:
        self.stopped = ""
        """Why no more calls are made; empty while they are."""
        self.forgot = ""
        """Why responses are no longer remembered; empty while they are."""
        self._budget = budget or Budget()
        self._responses = responses
        self._fresh = fresh
        self._under_way = 0
        self._unanswered = 0
        # What this run has itself asked is not asked again, even where it asks anew.
        self._asked: set[str] = set()

    def known(self, requests: Sequence[Request]) -> list[Outcome | None]:
        """The remembered answers to some requests, at no cost; None for each that is not known."""
        found = self._recalled(requests)
        if not found:
            return [None] * len(requests)
        responses = [found.get(request.key) for request in requests]
        return [Outcome(one.data, Usage(cached_calls=1)) if one else None for one in responses]

    def _recalled(self, requests: Sequence[Request]) -> Mapping[str, Response]:
        if self._responses is None:
            return {}
        keys = [request.key for request in requests if not self._fresh or request.key in self._asked]
        try:
            return self._responses.responses(keys) if keys else {}
        except StoreError as error:
            self._forget(error)
            return {}

    def admit(self, requests: Sequence[Request]) -> bool:
        """Whether these requests may be sent now.

        If not, the answers to those under way may make room; where none is, no more calls are made,
        and :attr:`stopped` says why.
        """
        if self.stopped:
            return False
        most = [request.most for request in requests] if self._budget.cap is not None else []
        if most and not self._budget.reserve(most):
            if not self._under_way:
                self.stop(f"the cost cap of ${self._budget.cap:g} is reached")
            return False
        self._under_way += len(requests)
        return True

    def settle(self, answered: Sequence[tuple[Request, Outcome]]) -> list[Outcome]:
        """Book what came of admitted requests: the cost, and the responses for the next time.

        Several at once are remembered in one go, which takes a store little longer than one.
        """
        settled = [(request, self._booked(request, outcome)) for request, outcome in answered]
        # An answer of another form is of no use to anybody, tomorrow neither.
        self._keep(
            [
                Response(request.key, request.settings.model, outcome.data, outcome.usage)
                for request, outcome in settled
                if outcome.data is not None and self._responses is not None and request.fits(outcome.data)
            ]
        )
        return [outcome for _, outcome in settled]

    def _booked(self, request: Request, outcome: Outcome) -> Outcome:
        self._under_way -= 1
        most = request.most if self._budget.cap is not None else Usage()
        usage = self._budget.settle(most, outcome.usage, outcome.lost)
        self._unanswered = 0 if outcome.is_answered else self._unanswered + 1
        if self._unanswered >= UNANSWERED and not self.stopped:
            self.stop(f"{self._unanswered} calls in a row failed, the last with: {outcome.problem}")
        return Outcome(outcome.data, usage, outcome.problem)

    def stop(self, why: str) -> None:
        """Make no more calls in this run."""
        self.stopped = self.stopped or why

    def _keep(self, responses: Sequence[Response]) -> None:
        if self._responses is None or not responses:
            return
        self._asked.update(response.key for response in responses)
        try:
            self._responses.keep_responses(responses, replace=self._fresh)
        except StoreError as error:
            self._forget(error)

    def _forget(self, error: StoreError) -> None:
        # A disk that fills up in the middle of a run must not cost what has been paid for.
        self.forgot = str(error)
        self._responses = None

    def ask(self, request: Request) -> Outcome:
        """The outcome of one request, sent now if its answer is not known and the budget allows it."""
        (known,) = self.known([request])
        if known is not None:
            return known
        if not self.admit([request]):
            return Outcome(None, problem=self.stopped)
        outcome = Outcome(None, problem="interrupted")
        try:
            outcome = request()
        finally:
            (outcome,) = self.settle([(request, outcome)])
        return outcome
