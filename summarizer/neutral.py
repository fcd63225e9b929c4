"""Neutral wording: which words of a text are somebody's, and which loaded terms are the text's own.

Loaded terms (``data/loaded.toml``) may stand inside quotation marks, where they are a speaker's; outside
of them the text speaks in its own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from summarizer.lexicon import loaded_terms
from summarizer.words import INVISIBLE

_MARK = re.compile("[\"“”„‟«»″＂'‘’‚‛‹›「」『』]|\n")
# Which closing marks an opening mark may have. ” and ’ open as well in Swedish and Finnish.
_CLOSES = {
    '"': '"', "″": "″", "＂": "＂", "'": "'", "“": "”", "‟": "”", "„": "“”", "«": "»", "»": "«",
    "‘": "’", "‛": "’", "‚": "‘’", "‹": "›", "›": "‹", "「": "」", "『": "』",
}  # fmt: skip
_SINGLE = frozenset("'‘’‚‛‹›")
_DEEPEST = 8  # no real text nests deeper; keeps the time linear in a text of nothing but marks
_WORD_OR_STOP = re.compile(r"[\w)\].,;:!?…%$€£]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: ``text[start]`` opens it, ``text[end - 1]`` closes it.

    ``depth`` is 0 for a quotation that stands in no other one.
    """

    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations of a text, and whether double marks are left over that open or close none."""

    closed: tuple[Quotation, ...]
    is_balanced: bool


_FIRST_PERSON = re.compile(r"\b(?:we|our|ours|us|my|I)\b")
"""In lower case but for "I": "US" is a country."""


def speaks_in_first_person(text: str) -> bool:
    """Whether "we" or "our" stands outside quotation marks: a speaker's words taken for one's own."""
    text = INVISIBLE.sub("", text)
    said = text[:1].lower() + text[1:] if text.startswith(("We ", "Our ")) else text
    found = [match.start() for match in _FIRST_PERSON.finditer(said)]
    spans = [span for span in quotations(text).closed if span.depth == 0] if found else []
    return any(not any(span.start < at < span.end for span in spans) for at in found)


def loaded_terms_in_own_voice(text: str) -> tuple[str, ...]:
    """Loaded terms that stand outside quotation marks, as they are written, each once.

    Straight and curly quotation marks, guillemets and nested single marks count; apostrophes do not. A
    quotation that is never closed does not count as one: the doubt goes against the text.
    """
    # An invisible character inside a word must not hide it.
    text = INVISIBLE.sub("", text)
    found = list(_loaded().finditer(_lower(text)))
    if not found:
        return ()
    spans = [(span.start, span.end) for span in quotations(text).closed if span.depth == 0]
    terms: dict[str, str] = {}
    at = 0
    for match in found:
        while at < len(spans) and spans[at][1] <= match.start():
            at += 1
        if at == len(spans) or not spans[at][0] < match.start() < spans[at][1]:
            term = " ".join(text[match.start() : match.end()].split())
            terms.setdefault(term.casefold(), term)
    return tuple(terms.values())


def quotations(text: str) -> Quotations:
    """The quotations of a text, outer ones before those inside them.

    A paragraph that opens with the mark that is still open goes on with the quotation of the one before.
    """
    open_marks: list[tuple[str, int]] = []
    closed: list[tuple[int, int]] = []
    is_balanced = True
    fresh = True
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\n":
            fresh = True
            continue
        begins, fresh = fresh and not text[text.rfind("\n", 0, at) + 1 : at].strip(), False
        opener = _opener(open_marks, mark, text, at)
        if opener is not None:
            closed.append((open_marks[opener][1], at + 1))
            is_balanced = is_balanced and not _has_double(open_marks[opener + 1 :])
            del open_marks[opener:]
        elif begins and open_marks and open_marks[0][0] == mark:
            continue
        elif _may_open(mark, text, at) and len(open_marks) < _DEEPEST:
            open_marks.append((mark, at))
        elif mark not in _SINGLE:
            is_balanced = False
    return Quotations(tuple(_with_depth(closed)), is_balanced and not _has_double(open_marks))


def _has_double(marks: list[tuple[str, int]]) -> bool:
    return any(mark not in _SINGLE for mark, _ in marks)


def _with_depth(spans: list[tuple[int, int]]) -> Iterator[Quotation]:
    ends: list[int] = []
    for start, end in sorted(spans):
        while ends and ends[-1] <= start:
            ends.pop()
        yield Quotation(start, end, len(ends))
        ends.append(end)


def _opener(open_marks: list[tuple[str, int]], mark: str, text: str, at: int) -> int | None:
    """Index of the open mark that this one closes, or None."""
    if not _may_close(mark, text, at):
        return None
    for index in range(len(open_marks) - 1, -1, -1):
        if mark in _CLOSES[open_marks[index][0]]:
            return index
        if open_marks[index][0] not in _SINGLE and mark in _SINGLE:
            return None  # a single mark inside a double quotation closes nothing outside of it
    return None


def _may_open(mark: str, text: str, at: int) -> bool:
    if mark not in _CLOSES:
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not after or after.isspace():
        return mark == "«" and bool(after)  # French: « mot »
    if mark in ("'", '"', "″", "＂", "»", "›"):
        return not before or not (_WORD_OR_STOP.match(before))
    return mark not in _SINGLE or not before.isalnum()


def _may_close(mark: str, text: str, at: int) -> bool:
    """Whether what stands around the mark lets it close: an apostrophe inside a word does not."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in _SINGLE:
        return not (after.isalnum() or not before or before.isspace())
    if mark in '"″＂':
        return not before.isspace() or not after or after.isspace()
    return True


def _lower(text: str) -> str:
    """Lower case with every character in its place: İ would become two."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=1)
def _loaded() -> re.Pattern[str]:
    """All loaded terms in lower case as one pattern, which branches on the first letter to be fast.

    Longer ones come first, as "special military operation" would otherwise be found in part.
    """
    by_letter: dict[str, list[str]] = {}
    for term in sorted({term.lower() for term in loaded_terms()}, key=lambda term: (-len(term), term)):
        by_letter.setdefault(term[0], []).append(_pattern(term)[len(re.escape(term[0])) :])
    branches = (f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})(?!\w)")


def _pattern(term: str) -> str:
    words = re.escape(term.removesuffix("*")).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑]")
    return words + (r"\w*" if term.endswith("*") else "")


def quoted(text: str) -> str:
    """A text of the source in quotation marks, with those inside it nested in turn: “… ‘…’ …”.

    Invisible characters are dropped and white space becomes one space; everything else stays.
    """
    inner = " ".join(INVISIBLE.sub("", text).split())
    marks = list(inner)
    for span in quotations(inner).closed:
        marks[span.start], marks[span.end - 1] = ("‘", "’") if span.depth % 2 == 0 else ("“", "”")
    return f"“{''.join(marks)}”"


def neutral(text: str) -> str:
    """The source's words, in quotation marks where they hold a loaded term in their own voice."""
    return quoted(text) if loaded_terms_in_own_voice(text) else text
