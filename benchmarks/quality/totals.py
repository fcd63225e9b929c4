"""Scores of several articles, added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.quality.matching import Score, Tally


@dataclass(frozen=True)
class Total:
    """Scores of several articles, micro-averaged: their counts are added, then divided."""

    demands: Tally
    disagreements: Tally
    facts: int
    all_facts: int
    loaded: int
    furniture: int

    @classmethod
    def of(cls, scores: Mapping[str, Score]) -> Total:
        """The total of all articles."""
        every = scores.values()
        return cls(
            sum((score.demands.tally for score in every), Tally()),
            sum((score.disagreements.tally for score in every), Tally()),
            sum(score.facts for score in every),
            sum(score.all_facts for score in every),
            sum(len(score.loaded) for score in every),
            sum(len(score.furniture) for score in every),
        )
