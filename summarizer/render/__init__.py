"""Results as text: ``document`` says what is shown in which order, one module per format says how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from summarizer.render import document, json, markdown, past, terminal
from summarizer.render.terminal import PLAIN, Screen
from summarizer.schema import Brief, Briefing, Entry

if TYPE_CHECKING:
    from summarizer.render.index import Day

Format = Literal["terminal", "md", "html", "json"]

__all__ = ["PLAIN", "Format", "Screen", "render_briefing", "render_briefs", "render_history", "render_index"]


def render_briefs(
    briefs: Sequence[Brief], format: Format, *, many: bool, screen: Screen = PLAIN, whole: bool = False
) -> str:
    """Briefs as text that ends with a newline.

    Args:
        briefs: what was produced, in order; at least one.
        format: one of :data:`Format`. HTML is one page, whatever the number of briefs.
        many: whether several were asked for, which makes the JSON a list even for one brief.
        screen: width and colour, for the terminal format.
        whole: whether HTML shows whole articles, not only the cited sentences and their neighbours.
    """
    if format == "json":
        return json.briefs(briefs, many=many)
    if format == "html":
        from summarizer.render import html

        one = len(briefs) == 1
        return html.render(document.of_brief(briefs[0]) if one else document.of_briefs(briefs), whole=whole)
    documents = [document.of_brief(brief) for brief in briefs]
    return markdown.render(documents) if format == "md" else terminal.render(documents, screen)


def render_briefing(
    briefing: Briefing, format: Format, screen: Screen = PLAIN, *, whole: bool = False
) -> str:
    """A briefing as text that ends with a newline; ``screen`` and ``whole`` as for :func:`render_briefs`."""
    if format == "json":
        return json.briefing(briefing)
    found = document.of_briefing(briefing)
    if format == "html":
        from summarizer.render import html

        return html.render(found, whole=whole)
    return markdown.render([found]) if format == "md" else terminal.render([found], screen)


def render_history(
    entries: Sequence[Entry], format: Literal["terminal", "md", "json"], screen: Screen = PLAIN
) -> str:
    """What the ledger remembers as text that ends with a newline; for pages see :func:`render_index`."""
    if format == "json":
        return json.entries(entries)
    found = past.of_history(entries)
    return markdown.render([found]) if format == "md" else terminal.render([found], screen)


def render_index(days: Sequence[Day], entries: Sequence[Entry]) -> str:
    """The page that lists past briefings, with a timeline of the demands that the ledger remembers.

    Args:
        days: the briefings, in any order.
        entries: the ledger's; those that are no demands are not shown.
    """
    from summarizer.render import index

    return index.render(days, entries)
