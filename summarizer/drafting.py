"""Articles -> drafts -> evidence gate -> briefs, over one executor.

Work is mapped over a ``concurrent.futures.Executor`` that the caller owns. What is mapped is picklable, so
threads, processes and distributed executors take each other's place; memory, money and the gate stay here,
in one thread. No more work is prepared ahead than keeps the executor busy, so that a thousand articles
need little more room than ten.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from summarizer import evidence
from summarizer.attempts import Crash, attempt
from summarizer.calls import Calls
from summarizer.engines import Engine, Question, Task
from summarizer.errors import AuthenticationError, UsageError
from summarizer.parties import Parties
from summarizer.request import Outcome, Request
from summarizer.schema import Article, Brief, Demand, Disagreement, Failure, Usage
from summarizer.topics import Topics

OnProgress = Callable[[int, int], None]
"""Called with the number of finished pieces of work and the number of all of them."""

AHEAD = 128
"""Tasks under way and waiting: enough for 64 workers, each with its next task at hand."""
AT_ONCE = 8
"""The same for tasks that ask no model: the gate then comes while the article that was read is at hand."""

# What a warning says about where something is missing; where all is missing, the cause is left.
_SECTION = re.compile(r"^(?:no brief|\w+ missing): | \(sentences? [\d, -]+\)$")
_MISSING = re.compile(r"^(?:no brief|\w+ missing): ")


@dataclass(frozen=True)
class Desk:
    """Who drafts and what with.

    Args:
        engine: drafts.
        parties: the names that the evidence gate knows.
        topics: sort demands and disagreements.
        calls: answers the engine's requests from memory and keeps to the budget.
        fallback: drafts what the engine cannot, be it for a fault or for want of money; None for nobody.
    """

    engine: Engine
    parties: Parties = field(default_factory=Parties)
    topics: Topics = field(default_factory=Topics)
    calls: Calls = field(default_factory=Calls)
    fallback: Engine | None = None


def draft(
    articles: Sequence[Article], desk: Desk, executor: Executor, on_progress: OnProgress | None = None
) -> list[Brief]:
    """One brief per article, in order; an article that nobody can draft gets a brief that only says so.

    Raises:
        AuthenticationError: the engine's server refuses the key, and there is no fallback.
        UsageError: the engine cannot work as it is set.
    """
    floor = _Floor(desk, executor)
    if on_progress:
        on_progress(0, len(articles))
        floor.on_finished = partial(_tell, on_progress, len(articles))
    for n, article in enumerate(articles):
        floor.take(n, article)
    floor.finish()
    return [floor.briefs[n] for n in range(len(articles))]


def is_failed(brief: Brief) -> bool:
    """Whether drafting gave nothing, for a reason that the brief's warnings name."""
    nothing = not (brief.summary or brief.demands or brief.disagreements or brief.withheld)
    return nothing and any(_MISSING.match(warning) for warning in brief.warnings)


def undrafted(brief: Brief) -> Failure:
    """The failure that a failed brief stands for: its sections fail together for one cause."""
    warning = next(warning for warning in brief.warnings if _MISSING.match(warning))
    return Failure(source=brief.article.source, error=_SECTION.sub("", warning))


def _tell(on_progress: OnProgress, total: int, finished: int) -> None:
    on_progress(finished, total)


@dataclass(eq=False)
class _Job:
    """One article on its way through one engine.

    ``open`` counts the tasks without a result; ``why`` says what sent the article to the fallback, and
    ``unused`` what the engine before it has cost.
    """

    n: int
    article: Article
    engine: Engine
    tasks: Sequence[Task] = ()
    results: list[Any] = field(default_factory=list)
    open: int = 0
    why: str = ""
    unused: Usage = field(default_factory=Usage)


