"""The grammatical subject of a verb, found by looking left from it."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.grammar import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    PREPOSITIONS,
    TIME_WORDS,
    is_adverb,
    is_verb_like,
)
from summarizer.lexicon import lexicon
from summarizer.mentions import Mention
from summarizer.views import View

_MARKS = frozenset(["“", "”", '"'])
_NEGATIONS = frozenset(["not", "n't", "never", "to"])
_BEFORE_TIMES = frozenset(["on", "in", "by", "at", "during", "since"])
_BEFORE_HEADS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "both", "this", "that", "these", "some"]
)
_LINKS = frozenset(["of", "for", "from", "at", "in", "with", "to", "on", "by", "near"])
_BEFORE_LAST = _LINKS - {"by", "near"}
_POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "my"])
_MOST_HOPS = 4
"""Nested noun phrases that are followed to their head: "a spokesman for the leader of the union of ..."."""


def subject_before(view: View, verb: int) -> Mention | None:
    """The mention that is the subject of the verb at token ``verb``, looking left.

    Steps over auxiliaries, adverbs, time expressions and appositions; goes to the head of "a spokesman
    for the union" and "officials from NATO countries"; a relative "who" or a participle takes the noun
    or the subject before it.
    """
    tokens, lows = view.tokens, view.lows
    k = _skip_left(view, verb - 1)
    if k < 0:
        return None
    if lows[k] in ("who", "which", "that"):
        return _antecedent(view, k)
    if lows[k] in ("and", "but", "or") or (tokens[k].text == "," and lows[k + 1] in ("and", "but")):
        return _coordinate_subject(view, k)
    if _is_participle(view, verb) and (tokens[k].text == "," or not view.mention_ending_at(k + 1)):
        return _main_subject(view, k)
    if tokens[k].text in (",", "–", ")"):
        return _before_apposition(view, k)
    mention = view.mention_ending_at(k + 1)
    return _head_of(view, mention) if mention and not mention.possessor else _head_noun(view, k)


def first_subject(view: View, mentions: Sequence[Mention]) -> Mention | None:
    """The first of these mentions that no preposition governs."""
    for mention in mentions:
        k = mention.start - 1
        while k >= 0 and (view.lows[k] in ("the", "a", "an") or _is_plain_modifier(view, k)):
            k -= 1
        if k < 0 or view.lows[k] not in PREPOSITIONS:
            return mention
    return mentions[0] if mentions else None


def _is_participle(view: View, verb: int) -> bool:
    """Whether the verb is an -ing without an auxiliary: "..., demanding that"."""
    return view.lows[verb].endswith("ing") and (verb == 0 or view.lows[verb - 1] not in AUXILIARIES)


def _skip_left(view: View, k: int) -> int:
    """Step left over auxiliaries, adverbs, negation, quotes and time expressions."""
    while k >= 0:
        before = k - 1 if _is_skipped(view, k) else _before_time(view, k)
        if before == k:
            return k
        k = before
    return k


def _is_skipped(view: View, k: int) -> bool:
    low, token = view.lows[k], view.tokens[k]
    if low in AUXILIARIES or low in _NEGATIONS or token.text in _MARKS:
        return True
    return is_adverb(token) and not view.mention_ending_at(k + 1)


def _before_time(view: View, k: int) -> int:
    """The token before a time expression that ends at ``k``: before "on" in "on Friday 3 May"; else ``k``."""
    lows = view.lows
    back = k
    while back >= 0 and (
        lows[back] in TIME_WORDS or (back and lows[back].isdigit() and lows[back - 1] in TIME_WORDS)
    ):
        back -= 1
    return back - 1 if 0 <= back < k and lows[back] in _BEFORE_TIMES else back


def _antecedent(view: View, k: int) -> Mention | None:
    """What the relative pronoun at ``k`` stands for: "officials from the union, who said"."""
    if k and view.tokens[k - 1].text == ",":
        k -= 1
    mention = view.mention_ending_at(k)
    return _head_of(view, mention) if mention and mention.kind == "group" else mention


def _head_of(view: View, mention: Mention) -> Mention | None:
    """The head of a noun phrase that ends in ``mention``: "officials" in "officials from NATO countries"."""
    lows = view.lows
    for _ in range(_MOST_HOPS):
        k = mention.start - 1
        while k >= 0 and (lows[k] in _BEFORE_HEADS or _is_plain_modifier(view, k)):
            k -= 1
        if k < 1 or (lows[k] not in _LINKS and lows[k] != "and"):
            break
        outer = view.mention_ending_at(k)
        is_actor = outer is not None and not outer.possessor and outer.kind != "pronoun"
        if lows[k] == "and":
            return outer if is_actor else mention
        if outer is None or not is_actor:
            return _possessor_of_head(view, k)
        mention = outer
    return mention


def _is_plain_modifier(view: View, k: int) -> bool:
    """A lower-case word that may stand inside a noun phrase: no name, no function word, no verb of saying."""
    token = view.tokens[k]
    if not token.is_word or token.is_capitalised or view.mention_at(k):
        return False
    low, words = token.low, lexicon()
    if low in PREPOSITIONS or low in CONJUNCTIONS or low in AUXILIARIES:
        return False
    return low not in words.report_verbs and low not in words.demand_verbs


def _before_modifiers(view: View, k: int) -> int:
    """The token before the plain modifiers that end at ``k``; -1 if there is none."""
    while k >= 0 and _is_plain_modifier(view, k):
        k -= 1
    return k


def _possessor_of_head(view: View, k: int) -> Mention | None:
    """The possessor of a head noun that no list knows: "Zelensky's peace proposal for ..." gives Zelensky."""
    i = _before_modifiers(view, k - 1)
    return view.mention_ending_at(i) if i >= 0 and view.lows[i] == "'s" else None


def _head_noun(view: View, k: int) -> Mention | None:
    """The subject where the words before the verb are not a mention: its possessor, or nothing."""
    i = _before_modifiers(view, k)
    if i < 0:
        return None
    if view.lows[i] == "'s":
        return view.mention_ending_at(i)
    if view.lows[i] in _POSSESSIVES:
        return Mention(i, i + 1, "pronoun", head=view.lows[i])
    if view.lows[i] not in _BEFORE_LAST or i == k:
        return None
    mention = view.mention_ending_at(i)
    return _head_of(view, mention) if mention else _head_noun(view, i - 1)


def _before_apposition(view: View, k: int) -> Mention | None:
    """The mention before an apposition or relative clause that ends with the comma at ``k``."""
    opener = "(" if view.tokens[k].text == ")" else view.tokens[k].text
    openers = [i for i in range(k - 1, -1, -1) if view.tokens[i].text == opener]
    # A relative clause may hold commas of its own: "X, which serves A, B and C, said".
    relative = [i for i in openers if view.lows[i + 1] in ("which", "who", "whose")]
    for i in relative + openers:
        mention = view.mention_ending_at(i)
        if mention is None and i > 0 and k - i > 1:
            continue
        if mention is None or mention.possessor:
            return None
        return _named_in_role(view, mention, k) or _head_of(view, mention)
    inner = view.mention_ending_at(k)
    return inner if inner and not inner.possessor else None


def _named_in_role(view: View, role: Mention, k: int) -> Mention | None:
    """The person between two commas after a role: "Its general manager, Tobias Lang, said"."""
    named = view.mention_ending_at(k)
    is_role = role.head in lexicon().offices and not role.name
    return named if is_role and named and named.start == role.end + 1 and named.name else None


def _main_subject(view: View, k: int) -> Mention | None:
    """Subject of the clause that a participle belongs to: the last speaker or subject before it."""
    before = [m for m in view.mentions if m.end <= k + 1 and not m.possessor and not view.quoted[m.start]]
    return _joined_subject(view, k, before) or _last_speaker(view, k, before) or first_subject(view, before)


def _joined_subject(view: View, k: int, before: Sequence[Mention]) -> Mention | None:
    """The subject of a clause joined on: "..., and the Alliance passed a resolution pushing for"."""
    for i in range(k, 1, -1):
        if view.lows[i] in ("and", "but", "while") and view.tokens[i - 1].text in (",", ";"):
            return next((m for m in before if i < m.start <= i + 3 and m.kind != "pronoun"), None)
    return None


def _last_speaker(view: View, k: int, before: Sequence[Mention]) -> Mention | None:
    """The subject of the last verb of saying before ``k``, also behind it: '", said Ann Lee, calling for'."""
    verbs = lexicon().report_verbs
    for i in range(k, 0, -1):
        if view.lows[i] not in verbs or view.quoted[i] or view.lows[i].endswith("ing"):
            continue
        inverted = next((m for m in before if m.start in (i + 1, i + 2)), None)
        if inverted and view.tokens[i - 1].text in (",", "”", '"'):
            return inverted
        subject = subject_before(view, i)
        if subject:
            return subject
    return None


def _coordinate_subject(view: View, k: int) -> Mention | None:
    """Subject of a second verb: "X met Y and demanded Z" takes the first verb's subject.

    What follows a reported clause goes on with the speaker: "Russia said the West was unready and
    dismissed the report".
    """
    speaker = _main_speaker(view, k)
    if speaker:
        return speaker
    for i in range(k - 1, 0, -1):
        if view.quoted[i]:
            continue
        if view.lows[i] in CLAUSE_OPENERS:
            return None
        subject = subject_before(view, i) if _may_be_verb(view, i) else None
        if subject:
            return subject
    return first_subject(view, [m for m in view.mentions if m.end <= k and not m.possessor])


def _main_speaker(view: View, k: int) -> Mention | None:
    """Who says, at the head of the sentence, what the conjunction at ``k`` goes on from."""
    follows = k + 1 < len(view.lows) and is_verb_like(view.lows[k + 1])
    if not follows or any(view.quoted[:k]):
        return None
    main = next((i for i in range(1, k) if view.lows[i] in lexicon().report_verbs), None)
    subject = subject_before(view, main) if main else None
    return subject if subject and subject.start <= 4 else None


def _may_be_verb(view: View, i: int) -> bool:
    low = view.lows[i]
    return is_verb_like(low) or (low.endswith("ed") and i > 1)
