"""What a program adds to the calls that it makes: wall time against that of the calls alone.

A server answers every call after the same time. With ``concurrency`` calls under way at all times, the calls
take calls x latency / concurrency; whatever a run takes longer is the program's own doing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.processes import Command, ContestantError, own, peer, run, stub
from benchmarks.bench.results import spread
from benchmarks.bench.workshop import Workshop


@dataclass(frozen=True)
class Size:
    """How much is measured, and how slow the server is."""

    articles: int = 299
    rounds: int = 3
    concurrency: int = 32
    latency_s: float = 0.2


def measure(workshop: Workshop, size: Size) -> dict[str, Any]:
    """Overhead of this project without and with its store, and of langextract, in turns."""
    told: dict[str, list[Mapping[str, Any]]] = {}
    for n in range(size.rounds):
        for name, made in _round(workshop, size).items():
            print(f"overhead, round {n + 1}: {name} {made['overhead']:.2f}", file=sys.stderr)
            told.setdefault(name, []).append(made)
    return {
        "latency_s": size.latency_s,
        "concurrency": size.concurrency,
        "contestants": {name: _figures(rounds) for name, rounds in told.items()},
        "versions": workshop.versions(),
    }


def _round(workshop: Workshop, size: Size) -> dict[str, Mapping[str, Any]]:
    corpus, number, concurrency = workshop.lee, str(size.articles), str(size.concurrency)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        commands: dict[str, Callable[[str], Command]] = {
            "summarizer": lambda url: own("drafts", corpus, number, url, concurrency),
            "summarizer with its store": lambda url: own("drafts", corpus, number, url, concurrency, store),
            "langextract": lambda url: peer(
                workshop.python, "langextract_drafts", corpus, number, url, concurrency
            ),
        }
        return {name: _timed(command, size) for name, command in commands.items()}


def _timed(command: Callable[[str], Command], size: Size) -> Mapping[str, Any]:
    with stub(size.latency_s) as server:
        told = run(command(server.base_url))
        served = server.served()
    if told.get("warnings"):
        raise ContestantError(f"{told['warnings']} of the drafts have warnings: their figures mean nothing")
    # The article that warms up is not timed: its share of the calls is left out.
    calls = told.get("calls") or served["calls"] * told["articles"] // (told["articles"] + 1)
    ideal_s = calls * size.latency_s / size.concurrency
    return {
        **told,
        "calls": calls,
        "connections": served["connections"],
        "ideal_s": ideal_s,
        "overhead": told["wall_s"] / ideal_s,
    }


def _figures(rounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "rounds": list(rounds),
        "articles": rounds[0]["articles"],
        "calls": rounds[0]["calls"],
        "overhead": spread([made["overhead"] for made in rounds]),
        "processor_ms_per_call": spread([1000 * made["processor_s"] / made["calls"] for made in rounds]),
    }
