"""Plain text for comparing: typography, letter case, accents and white space removed.

The measure has its own reading of text, so that a fault in what is measured cannot hide itself.
"""

from __future__ import annotations

import re
import unicodedata

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        # Letters that no decomposition turns into plain ones.
        **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"},
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Single marks are quotation marks only where they open before a word and close behind one.
_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)"
    r"|(?<!\w)‘.*?’(?!\w)|(?<!\w)'[^']*(?:(?<=\w)'(?=\w)[^']*)*'(?!\w)",
    re.DOTALL,
)
_REMARKED = re.compile(r"(?:\([^)]*\)\s*)?(.*?)(?:\s*\([^)]*\)[.!]?)?", re.DOTALL)
_CLOSED_FROM_START = re.compile(r"^[^“”]*”")


def plain(text: str) -> str:
    """The text in lower case with straight quotes, no accents, single spaces."""
    bare = _INVISIBLE.sub("", text).casefold().translate(_TYPOGRAPHY)
    letters = (char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    return " ".join("".join(letters).split())


def party_key(name: str) -> str:
    """The form in which names of parties are compared: plain, without a leading "the"."""
    return plain(name).removeprefix("the ")


def own_voice(text: str) -> str:
    """The text without what stands inside quotation marks.

    A mark without its partner belongs to a quotation that continues in another sentence: what
    follows an opening one, and what precedes a closing one, is quoted.
    """
    return _QUOTED.sub(" … ", _CLOSED_FROM_START.sub(" … ", _directed(text)))


def _directed(text: str) -> str:
    """The text with its straight double marks turned into opening and closing ones."""
    marks, is_open = [], False
    for i, char in enumerate(text):
        if char != '"':
            marks.append(char)
            continue
        # One that sticks to the text before it closes, whether or not its partner is here.
        is_open = not is_open and (i == 0 or text[i - 1].isspace() or text[i - 1] in "([—–-:'‘")
        marks.append("“" if is_open else "”")
    return "".join(marks)


def mentions(term: str, text: str) -> bool:
    """Whether the text contains the term as whole words, typography and letter case aside."""
    return re.search(rf"(?<!\w){re.escape(plain(term))}(?!\w)", plain(text)) is not None


def has_all(groups: tuple[tuple[str, ...], ...], text: str) -> bool:
    """Whether one term of every group is a substring of the text."""
    bare = plain(text)
    return all(any(plain(term) in bare for term in group) for group in groups)


def claim_proper(text: str) -> tuple[int, int]:
    """Start and end of a claim in its text: remarks in parentheses around it are the labeller's."""
    found = _REMARKED.fullmatch(text)
    return found.span(1) if found else (0, len(text))
