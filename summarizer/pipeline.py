"""The flow: sources -> articles -> drafts -> evidence gate -> briefs -> briefing.

Work is mapped over one bounded ``concurrent.futures.Executor`` that the caller owns. What is
mapped is picklable, so threads, processes and distributed executors take each other's place.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from summarizer import evidence, sources
from summarizer.engines import Engine
from summarizer.errors import AuthenticationError, SourceError, SummarizerError, UsageError
from summarizer.parties import Parties
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Demand,
    DigestLine,
    Disagreement,
    Draft,
    Failure,
    SummaryLine,
    Withheld,
)
from summarizer.topics import Topics

T = TypeVar("T")
OnProgress = Callable[[int, int], None]
"""Called with the number of finished pieces of work and the number of all of them."""

# What a warning says about where something is missing; where all is missing, the cause is left.
_SECTION = re.compile(r"^(?:no brief|\w+ missing): | \(sentences? [\d, -]+\)$")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What the named sources gave: articles in the order of their sources, and failures."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Crash:
    """Stands where a result would, when the work on it raised."""

    reason: str
    source: str = ""


def read(named: Sequence[str], executor: Executor, on_progress: OnProgress | None = None) -> Reading:
    """Read all articles that the named sources hold; what gives none is listed, and stops nothing."""
    failures: list[Failure] = []
    single: list[str] = []
    for source in named:
        found = attempt(partial(sources.expand, source))
        if isinstance(found, Crash):
            failures.append(_failure(source, found))
        else:
            single += [item for item in found if item not in single]
    articles: list[Article] = []
    loaded = _run([partial(sources.load, source) for source in single], executor, on_progress)
    for source, article in zip(single, loaded, strict=True):
        if isinstance(article, Crash):
            failures.append(_failure(source, article))
        else:
            articles.append(article)
    return Reading(tuple(articles), tuple(failures))


def brief(
    articles: Sequence[Article],
    engine: Engine,
    parties: Parties,
    topics: Topics,
    executor: Executor,
    on_progress: OnProgress | None = None,
) -> list[Brief]:
    """One brief per article, in order; an article whose drafting crashes gets a brief that only says so.

    Raises:
        AuthenticationError: the engine's server refuses the key.
        UsageError: the engine cannot work as it is set.
    """
    plans = [attempt(partial(_plan, engine, article)) for article in articles]
    # Tasks of all articles share the executor, so that one long article does not leave it idle.
    tasks = [task for plan in plans if not isinstance(plan, Crash) for task in plan]
    results = iter(_run(tasks, executor, on_progress))
    briefs = []
    for article, plan in zip(articles, plans, strict=True):
        if isinstance(plan, Crash):
            outcome: Brief | Crash = plan
        else:
            outcome = attempt(partial(_assemble, engine, article, list(islice(results, len(plan))), parties))
        if isinstance(outcome, Crash):
            outcome = Brief(article=article, engine=engine.info, warnings=(f"no brief: {outcome.reason}",))
        briefs.append(_with_topics(outcome, topics))
    return briefs


def is_failed(brief: Brief) -> bool:
    """Whether drafting gave nothing, for a reason that the brief's warnings name."""
    return bool(brief.warnings) and not (
        brief.summary or brief.demands or brief.disagreements or brief.withheld
    )


def undrafted(brief: Brief) -> Failure:
    """The failure that a failed brief stands for: its sections fail together for one cause."""
    return Failure(source=brief.article.source, error=_SECTION.sub("", brief.warnings[0]))


def distinct(articles: Iterable[Article]) -> list[Article]:
    """The articles without repeats of one text, as when two sources carry the same agency report."""
    return list({article.id: article for article in reversed([*articles])}.values())[::-1]


def gate_digest(briefing: Briefing, digest: Sequence[DigestLine], parties: Parties) -> Briefing:
    """The briefing with those lines of a model's digest that pass the evidence gate.

    A line must pass for the sentences of at least one article, and cites those for which it does. One
    that passes for none is withheld in the brief of the first article that it cites. Without any line
    left, the briefing keeps the digest that it has.
    """
    briefs = {brief.article.id: brief for brief in briefing.articles}
    kept = []
    for line in digest:
        passing = []
        reasons = []
        for citation in line.evidence:
            claim = SummaryLine(text=line.text, evidence=citation.sentences)
            checked = evidence.check(Draft(summary=(claim,)), briefs[citation.article].article, parties)
            passing += [citation] if checked.summary else []
            reasons += [withheld.reason for withheld in checked.withheld]
        if passing:
            kept.append(line.model_copy(update={"evidence": tuple(passing)}))
        elif reasons:
            first = briefs[line.evidence[0].article]
            claim_withheld = Withheld(section="summary", claim=f"digest: {line.text}", reason=reasons[0])
            withheld_all = (*first.withheld, claim_withheld)
            briefs[first.article.id] = first.model_copy(update={"withheld": withheld_all})
    return briefing.model_copy(
        update={"digest": tuple(kept) or briefing.digest, "articles": tuple(briefs.values())}
    )


def attempt(work: Callable[[], T]) -> T | Crash:
    """The result of ``work``, or a :class:`Crash`; only what no article can survive is raised.

    It runs inside the executor's workers, so it is a module function and what it returns is picklable.
    """
    try:
        return work()
    except (AuthenticationError, UsageError):
        raise
    except SourceError as error:
        return Crash(error.problem, error.source)
    except SummarizerError as error:
        return Crash(str(error))
    except Exception as error:
        # A fault of this program in one article must not cost the others; --debug shows where it is.
        log.debug("%r failed", work, exc_info=True)
        return Crash(f"internal error ({type(error).__name__}: {error})")


def _run(
    tasks: Sequence[Callable[[], T]], executor: Executor, on_progress: OnProgress | None
) -> list[T | Crash]:
    results: list[T | Crash] = []
    if on_progress:
        on_progress(0, len(tasks))
    for result in executor.map(attempt, tasks):
        results.append(result)
        if on_progress:
            on_progress(len(results), len(tasks))
    return results


def _failure(source: str, crash: Crash) -> Failure:
    return Failure(source=crash.source or sources.shown(source), error=crash.reason)


def _plan(engine: Engine, article: Article) -> list[Callable[[], Any]]:
    return list(engine.tasks(article))


def _assemble(engine: Engine, article: Article, results: Sequence[Any], parties: Parties) -> Brief | Crash:
    for result in results:
        if isinstance(result, Crash):
            return result
    draft = engine.assemble(article, results)
    checked = evidence.check(draft, article, parties)
    return Brief(
        article=article,
        engine=engine.info,
        summary=tuple(checked.summary),
        demands=tuple(checked.demands),
        disagreements=tuple(checked.disagreements),
        withheld=tuple(checked.withheld),
        usage=draft.usage,
        warnings=draft.warnings,
    )


def _with_topics(brief: Brief, topics: Topics) -> Brief:
    return brief.model_copy(
        update={
            "demands": tuple(_demand_with_topic(demand, topics) for demand in brief.demands),
            "disagreements": tuple(_disagreement_with_topic(item, topics) for item in brief.disagreements),
        }
    )


def _demand_with_topic(demand: Demand, topics: Topics) -> Demand:
    # Not by the quote, which may hold further demands on other topics.
    return demand.model_copy(update={"topic": topics.match(demand.demand)})


def _disagreement_with_topic(item: Disagreement, topics: Topics) -> Disagreement:
    positions = "\n".join(position.position for position in item.positions)
    return item.model_copy(update={"topic": topics.match(item.issue) or topics.match(positions)})
