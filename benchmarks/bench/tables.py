"""The tables of the document, from results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.bench.document import table
from benchmarks.bench.results import Results

Figures = Mapping[str, Any]

# The bounds of the project's own plan; measured figures are set beside them, and never asserted.
OVERHEAD_AT_MOST = 1.15
LESS_OUTPUT_AT_LEAST = 0.30
PEAK_MB_AT_MOST = 300


def tables(results: Results) -> dict[str, str]:
    """All tables for which there are results, by their place in the document."""
    written = {}
    for name, of in TABLES.items():
        figures = results.read(name)
        if figures is not None:
            written[name] = f"{_conditions(figures)}\n\n{of(figures)}"
    return written


def _conditions(figures: Figures) -> str:
    machine = figures["machine"]
    told = [f"Measured {figures['measured']}", f"{machine['cores']} cores", machine["system"]]
    told += [f"Python {machine['python']}"]
    told += [f"{name} {version}" for name, version in figures.get("versions", {}).items()]
    return f"{', '.join(told)}."


def _peers(figures: Figures) -> str:
    head = [
        "",
        "demands P",
        "R",
        "F1",
        "disagreements F1",
        "facts in summary",
        "quotes",
        "not in the article",
    ]
    rows = []
    for name, program in figures["programs"].items():
        quality, total = program["quality"], program["total"]
        demands = [_two(quality["precision"]), _two(quality["recall"]), _two(quality["f1"])]
        summary = f"{quality['facts']} of {quality['all_facts']}"
        claims = ["–"] * 4 if name.startswith("sumy") else [*demands, _two(quality["disagreements_f1"])]
        if name == "langextract":
            claims[3], summary = "–", "–"
        quotes = [str(total["quotes"]), str(total["not_in_source"])] if total["quotes"] else ["–", "–"]
        rows.append([name, *claims, summary, *quotes])
    return f"Model: {figures['model']}.\n\n{table(head, rows)}\n\n{_costs(figures)}"


def _costs(figures: Figures) -> str:
    head = [
        "per article",
        "calls",
        "input tokens",
        "of these reused",
        "output tokens",
        "seconds of the model",
    ]
    head += ["answers cut off, in all"]
    rows = []
    for name, program in figures["programs"].items():
        total = program["total"]
        if not total["calls"]:
            continue
        number = total["articles"]
        reused = total["cached_tokens"] / total["input_tokens"]
        rows.append(
            [
                name,
                f"{total['calls'] / number:.1f}",
                f"{total['input_tokens'] / number:,.0f}",
                f"{reused:.0%}",
                f"{total['output_tokens'] / number:,.0f}",
                f"{total['seconds'] / number:,.0f}",
                str(total["cut"]),
            ]
        )
    return table(head, rows)


def _overhead(figures: Figures) -> str:
    head = ["", "articles", "calls", "overhead, median", "least", "greatest", "processor time a call"]
    rows = [
        [
            name,
            str(made["articles"]),
            str(made["calls"]),
            *_three(made["overhead"]),
            f"{made['processor_ms_per_call']['median']:.1f} ms",
        ]
        for name, made in figures["contestants"].items()
    ]
    setting = f"{figures['concurrency']} calls at a time, {1000 * figures['latency_s']:.0f} ms each"
    return f"{setting}; the aim is at most {OVERHEAD_AT_MOST}.\n\n{table(head, rows)}"


def _offline(figures: Figures) -> str:
    head = [
        "words, median",
        "articles",
        "ours, an article",
        "sumy's",
        "times as fast as sumy",
        "of all rounds",
    ]
    rows = [
        [
            str(made["words"]),
            str(made["articles"]),
            *(f"{1000 * min(made[times]) / made['articles']:.1f} ms" for times in ("summarizer_s", "sumy_s")),
            _two(made["speed"]["median"]),
            f"{_two(made['speed']['min'])} to {_two(made['speed']['max'])}",
        ]
        for made in figures["lengths"]
    ]
    return f"{table(head, rows)}\n\nThe aim is at least 1."


def _growth(figures: Figures) -> str:
    head = ["articles", "seconds", "an article", "peak memory"]
    rows = [
        [
            f"{row['articles']:,}",
            f"{row['wall_s']:.1f}",
            f"{1000 * row['wall_s'] / row['articles']:.1f} ms",
            f"{row['peak_mb']:.0f} MB",
        ]
        for row in figures["sizes"]
    ]
    time, memory = figures["time_exponent"], figures["memory_exponent"]
    told = "" if time is None else f"\n\nExponent from {figures['fitted_from']} articles on: time {time:.2f}"
    told += "" if memory is None else f", memory {memory:.2f}; 1 is linear, 2 is quadratic."
    return f"{table(head, rows)}{told}"


def _tokens(figures: Figures) -> str:
    rows = [[name, f"{share:.0%}"] for name, share in figures["output_less_than_plain"].items()]
    fewer = table(["", "output tokens less than the plain prompt's"], rows)
    head = ["calls of", "number", "count against the server's: least", "median", "greatest", "input reused"]
    counts = [
        [
            name,
            str(made["calls"]),
            *(f"{made['error'][key]:+.1%}" for key in ("min", "median", "max")),
            f"{made['reused']:.0%}",
        ]
        for name, made in figures["counts"].items()
    ]
    aim = f"The aim is {LESS_OUTPUT_AT_LEAST:.0%} less."
    kind = "exact" if figures["is_exact"] else "an estimate"
    counted = f"Counted by {figures['encoding']}, which is {kind} for this model."
    return f"Model: {figures['model']}.\n\n{fewer}\n\n{aim} {counted}\n\n{table(head, counts)}"


def _startup(figures: Figures) -> str:
    head = ["", "ours, fastest", "median", "theirs, fastest", "median", "ratio of the fastest"]
    rows = [
        [
            f"`{pair['commands'][0]}` against `{pair['commands'][1]}`",
            *(f"{pair[side][key]:.2f} s" for side in ("ours_s", "theirs_s") for key in ("min", "median")),
            _two(pair["ratio_of_fastest"]),
        ]
        for pair in figures["pairs"].values()
    ]
    return f"{table(head, rows)}\n\nThe aim is a ratio of at most 1."


TABLES: Mapping[str, Callable[[Figures], str]] = {
    "peers": _peers,
    "tokens": _tokens,
    "overhead": _overhead,
    "offline": _offline,
    "growth": _growth,
    "startup": _startup,
}


def _two(value: float) -> str:
    return f"{value:.2f}"


def _three(spread: Mapping[str, float]) -> list[str]:
    return [_two(spread[key]) for key in ("median", "min", "max")]
