"""What a party will not have: "will not accept a truce", "a freeze of the conflict is unacceptable"."""

from __future__ import annotations

from summarizer.discourse import Discourse, View, subject_before
from summarizer.engines.offline.clauses import clause_start
from summarizer.engines.offline.found import STRONG, Found
from summarizer.engines.offline.holders import holder_of, puts_words_in_mouth, speaker_of
from summarizer.engines.offline.phrases import phrase_end
from summarizer.grammar import AUXILIARIES
from summarizer.lexicon import lexicon, word_list

_ARTICLES = frozenset(["a", "an", "any", "the", "this", "that", "such"])


def find(read: Discourse, view: View, i: int) -> Found | None:
    """The thing refused by a phrase at token ``i``, as "No truce"."""
    phrase = lexicon().refusals.at(view.lows, i)
    start = _refused(view, i + len(phrase)) if phrase else None
    if start is None:
        return None
    if phrase[-1] == "make" and view.lows[start] not in word_list("demands", "concessions"):
        return None  # "will not make the deadline"
    holder = _holder(read, view, i)
    if holder is None or puts_words_in_mouth(view, i, holder):
        return None
    # "Another cut" is one more of a kind that may have been accepted before: "no cut" would say too much.
    prefix = "Not" if view.lows[start] == "another" else "No"
    return Found(holder, view, start, phrase_end(view, start), None, STRONG, prefix=prefix)


def _holder(read: Discourse, view: View, i: int) -> str | None:
    """Who refuses; where it is a group without a name, whoever says so."""
    subject = subject_before(view, i)
    holder = holder_of(read, view, subject, i)
    if holder is None and subject and subject.kind == "group":
        return speaker_of(read, view, i)
    return holder


def _refused(view: View, start: int) -> int | None:
    """First token of what is refused, without its article; None if it is not named."""
    while start < len(view.lows) and (view.lows[start] in _ARTICLES or view.tokens[start].text in ("“", '"')):
        start += 1
    if start >= len(view.lows) or not view.tokens[start].is_word:
        return None
    return None if view.lows[start] in word_list("demands", "no_refusals") else start


def find_predicate(read: Discourse, view: View, i: int) -> Found | None:
    """The subject of a predicate at token ``i`` that refuses it: "is unacceptable", "is off the table"."""
    phrase = lexicon().refusal_predicates.at(view.lows, i)
    if not phrase or AUXILIARIES.isdisjoint(view.lows[max(0, i - 4) : i]):
        return None
    speaker = speaker_of(read, view, i)
    start = clause_start(view, i)
    if speaker is None or start >= i or view.lows[start] in ("it", "this", "that", "which"):
        return None
    return Found(speaker, view, start, i + len(phrase), None, STRONG)
