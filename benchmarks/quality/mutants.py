"""Mutants: gold claims, each with one thing made wrong. The gate must withhold them.

All are made by rule and in a fixed order, so that two runs measure the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from benchmarks.quality.claims import Claim, gold_claims, is_held_by, party_names, pooled, supporting
from benchmarks.quality.figures import other_figures
from benchmarks.quality.labels import Gold
from benchmarks.quality.names import Cast
from benchmarks.quality.plain import plain
from benchmarks.quality.polarity import opposites
from summarizer.schema import Article

# What somebody in any dispute might have said.
_SAYINGS = (
    "we will not be rushed into this",
    "nobody at this table wants to wait",
    "our patience has come to an end",
    "this is the price of doing nothing",
    "they know exactly what we are asking",
    "history will judge those who delay",
)


@dataclass(frozen=True)
class Mutant:
    """A wrong claim, how it was made wrong, and the true one that it was made from."""

    kind: str
    claim: Claim
    of: Claim


@dataclass(frozen=True)
class Case:
    """An article with its labels, from which claims and mutants are made.

    ``known`` are the names of parties that other labels know: that Putin speaks for Russia may be
    said in the labels of another article only.
    """

    name: str
    article: Article
    gold: Gold
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def claims(self) -> list[Claim]:
        """The labels' demands and positions."""
        return gold_claims(self.gold, self.article)

    @cached_property
    def parties(self) -> dict[str, frozenset[str]]:
        """The labels' parties and all their names."""
        return party_names(self.gold)

    def cited(self, claim: Claim) -> str:
        """The text of a claim's sentences."""
        return " ".join(sentence.text for n in claim.evidence if (sentence := self.article.sentence(n)))


def mutants(case: Case) -> Iterator[Mutant]:
    """All mutants of an article's gold claims."""
    for kind, mutate in KINDS.items():
        for claim in case.claims:
            for wrong in mutate(claim, case):
                yield Mutant(kind, wrong, claim)


def _actor_swapped(claim: Claim, case: Case) -> Iterator[Claim]:
    for party, names in case.parties.items():
        if not is_held_by(names, claim, case.claims):
            yield claim.with_(party=party)


def _polarity_flipped(claim: Claim, case: Case) -> Iterator[Claim]:
    yield from (claim.with_(text=text) for text in opposites(claim.text))


def _figure_changed(claim: Claim, case: Case) -> Iterator[Claim]:
    yield from (claim.with_(text=text) for text in other_figures(claim.text, case.cited(claim)))


def _name_changed(claim: Claim, case: Case) -> Iterator[Claim]:
    cast = Cast(case.article, pooled([case.known, case.parties]))
    yield from (claim.with_(text=text) for text in cast.other_names(claim.text, claim.evidence))


def _evidence_shifted(claim: Claim, case: Case) -> Iterator[Claim]:
    count = len(case.article.sentences)
    headings = {sentence.n for sentence in case.article.sentences if sentence.kind == "heading"}
    taken = supporting(claim, case.claims, case.article) | headings
    if len(taken) + len(claim.evidence) > count:
        return
    seen = set()
    for step in (2, 5, count // 2):
        numbers: list[int] = []
        for n in claim.evidence:
            ahead = ((n + step + i - 1) % count + 1 for i in range(count))
            numbers.append(next(m for m in ahead if m not in taken and m not in numbers))
        moved = tuple(sorted(numbers))
        if moved not in seen:
            seen.add(moved)
            yield claim.with_(evidence=moved)


def _invented_quote(claim: Claim, case: Case) -> Iterator[Claim]:
    article = plain(case.article.text)
    said = claim.text.rstrip(".")
    at = len(plain(claim.text)) % len(_SAYINGS)
    saying = next(item for item in (*_SAYINGS[at:], *_SAYINGS[:at]) if plain(item) not in article)
    yield claim.with_(text=f"{said}, saying “{saying}”.")
    yield claim.with_(text=f'{said}: "{_misquoted(case.cited(claim), article)}"')


def _misquoted(sentence: str, article: str) -> str:
    """Six of the sentence's own words with one changed, so that they are nobody's."""
    words = plain(sentence).replace('"', "").split()[:6]
    for wrong in ("hardly", "gladly", "somehow"):
        quote = " ".join([*words[:2], wrong, *words[3:]])
        if quote not in article:
            return quote
    return f"{' '.join(words)} of all things"


KINDS: dict[str, Callable[[Claim, Case], Iterator[Claim]]] = {
    "actor swapped": _actor_swapped,
    "polarity flipped": _polarity_flipped,
    "figure changed": _figure_changed,
    "name changed": _name_changed,
    "evidence shifted": _evidence_shifted,
    "invented quote": _invented_quote,
}
