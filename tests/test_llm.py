"""Every way in which a call to a model server can end, against a real HTTP server on loopback."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from summarizer import llm
from summarizer.errors import AuthenticationError, CallError, EngineError, UsageError
from summarizer.llm import ModelSettings
from summarizer.schema import Usage
from tests import stub_openai as stub

KEY = "sk-test-0123456789"
SCHEMA: dict[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
MESSAGES = [{"role": "system", "content": "rules"}, {"role": "user", "content": "question"}]
COST = Usage(calls=1, input_tokens=stub.PROMPT_TOKENS, output_tokens=stub.ANSWER_TOKENS)


class Outcome:
    """What a scripted call came to: its result or error, the requests sent and the waits between."""

    def __init__(self, script: stub.Script, **settings: Any) -> None:
        self.waits: list[float] = []
        self.completion: llm.Completion | None = None
        self.error: EngineError | None = None
        with stub.serve(script) as server:
            fields = {"base_url": server.base_url, "api_key": KEY} | settings
            try:
                asked = ModelSettings("some-model", **fields)
                self.completion = llm.complete(asked, MESSAGES, "name", SCHEMA, sleep=self.waits.append)
            except EngineError as error:
                self.error = error
            self.requests = server.requests
            self.headers = server.headers

    @property
    def message(self) -> str:
        """The error's one line."""
        assert self.error is not None, "the call succeeded"
        assert "\n" not in str(self.error)
        assert KEY not in str(self.error)
        return str(self.error)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not stand between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_an_answer_comes_with_its_usage() -> None:
    """A good answer is the JSON object and the tokens that the server counted."""
    outcome = Outcome([stub.ok({"lines": []})])
    assert outcome.completion == llm.Completion({"lines": []}, COST)


def test_the_request_is_what_the_strict_json_api_asks_for() -> None:
    """Model, messages, strict schema and answer limit are sent, and the key as a bearer token."""
    outcome = Outcome([stub.ok({})], answer_tokens=77)
    assert outcome.requests == [
        {
            "model": "some-model",
            "messages": MESSAGES,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "name", "strict": True, "schema": SCHEMA},
            },
            "max_tokens": 77,
        }
    ]
    assert outcome.headers[0]["authorization"] == f"Bearer {KEY}"


def test_sampling_options_are_sent_only_when_set() -> None:
    """Some models refuse a temperature, so it and the seed are left out unless they are set."""
    assert {"seed", "temperature"}.isdisjoint(Outcome([stub.ok({})]).requests[0])
    request = Outcome([stub.ok({})], seed=0, temperature=0.0).requests[0]
    assert (request["seed"], request["temperature"]) == (0, 0.0)


def test_openai_itself_is_sent_the_newer_name_of_the_limit() -> None:
    """OpenAI's newer models refuse max_tokens; compatible servers know no other name."""
    body = llm.body(ModelSettings("gpt-5-mini"), MESSAGES, "name", SCHEMA)
    assert body["max_completion_tokens"] == 1024
    assert "max_tokens" not in body


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(stub.refusal("I can't\nhelp."), "the model refused: I can't help.", id="refused"),
        pytest.param(stub.cut(), "the server cut the answer off at 1024 tokens", id="cut off"),
        pytest.param(stub.filtered(), "the server's content filter withheld the answer", id="filtered"),
        pytest.param(stub.said("{'lines': []}"), "the model's answer is not valid JSON", id="not JSON"),
        pytest.param(
            stub.said('{"lines": [' * 100_000), "the model's answer is not valid JSON", id="nested too deep"
        ),
        pytest.param(
            stub.ok(["a list"]), "the model's answer does not have the form that was asked for", id="a list"
        ),
        pytest.param(
            stub.ok(7), "the model's answer does not have the form that was asked for", id="a number"
        ),
        pytest.param(stub.said(" "), "the server sent an empty answer", id="blank"),
        pytest.param(stub.said(None), "the server sent an empty answer", id="null"),
        pytest.param(stub.said([{"text": "{}"}]), "the server's answer is not text", id="parts"),
        pytest.param(stub.completion([]), "the server sent no answer (no choices)", id="no choices"),
        pytest.param(stub.completion(None), "the server sent no answer (no choices)", id="null choices"),
        pytest.param(
            stub.completion({"0": {}}), "the server sent no answer (no choices)", id="choices of a wrong type"
        ),
        pytest.param(
            stub.completion(["text"]), "the server sent an empty answer", id="choice of a wrong type"
        ),
    ],
)
def test_an_unusable_answer_has_its_own_reason_and_its_cost_is_counted(
    reply: stub.Reply, message: str
) -> None:
    """What arrived but cannot be used is not asked for again, and its tokens are not forgotten."""
    outcome = Outcome([reply])
    assert outcome.message == message
    assert isinstance(outcome.error, llm.AnswerError)
    assert outcome.error.usage == COST
    assert len(outcome.requests) == 1


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b"\xff\xfe", b"[" * 100_000, b'"text"', b"null"]
)
def test_a_server_of_another_kind_is_named_as_such(body: bytes) -> None:
    """A web page, an empty body or broken text is a failed call, not a crash."""
    outcome = Outcome([stub.Reply(body)])
    assert isinstance(outcome.error, llm.AnswerError)
    assert len(outcome.requests) == 1


