"""One span for each thing that is stated: items of a list, actions joined by "and"."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.discourse import View
from summarizer.engines.offline.clauses import after_adverbs
from summarizer.engines.offline.phrases import trimmed
from summarizer.grammar import DETERMINERS, PREPOSITIONS
from summarizer.lexicon import lexicon, word_list

Span = tuple[int, int]
_ARTICLES = frozenset(["a", "an", "the", "no", "any", "their", "its", "more", "better", "higher", "full"])
_NEW_ARTICLES = _ARTICLES - {"the", "their", "its"}
_AFTER_NOMINALS = frozenset(["of", "for", "to", "from", "over", "on"])


def split_items(view: View, start: int, end: int) -> list[Span]:
    """The separate things in ``[start, end)``: items of a list, or actions joined by "and".

    "withdraw from A and abandon B" are two things, "trust and respect" is one. Items are separate where
    there are three or more, or where what follows "and" begins like a thing of its own: an article or a
    negation ("a pay rise and an end to overtime"), a gerund after a gerund, a verb after "to".
    """
    pieces = _pieces(view, start, end, _separators(view, start, end))
    return pieces if all(_is_substantial(view, *piece) for piece in pieces) else [(start, end)]


def split_actions(view: View, verb: int, end: int) -> list[Span]:
    """Coordinated actions after "to" or a modal: "withdraw from A and abandon B" from the verb on."""
    cuts = []
    for k in range(verb + 1, end - 1):
        if not _joins(view, k) or _is_taken(view, verb, k):
            continue
        action = after_adverbs(view, k + 2 if view.lows[k + 1] == "to" else k + 1, end)
        if action < end - 1 and (view.lows[k + 1] == "to" or is_action(view, action)):
            cuts.append((k, action))
    return _pieces(view, verb, end, cuts)


def is_action(view: View, k: int) -> bool:
    """Whether the word at token ``k`` is a verb for something done, not part of a name."""
    return view.lows[k] in word_list("demands", "actions") and not view.mention_at(k)


def _is_taken(view: View, verb: int, k: int) -> bool:
    """Whether a nearer "to" takes what "and" joins: "contribute to efforts to stop wars and build peace"."""
    actions = word_list("demands", "actions")
    return any(view.lows[j] == "to" and view.lows[j + 1] in actions for j in range(verb + 1, k))


def _pieces(view: View, start: int, end: int, cuts: Iterable[Span]) -> list[Span]:
    """What is left of ``[start, end)`` between the separators."""
    pieces, begin = [], start
    for cut_start, cut_end in cuts:
        pieces.append((begin, trimmed(view, begin, cut_start)))
        begin = cut_end
    pieces.append((begin, end))
    return [(a, b) for a, b in pieces if b > a]


def _is_substantial(view: View, start: int, end: int) -> bool:
    """Whether a piece has two words at least that are no articles or prepositions."""
    words = [token for token in view.tokens[start:end] if token.is_word]
    return sum(token.low not in DETERMINERS and token.low not in PREPOSITIONS for token in words) >= 2


def _joins(view: View, k: int) -> bool:
    """Whether token ``k`` is an "and" or "or" outside of names ("Marks and Spencer")."""
    return view.lows[k] in ("and", "or") and not view.mention_at(k)


def _separators(view: View, start: int, end: int) -> list[Span]:
    """Token spans of the separators between items of ``[start, end)``."""
    commas = [k for k in range(start + 1, end - 1) if view.tokens[k].text in (",", ";")]
    opening = _shape(view, start)
    listed = [k for k in commas if _begins_item(view, k + 1, opening)]
    cuts = _conjunctions(view, start, end, listed)
    if not cuts:
        return [(k, k + 1) for k in listed if view.tokens[k].text == ";"]
    last = cuts[-1][0]
    further = [k for k in listed if k < last and not any(a <= k < b for a, b in cuts)]
    return sorted([*cuts, *((k, k + 1) for k in further)])


def _conjunctions(view: View, start: int, end: int, listed: list[int]) -> list[Span]:
    """Spans of each "and" and "or" that separates items, with the comma before it."""
    opening = _shape(view, start)
    is_oxford = any(
        view.lows[k] in ("and", "or") and view.tokens[k - 1].text == "," for k in range(start + 2, end - 1)
    )
    cuts: list[Span] = []
    for k in range(start + 1, end - 1):
        if not _joins(view, k):
            continue
        after_comma = view.tokens[k - 1].text == ","
        if is_oxford and listed and not after_comma:
            continue  # "A renouncing B and adopting C, a ban on D, and an end to E": "and" inside an item
        if _begins_item(view, k + 1, opening) or (after_comma and listed and opening == "noun"):
            cuts.append((k - 1 if after_comma else k, k + 1))
    return cuts


def _shape(view: View, k: int) -> str:
    """How the item at token ``k`` begins: "gerund", "article" or "noun"."""
    low = view.lows[k]
    if low.endswith("ing") and len(low) > 4:
        return "gerund"
    if low in _ARTICLES:
        return "article"
    # "Ukraine renouncing its claims": a subject before the gerund.
    follows = any(after.endswith("ing") and len(after) > 5 for after in view.lows[k + 1 : k + 3])
    return "gerund" if follows and view.mention_at(k) else "noun"


def _begins_item(view: View, k: int, opening: str) -> bool:
    """Whether an item of the same kind as the first begins at token ``k``."""
    lows = view.lows
    if k >= len(lows) - 1:
        return False
    if lows[k] in ("and", "or"):
        k += 1
    low = lows[k]
    if low in ("for", "to"):
        return low == "to" or "to" in lows[k : k + 9]
    shape = _shape(view, k)
    if shape == "gerund":
        return opening == "gerund" or (opening == "noun" and low.endswith("ing"))
    if shape == "article":
        return _is_new_article(view, k, opening)
    return _is_nominal(view, k)


def _is_new_article(view: View, k: int, opening: str) -> bool:
    """Whether an article begins a thing of its own: "an end to", "the release of", "their" after "their"."""
    low = view.lows[k]
    if low == "the":
        return any(after in ("of", "for", "to") for after in view.lows[k + 1 : k + 5])
    return low in _NEW_ARTICLES or opening == "article"


def _is_nominal(view: View, k: int) -> bool:
    """Whether a demanded thing stands at token ``k``: "recognition of", "pay rise"."""
    nominals = lexicon().nominals
    after = view.lows[k + 1] if k + 1 < len(view.lows) else ""
    if view.lows[k] in nominals and after in _AFTER_NOMINALS:
        return True
    return after in nominals and not view.mention_at(k)
