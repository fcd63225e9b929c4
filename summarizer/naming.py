"""Names and figures of a claim that its evidence does not have.

A name is there if the cited sentences write it, in whatever form; if it is another name of a party that they
name; or if one of their pronouns or common nouns ("he", "the union", "our") stands for it. A name that is
only somewhere near proves nothing: who is meant is exactly what a wrong claim gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarizer.claims import Claim, Source, Told
from summarizer.discourse import View
from summarizer.grammar import DAYS, FIRST_PERSON, MONTHS, POSSESSIVES, is_function
from summarizer.labels import is_role
from summarizer.mentions import is_proper
from summarizer.stances import Stance
from summarizer.words import Token, content_words, fold, meaning, tokenize

SPELLING = 80
"""Percent of likeness (rapidfuzz ratio) from which two names with the same first letters are one name."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_NUMBER_WORDS = {
    **{word: str(n) for n, word in enumerate(_UNITS)},
    **dict(
        zip(
            "twenty thirty forty fifty sixty seventy eighty ninety".split(),
            map(str, range(20, 100, 10)),
            strict=True,
        )
    ),
    **{"hundred": "100", "thousand": "1000", "dozen": "12"},
}
_DAYS_AND_MONTHS = DAYS | MONTHS
_DATES = {word.rstrip("s") for word in _DAYS_AND_MONTHS}
_SURE_DATES = _DATES - {"may", "march"}
_SHORT = 3  # "Aug" is August, "Mon" Monday


def missing_figure(claim: Claim, source: Source) -> str | None:
    """The first figure, day or month of a claim that its cited sentences do not have."""
    views = source.cited(claim) + source.continued(claim)
    for read in (_figures, _dates):
        said = read(claim.text)
        missing = sorted(said.difference(*(read(view.sentence.text) for view in views))) if said else []
        if missing:
            return missing[0]
    return None


@lru_cache(maxsize=4096)
def _figures(text: str) -> set[str]:
    folded = fold(text)
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(folded)}
    # "One" is a pronoun as often as a figure.
    words = (_NUMBER_WORDS.keys() & _parts(tokenize(folded))) - {"one"}
    return figures | {_NUMBER_WORDS[word] for word in words}


@lru_cache(maxsize=4096)
def _dates(text: str) -> set[str]:
    tokens = tokenize(fold(text))
    # "May" and "March" begin sentences as other words.
    return {
        token.text[:_SHORT]
        for k, token in enumerate(tokens)
        if k and token.is_capitalised and token.low.rstrip(".s") in _DATES
    } | {
        token.text[:_SHORT]
        for token in tokens[:1]
        if token.is_capitalised and token.low.rstrip(".s") in _SURE_DATES
    }


def missing_issue_name(claim: Claim, source: Source) -> str | None:
    """Why an issue names too much: it may name anything that the article names."""
    everywhere = Claim(claim.section, claim.text, tuple(view.sentence.n for view in source.read.views))
    name = missing_name(everywhere, source)
    return f"the issue names {name}, which the article does not" if name else None


def missing_name(claim: Claim, source: Source) -> str | None:
    """The first name in a claim that its cited sentences do not name and nothing in them stands for."""
    # A remark in parentheses may name what stands near.
    for remark in claim.remarks:
        missing = _missing(claim, _name_tokens(remark), source.around(claim), [], source)
        if missing:
            return missing
    return _missing(claim, _name_tokens(claim.said), source.cited(claim), source.continued(claim), source)


def _missing(
    claim: Claim, tokens: Sequence[Token], views: Sequence[View], continued: Sequence[View], source: Source
) -> str | None:
    written = _written(views)
    referred: _Referents | None = None
    for start, end in _names(tokens, source):
        words = [token.low for token in tokens[start:end]]
        if all(low in written or _is_spelled_alike(low, written) for low in words):
            continue
        name = " ".join(token.text for token in tokens[start:end])
        # Most names stand there as they are: what else is named and meant is read when one does not.
        referred = referred or _Referents(claim, views, source)
        if not referred.has(name) and not _is_told_beside(tokens, start, end, continued):
            return name
    return None


@lru_cache(maxsize=4096)
def _lows(sentence: str) -> frozenset[str]:
    return frozenset(_parts(_name_tokens(sentence)))


def _parts(tokens: Sequence[Token]) -> set[str]:
    """The words of a text in lower case, and the parts of its compounds."""
    lows = {token.low for token in tokens}
    return lows.union(*(low.split("-") for low in lows if "-" in low))


def _written(views: Sequence[View]) -> set[str]:
    return {low for view in views for low in _lows(view.sentence.text)}


