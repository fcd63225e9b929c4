"""Sections of content as Slack's blocks, each within the limits that Slack documents for it.

The limits: docs.slack.dev/reference/block-kit/blocks (header 150, section 3,000, context 10 elements).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from summarizer.slack.content import Group, Section
from summarizer.slack.escaping import cost, plain, units
from summarizer.slack.spans import Span, fitted, mrkdwn

Block = dict[str, Any]

HEADER, SECTION = 150, 3000
"""The longest text of a header and of a section, in characters."""
# A heading and the first line under it must come into one section together, whatever their length.
_HEADING, LINE = 1100, 1850


@dataclass(frozen=True)
class Unit:
    """Blocks that belong into one message, the heading over them, and whether it begins with them."""

    blocks: tuple[Block, ...]
    heading: str = ""
    begins: bool = False


def size(blocks: tuple[Block, ...]) -> int:
    """What blocks take of a message, in UTF-16 units: their whole JSON.

    Slack does not document how it counts the characters of a message's blocks, and containers count for
    something (slackapi/bolt-js issue 2509), so that all of them do here.
    """
    return sum(units(json.dumps(block, ensure_ascii=False)) + 2 for block in blocks)


def header(text: str) -> Block:
    """A header; the text must fit (:func:`fits_header`)."""
    return HeaderBlock(text=PlainTextObject(text=plain(text), emoji=False)).to_dict()


def fits_header(text: str) -> bool:
    """Whether a header takes this text."""
    return 0 < cost(text) <= HEADER


def section(text: str) -> Block:
    """A section of ``mrkdwn``: no bare address becomes a link, and no reader must click to see it all."""
    return SectionBlock(text=MarkdownTextObject(text=text, verbatim=True), expand=True).to_dict()


def context(*texts: str, block_id: str | None = None) -> Block:
    """Small print, each text on its own or behind the one before."""
    elements = [MarkdownTextObject(text=text, verbatim=True) for text in texts]
    return ContextBlock(elements=elements, block_id=block_id).to_dict()


def units_of(part: Section) -> Iterator[Unit]:
    """The blocks of a section: its heading with the first of its groups, then the others."""
    above: tuple[Block, ...] = (DividerBlock().to_dict(), *_title(part.title))
    for group in part.groups:
        heading = f"{part.title} · {''.join(span.text for span in group.title)}".rstrip(" ·")
        for text in texts(group):
            yield Unit((*above, section(text)), heading, bool(above))
            above = ()


def _title(text: str) -> tuple[Block, ...]:
    if fits_header(text):
        return (header(text),)
    return tuple(section(mrkdwn(line)) for line in fitted((Span(text, bold=True),), LINE))


def texts(group: Group) -> Iterator[str]:
    """A group's heading and lines as texts of sections; as many lines in each as it takes."""
    headings = [mrkdwn(line) for line in fitted(group.title, _HEADING)] if group.title else []
    lines = [mrkdwn(piece) for line in group.lines for piece in fitted(line, LINE)]
    text = ""
    for piece in (*headings, *lines):
        if text and units(text) + 1 + units(piece) > SECTION:
            yield text
            text = piece
        else:
            text = f"{text}\n{piece}" if text else piece
    if text:
        yield text