@pytest.mark.parametrize(
    "content", ['```json\n{"a": 1}\n```', '```\n{"a": 1}```', '<think>hm {}</think>\n{"a": 1}']
)
def test_json_in_its_usual_wrappings_is_read(content: str) -> None:
    """Servers that ignore the schema wrap the JSON in a code fence or put thoughts before it."""
    outcome = Outcome([stub.said(content)])
    assert outcome.completion is not None
    assert outcome.completion.data == {"a": 1}


@pytest.mark.parametrize(
    "usage", [None, [], {"prompt_tokens": "7"}, {"prompt_tokens": -1}, {"prompt_tokens": True}]
)
def test_a_usage_without_sense_counts_as_no_tokens(usage: object) -> None:
    """Servers that report no usage, or nonsense, cost one call of unknown size."""
    assert llm._usage({"usage": usage}) == Usage(calls=1)


def test_a_timeout_is_tried_once_more() -> None:
    """A server that stays silent beyond the limit gets one more chance, then the call has failed."""
    outcome = Outcome([stub.slow(5)], timeout_s=0.1, retries=5)
    assert outcome.message.startswith("no answer from 127.0.0.1:")
    assert outcome.message.endswith("within 0.1 s")
    assert len(outcome.requests) == 2
    assert Outcome([stub.slow(5), stub.ok({"a": 1})], timeout_s=0.1).completion is not None


def test_retry_after_in_seconds_is_waited_for() -> None:
    """A 429 that says how long to wait is tried again after that time."""
    outcome = Outcome([stub.error(429, headers={"Retry-After": "3"}), stub.ok({})])
    assert outcome.completion is not None
    assert outcome.waits == [3.0]


def test_retry_after_as_a_date_is_waited_for() -> None:
    """Retry-After may also be an HTTP date."""
    outcome = Outcome([stub.error(429, headers={"Retry-After": stub.http_date(29)}), stub.ok({})])
    assert outcome.completion is not None
    (wait,) = outcome.waits
    # However long this machine took to get here; the usual wait is half a second.
    assert 1 < wait <= 29
    past = stub.error(429, headers={"Retry-After": stub.http_date(-60)})
    assert Outcome([past, stub.ok({})]).waits == [0.0]


@pytest.mark.parametrize("value", ["", "soon", "inf", "nan", "Mon, 99 Foo"])
def test_a_retry_after_without_sense_is_ignored(value: str) -> None:
    """Then the wait is the usual one: half a second, less some jitter."""
    outcome = Outcome([stub.error(429, headers={"Retry-After": value}), stub.ok({})])
    assert outcome.completion is not None
    assert 0.375 <= outcome.waits[0] <= 0.5


def test_a_wait_beyond_the_limit_fails_at_once() -> None:
    """Nobody waits an hour for one section: the message says what the server asked for."""
    outcome = Outcome([stub.error(429, headers={"Retry-After": "3600"})])
    assert "takes no more requests now (429) and asks to wait 3600 s" in outcome.message
    assert (len(outcome.requests), outcome.waits) == (1, [])


