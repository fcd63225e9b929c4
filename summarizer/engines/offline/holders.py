"""Whose demand it is: the party behind a subject, a quotation, a possessor or a noun."""

from __future__ import annotations

from summarizer.discourse import Discourse, View
from summarizer.grammar import DETERMINERS, FIRST_PERSON, POSSESSIVES, PREPOSITIONS
from summarizer.lexicon import word_list
from summarizer.mentions import Mention

_BEFORE_MODIFIERS = POSSESSIVES | PREPOSITIONS | {"'s", "'", "the", "a", "and"}


def holder_of(read: Discourse, view: View, subject: Mention | None, i: int) -> str | None:
    """The party that holds what stands at token ``i`` with this grammatical subject."""
    if subject is None:
        return None
    if _is_speaker(read, view, subject):
        return speaker_of(read, view, i)
    if subject.kind == "pronoun":
        return view.parties.get(subject.start) or view.owners.get(subject.start)
    if read.cast.is_bystander(subject):
        return None
    if _is_own_body(view, subject):
        return speaker_of(read, view, i)
    return view.parties.get(subject.start)


def _is_speaker(read: Discourse, view: View, subject: Mention) -> bool:
    """Whether the subject is whoever speaks: "we", or "they" for "our members" of the sentence before."""
    if subject.kind == "pronoun" and subject.head in FIRST_PERSON:
        return True
    return subject.head == "they" and view.quoted[subject.start] and _spoke_of_own_people(read, view)


def _spoke_of_own_people(read: Discourse, view: View) -> bool:
    before = read.view(view.sentence.n - 1)
    if before is None:
        return False
    people = word_list("demands", "own_people")
    return any(
        low in ("our", "my") and after in people
        for low, after in zip(before.lows, before.lows[1:], strict=False)
    )


def _is_own_body(view: View, subject: Mention) -> bool:
    """Whether the subject is what its speaker belongs to: "his country", "our union"."""
    owned = subject.start > 0 and view.lows[subject.start - 1] in ("his", "her", "our", "my")
    return owned and subject.head in word_list("demands", "own_bodies")


def speaker_of(read: Discourse, view: View, i: int) -> str | None:
    """The party that speaks token ``i``; None for the article's own voice and for bystanders."""
    speech = view.speech_at(i)
    if speech:
        return None if read.cast.is_bystander(speech.speaker) else speech.party
    if view.quoted[i]:
        return None if view.quote_bystander else view.quote_speaker
    return None


def puts_words_in_mouth(view: View, i: int, holder: str) -> bool:
    """Whether a quotation says what *another* party wants: "he does not want peace", says his opponent."""
    return view.quoted[i] and view.speaker_at(i) not in (None, holder)


def party_at(view: View, i: int) -> str | None:
    """Party of the mention that begins at or just after token ``i``."""
    k = i
    while k < len(view.lows) and (view.lows[k] in DETERMINERS or view.tokens[k].text in ("“", '"')):
        k += 1
    mention = view.mention_at(k) or view.mention_at(k + 1)
    return view.parties.get(mention.start) if mention and not mention.possessor else None


def noun_holder(read: Discourse, view: View, i: int) -> str | None:
    """Whose the noun at token ``i`` is: "the union's demands", "their demand", "demands by the union"."""
    k = _before_modifiers(view, i)
    if k >= 1 and view.lows[k] in ("'s", "'"):
        owner = view.mention_ending_at(k)
        return None if owner is None or read.cast.is_bystander(owner) else view.parties.get(owner.start)
    if k >= 0 and view.lows[k] in POSSESSIVES:
        return speaker_of(read, view, k) if view.lows[k] in ("our", "my") else view.owners.get(k)
    link = next((j for j in range(i + 1, min(i + 7, len(view.lows))) if view.lows[j] in ("by", "from")), None)
    return party_at(view, link + 1) if link else None


def _before_modifiers(view: View, i: int) -> int:
    """The token before a noun's modifiers: "'s" in "the union's latest pay demand"."""
    k = i - 1
    while k >= 0 and i - k < 5 and _is_modifier(view, k):
        k -= 1
    return k


def _is_modifier(view: View, k: int) -> bool:
    is_plain = view.tokens[k].is_word and view.lows[k] not in _BEFORE_MODIFIERS
    return is_plain and not view.mention_ending_at(k + 1)
