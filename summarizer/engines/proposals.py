"""What rules propose to a model: what may be a demand or a disagreement, as the rules read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarizer.schema import Article, Disagreement


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


@dataclass(frozen=True)
class Proposed:
    """All that rules propose for an article: demands by their sentence, disagreements, and a summary.

    ``telling`` are the numbers of the sentences that a summary would rest on; none for all of them.
    """

    telling: Sequence[int] = ()
    demands: Sequence[Candidate] = ()
    disagreements: Sequence[Disagreement] = ()


Propose = Callable[[Article], Proposed]
"""Reads an article by rules."""
