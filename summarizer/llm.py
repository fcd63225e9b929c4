"""One chat completion with a JSON answer; the only module that imports openai.

Any OpenAI-compatible server will do: api.openai.com, vLLM, llama.cpp, Ollama.

Retries are this module's own, with the SDK's switched off (``max_retries=0``). The SDK would also
retry a 429 of an empty account (no wait can cure it), would wait up to two minutes on a server's
word, sleeps in a way that a test cannot replace, and retries inside one call, where a recorded
test that does not match hides behind "Connection error". What is retried is in :data:`_TIMES`.
"""

from __future__ import annotations

import email.utils
import functools
import json
import math
import os
import random
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from summarizer.errors import AuthenticationError, CallError, EngineError, UsageError
from summarizer.schema import Usage

if TYPE_CHECKING:
    import openai

OPENAI_URL = "https://api.openai.com/v1"

# How often a kind of failure is tried again, at most (and never more often than settings.retries).
# What the server answered on purpose comes back the same and costs tokens again: never. A call
# that took the whole time limit may be in luck once; more would stretch a morning run by minutes.
_TIMES: Mapping[str, float] = {"answered": 0, "slow": 1, "passing": math.inf}

# First wait in seconds; it doubles with each retry, less up to a quarter, so that eight threads
# refused at once do not come back at once (the SDK's own figures).
_FIRST_WAIT_S = 0.5
_JITTER = 0.25

_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_TOO_LONG = re.compile(
    r"context[ _](length|size|window)|exceed_context|maximum context|too many tokens", re.I
)
_NO_SCHEMA = re.compile(r"response_format|json_schema|structured output|grammar", re.I)


@dataclass(frozen=True)
class ModelSettings:
    """Which model is asked, where, and within which limits.

    Args:
        model: the name under which the server knows it.
        base_url: the server's address up to ``/v1``; None is OpenAI's own.
        api_key: sent as bearer token; may be empty for a server of one's own.
        timeout_s: seconds of silence after which a call counts as failed.
        retries: how often a failed call is tried again, at most.
        max_retry_wait_s: a server that asks for a longer wait (seconds) is not waited for.
        context_tokens: what the model takes in, prompt and answer together.
        answer_tokens: the longest answer to a call.
        seed, temperature: sent only when set (some models refuse them).
        repeats_lost: whether a call is made again that the server may have done, and may bill, though its
            answer never came.
        ask: for all demands and disagreements in a call each, or about each that rules propose in a short
            call of its own; "auto" goes by the size in the model's name.

    Errors:
        UsageError: ``base_url`` is not an address.
    """

    model: str
    base_url: str | None = field(default=None, repr=False)
    api_key: str = field(default="", repr=False)
    timeout_s: float = 120
    retries: int = 2
    max_retry_wait_s: float = 30
    context_tokens: int = 8192
    answer_tokens: int = 1024
    seed: int | None = None
    temperature: float | None = None
    repeats_lost: bool = True
    ask: Literal["auto", "whole", "candidates"] = "auto"

    def __post_init__(self) -> None:
        if self.base_url is not None and not _is_address(self.base_url):
            raise UsageError("the base URL is no address: it should look like http://127.0.0.1:8080/v1")

    @property
    def server(self) -> str:
        """Host and port for messages; the rest of an address may hold a secret."""
        parts = urlsplit(self.base_url or OPENAI_URL)
        return parts.netloc.rpartition("@")[2] or "the server"


@dataclass(frozen=True)
class Completion:
    """A model's answer, a JSON object, what it cost, and how many tries before it were lost."""

    data: dict[str, Any]
    usage: Usage
    lost: int = 0


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A port that is no number raises on access only.
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = url.isprintable() and not any(character.isspace() for character in url)
    return parts.scheme in ("http", "https") and bool(host) and plain


class AnswerError(CallError):
    """The server answered, which cost ``usage``, but nothing can be made of the answer."""

    def __init__(self, message: str, usage: Usage) -> None:
        super().__init__(message)
        self.usage = usage

    def __reduce__(self) -> tuple[type[AnswerError], tuple[str, Usage], dict[str, int]]:
        # Exceptions travel between worker processes; the default would pass one argument.
        return type(self), (str(self), self.usage), {"lost": self.lost}


