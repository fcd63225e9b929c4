"""What is denied, supposed or merely possible is nobody's demand.

"Kenya denied demanding a ban", "if Kenya demands compensation", "Kenya may demand": the cue is there, the
demand is not.
"""

from __future__ import annotations

from summarizer.discourse import View
from summarizer.grammar import NEGATIONS
from summarizer.lexicon import lexicon

REACH = 10
"""Tokens before a cue in which a denial or an "if" still governs it."""
_DENYING = frozenset(["deny", "doubt", "refute"])
_POSSIBLE = frozenset(["may", "might", "could"])
_SUPPOSING = frozenset(["if", "whether"])
_STOPS = frozenset([";", ":", "”", '"'])


def is_unreal(view: View, i: int) -> bool:
    """Whether the cue at token ``i`` stands under a denial, a supposition or a possibility."""
    lows = view.lows
    if i and (lows[i - 1] in _POSSIBLE or (lows[i - 1] == "have" and lows[i - 2 : i - 1] == ["not"])):
        return True
    if lows[i] in ("have", "need") and any(low in NEGATIONS for low in lows[max(0, i - 2) : i]):
        return True  # "does not have to leave"
    for k in range(i - 1, max(-1, i - REACH - 1), -1):
        low = lows[k]
        if view.tokens[k].text in _STOPS or (view.tokens[k].text == "," and low != "that"):
            break
        if low in _SUPPOSING or _denies(view, k, i):
            return True
    return False


def _denies(view: View, k: int, cue: int) -> bool:
    """Whether the verb at ``k`` denies what follows: "denied that", "did not say that", "not true that"."""
    lows = view.lows
    words = lexicon()
    if words.report_verbs.get(lows[k]) in _DENYING or words.oppose_verbs.get(lows[k]) in _DENYING:
        return k < cue
    is_saying = lows[k] in words.report_verbs and lows[k + 1 : k + 2] == ["that"]
    is_untrue = lows[k] in ("true", "correct", "right") and lows[k + 1 : k + 2] == ["that"]
    return (is_saying or is_untrue) and any(low in NEGATIONS for low in lows[max(0, k - 2) : k])
