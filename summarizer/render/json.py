"""The JSON contract: ``article-brief/1`` and ``briefing/1``."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from summarizer.schema import Brief, Briefing, Entry

_BRIEFS = TypeAdapter(tuple[Brief, ...])
_ENTRIES = TypeAdapter(tuple[Entry, ...])


def briefs(briefs: Sequence[Brief], *, many: bool) -> str:
    """One object, or a list if several sources were asked for, however many of them gave a brief."""
    if not many and len(briefs) == 1:
        return briefs[0].model_dump_json(by_alias=True, indent=2) + "\n"
    return _BRIEFS.dump_json(tuple(briefs), by_alias=True, indent=2).decode() + "\n"


def briefing(briefing: Briefing) -> str:
    """One object with all its articles."""
    return briefing.model_dump_json(by_alias=True, indent=2) + "\n"


def entries(entries: Sequence[Entry]) -> str:
    """A list of what the ledger remembers."""
    return _ENTRIES.dump_json(tuple(entries), by_alias=True, indent=2).decode() + "\n"