class _Floor:
    """The jobs under way, each task of them a future."""

    def __init__(self, desk: Desk, executor: Executor) -> None:
        self.briefs: dict[int, Brief] = {}
        self.on_finished: Callable[[int], None] = lambda finished: None
        self._desk = desk
        self._executor = executor
        self._futures: dict[Future[Any], tuple[_Job, int]] = {}
        # What workers brought back, booked, with the task that it is of.
        self._done: deque[tuple[_Job, int, Any]] = deque()
        # Articles that go to the fallback wait here until whatever made them fail is booked.
        self._again: deque[tuple[_Job, str]] = deque()

    def take(self, n: int, article: Article) -> None:
        """Start on an article, once there is room for its tasks."""
        self._start(_Job(n, article, self._desk.engine))
        self._redraft()

    def finish(self) -> None:
        """Wait for all jobs."""
        while self._futures or self._done or self._again:
            self._redraft()
            if self._futures or self._done:
                self._settle()

    def _start(self, job: _Job) -> None:
        planned = attempt(partial(_plan, job.engine, job.article))
        if isinstance(planned, Crash):
            self._close(job, planned)
            return
        job.tasks, job.results, job.open = planned, [None] * len(planned), len(planned)
        unknown = self._recall(job)
        if not self._admit([task for _, task in unknown]):
            self._close(job, Crash(self._desk.calls.stopped))
            return
        for index, task in unknown:
            ahead = AHEAD if isinstance(task, Question) else AT_ONCE
            while len(self._futures) + len(self._done) >= ahead:
                self._settle()
            work = task.request if isinstance(task, Question) else task
            self._futures[self._executor.submit(attempt, work)] = job, index
        if not job.open:
            self._close(job)

    def _recall(self, job: _Job) -> list[tuple[int, Task]]:
        """The tasks that must be done, the remembered ones having their results."""
        questions = {index: task for index, task in enumerate(job.tasks) if isinstance(task, Question)}
        known = self._desk.calls.known([task.request for task in questions.values()])
        recalled = {index: outcome for index, outcome in zip(questions, known, strict=True) if outcome}
        for index, outcome in recalled.items():
            job.results[index] = questions[index].read(outcome)
            job.open -= 1
        return [(index, task) for index, task in enumerate(job.tasks) if index not in recalled]

    def _admit(self, tasks: Sequence[Task]) -> bool:
        """Whether the tasks' requests may be sent, now or when those under way have left money over."""
        requests = [task.request for task in tasks if isinstance(task, Question)]
        if not requests:
            return True
        while not self._desk.calls.admit(requests):
            if self._desk.calls.stopped:
                return False
            self._settle()
        return True

    def _settle(self) -> None:
        """Take one result, waiting until there is one.

        Not all at once: the workers would run out of work while their many answers are checked.
        """
        if not self._done:
            self._collect()
        job, index, result = self._done.popleft()
        task = job.tasks[index]
        job.results[index] = task.read(result) if isinstance(task, Question) else result
        job.open -= 1
        if not job.open:
            self._close(job)

    def _collect(self) -> None:
        """Wait until something is done, and book all of it before any of it is looked at."""
        done, _ = wait(self._futures, return_when=FIRST_COMPLETED)
        # What raises comes last: the answers beside it are paid for, and kept.
        good = [future for future in done if future.exception() is None]
        self._book([(future, self._result(future)) for future in good or list(done)[:1]])
        if self._desk.calls.stopped:
            self._take_back()

    def _result(self, future: Future[Any]) -> Any:
        """What a worker brought back; a worker that is lost costs one result."""
        try:
            return future.result()
        except AuthenticationError as error:
            if self._desk.fallback is None:
                raise
            self._desk.calls.stop(str(error))
            return Crash(str(error))
        except UsageError:
            raise
        except Exception as error:
            return Crash(f"the worker was lost ({type(error).__name__}: {error})")

    def _book(self, results: Sequence[tuple[Future[Any], Any]]) -> None:
        answered: list[tuple[_Job, int, Request, Outcome]] = []
        for future, result in results:
            job, index = self._futures.pop(future)
            task = job.tasks[index]
            if isinstance(task, Question):
                outcome = Outcome(None, problem=result.reason) if isinstance(result, Crash) else result
                answered.append((job, index, task.request, outcome))
            else:
                self._done.append((job, index, result))
        settled = self._desk.calls.settle([(request, outcome) for _, _, request, outcome in answered])
        for (job, index, *_), outcome in zip(answered, settled, strict=True):
            self._done.append((job, index, outcome))

    def _take_back(self) -> None:
        """Book the questions that no worker has begun as unanswered: each would cost all its retries."""
        waiting = [f for f, (job, n) in self._futures.items() if isinstance(job.tasks[n], Question)]
        unanswered = Crash(self._desk.calls.stopped)
        self._book([(future, unanswered) for future in waiting if future.cancel()])

    def _close(self, job: _Job, crash: Crash | None = None) -> None:
        """Put a job's results together; what nothing came of goes to the fallback."""
        made = attempt(partial(_assemble, job, self._desk.parties)) if crash is None else crash
        if isinstance(made, Crash):
            made = Brief(article=job.article, engine=job.engine.info, warnings=(f"no brief: {made.reason}",))
        if is_failed(made) and self._desk.fallback not in (None, job.engine):
            job.unused += made.usage
            self._again.append((job, undrafted(made).error))
            return
        self.briefs[job.n] = self._finished(job, made)
        self.on_finished(len(self.briefs))

    def _redraft(self) -> None:
        while self._again and self._desk.fallback is not None:
            job, why = self._again.popleft()
            self._start(_Job(job.n, job.article, self._desk.fallback, why=why, unused=job.unused))

    def _finished(self, job: _Job, made: Brief) -> Brief:
        note = (f"drafted by the {job.engine.info.name} engine: {job.why}",) if job.why else ()
        changes = {"usage": made.usage + job.unused, "warnings": (*note, *made.warnings)}
        return _with_topics(made.model_copy(update=changes), self._desk.topics)


def _plan(engine: Engine, article: Article) -> Sequence[Task]:
    return list(engine.tasks(article))


def _assemble(job: _Job, parties: Parties) -> Brief | Crash:
    for result in job.results:
        if isinstance(result, Crash):
            return result
    made = job.engine.assemble(job.article, job.results)
    checked = evidence.check(made, job.article, parties)
    return Brief(
        article=job.article,
        engine=job.engine.info,
        summary=tuple(checked.summary),
        demands=tuple(checked.demands),
        disagreements=tuple(checked.disagreements),
        withheld=tuple(checked.withheld),
        usage=made.usage,
        warnings=made.warnings,
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
