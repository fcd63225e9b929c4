"""The floors: what quality on the labelled seeds may not fall below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.quality.gate import Ruling, share
from benchmarks.quality.totals import Total

# Never lowered silently: a change that needs a lower floor says so, with its reason, in CHANGELOG.md.
OFFLINE_DEMANDS_F1 = 0.75
OFFLINE_DISAGREEMENTS_F1 = 0.55
RECORDED_DEMANDS_PRECISION = 0.65
RECORDED_DEMANDS_F1 = 0.50
MUTANTS_WITHHELD = 0.90
GOLD_KEPT = 0.90
FURNITURE = 0
LOADED_TERMS = 0


@dataclass(frozen=True)
class Figure:
    """A measured figure and its bound: a floor, or with ``at_most`` a ceiling."""

    name: str
    value: float
    bound: float
    at_most: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound


def engine_figures(totals: Mapping[str, Total]) -> Iterator[Figure]:
    """The bounded figures of the engines that were measured ("offline", "recorded")."""
    if "offline" in totals:
        total = totals["offline"]
        yield Figure("offline: demands F1", total.demands.f1, OFFLINE_DEMANDS_F1)
        yield Figure("offline: disagreements F1", total.disagreements.f1, OFFLINE_DISAGREEMENTS_F1)
        yield Figure("offline: furniture leaked", total.furniture, FURNITURE, at_most=True)
        yield Figure("offline: loaded terms in own voice", total.loaded, LOADED_TERMS, at_most=True)
    if "recorded" in totals:
        total = totals["recorded"]
        yield Figure("recorded: demands precision", total.demands.precision, RECORDED_DEMANDS_PRECISION)
        yield Figure("recorded: demands F1", total.demands.f1, RECORDED_DEMANDS_F1)


def gate_figures(on_gold: Sequence[Ruling], on_sentence: Sequence[Ruling]) -> Iterator[Figure]:
    """The bounded figures of the gate."""
    wrong = [ruling for ruling in on_gold if not ruling.is_true]
    true = [ruling for ruling in on_gold if ruling.is_true]
    yield Figure("gate: mutants withheld", share(wrong), MUTANTS_WITHHELD)
    yield Figure("gate: gold claims kept", share(true), GOLD_KEPT)
    yield Figure("gate: claims on one sentence ruled right", share(on_sentence), 1.0)
