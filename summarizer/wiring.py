"""Settings become parts: the engine, the model, the budget, the desk that drafts, what merges."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.budget import Budget
from summarizer.calls import Calls
from summarizer.drafting import Desk
from summarizer.engines import Engine
from summarizer.errors import UsageError
from summarizer.hands import Hands, OnStage
from summarizer.parties import Parties
from summarizer.reach import Reach
from summarizer.settings import Settings
from summarizer.topics import Topics

if TYPE_CHECKING:
    from summarizer.llm import ModelSettings
    from summarizer.pipeline import Combine
    from summarizer.prices import Price
    from summarizer.store import Store

# OpenAI's own models take at least 128,000 tokens; those that reason spend the answer's tokens on that as
# well, so that the small answer that suits a local model would be cut off.
_HOSTED = {"context_tokens": 128_000, "answer_tokens": 8_192}

# Threads that only pass calls on wait for the interpreter many times a call, each time until the thread that
# checks answers has had it for this long. Python's own 5 ms cost a run of quick calls 3 to 5% of its time.
_SWITCH_S = 0.0005


@dataclass(frozen=True)
class Run:
    """How a job runs, where that is not as the settings say.

    Args:
        engine: drafts in place of the engine that the settings name.
        executor: does the work in place of a pool of ``settings.concurrency`` threads.
        on_stage: is told of progress.
        store: remembers responses, pages and briefings; None for nothing.
        fresh: asks the model anew although the answer is known.
    """

    engine: Engine | None = None
    executor: Executor | None = None
    on_stage: OnStage | None = None
    store: Store | None = None
    fresh: bool = False

    def asks_model(self, settings: Settings) -> bool:
        """Whether the job's engine is the model engine of the settings."""
        return self.engine is None and settings.resolved_engine == "openai"


AS_SET = Run()


def engine(settings: Settings, parties: Parties, *, asks: bool = True) -> Engine:
    """The engine that the settings name; ``asks`` as for :func:`model_settings`.

    Raises:
        UsageError: the model engine has neither key nor server.
    """
    # Each engine is loaded when it is asked for: the offline one needs none of the other's libraries.
    if settings.resolved_engine == "offline":
        return offline_engine(parties)
    from summarizer.engines.offline.proposals import Rules
    from summarizer.engines.openai import OpenAIEngine

    return OpenAIEngine(model_settings(settings, asks=asks), propose=Rules(parties))


def offline_engine(parties: Parties) -> Engine:
    """The engine that needs no model."""
    from summarizer.engines.offline import OfflineEngine

    return OfflineEngine(parties)


def model_settings(settings: Settings, *, asks: bool = True) -> ModelSettings:
    """Which model is asked, where, and within which limits.

    Args:
        settings: name them.
        asks: whether the model will be asked, or its requests be planned only, which needs no key.

    Raises:
        UsageError: there is neither key nor server, or the server's address is none.
    """
    from summarizer.llm import ModelSettings

    if asks and not settings.api_key and not settings.base_url:
        raise UsageError("engine openai: set OPENAI_API_KEY, or --base-url for a server of your own")
    given: dict[str, Any] = {
        "api_key": settings.api_key.get_secret_value() if settings.api_key else "",
        **settings.model_dump(
            include={"model", "base_url", "timeout_s", "context_tokens", "ask"}, exclude_none=True
        ),
        # Under a cap nobody pays twice for an answer that never came.
        "repeats_lost": settings.max_cost is None,
    }
    if not settings.base_url:
        given = {**_HOSTED, **given}
        given["answer_tokens"] = min(_HOSTED["answer_tokens"], given["context_tokens"] // 4)
    return ModelSettings(**given)


def price(settings: Settings) -> Price:
    """What the model of the settings costs."""
    from summarizer.prices import Price

    return Price(settings.model, settings.base_url, settings.prices)


def desk(settings: Settings, run: Run, *, falls_back: bool) -> Desk:
    """Who drafts.

    Args:
        settings: name the engine, the parties and the topics.
        run: another engine, and what remembers responses.
        falls_back: whether the offline engine drafts what the model engine cannot.

    Raises:
        UsageError: the engine cannot be set up, or a cap cannot be kept.
    """
    parties = Parties(settings.parties)
    asks = run.asks_model(settings)
    calls = Calls()
    if asks:
        calls = Calls(Budget(price(settings), settings.max_cost), run.store, fresh=run.fresh)
    return Desk(
        engine=run.engine or engine(settings, parties),
        parties=parties,
        topics=Topics(settings.topics),
        calls=calls,
        fallback=offline_engine(parties) if asks and falls_back else None,
    )


def combine(settings: Settings, run: Run, desk: Desk) -> Combine:
    """What makes one briefing of many briefs: a model, unless it is so small that it only decides."""
    # Only a briefing of many articles needs it.
    from summarizer.combining import ByModel, ByRules

    if not run.asks_model(settings):
        return ByRules(settings.title)
    from summarizer.engines.sizes import asks_candidates, is_small

    model = model_settings(settings)
    # One of 1.5 billion parameters put all demands into one group, and made promises of them in the digest.
    if is_small(model.model) and asks_candidates(model):
        return ByRules(settings.title)
    return ByModel(model, settings.title, desk.parties, desk.calls.ask)


@contextmanager
def hands(settings: Settings, run: Run) -> Iterator[Hands]:
    """The caller's executor, or threads that are not waited for when the work breaks off."""
    reach = Reach(allow_hosts=settings.allow_hosts, respect_robots=settings.respect_robots)
    if run.executor is not None:
        yield Hands(run.executor, reach, run.on_stage)
        return
    executor = ThreadPoolExecutor(max_workers=settings.concurrency, thread_name_prefix="summarizer")
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(min(usual_s, _SWITCH_S))
    try:
        yield Hands(executor, reach, run.on_stage)
    finally:
        sys.setswitchinterval(usual_s)
        # All results are in when the work went well; when it did not, nobody waits for the rest.
        executor.shutdown(wait=False, cancel_futures=True)
