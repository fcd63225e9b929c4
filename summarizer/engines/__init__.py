"""Engines draft, the gate decides.

An engine says which tasks an article needs and puts their results together; who runs the tasks,
and where, is the pipeline's affair (any ``concurrent.futures.Executor``, so tasks are picklable).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from summarizer.request import Outcome, Request
    from summarizer.schema import Article, Draft, EngineInfo


class Task(Protocol):
    """A piece of work that a worker can do alone."""

    def __call__(self) -> Any:
        """Do it."""
        ...


@runtime_checkable
class Question(Task, Protocol):
    """A task that asks a model. The pipeline may answer its request from memory, or not admit it."""

    @property
    def request(self) -> Request:
        """What is asked."""
        ...

    def read(self, outcome: Outcome) -> Any:
        """The task's result, from what came of its request."""
        ...


class Engine(Protocol):
    """What the pipeline needs of an engine."""

    @property
    def info(self) -> EngineInfo:
        """Name and model, as they stand in the brief."""
        ...

    def tasks(self, article: Article) -> Sequence[Task]:
        """The independent, picklable pieces of work that this article needs.

        A task does not raise for a fault of one call: it returns a result that says so.
        """
        ...

    def assemble(self, article: Article, results: Sequence[Any]) -> Draft:
        """One draft from the results of :meth:`tasks`, given in the same order."""
        ...