class _Fault(Exception):
    """One failed try: the error to raise, its kind for :data:`_TIMES`, the wait the server asks for.

    ``is_lost`` tells a try that the server may have done, and may bill, though no answer came.
    """

    def __init__(
        self, error: EngineError, kind: str = "answered", wait_s: float | None = None, is_lost: bool = False
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.kind = kind
        self.wait_s = wait_s
        self.is_lost = is_lost


def complete(
    settings: ModelSettings,
    messages: Sequence[Mapping[str, str]],
    schema_name: str,
    json_schema: Mapping[str, Any],
    *,
    sleep: Callable[[float], object] = time.sleep,
) -> Completion:
    """Asks the model once and returns its JSON object, after the retries that a failure deserves.

    Tried again: no connection, connection lost, 408, 409, 429, 5xx; once: timeout. Not tried
    again: any other status, an empty account, a wait longer than ``max_retry_wait_s``, and every
    answer that arrived (refused, cut off, filtered, empty, not JSON).

    Errors:
        AuthenticationError: the key is missing, malformed or refused.
        AnswerError: the answer cannot be used; it carries the usage it cost.
        CallError: any other failure.
    """
    sent = body(settings, messages, schema_name, json_schema)
    tries = lost = 0
    while True:
        try:
            return replace(_read(_post(settings, sent), settings), lost=lost)
        except _Fault as fault:
            lost += fault.is_lost
            wait_s = _backoff(tries) if fault.wait_s is None else fault.wait_s
            is_last = tries >= min(settings.retries, _TIMES[fault.kind])
            if is_last or wait_s > settings.max_retry_wait_s or (fault.is_lost and not settings.repeats_lost):
                if isinstance(fault.error, CallError):
                    fault.error.lost = lost
                raise fault.error from fault.__cause__
        sleep(wait_s)
        tries += 1


def body(
    settings: ModelSettings,
    messages: Sequence[Mapping[str, str]],
    schema_name: str,
    json_schema: Mapping[str, Any],
) -> dict[str, Any]:
    """What is sent: model, messages, the answer's schema and the options that are set."""
    # OpenAI's newer models refuse max_tokens, and Ollama knows no other name.
    limit = "max_completion_tokens" if settings.server == urlsplit(OPENAI_URL).netloc else "max_tokens"
    fields: dict[str, Any] = {
        "model": settings.model,
        "messages": [dict(message) for message in messages],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": schema_name, "strict": True, "schema": json_schema},
        },
        limit: settings.answer_tokens,
    }
    sampling = {"seed": settings.seed, "temperature": settings.temperature}
    return fields | {name: value for name, value in sampling.items() if value is not None}


def _post(settings: ModelSettings, body: Mapping[str, Any]) -> str:
    """The text of the server's answer; the boundary where the SDK's errors are translated."""
    _check_key(settings)
    import httpx2
    import openai

    try:
        # The SDK's own way to any endpoint. Its method for this one looks for things to convert in every
        # message and schema, which takes as long as all else that the call takes of the processor; and it
        # builds its objects from any JSON, whatever the types in it.
        return _client(settings).post("/chat/completions", body=body, cast_to=httpx2.Response).text
    except openai.APIStatusError as error:
        _redact(error, settings)
        raise _status_fault(error, settings) from error
    except openai.APITimeoutError as error:
        message = f"no answer from {settings.server} within {settings.timeout_s:g} s"
        raise _Fault(CallError(message), "slow", is_lost=_was_sent(error)) from error
    except openai.APIConnectionError as error:
        reason = _one_line(str(error.__cause__ or error), settings)
        raise _Fault(
            CallError(
                f"no connection to {settings.server}: {reason}: check the base URL and that the server runs"
            ),
            "passing",
            is_lost=_was_sent(error),
        ) from error
    except openai.OpenAIError as error:
        _redact(error, settings)
        message = f"call to {settings.server} failed: {_one_line(str(error), settings)}"
        raise _Fault(CallError(message)) from error


def _was_sent(error: openai.APIConnectionError) -> bool:
    """Whether the request may have reached the server: not if there was no connection to send it by."""
    import httpx2

    return not isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)


def _check_key(settings: ModelSettings) -> None:
    if not settings.api_key and settings.base_url is None:
        raise AuthenticationError("no API key: set OPENAI_API_KEY, or --base-url for a server of your own")
    if not all("!" <= character <= "~" for character in settings.api_key):
        # Pasted keys bring blanks, line breaks and typographic quotes, which no header can carry.
        raise AuthenticationError("the API key holds a blank or a character that no key has: copy it again")


_building = threading.Lock()


def _client(settings: ModelSettings) -> openai.OpenAI:
    # Connections must not be shared with a forked worker process, hence its number in the key.
    with _building:
        return _connect(settings.base_url or OPENAI_URL, settings.api_key, settings.timeout_s, os.getpid())


@functools.cache
def _connect(base_url: str, api_key: str, timeout_s: float, _process: int) -> openai.OpenAI:
    import openai

    # The SDK insists on a key; servers of one's own take any.
    return openai.OpenAI(base_url=base_url, api_key=api_key or "none", timeout=timeout_s, max_retries=0)


