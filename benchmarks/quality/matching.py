"""Scores one article's output against its gold labels. ``docs/gold-labels.md`` states the rules.

Each gold label is used once. Which prediction takes which label is a maximum matching, so that no
order of the predictions can cost a point; required labels come before optional ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from benchmarks.quality.labels import Gold, GoldDemand, GoldDisagreement, GoldPosition
from benchmarks.quality.outputs import OutDemand, OutDisagreement, Output
from benchmarks.quality.plain import has_all, mentions, own_voice, party_key

G = TypeVar("G", GoldDemand, GoldDisagreement)
P = TypeVar("P", OutDemand, OutDisagreement)
Verdict = Literal["ok", "opt", "FP", "MISS"]


@dataclass(frozen=True)
class Tally:
    """Counts of one kind of claim; they add up over articles."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """Share of the counted predictions that are right; 1 if there is none and none was due."""
        return self._share(self.fp, 0.0 if self.fn else 1.0)

    @property
    def recall(self) -> float:
        """Share of the required labels that were found; 1 if there is none."""
        return self._share(self.fn, 1.0)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / both if both else 1.0

    def _share(self, wrong: int, empty: float) -> float:
        return self.tp / (self.tp + wrong) if self.tp + wrong else empty


@dataclass(frozen=True)
class Judged:
    """One prediction, or one label that no prediction matched, and the verdict on it."""

    verdict: Verdict
    text: str


@dataclass(frozen=True)
class Section:
    """Demands or disagreements of one article, judged."""

    tally: Tally = Tally()
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class Score:
    """One article's score."""

    demands: Section
    disagreements: Section
    facts: int
    all_facts: int
    missing_facts: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()


def score(output: Output, gold: Gold) -> Score:
    """How the output of one article compares with its labels."""
    told = " ".join(line.text for line in output.summary)
    missing = [fact.fact for fact in gold.facts if not has_all(fact.must_mention, told)]
    voice = [own_voice(text) for text in output.voice()]
    return Score(
        demands=_judge(output.demands, gold.demands, is_demand, _show_demand, _show_gold_demand),
        disagreements=_judge(
            output.disagreements, gold.disagreements, is_disagreement, _show_disagreement, _show_gold_issue
        ),
        facts=len(gold.facts) - len(missing),
        all_facts=len(gold.facts),
        missing_facts=tuple(missing),
        loaded=_occurring(gold.loaded_terms, voice),
        furniture=_occurring(gold.furniture, output.texts()),
    )


def is_party(name: str, gold: GoldDemand | GoldPosition) -> bool:
    """Whether a predicted party is the gold one or an accepted alias of it."""
    return party_key(name) in {party_key(known) for known in (gold.party, *gold.aliases_ok)}


def is_demand(predicted: OutDemand, gold: GoldDemand) -> bool:
    """Whether a predicted demand is this gold demand: its party, and a term of every group."""
    return is_party(predicted.party, gold) and has_all(gold.must_mention, predicted.text)


def is_disagreement(predicted: OutDisagreement, gold: GoldDisagreement) -> bool:
    """Whether a predicted disagreement is this gold one: a term of every group, and two of its parties.

    Two predicted positions of different parties must be those of two different gold positions.
    """
    if not has_all(gold.must_mention, predicted.text):
        return False
    parties = sorted({party_key(position.party) for position in predicted.positions})
    edges = [[i for i, name in enumerate(parties) if is_party(name, position)] for position in gold.positions]
    return len(maximum_matching(edges)) >= 2


def maximum_matching(edges: Sequence[Sequence[int]]) -> dict[int, int]:
    """A largest one-to-one matching, by augmenting paths.

    Args:
        edges: for each left node, the right nodes that it may be matched with. Left nodes that come
            first stay matched once they are: those after them find other partners or none.

    Returns:
        Left node to right node.
    """
    partner: dict[int, int] = {}  # right node -> left node

    def augment(left: int, seen: set[int]) -> bool:
        for right in edges[left]:
            if right in seen:
                continue
            seen.add(right)
            if right not in partner or augment(partner[right], seen):
                partner[right] = left
                return True
        return False

    for left in range(len(edges)):
        augment(left, set())
    return {left: right for right, left in partner.items()}


def _judge(
    predicted: Sequence[P],
    gold: Sequence[G],
    fits: Callable[[P, G], bool],
    show: Callable[[P], str],
    show_gold: Callable[[G], str],
) -> Section:
    # Required labels first: what they take, an optional one cannot take from them.
    labels = sorted(gold, key=lambda label: label.optional)
    edges = [[i for i, claim in enumerate(predicted) if fits(claim, label)] for label in labels]
    matching = maximum_matching(edges)
    taken = {right: labels[left] for left, right in matching.items()}
    judged = []
    for i, claim in enumerate(predicted):
        verdict: Verdict = "FP" if i not in taken else "opt" if taken[i].optional else "ok"
        judged.append(Judged(verdict, show(claim)))
    missed = [label for i, label in enumerate(labels) if i not in matching and not label.optional]
    verdicts = [item.verdict for item in judged]
    judged += [Judged("MISS", show_gold(label)) for label in missed]
    return Section(Tally(verdicts.count("ok"), verdicts.count("FP"), len(missed)), tuple(judged))


def _occurring(terms: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    shown = list(texts)
    return tuple(term for term in terms if any(mentions(term, text) for text in shown))


def _numbers(evidence: Sequence[int]) -> str:
    return f" [{', '.join(map(str, evidence))}]" if evidence else ""


def _show_demand(claim: OutDemand) -> str:
    of_whom = f" -> {claim.addressee}" if claim.addressee else ""
    return f"{claim.party} | {claim.demand}{of_whom}{_numbers(claim.evidence)}"


def _show_gold_demand(label: GoldDemand) -> str:
    return f"{label.party} | {label.demand} | {label.evidence}"


def _show_disagreement(claim: OutDisagreement) -> str:
    sides = (f"{side.party}: {side.position}{_numbers(side.evidence)}" for side in claim.positions)
    return f"{claim.issue} | {' / '.join(sides)}"


def _show_gold_issue(label: GoldDisagreement) -> str:
    return f"{label.issue} | {' / '.join(f'{side.party}: {side.position}' for side in label.positions)}"
