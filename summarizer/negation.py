"""What negates, and what it negates.

What turns a statement round ("not", "refuses", "a ban on", "is unacceptable") governs a stretch of words:
those after it up to the end of its clause or verb phrase, or, as a predicate, those before it. Each content
word so has a sign.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from summarizer.grammar import AUXILIARIES, CLAUSE_OPENERS, DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS
from summarizer.lexicon import inflect
from summarizer.words import STOPWORDS, Token, fold, meaning, tokenize

REACH = 16
"""Words that a negation governs, at most."""
FOCUS = 3
"""Content words next to a negation that tell what it is about."""
_STOPS = frozenset([";", ":", "–", "(", ")", "?", "!"])
_OPENERS = (CLAUSE_OPENERS - {"as"}) | {
    "which",
    "who",
    "because",
    "rather",
    "instead",
    "except",
    "saying",
    "adding",
}
# What is missing in these clauses is what is asked for: "unless it stops", "if there is no change".
_CONDITIONS = frozenset(["if", "unless", "who"])
# "Are not given adequate training" is said by those who want it.
_GIVEN = frozenset(["given", "provided", "get", "getting", "receive", "receiving", "offered", "have"])
_MISSED = frozenset(["enough", "adequate", "sufficient", "proper"])
# With "without" these make a demand: "without trust it is impossible to", "no talks without guarantees".
_DOUBLES = frozenset(["impossible", "no", "not", "cannot", "never", "without", "nothing"])
# "Not only", "no doubt", "not least" negate nothing.
_IDLE = {
    "not": frozenset(["only", "just", "merely", "least", "enough"]),
    "no": frozenset(["doubt", "later", "matter", "longer-term"]),
}
_OTHERWISE = frozenset(["rather", "instead"])
_SCANT = frozenset(["little", "few"])
_COMPARED = frozenset(["more", "less", "fewer", "later", "earlier"])
_WANTED = frozenset(["wage", "wages", "pay"])


class Signed(NamedTuple):
    """A content word: its meaning, and what bears on it.

    ``is_denied``: something says that it is not; ``is_ended``: something ends or prevents it; ``is_focus``:
    it stands close to such a word, or is one; ``is_open``: nobody can say; ``is_decisive``: it says yes or
    no, or ends something.
    """

    meaning: str
    is_denied: bool
    is_ended: bool
    is_focus: bool
    is_open: bool = False
    is_decisive: bool = False


@cache
def word_lists() -> dict[str, Any]:
    """The lists of ``data/polarity.toml``, read once."""
    lists: dict[str, Any] = tomllib.loads(
        files("summarizer").joinpath("data", "polarity.toml").read_text(encoding="utf-8")
    )
    return lists


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(word_lists()[name])


@cache
def _forms(name: str) -> frozenset[str]:
    """All forms of a list of verbs; of "rule out" the first word, as the second may stand apart."""
    return frozenset(form.split()[0] for entry in word_lists()[name] for form in inflect(entry))


@cache
def _denying() -> frozenset[str]:
    """All words that may deny something; a "failing school" denies nothing."""
    lists = ("predicates", "denial_nouns", "words")
    return (_OTHERWISE | _SCANT | _forms("denials")).union(*map(_set, lists)) - {"failing"}


@cache
def _ending() -> frozenset[str]:
    """All words that may end something."""
    return _set("ending_nouns") | _forms("endings")


@cache
def _sides() -> dict[str, tuple[str, bool]]:
    """Words that say yes or no: each with the name of its pair and whether it is the negative one."""
    sides = dict.fromkeys(_forms("yes"), ("@yes", False)) | dict.fromkeys(_forms("no"), ("@yes", True))
    for yes, no in word_lists()["pairs"]:
        sides |= {yes: (f"@{yes}", False), no: (f"@{yes}", True)}
    return sides


@cache
def _turning() -> frozenset[str]:
    """All words that bear on others; most words do not, and need no further test."""
    return _denying() | _ending() | _sides().keys()


def turns(text: str) -> bool:
    """Whether any word of a text may bear on others; if none does, no word has a sign."""
    return not _turning().isdisjoint(token.low for token in tokenize(fold(text)))


@lru_cache(maxsize=4096)
def signed(text: str, is_literal: bool = False, is_claim: bool = False) -> tuple[Signed, ...]:
    """The content words of a text with their signs.

    Args:
        text: a claim or a sentence.
        is_literal: whether what a condition negates counts as negated.
        is_claim: whether the contrast of "rather than" is the text's own wording.
    """
    return tuple(_signed(text, is_literal, is_claim))


def _signed(text: str, is_literal: bool, is_claim: bool) -> Iterator[Signed]:
    tokens = tokenize(fold(text))
    lows = [token.low for token in tokens]
    doubled = _doubled(lows)
    denied: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    focus: set[int] = set()
    unclear: set[int] = set()
    marks = [
        (k, is_denial)
        for k, low in enumerate(lows)
        if low in _turning() and ((is_denial := denies(tokens, k)) or ends(tokens, k))
    ]
    # Denials first: an ending that is denied ("shall not be stopped") denies what it governs.
    for k, is_denial in sorted(marks, key=lambda mark: not mark[1]):
        if k in doubled:
            continue
        governed = [
            i for i in _governed(tokens, k, is_literal) if _is_content(tokens, i) or _is_side(tokens, i)
        ]
        (denied if is_denial else ended).update(governed)
        if not is_denial and denied[k] % 2:
            denied.update(governed)
        focus.update(sorted(governed, key=lambda i: abs(i - k))[:FOCUS])
        if is_denial and (_misses(tokens, k) or (is_claim and lows[k] in _OTHERWISE)):
            unclear.update(governed)
    for i, token in enumerate(tokens):
        no, end = denied.get(i, 0) % 2 == 1, ended.get(i, 0) % 2 == 1
        if _is_side(tokens, i) and i not in doubled:
            pair, is_no = _sides()[token.low]
            yield Signed(pair, is_no != no, False, True, i in unclear, True)
        if _is_content(tokens, i):
            is_end = ends(tokens, i)
            yield Signed(meaning(token.low), no, end, i in focus or (is_end and no), i in unclear, is_end)


def _doubled(lows: Sequence[str]) -> set[int]:
    """Two negations that make a demand: "no talks without guarantees", "without trust it is impossible"."""
    for k in (k for k, low in enumerate(lows) if low == "without"):
        before = [i for i in range(max(0, k - REACH), k) if lows[i] in _DOUBLES and "," not in lows[i:k]]
        begins = k == 0 or lows[k - 1] in (",", "that", "and", "but", '"', "because")
        after = [i for i in range(k + 1, min(len(lows), k + REACH)) if lows[i] in _DOUBLES] if begins else []
        if before or after:
            return {k, *before[-1:], *after[:1]}
    return set()


def _is_side(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].low in _sides() and not _is_noun(tokens, i)


def _is_content(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if not token.is_word or token.low in STOPWORDS or len(token.low) < 2:
        return False
    return token.low not in _turning() or not (denies(tokens, i) or _is_side(tokens, i))


# -- what negates ------------------------------------------------------------------------------------


def _at(tokens: Sequence[Token], k: int) -> str:
    return tokens[k].low if 0 <= k < len(tokens) else ""


def _is_noun(tokens: Sequence[Token], k: int) -> bool:
    """Whether a word that may be a verb is a noun here: "the dispute", "a trade dispute"."""
    before = _at(tokens, k - 1)
    if tokens[k].low.endswith("ing") and before not in DETERMINERS:
        return False
    is_compound = tokens[k].low in _set("also_nouns") and _at(tokens, k - 2) in DETERMINERS - {"that"}
    return (
        before in DETERMINERS - {"that"} or before == "'s" or before in PREPOSITIONS - {"to"} or is_compound
    )


def denies(tokens: Sequence[Token], k: int) -> bool:
    """Whether the token says that something is not so, or refuses it."""
    if tokens[k].low not in _denying():
        return False
    low, after, before = tokens[k].low, _at(tokens, k + 1), _at(tokens, k - 1)
    if after in _IDLE.get(low, ()) or (low == "not" and before in ("or", "whether")):
        return False
    if low in ("no", "not") and after in _COMPARED and "than" in (_at(tokens, k + 2), _at(tokens, k + 3)):
        return False
    if low in _OTHERWISE:
        return after in ("than", "of")
    if low in _SCANT:
        return before not in ("a", "an", "the", "very") and after not in ("is", "are", "was", "by")
    if low in _set("predicates"):
        return _is_predicate(tokens, k)
    if low in _set("denial_nouns"):
        return after in _set("links")
    if low in _forms("denials"):
        if low.startswith("rul"):
            return "out" in (_at(tokens, k + 1), _at(tokens, k + 2), _at(tokens, k + 3))
        return not _is_noun(tokens, k)
    return low in _set("words")


def ends(tokens: Sequence[Token], k: int) -> bool:
    """Whether the token ends or prevents something."""
    if tokens[k].low not in _ending():
        return False
    low, after = tokens[k].low, _at(tokens, k + 1)
    if low == "end" and after == "of":
        return not any(_at(tokens, i) in _set("periods") for i in range(k + 2, k + 6))
    if (low == "end" and _at(tokens, k - 1) in _set("periods")) or (
        low.startswith("lift") and after in _WANTED
    ):
        return False
    if (low in _set("ending_nouns") or (low.endswith("ing") and low in _forms("endings"))) and after in _set(
        "links"
    ):
        return True
    return low in _forms("endings") and not _is_noun(tokens, k)


def _is_predicate(tokens: Sequence[Token], k: int) -> bool:
    """Whether an adjective is said of something, instead of standing before its noun ("unfair subsidies")."""
    lows = [token.low for token in tokens[max(0, k - 8) : k]]
    if tokens[k].low == "against":
        return bool(
            set(lows[-3:])
            & (AUXILIARIES | {"vote", "voted", "decided", "ruled", "advised", "came", "stand", "stands"})
        )
    if tokens[k].low == "off":
        return lows[-1:] in (["call"], ["called"], ["calling"])
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    ends = (
        after is None
        or not after.is_word
        or after.low in PREPOSITIONS
        or after.low in ("and", "to", "that", "or", "but")
    )
    return ends and bool(
        set(lows)
        & (
            AUXILIARIES
            | {
                "call",
                "calls",
                "called",
                "calling",
                "describe",
                "describes",
                "described",
                "as",
                "consider",
                "considers",
                "found",
                "says",
            }
        )
    )


def _misses(tokens: Sequence[Token], k: int) -> bool:
    """Whether a negation says that something wanted is not there: "are not being given training"."""
    near = {_at(tokens, i) for i in range(k + 1, k + 4)}
    return tokens[k].low in _set("words") and bool(near & _MISSED) and bool(near & _GIVEN)


# -- what is negated ---------------------------------------------------------------------------------


def _governed(tokens: Sequence[Token], k: int, is_literal: bool) -> list[int]:
    """Indexes of the tokens that the negation at ``k`` governs."""
    low = tokens[k].low
    is_verb = low in _forms("denials") or low in _forms("endings")
    is_passive = is_verb and _is_done(tokens, k)
    if not is_literal and _is_conditional(tokens, k):
        return []
    before = list(_before(tokens, k))
    if is_passive and "from" not in (_at(tokens, i) for i in range(k + 1, k + 6)):
        return before
    after = list(_after(tokens, k))
    if low in _set("predicates") or is_passive:
        return before + after
    # "Is not needed" negates its subject, as nothing follows.
    is_bare = (low in _set("words") or low in _forms("endings")) and _at(tokens, k + 1) not in (
        "it",
        "them",
        "this",
        "that",
    )
    return (
        before + after
        if is_bare and not any(_is_content(tokens, i) or _is_side(tokens, i) for i in after)
        else after
    )


def _before(tokens: Sequence[Token], k: int) -> Iterator[int]:
    for i in range(k - 1, max(-1, k - 1 - REACH), -1):
        if i + 1 < k and tokens[i].text != "," and _is_boundary(tokens, i, k):
            break
        if tokens[i].low in ("and", "or", "but") and _at(tokens, i - 1) == ",":
            break
        yield i


def _after(tokens: Sequence[Token], k: int) -> Iterator[int]:
    for i in range(k + 1, min(len(tokens), k + 1 + REACH)):
        if _is_boundary(tokens, i, k):
            break
        yield i


def _is_done(tokens: Sequence[Token], k: int) -> bool:
    """Whether a verb is passive: "the plan was rejected", "talks are ruled out"."""
    if not tokens[k].low.endswith(("ed", "en", "wn", "lost", "held")):
        return False
    before = {token.low for token in tokens[max(0, k - 3) : k]}
    after = _at(tokens, k + 1)
    if before & {"has", "have", "had"} and not before & {"been"}:
        return False
    is_participle = k > 0 and (
        after in ("", ".", ",", ";")
        or after in ("by", "in", "for", "until", "from", "during", "before", "after", "while")
    )
    return bool(before & {"is", "are", "was", "were", "be", "been", "being"}) or is_participle


def _is_conditional(tokens: Sequence[Token], k: int) -> bool:
    """Whether a negation stands in a condition: what is missing there is what somebody wants."""
    for i in range(k, max(-1, k - REACH), -1):
        if tokens[i].text in _STOPS or tokens[i].text == ",":
            return False
        if tokens[i].low in _CONDITIONS:
            return tokens[k].low in _set("words")
    return False


def _is_boundary(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Whether a clause or verb phrase ends at token ``i``, seen from the negation at ``k``."""
    token = tokens[i]
    if token.text in _STOPS or (token.low in _OPENERS and i != k + 1):
        return True
    verb = (tokens[k].low in _forms("denials") or tokens[k].low in _forms("endings")) and _at(
        tokens, k + 1
    ) not in _set("links") - {"on"}
    if token.low == "as":  # "dismissed the plea as grandstanding"
        return verb
    if (
        token.low in AUXILIARIES
        and i > k + 1
        and (not verb or tokens[k].low.endswith("ing"))
        and tokens[k].low not in _set("words")
    ):
        return tokens[k].low not in _set("predicates")  # "withholding rent is a breach"
    if token.text == ",":
        return not _is_list_comma(tokens, i)
    if token.low not in ("and", "or", "but") or i + 1 == len(tokens):
        return False
    is_loose = ends(tokens, k) and token.low == "and" and tokens[i + 1].low not in DETERMINERS | PREPOSITIONS
    return is_loose or _looks_verbal(tokens, i + 1, tokens[k].low)


