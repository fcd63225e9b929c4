"""What a verb of demanding governs: where the demanded thing begins, and whom it is addressed to.

The frames of each verb stand in ``data/cues.toml``; a frame is read off the words after the verb.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.discourse import View
from summarizer.engines.offline.holders import party_at
from summarizer.engines.offline.phrases import phrase_end
from summarizer.grammar import AUXILIARIES, DAYS, DETERMINERS, POSSESSIVES, PREPOSITIONS, is_adverb
from summarizer.lexicon import lexicon, word_list

Frame = tuple[int, str | None]
"""First token of what is demanded, and the party that it is demanded of."""
_OBLIGING = frozenset(["must", "should", "shall", "needs", "ought"])
_BEFORE_BE = frozenset(["will", "would", "can", "could", "may", "might", "to"])
_GONE = frozenset(["out", "gone", "off", "back", "removed"])
_INSIDE_NAMES = frozenset(["of", "in", "at", "from", "for"])
_OWN = frozenset(["his", "her", "its", "their", "our", "my"])


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of demanding at token ``at``."""

    view: View
    at: int
    base: str
    own_words: bool
    """Whether a party says it of itself, in quotation marks: "we need"."""

    @property
    def frames(self) -> tuple[str, ...]:
        """What the verb may govern."""
        return lexicon().frames[self.base]


def frame(verb: Verb) -> Frame | None:
    """What the verb demands, by the first of its frames that fits; None if it demands nothing here."""
    view = verb.view
    k = _object_start(verb)
    if k >= len(view.lows) or view.lows[k] in AUXILIARIES:
        return None
    low = view.lows[k]
    if (low in ("on", "upon") and "on" in verb.frames) or (low == "with" and "with" in verb.frames):
        return _after_on(view, k)
    if low == "to" and "whom" in verb.frames:
        return to_frame(view, k + 1)
    if low == "for" and "for" in verb.frames:
        return after_for(view, k + 1)
    if low == "that" and "that" in verb.frames:
        return _that_clause(verb, k + 1)
    return _action(verb, k) or _thing(verb, k)


def _object_start(verb: Verb) -> int:
    """First token of what follows the verb; after "is for" in "what we want is for them to come back"."""
    view = verb.view
    k = _skip_time(view, verb.at + 1)
    if view.lows[k : k + 1] in (["is"], ["was"]) and "what" in view.lows[max(0, verb.at - 4) : verb.at]:
        k += 2 if view.lows[k + 1 : k + 2] == ["for"] else 1
    return k


def _skip_time(view: View, k: int) -> int:
    """The token after adverbs, an opening quotation mark and "on Monday"."""
    lows = view.lows
    # "Both sides" and "all members" begin what is demanded.
    while (
        k < len(lows)
        and lows[k] not in ("both", "all")
        and (is_adverb(view.tokens[k]) or view.tokens[k].text in ("“", '"'))
    ):
        k += 1
    return k + 2 if k + 1 < len(lows) and lows[k] == "on" and lows[k + 1] in DAYS else k


def _action(verb: Verb, k: int) -> Frame | None:
    """What is to be done: "not to strike", "to see the dam closed", "Boeing to pay"."""
    view, frames = verb.view, verb.frames
    if "to" not in frames and "not" not in frames:
        return None
    if view.lows[k : k + 2] == ["not", "to"]:
        return k, None
    ensured = _ensured(verb, k + 1) if view.lows[k] == "to" and "to" in frames else None
    return ensured or to_frame(view, k, needs_not="to" not in frames)


def _thing(verb: Verb, k: int) -> Frame | None:
    """What is demanded as a noun or a gerund: "the release of", "banning"."""
    is_gerund = verb.view.lows[k].endswith("ing") and "ing" in verb.frames
    return (k, None) if is_gerund or ("np" in verb.frames and _is_noun_phrase(verb, k)) else None


def _ensured(verb: Verb, k: int) -> Frame | None:
    """As in "wants to see the dam closed", "want to make sure that ...", "is asking to meet the premier"."""
    view, lows = verb.view, verb.view.lows
    if lows[k : k + 2] == ["make", "sure"]:
        k += 2
    elif lows[k : k + 1] in (["see"], ["ensure"]):
        k += 1
    else:
        return (k, None) if verb.base in ("ask", "demand") and k + 1 < len(lows) else None
    if lows[k : k + 1] == ["that"]:
        k += 1
    is_open = k >= len(lows) - 1 or lows[k] in ("how", "what", "whether", "if")
    return None if is_open else (k, party_at(view, k))


