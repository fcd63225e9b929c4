"""Who drafted a result and what that took, in a line or two at its end."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.render.wording import clean, listed
from summarizer.schema import Brief, EngineInfo, Usage


def drafter(engine: EngineInfo) -> str:
    """The model, or the engine that needs none."""
    return clean(engine.model or f"{engine.name} engine")


def drafted(briefs: Sequence[Brief]) -> tuple[str, ...]:
    """Who drafted; where several did, which articles each drafted but the one that drafted most."""
    articles: dict[str, list[int]] = {}
    for n, brief in enumerate(briefs, 1):
        articles.setdefault(_named(brief.engine), []).append(n)
    if not articles:
        return ()
    # What a model drafted comes before what the rules did.
    first, *rest = sorted(articles, key=lambda name: (name == _named(_RULES), -len(articles[name])))
    parts = [f"Drafted by {first}", *(f"{_numbers(articles[name])} by {name}" for name in rest)]
    return ("; ".join(parts) + ".",)


def spent(usage: Usage) -> tuple[str, ...]:
    """``12 calls, 34 from the store, 56,789 tokens in, 1,234 out, $0.012``; nothing if nothing was asked."""
    if not (usage.calls or usage.cached_calls):
        return ()
    parts = [f"{usage.calls:,} {'call' if usage.calls == 1 else 'calls'}"]
    if usage.cached_calls:
        parts.append(f"{usage.cached_calls:,} from the store")
    if usage.calls:
        cached = f" ({usage.cached_input_tokens:,} cached)" if usage.cached_input_tokens else ""
        parts += [f"{usage.input_tokens:,} tokens in{cached}", f"{usage.output_tokens:,} out"]
        parts.append(_dollars(usage.cost_usd))
    return (", ".join(parts) + ".",)


_RULES = EngineInfo(name="offline")


def _named(engine: EngineInfo) -> str:
    return drafter(engine) if engine.model else f"the {drafter(engine)}"


def _numbers(articles: Sequence[int]) -> str:
    return f"article{'s' if len(articles) > 1 else ''} {listed([str(n) for n in articles])}"


def _dollars(cost: float | None) -> str:
    """Dollars to the cent, or to two digits where the cost is less than ten cents."""
    if cost is None:
        return "price unknown"
    if cost == 0:
        return "$0"
    return f"${cost:,.2f}" if cost >= 0.1 else f"${cost:.3f}" if cost >= 0.001 else "under $0.001"
