"""Names of people and bodies as words: the last one, the telling ones, what they say of the kind of body."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from summarizer.lexicon import word_list

_SUFFIXES = frozenset(["jr", "sr", "iii"])


@lru_cache(maxsize=10_000)
def last_word(name: str) -> str:
    """The word that a person is known by, in lower case; "Erdoğan" and "Erdogan" are one man."""
    words = [word for word in name.split() if word.lower() not in _SUFFIXES]
    low = (words or [name])[-1].lower()
    if low.isascii():
        return low
    letters = unicodedata.normalize("NFKD", low)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def name_words(name: str) -> set[str]:
    """The telling words of a party's name; "the union", "its members" tell nothing apart."""
    return set(re.findall(r"[^\W_]+", name.lower())) - word_list("reading", "untelling")


def without_form(name: str) -> str:
    """A company's name without its legal form: "Tessaly" for "Tessaly Inc"."""
    words = name.split()
    while len(words) > 1 and words[-1].lower() in word_list("reading", "company_forms"):
        words.pop()
    return " ".join(words)


def kind_by_name(name: str) -> str | None:
    """What a body is by the words of its name: "union", "council" (any public body) or unknown."""
    words = set(name.lower().split())
    if words & word_list("reading", "union_names"):
        return "union"
    return "council" if words & word_list("reading", "public_names") else None
