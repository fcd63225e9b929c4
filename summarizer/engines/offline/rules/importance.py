"""What a party calls needed: "stressed the importance of", "it is essential that", "time for X to"."""

from __future__ import annotations

from summarizer.discourse import Discourse, View, subject_before
from summarizer.engines.offline.found import WEAK, Found
from summarizer.engines.offline.holders import holder_of, party_at, speaker_of
from summarizer.engines.offline.phrases import phrase_end
from summarizer.engines.offline.rules.frames import to_frame
from summarizer.lexicon import lexicon, word_list


def find(read: Discourse, view: View, i: int) -> Found | None:
    """What is needed by the noun or adjective at token ``i``."""
    words = lexicon()
    if view.lows[i] in words.importance:
        return _stressed(read, view, i)
    return _necessary(read, view, i) if view.lows[i] in words.necessity else None


def _stressed(read: Discourse, view: View, i: int) -> Found | None:
    """What a party "stressed the importance of"; not "of Tuesday's talks", which praises what was."""
    lows = view.lows
    if not i or lows[i - 1] not in ("the", "a") or lows[i + 1 : i + 2] not in (["of"], ["for"], ["to"]):
        return None
    verbs = lexicon().report_verbs
    verb = next((k for k in range(i - 1, max(-1, i - 4), -1) if lows[k] in verbs), None)
    if (
        verb is None
        or verbs[lows[verb]] not in word_list("demands", "stressing")
        or "'s" in lows[i + 2 : i + 5]
    ):
        return None
    holder = holder_of(read, view, subject_before(view, verb), verb)
    return Found(holder, view, i + 2, phrase_end(view, i + 2), None, WEAK) if holder else None


def _necessary(read: Discourse, view: View, i: int) -> Found | None:
    """As in "it is essential that", "how important it is for X to"."""
    lows = view.lows
    speaker = speaker_of(read, view, i)
    if speaker is None or {"it", "is", "'s"}.isdisjoint(lows[max(0, i - 3) : i + 4]):
        return None
    k = i + 3 if lows[i + 1 : i + 3] in (["it", "is"], ["it", "was"]) else i + 1
    if lows[k : k + 1] == ["for"]:
        framed = to_frame(view, k + 1)
        return (
            Found(speaker, view, framed[0], phrase_end(view, framed[0]), framed[1], WEAK) if framed else None
        )
    if lows[k : k + 1] == ["that"]:
        k += 1
    elif not _is_named(view, k):
        return None
    return Found(speaker, view, k, phrase_end(view, k), party_at(view, k), WEAK)


def _is_named(view: View, k: int) -> bool:
    """Whether a party or a name stands at token ``k``: "it is vital Ukraine gets"."""
    mention = view.mention_at(k)
    return mention is not None and mention.kind in ("party", "name")
