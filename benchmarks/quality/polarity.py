"""Turns a claim into its opposite, by grammar: a negation put in or taken out, a verb reversed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.quality.plain import claim_proper


class Rule(NamedTuple):
    """A pattern of a claim and what stands there in its opposite."""

    pattern: re.Pattern[str]
    opposite: str


def _rule(pattern: str, opposite: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), opposite)


_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|cannot|without|neither|nor)\b|n['’]t\b", re.IGNORECASE
)
_MODAL = r"\b(must|should|shall|will|would|could|may|might|can)\b"

# Taking a negation out. Only the first that fits: two taken out could restore the meaning.
_WITHOUT = (
    _rule(r"\bno longer\b", "still"),
    _rule(r"\bno (more|less|fewer|later|earlier) than\b", r"\1 than"),
    _rule(r"\bno\b", "some"),
    _rule(r"\bnot only\b", "only"),
    _rule(r"\bcannot\b", "can"),
    _rule(r"\b(does|do|did) not\b", r"\1"),
    _rule(r"\b(?:do|does|did|would|should|could|is|are|was|were|has|have)n['’]t\b", "indeed"),
    _rule(r"\bnot? ", ""),
    _rule(r"\bnever ", "always "),
    _rule(r"\bnothing\b", "something"),
    _rule(r"\bnobody\b", "somebody"),
    _rule(r"\bnone\b", "some"),
    _rule(r"\bwithout\b", "with"),
)
# Putting one in.
_WITH = (
    _rule(_MODAL, r"\1 not"),
    _rule(_MODAL, r"\1 never"),
    _rule(r"\b(is|are|was|were)\b", r"\1 not"),
    _rule(r"^says\b(?: that)?", "Denies that"),
)
# A stance reversed: the verbs and adjectives by which a party wants, or will not have, something.
_STANCE = (
    _rule(
        r"(?<!not )\b(?:wants?|demands?|seeks?|expects?|needs?|proposes?|insists? on|calls? for)\b", "rejects"
    ),
    _rule(r"\b(?:rejects|refuses|opposes|dismisses|questions|objects to|rules out)\b", "accepts"),
    _rule(r"\b(?:denies|disputes)\b", "confirms"),
    _rule(r"\bdeclines\b", "agrees"),
    _rule(r"\bagreed\b", "refused"),
    _rule(r"\breported\b", "denied"),
    _rule(r"\b(?:opened|promised|offered)\b", "rejected"),
    _rule(r"\bunacceptable\b", "acceptable"),
    _rule(r"\bunjustified\b", "justified"),
    _rule(r"\bban on\b", "permission for"),
    _rule(r"\bfalse\b", "true"),
    _rule(r"\brather than\b", "and also"),
)
_NOUN_PHRASE = re.compile(r"(?:An?|The)\s+")


def opposites(text: str) -> list[str]:
    """Claims that say the opposite of this one, in an order that does not change; no repeats."""
    found = list(dict.fromkeys(_opposites(text)))
    return [_capitalised(item) for item in found if item != text]


def _opposites(text: str) -> Iterator[str]:
    start, end = claim_proper(text)
    is_negated = bool(_NEGATED.search(text, start, end))
    negations = _applied(_WITHOUT, text)[:1] if is_negated else _applied(_WITH, text)[:3]
    stances = _applied(_STANCE, text)[:1]
    yield from negations
    yield from stances
    if not negations and not stances:
        # No verb to reverse: the claim names what is wanted.
        thing = _NOUN_PHRASE.sub("", text, count=1) if _NOUN_PHRASE.match(text) else text
        yield f"No {_lowered(thing)}"
        yield f"Rejects {_lowered(text)}"


def _applied(rules: tuple[Rule, ...], text: str) -> list[str]:
    start, end = claim_proper(text)
    before, claim, after = text[:start], text[start:end], text[end:]
    fitting = [rule for rule in rules if rule.pattern.search(claim)]
    return [f"{before}{rule.pattern.sub(rule.opposite, claim, count=1)}{after}" for rule in fitting]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    # A name or an abbreviation keeps its capital: only an article or a plain word loses it.
    first = text.split(maxsplit=1)[0] if text else ""
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]