def test_waits_double_with_jitter_and_tries_are_bounded() -> None:
    """Two retries by default, the second wait twice the first, each less up to a quarter."""
    outcome = Outcome([stub.error(429)])
    assert "(429)" in outcome.message
    assert len(outcome.requests) == 3
    assert 0.375 <= outcome.waits[0] <= 0.5
    assert 0.75 <= outcome.waits[1] <= 1.0


@pytest.mark.parametrize("field", ["code", "type"])
def test_an_account_without_credit_is_not_tried_again(field: str) -> None:
    """No wait fills an account."""
    outcome = Outcome([stub.error(429, headers={"Retry-After": "1"}, **{field: "insufficient_quota"})])
    assert "has no credit left (429): check its billing" in outcome.message
    assert len(outcome.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408, 409])
def test_a_failing_server_is_tried_again(status: int) -> None:
    """A server's bad moment passes."""
    outcome = Outcome([stub.error(status), stub.ok({"a": 1})])
    assert outcome.completion is not None
    assert len(outcome.requests) == 2


def test_a_server_that_keeps_failing_is_given_up() -> None:
    """After the retries the error has the status and the server's own words."""
    outcome = Outcome([stub.error(503, "loading model")])
    assert outcome.message.endswith("failed (503): loading model")
    assert len(outcome.requests) == 3


def test_a_connection_that_breaks_is_tried_again() -> None:
    """An answer that ends in the middle is asked for again, and fails for good after the retries."""
    assert Outcome([stub.dropped(), stub.ok({})]).completion is not None
    outcome = Outcome([stub.dropped()], retries=1)
    assert outcome.message.startswith("no connection to 127.0.0.1:")
    assert len(outcome.requests) == 2


def test_an_unreachable_server_is_named() -> None:
    """Nothing listens there: the message says where and why."""
    port = stub.free_port()
    outcome = Outcome([stub.ok({})], base_url=f"http://127.0.0.1:{port}/v1")
    assert outcome.message.startswith(f"no connection to 127.0.0.1:{port}: ")
    assert len(outcome.waits) == 2


def test_a_refused_key_is_an_authentication_error() -> None:
    """It stops the run, so it has a class of its own; the server's echo of the key is not repeated."""
    outcome = Outcome([stub.error(401, f"Incorrect API key provided: {KEY}")])
    assert isinstance(outcome.error, AuthenticationError)
    assert outcome.message.endswith("refuses the API key (401): check OPENAI_API_KEY")
    assert len(outcome.requests) == 1
    assert KEY not in str(outcome.error.__cause__)


def test_a_forbidden_call_may_concern_one_text_only() -> None:
    """Providers answer 403 to what they moderate, so it costs one call, and the run goes on."""
    outcome = Outcome([stub.error(403, f"flagged by moderation, key {KEY}")])
    assert not isinstance(outcome.error, AuthenticationError)
    assert "forbids the call (403): flagged by moderation, key [key]: check the key" in outcome.message
    assert len(outcome.requests) == 1


@pytest.mark.parametrize(("reply", "lost"), [(stub.dropped(), 3), (stub.error(503), 0)])
def test_a_try_without_an_answer_may_have_been_done(reply: stub.Reply, lost: int) -> None:
    """What was sent and never answered may be billed; what the server refused is not."""
    error = Outcome([reply]).error
    assert isinstance(error, CallError)
    assert error.lost == lost
    assert pickle.loads(pickle.dumps(error)).lost == lost


