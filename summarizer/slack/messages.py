"""A briefing as the messages of one post: whole, in order, each within what Slack takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from summarizer.schema import Briefing
from summarizer.slack import content, updates
from summarizer.slack.blocks import Block, Unit, context, fits_header, header, section, size, units_of
from summarizer.slack.content import Content, Group, Section
from summarizer.slack.escaping import address, cost, escaped, unescaped, unlinked
from summarizer.slack.spans import Span, fitted, mrkdwn

MOST_BLOCKS, MOST_CHARACTERS = 49, 12_000
"""Of a message. Slack documents 50 blocks; it refuses about 13,200 characters, which it does not document."""
GOES_ON = "goes-on"
"""Id of a block that repeats the heading under which a message goes on."""
_ROOM = MOST_CHARACTERS - 500  # for the header, which is known when all messages are counted
_FALLBACK = 600


@dataclass(frozen=True)
class Options:
    """What a post needs to know beside the briefing.

    Args:
        public_url: web address of the output folder; None for no link to the briefing's page.
        page: name of that page in the briefing's folder.
        when_empty: post also where the day brought nothing.
        is_update: other news of the day have been posted before.
        posted: the lines of that post, as Slack reads them.
    """

    public_url: str | None = None
    page: str = "briefing.html"
    when_empty: bool = False
    is_update: bool = False
    posted: tuple[str, ...] = field(default=(), repr=False)


DEFAULT = Options()


@dataclass(frozen=True)
class Message:
    """One message: blocks, and the text that stands for them in notifications and for screen readers."""

    text: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def payload(self) -> dict[str, Any]:
        """What is sent, ready for JSON. Links show no previews, which would bury the briefing."""
        return {
            "text": self.text,
            "blocks": list(self.blocks),
            "unfurl_links": False,
            "unfurl_media": False,
        }


def messages(briefing: Briefing, options: Options = DEFAULT) -> list[Message]:
    """The briefing as messages, each of fewer than 50 blocks and 12,000 characters.

    Nothing is cut: what does not fit goes on in the next block or message.
    """
    whole = content.of(briefing)
    if options.is_update:
        whole = replace(whole, sections=(*updates.changes(whole.sections, options.posted), *whole.sections))
    if content.is_empty(briefing):
        line = (Span("No demands and no disagreements were heard."),)
        whole = replace(whole, sections=(Section("Nothing new", (Group((line,)),)), *whole.sections))
    title = _Title(whole, options.is_update)
    link = _link(briefing, options)
    packed = list(_packed([*title.units(link), *_body(whole), *_closing(whole)]))
    return [
        Message(
            text=_fallback(title.of(n, len(packed)), whole, briefing if n == 1 else None),
            blocks=(header(title.of(n, len(packed))), *blocks),
        )
        for n, blocks in enumerate(packed, 1)
    ]


def as_json(posts: Sequence[Message]) -> str:
    """The payloads as a JSON list that ends with a newline: what is sent, one after the other."""
    return json.dumps([message.payload for message in posts], ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class _Title:
    """The header of each message; a title that it does not hold stands beneath the first, whole."""

    whole: Content
    is_update: bool

    def of(self, n: int, parts: int) -> str:
        """The header of message ``n``, counted from 1."""
        part = f" ({n}/{parts})" if parts > 1 else ""
        return f"{self._long if self._fits else self._short}{part}"

    def units(self, link: str) -> Iterator[Unit]:
        """What opens the post: the title where it is long, the counts, the link to the page."""
        if not self._fits:
            for line in fitted((Span(self.whole.title, bold=True),), 2000):
                yield Unit((section(mrkdwn(line)),))
        yield Unit((context(escaped(self.whole.facts) + link),))

    @property
    def _update(self) -> str:
        return "Update: " if self.is_update else ""

    @property
    def _long(self) -> str:
        return f"{self._update}{self.whole.title} · {self.whole.day}"

    @property
    def _short(self) -> str:
        dated = f"{self._update}Briefing · {self.whole.day}"
        return dated if fits_header(f"{dated} (1000/1000)") else f"{self._update}Briefing"

    @property
    def _fits(self) -> bool:
        return fits_header(f"{self._long} (1000/1000)")


def _link(briefing: Briefing, options: Options) -> str:
    if not options.public_url:
        return ""
    folder = f"{options.public_url.rstrip('/')}/{quote(briefing.date, safe='')}"
    page = address(f"{folder}/{options.page}")
    return f" · <{page}|Read it with all quotes>" if page else ""


def _body(whole: Content) -> Iterator[Unit]:
    for part in whole.sections:
        yield from units_of(part)


def _closing(whole: Content) -> Iterator[Unit]:
    for line in fitted((Span(whole.footer),), 2000):
        yield Unit((context(mrkdwn(line)),))


def _packed(units: Iterable[Unit]) -> Iterator[tuple[Block, ...]]:
    """Units to messages, as many in each as it takes; a message that goes on says under which heading."""
    blocks: tuple[Block, ...] = ()
    for unit in units:
        if blocks and not _fits((*blocks, *unit.blocks)):
            yield blocks
            blocks = _again(unit)
        blocks = (*blocks, *unit.blocks)
    if blocks:
        yield blocks


def _again(unit: Unit) -> tuple[Block, ...]:
    """The heading that a message goes on under; none where a section begins, or a heading is very long."""
    if unit.begins or not unit.heading or cost(unit.heading) > 300:
        return ()
    return (context(f"{escaped(unit.heading)} (continued)", block_id=GOES_ON),)


def _fits(blocks: tuple[Block, ...]) -> bool:
    return len(blocks) < MOST_BLOCKS and size(blocks) <= _ROOM


def _fallback(title: str, whole: Content, briefing: Briefing | None) -> str:
    """The title and the counts; in the first message, as much of the digest as a notification takes."""
    text = f"{title}: {whole.facts}."
    for line in briefing.digest if briefing else ():
        if cost(f"{text} {line.text}") > _FALLBACK:
            break
        text = f"{text} {line.text.rstrip('.')}."
    return unlinked(text)


_ADDRESS = re.compile(r"<([^|>]+)\|([^>]*)>")


def preview(posts: Sequence[Message]) -> str:
    """The messages as plain text for a terminal, each address in brackets behind the text that it links."""
    return "\n".join(_shown(n, len(posts), message) for n, message in enumerate(posts, 1))


def _shown(n: int, of: int, message: Message) -> str:
    blocks = message.blocks
    lines = [f"--- message {n} of {of}: {len(blocks)} blocks, {size(blocks):,} characters ---", ""]
    lines += [unescaped(message.text), ""]
    for block in blocks:
        if block["type"] == "divider":
            lines.append("")
        elif block["type"] == "header":
            lines += [unescaped(block["text"]["text"]).upper(), ""]
        else:
            texts = block["elements"] if block["type"] == "context" else [block["text"]]
            lines += [updates.shown(_ADDRESS.sub(r"\2 [\1]", text["text"])) for text in texts] + [""]
    return "\n".join(lines)
