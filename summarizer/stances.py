"""Who holds what in a sentence: each stretch of words with the party that says, wants or does it.

The evidence gate asks here whether a claim's party is the one that its evidence speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.discourse import Discourse, View, clause_end, subject_before
from summarizer.engines.offline.demands import holdings
from summarizer.grammar import AUXILIARIES, PREPOSITIONS
from summarizer.lexicon import lexicon
from summarizer.mentions import Mention
from summarizer.words import meaning

Kind = Literal["demand", "oppose", "support", "speech", "subject", "owner"]
_NOUNS_TOO = frozenset(
    ["back", "appeal", "attack", "doubt", "protest", "question", "support", "challenge", "veto"]
)
_PAST = frozenset(
    [
        "made",
        "held",
        "met",
        "took",
        "sent",
        "began",
        "opened",
        "agreed",
        "left",
        "won",
        "lost",
        "gave",
        "put",
        "went",
        "set",
    ]
)
_SELF = frozenset(["be", "stay", "remain"])
_QUOTE_REACH = 6
"""Sentences that a quotation's attribution may be away."""


@dataclass(frozen=True, slots=True)
class Stance:
    """``party`` holds tokens ``[start, end)``; ``mention`` in sentence ``n`` names it, if any does."""

    party: str
    start: int
    end: int
    kind: Kind
    n: int
    mention: Mention | None = None


def stances(read: Discourse, view: View) -> list[Stance]:
    """All stances that one sentence reports."""
    found = list(_demands(read, view))
    found += _by_verb(view)
    found += _speeches(read, view)
    found += _subjects(view)
    found += _owners(view)
    return found


def _demands(read: Discourse, view: View) -> Iterator[Stance]:
    for found in holdings(read, view):
        mention = _naming(view, found.party, found.start)
        yield Stance(found.party, found.start, found.end, "demand", view.sentence.n, mention)


def _naming(view: View, party: str, i: int) -> Mention | None:
    """The mention of a party that stands nearest before token ``i``, else its first one."""
    same = [m for m in view.mentions if view.parties.get(m.start) == party]
    return next((m for m in reversed(same) if m.start < i), same[0] if same else None)


def _by_verb(view: View) -> Iterator[Stance]:
    """Stances by verbs of opposing and supporting: "Ukraine rejected the claims"."""
    words = lexicon()
    for i, low in enumerate(view.lows):
        kind: Kind | None = (
            "oppose" if low in words.oppose_verbs else "support" if low in words.support_verbs else None
        )
        if kind is None or (view.tokens[i].is_capitalised and i) or low in _NOUNS_TOO:
            continue
        subject = subject_before(view, i)
        party = view.parties.get(subject.start) if subject else None
        if subject and subject.head in ("we", "i"):
            party = view.speaker_at(i)
        if party:
            start = subject.start if subject and subject.start < i else i
            yield Stance(party, start, clause_end(view, i), kind, view.sentence.n, subject)


def _speeches(read: Discourse, view: View) -> Iterator[Stance]:
    for speech in view.speeches:
        yield Stance(speech.party or "", speech.start, speech.end, "speech", view.sentence.n, speech.speaker)
    if view.quote_speaker and any(view.quoted):
        first = view.quoted.index(True)
        last = len(view.quoted) - view.quoted[::-1].index(True)
        n, mention = _quoting(read, view)
        yield Stance(view.quote_speaker, first, last, "speech", n, mention)


def _quoting(read: Discourse, view: View) -> tuple[int, Mention | None]:
    """The mention of who speaks a quotation that its own sentence does not attribute, and its sentence."""
    for away in range(1, _QUOTE_REACH):
        for n in (view.sentence.n - away, view.sentence.n + away):
            near = read.view(n)
            speech = next((s for s in near.speeches if s.party == view.quote_speaker), None) if near else None
            if speech:
                return n, speech.speaker
    return view.sentence.n, None


def _subjects(view: View) -> Iterator[Stance]:
    """The grammatical subject of each clause holds what the clause says, where nobody else speaks it."""
    for mention in view.mentions:
        party = view.parties.get(mention.start)
        if party and not mention.possessor and _is_subject(view, mention.start, mention.end):
            yield Stance(
                party, mention.start, clause_end(view, mention.end), "subject", view.sentence.n, mention
            )


def _is_subject(view: View, start: int, end: int) -> bool:
    k = start - 1
    while k >= 0 and view.lows[k] in ("the", "a", "an", "both", "his", "her", "its", "their"):
        k -= 1
    if k >= 0 and view.lows[k] in PREPOSITIONS:
        return False
    if _is_passive(view, end) or (view.lows[end : end + 1] and view.lows[end] in ("must", "should", "ought")):
        return False
    words = lexicon()
    return any(
        low in AUXILIARIES
        or low in words.report_verbs
        or low in words.demand_verbs
        or low in words.oppose_verbs
        or low in words.support_verbs
        or low.endswith("ed")
        or low in _PAST
        for low in view.lows[end : end + 4]
    )


def _is_passive(view: View, end: int) -> bool:
    """Whether something is done to the subject ("Elbonia has been given five weeks")."""
    lows = view.lows[end : end + 5]
    after = next((k + 1 for k, low in enumerate(lows) if low in ("been", "was", "were", "being")), None)
    return (
        after is not None
        and after < len(lows)
        and (lows[after] in ("given", "told", "asked") or lows[after] in lexicon().demand_verbs)
    )


def _owners(view: View) -> Iterator[Stance]:
    """Whose plan, demand or position it is that a clause describes: "Kral's proposal is based on"."""
    for mention in view.mentions:
        party = view.parties.get(mention.start)
        if party and mention.possessor:
            yield Stance(
                party, mention.start, clause_end(view, mention.end), "owner", view.sentence.n, mention
            )


def holders(view: View, wanted: set[str], demand: bool, found: Sequence[Stance]) -> list[Stance]:
    """The stances that may be the source of a claim with these word meanings.

    The stance that covers most of the claim's words decides; where a demand or an opposition is
    spelled out, its holder alone, since "Moscow said that Kyiv wanted X" is not Moscow's demand.

    Args:
        view: the sentence.
        wanted: meanings of the claim's content words.
        demand: whether the claim is a demand.
        found: the sentence's stances.
    """
    covered = [(stance, len(wanted & spoken_for(view, stance))) for stance in found]
    most = max((count for _, count in covered), default=0)
    best = [stance for stance, count in covered if count >= most - (1 if most >= 3 else 0)]
    spelled_out = [stance for stance in best if stance.kind in ("demand", "oppose")]
    spoken = [stance for stance in best if stance.kind == "speech"]
    if demand and spelled_out:
        return spelled_out
    if spoken:
        chosen = spoken + spelled_out
        if not demand:
            chosen += [s for s in best if s.kind == "subject" and s.start == 0]
        return chosen
    return [stance for stance in best if stance.kind != "owner"] or best


def spoken_for(view: View, stance: Stance) -> set[str]:
    """Meanings of the words of a sentence that a stance covers."""
    return {meaning(low) for low in view.lows[stance.start : stance.end]}
