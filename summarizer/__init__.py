"""News articles in, a briefing out in which every line cites the sentences that it rests on.

The names below are the public API; each is loaded on first use, so that ``import summarizer`` and
``summarizer --help`` are quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.api import daily, read_articles, summarize
    from summarizer.errors import SummarizerError
    from summarizer.schema import Article, Brief, Briefing
    from summarizer.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Brief",
    "Briefing",
    "Settings",
    "SummarizerError",
    "daily",
    "read_articles",
    "summarize",
]

_HOME = {
    "Article": "schema",
    "Brief": "schema",
    "Briefing": "schema",
    "Settings": "settings",
    "SummarizerError": "errors",
    "daily": "api",
    "read_articles": "api",
    "summarize": "api",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'summarizer' has no attribute {name!r}")
    value: object = getattr(import_module(f"summarizer.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
