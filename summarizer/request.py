"""One question to a model as a value: what is asked of whom, the key of its answer, and what it may cost.

A request holds no client and no connection, so it travels to any worker, and everything that decides its
answer is in it, so its key finds the answer again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer import llm, tokens
from summarizer.errors import AuthenticationError, EngineError
from summarizer.llm import ModelSettings
from summarizer.prompting import Message
from summarizer.schema import Usage


@dataclass(frozen=True)
class Outcome:
    """What came of a request: the answer's JSON object, or the ``problem`` that kept it away."""

    data: Mapping[str, Any] | None
    usage: Usage = field(default_factory=Usage)
    problem: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the server answered at all, be it with nothing of use."""
        return self.data is not None or self.usage.calls > 0


@dataclass(frozen=True)
class Request:
    """What is asked of which model, and the JSON schema of the answer."""

    settings: ModelSettings
    messages: tuple[Message, ...]
    schema_name: str
    schema: Mapping[str, Any]

    @property
    def key(self) -> str:
        """SHA-256 over all that determines the answer: server, model, messages, schema and options."""
        body = llm.body(self.settings, self.messages, self.schema_name, self.schema)
        asked = {"server": self.settings.base_url or llm.OPENAI_URL, **body}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    @property
    def most(self) -> Usage:
        """The most tokens that the call can take, the schema counted as input (servers may show it)."""
        counter = tokens.counter(self.settings.model)
        taken = counter.count_messages(self.messages) + counter.count(json.dumps(self.schema))
        return Usage(calls=1, input_tokens=counter.at_most(taken), output_tokens=self.settings.answer_tokens)

    def __call__(self) -> Outcome:
        """Asks, and returns what came of it.

        Errors:
            AuthenticationError: the key is refused, so the other calls of the run would fail too.
        """
        try:
            completion = llm.complete(self.settings, self.messages, self.schema_name, self.schema)
        except AuthenticationError:
            raise
        except llm.AnswerError as error:
            return Outcome(None, error.usage, str(error))
        except EngineError as error:
            return Outcome(None, problem=str(error))
        return Outcome(completion.data, completion.usage)
