"""Text from outside as Slack takes it: shown as it is, and never a mention, a link or a format.

Messages are ``mrkdwn`` sections, Slack's documented form for posts through a webhook. ``&``, ``<`` and
``>`` are escaped as Slack says (docs.slack.dev/messaging/formatting-message-text), which leaves no way to
write a mention or a link. ``* _ ~ ` `` have no escape, so that each is replaced by a character that looks
like it and means nothing to Slack; an invisible character between them would leave the outcome to
Slack's parser. ``rich_text`` blocks would need none of this, but no limits are documented for them, posts
of less than 12,000 characters are refused with them (slackapi/bolt-js issue 2867), and that webhooks take
them is not documented either.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from summarizer.render.wording import clean, web

JOINER = "\u2060"
"""Word joiner: takes no room and is no part of an emoji's name. Outside text has none left (``clean``)."""
LOOKALIKES = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
"""Asterisk operator, modifier letter low macron, tilde operator, modifier letter grave accent."""
LONGEST_ADDRESS = 1500
"""Characters; a longer address makes no link, as it would take the room of the text."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CONTROL = str.maketrans(_ENTITIES)
# Between letters and figures an underscore is no format: it stays, so that names and addresses can be copied.
_MARK = re.compile(r"[*~`]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_")
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_LINKED = re.compile(r"[.:@#](?=[\w/])")
_EXTRA = {"&": 4, "<": 3, ">": 3, ":": 1}


def escaped(text: str) -> str:
    """``text`` for a ``mrkdwn`` object, on one line and without hidden characters."""
    shown = _EMOJI.sub(":" + JOINER, clean(text))
    return _MARK.sub(lambda match: LOOKALIKES[match[0]], shown).translate(_CONTROL)


def plain(text: str) -> str:
    """``text`` for a ``plain_text`` object, where only the three control characters mean something."""
    return clean(text).translate(_CONTROL)


def unescaped(text: str) -> str:
    """Escaped text as a reader sees it."""
    return text.replace(JOINER, "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unlinked(text: str) -> str:
    """``text`` for a message's fallback, where Slack would make links of bare hosts, @names and #channels."""
    return _LINKED.sub(lambda match: match[0] + JOINER, escaped(text).replace(JOINER, ""))


def address(url: str | None) -> str:
    """The target of a link, or nothing if ``url`` is not a web address that can be one.

    Everything that could end a link early is percent-encoded.
    """
    target = quote(web(url), safe=":/?#@!$&'()*+,;=%~-._[]").replace("&", "&amp;")
    return target if len(target) <= LONGEST_ADDRESS else ""


def cost(text: str) -> int:
    """The most that ``text`` can take of a limit once it is escaped.

    Slack does not say how it counts; this counts escaped text in UTF-16 units, the most of all ways.
    """
    return units(text) + sum(extra * text.count(character) for character, extra in _EXTRA.items())


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
