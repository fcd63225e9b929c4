"""Tokens: what the answers take against a plain prompt, how well counts meet the server's, what is reused.

All of it is in the result of :mod:`benchmarks.bench.peers`; no model is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.bench import plain
from benchmarks.bench.results import spread
from summarizer import tokens


def measure(peers: Mapping[str, Any]) -> dict[str, Any]:
    """The figures on tokens, from those of all programs that asked the model."""
    programs = {
        name: figures for name, figures in peers["programs"].items() if figures["total"]["output_tokens"]
    }
    most = programs[plain.NAME]["total"]["output_tokens"]
    counter = tokens.counter(peers["model"])
    return {
        "model": peers["model"],
        "encoding": counter.encoding,
        "is_exact": counter.exact,
        "output_less_than_plain": {
            name: 1 - figures["total"]["output_tokens"] / most
            for name, figures in programs.items()
            if name != plain.NAME
        },
        "counts": {name: _counts(figures) for name, figures in programs.items()},
    }


def _counts(figures: Mapping[str, Any]) -> dict[str, Any]:
    """How far a program's calls are from their counts, and how much of their input was reused."""
    counted = [pair for article in figures["articles"] for pair in article["counted"]]
    total = figures["total"]
    return {
        "calls": len(counted),
        "error": spread([own / told - 1 for own, told in counted]),
        "reused": total["cached_tokens"] / total["input_tokens"],
    }
