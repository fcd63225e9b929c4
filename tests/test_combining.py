"""Combining: what a model writes across articles passes the gate, too."""

from __future__ import annotations

from collections.abc import Callable

from summarizer import combining
from summarizer.parties import Parties
from summarizer.schema import Article, Brief, Briefing, Citation, DigestLine, EngineInfo

TEXTS = (
    "Ruritania demanded that Elbonia withdraw its troops from the valley.",
    "Elbonia refused to withdraw.",
)


def test_a_models_digest_passes_the_gate(make_article: Callable[..., Article]) -> None:
    """A digest line stays with the articles that carry it; one that none carries is withheld, not lost."""
    briefs = [Brief(article=make_article(*TEXTS, id="a"), engine=EngineInfo(name="fake"))]
    true = DigestLine(text="Elbonia refused to withdraw.", evidence=(Citation(article="a", sentences=(2,)),))
    false = DigestLine(
        text="Klopstockia paid a tribute of gold.", evidence=(Citation(article="a", sentences=(2,)),)
    )
    briefing = Briefing(date="2024-06-14", title="Daily", articles=tuple(briefs))
    gated = combining.gate_digest(briefing, [true, false], Parties())
    assert gated.digest == (true,)
    assert [claim.claim for claim in gated.articles[0].withheld] == [f"digest: {false.text}"]
    by_rules = briefing.model_copy(update={"digest": (true,)})
    assert combining.gate_digest(by_rules, [false], Parties()).digest == (true,)
