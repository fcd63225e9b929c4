"""What a run would ask and cost, before anything is spent.

Input tokens are counted on the very requests that a run would send, so they are exact where the model's
encoding is known. How long the answers will be nobody knows before: their limit is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from summarizer import tokens
from summarizer.calls import Responses
from summarizer.engines import Engine, Question
from summarizer.prices import Price
from summarizer.request import Request
from summarizer.schema import Article, Usage

SHARED_LEAST = 1024
"""Tokens; servers reuse a beginning that requests share from this length on (OpenAI, prompt caching)."""


@dataclass(frozen=True)
class PlannedCall:
    """One call that a run would make; ``shared_tokens`` begin the call before it as well."""

    asks_for: str
    input_tokens: int
    shared_tokens: int
    output_tokens: int
    is_known: bool

    @property
    def usage(self) -> Usage:
        """What the call takes at most, nothing of it read before."""
        return Usage(calls=1, input_tokens=self.input_tokens, output_tokens=self.output_tokens)


@dataclass(frozen=True)
class PlannedArticle:
    """The calls for one article."""

    title: str
    calls: tuple[PlannedCall, ...]


@dataclass(frozen=True)
class Estimate:
    """What a run would ask and cost at most.

    ``is_exact`` is False where input tokens are an estimate, because the model's encoding is not known.
    Costs are in US dollars, None where the price is not known; answers that are remembered cost nothing.
    """

    model: str | None
    articles: tuple[PlannedArticle, ...]
    is_exact: bool
    price: Price | None

    @property
    def asked(self) -> tuple[PlannedCall, ...]:
        """The calls whose answers are not remembered."""
        return tuple(call for article in self.articles for call in article.calls if not call.is_known)

    @property
    def known(self) -> int:
        """How many calls the store answers."""
        return sum(call.is_known for article in self.articles for call in article.calls)

    @property
    def most(self) -> Usage:
        """All calls together, nothing read before, every answer as long as it may be."""
        return sum((call.usage for call in self.asked), Usage())

    @property
    def reused(self) -> Usage:
        """The same where the server reuses the beginnings that calls share."""
        return self.most.model_copy(
            update={"cached_input_tokens": sum(call.shared_tokens for call in self.asked)}
        )

    def cost(self, usage: Usage, *, batch: bool = False) -> float | None:
        """What so much costs; None where the price is not known."""
        return self.price.of(usage, batch=batch) if self.price else None


def estimate(
    articles: Sequence[Article], engine: Engine, responses: Responses | None, price: Price | None
) -> Estimate:
    """What the engine would ask about these articles.

    Args:
        articles: as read.
        engine: its requests are planned, and not sent.
        responses: what is remembered.
        price: of the engine's model; None for an engine that asks none.
    """
    model = engine.info.model
    planned = tuple(
        PlannedArticle(article.title, tuple(_planned(_requests(engine, article), responses)))
        for article in articles
    )
    return Estimate(model, planned, model is None or tokens.counter(model).exact, price)


def _requests(engine: Engine, article: Article) -> list[Request]:
    return [task.request for task in engine.tasks(article) if isinstance(task, Question)]


def _planned(requests: Sequence[Request], responses: Responses | None) -> Iterable[PlannedCall]:
    known = responses.responses([request.key for request in requests]) if responses else {}
    before: Request | None = None
    for request in requests:
        counter = tokens.counter(request.settings.model)
        yield PlannedCall(
            asks_for=request.schema_name,
            input_tokens=request.input_tokens,
            shared_tokens=_shared(before, request, counter) if before else 0,
            output_tokens=request.settings.answer_tokens,
            is_known=request.key in known,
        )
        before = request


def _shared(before: Request, request: Request, counter: tokens.TokenCounter) -> int:
    """Tokens with which both requests begin, where a server may reuse them."""
    texts = ["".join(text for message in r.messages for text in message.values()) for r in (before, request)]
    shared = counter.count(texts[0][: _same(*texts)])
    return shared if shared >= SHARED_LEAST else 0


def _same(a: str, b: str) -> int:
    """Number of characters with which both texts begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
