"""An OpenAI-compatible server that answers every call after the same time, to measure what a client adds.

Run as a process of its own, so that it shares no interpreter lock with whom it answers:
``python -m benchmarks.bench.stub --delay 0.2`` prints its address and serves until its input is closed.
Its answers have the form that is asked for, and speak of the sentences that they were shown, so that
whoever checks answers has something to check. No language model is involved.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_SHOWN_LINES = 5
_TOLD_WORDS = 12
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?i)^content-length: *(\d+)", re.MULTILINE)


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a chat request, by the name of the schema that it asks for."""
    prompt = request["messages"][-1]["content"]
    schema = request.get("response_format", {}).get("json_schema", {}).get("name", "")
    return _ANSWERS.get(schema, _extractions)(prompt)


def _summary(prompt: str) -> dict[str, Any]:
    return {"lines": [{"evidence": [n], "text": text} for n, text in _lines(prompt)[:4]]}


def _demands(prompt: str) -> dict[str, Any]:
    return {
        "demands": [
            {
                "evidence": [n],
                "speaker": _beginning(text, 2),
                "party": _beginning(text, 2),
                "demand": _beginning(text),
                "addressee": None,
            }
            for n, text in _lines(prompt)[:2]
        ]
    }


def _disagreements(prompt: str) -> dict[str, Any]:
    sides = [
        {"evidence": [n], "party": _beginning(text, 2), "position": _beginning(text)}
        for n, text in _lines(prompt)[1:3]
    ]
    return {"disagreements": [{"issue": side["position"], "positions": sides} for side in sides[:1]]}


def _extractions(prompt: str) -> dict[str, Any]:
    """What langextract asks for: pieces of the text after its last "Q:", copied."""
    text = prompt.rpartition("Q: ")[2].rpartition("\nA:")[0]
    pieces = [piece for piece in re.split(r"(?<=[.!?]) +", text) if piece.strip()]
    return {
        "extractions": [
            {"demand": piece, "demand_attributes": {"party": _beginning(piece, 2), "addressee": "nobody"}}
            for piece in pieces[:4]
        ]
    }


_ANSWERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "summary": _summary,
    "demands": _demands,
    "disagreements": _disagreements,
}


def _lines(prompt: str) -> list[tuple[int, str]]:
    found = []
    for match in _LINE.finditer(prompt):
        found.append((int(match[1]), match[2]))
        if len(found) == _SHOWN_LINES:
            break
    return found


def _beginning(text: str, words: int = _TOLD_WORDS) -> str:
    return " ".join(text.split()[:words])


def completion(request: Mapping[str, Any]) -> bytes:
    """The body of a chat completion."""
    message = {"role": "assistant", "content": json.dumps(answer(request))}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    body = {
        "id": "stub",
        "object": "chat.completion",
        "created": 0,
        "model": request.get("model", "stub"),
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": usage,
    }
    return json.dumps(body).encode()


class Connection(asyncio.Protocol):
    """One client's connection: requests one after the other, each answered after ``delay_s``.

    Args:
        delay_s: seconds between a request's last byte and its answer.
        served: counts the calls of all connections.
    """

    def __init__(self, delay_s: float, served: dict[str, int]) -> None:
        self._delay_s = delay_s
        self._served = served
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._served["connections"] += 1

    def data_received(self, data: bytes) -> None:
        """Part of a request has come, or all of it."""
        self._received += data
        end = self._received.find(_HEAD_END)
        if end < 0:
            return
        head = bytes(self._received[:end])
        found = _LENGTH.search(head)
        whole = end + len(_HEAD_END) + (int(found[1]) if found else 0)
        if len(self._received) < whole:
            return
        body = bytes(self._received[end + len(_HEAD_END) : whole])
        del self._received[:whole]
        self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET"):
            self._send(json.dumps(self._served).encode())
            return
        came = time.perf_counter()
        self._served["calls"] += 1
        answered = completion(json.loads(body))
        # What making the answer took is part of the delay, not on top of it.
        left = self._delay_s - (time.perf_counter() - came)
        asyncio.get_running_loop().call_later(max(left, 0), self._send, answered)

    def _send(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
            self._transport.write(head.encode() + body)


async def _serve(delay_s: float) -> None:
    served = {"calls": 0, "connections": 0}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(delay_s, served), "127.0.0.1", 0, backlog=512)
    port = server.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}/v1", flush=True)
    # Whoever started this holds the other end of its input: the server never outlives them.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Serve until standard input is closed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--delay", type=float, default=0.2, metavar="SECONDS")
    asyncio.run(_serve(parser.parse_args().delay))


if __name__ == "__main__":
    main()
