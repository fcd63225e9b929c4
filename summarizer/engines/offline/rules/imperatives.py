"""An order in a party's own words: "Call off the action and put our offer to a ballot"."""

from __future__ import annotations

from summarizer.discourse import Discourse, View
from summarizer.engines.offline.found import WEAK, Found
from summarizer.engines.offline.holders import speaker_of
from summarizer.engines.offline.phrases import phrase_end
from summarizer.lexicon import word_list


def find(read: Discourse, view: View, i: int) -> Found | None:
    """What the verb at the head of a quotation orders."""
    if not view.quoted[i] or not view.tokens[i].is_capitalised or not _is_order(view, i):
        return None
    speaker = speaker_of(read, view, i)
    return Found(speaker, view, i, phrase_end(view, i), None, WEAK) if speaker else None


def _is_order(view: View, i: int) -> bool:
    """Whether a quotation begins with a verb at token ``i``, not with a noun ("Work is")."""
    if view.lows[i] not in word_list("demands", "actions"):
        return False
    is_head = i == 0 or view.tokens[i - 1].text in ("“", '"')
    return is_head and view.lows[i + 1 : i + 2] not in ([","], ["is"], ["are"], ["has"])
