"""Runs what is measured, by the same path as the product: sources, engine, evidence gate."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.quality.labels import LabelError
from summarizer import reading, sources
from summarizer.drafting import Desk, draft, is_failed
from summarizer.engines import Engine
from summarizer.engines.offline import OfflineEngine
from summarizer.parties import Parties
from summarizer.schema import Article, Brief, Demand, Disagreement, Draft, Position


def offline_briefs(paths: Sequence[Path]) -> list[Brief]:
    """One brief per article file, by the offline engine and the gate.

    Raises:
        LabelError: an article could not be read or drafted.
    """
    briefs = briefs_by(OfflineEngine(Parties()), paths)
    for brief in briefs:
        if is_failed(brief):
            raise LabelError(f"{brief.article.source}: {brief.warnings[0]}")
    return briefs


def briefs_by(engine: Engine, paths: Sequence[Path]) -> list[Brief]:
    """One brief per article file, by an engine and the gate, one piece of work at a time.

    Raises:
        LabelError: an article could not be read.
        SummarizerError: the engine cannot work.
    """
    with ThreadPoolExecutor(max_workers=1) as executor:
        found = reading.read([str(path) for path in paths], executor)
        for failure in found.failures:
            raise LabelError(f"{failure.source}: {failure.error}")
        return draft(found.articles, Desk(engine), executor)


def ungated_briefs(paths: Sequence[Path]) -> list[Brief]:
    """One brief per article file as the offline engine drafts it: what the gate is given."""
    engine = OfflineEngine(Parties())
    briefs = []
    for path in paths:
        article = sources.load(str(path))
        made = engine.assemble(article, [task() for task in engine.tasks(article)])
        briefs.append(_with_quotes(Brief(article=article, engine=engine.info), made))
    return briefs


def _with_quotes(brief: Brief, draft: Draft) -> Brief:
    def quote(claim: Demand | Position) -> str:
        return _quote(brief.article, claim.evidence)

    def side(position: Position) -> Position:
        return position.model_copy(update={"quote": quote(position)})

    def issue(item: Disagreement) -> Disagreement:
        return item.model_copy(update={"positions": tuple(side(position) for position in item.positions)})

    return brief.model_copy(
        update={
            "summary": draft.summary,
            "demands": tuple(item.model_copy(update={"quote": quote(item)}) for item in draft.demands),
            "disagreements": tuple(issue(item) for item in draft.disagreements),
        }
    )


def _quote(article: Article, evidence: Sequence[int]) -> str:
    cited = (article.sentence(n) for n in evidence)
    return " ".join(sentence.text for sentence in cited if sentence)
