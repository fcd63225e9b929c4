"""One spelling for words that British and American papers write differently, for comparing texts."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=100_000)
def spelled(word: str) -> str:
    """A lower-case word in the one spelling that stands for all ("labour" and "labor": "labor").

    It need not be a spelling that anybody uses, and is not for readers.
    """
    word = _pairs().get(word, word)
    if len(word) >= _lists()["shortest"]:
        for rule, replacement in _rules():
            word = rule.sub(replacement, word)
    return word


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("summarizer").joinpath("data", "spelling.toml").read_text(encoding="utf-8"))


@cache
def _pairs() -> dict[str, str]:
    return {british: american for american, british in _lists()["pairs"]}


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule), replacement) for rule, replacement in _lists()["rules"])
