"""What work is done with."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial

from summarizer.reach import Reach

OnStage = Callable[[str, int, int], None]
"""Called with the stage's name, the number of finished pieces of work and the number of all."""


@dataclass(frozen=True)
class Hands:
    """What work is done with: an executor, how far it may reach, and who is told of progress."""

    executor: Executor
    reach: Reach = field(default_factory=Reach)
    on_stage: OnStage | None = None

    def progress(self, stage: str) -> Callable[[int, int], None] | None:
        """What one stage reports its progress to: pieces of work that are finished, and all."""
        return partial(self.on_stage, stage) if self.on_stage else None
