"""A demand as one rule finds it: who, which words, of whom, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.discourse import View
from summarizer.engines.offline.phrases import wording

STRONG, MIDDLING, WEAK = 3, 2, 1
"""How surely a cue states a demand: "insists", "wants", "should"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: ``party`` demands tokens ``[start, end)`` of sentence ``view``."""

    party: str
    view: View
    start: int
    end: int
    addressee: str | None
    strength: int
    prefix: str = ""
    """Words that go before the span: "No" of a refusal, the subject of a further action."""
    evidence: tuple[int, ...] = ()
    """Sentences that state it; empty for the view's own."""

    @property
    def text(self) -> str:
        """The demand in the source's words."""
        words = wording(self.view, self.start, self.end)
        if not self.prefix:
            return words
        return f"{self.prefix} {words if self._starts_with_name() else words[:1].lower() + words[1:]}"

    def _starts_with_name(self) -> bool:
        mention = self.view.mention_at(self.start)
        is_name = mention is not None and mention.kind in ("party", "name")
        return self.start > 0 and is_name and self.view.tokens[self.start].is_capitalised
