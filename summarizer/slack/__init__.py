"""Slack: a briefing as messages, posted to an incoming webhook once.

``messages`` makes them, ``preview`` and ``as_json`` show them, ``deliver`` posts them.
"""

from __future__ import annotations

from summarizer.slack.delivery import Delivery, PostLog, deliver
from summarizer.slack.messages import Message, Options, as_json, messages, preview
from summarizer.slack.reading import briefing_from_json, read_briefing
from summarizer.slack.webhook import Webhook

__all__ = [
    "Delivery",
    "Message",
    "Options",
    "PostLog",
    "Webhook",
    "as_json",
    "briefing_from_json",
    "deliver",
    "messages",
    "preview",
    "read_briefing",
]
