"""Extractive summary: whole sentences of the article, in quotation marks, in their order.

Every sentence that can be quoted alone gets a prior: where it stands, who speaks in it, whether it states
a demand or sets one party against another, how long it is. Then sentences are taken one by one, each time
the one that adds most of what the article talks about and the summary does not say yet.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from summarizer.discourse import Discourse, View
from summarizer.grammar import THIRD_PERSON, is_function, is_verb_like
from summarizer.lexicon import lexicon
from summarizer.neutral import loaded_terms_in_own_voice, quotations, quoted
from summarizer.schema import Demand, SummaryLine
from summarizer.words import Token, content_words, fold, meaning, tokenize

FEWEST, MOST = 3, 6
"""Lines of a summary where the article is long enough for them."""
SENTENCES_PER_LINE = 3
TWIN = 0.6
"""Share of meanings in common from which two sentences say the same."""
SHORTEST, SHORT, LONG, LONGEST = 4, 8, 40, 70
"""Words of a sentence: beyond the inner bounds counts against it, beyond the outer ones rules it out."""

# What the signals multiply. News puts the main point first and a new point in a new paragraph.
_LEAD, _SECTION, _PARAGRAPH = 1.4, 1.4, 1.25
_SPOKEN, _DEMANDING, _OPPOSED, _IN_QUOTES = 1.2, 1.2, 1.1, 0.8
_NO_PARTY, _ODD_LENGTH, _LINKED, _TO_READER, _NO_VERB = 0.9, 0.7, 0.85, 0.6, 0.6
# Names and figures tell what happened; words that come back tell what it is about.
_ONCE, _NAME, _FIGURE, _TITLE = 1.0, 2.0, 3.0, 1.3
_REPEATED = 0.2  # what a meaning is still worth once a line of the summary has it
_PADDING = 3  # added to the number of meanings, so that short sentences do not win by density

_STOPS = (".", "!", "…", "。")
_CLOSERS = "\"'”’»›)]* "
_MARKS = ('"', "'", "“", "‘", "„", "«", "‚", "‹")
_REFERRING = THIRD_PERSON | frozenset(["this", "that", "these", "those", "such", "both", "neither", "others"])
_LINKS = frozenset(
    [
        "but",
        "however",
        "and",
        "so",
        "yet",
        "still",
        "also",
        "then",
        "thus",
        "therefore",
        "meanwhile",
        "instead",
    ]
)
_READER = frozenset(["you", "your", "yours", "yourself", "you're", "you'll", "you've"])


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence of the running text, read once for all questions that the rules ask of it."""

    view: View
    before: View | None
    words: list[Token]
    meanings: frozenset[str]

    @property
    def n(self) -> int:
        return self.view.sentence.n

    @property
    def text(self) -> str:
        return self.view.sentence.text


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Sentences that one line would quote, with what decides whether it is taken.

    ``needs`` is the number of the sentence without which this one is not understood, 0 for none.
    """

    numbers: tuple[int, ...]
    text: str
    meanings: frozenset[str]
    prior: float
    needs: int


def summarize(read: Discourse, demands: Sequence[Demand]) -> tuple[SummaryLine, ...]:
    """The article's main points in its own sentences.

    Args:
        read: the article with its speakers resolved.
        demands: its demands; a sentence that states one is worth more.

    Returns:
        At most six lines in the order of the article; none if it has no sentence that can be quoted.
        Each is a whole sentence (or a list with the sentence that introduces it) in quotation marks,
        with its number as evidence.
    """
    parts = _parts(read)
    demanding = frozenset(n for demand in demands for n in demand.evidence)
    candidates = list(_candidates(read, parts, demanding))
    chosen = _choose(candidates, _weights(read, parts), _room(len(parts)))
    return tuple(SummaryLine(text=quoted(candidate.text), evidence=candidate.numbers) for candidate in chosen)


def _parts(read: Discourse) -> list[_Part]:
    parts = []
    before: View | None = None
    for view in read.views:
        if view.sentence.kind == "sentence":
            words = [token for token in view.tokens if token.is_word]
            meanings = frozenset(meaning(word) for word in content_words(words))
            parts.append(_Part(view, before, words, meanings))
        before = view
    return parts


def _room(sentences: int) -> int:
    """Lines for an article of so many sentences: never more than half of them, but one at least."""
    wanted = min(MOST, max(FEWEST, round(sentences / SENTENCES_PER_LINE)))
    return max(1, min(wanted, sentences // 2))


# -- which sentences may be taken ------------------------------------------------------------------------


def _candidates(read: Discourse, parts: Sequence[_Part], demanding: frozenset[int]) -> Iterator[_Candidate]:
    sides = _sides(read)
    for part, following in zip_longest(parts, parts[1:]):
        span = _span(part, following)
        if not span:
            continue
        prior = _by_place(part) * _by_content(part, sides)
        if any(each.n in demanding for each in span):
            prior *= _DEMANDING
        yield _Candidate(
            numbers=tuple(each.n for each in span),
            text=" ".join(each.text for each in span),
            meanings=frozenset().union(*(each.meanings for each in span)),
            prior=prior,
            needs=part.n - 1 if _leans_back(part) else 0,
        )


def _span(part: _Part, following: _Part | None) -> list[_Part]:
    """What a line that begins with this sentence quotes; nothing if it cannot be quoted alone."""
    if (part.before is not None and _introduces(part.before)) or len(part.words) < SHORTEST:
        return []
    span = [part]
    if _introduces(part.view):
        if following is None or following.before is not part.view or not _is_whole_list(following.view):
            return []
        span.append(following)
    elif not _is_statement(part):
        return []
    longest = LONGEST * len(span)
    return [] if _is_piece(span) or sum(len(each.words) for each in span) > longest else span


def _introduces(view: View) -> bool:
    return view.sentence.text.rstrip().endswith(":")


def _is_whole_list(view: View) -> bool:
    """Whether the sentence after a colon is all of the list, so that nothing of it would be left out."""
    return _ends(view) and sum(token.text in (",", ";") for token in view.tokens) > 1


def _ends(view: View) -> bool:
    return view.sentence.text.rstrip(_CLOSERS).endswith(_STOPS)


def _is_statement(part: _Part) -> bool:
    """Whether it is complete and states something: no question, no fragment, no caption."""
    return not part.words[0].text[0].islower() and _ends(part.view)


def _has_verb(view: View) -> bool:
    """Whether a finite verb is seen: one that the word lists know, or a likely form in its place."""
    tokens = view.tokens
    for i, token in enumerate(tokens[1:], 1):
        if token.is_capitalised or not token.is_word:
            continue
        if is_verb_like(token.low):
            return True
        follows_subject = view.mention_ending_at(i) is not None or tokens[i - 1].low in THIRD_PERSON
        if follows_subject and not is_function(token.low) and not token.low.endswith("ing"):
            return True
        is_past = token.low.endswith("ed") and tokens[i - 1].is_word
        if is_past and not (i + 1 < len(tokens) and tokens[i + 1].low == "by"):
            return True
    return False


def _is_piece(span: Sequence[_Part]) -> bool:
    """Whether it begins or ends inside a quotation that goes beyond it."""
    text = " ".join(part.text for part in span).strip()
    found = quotations(text)
    opens = text.startswith(_MARKS)
    if opens and not any(quotation.start == 0 for quotation in found.closed):
        return True
    return not found.is_balanced or (span[0].view.quoted[0] and not opens)


def _leans_back(part: _Part) -> bool:
    """Whether only the sentence before it tells who "he" is, what "this" is or who is speaking."""
    lows = [word.low for word in part.words[:8]]
    k = 1 if lows[0] in _LINKS else 0
    if lows[k].split("'")[0] in _REFERRING and not _is_expletive(lows[k:]):
        return True
    if part.view.speeches:
        return all(speech.speaker.kind == "pronoun" for speech in part.view.speeches)
    text = part.text.strip()
    return text.startswith(_MARKS) and any(
        span.start == 0 and span.end >= len(text.rstrip(".,")) for span in quotations(text).closed
    )


def _is_expletive(lows: Sequence[str]) -> bool:
    """Whether "it" stands for what follows: "it is impossible to fix everything", "it emerged that ..."."""
    return lows[0] in ("it", "it's") and any(low in ("that", "to", "whether") for low in lows[2:6])


# -- what they are worth ---------------------------------------------------------------------------------


def _sides(read: Discourse) -> frozenset[str]:
    """Parties that the article comes back to; a passer-by is named once."""
    counts = Counter(party for view in read.views for party in set(view.parties.values()))
    return frozenset(party for party, count in counts.items() if count > 1)


def _by_place(part: _Part) -> float:
    if part.before is None:
        return _LEAD
    if part.before.sentence.kind == "heading":
        return _SECTION
    return _PARAGRAPH if part.before.sentence.paragraph != part.view.sentence.paragraph else 1.0


def _by_content(part: _Part, sides: frozenset[str]) -> float:
    """What else speaks for a sentence or against it, before its content is weighed; 1 if nothing does."""
    view, cues = part.view, lexicon()
    signals = (
        (_SPOKEN, any(speech.party in sides for speech in view.speeches)),
        (_IN_QUOTES, sum(view.quoted) > len(view.quoted) / 2),
        (_NO_PARTY, sides.isdisjoint(view.parties.values())),
        (_OPPOSED, any(low in cues.oppose_verbs or low in cues.oppose_adjectives for low in view.lows)),
        (_ODD_LENGTH, not SHORT <= len(part.words) <= LONG),
        (_LINKED, part.words[0].low in _LINKS),
        (_NO_VERB, not _has_verb(view)),
        (_TO_READER, any(low in _READER and not view.quoted[i] for i, low in enumerate(view.lows))),
    )
    return math.prod(factor for factor, holds in signals if holds)


def _weights(read: Discourse, parts: Sequence[_Part]) -> dict[str, float]:
    """How much each meaning of the article matters: more in more sentences, more for names and figures."""
    counts: Counter[str] = Counter()
    names: set[str] = set()
    for part in parts:
        counts.update(part.meanings)
        # The first word has its capital letter from its place.
        names |= {meaning(token.low) for token in part.view.tokens[1:] if token.is_capitalised}
    title = {meaning(word) for word in content_words(tokenize(fold(read.article.title)))}
    weights = {}
    for word, count in counts.items():
        weight = _ONCE + math.log(count)
        if word.lstrip("$€£¥")[:1].isdigit():
            weight *= _FIGURE
        elif word in names:
            weight *= _NAME
        weights[word] = weight * (_TITLE if word in title else 1)
    return weights


# -- the choice ------------------------------------------------------------------------------------------


def _choose(candidates: Sequence[_Candidate], weights: Mapping[str, float], room: int) -> list[_Candidate]:
    """Up to ``room`` candidates, each time the one that adds most, in the order of the article.

    Only an article without any plain sentence makes do with one that is loaded or leans on another.
    """
    plain = [c for c in candidates if not loaded_terms_in_own_voice(c.text)]
    pool = plain
    chosen: list[_Candidate] = []
    said: set[str] = set()
    while len(chosen) < room:
        taken = {n for candidate in chosen for n in candidate.numbers}
        best = _best([c for c in pool if not c.needs or c.needs in taken], said, weights)
        if best is None:
            break
        chosen.append(best)
        said |= best.meanings
        pool = [c for c in pool if not _is_twin(c, best)]
    if not chosen:
        last = _best(plain or candidates, said, weights)
        return [last] if last else []
    return sorted(chosen, key=lambda candidate: candidate.numbers)


def _best(
    candidates: Sequence[_Candidate], said: set[str], weights: Mapping[str, float]
) -> _Candidate | None:
    def gain(candidate: _Candidate) -> float:
        worth = math.fsum(weights[m] * (_REPEATED if m in said else 1) for m in candidate.meanings)
        return candidate.prior * worth / math.sqrt(len(candidate.meanings) + _PADDING)

    return max(candidates, key=gain, default=None)


def _is_twin(a: _Candidate, b: _Candidate) -> bool:
    """Whether one says nothing that the other does not."""
    if a is b:
        return True
    return len(a.meanings & b.meanings) >= TWIN * max(1, min(len(a.meanings), len(b.meanings)))