def _is_list_comma(tokens: Sequence[Token], i: int) -> bool:
    """Whether a comma stands between short items of one list ("no tariffs, quotas or duties")."""
    words: list[str] = []
    for token in tokens[i + 1 : i + 6]:
        if not token.is_word or token.low in ("and", "or"):
            return (
                0 < len(words) <= 2
                and not any(_is_clausal(word) for word in words)
                and token.low in ("and", "or")
            )
        words.append(token.low)
    return False


def _is_clausal(low: str) -> bool:
    return (
        low in AUXILIARIES
        or low in SUBJECT_PRONOUNS
        or low in _OPENERS
        or low in PREPOSITIONS
        or low.endswith(("ing", "ed"))
    )


def _looks_verbal(tokens: Sequence[Token], i: int, negation: str) -> bool:
    """Whether a new verb phrase begins at token ``i``: "and adopting", "and has refused", "and adopt a"."""
    low, after = tokens[i].low, _at(tokens, i + 1)
    if low in AUXILIARIES or low in SUBJECT_PRONOUNS or low in ("to", "then", "also", "instead"):
        return True
    if low in _forms("denials") or low in _forms("endings") or low in _sides():
        return True
    if (low.endswith("ing") and negation.endswith("ing")) or (low.endswith("ed") and negation.endswith("ed")):
        return True
    is_object = after in DETERMINERS - {"that", "no"} or after in ("him", "her", "them", "it")
    return tokens[i].is_word and low not in DETERMINERS and low not in PREPOSITIONS and is_object
