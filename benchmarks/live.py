"""Quality of a language model on the labelled articles, asked live through the product's own path.

``python -m benchmarks.live --base-url http://127.0.0.1:8080/v1 --model NAME`` asks any
OpenAI-compatible server; without ``--base-url`` it is OpenAI's own. The key is OPENAI_API_KEY.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.evaluate import GOLD, SEEDS, scores_of
from benchmarks.quality.labels import LabelError, load_gold, pair
from benchmarks.quality.recorded import model_briefs
from benchmarks.quality.report import score_lines
from summarizer.errors import SummarizerError
from summarizer.llm import ModelSettings
from summarizer.schema import Brief, Usage


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 0 if every article was drafted, 1 if parts are missing, 2 if nothing could be."""
    options = _parser().parse_args(arguments)
    try:
        labelled = pair(options.folder, load_gold(options.gold))
        started = time.monotonic()
        briefs = []
        for item in labelled:
            briefs += model_briefs([item.path], _settings(options))
            print(f"{item.name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    except (LabelError, SummarizerError) as error:
        print(error, file=sys.stderr)
        return 2
    print(*score_lines(f"model: {options.model}", scores_of(briefs, labelled), options.verbose), sep="\n")
    return _report(briefs, options.verbose)


def _report(briefs: Sequence[Brief], verbose: bool) -> int:
    """What the gate withheld, what failed, and what it took."""
    if verbose:
        for brief in briefs:
            print("", brief.article.title, *(f"  + {line.text}" for line in brief.summary), sep="\n")
            print(*(f"  - {item.section}: {item.claim} ({item.reason})" for item in brief.withheld), sep="\n")
    usage = sum((brief.usage for brief in briefs), Usage())
    print(f"\n{usage.calls} calls, {usage.input_tokens} tokens in, {usage.output_tokens} out")
    warnings = [f"{brief.article.source}: {warning}" for brief in briefs for warning in brief.warnings]
    for warning in warnings:
        print(warning, file=sys.stderr)
    return 1 if warnings else 0


def _settings(options: argparse.Namespace) -> ModelSettings:
    return ModelSettings(
        model=options.model,
        base_url=options.base_url,
        api_key=os.environ.get("OPENAI_API_KEY", ""),
        timeout_s=options.timeout,
        context_tokens=options.context_tokens,
        ask=options.ask,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.live",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--model", required=True, help="the name under which the server knows the model")
    add("--base-url", metavar="URL", help="the server's address up to /v1")
    add("--ask", choices=("auto", "whole", "candidates"), default="auto", help="how demands are asked for")
    add("--context-tokens", type=int, default=8192, metavar="N", help="what the model takes in")
    add("--timeout", type=float, default=600, metavar="SECONDS", help="limit of one call")
    add("--folder", type=Path, default=SEEDS, metavar="DIR", help="the articles")
    add("--gold", type=Path, default=GOLD, metavar="DIR", help="their gold labels")
    add("-v", "--verbose", action="store_true", help="every prediction, summary line and withheld claim")
    return parser


if __name__ == "__main__":
    sys.exit(main())
