"""Words of a text: folding of typographic variants, tokens, stems.

Folding keeps meaning and drops typography: curly quotes become straight, no-break spaces become
spaces, zero-width and bidirectional control characters vanish. It is used to compare texts, never to
print them: what a reader sees are the source's own characters.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from summarizer.lexicon import synonym_groups

# A stemmer keeps the word that it works on in itself, so threads may not share one.
_local = threading.local()

# Format characters: soft hyphen, zero-width, bidirectional controls, variation selectors, Unicode tags.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
_FOLD = str.maketrans(
    {
        # A character that the table does not have costs more than one that stays as it is.
        **{char: char for char in map(chr, range(128))},
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′`´ʼʻ", "'"),
        **dict.fromkeys("‐‑‒−", "-"),
        **dict.fromkeys("–—―", "–"),
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n",
            " ",
        ),
        "…": "...",
    }
)
_TIDY = _FOLD | str.maketrans({**dict.fromkeys("“„«", "“"), **dict.fromkeys("”»", "”")})
_FOLDED_ASCII = re.compile("[`\t\r\n]")  # the characters of ASCII that folding changes
_TOKEN = re.compile(
    r"[$€£¥]?\d+(?:[.,]\d+)*(?:-[A-Za-z]+|[A-Za-z]{1,4}\b|%)?"  # figures: 30-day, $5.2, 10%, 810th
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W_]+(?:['-][^\W_]+)*"  # words: long-range, Russia's
    r"|\.\.\.|[^\w\s]"
)

STOPWORDS = frozenset(
    """a about above after again against all also am an and any are aren't as at be because been before
    being between both but by can can't cannot could couldn't did didn't do does doesn't doing don't
    down during each few for from further had has have having he her here hers herself him himself
    his how i if in into is isn't it its itself just may me might more most must my myself no nor
    not now of off on once only or other ought our ours ourselves out over own same shall she should
    so some such than that the their theirs them themselves then there these they this those through
    to too under until up upon us very was we were what when where which while who whom why will
    with won't would you your yours yourself say says said saying s t 's mr mrs ms according told
    tell also any there want wants wanted demand demands demanded call calls called insist insists
    insisted ask asks asked urge urges urged expect expects expected reject rejects rejected need
    needs needed refuse refuses refused claim claims claimed""".split()
)
_POSSESSIVE = ("'s", "'S")
_NO_POSSESSIVE = frozenset(["it", "that", "there", "he", "she", "what", "who", "let"])


@dataclass(slots=True)  # frozen, each of an article's hundreds would take four times as long to make
class Token:
    """A word, figure or punctuation mark of a folded text; ``low`` is its lower case. Never changed.

    ``is_word`` says whether it is a word or a figure, not punctuation; ``is_capitalised`` whether it
    begins with a capital letter. Both are asked of every token many times over.
    """

    text: str
    low: str
    start: int
    end: int
    is_word: bool
    is_capitalised: bool


@lru_cache(maxsize=1024)  # the checks of a claim fold it again and again
def fold(text: str) -> str:
    """The text with typographic variants unified and invisible characters removed."""
    return _translated(text, _FOLD)


def tidy(text: str) -> str:
    """Folded, but with the direction of quotation marks kept, as their nesting depends on it."""
    return _translated(text, _TIDY)


def _translated(text: str, table: dict[int, str]) -> str:
    if text.isascii():  # as most sentences are: nothing invisible, and hardly ever anything to fold
        return text.translate(table) if _FOLDED_ASCII.search(text) else text
    return INVISIBLE.sub("", text).translate(table)


def squeeze(text: str) -> str:
    """Folded, in lower case, with runs of white space as one space: for finding a quote in a text."""
    return " ".join(fold(text).casefold().split())


@lru_cache(maxsize=4096)  # engine and gate look at each sentence of an article again and again
def tokenize(folded: str) -> tuple[Token, ...]:
    """Tokens of a folded or tidied text; a possessive ``'s`` is a token of its own."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(folded):
        text, start = match[0], match.start()
        if text[-2:] in _POSSESSIVE and len(text) > 2 and text[:-2].lower() not in _NO_POSSESSIVE:
            own = start + len(text) - 2
            tokens += _token(text[:-2], start, own), _token(text[-2:].lower(), own, match.end())
        else:
            tokens.append(_token(text, start, match.end()))
    return tuple(tokens)


def _token(text: str, start: int, end: int) -> Token:
    first = text[0]
    return Token(text, text.lower(), start, end, first.isalnum() or text[-1].isalnum(), first.isupper())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball (English) stem of a lower-case word."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english", 0)
    try:
        return str(_local.stemmer.stemWord(word))
    except UnicodeEncodeError:  # half a surrogate pair is no word
        return word


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    return {stem(word): stem(group[0]) for group in synonym_groups() for word in group}


@lru_cache(maxsize=50_000)
def meaning(word: str) -> str:
    """The stem that stands for this word's meaning: synonyms of ``data/synonyms.toml`` share one."""
    stemmed = stem(word)
    return _meanings().get(stemmed, stemmed)


def content_words(tokens: Iterable[Token]) -> list[str]:
    """Lower-case words that carry content: no stop words, no punctuation, no single letters."""
    return [
        token.low
        for token in tokens
        if token.low not in STOPWORDS and token.is_word and (len(token.low) > 1 or token.low.isdigit())
    ]


def content_stems(text: str) -> set[str]:
    """Stems of the content words of a text."""
    return {stem(word) for word in content_words(tokenize(fold(text)))}


def meanings(text: str) -> set[str]:
    """Meanings (stems with synonyms unified) of the content words of a text."""
    return {meaning(word) for word in content_words(tokenize(fold(text)))}
