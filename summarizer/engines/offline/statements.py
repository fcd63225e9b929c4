"""What the parties of an article say, want and reject, as statements that can be set against each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.discourse import Discourse, Speech, View
from summarizer.engines.offline.phrases import phrase_end, wording
from summarizer.grammar import is_adverb, is_verb_like
from summarizer.lexicon import word_list
from summarizer.polarity import negations
from summarizer.schema import Demand
from summarizer.words import Token, content_words, fold, meaning, tokenize

_SHORTEST = 4
"""Words of a statement that says something."""
_ADVERBIAL = frozenset(
    "during at in on after before since until throughout amid following while when".split()
)
"""First words of a phrase of time or place."""
_FEW = 8
"""Sentences of an article from which it tells something that a word stands in one of them only."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one party says, wants or rejects, with the meanings of its words."""

    party: str
    text: str
    evidence: tuple[int, ...]
    ideas: frozenset[str]
    negative: bool
    is_opposition: bool = False
    addressee: str | None = None
    answers: tuple[int, ...] = ()
    """Sentences that the statement points back to ("that notion")."""
    against: str | None = None
    """Party that the statement names as the other side."""
    matter: str = ""
    """What is opposed, without the verb."""

    @property
    def n(self) -> int:
        """The last sentence that it stands in."""
        return self.evidence[-1]


def of_demand(demand: Demand) -> Statement:
    """A demand as the statement of its party."""
    tokens = tokenize(fold(demand.demand))
    ideas = _ideas(tokens)
    return Statement(
        demand.party, demand.demand, demand.evidence, ideas, _is_negative(tokens), addressee=demand.addressee
    )


def assertions(read: Discourse, view: View) -> Iterator[Statement]:
    """What each speaker of a sentence says."""
    for speech in view.speeches:
        if speech.party and not read.cast.is_bystander(speech.speaker):
            start, end = _said(view, speech)
            said = assertion(view, speech.party, start, end)
            if end - start >= _SHORTEST and says_something(said.text):
                yield said
    if view.quote_speaker and not view.quote_bystander and any(view.quoted):
        start = view.quoted.index(True)
        yield assertion(view, view.quote_speaker, start, phrase_end(view, start))


def assertion(view: View, party: str, start: int, end: int) -> Statement:
    """Tokens ``[start, end)`` as what a party says or does."""
    text = wording(view, start, end)
    return Statement(party, text, (view.sentence.n,), ideas_of(text), _is_negative(view.tokens[start:end]))


def says_something(text: str) -> bool:
    """Whether a text can be a position or an issue: no mere name, and no mere time or place.

    "Hetty Johnston, from the Alliance" and "during the phone conversation" can be disputed by nobody.
    """
    tokens = [token for token in tokenize(fold(text)) if token.is_word]
    if tokens and tokens[0].low in _ADVERBIAL and not any(is_verb_like(token.low) for token in tokens):
        return False
    return bool(content_words([token for token in tokens if not token.is_capitalised]))


def _said(view: View, speech: Speech) -> tuple[int, int]:
    """The words of a speech without its attribution, up to where the first thing said ends."""
    start, end = speech.start, speech.end
    first = min(speech.verb, speech.speaker.start)
    if start < first < end:
        end = first
    while start < end and _opens_nothing(view.tokens[start]):
        start += 1
    return start, min(end, max(phrase_end(view, start), start)) if start < end else end


def _opens_nothing(token: Token) -> bool:
    return token.low in ("that", "and", "but") or not token.is_word or is_adverb(token)


def _is_negative(tokens: Sequence[Token]) -> bool:
    return negations(tokens) % 2 == 1


def ideas_of(text: str) -> frozenset[str]:
    """Meanings of a text's content words, without empty ones."""
    return _ideas(tokenize(fold(text)))


def _ideas(tokens: Iterable[Token]) -> frozenset[str]:
    empty = meanings_of("empty")
    return frozenset(word for word in map(meaning, content_words(tokens)) if word not in empty)


def meanings_of(name: str) -> frozenset[str]:
    """Meanings of a list of ``data/disagreement.toml``."""
    return frozenset(map(meaning, word_list("disagreement", name)))


class Vocabulary:
    """How much each word of an article tells, and by which words its parties are named.

    Args:
        views: the sentences that count.
    """

    def __init__(self, views: Sequence[View]) -> None:
        self._sentences = max(len(views), _FEW)
        self._frequency = Counter(word for view in views for word in {meaning(low) for low in view.lows})
        self._names = self._party_words(views)
        self.names = frozenset(word for words in self._names.values() for word in words)

    @staticmethod
    def _party_words(views: Iterable[View]) -> dict[str, set[str]]:
        """The words by which each party is named: "Russia", "Russian", "Moscow", "Putin"."""
        names: dict[str, set[str]] = {}
        for view in views:
            for mention in view.mentions:
                party = view.parties.get(mention.start)
                if party and mention.kind in ("party", "name"):
                    words = [*view.lows[mention.start : mention.end], *party.lower().split()]
                    names.setdefault(party, set()).update(map(meaning, words))
        return names

    def weight(self, ideas: Iterable[str]) -> float:
        """How much these words tell: rare ones more; what stands everywhere says nothing."""
        return sum(math.log(self._sentences / self._frequency.get(word, 1)) for word in ideas)

    def shared(self, first: Statement, second: Statement) -> frozenset[str]:
        """Words that two statements share, without the names of the two parties themselves."""
        own = self._names.get(first.party, set()) | self._names.get(second.party, set())
        return (first.ideas & second.ideas) - own

    def common_weight(self, first: Statement, second: Statement) -> float:
        """How much the words tell that two statements share."""
        return self.weight(self.shared(first, second))
