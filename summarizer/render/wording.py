"""Words and addresses for readers: text from outside made harmless, days, counts and lists in plain English.

Text from outside is made harmless for every format here (:func:`clean`: one line, no control
characters); each format then escapes what is special to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from summarizer.schema import Sentence

# Joiners carry meaning in Persian, Hindi and emoji; all other format characters only hide or reorder.
_JOINERS = "\u200c\u200d"
# Not strftime, which would follow the locale of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def clean(text: str) -> str:
    """``text`` on one line, without characters that move a cursor, colour a screen or hide words."""
    if text.isprintable():  # which rules all of the below out, but for the blank
        return " ".join(text.split())
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if character.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs") or character in _JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split())


def web(url: str | None) -> str:
    """A web address without anything that could end a link early, or nothing."""
    address = "".join(clean(url or "").split())
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def count(n: int, noun: str) -> str:
    """``1 demand``, ``1,234 demands``."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def counts(*counted: tuple[int, str]) -> str:
    """``3 demands and 1 disagreement``: what there is none of is left out."""
    return listed([count(n, noun) for n, noun in counted if n])


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def day(iso: str, beside: str = "") -> str:
    """``2024-06-14T09:00`` as "14 June 2024"; what is no date stays as it is.

    Args:
        iso: an ISO 8601 date or date-time.
        beside: a date that the reader has in view; in the same year the year goes without saying.
    """
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return clean(iso)
    short = f"{found.day} {_MONTHS[found.month - 1]}"
    return short if beside[:5] == iso[:5] else f"{short} {found.year}"


def clipped(text: str, words: int) -> str:
    """The first ``words`` words, with a sign that there are more; a text hardly longer stays whole."""
    found = text.split()
    return text if len(found) <= words * 5 // 4 else " ".join(found[:words]).rstrip(" ,;:–—-") + " …"


def same(one: str, other: str) -> bool:
    """Whether two texts say the same words, whatever their case and the marks around them."""
    return clean(one).strip(" .“”\"'").lower() == clean(other).strip(" .“”\"'").lower()


def quoted(sentences: Sequence[Sentence], numbers: Sequence[int]) -> str:
    """The sentences with these numbers (from 1), in an article's own words; gaps between them are marked."""
    quote, previous = "", 0
    for n in numbers:
        if 1 <= n <= len(sentences):
            gap = "" if not quote else " " if n == previous + 1 else " […] "
            quote, previous = f"{quote}{gap}{sentences[n - 1].text}", n
    return clean(quote)
