"""The jobs as functions: from named sources and settings to a result.

The command line and Python programs both come through here. Nothing here prints.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from summarizer import reading, wiring
from summarizer.drafting import draft, is_failed, undrafted
from summarizer.engines import Engine
from summarizer.errors import EngineError, SourceError, UsageError
from summarizer.schema import Article, Brief, Briefing, Failure
from summarizer.settings import EngineName, Settings
from summarizer.wiring import AS_SET, Run

if TYPE_CHECKING:
    from summarizer.pipeline import Day, Gathered
    from summarizer.store import Store

__all__ = [
    "AS_SET",
    "Briefs",
    "Run",
    "briefing",
    "briefs",
    "daily",
    "read",
    "read_articles",
    "summarize",
    "today",
]


@dataclass(frozen=True)
class Briefs:
    """Briefs in the order of their sources, and the sources that gave none."""

    briefs: tuple[Brief, ...]
    failures: tuple[Failure, ...]


def read_articles(*sources: str, settings: Settings | None = None) -> list[Article]:
    """The articles in files, folders, web pages and feeds, each split into numbered sentences.

    Args:
        sources: files, folders, web addresses.
        settings: None for what the environment and ``summarizer.toml`` say.

    Raises:
        SourceError: for the first source that gave no article.
    """
    with wiring.hands(settings or Settings.read(), AS_SET) as hands:
        read = reading.read(sources, hands.executor, hands.reach)
    for failure in read.failures:
        raise SourceError(failure.source, failure.error)
    return list(read.articles)


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
    settings, run = _prepared(settings, engine, executor, None)
    result = briefs([source], settings, run)
    for failure in result.failures:
        raise SourceError(failure.source, failure.error)
    if len(result.briefs) != 1:
        raise UsageError(f"{source}: holds {len(result.briefs)} articles; daily() takes many")
    brief = result.briefs[0]
    if is_failed(brief):
        raise EngineError(undrafted(brief).error)
    return brief


def daily(
    *sources: str,
    settings: Settings | None = None,
    engine: Engine | EngineName | None = None,
    executor: Executor | None = None,
    date: datetime.date | None = None,
    store: Store | None = None,
) -> Briefing:
    """One briefing of all articles that the sources hold. It is returned, not written.

    Args:
        sources: files, folders, web addresses; none for those of the settings.
        settings: None for what the environment and ``summarizer.toml`` say.
        engine: a name, or an engine of one's own; None for that of the settings.
        executor: does the work; None for a pool of threads.
        date: the briefing's day; None for today.
        store: remembers responses, pages and briefings; None for nothing, so that all is new.

    Returns:
        The briefing. Sources that failed are listed in it; if all did, it has no articles.

    Raises:
        SummarizerError: no sources are named, or the engine's server refuses the key.
    """
    settings, run = _prepared(settings, engine, executor, store)
    return briefing(sources, settings, run, today(date))


def today(date: datetime.date | None = None, since: datetime.datetime | None = None) -> Day:
    """The day of a briefing that is made now.

    Args:
        date: the briefing's day; None for the day of the local clock.
        since: entries of feeds are taken up from then on; None for since the last earlier briefing.
    """
    from summarizer.pipeline import Day

    return Day(date or datetime.date.today(), datetime.datetime.now().astimezone(), since)


def read(sources: Sequence[str], settings: Settings, run: Run, day: Day) -> Gathered:
    """The stories that a briefing of that day would be made from, and the sources that gave none."""
    from summarizer import pipeline

    with wiring.hands(settings, run) as hands:
        return pipeline.gather(_named(sources, settings), day, hands, run.store)


def _named(sources: Sequence[str], settings: Settings) -> Sequence[str]:
    if not (sources or settings.sources):
        raise UsageError("no sources: name files, folders or URLs, or list `sources` in summarizer.toml")
    return sources or settings.sources


def briefing(sources: Sequence[str], settings: Settings, run: Run, day: Day) -> Briefing:
    """What :func:`daily` returns, with settings that are read and a run that says how."""
    from summarizer import pipeline

    named = _named(sources, settings)
    desk = wiring.desk(settings, run, falls_back=True)
    combine = wiring.combine(settings, run, desk)
    day = replace(day, remember=settings.remember, retention=settings.retention_days)
    with wiring.hands(settings, run) as hands:
        return pipeline.briefing(named, day, desk, combine, hands, run.store)


def briefs(sources: Sequence[str], settings: Settings, run: Run = AS_SET) -> Briefs:
    """A brief of every article that the sources hold.

    Args:
        sources: files, folders, web addresses.
        settings: what the user set.
        run: another engine or executor than the settings name.

    Raises:
        SummarizerError: the engine cannot be set up, or its server refuses the key.
    """
    desk = wiring.desk(settings, run, falls_back=False)
    with wiring.hands(settings, run) as hands:
        found = reading.read(sources, hands.executor, hands.reach, on_progress=hands.progress("Reading"))
        drafted = draft(found.articles, desk, hands.executor, hands.progress("Drafting"))
    return Briefs(tuple(drafted), found.failures)


def _prepared(
    settings: Settings | None,
    engine: Engine | EngineName | None,
    executor: Executor | None,
    store: Store | None,
) -> tuple[Settings, Run]:
    if not isinstance(engine, str):
        return settings or Settings.read(), Run(engine=engine, executor=executor, store=store)
    run = Run(executor=executor, store=store)
    if settings is None:
        return Settings.read(engine=engine), run
    if engine not in get_args(EngineName):
        raise UsageError(f"engine {engine!r}: known are {', '.join(get_args(EngineName))}")
    return settings.model_copy(update={"engine": engine}), run
