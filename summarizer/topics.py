"""Topics: the headings under which a desk wants demands and disagreements sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence


class Topics:
    """Finds the topic of a text by the words that settings list for each topic.

    An entry matches where a word of the text starts with it, whatever its case: ``neutral`` finds
    "neutrality". An entry of several words matches where all of them occur, in any order, so that
    a common word (``recogni Crimea``) counts only in company.
    """

    def __init__(self, mapping: Mapping[str, Sequence[str]] | None = None) -> None:
        self._entries = {
            topic: [[_starts_with(part) for part in entry.split()] for entry in _distinct(entries)]
            for topic, entries in (mapping or {}).items()
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The topics in the order of the settings, which is the order of the briefing."""
        return tuple(self._entries)

    def match(self, text: str) -> str | None:
        """The topic with the most entries found in ``text`` (the first of equals), or None."""
        hits = {
            topic: sum(all(part.search(text) for part in entry) for entry in entries)
            for topic, entries in self._entries.items()
        }
        best = max(hits, key=hits.__getitem__, default=None)
        return best if best is not None and hits[best] else None


def _distinct(entries: Iterable[str]) -> list[str]:
    """Entries without repeats and without those that another one already covers."""
    kept: list[str] = []
    for entry in sorted({" ".join(entry.lower().split()) for entry in entries}, key=len):
        if entry and not any(entry.startswith(shorter) for shorter in kept if " " not in entry):
            kept.append(entry)
    return kept


def _starts_with(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE)
