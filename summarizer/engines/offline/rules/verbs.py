"""Verbs of demanding: "called for X to", "demanded that", "insists on", "wants X to"."""

from __future__ import annotations

from summarizer.discourse import Discourse, View, subject_before
from summarizer.engines.offline.clauses import clause_start, is_passive, is_verb
from summarizer.engines.offline.found import MIDDLING, STRONG, WEAK, Found
from summarizer.engines.offline.holders import holder_of, party_at, puts_words_in_mouth
from summarizer.engines.offline.phrases import phrase_end
from summarizer.engines.offline.rules.frames import Verb, frame
from summarizer.grammar import AUXILIARIES, FIRST_PERSON, NEGATIONS, is_adverb
from summarizer.lexicon import lexicon

_WANTING = frozenset(["want", "seek"])
# With these a party may speak of what it will do itself: "Boeing expects Boeing to recover".
_EXPECTING = frozenset(["want", "expect", "need", "hope"])
_SOUGHT = frozenset(["demand", "seek", "request", "propose", "call"])


def find(read: Discourse, view: View, i: int) -> Found | None:
    """What the subject of a verb of demanding at token ``i`` demands."""
    base = lexicon().demand_verbs.get(view.lows[i])
    if base is None or not _is_cue(view, i):
        return None
    if is_passive(view, i):
        return _passive(view, i, base)
    subject = subject_before(view, i)
    holder = holder_of(read, view, subject, i)
    if holder is None or puts_words_in_mouth(view, i, holder):
        return None
    own_words = view.quoted[i] and subject is not None and subject.head in FIRST_PERSON
    framed = frame(Verb(view, i, base, own_words))
    if framed is None or (framed[1] == holder and base in _EXPECTING):
        return None
    start, addressee = framed
    return Found(
        holder, view, start, phrase_end(view, start), addressee, STRONG if own_words else _strength(base)
    )


def _is_cue(view: View, i: int) -> bool:
    """Whether the word is a verb here, not part of a name, and not negated."""
    if (i and view.tokens[i].is_capitalised) or not is_verb(view, i):
        return False
    return NEGATIONS.isdisjoint(view.lows[max(0, i - 3) : i])


def _strength(base: str) -> int:
    if base not in lexicon().weak_verbs:
        return STRONG
    return MIDDLING if base in _WANTING else WEAK


def _passive(view: View, i: int, base: str) -> Found | None:
    """The subject of a passive is demanded: "the release of the backlog has been sought by the State"."""
    k = i + 2 if view.lows[i + 1 : i + 2] == ["for"] else i + 1
    if base not in _SOUGHT or view.lows[k : k + 1] != ["by"]:
        return None
    holder = party_at(view, k + 1)
    start = clause_start(view, i)
    end = i
    while end > start and (view.lows[end - 1] in AUXILIARIES or is_adverb(view.tokens[end - 1])):
        end -= 1
    return Found(holder, view, start, end, None, STRONG) if holder and end - start >= 2 else None
