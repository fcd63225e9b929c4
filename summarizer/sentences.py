"""Splits an article into numbered sentences: the evidence that everything else points to.

Own code rather than a library: offsets into the original text, sentence ends inside quotations and
numbers that never change are the product; the splitters that are maintained keep a quotation in
one piece. The rules look at a few characters around each full stop, so time is linear.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from summarizer.furniture import headline, roles
from summarizer.paragraphs import View, paragraphs
from summarizer.schema import Sentence

# A stop with the quotation marks, brackets and note numbers that close after it. “ and « close
# only where no word follows: they open in English and French, and close in German.
_STOP = re.compile(
    r"(?P<stop>[.!?…‽؟۔।։]+|(?P<wide>[。！？｡]+)|(?<=[Ͱ-Ͽἀ-῿]);)"
    r"(?P<close>(?:[\"'”’»›)\]}*_」』]|[“‘«‹](?=[\s.,;:!?)\]]|\Z)|\[\d{1,3}\])*"
    r"(?: [»›](?=[\s.,;:!?)\]]|\Z))?)"
)
_QUOTES = frozenset("\"'”’“‘»«›‹„」』")
_BEFORE_WORD = re.compile(r"(?P<gap>\s*)(?P<open>[\"'“”‘’„«»‹›(\[{¿¡*_\s—–-]*)")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\s(\[{\"'“”‘„«»—–/]*\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")
_WHOLE = re.compile(r"[^\W\d_]{3,}")
_ADDRESS = re.compile(r"\w+[.@/]\w")
_VISIBLE = re.compile(r"[^\W_]")
_INITIAL = re.compile(r"\s[^\W\d_]\.")  # the second half of J. K. and z. B.
_BACK, _AHEAD = 24, 80  # characters that decide about a stop, before and after it


class Read(NamedTuple):
    """What a text holds: its headline, if it has one, and its sentences."""

    title: str | None
    sentences: tuple[Sentence, ...]


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of an article, numbered from 1, without page furniture.

    Args:
        text: the whole text as read, with whatever was copied along with the article.

    Returns:
        Sentences in the order of the text that do not overlap; for each,
        ``text[start:end] == sentence.text``. Headlines and subheadings have kind ``"heading"``.
        Empty if the text holds no article. Never raises.
    """
    return read(text).sentences


def read(text: str) -> Read:
    """The sentences of an article, as :func:`split` gives them, and its headline."""
    view = View(text)
    blocks = paragraphs(view)
    kinds = roles(blocks)
    found: list[Sentence] = []
    number = 0
    for block, role in zip(blocks, kinds, strict=True):
        if role == "furniture":
            continue
        spans = [(block.start, block.end)] if role == "heading" else _spans(view.text, block.start, block.end)
        for span in spans:
            start, end = view.span(*span)
            found.append(
                Sentence(
                    n=len(found) + 1, start=start, end=end, text=text[start:end], kind=role, paragraph=number
                )
            )
        number += 1
    return Read(headline(blocks, kinds), tuple(found))


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one paragraph; a piece without a letter or digit joins the one before it."""
    spans: list[tuple[int, int]] = []
    for left, right in _pieces(text, start, end):
        empty = not _VISIBLE.search(text, left, right)
        if spans and (empty or not _VISIBLE.search(text, *spans[-1])):
            spans[-1] = spans[-1][0], right
        else:
            spans.append((left, right))
    return spans


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _is_end(text, match, left, end):
            yield left, match.end()
            left = match.end()
            while left < end and text[left].isspace():
                left += 1
    if left < end:
        yield left, end


def _is_end(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the stop ends a sentence, by the words around it."""
    if match["wide"]:
        return True
    ahead = text[match.end() : min(end, match.end() + _AHEAD)]
    before = _BEFORE_WORD.match(ahead)
    if before is None or before.end() == len(ahead):
        return False
    quoted = not _QUOTES.isdisjoint(match["close"])
    opens = not _QUOTES.isdisjoint(before["open"])
    rest = ahead[before.end() :]
    if not before["gap"]:
        return _is_run_on(text, match, start, rest, quoted=quoted, opens=opens)
    if quoted and before["open"][:1] in ("—", "–", "-"):
        return False  # “Ready!” – Putin
    word = _WORD.match(rest)
    if word is None:
        return rest[0].isdigit() and not _is_abbreviation(text, match, start, "", digit=True)
    if word[0][0].islower() and not _is_brand(word[0]):
        return (
            opens
            and not quoted
            and not before["open"].startswith(("(", "["))
            and (not _is_abbreviation(text, match, start, word[0], digit=False))
        )
    if quoted and match["stop"] != "." and _is_attribution(rest):
        return False
    return not _is_abbreviation(text, match, start, word[0], digit=False, opens=opens)


def _is_run_on(text: str, match: re.Match[str], start: int, rest: str, *, quoted: bool, opens: bool) -> bool:
    """Whether a sentence starts right after the stop, the space between them having been lost."""
    if not rest[0].isupper():
        return False
    if quoted or opens:
        return match["stop"] == "." or not _is_attribution(rest)
    found = _TOKEN.search(text[max(start, match.start() - _BACK) : match.start()])
    token = found[0] if found else ""
    following = _WORD.match(rest)
    if following is None or len(following[0]) < 2 or _ADDRESS.match(rest) or not _WHOLE.fullmatch(token):
        return False
    return token.islower() or following[0] in _words("starters")  # ended.The, Moscow.The, but One.Tel


def _is_brand(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])  # iPhone, eBay


def _is_attribution(rest: str) -> bool:
    return any(word in _words("speech") for word in _WORD.findall(rest)[1:6])


def _is_abbreviation(
    text: str, match: re.Match[str], start: int, following: str, *, digit: bool, opens: bool = False
) -> bool:
    """Whether the stop belongs to an abbreviation and the sentence goes on behind it."""
    if match["stop"] != ".":
        return False
    before = text[max(start, match.start() - _BACK) : match.start()]
    found = _TOKEN.search(before)
    token = found[0] if found else ""
    if "-" in token and token not in _words("never"):
        token = token.rpartition("-")[2]
    if token.isdigit():
        words = before[: -len(token)].split()
        return not digit and len(token) < 3 and bool(words) and words[-1] in _words("ordinals")
    spaced = len(token) == 1 and not digit and _INITIAL.match(text, match.end())
    if token in _words("never") or (spaced and token not in _words("closing")):
        return True
    if token in _words("number"):
        return digit
    initial = len(token) == 1 and token.isupper()
    if not (initial or token in _words("closing") or _DOTTED.fullmatch(token)):
        return False
    if opens or following not in _words("starters"):
        return not opens
    return initial and following in _words("particles")


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("summarizer").joinpath("data/sentences.toml").read_text(encoding="utf-8"))


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(word for words in _lists()[group].values() for word in words)
