"""Gold claims as the gate sees them: a party, a claim and the numbers of its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from benchmarks.quality.labels import Gold, GoldDemand, GoldPosition, Groups, LabelError
from benchmarks.quality.plain import has_all, party_key, plain
from summarizer.schema import Article, Demand, Disagreement, Draft, Position, Section


@dataclass(frozen=True)
class Claim:
    """One line that an engine might propose: true as the labels have it, or mutated.

    ``issue`` and ``others`` are the issue and the other positions of a disagreement; ``names`` are
    the names of the party that the labels accept; ``groups`` the terms that mark its sentences.
    """

    section: Section
    party: str
    text: str
    evidence: tuple[int, ...]
    names: frozenset[str] = frozenset()
    groups: Groups = ()
    issue: str = ""
    others: tuple[Position, ...] = ()

    def draft(self) -> Draft:
        """The draft that proposes this claim."""
        if self.section == "demands":
            return Draft(demands=(Demand(party=self.party, demand=self.text, evidence=self.evidence),))
        own = Position(party=self.party, position=self.text, evidence=self.evidence)
        return Draft(disagreements=(Disagreement(issue=self.issue, positions=(own, *self.others)),))

    def with_(self, **changes: object) -> Claim:
        """A copy with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.party} | {self.text} {list(self.evidence)}"


def gold_claims(gold: Gold, article: Article) -> list[Claim]:
    """The demands and positions of the labels, each with the numbers of its sentences.

    Raises:
        LabelError: an evidence text is not in the article's sentences.
    """
    claims = [
        _claim(label, article).with_(section="demands", text=label.demand, groups=label.must_mention)
        for label in gold.demands
    ]
    for item in gold.disagreements:
        sides = [_claim(label, article).with_(text=label.position) for label in item.positions]
        drafted = [Position(party=side.party, position=side.text, evidence=side.evidence) for side in sides]
        for i, side in enumerate(sides):
            others = (*drafted[:i], *drafted[i + 1 :])
            claims.append(side.with_(issue=item.issue, others=others, groups=item.must_mention))
    return claims


def sentences_of(evidence: str, article: Article) -> tuple[int, ...]:
    """Numbers of the sentences that the evidence text overlaps; empty if it is not in the article.

    White space is left out of the comparison: where a source lacks the space after a quotation
    mark, sentences meet without one.
    """
    owners: list[int] = []
    letters = ""
    for sentence in article.sentences:
        bare = plain(sentence.text).replace(" ", "")
        letters += bare
        owners += [sentence.n] * len(bare)
    wanted = plain(evidence).replace(" ", "")
    found = [tuple(sorted(set(owners[at : at + len(wanted)]))) for at in _occurrences(wanted, letters)]
    # A headline may repeat a sentence; headings are evidence for nothing.
    running = {sentence.n for sentence in article.sentences if sentence.kind == "sentence"}
    return next((numbers for numbers in found if running.issuperset(numbers)), found[0] if found else ())


def supporting(claim: Claim, claims: list[Claim], article: Article) -> set[int]:
    """Numbers of the sentences that may support a claim: its own, and those that say the same.

    A sentence says the same if it has a term of every group, or is cited by another claim of the
    same party that has them.
    """
    numbers = set(claim.evidence)
    numbers |= {sentence.n for sentence in article.sentences if has_all(claim.groups, sentence.text)}
    for other in claims:
        if claim.names & other.names and has_all(claim.groups, f"{other.issue} {other.text}"):
            numbers |= set(other.evidence)
    return numbers


def is_held_by(party: frozenset[str], claim: Claim, claims: list[Claim]) -> bool:
    """Whether the party of these names makes the claim too: it is named for it, or says the same there."""
    return bool(party & claim.names) or any(
        party & other.names
        and set(other.evidence) & set(claim.evidence)
        and has_all(claim.groups, f"{other.issue} {other.text}")
        for other in claims
    )


def party_names(gold: Gold) -> dict[str, frozenset[str]]:
    """The parties of the labels, each with all names that the labels accept for it."""
    names = {party: {party_key(party)} for party in gold.parties}
    labels: list[GoldDemand | GoldPosition] = [*gold.demands]
    labels += [side for item in gold.disagreements for side in item.positions]
    for label in labels:
        names.setdefault(label.party, set()).update(_names(label))
    return {party: frozenset(found) for party, found in names.items()}


def pooled(names: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Names of parties from several articles' labels, together."""
    pool: dict[str, frozenset[str]] = {}
    for found in names:
        for party, known in found.items():
            pool[party] = pool.get(party, frozenset()) | known
    return pool


def _claim(label: GoldDemand | GoldPosition, article: Article) -> Claim:
    numbers = sentences_of(label.evidence, article)
    if not numbers:
        raise LabelError(f"{article.source}: evidence is in no sentence: {label.evidence!r}")
    return Claim("disagreements", label.party, "", numbers, frozenset(_names(label)))


def _names(label: GoldDemand | GoldPosition) -> set[str]:
    return {party_key(name) for name in (label.party, *label.aliases_ok)}


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
