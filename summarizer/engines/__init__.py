"""Engines draft, the gate decides.

An engine says which tasks an article needs and puts their results together; who runs the tasks,
and where, is the pipeline's affair (any ``concurrent.futures.Executor``, so tasks are picklable).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from summarizer.schema import Article, Draft, EngineInfo

Task = Callable[[], Any]


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
