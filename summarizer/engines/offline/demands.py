"""Stated demands by linguistic rules: who demands what of whom.

Each rule of ``rules`` looks for one kind of cue (``data/cues.toml`` lists the words) and yields candidates:
the party that holds the demand, the span that states it, whom it is addressed to. A candidate that names
several things is split, and the same demand in two wordings becomes one entry with all its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from summarizer.discourse import Discourse, View
from summarizer.engines.offline.found import MIDDLING, STRONG, WEAK, Found
from summarizer.engines.offline.rules import demand_at
from summarizer.engines.offline.uniting import separate, unite
from summarizer.engines.offline.unreal import is_unreal
from summarizer.lexicon import lexicon
from summarizer.neutral import neutral
from summarizer.schema import Demand
from summarizer.words import content_words, stem

DISPUTE_WORDS = 2
"""Distinct dispute words that an article needs before weak cues ("should", "hopes") count as demands."""
WANTED = 1
"""The same for "wants" and "seeks" with a party for subject, which say more by themselves."""


def find_demands(read: Discourse) -> tuple[Demand, ...]:
    """The demands of an article, in the order in which they are first stated."""
    return tuple(
        Demand(party=f.party, demand=neutral(f.text), addressee=f.addressee, evidence=f.evidence)
        for f in unite(_candidates(read))
    )


def holdings(read: Discourse, view: View) -> list[Found]:
    """All that parties demand in one sentence, whether or not the article is about a dispute."""
    return list(_in_sentence(read, view))


def dispute_score(read: Discourse) -> int:
    """How many different words of dispute the article has."""
    return len(_dispute_stems().intersection(map(stem, read.words)))


@cache
def _dispute_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon().dispute_words)


def _candidates(read: Discourse) -> list[Found]:
    """What the rules find that is said surely enough for this article, one thing each."""
    score = dispute_score(read)
    least = WEAK if score >= DISPUTE_WORDS else MIDDLING if score >= WANTED else STRONG
    found: list[Found] = []
    for view in read.views:
        if not _may_state(view):
            continue
        for candidate in _in_sentence(read, view):
            if candidate.strength >= least and not read.cast.is_bystander_party(candidate.party):
                found += separate(candidate)
    return [candidate for candidate in found if _says_something(candidate)]


def _may_state(view: View) -> bool:
    """Whether a sentence may state a demand: no heading, and no question."""
    return view.sentence.kind != "heading" and not view.sentence.text.rstrip('”" ').endswith("?")


def _in_sentence(read: Discourse, view: View) -> Iterator[Found]:
    """What the rules find in one sentence, left to right."""
    taken = 0
    for i in range(len(view.tokens)):
        if i < taken:
            continue
        found = demand_at(read, view, i)
        if found and not is_unreal(view, i):
            yield found if found.evidence else replace(found, evidence=(view.sentence.n,))
            # A demand inside a demand ("urged Boeing to insist that") is part of its wording.
            taken = found.end


def _says_something(found: Found) -> bool:
    """Whether the words say what is demanded: two that tell, or one that a strong cue governs."""
    words = content_words(found.view.tokens[found.start : found.end])
    is_sure = found.strength == STRONG and found.end - found.start >= 2
    return len(words) >= 2 or (len(words) == 1 and is_sure)
