"""Names of parties as words: which tell something, which are common nouns, offices or short forms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from summarizer.grammar import AUXILIARIES
from summarizer.lexicon import lexicon
from summarizer.mentions import head_of_body
from summarizer.words import stem

_GENERIC = frozenset(
    """the a an of and for in its their s government governments administration officials official
    leaders leader members member party side
    federal state national local rival new""".split()
)


def accentless(text: str) -> str:
    """The text without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def is_verb(low: str) -> bool:
    """Whether a word is a verb form that ends a name's surroundings."""
    words = lexicon()
    return (
        low in AUXILIARIES
        or low in words.report_verbs
        or low in words.demand_verbs
        or low in words.oppose_verbs
    )


def is_common(label: str) -> bool:
    """Whether a label is a common noun ("Ministry", "Government officials") and names nobody."""
    return bool(label) and all(word in _heads() for word in label.lower().split())


def is_body_name(label: str) -> bool:
    """Whether a name can only be a body's: it has a head noun, a linking word, or capitals alone."""
    lows = label.lower().split()
    return any(low in _heads() or low in ("of", "for", "and", "the") for low in lows) or (
        len(lows) == 1 and label.isupper()
    )


@cache
def _heads() -> frozenset[str]:
    words = lexicon()
    return words.offices | words.groups | words.members | words.people | words.bystanders


def telling_words(name: str) -> set[str]:
    """Stems of a name's telling words; an adjective and its noun share the first five letters."""
    words = (
        stem(word) for word in re.findall(r"[^\W_]+", accentless(name.casefold())) if word not in _GENERIC
    )
    return {word[:5] for word in words}


def is_short_for(short: str, name: str) -> bool:
    """Whether one name is an acronym of the other ("ASEAN" of "Association of Southeast Asian Nations")."""
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", name) if word[0].isupper()).lower()
    letters = iter(name.lower())
    low = iter(short.lower())
    if not (short.isupper() and len(short) > 2 and len(initials) > 2):
        return False
    return all(char in low for char in initials) and all(char in letters for char in short.lower())


def is_role(label: str) -> bool:
    """Whether a label is somebody's office ("Trade minister", "Federal judge"), not a body."""
    words = label.split()
    last = words[-1].lower() if words else ""
    return all(word.islower() for word in words[1:]) and last in lexicon().offices and not head_of_body(last)