def _is_told_beside(tokens: Sequence[Token], start: int, end: int, continued: Sequence[View]) -> bool:
    """Whether the speaker joins a name to the same word in a sentence beside: "a meeting with Trump"."""
    name = [token.low for token in tokens[start:end]]
    # "The West is faced with a choice. To either begin talks or ...": the subject goes on.
    if continued and any(
        m.start <= 2 and continued[0].lows[m.start : m.end] == name for m in continued[0].mentions[:1]
    ):
        return True
    joined = {
        meaning(t.low)
        for t in (*tokens[max(0, start - 2) : start], *tokens[end : end + 2])
        if content_words([t])
    }
    for view in continued:
        for k in range(len(view.lows) - len(name) + 1):
            if view.lows[k : k + len(name)] == name:
                around = view.lows[max(0, k - 3) : k] + view.lows[k + len(name) : k + len(name) + 3]
                if joined & {meaning(low) for low in around}:
                    return True
    return False


def _names(tokens: Sequence[Token], source: Source) -> Iterator[tuple[int, int]]:
    """Where names stand in a claim: those of known parties whole, of others word by word."""
    lows = [token.low for token in tokens]
    i = 0
    while i < len(tokens):
        known = source.parties.match(lows, i) if tokens[i].is_capitalised else None
        if known and not (lows[i] == "us" and not tokens[i].text.isupper()):
            yield i, i + known[1]
            i += known[1]
            continue
        if _is_name(tokens, i, source):
            yield i, i + 1
        i += 1


def _is_name(tokens: Sequence[Token], i: int, source: Source) -> bool:
    token = tokens[i]
    if not token.is_capitalised or token.low in _DAYS_AND_MONTHS or is_function(token.low):
        return False
    if len(token.text) == 1 and token.low not in ("i", "a"):
        return True
    return is_proper(tokens, i, source.capitalised) and (i > 0 or token.low in source.capitalised)


def _told(view: View, source: Source) -> Told:
    """What one sentence names and means (kept, as many claims ask)."""
    n = view.sentence.n
    if n not in source.told:
        source.told[n] = _read(view, source)
    return source.told[n]


def _read(view: View, source: Source) -> Told:
    tokens = _name_tokens(view.sentence.text)
    lows = [token.low for token in tokens]
    written = {
        found[0]
        for i, token in enumerate(tokens)
        if token.is_capitalised and (found := source.parties.match(lows, i))
    }
    meant = set(view.owners.values()) | ({view.quote_speaker} if view.quote_speaker else set())
    words: set[str] = set()
    for mention in view.mentions:
        label = view.parties.get(mention.start)
        if label and mention.kind not in ("pronoun", "group"):
            written.add(label)
        elif label:
            stance = Stance(label, 0, 0, "subject", view.sentence.n, mention)
            meant |= {label} | source.allegiances.others(stance)
            words |= source.allegiances.names(stance)
    return Told(frozenset(written), frozenset(meant), frozenset(words))


class _Referents:
    """What the other names, the pronouns and the common nouns of the cited sentences stand for."""

    def __init__(self, claim: Claim, views: Sequence[View], source: Source) -> None:
        self._source = source
        self._views = views
        self._own = source.parties.canonical(claim.party) if claim.party else None
        told = [_told(view, source) for view in views]
        self._written = {label for each in told for label in each.written}
        self._meant = {label for each in told for label in each.meant}
        self._words = {word for each in told for word in each.words}
        self._speaks_of_own = any(
            low in FIRST_PERSON or low in POSSESSIVES for view in views for low in view.lows
        )

    def has(self, name: str) -> bool:
        """Whether something in the cited sentences stands for this name."""
        parties = self._source.parties
        party = parties.lookup([token.low for token in tokenize(name)])
        if self._own and self._own in (party, name):
            # Of itself a party says "we" and "our"; "he" is its speaker only.
            return self._speaks_of_own or any(
                parties.canonical(label) == self._own for label in self._written
            )
        if party:
            return any(parties.canonical(label) == party for label in self._written | self._meant)
        if name.lower() in self._words or any(name in label.split() for label in self._meant):
            return True
        return self._is_acronym(name) or self._is_officer(name)

    def _is_acronym(self, name: str) -> bool:
        """As in "WTO" where the sentence has "World Trade Organization"."""
        if not name.isupper() or len(name) < 3:
            return False
        initials = (
            "".join(token.text[0] for token in view.tokens if token.is_capitalised) for view in self._views
        )
        return any(name in letters for letters in initials)

    def _is_officer(self, name: str) -> bool:
        """A person's name where the sentence has the office: "the Governor-General"."""
        same = self._source.allegiances.is_same
        offices = self._source.allegiances.ties(name)
        return any(
            same(office, label)
            for office in offices
            for label in self._written | self._meant
            if is_role(office)
        )


def _name_tokens(text: str) -> Sequence[Token]:
    """Tokens with compounds of names taken apart: "Putin-Trump", "US-Russia"."""
    return tokenize(re.sub(r"(?<=\w)-(?=[A-Z])", " ", fold(text)))


def _is_spelled_alike(name: str, lows: set[str]) -> bool:
    """Whether a name stands there in another transliteration ("Zelensky", "Zelenskiy")."""
    if len(name) < 5:
        return False
    from rapidfuzz import fuzz  # loaded late: most articles ask for no other spelling

    return any(
        low[:3] == name[:3] and fuzz.ratio(low, name) >= SPELLING
        for low in lows
        if abs(len(low) - len(name)) <= 2
    )
