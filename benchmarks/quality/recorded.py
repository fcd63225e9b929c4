"""Briefs by a language model: drafted live, or from the committed recordings of its answers.

``docs/recordings.md`` says what the recordings are and how to make them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.labels import LabelError
from benchmarks.quality.product import briefs_by
from summarizer.engines.offline.proposals import Rules
from summarizer.engines.openai import OpenAIEngine
from summarizer.llm import ModelSettings
from summarizer.parties import Parties
from summarizer.schema import Brief
from tests import recording


class NoRecordings(Exception):
    """There are no recordings to replay."""


def model_briefs(paths: Sequence[Path], settings: ModelSettings) -> list[Brief]:
    """One brief per article file, as the product makes it with a model, one call at a time.

    Raises:
        LabelError: an article could not be read.
        SummarizerError: the server refuses the key.
    """
    return briefs_by(OpenAIEngine(settings, propose=Rules(Parties())), paths)


def recorded_briefs(paths: Sequence[Path]) -> list[Brief]:
    """One brief per article file, drafted from the recorded answers of the model.

    Raises:
        NoRecordings: the recordings are missing.
        LabelError: they were made for other requests than today's.
    """
    briefs = []
    for path in paths:
        if not recording.cassette_of(path).is_file():
            raise NoRecordings(f"no recording of {path.name} in {recording.CASSETTES.name}/")
        with recording.replayed(recording.cassette_of(path)) as played:
            briefs += model_briefs([path], recording.settings(recording.cassette_of(path)))
            if played.differences:
                raise LabelError(f"{path.name}: {played.report()}")
    return briefs
