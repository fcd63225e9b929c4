"""Quotes for a narrow screen: lines of one sentence share its quote, and a long one is printed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from summarizer.render.parts import Item, Section

LONG_QUOTE = 25
"""Words; a longer quote is printed once in a document, a shorter one wherever it serves."""


def sparing(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections in which a long passage is quoted in full once; where it serves again, a word says so."""
    seen: set[str] = set()

    def shown(item: Item) -> Item:
        if item.quote in seen:
            return replace(item, quote="", asides=(*item.asides, "quoted above"))
        if len(item.quote.split()) > LONG_QUOTE:
            seen.add(item.quote)
        return item

    return tuple(
        replace(
            section,
            groups=tuple(
                replace(group, items=tuple(map(shown, _sharing(group.items)))) for group in section.groups
            ),
        )
        for section in sections
    )


def _sharing(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by party and quote, in the order of their first; a quote stands once, beneath its last item."""
    listed = [*items]
    parties = [item.lead for item in listed]
    quotes = [(item.lead, item.quote) for item in listed]
    # An item without a quote keeps its place among those of its party.
    place = {
        id(item): quotes.index((item.lead, item.quote)) if item.quote else n for n, item in enumerate(listed)
    }
    listed.sort(key=lambda item: (parties.index(item.lead), place[id(item)]))
    following = [*[item.quote for item in listed], ""][1:]
    return tuple(
        replace(item, quote="") if item.quote == next_quote else item
        for item, next_quote in zip(listed, following, strict=True)
    )
