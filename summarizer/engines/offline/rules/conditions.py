"""What must happen first: "will strike unless the company pays", "no talks until troops leave"."""

from __future__ import annotations

from summarizer.discourse import Discourse, View
from summarizer.engines.offline.found import STRONG, WEAK, Found
from summarizer.engines.offline.holders import holder_of, party_at, speaker_of
from summarizer.engines.offline.phrases import phrase_end
from summarizer.grammar import AUXILIARIES
from summarizer.lexicon import lexicon, word_list

_TEMPORAL = frozenset([("until",), ("as", "long", "as"), ("unless",)])
"""Conditions that may as well say when or how long something lasts."""
_REACH = 22
"""Tokens of the main clause before the condition that are looked at."""


def find(read: Discourse, view: View, i: int) -> Found | None:
    """What the condition at token ``i`` asks for, of whom, and who sets it."""
    phrase = lexicon().conditions.at(view.lows, i)
    start = i + len(phrase)
    if not phrase or i == 0 or start + 2 >= len(view.lows):
        return None
    addressee = party_at(view, start)
    if phrase in _TEMPORAL and not _is_committed(view, i) and not (addressee and view.speaker_at(i)):
        return None
    end = phrase_end(view, start)
    if not _asks_action(view, start, end, addressee):
        return None
    holder = speaker_of(read, view, i) or _first_actor(read, view, i)
    if holder is None or addressee == holder:
        return None
    return Found(holder, view, start, end, addressee, STRONG if addressee else WEAK)


def _is_committed(view: View, i: int) -> bool:
    """Whether the clause before the condition refuses, threatens or promises."""
    return not word_list("demands", "committed").isdisjoint(view.lows[max(0, i - _REACH) : i])


def _asks_action(view: View, start: int, end: int, addressee: str | None) -> bool:
    """Whether the condition has a verb of its own: not "until Monday", "until the end of the year"."""
    span = view.lows[start:end]
    if not AUXILIARIES.isdisjoint(span):
        return True
    if addressee is None and view.lows[start] in word_list("demands", "dates"):
        return False
    verbs = word_list("demands", "conditional_verbs")
    return any(low.endswith(("s", "ed")) or low in verbs for low in span)


def _first_actor(read: Discourse, view: View, i: int) -> str | None:
    """The party that the main clause names first."""
    actors = (
        m
        for m in view.mentions
        if m.end <= i and not m.possessor and m.start in view.parties and m.kind != "pronoun"
    )
    return holder_of(read, view, next(actors, None), i)