def _status_fault(error: openai.APIStatusError, settings: ModelSettings) -> _Fault:
    """What an HTTP status means to the user, and whether another try can help."""
    status, model, server = error.status_code, settings.model, settings.server
    detail = _one_line(_detail(error), settings)
    if status == 401:
        return _Fault(AuthenticationError(f"{server} refuses the API key (401): check OPENAI_API_KEY"))
    if status == 403:
        # Not only for keys: providers answer so to a text that they moderate, or from a region.
        return _Fault(CallError(f"{server} forbids the call (403): {detail}: check the key and its rights"))
    if status == 404:
        return _Fault(
            CallError(f"{server} knows no model {model!r}, or the base URL is wrong (404): {detail}")
        )
    if status == 429 and {error.code, error.type} & _NO_CREDIT:
        return _Fault(CallError(f"the account at {server} has no credit left (429): check its billing"))
    if status == 429:
        wait_s = _retry_after(error.response.headers)
        asked = "" if wait_s is None else f" and asks to wait {wait_s:.0f} s"
        return _Fault(CallError(f"{server} takes no more requests now (429){asked}"), "passing", wait_s)
    if status in (408, 409) or status >= 500:
        wait_s = _retry_after(error.response.headers)
        return _Fault(CallError(f"{server} failed ({status}): {detail}"), "passing", wait_s)
    if error.code == "content_filter":
        return _Fault(CallError("the server's content filter refused the article's text"))
    if _TOO_LONG.search(f"{error.code} {error.type} {detail}"):
        limit = f"context_tokens is {settings.context_tokens}"
        return _Fault(CallError(f"the text does not fit the context of {model!r}: {limit}, lower it"))
    if _NO_SCHEMA.search(f"{error.param} {detail}"):
        return _Fault(CallError(f"{server} cannot answer by a JSON schema ({status}): {detail}"))
    return _Fault(CallError(f"{server} refuses the request ({status}): {detail}"))


def _detail(error: openai.APIStatusError) -> str:
    """The server's own words on what is wrong, if it has any."""
    body = error.body
    if isinstance(body, Mapping):
        body = body.get("message") or body.get("detail") or ""
    if isinstance(body, str) and body and not body.lstrip().startswith("<"):
        return body
    # Proxies answer with a page, of which nothing in one line makes sense.
    return error.response.reason_phrase or "no reason given"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, from a number or an HTTP date; None if it does not."""
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit_s
        except ValueError:
            continue
        return max(seconds, 0.0) if math.isfinite(seconds) else None
    try:
        until = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    # A date in "-0000" has no zone of its own; HTTP dates are in GMT.
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until.timestamp() - time.time(), 0.0)


def _backoff(tries: int) -> float:
    return _FIRST_WAIT_S * 2.0**tries * (1 - _JITTER * random.random())


def _read(text: str, settings: ModelSettings) -> Completion:
    """The JSON object in a chat completion.

    Errors:
        _Fault: with an :class:`AnswerError`, if there is none to be had.
    """
    try:
        response = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"the answer of {settings.server} is not JSON: is it an OpenAI-compatible server?"
        raise _Fault(AnswerError(message, Usage(calls=1))) from error
    usage = _usage(response)
    choices = _get(response, "choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    content = _get(_get(choice, "message"), "content")
    problem = _problem(choice, content, settings)
    if problem:
        raise _Fault(AnswerError(problem, usage))
    try:
        data = json.loads(_bare(str(content)))
    except (ValueError, RecursionError) as error:
        raise _Fault(AnswerError("the model's answer is not valid JSON", usage)) from error
    if not isinstance(data, dict):
        raise _Fault(AnswerError("the model's answer does not have the form that was asked for", usage))
    return Completion(data, usage)


def _problem(choice: object, content: object, settings: ModelSettings) -> str:
    """Why a choice holds no whole answer; empty if it does."""
    reason = _get(choice, "finish_reason")
    refusal = _get(_get(choice, "message"), "refusal")
    if choice is None:
        return "the server sent no answer (no choices)"
    if isinstance(refusal, str) and refusal:
        return f"the model refused: {_one_line(refusal, settings)}"
    if reason == "content_filter":
        return "the server's content filter withheld the answer"
    if reason == "length":
        return f"the server cut the answer off at {settings.answer_tokens} tokens"
    if not isinstance(content, str):
        return "the server sent an empty answer" if content is None else "the server's answer is not text"
    return "" if content.strip() else "the server sent an empty answer"


def _get(value: object, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _usage(response: object) -> Usage:
    """Tokens as the server counts them; input that it had cached is part of the input."""
    told = _get(response, "usage")
    counts = (
        _get(told, "prompt_tokens"),
        _get(_get(told, "prompt_tokens_details"), "cached_tokens"),
        _get(told, "completion_tokens"),
    )
    read, cached, written = (count if type(count) is int and count >= 0 else 0 for count in counts)
    return Usage(calls=1, input_tokens=read, cached_input_tokens=min(cached, read), output_tokens=written)


def _bare(content: str) -> str:
    """The answer without what servers that ignore the schema put around it: thoughts, a code fence."""
    content = content.rpartition("</think>")[2].strip()
    fenced = re.fullmatch(r"```(?:json)?\s*(.*?)\s*```", content, re.S)
    return fenced[1] if fenced else content


def _one_line(text: str, settings: ModelSettings) -> str:
    """The server's words, fit for a message: one line, at most 200 characters, without the key."""
    if settings.api_key:
        text = text.replace(settings.api_key, "[key]")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 200 else f"{line[:199]}…"


def _redact(error: openai.OpenAIError, settings: ModelSettings) -> None:
    """Takes the key out of an error that stays as the cause and may be printed with a traceback."""
    if settings.api_key:
        error.args = tuple(str(part).replace(settings.api_key, "[key]") for part in error.args)