def _after_on(view: View, k: int) -> Frame | None:
    """As in "called on Boeing to pay", "insists on abandoning"."""
    found = to_frame(view, k + 1)
    if found or view.lows[k] != "on" or k + 1 >= len(view.lows):
        return found
    insists = view.lows[k - 1].startswith("insist")
    return (k + 1, None) if insists or view.lows[k + 1].endswith("ing") else None


_LENGTHS = frozenset(
    """minute minutes hour hours day days night nights week weeks fortnight month months year years""".split()
)


def after_for(view: View, k: int) -> Frame | None:
    """What "for X to do Y", "for Y" or "what we asked for was Y" demands, from the token after "for" on."""
    if view.lows[k : k + 1] in (["was"], ["is"]):
        k += 2 if view.lows[k + 1 : k + 2] == ["for"] else 1
    if _is_duration(view, k):
        return None
    return to_frame(view, k) or ((k, None) if k < len(view.lows) else None)


def _is_duration(view: View, k: int) -> bool:
    """Whether a length of time begins at token ``k``: "strike for three days", "march for a week"."""
    return any(low in _LENGTHS for low in view.lows[k + 1 : k + 3]) and view.lows[k] not in POSSESSIVES


def to_frame(view: View, k: int, needs_not: bool = False) -> Frame | None:
    """What "X to do Y" from token ``k`` on demands of X; with ``needs_not``, "X not to do Y" only."""
    lows = view.lows
    for j in range(k + 1, min(k + 12, len(lows))):
        if lows[j] == "to":
            is_order = not _is_preposition(view, j) and not (lows[k] in _OWN and j > k + 1)
            return (k, party_at(view, k)) if is_order and (not needs_not or lows[j - 1] == "not") else None
        if _ends_addressee(view, j):
            return None
    return None


def _is_preposition(view: View, j: int) -> bool:
    """Whether "to" at ``j`` governs a noun: "access to the site"."""
    if j + 1 >= len(view.lows) or is_adverb(view.tokens[j + 1]):
        return False
    return view.lows[j + 1] in DETERMINERS or view.mention_at(j + 1) is not None


def _ends_addressee(view: View, j: int) -> bool:
    """Whether token ``j`` cannot stand inside the name or description of whom a demand is addressed to."""
    token, low = view.tokens[j], view.lows[j]
    if token.text in (",", ";", ":", "–") or low in ("that", "which", "who"):
        return True
    if not token.is_capitalised and (low in AUXILIARIES or low in lexicon().report_verbs):
        return True
    return low in PREPOSITIONS and low not in _INSIDE_NAMES


def _that_clause(verb: Verb, k: int) -> Frame | None:
    """What "that S" demands: an obligation or a subjunctive, not an assertion ("insisted that it won")."""
    view = verb.view
    asserts = verb.base in word_list("demands", "asserting")
    if k >= len(view.lows) or (asserts and not _has_obligation(view, k)):
        return None
    return k, party_at(view, k)


def _has_obligation(view: View, k: int) -> bool:
    """Whether a clause obliges: "must", or the subjunctive of "that the dam be filled"."""
    span = view.lows[k : phrase_end(view, k)]
    if not _OBLIGING.isdisjoint(span):
        return True
    return any(low == "be" and (j == 0 or span[j - 1] not in _BEFORE_BE) for j, low in enumerate(span))


def _is_noun_phrase(verb: Verb, k: int) -> bool:
    """Whether a noun phrase that names the thing demanded begins at token ``k``."""
    view, base = verb.view, verb.base
    low, token = view.lows[k], view.tokens[k]
    if low == "more":
        return True
    if low in word_list("demands", "no_things") or not token.is_word or low in AUXILIARIES:
        return False
    if low == "each" or low in POSSESSIVES:
        return base not in ("order", "need")
    if base == "need":
        return verb.own_words and "i" not in view.lows[max(0, k - 3) : k]
    mention = view.mention_at(k)
    if base in ("order", "urge"):
        return mention is None
    if base == "want" and mention and mention.kind in ("party", "name"):
        return not _GONE.isdisjoint(view.lows[k : k + 8])
    return True
