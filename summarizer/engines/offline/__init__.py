"""The offline engine: no model, no key, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.discourse import discourse
from summarizer.engines import Task
from summarizer.engines.offline.demands import find_demands
from summarizer.engines.offline.disagreements import find_disagreements
from summarizer.engines.offline.summary import summarize
from summarizer.parties import Parties
from summarizer.schema import Article, Draft, EngineInfo


@dataclass(frozen=True)
class _Job:
    """Draft one article; picklable."""

    article: Article
    parties: Parties

    def __call__(self) -> Draft:
        read = discourse(self.article, self.parties)
        demands = find_demands(read)
        return Draft(
            summary=summarize(read, demands),
            demands=demands,
            disagreements=find_disagreements(read, demands),
        )


class OfflineEngine:
    """Drafts by linguistic rules (see ``demands``, ``disagreements`` and ``summary`` in this package).

    Args:
        parties: the alias table.
    """

    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    @property
    def info(self) -> EngineInfo:
        """Name of the engine; it has no model."""
        return EngineInfo(name="offline")

    def tasks(self, article: Article) -> Sequence[Task]:
        """One task drafts the whole article."""
        return [_Job(article, self._parties)]

    def assemble(self, article: Article, results: Sequence[Any]) -> Draft:
        """The draft that the one task made."""
        draft: Draft = results[0]
        return draft
