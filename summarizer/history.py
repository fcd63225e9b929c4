"""Looking things up in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.parties import Parties
from summarizer.schema import Entry
from summarizer.words import fold, stem, tokenize


def find(entries: Iterable[Entry], text: str, parties: Parties) -> list[Entry]:
    """The entries in which all words of ``text`` occur, in any form, those last heard latest first.

    Looked through are the party, what is demanded or disputed and of whom, the topic, the positions and
    all wordings and quotes. A name of a party finds it under all its names ("Moscow": Russia). An empty
    text finds everything.
    """
    wanted = _wanted(text, parties)
    found = [entry for entry in entries if _has(_words(entry), wanted)]
    found.sort(key=lambda entry: (entry.party or "~", entry.text, entry.id))
    return sorted(found, key=lambda entry: entry.sightings[-1].date, reverse=True)


def _has(words: set[str], wanted: Sequence[Sequence[set[str]]]) -> bool:
    return all(any(alternative <= words for alternative in alternatives) for alternatives in wanted)


def _wanted(text: str, parties: Parties) -> list[list[set[str]]]:
    """For each word or name of the search, the sets of stems of which one must occur."""
    lows = [token.low for token in tokenize(fold(text)) if token.is_word]
    wanted: list[list[set[str]]] = []
    i = 0
    while i < len(lows):
        name, length = parties.match(lows, i) or ("", 1)
        own = {stem(low) for low in lows[i : i + length]}
        wanted.append([own, _stems(name)] if name else [own])
        i += length
    return wanted


def _words(entry: Entry) -> set[str]:
    texts: Sequence[str | None] = (
        entry.party,
        entry.text,
        entry.addressee,
        entry.topic,
        *(f"{position.party} {position.position}" for position in entry.positions),
        *(f"{sighting.text} {sighting.quote}" for sighting in entry.sightings),
    )
    return {word for text in texts if text for word in _stems(text)}


def _stems(text: str) -> set[str]:
    return {stem(token.low) for token in tokenize(fold(text)) if token.is_word}
