"""One question to a model as a value: what is asked of whom, the key of its answer, and what it may cost.

A request holds no client and no connection, so it travels to any worker, and everything that decides its
answer is in it, so its key finds the answer again.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.errors import AuthenticationError, CallError, EngineError
from summarizer.schema import Usage

# What speaks to models is loaded with the first request: work without a model knows requests by name only.
if TYPE_CHECKING:
    from summarizer.llm import ModelSettings
    from summarizer.prompting import Message

_FRAME = 16
"""Tokens that a chat format may put around a text; those of known models take 3 or 4."""


@dataclass(frozen=True)
class Outcome:
    """What came of a request: the answer's JSON object, or the ``problem`` that kept it away.

    ``lost`` counts the tries that the server may have done, and may bill, though no answer came.
    """

    data: Mapping[str, Any] | None
    usage: Usage = field(default_factory=Usage)
    problem: str = ""
    lost: int = 0

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

    @functools.cached_property
    def key(self) -> str:
        """SHA-256 over all that determines the answer: server, model, messages, schema and options."""
        from summarizer import llm

        body = llm.body(self.settings, self.messages, self.schema_name, self.schema)
        asked = {"server": self.settings.base_url or llm.OPENAI_URL, **body}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    @property
    def most(self) -> Usage:
        """The most tokens that the call can take, the schema counted as input (servers may show it).

        Where the model's encoding is not known, every byte may be a token of its own.
        """
        from summarizer import tokens

        shown = [*(text for message in self.messages for text in message.values()), json.dumps(self.schema)]
        if tokens.counter(self.settings.model).exact:
            taken = self.input_tokens
        else:
            taken = sum(len(text.encode()) for text in shown) + _FRAME * len(shown)
        return Usage(calls=1, input_tokens=taken, output_tokens=self.settings.answer_tokens)

    @property
    def input_tokens(self) -> int:
        """Tokens of messages and schema: by the model's own encoding, or an estimate."""
        from summarizer import tokens

        counter = tokens.counter(self.settings.model)
        return counter.count_messages(self.messages) + counter.count(json.dumps(self.schema))

    def fits(self, data: Mapping[str, Any]) -> bool:
        """Whether an answer has the fields that the schema demands of it."""
        return set(self.schema.get("required", ())) <= set(data)

    def __call__(self) -> Outcome:
        """Asks, and returns what came of it.

        Errors:
            AuthenticationError: the key is refused, so the other calls of the run would fail too.
        """
        from summarizer import llm

        try:
            completion = llm.complete(self.settings, self.messages, self.schema_name, self.schema)
        except AuthenticationError:
            raise
        except llm.AnswerError as error:
            return Outcome(None, error.usage, str(error), error.lost)
        except CallError as error:
            return Outcome(None, problem=str(error), lost=error.lost)
        except EngineError as error:
            return Outcome(None, problem=str(error))
        return Outcome(completion.data, completion.usage, lost=completion.lost)
