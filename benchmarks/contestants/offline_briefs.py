"""The whole brief of each article by the offline engine, from its text, the gate included."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.bench import corpus
from benchmarks.contestants.timing import timed
from summarizer import evidence, sources
from summarizer.engines.offline import OfflineEngine
from summarizer.parties import Parties

PARTIES = Parties()
ENGINE = OfflineEngine(PARTIES)


def brief(text: str) -> None:
    """Read one article, draft it and check the draft, as the pipeline does."""
    article = sources.article("article", text, name="article")
    draft = ENGINE.assemble(article, [task() for task in ENGINE.tasks(article)])
    evidence.check(draft, article, PARTIES)


if __name__ == "__main__":
    timed(brief, corpus.articles(Path(sys.argv[1]), int(sys.argv[2])))