def test_an_unknown_model_is_named() -> None:
    """A 404 is a wrong model or a wrong base URL."""
    outcome = Outcome([stub.error(404, "no such model")])
    assert "knows no model 'some-model', or the base URL is wrong (404): no such model" in outcome.message
    assert len(outcome.requests) == 1


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(
            stub.error(400, "x", code="context_length_exceeded"),
            "does not fit the context of 'some-model'",
            id="too long: OpenAI",
        ),
        pytest.param(
            stub.error(400, "x", type="exceed_context_size_error"),
            "does not fit the context of 'some-model'",
            id="too long: llama.cpp",
        ),
        pytest.param(
            stub.error(400, "This model's maximum context length is 4096"),
            "context_tokens is 8192, lower it",
            id="too long: vLLM",
        ),
        pytest.param(
            stub.error(400, "x", param="response_format"),
            "cannot answer by a JSON schema (400): x",
            id="no schema: OpenAI",
        ),
        pytest.param(
            stub.error(422, "json_schema is unknown"),
            "cannot answer by a JSON schema (422)",
            id="no schema: others",
        ),
        pytest.param(
            stub.error(400, "x", code="content_filter"),
            "content filter refused the article's text",
            id="filtered",
        ),
        pytest.param(
            stub.error(400, "bad\nthing " + "x" * 300),
            "refuses the request (400): bad thing xxx",
            id="another reason",
        ),
        pytest.param(
            stub.Reply(b"<html>no JSON", 413),
            "refuses the request (413): Request Entity Too Large",
            id="too large",
        ),
        pytest.param(
            stub.Reply(b'{"detail": "vLLM says no"}', 400),
            "refuses the request (400): vLLM says no",
            id="reason elsewhere",
        ),
        pytest.param(
            stub.Reply(b'{"error": ["odd"]}', 400), "refuses the request (400): Bad Request", id="no reason"
        ),
    ],
)
def test_a_request_that_the_server_refuses_says_what_to_do(reply: stub.Reply, message: str) -> None:
    """A 4xx comes back the same, so it is not tried again; known causes have their own words."""
    outcome = Outcome([reply])
    assert message in outcome.message
    assert len(outcome.message) < 300
    assert len(outcome.requests) == 1


def test_without_a_key_openai_is_not_even_called() -> None:
    """The default server needs a key; a server of one's own does not."""
    with pytest.raises(AuthenticationError, match="set OPENAI_API_KEY"):
        llm.complete(ModelSettings("gpt-5-mini"), MESSAGES, "name", SCHEMA)
    assert Outcome([stub.ok({})], api_key="").completion is not None


@pytest.mark.parametrize("key", ["sk-1\n", "“sk-1”", "sk 1", "sk-\u200b1"])
def test_a_key_with_a_pasted_blank_is_refused_before_the_call(key: str) -> None:
    """No header can carry it, and no message repeats it."""
    with pytest.raises(AuthenticationError, match="copy it again") as caught:
        llm.complete(ModelSettings("m", "http://127.0.0.1:1/v1", key), MESSAGES, "name", SCHEMA)
    assert "sk" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8091/v1", "ftp://x/v1", "http://", "http://[::1", "http://h:port/v1", "http://a b/v1"],
)
def test_a_base_url_that_is_no_address_is_a_usage_error(url: str) -> None:
    """It is found when the settings are made, before any call."""
    with pytest.raises(UsageError, match="it should look like"):
        ModelSettings("m", url)


def test_secrets_stay_out_of_reprs_and_server_names() -> None:
    """Neither the key nor a password in the address is in what may be printed or logged."""
    settings = ModelSettings("m", "https://user:secret@host:8000/v1?token=secret", KEY)
    assert "secret" not in repr(settings)
    assert KEY not in repr(settings)
    assert settings.server == "host:8000"


def test_errors_and_settings_travel_between_processes() -> None:
    """They are pickled on the way to and from a worker process."""
    error = pickle.loads(pickle.dumps(llm.AnswerError("cut off", COST)))
    assert (str(error), error.usage) == ("cut off", COST)
    settings = ModelSettings("m", "http://127.0.0.1:1/v1", KEY)
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_thirty_calls_on_eight_threads_share_one_client() -> None:
    """Each gets its own answer, over one client."""

    def echo(request: dict[str, Any]) -> stub.Reply:
        return stub.ok({"echo": request["messages"][0]["content"]})

    def ask(settings: ModelSettings) -> Callable[[int], object]:
        def one(number: int) -> object:
            messages = [{"role": "user", "content": str(number)}]
            return llm.complete(settings, messages, "name", SCHEMA).data["echo"]

        return one

    with stub.serve(echo) as server, ThreadPoolExecutor(8) as threads:
        settings = ModelSettings("m", server.base_url)
        before = llm._connect.cache_info().currsize
        assert list(threads.map(ask(settings), range(30))) == [str(number) for number in range(30)]
        assert llm._connect.cache_info().currsize == before + 1
    assert len(server.requests) == 30


def test_importing_the_package_does_not_load_openai() -> None:
    """`import summarizer.llm` is cheap; the SDK is loaded by the first call."""
    code = "import sys, summarizer.llm, summarizer.engines.openai; sys.exit('openai' in sys.modules)"
    root = Path(llm.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root).returncode == 0
