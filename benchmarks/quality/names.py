"""Changes a name in a claim to another one, from elsewhere in the article or from nowhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from benchmarks.quality.plain import claim_proper, mentions
from summarizer.parties import Parties
from summarizer.schema import Article

_RUN = re.compile(r"\b[A-Z](?:\.[A-Z])+\.?|\b[A-Z][^\W\d_]*(?:\s+[A-Z][^\W\d_]*\b)*")
_PARTIES = Parties()
# Capitals after these begin a sentence or a quotation, and say nothing.
_INSIDE = re.compile(r"(?:[\w’'%)]|[a-z],)\s+$")
# Capitalised, but titles, offices and dates, which stand before a name or for none.
_NOT_NAME = re.compile(
    r"i|m(?:rs?|s)|(?:vice-)?presidents?|prime|minister|ministry|foreign|defen[cs]e|deputy|chancellor|senator"
    r"|ambassador|secretary|general|secretary-general|special|representative|envoy|state|national|chief|office"
    r"|directorate|communications|spokes(?:man|woman|person)|\w+day|january|february|march|april|may|june|july"
    r"|august|september|october|november|december",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:ian|ish|ese|ican|ean|ern|ench)$")
_STRANGERS = ("Paraguay", "Mozambique", "Lindqvist", "Mauritius")
_STRANGE_ADJECTIVES = ("Paraguayan", "Mauritanian")


@dataclass(frozen=True)
class Cast:
    """The names of an article, and which of them are names for the same party.

    Args:
        article: where the names stand.
        parties: the parties of these and other labels with all their names.
    """

    article: Article
    parties: Mapping[str, frozenset[str]]

    def other_names(self, text: str, evidence: tuple[int, ...]) -> list[str]:
        """The claim with one name changed: to the nearest and the farthest other one, and to a stranger."""
        changed = []
        for found in self._names_in(text):
            for other in self._others(found[0], evidence):
                changed.append(text[: found.start()] + other + text[found.end() :])
        return changed

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Names as they stand inside sentences, with the numbers of their sentences."""
        places: dict[str, list[int]] = {}
        for sentence in self.article.sentences:
            if sentence.kind == "heading":
                continue
            for found in _RUN.finditer(sentence.text):
                name = _after_titles(found[0])
                if name and _INSIDE.search(sentence.text[: found.start()]) and not self._is_common(name):
                    places.setdefault(name, []).append(sentence.n)
        return places

    def _is_name_word(self, word: str) -> bool:
        return word.casefold() in self._words and not _NOT_NAME.fullmatch(word)

    def _is_common(self, name: str) -> bool:
        """Whether the article has the word without a capital too ("a Country left")."""
        return re.search(rf"\b{re.escape(name.lower())}\b", self.article.text) is not None

    @cached_property
    def _words(self) -> frozenset[str]:
        known = [*self._places, *self.parties]
        return frozenset(word.casefold() for name in known for word in name.split())

    def _names_in(self, text: str) -> Iterator[re.Match[str]]:
        for found in _RUN.finditer(text, *claim_proper(text)):
            words = re.compile(r"\S+").finditer(text, found.start(), found.end())
            known = [word for word in words if self._is_name_word(word[0])]
            if known:
                name = re.compile(re.escape(text[known[0].start() : known[-1].end()]))
                match = name.match(text, known[0].start())
                assert match
                yield match

    def _others(self, name: str, evidence: tuple[int, ...]) -> Iterator[str]:
        adjective = bool(_ADJECTIVE.search(name))
        cited = " ".join(sentence.text for n in evidence if (sentence := self.article.sentence(n)))
        # A name that the evidence has too would be a question of who does what, not of names.
        there = {party for found in _RUN.finditer(cited) for party in self._entities(found[0])}
        fitting = [
            (min(abs(place - n) for place in places for n in evidence), other)
            for other, places in self._places.items()
            if bool(_ADJECTIVE.search(other)) == adjective
            and not any(mentions(word, cited) for word in other.split())
            and not self._entities(other) & (there | self._entities(name))
        ]
        if fitting:
            yield min(fitting)[1]
            if max(fitting)[1] != min(fitting)[1]:
                yield max(fitting)[1]
        strangers = _STRANGE_ADJECTIVES if adjective else _STRANGERS
        yield next(stranger for stranger in strangers if not mentions(stranger, self.article.text))

    def _entities(self, name: str) -> set[str]:
        """The parties that a name may stand for, by the labels and by the product's alias table."""
        known = {
            party
            for party, names in self.parties.items()
            if any(mentions(name, other) or mentions(other, name) for other in names)
        }
        return known | {_PARTIES.canonical(name)} | {_PARTIES.canonical(word) for word in name.split()}


def _after_titles(run: str) -> str:
    """The name in a run of capitalised words: what follows its last title ("US President Joe Biden")."""
    words = run.split()
    titles = [i for i, word in enumerate(words) if _NOT_NAME.fullmatch(word)]
    return " ".join(words[titles[-1] + 1 :] if titles else words)
