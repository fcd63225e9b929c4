"""Whether a claim negates what its evidence negates, and nothing else.

``negation`` gives each content word of a text a sign. Claim and evidence must give the words that they share
the same signs; only words close to a negation on either side are counted, as the others say nothing about it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from summarizer.negation import Signed, denies, ends, signed, turns, word_lists
from summarizer.words import Token, fold, tokenize


def agrees(claim: str, evidence: Sequence[str], continued: Sequence[str] = ()) -> bool:
    """Whether a claim negates as its evidence does.

    Args:
        claim: the claim's text.
        evidence: the cited sentences.
        continued: sentences in which their speaker goes on.

    Returns:
        True as well where nothing that either negates is in both, unless only the claim negates anything.
    """
    if _exceeds(_bounds(claim), _bounds(" ".join(evidence))):
        return False
    if not any(map(turns, (claim, *evidence))):
        return True
    is_literal = "if" in (token.low for token in tokenize(fold(claim)))
    there = [word for sentence in evidence for word in signed(sentence, is_literal)]
    said = list(dict.fromkeys(signed(claim, is_literal, is_claim=True)))
    by_meaning: dict[str, list[Signed]] = defaultdict(list)
    for word in there:
        by_meaning[word.meaning].append(word)
    pairs = [(word, by_meaning.get(word.meaning, [])) for word in said]
    if _ends_other_things(
        [pair for pair in pairs if pair[1]], any(map(_is_of_end, said)), any(map(_is_of_end, there))
    ):
        return False
    verdicts = [(word, _compared(word, others)) for word, others in pairs]
    if any(verdict is False and word.is_decisive for word, verdict in verdicts):
        return False
    same = sum(verdict is True for _, verdict in verdicts)
    against = sum(verdict is False for _, verdict in verdicts)
    if same or against:
        return same >= against
    if not any(word.is_denied for word in said):
        return True
    more = [word for sentence in continued for word in signed(sentence, is_literal)]
    return any(word.is_denied or word.is_ended for word in there + more)


def _is_of_end(word: Signed) -> bool:
    return word.is_ended or (word.is_decisive and not word.meaning.startswith("@"))


def _ends_other_things(pairs: Sequence[tuple[Signed, list[Signed]]], says: bool, has: bool) -> bool:
    """Whether one side ends or prevents most of what the two share, and the other ends nothing at all."""
    if says == has or not pairs:
        return False
    ended = [
        (word, others) for word, others in pairs if all(other.is_ended != word.is_ended for other in others)
    ]
    alone = [pair for pair in ended if all(other.is_denied == pair[0].is_denied for other in pair[1])]
    return len(alone) * 2 >= len(pairs)


def _compared(word: Signed, others: Sequence[Signed]) -> bool | None:
    """Whether a word of the claim has the sign that it has in the evidence; None if that cannot be told."""
    counted = [
        other for other in others if (word.is_focus or other.is_focus) and not (word.is_open or other.is_open)
    ]
    if not counted:
        return None
    if any((other.is_denied ^ other.is_ended) == (word.is_denied ^ word.is_ended) for other in counted):
        return True
    # Where they only end different things, the reading is more likely at fault than the claim.
    return None if any(other.is_denied == word.is_denied for other in counted) else False


def negations(tokens: Sequence[Token]) -> int:
    """How many words in the tokens turn the statement round."""
    return sum(1 for k in range(len(tokens)) if denies(tokens, k) or ends(tokens, k))


# -- figures -----------------------------------------------------------------------------------------


_DIGIT = re.compile(r"\d")


@cache
def _bound_pattern(name: str) -> re.Pattern[str]:
    phrases = sorted(word_lists()[name], key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(phrases)})\s+(?:[\w$€£]+\s+)?[$€£]?(\d[\d.,]*)")


def _bounds(text: str) -> dict[str, str]:
    """The figures of a text that are given as a most or a least, each with which of them it is."""
    if not _DIGIT.search(text):
        return {}
    low = " ".join(fold(text).lower().split())
    # "no more than" holds "more than": the longer phrase is looked for last, and so decides.
    return {
        m[2].rstrip(".,"): name
        for name in ("at_least", "at_most")
        for m in _bound_pattern(name).finditer(low)
    }


def _exceeds(said: dict[str, str], there: dict[str, str]) -> bool:
    """Whether a figure is given as a most on one side and as a least on the other."""
    return any(there.get(figure, bound) != bound for figure, bound in said.items())
