"""A demand as a noun: "its demand for", "a call for X to", "the proposal is based on"."""

from __future__ import annotations

from summarizer.discourse import Discourse, View
from summarizer.engines.offline.clauses import clause_start, is_verb
from summarizer.engines.offline.found import STRONG, Found
from summarizer.engines.offline.holders import noun_holder
from summarizer.engines.offline.phrases import phrase_end
from summarizer.engines.offline.rules.frames import after_for
from summarizer.lexicon import lexicon, word_list

_COPULAS = frozenset(["is", "are", "was", "were"])
_INCLUDE = frozenset(["include", "includes"])
_OPEN_LIST = _COPULAS | _INCLUDE | {"included", "including"}
_LINKS = frozenset(["that", "which", "who", "to"])


def find(read: Discourse, view: View, i: int) -> Found | None:
    """What a noun of demanding at token ``i`` names, and whose demand it is."""
    low, lows = view.lows[i], view.lows
    if low not in lexicon().demand_nouns or is_verb(view, i):
        return None
    holder = noun_holder(read, view, i)
    if holder is None:
        return None
    after = lows[i + 1] if i + 1 < len(lows) else ""
    if after in ("for", "that") and low in word_list("demands", "linked_nouns"):
        return None if _is_dropped(view, i) else _linked(view, i + 2, holder)
    if after in ("by", "from") and low in word_list("demands", "held_nouns"):
        link = next((j for j in range(i + 2, min(i + 10, len(lows))) if lows[j] == "for"), None)
        return _linked(view, link + 1, holder) if link else None
    if low == "insistence" and after in ("on", "that"):
        return Found(holder, view, i + 2, phrase_end(view, i + 2), None, STRONG)
    if "among" in lows[max(0, i - 4) : i]:
        return _among(view, i, holder)
    start = _predicate_start(view, i)
    return Found(holder, view, start, phrase_end(view, start), None, STRONG) if start else None


def _linked(view: View, k: int, holder: str) -> Found | None:
    """What stands after "demand for", from token ``k`` on."""
    framed = after_for(view, k)
    if framed is None:
        return None
    return Found(holder, view, framed[0], _noun_end(view, framed[0]), framed[1], STRONG)


def _noun_end(view: View, start: int) -> int:
    """End of a noun phrase that may itself be a subject: "his call for more time has sympathisers"."""
    end = phrase_end(view, start)
    predicates = word_list("demands", "predicates")
    for k in range(start + 1, end):
        if view.lows[k] in _LINKS:
            return end
        if view.lows[k] in predicates and view.lows[start] not in _LINKS:
            return k
    return end


def _among(view: View, i: int, holder: str) -> Found | None:
    """What stands before "among": "a relief of 35,000 an acre is among the demands of the federation"."""
    verb = next((k for k in range(i - 1, max(0, i - 6), -1) if view.lows[k] in _COPULAS), None)
    return Found(holder, view, clause_start(view, verb), verb, None, STRONG) if verb else None


def _is_dropped(view: View, i: int) -> bool:
    """Whether the sentence says that the demand was given up or met."""
    return not word_list("demands", "dropped").isdisjoint(view.lows[max(0, i - 6) : i])


def _predicate_start(view: View, i: int) -> int:
    """Where the content begins after "demands include", "condition is that", "is based on"; 0 if nowhere."""
    lows = view.lows
    is_listed = lows[i] in lexicon().list_nouns
    openers = _OPEN_LIST if is_listed else _INCLUDE
    for k in range(i + 1, min(i + 12, len(lows))):
        if lows[k] in openers:
            return _listed(view, k)
        if lows[k : k + 3] == ["is", "based", "on"]:
            return k + 4 if lows[k + 3 : k + 4] in (["obtaining"], ["getting"], ["securing"]) else k + 3
        if view.tokens[k].text == ":" and is_listed:
            return k + 1 if k + 1 < len(lows) else 0
        if view.tokens[k].text == ";":
            return 0
    return 0


def _listed(view: View, k: int) -> int:
    """The first thing listed after a verb at ``k``; 0 where the verb says something else of the demands."""
    lows = view.lows
    start = k + 1
    while start < len(lows) and (
        view.tokens[start].text in (":", "“", '"') or lows[start] in ("that", "for")
    ):
        start += 1
    if lows[k] in _COPULAS and start < len(lows) and _is_unspecific(lows[start]):
        if lows[start : start + 2] != ["based", "on"]:
            return 0
        start += 2
    return start if start < len(lows) - 1 else 0


def _is_unspecific(low: str) -> bool:
    return low.endswith("ed") or low in word_list("demands", "unspecific")
