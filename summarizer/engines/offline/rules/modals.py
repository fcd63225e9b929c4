"""What somebody says must or should be: "any deal must take into account ..."."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.discourse import Discourse, View, subject_before
from summarizer.engines.offline.clauses import after_adverbs, clause_start
from summarizer.engines.offline.found import STRONG, WEAK, Found
from summarizer.engines.offline.holders import holder_of, speaker_of
from summarizer.engines.offline.phrases import phrase_end
from summarizer.grammar import FIRST_PERSON
from summarizer.lexicon import lexicon, word_list
from summarizer.mentions import Mention

_NEEDING = frozenset(["has", "have", "need", "needs"])
_UNREAL = frozenset(["to", "may", "might", "will", "'ll"])


@dataclass(frozen=True, slots=True)
class _Modal:
    """A modal at token ``at`` whose cue is its first word; ``after`` is the token of the verb it governs."""

    view: View
    at: int
    after: int
    speaker: str

    @property
    def cue(self) -> str:
        return self.view.lows[self.at]

    @property
    def verb(self) -> str:
        return self.view.lows[self.after]


def find(read: Discourse, view: View, i: int) -> Found | None:
    """What the speaker of a modal at token ``i`` says must be, and who must do it."""
    modal = _modal_at(read, view, i)
    if modal is None or not _obliges(modal):
        return None
    subject = subject_before(view, i)
    start = _after_apposition(view, clause_start(view, i), subject)
    if start >= i:
        return None
    if subject and subject.kind == "pronoun" and (subject.head in FIRST_PERSON or subject.head == "you"):
        return _found(modal, start, None, WEAK) if _is_shared(modal, subject) else None
    addressee = _addressee(read, modal, subject)
    if subject and addressee == modal.speaker:
        if not _is_impersonal(modal, subject):
            return None
        addressee = None
    return _found(modal, start, addressee, STRONG if modal.cue == "must" else WEAK)


def _found(modal: _Modal, start: int, addressee: str | None, strength: int) -> Found:
    end = phrase_end(modal.view, modal.after)
    return Found(modal.speaker, modal.view, start, end, addressee, strength)


def _modal_at(read: Discourse, view: View, i: int) -> _Modal | None:
    """The modal at token ``i`` that a party speaks, with its verb."""
    phrase = lexicon().modals.at(view.lows, i)
    if not phrase:
        return None
    after = after_adverbs(view, i + len(phrase))
    speaker = speaker_of(read, view, i)
    return _Modal(view, i, after, speaker) if speaker and after < len(view.lows) else None


def _obliges(modal: _Modal) -> bool:
    """Whether the modal puts a demand on somebody: not "if it should", "may need to", "must have been"."""
    view, cue = modal.view, modal.cue
    before = view.lows[modal.at - 1] if modal.at else ""
    if cue == "better" and not (modal.at and (view.mention_ending_at(modal.at) or before in ("'d", "had"))):
        return False
    if cue in ("must", "should") and modal.verb in ("have", "say", "add"):
        return False
    if (cue in _NEEDING and before in _UNREAL) or (cue == "should" and before == "if"):
        return False
    # "had to" states an obligation in reported speech only; in a quotation it is the past.
    return not (cue == "had" and view.quoted[modal.at]) and not _concedes(modal)


def _concedes(modal: _Modal) -> bool:
    """Whether the speaker grants or foresees what must be: "he admitted that they should"."""
    speech = modal.view.speech_at(modal.at)
    if speech is None:
        return False
    base = lexicon().report_verbs.get(modal.view.lows[speech.verb])
    return base in word_list("demands", "conceding")


def _after_apposition(view: View, start: int, subject: Mention | None) -> int:
    """Leave out what is set before the subject: "A dictator, Zelensky better move fast"."""
    if subject and subject.start > start and view.tokens[subject.start - 1].text == ",":
        return subject.start
    return start


def _is_shared(modal: _Modal, subject: Mention) -> bool:
    """Whether "we must" says what is to come about, as in "we must see", not what the speaker will do."""
    if modal.cue in ("has", "have") or subject.head in ("i", "you"):
        return False
    return modal.cue not in ("must", "should", "need") or modal.verb in ("be", "see", "get", "have")


def _addressee(read: Discourse, modal: _Modal, subject: Mention | None) -> str | None:
    if subject and subject.kind == "pronoun":
        return modal.view.parties.get(subject.start)
    return holder_of(read, modal.view, subject, modal.at)


def _is_impersonal(modal: _Modal, subject: Mention) -> bool:
    """Whether a speaker's "must" about the own side says what has to be, not what it will do.

    "Its security must be guaranteed, Kyiv said" does; "Kyiv must decide" in Kyiv's own report does not.
    """
    if subject.kind == "pronoun":
        return modal.verb == "be"
    speech = modal.view.speech_at(modal.at)
    return speech is None or speech.speaker.start != subject.start
