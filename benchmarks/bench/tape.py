"""Stands between a program and a model's server: measures every call, and keeps it.

What is kept is answered from the file, so that a run of hours that breaks off is taken up where it was, and
figures can be computed anew without asking the model again. Programs of any kind are measured alike,
whether or not they tell what a call has cost.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LONGEST_S = 1800
"""Seconds that a call may take: a small machine writes a long answer slowly."""
ANSWER_TOKENS = 2048
"""Where a program sets no limit to an answer, it ends after so many: small models may repeat themselves."""


@dataclass(frozen=True)
class Call:
    """One call to the model: what was sent, what came back, and the seconds between."""

    request: dict[str, Any]
    response: dict[str, Any]
    seconds: float

    @property
    def input_tokens(self) -> int:
        """As the server counts them."""
        return int(self._usage.get("prompt_tokens", 0))

    @property
    def cached_tokens(self) -> int:
        """The part of the input that the server had read before."""
        return int((self._usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0)

    @property
    def output_tokens(self) -> int:
        """As the server counts them."""
        return int(self._usage.get("completion_tokens", 0))

    @property
    def is_cut(self) -> bool:
        """Whether the answer reached its limit."""
        return any(choice.get("finish_reason") == "length" for choice in self.response.get("choices", ()))

    @property
    def _usage(self) -> dict[str, Any]:
        return self.response.get("usage") or {}


@dataclass(frozen=True)
class Tape:
    """The calls kept in a folder, and the server that answers others.

    Args:
        folder: of one program and one article.
        base_url: of the server, up to ``/v1``.
        api_key: sent to the server; programs that are measured never see it.
        calls: those that were answered, in their order.
        failures: the statuses of those that were not.
    """

    folder: Path
    base_url: str
    api_key: str = ""
    calls: list[Call] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a chat request: the kept one, or the server's, which is kept."""
        request = json.loads(body)
        # By what is asked: the order in which a client writes the fields of a request is not part of it.
        key = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:24]
        kept = self.folder / f"{key}.json"
        if not kept.is_file():
            started = time.monotonic()
            status, answer = self._ask({"max_tokens": ANSWER_TOKENS} | request)
            if status != 200:
                self.failures.append(status)
                return status, answer
            call = Call(request, json.loads(answer), time.monotonic() - started)
            self.folder.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(asdict(call), indent=1, ensure_ascii=False), encoding="utf-8")
        call = Call(**json.loads(kept.read_text(encoding="utf-8")))
        self.calls.append(call)
        return 200, json.dumps(call.response).encode()

    def _ask(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.api_key or 'none'}"}
        body = json.dumps(asked).encode()
        request = urllib.request.Request(f"{self.base_url}/chat/completions", body, headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=LONGEST_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError as error:
            return 502, json.dumps({"error": {"message": f"{self.base_url}: {error}"}}).encode()


@contextmanager
def playing(tape: Tape) -> Iterator[str]:
    """Serve a tape on loopback; the address up to ``/v1``, for the program that is measured."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            status, body = tape.answer(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the report clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
