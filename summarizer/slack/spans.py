"""Lines of a message, and how one that is too long becomes several.

A line is cut before it is escaped, so that no entity, link or format is ever cut in half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

import regex  # type: ignore[import-untyped]

from summarizer.slack.escaping import address, cost, escaped

BULLET, GOES_ON = "• ", "… "
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?:\s+|(?<=[。！？]))")
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True)
class Span:
    """A piece of a line in one style; ``url`` makes it a link where it is a web address."""

    text: str
    bold: bool = False
    url: str | None = None

    @property
    def overhead(self) -> int:
        """What style and link take, in UTF-16 units."""
        target = address(self.url)
        return 2 * self.bold + (len(target) + 3 if target else 0)

    @property
    def mrkdwn(self) -> str:
        """The span as Slack reads it; spaces at its ends stay outside of its format."""
        text, target = escaped(self.text), address(self.url)
        if not text:
            return " " if self.text else ""
        before, after = (" " if end.isspace() else "" for end in (self.text[0], self.text[-1]))
        linked = f"<{target}|{text}>" if target else text
        return f"{before}*{linked}*{after}" if self.bold else f"{before}{linked}{after}"


Line = tuple[Span, ...]


def mrkdwn(line: Line) -> str:
    """A line as Slack reads it."""
    return "".join(span.mrkdwn for span in line).rstrip()


def fitted(line: Line, limit: int) -> list[Line]:
    """The line as lines of at most ``limit`` UTF-16 units once escaped.

    It is cut at the end of a sentence, else of a word, else between characters as a reader sees them.
    All lines but the first begin with an ellipsis, so that no text from outside begins a line, where
    Slack would make a quotation of ``>``.

    Args:
        line: what to cut; nothing of it is lost.
        limit: at least 1,600, so that every link leaves room for text.
    """
    lines: list[list[Span]] = [[]]
    used = 0
    for span in line:
        text = span.text
        while text:
            room = limit - used - span.overhead
            fresh = lines[-1] in ([], [Span(GOES_ON)])
            at = len(text) if cost(text) <= room else _cut(text, room, must=fresh)
            if at:
                head, text = text[:at], text[at:]
                lines[-1].append(replace(span, text=head))
                used += cost(head) + span.overhead
            if text:
                lines.append([Span(GOES_ON)])
                used = cost(GOES_ON)
    return [tuple(spans) for spans in lines if spans]


def _cut(text: str, room: int, *, must: bool) -> int:
    """How much comes into this line: up to the end of a sentence or a word, or nothing unless it must."""
    # No character takes less than one unit.
    costs = accumulate(cost(character) for character in text[: max(room, 0)])
    reach = sum(1 for _ in takewhile(lambda spent: spent <= room, costs))
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, reach)]
    if ends and ends[-1] > reach // 3:
        return ends[-1]
    space = max((n for n in range(reach) if text[n].isspace()), default=-1) + 1
    if space or not must:
        return space
    whole = 0
    for match in _GRAPHEME.finditer(text, 0, reach + 1):
        if match.end() <= reach:
            whole = match.end()
    return whole or reach
