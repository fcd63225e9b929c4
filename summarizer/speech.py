"""Attributions: which words of a sentence somebody says, and who."""

from __future__ import annotations

from functools import cache

from summarizer.grammar import AUXILIARIES, PREPOSITIONS, is_adverb, is_verb_like
from summarizer.lexicon import lexicon, word_list
from summarizer.mentions import Mention
from summarizer.subjects import first_subject, subject_before
from summarizer.views import Speech, View

_BEFORE_SPEAKER = frozenset(["the", "a", "an", "its", "his", "her", "their"])
_AFTER_QUOTE = frozenset([",", "”", '"', "'", "?", "!", "–"])
_CONTRASTS = frozenset(["while", "but", "whereas", "and", "although", "though"])
_BE = frozenset(["is", "are", "was", "were", "be", "been"])
_SHORT_LEAD = 14
"""Words before "X said" up to which they may only set the scene: "Speaking in Geneva, X said"."""


def speeches(view: View) -> list[Speech]:
    """All attributions that the sentence itself makes."""
    cues = _cues()
    found = (_attribution(view, i) for i, low in enumerate(view.lows) if low in cues)
    return [speech for speech in found if speech]


@cache
def _cues() -> frozenset[str]:
    """The words that may make an attribution."""
    words = lexicon()
    return frozenset({"according", "quoted", *words.report_verbs, *words.report_nouns} | _phrasal())


def _attribution(view: View, i: int) -> Speech | None:
    """The attribution that the word at token ``i`` makes: a verb or noun of saying, "according to"."""
    lows, low = view.lows, view.lows[i]
    if view.quoted[i] or (i and view.tokens[i].is_capitalised):
        return None
    if low == "according" and lows[i + 1 : i + 2] == ["to"]:
        return _according(view, i)
    if _base(view, i) is not None or (low == "quoted" and lows[i + 1 : i + 3] == ["as", "saying"]):
        return _reported(view, i)
    if low in lexicon().report_nouns and lows[i + 1 : i + 2] == ["that"]:
        subject = subject_before(view, i)
        return _speech(view, subject, i, (i + 2, clause_end(view, i + 2))) if subject else None
    return None


def _speech(view: View, speaker: Mention, verb: int, span: tuple[int, int]) -> Speech:
    return Speech(speaker, view.parties.get(speaker.start), verb, *span)


def _base(view: View, i: int) -> str | None:
    """The base form of the verb of saying at token ``i``: "say", "point out"; None for other words."""
    low, verbs = view.lows[i], lexicon().report_verbs
    phrasal = verbs.get(" ".join(view.lows[i : i + 2])) if low in _phrasal() else None
    return verbs.get(low) or phrasal


@cache
def _phrasal() -> frozenset[str]:
    """First words of the verbs of saying that have two."""
    return frozenset(form.split()[0] for form in lexicon().report_verbs if " " in form)


def _according(view: View, i: int) -> Speech | None:
    """What "according to X" covers: at the head of a sentence what follows, else what precedes."""
    source = view.mention_within(i + 2, i + 6)
    if source is None:
        return None
    return _speech(view, source, i, (source.end, len(view.tokens)) if i <= 1 else (0, i))


def _reported(view: View, i: int) -> Speech | None:
    """The attribution made by the reporting verb at token ``i``, if it makes one."""
    after = i + 3 if view.lows[i] == "quoted" else i + 1
    inverted = _inverted_speaker(view, i, after)
    speaker = inverted or _subject(view, i)
    if speaker is None:
        return None
    whole = (0, len(view.tokens))
    if _is_parenthesis(view, speaker, i):
        return _speech(view, speaker, i, whole)
    # What stands before "X said" is covered where it ends in a comma or a quotation mark.
    lead = _lead_end(view, speaker, i)
    if lead:
        tail = speaker.end if inverted else after
        span = whole if any(view.quoted[tail:]) else (0, max(lead, _said_tail(view, tail)))
        return _speech(view, speaker, i, span)
    if view.lows[after : after + 1] == ["to"]:
        return None  # "claims to have annexed"
    is_plain = _base(view, i) in word_list("reading", "plain_speech") or _introduced(view, speaker)
    if not is_plain and not _opens_speech(view, after):
        return None
    start = _after_listener(view, i, after)
    return _speech(view, speaker, i, (start, clause_end(view, start, speech=True)))


def _inverted_speaker(view: View, i: int, after: int) -> Mention | None:
    """The speaker behind the verb: '", said the union', '", said the union's general secretary'."""
    if i == 0 or view.lows[i].endswith("ing") or view.tokens[i - 1].text not in _AFTER_QUOTE:
        return None
    k = after
    while k < len(view.tokens) and view.lows[k] in _BEFORE_SPEAKER:
        k += 1
    nearby = (m for m in view.mentions if m.start <= k < m.end or k <= m.start <= k + 2)
    speaker = next((m for m in nearby if not m.possessor), None) or _role_of_owner(view, k)
    if speaker is None or speaker.kind == "pronoun" or not _is_inverted(view, i, speaker):
        return None
    return speaker


def _is_inverted(view: View, verb: int, mention: Mention) -> bool:
    """Whether the mention after the verb speaks: "..., said Kyiv", not "Roy, a minister, said Brazil ..."."""
    lows = view.lows
    if view.tokens[verb - 1].text in ("”", '"', "'", "?", "!"):
        return True
    if lexicon().report_verbs.get(lows[verb]) == "tell" or "that" in lows[verb + 1 : mention.start]:
        return False
    after = next((k for k in range(mention.end, len(lows)) if not is_adverb(view.tokens[k])), None)
    return after is None or not _goes_on(lows[after])


