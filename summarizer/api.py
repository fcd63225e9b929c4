"""The jobs as functions: from named sources and settings to a result.

The command line and Python programs both come through here. Nothing here prints.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, get_args

from summarizer import digest, merge, pipeline
from summarizer.engines import Engine
from summarizer.errors import EngineError, SourceError, UsageError
from summarizer.parties import Parties
from summarizer.pipeline import OnProgress
from summarizer.schema import Article, Brief, Briefing, Failure
from summarizer.settings import EngineName, Settings
from summarizer.topics import Topics

if TYPE_CHECKING:
    from summarizer.llm import ModelSettings

OnStage = Callable[[str, int, int], None]
"""Called with the stage's name, the number of finished pieces of work and the number of all."""


@dataclass(frozen=True)
class Run:
    """How a job runs, where that is not as the settings say.

    Args:
        engine: drafts in place of the engine that the settings name.
        executor: does the work in place of a pool of ``settings.concurrency`` threads.
        on_stage: is told of progress.
    """

    engine: Engine | None = None
    executor: Executor | None = None
    on_stage: OnStage | None = None

    def progress(self, stage: str) -> OnProgress | None:
        """What one stage reports its progress to."""
        return partial(self.on_stage, stage) if self.on_stage else None


AS_SET = Run()


@dataclass(frozen=True)
class Briefs:
    """Briefs in the order of their sources, and the sources that gave none."""

    briefs: tuple[Brief, ...]
    failures: tuple[Failure, ...]


def read_articles(*sources: str) -> list[Article]:
    """The articles in files, folders and web pages, each split into numbered sentences.

    Raises:
        SourceError: for the first source that gave no article.
    """
    with _pool(8, AS_SET) as executor:
        reading = pipeline.read(sources, executor)
    for failure in reading.failures:
        raise SourceError(failure.source, failure.error)
    return list(reading.articles)


def summarize(
    source: str,
    settings: Settings | None = None,
    *,
    engine: Engine | EngineName | None = None,
    executor: Executor | None = None,
) -> Brief:
    """The brief of one article.

    Args:
        source: a file, a web address, or ``-`` for standard input.
        settings: None for what the environment and ``summarizer.toml`` say.
        engine: a name, or an engine of one's own; None for that of the settings.
        executor: does the work; None for a pool of threads.

    Raises:
        SummarizerError: the source gave no article, or several, or nothing could be drafted.
    """
    settings, run = _prepared(settings, engine, executor)
    result = briefs([source], settings, run)
    for failure in result.failures:
        raise SourceError(failure.source, failure.error)
    if len(result.briefs) != 1:
        raise UsageError(f"{source}: holds {len(result.briefs)} articles; daily() takes many")
    brief = result.briefs[0]
    if pipeline.is_failed(brief):
        raise EngineError(pipeline.undrafted(brief).error)
    return brief


def daily(
    *sources: str,
    settings: Settings | None = None,
    engine: Engine | EngineName | None = None,
    executor: Executor | None = None,
    date: datetime.date | None = None,
) -> Briefing:
    """One briefing of all articles that the sources hold. It is returned, not written.

    Args:
        sources: files, folders, web addresses; none for those of the settings.
        settings: None for what the environment and ``summarizer.toml`` say.
        engine: a name, or an engine of one's own; None for that of the settings.
        executor: does the work; None for a pool of threads.
        date: the briefing's day; None for today.

    Returns:
        The briefing. Sources that failed are listed in it; if all did, it has no articles.

    Raises:
        SummarizerError: no sources are named, or the engine's server refuses the key.
    """
    settings, run = _prepared(settings, engine, executor)
    return briefing(sources, settings, run, date)


def briefing(
    sources: Sequence[str], settings: Settings, run: Run = AS_SET, date: datetime.date | None = None
) -> Briefing:
    """What :func:`daily` returns, with settings that are read and a run that reports its progress."""
    named = sources or settings.sources
    if not named:
        raise UsageError("no sources: name files, folders or URLs, or list `sources` in summarizer.toml")
    day = date or datetime.date.today()
    result = briefs(named, settings, run, repeats=False)
    drafted = [brief for brief in result.briefs if not pipeline.is_failed(brief)]
    undrafted = [pipeline.undrafted(brief) for brief in result.briefs if pipeline.is_failed(brief)]
    failed = (*result.failures, *undrafted)
    if run.engine is not None or settings.resolved_engine == "offline":
        return merge.merge(drafted, day.isoformat(), settings.title, failed)
    return merged_by_model(drafted, day.isoformat(), settings, failed)


