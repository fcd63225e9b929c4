"""Statements by verbs of opposing: "dismissed the report", "Kyiv rejects that notion, saying ..."."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.discourse import Discourse, View, subject_before
from summarizer.engines.offline.phrases import phrase_end, wording
from summarizer.engines.offline.statements import Statement, ideas_of
from summarizer.grammar import DETERMINERS
from summarizer.lexicon import lexicon, word_list

REACH = 3
"""Sentences that "the report" or "that notion" may point back over."""
_LONGEST = 34
"""Words of an opposition with its reason."""
_BACK = frozenset(["it", "this", "that", "them", "these", "those", "such"])
_LEADS = frozenset(["to", "that", "by", "the", "a", "any", "out", "on", "with", "as"])


def oppositions(read: Discourse, view: View) -> Iterator[Statement]:
    """What parties oppose in one sentence."""
    for i, low in enumerate(view.lows):
        if low in lexicon().oppose_verbs and _opposes(view, i):
            party = _opponent(read, view, i)
            if party:
                yield _opposition(view, party, i)


def _opposes(view: View, i: int) -> bool:
    """Whether the word is a verb that shows a disagreement: no noun ("the protest"), no name, not negated."""
    low, before = view.lows[i], view.lows[i - 1] if i else ""
    if low in word_list("disagreement", "weak") or (i and view.tokens[i].is_capitalised):
        return False
    if (before in DETERMINERS or before in ("to", "'s")) and not low.endswith("ed"):
        return False
    return i + 1 < len(view.lows) and before not in ("not", "never", "n't")


def _opponent(read: Discourse, view: View, i: int) -> str | None:
    """The party that opposes: the subject of the verb at token ``i``, or of a passive what follows "by"."""
    if i and view.lows[i - 1] in ("is", "was", "were", "been", "are") and view.lows[i].endswith("ed"):
        actor = view.mention_within(i + 2, i + 5) if view.lows[i + 1] == "by" else None
        return view.parties.get(actor.start) if actor else None
    subject = subject_before(view, i)
    if subject is None:
        return None
    if subject.head in ("we", "i"):
        return view.speaker_at(i)
    party = view.parties.get(subject.start)
    return None if party and read.cast.is_bystander_party(party) else party


def _opposition(view: View, party: str, i: int) -> Statement:
    end = _object_end(view, i)
    named = (view.parties[m.start] for m in view.mentions if i < m.start < end and m.start in view.parties)
    return Statement(
        party,
        wording(view, _predicate_start(view, i), end),
        (view.sentence.n,),
        ideas_of(view.text(i + 1, end)),
        negative=True,
        is_opposition=True,
        answers=_pointed(view, i, end),
        against=next((other for other in named if other != party), None),
        matter=_matter(view, i, end),
    )


def _object_end(view: View, i: int) -> int:
    """End of what is opposed, with the reason where one follows: "dismisses that notion, saying ..."."""
    end = max(phrase_end(view, i), min(i + 2, len(view.lows)))
    reason = end + 1
    has_reason = view.lows[end : end + 1] == [","] and reason < len(view.lows)
    if has_reason and view.lows[reason] in word_list("disagreement", "reasons"):
        return min(phrase_end(view, reason), i + _LONGEST)
    return end


def _matter(view: View, i: int, end: int) -> str:
    """The object of a verb of opposing, if it says what is opposed."""
    if lexicon().oppose_verbs[view.lows[i]] in word_list("disagreement", "persons"):
        return ""
    start = i + 1
    while start < end and view.lows[start] in _LEADS:
        start += 1
    return wording(view, start, phrase_end(view, start)) if end - start >= 2 else ""


def _predicate_start(view: View, i: int) -> int:
    """First token of the predicate: "called the report false and disputed it" from "called" on."""
    if view.lows[i - 1 : i] not in (["and"], ["or"]):
        return i
    for k in range(i - 1, max(0, i - 12), -1):
        if view.tokens[k].text in (",", ";"):
            return k + 1
        mention = view.mention_ending_at(k)
        is_party = mention is not None and mention.start in view.parties and not mention.possessor
        if is_party and view.lows[k] not in ("and", "or", "the"):
            return k
    return i


def _pointed(view: View, i: int, end: int) -> tuple[int, ...]:
    """The sentences before that "it", "that" or "the report" in the object points back to."""
    span = view.lows[i + 1 : min(end, i + 7)]
    if view.lows[i + 1 : i + 2] == ["by"]:
        span = view.lows[max(0, i - 6) : i]  # "That was dismissed by ...": the subject points back
    pointers = word_list("disagreement", "pointers")
    if _BACK.isdisjoint(span[:2]) and pointers.isdisjoint(span[:5]):
        return ()
    n = view.sentence.n
    return tuple(range(n - 1, max(0, n - 1 - REACH), -1))
