"""Spans of a sentence that state one thing, and their wording."""

from __future__ import annotations

from summarizer.discourse import View
from summarizer.engines.offline.clauses import after_adverbs
from summarizer.grammar import AUXILIARIES
from summarizer.lexicon import lexicon, word_list

LONGEST = 45
"""Words; a longer span is a sentence that the rules misread."""
_LOOSE = frozenset(["while", "although", "whereas", "though", "because"])
_MARKS = frozenset([",", "”", '"'])
_OWN = frozenset(["their", "its", "his", "her", "our"])
_LINKS = frozenset(["and", "or", "but", "the", "a", "an", "that", "as", "while", "because"])
# "if Kyiv and Moscow can agree", "between the union and the airline": two names, one subject.
_BEFORE_PAIRS = frozenset(["if", "that", "when", "unless", "until", "both", "between"])
_SUBORDINATORS = frozenset("while although though whereas because since if when as".split())
"""First words of a sentence whose first clause is not the main one."""


def phrase_end(view: View, start: int) -> int:
    """Where the thing stated from token ``start`` on ends.

    That is before the attribution ("..., she said"), before a contrast or a relative clause that a comma
    sets off, before the closing quotation mark of a quotation that ``start`` is inside of, and at most at the
    sentence's end.
    """
    limit = _limit(view, start)
    end = next((k for k in range(start, limit) if _ends_at(view, start, k, limit)), limit)
    return trimmed(view, start, end)


def _limit(view: View, start: int) -> int:
    """Where the attribution of what stands at ``start`` follows it, or the longest span ends."""
    limit = min(len(view.tokens), start + LONGEST)
    for speech in view.speeches:
        if speech.start <= start < speech.end and speech.verb > start and speech.speaker.start > start:
            limit = min(limit, speech.speaker.start, speech.verb)
    return limit


def _ends_at(view: View, start: int, k: int, limit: int) -> bool:
    """Whether the thing that begins at ``start`` ends before token ``k``."""
    text, low = view.tokens[k].text, view.lows[k]
    if text in (";", ":"):
        return True
    if k == start:
        return False
    if text == "," and _closes_first_clause(view, start, k):
        return True
    if text == "–" or (text in ("”", '"') and view.quoted[start] and not view.quoted[k]):
        return True
    after_mark = view.tokens[k - 1].text in _MARKS
    if after_mark and low in word_list("demands", "asides") and not (low == "as" and _is_aside(view, k)):
        return True
    if low in ("and", "or", "but"):
        return _ends_at_conjunction(view, k, limit, after_mark)
    return low in _LOOSE and k > start + 2


def _closes_first_clause(view: View, start: int, k: int) -> bool:
    """Whether the comma at ``k`` ends a clause that comes first: "While X has rejected it, Y insists"."""
    if view.lows[0] not in _SUBORDINATORS or not _opens_clause(view, k + 1):
        return False
    return not any(view.lows[i] == "," and _opens_clause(view, i + 1) for i in range(1, start))


def _ends_at_conjunction(view: View, k: int, limit: int, after_mark: bool) -> bool:
    """Whether "and", "or", "but" at ``k`` joins another statement, not another part of this one."""
    low = view.lows[k]
    if (low == "and" or (low == "or" and after_mark)) and _opens_clause(view, k + 1):
        return True
    next_statements = word_list("demands", "next_statements")
    return low != "or" and k + 1 < limit and view.lows[k + 1] in next_statements


def _is_aside(view: View, k: int) -> bool:
    """Whether "as" opens a short aside between commas: "or, as many say, freezing the conflict"."""
    return any(token.text == "," for token in view.tokens[k + 1 : k + 6])


def _opens_clause(view: View, k: int) -> bool:
    """Whether a new subject with a verb of its own stands at ``k`` ("and the union said")."""
    if k < len(view.lows) and view.lows[k] in ("that", "if"):
        return False
    joined = view.mention_ending_at(k - 1)
    if joined and joined.start and view.lows[joined.start - 1] in _BEFORE_PAIRS:
        return False
    mention = view.mention_within(k, k + 3)
    if not mention or mention.possessor:
        return False
    after = after_adverbs(view, mention.end)
    return after < len(view.lows) and _is_main_verb(view.lows[after])


def _is_main_verb(low: str) -> bool:
    words = lexicon()
    return (
        low in AUXILIARIES
        or low in words.report_verbs
        or low in words.demand_verbs
        or low in words.oppose_verbs
    )


def trimmed(view: View, start: int, end: int) -> int:
    """The end of ``[start, end)`` without trailing punctuation, conjunctions and articles."""
    while end > start and (
        _is_loose_mark(view, end - 1) or view.lows[end - 1] in _LINKS or _owns_speaker(view, end - 1)
    ):
        end -= 1
    return end


def _owns_speaker(view: View, k: int) -> bool:
    """Whether the word at ``k`` belongs to whoever is quoted: ", their" of ", their leader said"."""
    return k > 0 and view.lows[k] in _OWN and view.tokens[k - 1].text in _MARKS


def _is_loose_mark(view: View, k: int) -> bool:
    return not view.tokens[k].is_word and view.tokens[k].text not in ("%", ")", "”")


def wording(view: View, start: int, end: int) -> str:
    """The words of a span as a claim: stray quotation marks removed, first letter a capital."""
    text = _without_attribution(view, start, end).strip(" ,;:–-").removeprefix("for ")
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    if text.count('"') % 2:
        text = text.replace('"', "")
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _without_attribution(view: View, start: int, end: int) -> str:
    """The span's text without an "X said" between two commas inside of it."""
    for speech in view.speeches:
        first = min(speech.speaker.start, speech.verb)
        last = max(speech.speaker.end, speech.verb + 1)
        is_inside = start < first and last < end
        if is_inside and view.tokens[first - 1].text == "," and view.tokens[last].text == ",":
            return f"{view.text(start, first - 1)} {view.text(last + 1, end)}"
    return view.text(start, end)
