"""Briefs become one briefing: by rules alone, or with a model that groups demands and writes the digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer import digest, evidence, merge
from summarizer.parties import Parties
from summarizer.schema import Brief, Briefing, DigestLine, Draft, Failure, SummaryLine, Withheld

if TYPE_CHECKING:
    from summarizer.engines.grouping import Ask
    from summarizer.llm import ModelSettings


@dataclass(frozen=True)
class ByRules:
    """Merges by rules, under a headline."""

    title: str

    def __call__(self, briefs: Sequence[Brief], date: str, failed: Sequence[Failure]) -> Briefing:
        """The briefing of a day (ISO 8601)."""
        return merge.merge(briefs, date, self.title, failed)

    def finish(self, compared: Briefing) -> Briefing:
        """The briefing with what is new on top, once that is known."""
        return digest.with_news_first(compared)


@dataclass(frozen=True)
class ByModel:
    """The model says which demands are the same and writes the digest; rules stand where it fails.

    Args:
        model: which model, and where.
        title: the briefing's headline.
        parties: the names that the evidence gate knows.
        ask: has a request answered.
    """

    model: ModelSettings
    title: str
    parties: Parties
    ask: Ask

    def __call__(self, briefs: Sequence[Brief], date: str, failed: Sequence[Failure]) -> Briefing:
        """The briefing of a day (ISO 8601)."""
        from summarizer.engines import grouping

        groups, usage, warnings = grouping.group(self.model, merge.demand_items(briefs), self.ask)
        grouped = merge.Grouping(groups, usage, warnings)
        merged = merge.merge(briefs, date, self.title, failed, grouped)
        lines, usage, warnings = grouping.digest(self.model, digest.digest_items(merged), self.ask)
        merged = merged.model_copy(
            update={"usage": merged.usage + usage, "warnings": (*merged.warnings, *warnings)}
        )
        if not lines:
            return merged
        return gate_digest(merged, digest.with_digest(merged, lines).digest, self.parties)

    def finish(self, compared: Briefing) -> Briefing:
        """The briefing as it is: the model has written its digest."""
        return compared


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
