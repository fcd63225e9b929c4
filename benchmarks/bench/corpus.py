"""Articles to measure speed on: real ones, and any number of distinct ones made from their sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

SENTENCES = 12
"""Sentences in a made article: as many as the real ones have at the median, and a few more."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def articles(path: Path, most: int | None = None) -> list[str]:
    """The articles of a corpus, one a line; the first ``most`` of them."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line][:most]


def made(real: list[str], number: int, seed: int = 0) -> Iterator[str]:
    """Distinct articles, each of whole sentences drawn from all real ones; the same for the same seed.

    Real text keeps the work real: names, quotations and demands are in it. As sentences are drawn from
    everywhere, no two articles are the same story.
    """
    pool = [sentence for text in real for sentence in _SENTENCE_END.split(text) if len(sentence) > 40]
    draw = random.Random(seed)
    for _ in range(number):
        yield " ".join(draw.sample(pool, SENTENCES))
