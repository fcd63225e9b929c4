"""The report as data, for ``--format json``: what :mod:`benchmarks.quality.report` shows as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.quality.floors import Figure
from benchmarks.quality.gate import Ruling, share
from benchmarks.quality.matching import Score, Tally
from benchmarks.quality.outputs import Output
from benchmarks.quality.totals import Total


def score_data(scores: Mapping[str, Score]) -> dict[str, Any]:
    """Scores by article and in all; shares are between 0 and 1."""
    articles = {name: _total(Total.of({name: score})) for name, score in scores.items()}
    return {"articles": articles, "total": _total(Total.of(scores))}


def gate_data(rulings: Sequence[Ruling]) -> dict[str, Any]:
    """The gate's rulings by kind, and the shares of true claims kept and of wrong ones withheld."""
    kinds = {
        kind: _rulings([ruling for ruling in rulings if ruling.kind == kind])
        for kind in dict.fromkeys(ruling.kind for ruling in rulings)
    }
    return {
        "kinds": kinds,
        "true_kept": share([ruling for ruling in rulings if ruling.is_true]),
        "wrong_withheld": share([ruling for ruling in rulings if not ruling.is_true]),
    }


def kept_data(outputs: Iterable[Output]) -> dict[str, Any]:
    """How many lines of each section the gate kept and withheld."""
    kept: Counter[str] = Counter()
    withheld: Counter[str] = Counter()
    for output in outputs:
        kept["summary"] += len(output.summary)
        kept["demands"] += len(output.demands)
        kept["disagreements"] += len(output.disagreements)
        withheld.update(item.section for item in output.withheld)
    return {"kept": dict(kept), "withheld": {section: withheld[section] for section in kept}}


def floor_data(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Each figure that has a floor, and whether it holds."""
    return [
        {
            "name": figure.name,
            "value": figure.value,
            "at_most" if figure.at_most else "at_least": figure.bound,
            "holds": figure.holds,
        }
        for figure in figures
    ]


def _total(total: Total) -> dict[str, Any]:
    return {
        "demands": _tally(total.demands),
        "disagreements": _tally(total.disagreements),
        "facts": {"found": total.facts, "due": total.all_facts},
        "loaded_terms": total.loaded,
        "furniture": total.furniture,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return shares | {"right": tally.tp, "wrong": tally.fp, "missed": tally.fn}


def _rulings(rulings: Sequence[Ruling]) -> dict[str, Any]:
    kept = sum(ruling.kept for ruling in rulings)
    return {
        "claims": len(rulings),
        "kept": kept,
        "withheld": len(rulings) - kept,
        "ruled_right": share(rulings),
    }
