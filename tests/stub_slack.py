"""A small real HTTP server on loopback that takes posts as Slack's incoming webhooks do.

It enforces the limits that Slack documents, and answers with its error bodies. Its answers are made by
hand; no message of these tests has ever been to Slack. :func:`problems` is also the judge of payloads
that are not sent.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

PATH = "/services/T0STUB/B0STUB/s3cr3tS3CR3Ts3cr3t"
"""The secret of the stub's webhook: it must be found nowhere."""

# What docs.slack.dev says of blocks and text objects; the last one is measured (slackapi/bolt-js issue 2509).
BLOCKS, HEADER, TEXT, ELEMENTS, BLOCK_ID, ALL_TEXT = 50, 150, 3000, 10, 255, 12_000
_ENTITY = re.compile(r"&(amp|lt|gt);")
LINK = re.compile(r"<(https?://[^\s|<>]+)\|([^<>]+)>")


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as it is sent."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def problems(payload: Mapping[str, Any]) -> list[str]:
    """All that a payload does that Slack does not take, or that could do harm in a channel."""
    blocks = payload.get("blocks", [])
    found = [] if payload.get("text", "").strip() else ["no_text"]
    found += _active(payload.get("text", ""))
    if not 0 < len(blocks) < BLOCKS:
        found.append(f"{len(blocks)} blocks")
    if units(json.dumps(blocks, ensure_ascii=False)) >= ALL_TEXT:
        found.append("too long in all")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found += ["block_id"] * (len(set(ids)) != len(ids) or any(len(id) > BLOCK_ID for id in ids))
    for block in blocks:
        found += _of_block(block)
    return found


def texts(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The text objects of a block."""
    if block["type"] == "context":
        return list(block["elements"])
    return [block["text"]] if block["type"] in ("header", "section") else []


def _of_block(block: Mapping[str, Any]) -> list[str]:
    kind, found = block["type"], []
    if kind not in ("header", "section", "context", "divider"):
        return [f"unknown block {kind}"]
    for text in texts(block):
        longest = HEADER if kind == "header" else TEXT
        if not 1 <= units(text["text"]) <= longest:
            found.append(f"{kind} of {units(text['text'])}")
        if text["type"] != ("plain_text" if kind == "header" else "mrkdwn"):
            found.append(f"{kind} of {text['type']}")
        if text["type"] == "mrkdwn" and text.get("verbatim") is not True:
            found.append("bare addresses would become links")
        if text["type"] == "plain_text" and text.get("emoji") is not False:
            found.append("codes would become emoji")
        found += _active(text["text"])
    if kind == "context" and not 1 <= len(block["elements"]) <= ELEMENTS:
        found.append("elements")
    return found


def _active(text: str) -> list[str]:
    """Control characters beside the links of ours, and anything in them but a web address."""
    rest = LINK.sub(lambda match: match[2], text)
    bare = _ENTITY.sub("", rest)
    return [f"active {character!r}" for character in "<>&" if character in bare]


@dataclass(frozen=True)
class Reply:
    """One answer. ``cut`` ends the connection instead: on being made, or when the request is read."""

    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0
    cut: Literal["", "at once", "when read", "in the answer"] = ""


OK = Reply()


def error(status: int, code: str) -> Reply:
    """An error in Slack's form: a status, and its name as plain text."""
    return Reply(status, code.encode(), {"content-type": "text/html"})


@dataclass
class Channel:
    """A running stub: the webhook's address, the messages that it shows, and all that it was sent."""

    address: str
    shown: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)


class _Server(ThreadingHTTPServer):
    """Answers from a script in order, its last reply again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Sequence[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.channel = Channel(f"http://127.0.0.1:{self.server_port}{PATH}")
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self._left = list(script)

    @property
    def next_cut(self) -> str:
        """How the next connection ends, if not with an answer."""
        with self.lock:
            return self._left[0].cut

    def next_reply(self) -> Reply:
        """The next answer of the script."""
        with self.lock:
            return self._left.pop(0) if len(self._left) > 1 else self._left[0]

    def judged(self, reply: Reply, path: str, request: dict[str, Any]) -> Reply:
        """A good answer only to what Slack takes, which then stands in the channel."""
        if reply.status != 200:
            return reply
        if path != PATH:
            return error(404, "no_service")
        if problems(request):
            return error(400, "invalid_blocks")
        self.channel.shown.append(request)
        return reply


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def handle(self) -> None:
        if self.server.next_cut == "at once":
            self.server.next_reply()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        super().handle()

    def do_GET(self) -> None:
        self.server.channel.requests.append({"method": "GET", "path": self.path})
        self._answer(OK)

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        reply = self.server.next_reply()
        with self.server.lock:
            reply = self.server.judged(reply, self.path, request)
            self.server.channel.requests.append(request)
        self.server.channel.arrived.set()
        self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        if reply.delay_s and self.server.stopping.wait(reply.delay_s):
            return
        if reply.cut == "when read":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        try:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) * (2 if reply.cut == "in the answer" else 1)
            self.send_header("content-length", str(length))
            self.end_headers()
            self.wfile.write(reply.body)
        except OSError:
            self.close_connection = True  # the client has gone, as after a timeout

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def serve(script: Sequence[Reply] = (OK,)) -> Iterator[Channel]:
    """Run the server; the script is answered in order, its last reply again and again."""
    server = _Server(script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.channel
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def unescaped(text: str) -> str:
    """A text as a reader sees it, without links and formats; lookalikes are what they stand for."""
    text = LINK.sub(lambda match: match[2], text).replace("*", "").replace("\u2060", "")
    text = text.translate(str.maketrans("\u2217\u02cd\u223c\u02cb", "*_~`"))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def recover(payloads: Sequence[Mapping[str, Any]]) -> str:
    """All that a post says, its messages joined again, without blanks and without what only joins them."""
    said = []
    for n, payload in enumerate(payloads):
        for block in payload["blocks"][1 if n else 0 :]:
            if block.get("block_id") == "goes-on":
                continue
            for text in texts(block):
                lines = text["text"].split("\n")
                said += [unescaped(line.removeprefix("… ")) for line in lines]
    return squeezed("".join(said))


def squeezed(text: str) -> str:
    """A text without blanks, its lookalikes as what they stand for: what may differ after a post is gone."""
    return "".join(text.translate(str.maketrans("\u2217\u02cd\u223c\u02cb", "*_~`")).split())


def unused_address() -> str:
    """A webhook at a port on which nothing listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.server_close()
    return f"http://127.0.0.1:{server.server_port}{PATH}"


def http_date(seconds_from_now: float) -> str:
    """An HTTP date, as Retry-After may hold."""
    return formatdate(time.time() + seconds_from_now, usegmt=True)
