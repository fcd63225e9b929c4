"""What rules propose to a model: sentences that may state a demand, and how the rules read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarizer.schema import Article


@dataclass(frozen=True)
class Proposal:
    """A demand as the rules read it; ``demand`` is in the source's own words."""

    party: str
    demand: str
    addressee: str | None
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Candidate:
    """One sentence that may state demands, and what a model may answer about it.

    Args:
        n: the sentence's number.
        proposals: the demands that the rules see in it, at least one.
        parties: who may hold a demand there: the parties that the rules know of in the sentence and
            just before it, those of the proposals first.
    """

    n: int
    proposals: tuple[Proposal, ...]
    parties: tuple[str, ...]


Propose = Callable[[Article], Sequence[Candidate]]
"""Finds the candidates of an article."""
