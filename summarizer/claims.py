"""What the evidence gate checks, and what it checks it against: a claim, and the article as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from summarizer.allegiance import Allegiances
from summarizer.discourse import Discourse, View, discourse
from summarizer.instructions import tainted
from summarizer.lexicon import lexicon
from summarizer.parties import Parties
from summarizer.schema import Article, Section
from summarizer.stances import Stance, stances
from summarizer.words import Token, content_words, fold, meaning, squeeze, tokenize

_REMARK = re.compile(r"\([^()]*\)")
CONTINUES = 2
"""Sentences that one speaker's words go on before and after a cited one, at most."""


@dataclass(frozen=True)
class Claim:
    """One line to be checked: a summary line has no party."""

    section: Section
    text: str
    evidence: tuple[int, ...]
    party: str | None = None

    @property
    def said(self) -> str:
        """The text without remarks in parentheses, which are the drafter's own (unless it is all in them)."""
        said = _REMARK.sub(" ", self.text)
        return said if said.strip() else self.text

    @property
    def remarks(self) -> list[str]:
        """The remarks in parentheses that ``said`` leaves out."""
        return _REMARK.findall(self.text) if self.said != self.text else []

    @property
    def shown(self) -> str:
        """The claim as it is named in the withheld list."""
        return f"{self.party}: {self.text}" if self.party else self.text


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence names (``written``), what its pronouns and common nouns mean, and by which words."""

    written: frozenset[str]
    meant: frozenset[str]
    words: frozenset[str]


@dataclass(eq=False)
class Source:
    """The article as the checks see it."""

    read: Discourse
    article: Article = field(init=False)
    parties: Parties = field(init=False)
    _speakers: dict[int, frozenset[str]] = field(default_factory=dict, init=False)
    told: dict[int, Told] = field(default_factory=dict, init=False)
    _meanings: dict[int, set[str]] = field(default_factory=dict, init=False)
    _stances: dict[int, list[Stance]] = field(default_factory=dict, init=False)
    _continued: dict[tuple[int, ...], list[View]] = field(default_factory=dict, init=False)
    _squeezed: dict[int, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.article, self.parties = self.read.article, self.read.parties

    @cached_property
    def allegiances(self) -> Allegiances:
        """Who may speak for whom."""
        return Allegiances(self.read)

    @cached_property
    def tainted(self) -> frozenset[int]:
        """Sentences that address software."""
        return tainted(self.article)

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Words that the article writes with a capital inside a sentence."""
        return frozenset(
            token.low
            for view in self.read.views
            for before, token in zip(view.tokens, view.tokens[1:], strict=False)
            if token.is_capitalised and before.is_word
        )

    def stances(self, view: View) -> list[Stance]:
        """Who holds what in a sentence."""
        if view.sentence.n not in self._stances:
            self._stances[view.sentence.n] = stances(self.read, view)
        return self._stances[view.sentence.n]

    def cited(self, claim: Claim) -> list[View]:
        """Views of the sentences that a claim cites."""
        return [view for n in claim.evidence if (view := self.read.view(n))]

    def continued(self, claim: Claim) -> list[View]:
        """Sentences beside the cited ones in which the same speaker goes on."""
        if claim.evidence not in self._continued:
            self._continued[claim.evidence] = self._going_on(claim)
        return self._continued[claim.evidence]

    def _going_on(self, claim: Claim) -> list[View]:
        found: dict[int, View] = {}
        for view in self.cited(claim):
            speakers = self.speakers(view)
            for step in (-1, 1):
                for n in range(view.sentence.n + step, view.sentence.n + step * (CONTINUES + 1), step):
                    near = self.read.view(n)
                    if near is None or n in self.tainted or not speakers & self.speakers(near):
                        break
                    found[n] = near
        return [view for n, view in found.items() if n not in claim.evidence]

    def meanings(self, views: Sequence[View]) -> set[str]:
        """Meanings of all words of some sentences, and of the parties that their pronouns stand for."""
        for view in views:
            if view.sentence.n not in self._meanings:
                self._meanings[view.sentence.n] = set(_meanings(view))
        return set().union(*(self._meanings[view.sentence.n] for view in views))

    def names(self, party: str) -> bool:
        """Whether the article names a party outside of sentences that address software."""
        return any(
            self.allegiances.is_same(party, label)
            for view in self.read.views
            if view.sentence.n not in self.tainted
            for label in set(view.parties.values())
        )

    def speakers(self, view: View) -> frozenset[str]:
        """Who speaks in a sentence."""
        if view.sentence.n not in self._speakers:
            told = {speech.party for speech in view.speeches if speech.party}
            self._speakers[view.sentence.n] = frozenset(
                told | ({view.quote_speaker} if view.quote_speaker else set())
            )
        return self._speakers[view.sentence.n]

    def squeezed(self, views: Sequence[View]) -> str:
        """The text of some sentences, squeezed to find a quote in it."""
        for view in views:
            if view.sentence.n not in self._squeezed:
                self._squeezed[view.sentence.n] = squeeze(view.sentence.text)
        return " ".join(filter(None, (self._squeezed[view.sentence.n] for view in views)))

    def around(self, claim: Claim) -> list[View]:
        """The cited sentences with the one before and the one after each."""
        numbers = sorted({m for n in claim.evidence for m in (n - 1, n, n + 1)})
        return [view for n in numbers if (view := self.read.view(n)) and n not in self.tainted]


def source_of(article: Article, parties: Parties) -> Source:
    """The article as the checks see it; the same one for as long as its reading is kept."""
    return _source(discourse(article, parties))


# As many as readings are kept; weak references would keep all, as each source holds its reading.
_source = lru_cache(maxsize=16)(Source)


def claim_words(claim: Claim, source: Source) -> list[str]:
    """Meanings of the claim's content words, without the names of its own party."""
    own = set(squeeze(claim.party or "").split())
    tokens = tokenize(fold(claim.said))
    words = []
    party = source.parties.canonical(claim.party) if claim.party else None
    for word in content_words(tokens) or _verbs(tokens):
        if word in own or (party and source.parties.lookup([word]) == party):
            continue
        words.append(meaning(word))
    return list(dict.fromkeys(words))


def _verbs(tokens: Sequence[Token]) -> list[str]:
    """Verbs of demanding and refusing: they count where a claim says nothing else ("Rejected the demand")."""
    words = lexicon()
    return [
        t.low
        for t in tokens
        if t.low in words.oppose_verbs or t.low in words.demand_verbs or t.low in words.demand_nouns
    ]


def _meanings(view: View) -> Iterator[str]:
    for token in view.tokens:
        yield meaning(token.low)
        if "-" in token.low:
            yield from (meaning(part) for part in token.low.split("-"))
    # A pronoun or alias in the sentence stands for its party.
    for party in view.parties.values():
        yield from (meaning(word) for word in party.lower().split())
