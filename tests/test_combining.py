"""Combining: what a model writes across articles passes the gate, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summarizer import combining, wiring
from summarizer.combining import ByModel, ByRules
from summarizer.parties import Parties
from summarizer.schema import Article, Brief, Briefing, Citation, DigestLine, EngineInfo
from summarizer.settings import Settings

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


@pytest.mark.parametrize(
    ("settings", "combines"),
    [
        ({"engine": "offline"}, ByRules),
        ({"model": "gpt-5"}, ByModel),
        ({"model": "gpt-5", "ask": "candidates"}, ByModel),
        ({"model": "qwen2.5-1.5b"}, ByRules),
        ({"model": "qwen2.5-1.5b", "ask": "whole"}, ByModel),
    ],
)
def test_a_small_model_neither_groups_nor_writes_the_digest(
    settings: dict[str, Any], combines: type[object]
) -> None:
    """It decides on what rules propose; rules put the day together, unless the settings ask for more."""
    set_so = Settings(**{"engine": "openai", "base_url": "http://127.0.0.1:9/v1"} | settings)
    desk = wiring.desk(set_so, wiring.AS_SET, falls_back=False)
    assert isinstance(wiring.combine(set_so, wiring.AS_SET, desk), combines)
