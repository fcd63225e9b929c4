"""A post on the wire, recorded: what leaves for the webhook, and that its secret does not stay.

The recording is of the stub server of these tests (``tests/stub_slack.py``), not of Slack: a real webhook's
answer is the same two letters. ``pytest tests/test_slack_recorded.py --record-mode=rewrite`` makes it anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vcr.request import Request

from summarizer.slack import Webhook, messages
from tests.recording import CASSETTES
from tests.stub_slack import PATH, problems, serve
from tests.test_slack_messages import briefing, demand

FOLDER = CASSETTES / "slack"
SCRUBBED = "http://127.0.0.1:9/services/T000/B000/scrubbed"
PARTS = [*PATH.split("/")[2:]]


def clean_request(request: Request) -> Request:
    """The request at an address that nobody serves, without its headers but the content type."""
    kept = {"content-type": request.headers.get("Content-Type") or request.headers.get("content-type")}
    return Request(request.method, SCRUBBED, request.body, kept)


def clean_response(response: dict[str, Any]) -> dict[str, Any]:
    """The status and the body."""
    return {"status": response["status"], "headers": {}, "body": response["body"]}


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    """A folder of its own."""
    return str(FOLDER)


@pytest.fixture
def vcr_config() -> dict[str, object]:
    """The secret is in the address, so that it is the address that is cleaned; bodies must match."""
    return {
        "serializer": "json",
        "match_on": ("method", "uri", "same_body"),
        "before_record_request": clean_request,
        "before_record_response": clean_response,
    }


@pytest.fixture
def address(record_mode: str) -> Iterator[str]:
    """The stub's while recording; else one at which nothing listens."""
    if record_mode == "none":
        yield SCRUBBED
        return
    with serve() as channel:
        yield channel.address


@pytest.mark.default_cassette("post")
@pytest.mark.vcr
def test_a_post_as_recorded(address: str) -> None:
    """The payload is the one that was recorded, and the answer means that it was sent."""
    (message,) = messages(briefing(demand("Russia", "No <temporary> truce & no pause", topic="Ceasefire")))
    assert Webhook(address).post(message.payload).outcome == "sent"


def test_the_recording_holds_a_message_that_slack_takes() -> None:
    """It is within all limits."""
    (call,) = json.loads((FOLDER / "post.json").read_text(encoding="utf-8"))["interactions"]
    assert problems(json.loads(call["request"]["body"])) == []
    assert call["response"]["body"]["string"] == "ok"
    assert call["request"]["uri"] == SCRUBBED


def test_no_recording_holds_the_path_of_a_webhook() -> None:
    """Neither the stub's nor one of Slack's."""
    for file in sorted(path for path in CASSETTES.rglob("*") if path.is_file()):
        text = file.read_text(encoding="utf-8")
        assert not any(part in text for part in PARTS), file
        assert not re.search(r"hooks\.slack(-gov)?\.com/services/\w", text), Path(file).name
