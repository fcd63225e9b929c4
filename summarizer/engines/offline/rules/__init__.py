"""One rule for each kind of cue: ``find(read, view, i)`` gives what is demanded at token ``i``, or None."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from summarizer.discourse import Discourse, View
from summarizer.engines.offline.found import Found
from summarizer.engines.offline.rules import (
    conditions,
    imperatives,
    importance,
    lists,
    modals,
    nouns,
    refusals,
    verbs,
)
from summarizer.lexicon import lexicon, word_list

__all__ = ["RULES", "demand_at"]

Rule = Callable[[Discourse, View, int], Found | None]

RULES: tuple[tuple[Rule, Callable[[], Iterable[str]]], ...] = (
    (refusals.find, lambda: lexicon().refusals.first_words),
    (refusals.find_predicate, lambda: lexicon().refusal_predicates.first_words),
    (verbs.find, lambda: lexicon().demand_verbs),
    (nouns.find, lambda: lexicon().demand_nouns),
    (importance.find, lambda: lexicon().importance | lexicon().necessity),
    (conditions.find, lambda: lexicon().conditions.first_words),
    (modals.find, lambda: lexicon().modals.first_words),
    (imperatives.find, lambda: word_list("demands", "actions")),
)
"""Each rule with the words at which it can find anything.

In the order in which they are tried at each token: "will not accept" before "accept".
"""


def demand_at(read: Discourse, view: View, i: int) -> Found | None:
    """What the first of the rules that fits finds at token ``i``; a list's item at its first token."""
    item = lists.find(read, view, i) if i == 0 else None
    if item:
        return item
    for rule in _rules().get(view.lows[i], ()):
        found = rule(read, view, i)
        if found:
            return found
    return None


@cache
def _rules() -> dict[str, list[Rule]]:
    """The rules to be tried at each word."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for rule, cues in RULES:
        for word in cues():
            rules[word].append(rule)
    return dict(rules)
