"""Offline speed: whole briefs against a summary alone by sumy, on the same articles, in turns.

LexRank compares every sentence with every other, so the length of articles decides; both that of the corpus,
whose articles are cut short, and that of the seeds are measured.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench import corpus
from benchmarks.bench.processes import own, peer, run
from benchmarks.bench.results import spread
from benchmarks.bench.workshop import Workshop

JOINED = 4
"""So many articles of the corpus together are as long as one of ``seeds/`` (some 800 words)."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    articles: int = 300
    rounds: int = 5


def measure(workshop: Workshop, size: Size) -> dict[str, Any]:
    """Seconds of both for short and long articles, and how many times as fast as theirs ours is."""
    short = corpus.articles(workshop.lee, size.articles)
    long = [" ".join(short[start : start + JOINED]) for start in range(0, len(short), JOINED)]
    lengths = [_of_length(workshop, texts, size) for texts in (short, long)]
    return {"lengths": lengths, "versions": workshop.versions()}


def _of_length(workshop: Workshop, texts: Sequence[str], size: Size) -> dict[str, Any]:
    """Each round has its own processes, in which every article is new."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "corpus.txt"
        file.write_text("\n".join(texts), encoding="utf-8")
        ours = own("offline_briefs", file, str(len(texts)))
        theirs = peer(workshop.python, "sumy_lexrank", file, str(len(texts)))
        data = str(workshop.nltk_data)
        rounds = [(run(ours), run(theirs, NLTK_DATA=data)) for _ in range(size.rounds)]
    return {
        "articles": rounds[0][0]["items"],
        "words": round(statistics.median(len(text.split()) for text in texts)),
        "summarizer_s": [own["wall_s"] for own, _ in rounds],
        "sumy_s": [other["wall_s"] for _, other in rounds],
        "speed": spread([other["wall_s"] / own["wall_s"] for own, other in rounds]),
    }
