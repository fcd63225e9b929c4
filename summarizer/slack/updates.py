"""What an update says first: how it differs from the day's earlier post, which a webhook cannot change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from summarizer.slack.blocks import LINE
from summarizer.slack.content import FILES, MISSING, Group, Section
from summarizer.slack.escaping import unescaped
from summarizer.slack.spans import BULLET, Line, Span, fitted, mrkdwn

CHANGED, GONE = "Changed since the last post", "No longer as posted"
_LINK = re.compile(r"<[^|>]+\|([^>]*)>")
_NUMBER = re.compile(r"\[\d+\]")
_BOLD = re.compile(r"\*([^*]*)\*")


def posted_lines(payloads: Iterable[str]) -> tuple[str, ...]:
    """The lines of news of an earlier post as Slack reads them, from its payloads in their order."""
    lines: list[str] = []
    heading = ""
    for payload in payloads:
        # The first block is the message's own header.
        for block in json.loads(payload)["blocks"][1:]:
            if block["type"] == "header":
                heading = block["text"]["text"]
            elif block["type"] == "section" and heading not in (FILES, MISSING, CHANGED, GONE):
                lines += block["text"]["text"].split("\n")
    return tuple(lines)


def changes(sections: Sequence[Section], posted: Sequence[str]) -> Iterator[Section]:
    """Lines that the earlier post did not have, under their headings, and those that stand no more.

    A line is another as soon as a source, a topic or its history is another.
    """
    groups = [group for part in sections if part.news for group in part.groups]
    before = set(map(_key, posted))
    changed = [
        Group(lines, group.title)
        for group in groups
        if (lines := tuple(line for line in group.lines if not before.issuperset(_pieces(line))))
    ]
    if changed:
        yield Section(CHANGED, tuple(changed))
    now = {piece for group in groups for line in group.lines for piece in _pieces(line)}
    gone = [line for line in posted if line.startswith(BULLET) and _key(line) not in now]
    if gone:
        lines = tuple((Span(BULLET), Span(shown(line).removeprefix(BULLET))) for line in gone)
        yield Section(GONE, (Group(lines),))


def shown(text: str) -> str:
    """``mrkdwn`` as a reader sees it, without its links."""
    return unescaped(_BOLD.sub(r"\1", _LINK.sub(r"\1", text)))


def _pieces(line: Line) -> list[str]:
    return [_key(mrkdwn(piece)) for piece in fitted(line, LINE)]


def _key(line: str) -> str:
    """What makes a line another; the number of a file changes with every file before it."""
    return _NUMBER.sub("[]", line)
