"""Results as text: ``document`` says what is shown in which order, one module per format says how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from summarizer.render import document, json, markdown, terminal
from summarizer.render.terminal import PLAIN, Screen
from summarizer.schema import Brief, Briefing

Format = Literal["terminal", "md", "json"]

__all__ = ["PLAIN", "Format", "Screen", "render_briefing", "render_briefs"]


def render_briefs(briefs: Sequence[Brief], format: Format, *, many: bool, screen: Screen = PLAIN) -> str:
    """Briefs as text that ends with a newline.

    Args:
        briefs: what was produced, in order.
        format: one of :data:`Format`.
        many: whether several were asked for, which makes the JSON a list even for one brief.
        screen: width and colour, for the terminal format.
    """
    if format == "json":
        return json.briefs(briefs, many=many)
    documents = [document.of_brief(brief) for brief in briefs]
    return markdown.render(documents) if format == "md" else terminal.render(documents, screen)


def render_briefing(briefing: Briefing, format: Format, screen: Screen = PLAIN) -> str:
    """A briefing as text that ends with a newline."""
    if format == "json":
        return json.briefing(briefing)
    documents = [document.of_briefing(briefing)]
    return markdown.render(documents) if format == "md" else terminal.render(documents, screen)
