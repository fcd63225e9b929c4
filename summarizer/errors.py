"""Every error that a user of Summarizer can meet.

    SummarizerError
    ├── UsageError            wrong flags, arguments or settings (exit status 2)
    │   └── SettingsError     a settings file that cannot be read or is not valid
    ├── SourceError           one source gave no article (missing, empty, binary, unreachable ...)
    ├── EngineError           an engine could not draft a section
    │   ├── AuthenticationError   the server refuses the key: no call of the run can succeed
    │   └── CallError             one call failed for good after its retries
    ├── OutputError           a result could not be written
    ├── StoreError            the store cannot be opened, read or written
    └── DeliveryError         a briefing could not be delivered to a channel

Each message is one line: what happened, to which input, and what to do. Exceptions of other
libraries are translated where they are called, with the cause kept (``raise ... from error``).
"""

from __future__ import annotations


class SummarizerError(Exception):
    """Base of all errors that Summarizer raises on purpose."""


class UsageError(SummarizerError):
    """The user asked for something that cannot be done as asked."""


class SettingsError(UsageError):
    """Settings that cannot be read or are not valid."""


class SourceError(SummarizerError):
    """A source that gave no article.

    Args:
        source: what the user named (path, URL or ``-``).
        problem: what is wrong with it and what to do, without the source's name.
    """

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        # Exceptions travel between worker processes; the default would pass one argument.
        return type(self), (self.source, self.problem)


class EngineError(SummarizerError):
    """An engine could not draft a section of a brief."""


class AuthenticationError(EngineError):
    """The server refuses the key, so every call of the run would fail."""


class CallError(EngineError):
    """One call failed for good, after the retries that its kind allows.

    ``lost`` counts the tries that the server may have done, and may bill, though no answer came.
    """

    lost = 0


class OutputError(SummarizerError):
    """A result that could not be written."""


class StoreError(SummarizerError):
    """The store cannot be opened, read or written."""


class DeliveryError(SummarizerError):
    """A briefing, or a part of it, could not be delivered to a channel."""
