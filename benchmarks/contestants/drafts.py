"""Drafts a corpus through the model engine, against a server that is always as slow.

``python -m benchmarks.contestants.drafts CORPUS ARTICLES BASE_URL CONCURRENCY [STORE]``
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

from benchmarks.bench import corpus
from benchmarks.contestants.timing import tell
from summarizer import sources, wiring
from summarizer.calls import Calls
from summarizer.drafting import Desk, draft
from summarizer.engines.openai import OpenAIEngine
from summarizer.llm import ModelSettings
from summarizer.parties import Parties
from summarizer.schema import Article
from summarizer.settings import Settings
from summarizer.store import Store


def main(path: str, number: str, base_url: str, concurrency: str, store: str = "") -> None:
    """Draft the articles but one, which warms up the program, and tell what it took."""
    texts = corpus.articles(Path(path), int(number) + 1)
    articles = [sources.article(f"{n}", text, name=f"{n}") for n, text in enumerate(texts)]
    # As for a hosted model: the whole article in each of three calls.
    settings = ModelSettings(
        "stub", base_url, ask="whole", context_tokens=128_000, answer_tokens=8_192, retries=0
    )
    calls = Calls(responses=Store.open(store) if store else None)
    desk = Desk(OpenAIEngine(settings), Parties(), calls=calls)
    with wiring.hands(Settings(concurrency=int(concurrency)), wiring.AS_SET) as hands:
        draft(articles[:1], desk, hands.executor)
        _time(articles[1:], desk, hands.executor)


def _time(articles: list[Article], desk: Desk, executor: Executor) -> None:
    wall, processor, own = time.perf_counter(), time.process_time(), time.thread_time()
    briefs = draft(articles, desk, executor)
    tell(
        articles=len(briefs),
        calls=sum(brief.usage.calls for brief in briefs),
        wall_s=time.perf_counter() - wall,
        processor_s=time.process_time() - processor,
        # What the thread that plans, books and checks has worked; the rest is the calls'.
        main_thread_s=time.thread_time() - own,
        kept=sum(len(b.summary) + len(b.demands) + len(b.disagreements) for b in briefs),
        withheld=sum(len(brief.withheld) for brief in briefs),
        warnings=sum(len(brief.warnings) for brief in briefs),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
