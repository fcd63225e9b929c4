"""``summarizer estimate``: what a run would cost."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summarizer.cli import console, options, setup
from summarizer.cli.options import NOTHING, PARTLY

if TYPE_CHECKING:
    from summarizer.estimate import Estimate
    from summarizer.schema import Article
    from summarizer.settings import Settings
    from summarizer.store import Store

PlainOrJson = Annotated[
    Literal["terminal", "json"] | None, typer.Option(help="How the result is printed; default: terminal.")
]


def estimate(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="File, folder, URL, feed; if none: those of the settings."),
    ] = None,
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    format: PlainOrJson = None,
    config: options.Config = None,
    concurrency: options.Concurrency = None,
    store: options.Store = None,
    fresh: options.Fresh = False,
    debug: options.Debug = False,
) -> None:
    """Show the tokens of every call that a run would make, and what they cost at most. Nothing is asked."""
    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "concurrency": concurrency,
        "store": store,
    }
    settings = setup.settings(config, flags, debug)
    setup.say_engine(settings)
    from summarizer import api

    with setup.responses(settings) as opened, console.progress(debug) as on_stage:
        reading = api.read(sources or (), settings, api.Run(on_stage=on_stage, store=opened), api.today())
        console.complain(reading.failures)
        if reading.failures and not reading.articles:
            raise typer.Exit(NOTHING)
        show(reading.articles, settings, None if fresh else opened, format or "terminal")
    if reading.failures:
        raise typer.Exit(PARTLY)


def show(
    articles: Sequence[Article], settings: Settings, store: Store | None, format: Literal["terminal", "json"]
) -> None:
    """Print what drafting these articles would ask and cost."""
    from summarizer import wiring
    from summarizer.estimate import estimate
    from summarizer.parties import Parties

    engine = wiring.engine(settings, Parties(settings.parties), asks=False)
    price = wiring.price(settings) if settings.resolved_engine == "openai" else None
    found = estimate(articles, engine, store, price)
    text = json.dumps(_fields(found), indent=2, ensure_ascii=False) if format == "json" else _lines(found)
    console.out(f"{text}\n", format)


def _fields(found: Estimate) -> dict[str, Any]:
    """The estimate as JSON; costs are null where the price is not known."""
    most = found.most
    return {
        "schema": "estimate/1",
        "model": found.model,
        "articles": [dataclasses.asdict(article) for article in found.articles],
        "calls": most.calls,
        "known_calls": found.known,
        "input_tokens": most.input_tokens,
        "shared_input_tokens": found.reused.cached_input_tokens,
        "output_tokens_at_most": most.output_tokens,
        "is_exact": found.is_exact,
        "cost_usd_at_most": found.cost(most),
        "cost_usd_with_cached_input": found.cost(found.reused),
        "cost_usd_as_batch": found.cost(most, batch=True),
    }


def _lines(found: Estimate) -> str:
    """The estimate for a reader: a line an article, then the sum, then the prices."""
    if found.model is None:
        return (
            f"{len(found.articles)} articles by the offline engine: no calls, no cost\n"
            "--engine openai shows what the model of the settings would cost"
        )
    lines = []
    for article in found.articles:
        calls = [
            f"{call.asks_for} {'known' if call.is_known else f'{call.input_tokens:,}'}"
            for call in article.calls
        ]
        lines.append(f"{article.title}: {', '.join(calls) or 'no calls'}")
    most, about = found.most, "" if found.is_exact else "about "
    known = f", {found.known} more are known" if found.known else ""
    lines += [
        "",
        f"{most.calls} calls to {found.model}{known}: {about}{most.input_tokens:,} tokens in, "
        f"at most {most.output_tokens:,} out",
        "Merging the day takes up to 2 calls more; their length depends on what is found.",
        f"Cost of these calls at most: {_dollars(found.cost(most))}",
    ]
    if found.cost(most) is not None:
        lines.append(
            f"  where the server reuses what calls share ({found.reused.cached_input_tokens:,} tokens): "
            f"{_dollars(found.cost(found.reused))}"
        )
        batch = found.cost(most, batch=True)
        lines.append(f"  the same calls as a batch: {'no batch price' if batch is None else _dollars(batch)}")
    return "\n".join(lines)


def _dollars(cost: float | None) -> str:
    return "price unknown" if cost is None else f"${cost:.4f}"
