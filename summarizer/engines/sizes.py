"""What a model's name says about its size, and what follows for how it is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.llm import ModelSettings

# Below this size (in billions of parameters) a model decides on what rules propose: one of 1.5 that
# searched for itself found less (docs/quality.md). That models of 14 and more need no such help is a
# judgement.
SMALL_MODEL_B = 14.0


def asks_candidates(settings: ModelSettings) -> bool:
    """Whether the model decides on what rules propose: as set, or by the model's size."""
    if settings.ask != "auto":
        return settings.ask == "candidates"
    return is_small(settings.model)


def is_small(model: str) -> bool:
    """Whether a model's name gives a size below :data:`SMALL_MODEL_B`."""
    size = size_b(model)
    return size is not None and size < SMALL_MODEL_B


def steady(settings: ModelSettings) -> ModelSettings:
    """The settings with temperature 0 for a small model, unless they set one.

    Servers of small models draw words at random by default, which costs a small model its facts and a
    run its repeatability. Hosted models stay as they are: some refuse the option.
    """
    unset = settings.temperature is None and is_small(settings.model)
    return replace(settings, temperature=0.0) if unset else settings


def size_b(model: str) -> float | None:
    """Billions of parameters by a model's name ("qwen2.5-1.5b": 1.5, "mixtral-8x7b": 56).

    None if the name gives no size, as those of hosted models (gpt-5-mini, gpt-5-nano).
    """
    sizes = [
        int(experts or 1) * float(number) * (0.001 if unit == "m" else 1.0)
        for experts, number, unit in re.findall(
            r"(?<![a-z0-9.])(?:(\d+)x)?(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", model.casefold()
        )
    ]
    # "qwen3-30b-a3b": 30 billion, of which 3 are active.
    return max(sizes, default=None)
