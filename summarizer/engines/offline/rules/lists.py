"""A list that the sentence before introduced: "Moscow's conditions ...:" and then the items."""

from __future__ import annotations

from summarizer.discourse import Discourse, View, subject_before
from summarizer.engines.offline.clauses import is_verb
from summarizer.engines.offline.found import STRONG, Found
from summarizer.engines.offline.holders import holder_of, noun_holder
from summarizer.lexicon import lexicon

_MOST = 12
"""Sentences back to the introduction, at most."""
_LONG = 30
"""Tokens from which a finished sentence is no item of a list."""
_LONGEST_ITEM = 40
_OPENING = frozenset(["want", "seek", "propose"])
"""Weak verbs that open a list when they stand just before the colon."""


def find(read: Discourse, view: View, i: int) -> Found | None:
    """The whole sentence as an item of the list that it belongs to; tried at its first token."""
    if i or view.sentence.n < 2 or not _may_be_item(view):
        return None
    intro = _intro(read, view.sentence.n - 1)
    holder = _list_holder(read, intro) if intro else None
    if intro is None or holder is None:
        return None
    return Found(holder, view, 0, _list_end(view), None, STRONG, evidence=(intro.sentence.n, view.sentence.n))


def _may_be_item(view: View) -> bool:
    return not view.speeches and not view.quoted[0] and view.tokens[0].text not in ("“", '"')


def _intro(read: Discourse, n: int) -> View | None:
    """The sentence that introduces the list which sentence ``n + 1`` belongs to."""
    item = read.views[n]
    for k in range(n, max(0, n - _MOST), -1):
        view = read.views[k - 1]
        if view.sentence.text.rstrip().endswith(":"):
            return view if not _is_closed(read, k, n) and _introduces(view) else None
        if view.sentence.paragraph == item.sentence.paragraph or not _is_item(view):
            return None
    return None


def _is_closed(read: Discourse, k: int, n: int) -> bool:
    """Whether the list after sentence ``k`` ended with sentence ``n``: its last item has a full stop."""
    return k < n and _is_finished(read.views[n - 1]) and not _is_finished(read.views[k])


def _is_finished(view: View) -> bool:
    return view.sentence.text.endswith(".")


def _is_item(view: View) -> bool:
    """Whether a paragraph reads like an item of a list: short, and without an attribution."""
    is_sentence = view.sentence.text.rstrip('”" ').endswith((".", "!", "?"))
    return len(view.tokens) <= (_LONG if is_sentence else _LONGEST_ITEM) and not view.speeches


def _introduces(view: View) -> bool:
    """Whether a sentence speaks of demands: "their conditions are:", "the union demanded:"."""
    words = lexicon()
    if not words.list_nouns.isdisjoint(view.lows):
        return True
    verbs = {words.demand_verbs[low] for low in view.lows if low in words.demand_verbs}
    return bool(verbs - words.weak_verbs) or any(
        words.demand_verbs.get(low) in _OPENING for low in view.lows[-5:]
    )


def _list_holder(read: Discourse, intro: View) -> str | None:
    """Whose list it is: the holder of its noun or verb, else the first party that the sentence names."""
    words = lexicon()
    for i, low in enumerate(intro.lows):
        holder = noun_holder(read, intro, i) if low in words.list_nouns else None
        if not holder and low in words.demand_verbs and is_verb(intro, i):
            holder = holder_of(read, intro, subject_before(intro, i), i)
        if holder:
            return holder
    if words.list_nouns.isdisjoint(intro.lows):
        return None
    first = next((m for m in intro.mentions if m.start in intro.parties and m.kind != "pronoun"), None)
    return intro.parties[first.start] if first and not read.cast.is_bystander(first) else None


def _list_end(view: View) -> int:
    """End of an item without its full stop and a relative clause after it (", which it opposes")."""
    lows, tokens = view.lows, view.tokens
    end = len(tokens)
    for k in range(1, len(tokens)):
        if lows[k] == "which" and tokens[k - 1].text == ",":
            end = k - 1
            break
    while end > 0 and not tokens[end - 1].is_word:
        end -= 1
    return end