def briefs(sources: Sequence[str], settings: Settings, run: Run = AS_SET, *, repeats: bool = True) -> Briefs:
    """A brief of every article that the sources hold.

    Args:
        sources: files, folders, web addresses.
        settings: what the user set.
        run: another engine or executor than the settings name.
        repeats: whether a text that several sources carry is drafted for each of them.

    Raises:
        SummarizerError: the engine cannot be set up, or its server refuses the key.
    """
    parties = Parties(settings.parties)
    engine = run.engine or _engine(settings, parties)
    with _pool(settings.concurrency, run) as executor:
        reading = pipeline.read(sources, executor, run.progress("Reading"))
        articles = reading.articles if repeats else pipeline.distinct(reading.articles)
        drafted = pipeline.brief(
            articles, engine, parties, Topics(settings.topics), executor, run.progress("Drafting")
        )
    return Briefs(tuple(drafted), reading.failures)


def merged_by_model(
    drafted: Sequence[Brief], day: str, settings: Settings, failed: Sequence[Failure]
) -> Briefing:
    """The model says which demands are the same and writes the digest; rules stand where it fails."""
    from summarizer.engines import grouping

    model = _model_settings(settings)
    groups, usage, warnings = grouping.group(model, merge.demand_items(drafted))
    grouped = merge.Grouping(groups, usage, warnings)
    merged = merge.merge(drafted, day, settings.title, failed, grouped)
    lines, usage, warnings = grouping.digest(model, digest.digest_items(merged))
    merged = merged.model_copy(
        update={"usage": merged.usage + usage, "warnings": (*merged.warnings, *warnings)}
    )
    if not lines:
        return merged
    return pipeline.gate_digest(merged, digest.with_digest(merged, lines).digest, Parties(settings.parties))


def _prepared(
    settings: Settings | None, engine: Engine | EngineName | None, executor: Executor | None
) -> tuple[Settings, Run]:
    if not isinstance(engine, str):
        return settings or Settings.read(), Run(engine=engine, executor=executor)
    if settings is None:
        return Settings.read(engine=engine), Run(executor=executor)
    if engine not in get_args(EngineName):
        raise UsageError(f"engine {engine!r}: known are {', '.join(get_args(EngineName))}")
    return settings.model_copy(update={"engine": engine}), Run(executor=executor)


def _engine(settings: Settings, parties: Parties) -> Engine:
    # Each engine is loaded when it is asked for: the offline one needs none of the other's libraries.
    if settings.resolved_engine == "offline":
        from summarizer.engines.offline import OfflineEngine

        return OfflineEngine(parties)
    from summarizer.engines.offline.proposals import Rules
    from summarizer.engines.openai import OpenAIEngine

    return OpenAIEngine(_model_settings(settings), propose=Rules(parties))


# OpenAI's own models take at least 128,000 tokens; those that reason spend the answer's tokens on that as
# well, so that the small answer that suits a local model would be cut off.
_HOSTED = {"context_tokens": 128_000, "answer_tokens": 8_192}


def _model_settings(settings: Settings) -> ModelSettings:
    from summarizer.llm import ModelSettings

    if not settings.api_key and not settings.base_url:
        raise UsageError("engine openai: set OPENAI_API_KEY, or --base-url for a server of your own")
    given = {
        "api_key": settings.api_key.get_secret_value() if settings.api_key else "",
        **settings.model_dump(
            include={"model", "base_url", "timeout_s", "context_tokens", "ask"}, exclude_none=True
        ),
    }
    if not settings.base_url:
        given = {**_HOSTED, **given}
        given["answer_tokens"] = min(_HOSTED["answer_tokens"], given["context_tokens"] // 4)
    return ModelSettings(**given)


@contextmanager
def _pool(threads: int, run: Run) -> Iterator[Executor]:
    """The caller's executor, or threads that are not waited for when the work breaks off."""
    if run.executor is not None:
        yield run.executor
        return
    executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="summarizer")
    try:
        yield executor
    finally:
        # All results are in when the work went well; when it did not, nobody waits for the rest.
        executor.shutdown(wait=False, cancel_futures=True)
