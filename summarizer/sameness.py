"""When two demands ask for the same thing: by their meanings, their polarity and their figures.

"No temporary truce" and "a temporary ceasefire is unacceptable" are one demand; "no ceasefire" and "an
immediate ceasefire" are two, and so are "an 8% rise" and "a 5% rise". The same test serves one article and
many, so that what is one demand in a brief is one in the briefing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from summarizer.lexicon import lexicon
from summarizer.parties import Parties
from summarizer.words import Token, content_words, fold, meaning, stem, tokenize

OVERLAP = 0.6
"""Share of the shorter text's meanings that the other one must have."""
_PARTY_WEIGHT = 0.5
_TIMES = frozenset(["year", "month", "week", "day", "decade"])
_STAYING = frozenset(["stay", "keep", "remain"])


@dataclass(frozen=True, slots=True)
class Idea:
    """What a text asks for: its meanings without negation, and whether it is for or against them."""

    meanings: frozenset[str]
    is_negative: bool = False

    @property
    def figures(self) -> frozenset[str]:
        """The figures among the meanings."""
        return frozenset(m for m in self.meanings if any(char.isdigit() for char in m))

    @property
    def parties(self) -> frozenset[str]:
        """The parties named in the text; only their names begin with a capital letter."""
        return frozenset(m for m in self.meanings if m[0].isupper())


def idea(text: str, party: str = "") -> Idea:
    """What a text asks for.

    Args:
        text: a demand or a position, in any wording.
        party: whose it is; its own name in the text tells nothing.
    """
    tokens = [token for token in tokenize(fold(text)) if token.is_word]
    lows = [token.low for token in tokens]
    negations = sum(_negates(lows, i) for i in range(len(lows)))
    names, rest = _parted(tokens)
    own = {party, *(meaning(word) for word in fold(party).lower().split())}
    words = content_words(rest)
    kept = names | {meaning(w) for w in words if stem(w) not in _stems("negators") | _stems("light")}
    # A text of nothing but such words ("stop") still means something.
    return Idea(frozenset(kept - own or {meaning(word) for word in words}), negations % 2 == 1)


def is_same(a: Idea, b: Idea) -> bool:
    """Whether two ideas ask for the same thing: neither order nor wording matters."""
    return is_about_same(a, b) and a.is_negative == b.is_negative and not _conflict(a, b)


def is_about_same(a: Idea, b: Idea) -> bool:
    """Whether two ideas are about the same thing, for or against it."""
    if not a.meanings or not b.meanings:
        return False
    shared = a.meanings & b.meanings
    enough = OVERLAP * min(_weight(a.meanings), _weight(b.meanings))
    return a.meanings == b.meanings or (len(shared) >= 2 and _weight(shared) >= enough)


def _weight(meanings: frozenset[str]) -> float:
    # Most demands in a dispute name its parties, so that says less about what is demanded.
    return sum(_PARTY_WEIGHT if m[0].isupper() else 1 for m in meanings)


def _conflict(a: Idea, b: Idea) -> bool:
    """Whether one has other figures, other parties, another action or the opposite of a word of the other."""
    if a.figures and b.figures and not a.figures & b.figures:
        return True
    if a.parties - b.parties and b.parties - a.parties:
        return True  # that Ukraine withdraw, that Russia withdraw
    only_a, only_b = a.meanings - b.meanings, b.meanings - a.meanings
    if only_a & _actions() and only_b & _actions():
        return True  # recognition of the regions, withdrawal from the regions
    return any(
        (left in only_a and right in only_b) or (right in only_a and left in only_b)
        for left, right in _opposites()
    )


@cache
def _actions() -> frozenset[str]:
    return frozenset(meaning(noun) for noun in lexicon().nominals)


def _parted(tokens: Sequence[Token]) -> tuple[set[str], list[Token]]:
    """The parties that are named, under one name each, and the other words."""
    lows = [token.low for token in tokens]
    names: set[str] = set()
    rest: list[Token] = []
    i = 0
    while i < len(tokens):
        # In lower case "us" is a pronoun and "turkey" a bird.
        found = _parties().match(lows, i) if tokens[i].is_capitalised else None
        if found:
            names.add(found[0])
            i += found[1]
        else:
            rest.append(tokens[i])
            i += 1
    return names, rest


@cache
def _parties() -> Parties:
    return Parties()


def _negates(lows: Sequence[str], i: int) -> bool:
    low = lows[i]
    if low == "end" and lows[i + 1 : i + 2] == ["of"] and not _TIMES.isdisjoint(lows[i + 2 : i + 5]):
        return False  # "by the end of the year"
    if stem(low) in _STAYING:
        return "out" in lows[i + 1 : i + 5]
    return low.endswith("n't") or stem(low) in _stems("negators")


class Index:
    """Finds the ideas that may be the same as a given one without looking at all of them.

    Two ideas that are about the same share two meanings or have all in common, so they share one that is
    not the given one's most frequent: only those are looked up. ``compared`` counts the comparisons made.
    """

    def __init__(self) -> None:
        self.compared = 0
        self._ideas: list[Idea] = []
        self._with: dict[str, list[int]] = {}

    def add(self, value: Idea) -> int:
        """Make an idea known; its number, counted from 0."""
        number = len(self._ideas)
        self._ideas.append(value)
        for word in value.meanings:
            self._with.setdefault(word, []).append(number)
        return number

    def near(self, value: Idea) -> list[int]:
        """Numbers of the ideas about the same thing, most alike first; of equals, the one added first."""
        words = sorted(value.meanings, key=lambda word: (len(self._with.get(word, ())), word))
        seen = {number for word in words[: max(1, len(words) - 1)] for number in self._with.get(word, ())}
        self.compared += len(seen)
        found = [number for number in seen if is_about_same(value, self._ideas[number])]
        return sorted(found, key=lambda number: (-_likeness(value, self._ideas[number]), number))

    def same(self, value: Idea) -> int | None:
        """Number of the idea most like the given one among those that ask for the same, or None."""
        return next((number for number in self.near(value) if is_same(value, self._ideas[number])), None)


def _likeness(a: Idea, b: Idea) -> float:
    return len(a.meanings & b.meanings) / max(1, len(a.meanings | b.meanings))


# -- word lists ------------------------------------------------------------------------------------------


@cache
def _lists() -> dict[str, list[list[str]] | list[str]]:
    text = files("summarizer").joinpath("data", "synonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _lists()[name] if isinstance(word, str))


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs: Iterable[list[str] | str] = _lists()["opposites"]
    return tuple((meaning(pair[0]), meaning(pair[1])) for pair in pairs if len(pair) == 2)
