"""Finds the paragraphs of a text: lines, joined where the text was wrapped at a fixed width.

Texts come from web pages, editors and mail programs. They hold characters that nobody sees (byte
order marks, soft hyphens, bidirectional controls), several kinds of spaces and line ends, Markdown
marks and hard-wrapped lines. A :class:`View` hides all that from the modules that look at words,
and leads back to the offsets of the original text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

# Control, format and filler characters: they take no part in deciding where a sentence ends.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]+"
)
_LINE_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_MARKS = re.compile(
    r"(?:> ?)*"
    r"(?:(?P<heading>\#{1,6}(?= ))|(?P<bullet>[-+*•‣▪●◦·–—](?= )|[•‣▪●◦]|\d{1,2}[.)](?= )|[a-z]\)(?= )))?"
    r" *"
)
_VISIBLE_WORD = re.compile(r"[^\W_]")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_FRONT_MATTER = re.compile(r"\s*---\n(?:[\w-]+:.*\n|[ \t-].*\n)+---(?:\n|\Z)")
# Ends of a finished line: a stop, and the quotation marks and brackets that close after it.
ENDS_WITH_STOP = re.compile(r"[.!?…‽؟۔।։。！？｡][\"'”’“‘»«›‹)\]*_ ]*(?:\[\d{1,3}\])*\Z")

_WRAP_MIN, _WRAP_MAX = 40, 120  # columns between which people and programs wrap lines


class View:
    """A text as a reader sees it, with the way back to the offsets of the original.

    ``text`` has no invisible characters, only ``" "`` and ``"\\n"`` as white space, and else the
    same characters in the same order.
    """

    def __init__(self, original: str) -> None:
        pieces: list[str] = []
        self._seen, self._original = array("q", [0]), array("q", [0])
        position = length = 0
        for match in _INVISIBLE.finditer(original):
            pieces.append(original[position : match.start()])
            length += match.start() - position
            position = match.end()
            self._seen.append(length)
            self._original.append(position)
        pieces.append(original[position:])
        seen = "".join(pieces).replace("\r\n", " \n")
        self.text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", seen))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the non-empty span ``text[start:end]``."""
        return self._back(start), self._back(end - 1) + 1

    def _back(self, offset: int) -> int:
        at = bisect_right(self._seen, offset) - 1
        return self._original[at] + offset - self._seen[at]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a view: ``view.text[start:end] == text``, marks and outer spaces left out.

    ``mark`` is how the text itself marks it: a Markdown heading, a list item, or not at all.
    """

    start: int
    end: int
    text: str
    mark: Literal["heading", "bullet", ""] = ""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    mark: Literal["heading", "bullet", ""]
    gap: bool  # an empty line, a rule or the start of the text comes before it
    indent: int


def paragraphs(view: View) -> list[Paragraph]:
    """The paragraphs of a view in order; those without a letter or digit are left out.

    A line is a paragraph, unless the text is hard-wrapped: then lines that are full (the next word
    would not have fitted) go on in the next line. Front matter of Markdown files is skipped.
    """
    lines = _lines(view.text)
    width = _wrap_width(view.text, lines)
    found: list[Paragraph] = []
    at = 0
    while at < len(lines):
        last = at
        while last + 1 < len(lines) and (
            _hangs(lines[at], lines[last + 1])
            or (width is not None and _goes_on(view.text, lines[last], lines[last + 1], width))
        ):
            last += 1
        start, end = lines[at].start, lines[last].end
        found.append(Paragraph(start, end, view.text[start:end], lines[at].mark))
        at = last + 1
    return found


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    gap = True
    front_matter = _FRONT_MATTER.match(text)
    for match in re.compile("[^\n]*\n?").finditer(text, front_matter.end() if front_matter else 0):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = match.start() + len(match[0].rstrip())
        indent = start - match.start()
        if not _VISIBLE_WORD.search(text, start, max(start, end)):
            if not gap and _UNDERLINE.fullmatch(text, start, end) and not _finished(text, lines[-1]):
                lines[-1].mark = "heading"
            gap = True
            continue
        marks = _MARKS.match(text, start, end)
        mark: Literal["heading", "bullet", ""] = ""
        if marks and _VISIBLE_WORD.search(text, marks.end(), end):
            mark = "heading" if marks["heading"] else "bullet" if marks["bullet"] else ""
            start = marks.end()
        if mark == "heading":
            end = start + len(text[start:end].rstrip("# "))
        lines.append(_Line(start, end, mark, gap, indent))
        gap = False
    return lines


def _finished(text: str, line: _Line) -> bool:
    return ENDS_WITH_STOP.search(text, max(line.start, line.end - 12), line.end) is not None


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """The width at which the lines of the text were wrapped, or None if a line is a paragraph.

    Wrapped text shows in lines that stop in the middle of a sentence although the first word of
    the next line, mostly in lower case, would not have fitted any more.
    """
    lengths = sorted(line.end - line.start for line in lines if " " in text[line.start : line.end])
    if len(lengths) < 2:
        return None
    width = lengths[(len(lengths) - 1) * 95 // 100]
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return None
    open_ended = wrapped = lower = 0
    for line, following in pairwise(lines):
        if following.gap or following.mark or line.mark == "heading" or _finished(text, line):
            continue
        open_ended += 1
        if _goes_on(text, line, following, width):
            wrapped += 1
            lower += not text[following.start].isupper()
    return width if wrapped and wrapped >= 0.7 * open_ended and lower >= 0.4 * wrapped else None


def _is_dash(text: str, line: _Line, following: _Line) -> bool:
    """Whether a line's list mark is a dash of the running text that wrapping put at its beginning."""
    unfinished = not line.mark and text[line.end - 1] != ":" and not _finished(text, line)
    dash = text[max(0, following.start - 2) : following.start].rstrip() in ("-", "–", "—")
    return unfinished and dash and text[following.start].islower()


def _hangs(item: _Line, following: _Line) -> bool:
    """Whether a list item goes on in an indented line."""
    return item.mark == "bullet" and following.indent > item.indent and not (following.gap or following.mark)


def _goes_on(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether the paragraph of a line goes on in the following line of a text wrapped at width.

    It does in lower case, and where the following line's first word would not have fitted.
    """
    if following.gap or line.mark == "heading" or (following.mark and not _is_dash(text, line, following)):
        return False
    if text[following.start].islower() and not _finished(text, line):
        return line.end - line.start >= _WRAP_MIN / 2
    word_end = text.find(" ", following.start, following.end)
    word = (word_end if word_end >= 0 else following.end) - following.start
    return line.end - line.start + 1 + word > width