def _goes_on(low: str) -> bool:
    """Whether the word makes what stands before it the subject of what is said, not of the saying."""
    return is_verb_like(low) or low in ("to", "'s") or low.endswith("ed")


def _role_of_owner(view: View, k: int) -> Mention | None:
    """The role in "said the union's general secretary": the mention behind its owner."""
    owner = next((m for m in view.mentions if k <= m.start <= k + 2 and m.possessor), None)
    return view.mention_within(owner.end + 1, owner.end + 3) if owner else None


def _subject(view: View, i: int) -> Mention | None:
    """The speaker before the verb; None for "is said to be" and "was told", whose subject does not speak."""
    before = view.lows[i - 1] if i else ""
    subject = subject_before(view, i)
    if not subject and before == "to":  # "wrote to the president to say that"
        subject = first_subject(view, [m for m in view.mentions if m.end < i and not m.possessor])
    is_passive = before in _BE and not view.lows[i].endswith("ing") and view.lows[i] != "quoted"
    return None if is_passive else subject


def _after_listener(view: View, verb: int, after: int) -> int:
    """Where the words begin after "told Reuters last week that" or "said on Thursday that"."""
    for k in range(after, min(after + 9, len(view.lows))):
        if view.lows[k] == "that":
            return k + 1
        if view.tokens[k].text in (",", "“", '"') or view.lows[k] in lexicon().report_verbs:
            break
    if lexicon().report_verbs.get(view.lows[verb]) == "tell":
        listener = view.mention_within(after, after + 2)
        return listener.end if listener else after
    return after


def _is_parenthesis(view: View, speaker: Mention, verb: int) -> bool:
    """Whether "X said" stands between two commas inside what X says: "The remedy, he argued, should"."""
    before, after = min(speaker.start, verb) - 1, max(verb + 1, speaker.end)
    if before < 1 or after >= len(view.tokens) - 1:
        return False
    return view.tokens[before].text == "," and view.tokens[after].text == ","


def _opens_speech(view: View, i: int) -> bool:
    """Whether "that" or a quotation follows within a few words, as in "signalled on Monday that"."""
    reach = range(i, min(i + 6, len(view.lows)))
    return any(view.lows[k] == "that" or view.tokens[k].text in ("“", '"', ":") for k in reach)


def _said_tail(view: View, end: int) -> int:
    """A participle after the attribution goes on with the speech: "..., he said, adding that ..."."""
    span = view.lows[end : end + 12]
    goes_on = any(low.endswith("ing") and low in lexicon().report_verbs for low in span)
    return len(view.lows) if goes_on else end


def _lead_end(view: View, speaker: Mention, verb: int) -> int:
    """Where the reported words before "X said" end; 0 if the sentence begins with the attribution."""
    first = min(speaker.start, verb)
    while first > 0 and (
        view.lows[first - 1] in _BEFORE_SPEAKER or view.lows[first - 1] in ("senior", "former")
    ):
        first -= 1
    lead = first - 1
    if lead < 1 or view.tokens[lead].text not in _AFTER_QUOTE or view.lows[verb + 1 : verb + 2] == ["that"]:
        return 0  # "Canada's trade minister, Paul Roy, said that": what is said follows
    if _introduced(view, speaker):
        return 0  # what stands before is who speaks
    words = sum(token.is_word for token in view.tokens[:lead])
    return 0 if words < 3 or (words < _SHORT_LEAD and _sets_scene(view, lead)) else lead


def _introduced(view: View, speaker: Mention) -> bool:
    """Whether the sentence begins with who the speaker is: "The union's president, Marta Keller, admits"."""
    k = speaker.start - 1
    if k < 1 or view.tokens[k].text != ",":
        return False
    role = view.mention_ending_at(k)
    start = role.start if role else k
    while start and view.lows[start - 1] == "'s" and (owner := view.mention_ending_at(start - 1)):
        start = owner.start
    return start <= 1


def _sets_scene(view: View, lead: int) -> bool:
    """Whether the words up to ``lead`` say where or when, not what: "In Geneva, X said"."""
    head = view.lows[0]
    opens = head in PREPOSITIONS or head in word_list("reading", "settings")
    return opens and not any(view.quoted[:lead])


def clause_end(view: View, start: int, speech: bool = False) -> int:
    """End of the clause that begins at ``start``: a semicolon, or a conjunction with a new subject.

    With ``speech`` only a contrast with another subject and its own verb of saying or demanding ends
    it ("Moscow said that ..., while Kyiv demanded ...").
    """
    for k in range(start + 1, len(view.lows)):
        if view.quoted[k] and view.quoted[start]:
            continue
        if view.tokens[k].text == ";" and not speech:
            return k
        if view.lows[k] in _CONTRASTS and _opens_contrast(view, k, speech):
            return k - 1
    return len(view.lows)


def _opens_contrast(view: View, k: int, speech: bool) -> bool:
    """Whether the conjunction at ``k`` is set off and begins a clause of its own subject and verb."""
    if view.tokens[k - 1].text not in (",", ";", "”", '"', "–"):
        return False
    subject = next((m for m in view.mentions if k < m.start <= k + 4 and m.kind != "pronoun"), None)
    if subject is None or subject.possessor:
        return False
    words = lexicon()
    for i in range(subject.end, min(subject.end + 5, len(view.lows))):
        low = view.lows[i]
        if low in words.report_verbs or low in words.demand_verbs:
            if not speech or not view.quoted[i]:
                return True
        elif (low in AUXILIARIES and not speech) or (
            low in words.oppose_verbs and speech and not view.quoted[i]
        ):
            return True
    return False
