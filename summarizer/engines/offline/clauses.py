"""Where a clause begins, and what its words are there."""

from __future__ import annotations

from summarizer.discourse import View
from summarizer.grammar import (
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    TIME_WORDS,
    is_adverb,
    pronoun,
)
from summarizer.lexicon import lexicon

_BEFORE_NOUNS = DETERMINERS | POSSESSIVES | PREPOSITIONS | {"'s"}
_BEFORE_PARTICIPLES = (DETERMINERS | POSSESSIVES | {"'s"}) - {"all", "both", "each"}
_NEW_CLAUSE = frozenset(["but", "because", "so", "while", "although"])
_NEW_SUBJECT = frozenset(["there", "it", "any", "no", "all", "every"])


def is_verb(view: View, i: int) -> bool:
    """Whether a word that may be a noun as well ("demand", "call", "order") is a verb here."""
    low = view.lows[i]
    if low.endswith(("ed", "ing")) or low in ("told", "sought", "fought"):
        return not (i and view.lows[i - 1] in _BEFORE_PARTICIPLES)
    if i == 0:
        return False
    before = view.lows[i - 1]
    if before == "to":
        return i < 2 or view.lows[i - 2] != "according"
    if before in _BEFORE_NOUNS or view.tokens[i - 1].text == "'":
        return False
    k = left_of_adverbs(view, i)
    return k >= 0 and _may_precede_verb(view, k)


def _may_precede_verb(view: View, k: int) -> bool:
    """Whether token ``k`` is a subject, an auxiliary, a link to another verb or the end of an insertion."""
    low, token = view.lows[k], view.tokens[k]
    if low in AUXILIARIES or pronoun(token) or low in ("who", "which", "that", "and", "to"):
        return True
    mention = view.mention_ending_at(k + 1)
    return bool(mention and not mention.possessor) or token.text in (",", "”", '"', ")")


def is_passive(view: View, i: int) -> bool:
    """Whether the verb at token ``i`` is passive: "was asked", "has long been sought"."""
    k = i - 1
    while k >= 0 and (is_adverb(view.tokens[k]) or view.lows[k] == "been"):
        if view.lows[k] == "been":
            return True
        k -= 1
    is_participle = view.lows[i].endswith(("ed", "told", "sought"))
    return is_participle and k >= 0 and view.lows[k] in ("is", "are", "was", "were", "be", "being")


def left_of_adverbs(view: View, i: int) -> int:
    """The token before ``i`` that is no adverb; -1 if there is none."""
    k = i - 1
    while k >= 0 and is_adverb(view.tokens[k]):
        k -= 1
    return k


def after_adverbs(view: View, i: int, end: int | None = None) -> int:
    """The token from ``i`` on that is no adverb; ``end`` (or the sentence's) if there is none."""
    stop = len(view.tokens) if end is None else end
    while i < stop and is_adverb(view.tokens[i]):
        i += 1
    return i


def clause_start(view: View, i: int) -> int:
    """First token of the clause whose verb stands at token ``i``."""
    speech = view.speech_at(i)
    floor = speech.start if speech else 0
    for k in range(i - 1, floor - 1, -1):
        if _opens_part(view, k):
            if k > floor and _quotes_verb_only(view, k, i):
                continue
            return k + 1
        if k < i - 1 and (_opens_that_clause(view, k, floor) or _joins_clause(view, k, i)):
            return k + 1
    start = floor
    while start < i and _opens_nothing(view, start):
        start += 1
    return start


def _opens_part(view: View, k: int) -> bool:
    """Whether token ``k`` is a colon, a semicolon or an opening quotation mark."""
    text = view.tokens[k].text
    if text == '"':
        return not view.quoted[k] and view.quoted[min(k + 1, len(view.tokens) - 1)]
    return text in ("“", ";", ":")


def _quotes_verb_only(view: View, k: int, i: int) -> bool:
    """Whether the mark at ``k`` opens a quotation just before the verb: 'the dam "must" be filled'."""
    is_mark = view.tokens[k].text in ("“", '"') and view.tokens[k - 1].is_word
    return is_mark and k >= i - 12 and not any(view.tokens[j].is_word for j in range(k + 1, i))


def _opens_that_clause(view: View, k: int, floor: int) -> bool:
    """Whether "that" at ``k`` begins a clause, as in "said on Monday that"; not "the deal that"."""
    if view.lows[k] != "that":
        return False
    if k == floor or not view.tokens[k - 1].is_word or view.lows[k + 1] in _NEW_SUBJECT:
        return True
    before = view.lows[k - 1]
    return before in ("and", "but") or before in TIME_WORDS or before in lexicon().report_verbs


def _joins_clause(view: View, k: int, i: int) -> bool:
    """Whether a conjunction at ``k`` begins the clause: "but it", "..., and the union"."""
    if view.lows[k] in _NEW_CLAUSE:
        return True
    if view.lows[k] != "and" or k == 0 or view.tokens[k - 1].text not in (",", "”", '"'):
        return False
    return any(m.start > k and m.end <= i for m in view.mentions)


def _opens_nothing(view: View, k: int) -> bool:
    token = view.tokens[k]
    return token.low in ("that", "and", "but") or not token.is_word or is_adverb(token)
