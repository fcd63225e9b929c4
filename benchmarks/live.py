"""Quality of a language model on labelled articles, asked live through the product's own path.

``python -m benchmarks.live --base-url http://127.0.0.1:8080/v1 --model NAME`` asks any
OpenAI-compatible server; without ``--base-url`` it is OpenAI's own. The key is OPENAI_API_KEY.
Labels of one's own are named by ``--folder`` and ``--gold``; ``--format json`` gives figures to compare.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from benchmarks.evaluate import Report, add_labels, report_gate, scores_of
from benchmarks.quality.labels import LabelError, Labelled, load_gold, pair
from benchmarks.quality.outputs import Output
from benchmarks.quality.recorded import model_briefs
from summarizer.errors import SummarizerError
from summarizer.llm import ModelSettings
from summarizer.schema import Brief, Usage


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 0 if every article was drafted, 1 if parts are missing, 2 if nothing could be."""
    options = _parser().parse_args(arguments)
    report = Report(options.verbose, is_data=options.format == "json")
    started = time.monotonic()
    try:
        labelled = pair(options.folder, load_gold(options.gold))
        briefs = _ask(labelled, _settings(options))
    except (LabelError, SummarizerError) as error:
        print(error, file=sys.stderr)
        return 2
    scores = scores_of(briefs, labelled)
    report.engine(f"model: {options.model}", options.model, scores, map(Output.of, briefs))
    if options.verbose:
        report.say(line for brief in briefs for line in _told(brief))
    report_gate(labelled, report)
    return _close(report, briefs, time.monotonic() - started)


def _ask(labelled: Sequence[Labelled], settings: ModelSettings) -> list[Brief]:
    started = time.monotonic()
    briefs = []
    for item in labelled:
        briefs += model_briefs([item.path], settings)
        print(f"{item.name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return briefs


def _told(brief: Brief) -> list[str]:
    """The summary's lines, and what the gate withheld."""
    told = [f"  + {line.text}" for line in brief.summary]
    return [
        brief.article.title,
        *told,
        *(f"  - {item.section}: {item.claim} ({item.reason})" for item in brief.withheld),
    ]


def _close(report: Report, briefs: Sequence[Brief], seconds: float) -> int:
    """What it took, and what failed."""
    usage = sum((brief.usage for brief in briefs), Usage())
    cached = f" ({usage.cached_input_tokens} of them reused)" if usage.cached_input_tokens else ""
    report.say(
        [
            f"{usage.calls} calls, {usage.input_tokens} tokens in{cached}, {usage.output_tokens} out, "
            f"{seconds:.0f} s"
        ]
    )
    warnings = [f"{brief.article.source}: {warning}" for brief in briefs for warning in brief.warnings]
    report.note(usage=usage.model_dump(), seconds=round(seconds, 1), warnings=warnings)
    report.close()
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
    add("--ask", choices=("auto", "whole", "candidates"), default="auto", help="as the setting of that name")
    add("--context-tokens", type=int, default=8192, metavar="N", help="what the model takes in")
    add("--timeout", type=float, default=600, metavar="SECONDS", help="limit of one call")
    add_labels(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
