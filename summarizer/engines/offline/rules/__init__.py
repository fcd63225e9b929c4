"""One rule for each kind of cue: ``find(read, view, i)`` gives what is demanded at token ``i``, or None."""

from __future__ import annotations

from collections.abc import Callable

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

__all__ = ["RULES"]

RULES: tuple[Callable[[Discourse, View, int], Found | None], ...] = (
    lists.find,
    refusals.find,
    refusals.find_predicate,
    verbs.find,
    nouns.find,
    importance.find,
    conditions.find,
    modals.find,
    imperatives.find,
)
"""In the order in which they are tried at each token: "will not accept" before "accept"."""
