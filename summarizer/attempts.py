"""One piece of work whose failure stays with it, and comes back as a value.

It runs inside an executor's workers, so its functions are module functions and what it returns is picklable.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from summarizer.errors import AuthenticationError, SourceError, SummarizerError, UsageError

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Crash:
    """Stands where a result would, when the work on it raised."""

    reason: str
    source: str = ""


def attempt(work: Callable[[], T]) -> T | Crash:
    """The result of ``work``, or a :class:`Crash`; only what no article can survive is raised."""
    try:
        return work()
    except (AuthenticationError, UsageError):
        raise
    except SourceError as error:
        return Crash(error.problem, error.source)
    except SummarizerError as error:
        return Crash(str(error))
    except Exception as error:
        # A fault of this program in one article must not cost the others; --debug shows where it is.
        log.debug("%r failed", work, exc_info=True)
        return Crash(f"internal error ({type(error).__name__}: {error})")
