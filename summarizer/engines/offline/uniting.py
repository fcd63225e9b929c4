"""One entry for each demanded thing: several in one wording are split, one in several wordings united."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from summarizer.engines.offline.clauses import after_adverbs
from summarizer.engines.offline.found import Found
from summarizer.engines.offline.phrases import wording
from summarizer.engines.offline.splitting import split_actions, split_items
from summarizer.grammar import CONTRACTIONS, DETERMINERS
from summarizer.lexicon import lexicon, word_list
from summarizer.words import content_words, meaning

_SHORT = 5
"""Words up to which a span is one thing."""
_REACH = 14
"""Words from the beginning of a span within which "to" or "must" introduces its verb."""
_USUAL = 12
"""Words of a good wording; of two, the one nearer to it is shown."""


def separate(found: Found) -> list[Found]:
    """One candidate per demanded thing: "withdraw from A and abandon B" are two."""
    if found.prefix or found.end - found.start < _SHORT:
        return [found]
    verb = _action_verb(found)
    if not verb:
        spans = split_items(found.view, found.start, found.end)
        return [replace(found, start=start, end=end) for start, end in spans]
    actions = split_actions(found.view, verb, found.end)
    if len(actions) < 2:
        return [found]
    # The first keeps its subject; the others are actions of the same subject.
    subject = wording(found.view, found.start, verb)
    others = [replace(found, start=start, end=end, prefix=subject) for start, end in actions[1:]]
    return [replace(found, end=actions[0][1]), *others]


def _action_verb(found: Found) -> int:
    """Token of the verb in "X to VERB", "X must VERB" or "that X VERB"; 0 if the thing is a noun phrase."""
    view = found.view
    for k in range(found.start, min(found.start + _REACH, found.end - 1)):
        if view.lows[k] in ("to", "must", "should"):
            verb = after_adverbs(view, k + 1, found.end)
            is_preposition = view.lows[k] == "to" and (
                _is_noun(found, verb) or _follows_nominal(found, k, verb)
            )
            if not is_preposition:
                return verb
    return _subjunctive(found)


def _is_noun(found: Found, k: int) -> bool:
    """Whether a noun phrase begins at token ``k``, so that "to" before it governs no verb."""
    if k >= len(found.view.lows):
        return False
    return found.view.lows[k] in DETERMINERS or found.view.mention_at(k) is not None


def _follows_nominal(found: Found, k: int, verb: int) -> bool:
    """Whether "to" at token ``k`` belongs to a noun: "an end to night patrols"."""
    is_action = verb < found.end and found.view.lows[verb] in word_list("demands", "actions")
    return k > found.start and found.view.lows[k - 1] in lexicon().nominals and not is_action


def _subjunctive(found: Found) -> int:
    """Token of the verb in "that Ukraine fully withdraw from"; 0 if there is none."""
    mention = found.view.mention_at(found.start)
    if mention is None or mention.possessor or mention.end >= found.end - 1:
        return 0
    k = after_adverbs(found.view, mention.end, found.end)
    return k if k < found.end and found.view.lows[k] in word_list("demands", "actions") else 0


def unite(found: Iterable[Found]) -> list[Found]:
    """The same demand of the same party in two wordings becomes one, with both sentences as evidence."""
    kept: list[tuple[Found, frozenset[str]]] = []
    for candidate in found:
        ideas = _ideas(candidate)
        same = next(
            (
                k
                for k, (other, known) in enumerate(kept)
                if other.party == candidate.party and _is_same(ideas, known)
            ),
            None,
        )
        if same is None:
            kept.append((candidate, ideas))
            continue
        first, known = kept[same]
        kept[same] = (_united(first, candidate), ideas if _quality(candidate) > _quality(first) else known)
    return [candidate for candidate, _ in kept]


def _united(first: Found, second: Found) -> Found:
    """The better of two wordings, with what both of them know."""
    better = second if _quality(second) > _quality(first) else first
    return replace(
        better,
        evidence=tuple(sorted({*first.evidence, *second.evidence})),
        addressee=better.addressee or first.addressee or second.addressee,
    )


def _quality(found: Found) -> tuple[int, int, int]:
    """How good a wording is: a sure cue first, then a party's own words, then a handy length."""
    length = found.end - found.start
    return found.strength, int(found.view.quoted[found.start]), -abs(length - _USUAL)


def _is_same(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two sets of meanings are one demand's: most of the shorter one is in the other."""
    if not first or not second:
        return False
    shared = len(first & second)
    share = shared / min(len(first), len(second))
    return (shared >= 2 and share >= 0.6) or (shared >= 3 and share >= 0.4) or first == second


def _ideas(found: Found) -> frozenset[str]:
    """Meanings of the words demanded, without the party's own name."""
    own = set(found.party.lower().split())
    words = content_words(found.view.tokens[found.start : found.end])
    return frozenset(meaning(word) for word in words if word not in own and word not in CONTRACTIONS)
