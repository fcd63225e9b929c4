"""A small real HTTP server on loopback that answers as a test has scripted.

Its answers are made by hand, to show faults that a real server cannot be asked for; what a real
model says is in the recordings.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PROMPT_TOKENS, ANSWER_TOKENS = 100, 10
"""What the stub says that every answer has cost."""


@dataclass(frozen=True)
class Reply:
    """One answer of the server; ``drop`` closes the connection in the middle of it."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0
    drop: bool = False


@dataclass
class Stub:
    """A running server: its address, and the requests it has received (parsed JSON bodies)."""

    base_url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


Script = Sequence[Reply] | Callable[[dict[str, Any]], Reply]


def ok(data: object) -> Reply:
    """The model answers with ``data`` as JSON."""
    return said(json.dumps(data))


def said(content: object, **choice: object) -> Reply:
    """The model answers with ``content``; ``choice`` overrides fields of the choice."""
    message = {"role": "assistant", "content": content}
    return completion([{"index": 0, "finish_reason": "stop", "message": message} | choice])


def completion(choices: object) -> Reply:
    """A chat completion with these choices."""
    usage = {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": ANSWER_TOKENS}
    body = {"id": "stub", "object": "chat.completion", "model": "stub", "choices": choices, "usage": usage}
    return Reply(json.dumps(body).encode())


def refusal(text: str) -> Reply:
    """The model refuses."""
    return said(None, message={"role": "assistant", "content": None, "refusal": text})


def cut(content: str = '{"lines": [{"evid') -> Reply:
    """The answer reaches the token limit."""
    return said(content, finish_reason="length")


def filtered() -> Reply:
    """The server's content filter withholds the answer."""
    return said("", finish_reason="content_filter")


def error(
    status: int, message: str = "made up", headers: Mapping[str, str] | None = None, **more: str
) -> Reply:
    """An error in OpenAI's form."""
    body = {"error": {"message": message, "type": "stub_error", "code": None, "param": None} | more}
    return Reply(json.dumps(body).encode(), status, headers or {})


def slow(delay_s: float) -> Reply:
    """A good answer that comes too late."""
    return Reply(ok({}).body, delay_s=delay_s)


def dropped() -> Reply:
    """A connection that breaks in the middle of the answer."""
    return Reply(ok({}).body, drop=True)


@contextmanager
def serve(script: Script) -> Iterator[Stub]:
    """Run the server; a list is answered in order (its last reply again and again)."""
    lock = threading.Lock()
    left = list(script) if not callable(script) else []

    def next_reply(request: dict[str, Any]) -> Reply:
        if callable(script):
            return script(request)
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body leave in two packets, which Nagle's algorithm would hold apart for 40 ms.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                stub.requests.append(request)
                stub.headers.append({name.lower(): value for name, value in self.headers.items()})
            self._answer(next_reply(request))

        def _answer(self, reply: Reply) -> None:
            if reply.delay_s and stopping.wait(reply.delay_s):
                return
            try:
                self.send_response(reply.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(reply.body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body[: len(reply.body) // 2] if reply.drop else reply.body)
            except OSError:
                self.close_connection = True  # the client has gone, as after a timeout
            if reply.drop:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    stopping = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False  # kept-alive connections end with their client
    stub = Stub(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """A port on which nothing listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.server_close()
    return server.server_port


def http_date(seconds_from_now: float) -> str:
    """An HTTP date, as Retry-After may hold."""
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + seconds_from_now))
