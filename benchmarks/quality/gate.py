"""Measures the evidence gate: mutants of gold claims must be withheld, gold claims kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.quality.claims import Claim, party_names, pooled
from benchmarks.quality.labels import Labelled
from benchmarks.quality.mutants import Case, mutants
from benchmarks.quality.plain import plain
from summarizer import sources
from summarizer.parties import Parties
from summarizer.schema import Article, Demand, Disagreement, Draft, Withheld
from summarizer.sentences import split


class Checked(Protocol):
    """What the gate answers."""

    @property
    def demands(self) -> Sequence[Demand]: ...  # noqa: D102
    @property
    def disagreements(self) -> Sequence[Disagreement]: ...  # noqa: D102
    @property
    def withheld(self) -> Sequence[Withheld]: ...  # noqa: D102


Check = Callable[[Draft, Article, Parties], Checked]

# An aligner that only compares words lets the first three pass.
SENTENCE = (
    "Moscow said that Ukraine must join NATO only after a referendum, "
    "while Kyiv demanded security guarantees from the United States."
)
WRONG = (
    ("Kyiv", "Rejected security guarantees from the United States."),
    ("Moscow", "Demanded security guarantees from the United States."),
    ("Moscow", "Ukraine must never join NATO."),
)
RIGHT = (
    ("Kyiv", "Security guarantees from the United States."),
    ("Moscow", "Ukraine must join NATO only after a referendum."),
)


@dataclass(frozen=True)
class Ruling:
    """What the gate did with one claim. ``kind`` is the kind of mutant, or of true claim.

    ``telling`` is false for a mutant of a claim that the gate withholds even when it is true: that
    it withholds the mutant too says nothing about the mutation.
    """

    article: str
    kind: str
    is_true: bool
    claim: Claim
    reason: str | None
    telling: bool = True

    @property
    def kept(self) -> bool:
        """Whether the claim passed."""
        return self.reason is None

    @property
    def right(self) -> bool:
        """Whether the gate decided as it should: true claims in, wrong ones out."""
        return self.kept == self.is_true


def rule_on_gold(labelled: Sequence[Labelled], check: Check) -> list[Ruling]:
    """The gate's ruling on every gold claim, true and mutated."""
    parties = Parties()
    known = pooled(party_names(item.gold) for item in labelled)
    cases = [Case(item.name, sources.load(str(item.path)), item.gold, known) for item in labelled]
    return [ruling for case in cases for ruling in _rule(case, parties, check)]


def rule_on_sentence(check: Check) -> list[Ruling]:
    """The gate's ruling on the three wrong and the two right claims about one sentence."""
    article = Article(id="sentence", title="", source="", text=SENTENCE, sentences=split(SENTENCE))
    numbers = tuple(sentence.n for sentence in article.sentences)
    return [
        Ruling("one sentence", kind, kind == "right", claim, verdict(claim, article, Parties(), check))
        for kind, claims in (("wrong", WRONG), ("right", RIGHT))
        for claim in (Claim("demands", party, text, numbers) for party, text in claims)
    ]


def verdict(claim: Claim, article: Article, parties: Parties, check: Check) -> str | None:
    """None if the gate keeps the claim, else the reason why it does not."""
    checked = check(claim.draft(), article, parties)
    kept = [(item.party, item.demand) for item in checked.demands]
    kept += [(side.party, side.position) for item in checked.disagreements for side in item.positions]
    wanted = (parties.canonical(claim.party), plain(claim.text))
    if wanted in {(parties.canonical(party), plain(text)) for party, text in kept}:
        return None
    # The claim's own reason, if it has one, before those of its companions.
    withheld = sorted(checked.withheld, key=lambda item: plain(claim.text) not in plain(item.claim))
    return withheld[0].reason if withheld else "gone without a reason"


def share(rulings: Sequence[Ruling]) -> float:
    """The share of right rulings; 1 of none."""
    return sum(ruling.right for ruling in rulings) / len(rulings) if rulings else 1.0


def _rule(case: Case, parties: Parties, check: Check) -> Iterator[Ruling]:
    kept = set()
    for claim in case.claims:
        kind = "demands" if claim.section == "demands" else "positions"
        ruling = Ruling(case.name, kind, True, claim, verdict(claim, case.article, parties, check))
        if ruling.kept:
            kept.add(claim)
        yield ruling
    for mutant in mutants(case):
        reason = verdict(mutant.claim, case.article, parties, check)
        yield Ruling(case.name, mutant.kind, False, mutant.claim, reason, telling=mutant.of in kept)
