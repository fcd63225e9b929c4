"""The webhook: which addresses are ones, what Slack's answers mean, and that the secret stays one."""

from __future__ import annotations

import hashlib
import logging
import traceback

import pytest

from summarizer.errors import UsageError
from summarizer.slack import Webhook
from summarizer.slack.webhook import Answer
from tests.stub_slack import OK, PATH, Reply, error, serve, unused_address

MESSAGE = {
    "text": "Talks",
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Talks", "verbatim": True}}],
}
SECRET = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"


def posted(reply: Reply) -> Answer:
    """What a post with this answer comes to."""
    with serve([reply]) as channel:
        return Webhook(channel.address, timeout_s=0.4).post(MESSAGE)


@pytest.mark.parametrize(
    "address",
    [
        f"https://hooks.slack.com{SECRET}",
        f"  https://hooks.slack.com{SECRET}\n",
        f"https://hooks.slack-gov.com{SECRET}",
        f"http://127.0.0.1:8080{SECRET}",
        f"http://localhost:8080{SECRET}",
        f"http://[::1]:8080{SECRET}",
    ],
)
def test_a_webhook_is_slacks_or_on_this_machine(address: str) -> None:
    """Its channel is a hash of the address; what it shows of itself is the host."""
    webhook = Webhook(address)
    assert webhook.channel == hashlib.sha256(address.strip().encode()).hexdigest()
    assert "XXXX" not in repr(webhook)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "it is empty"),
        ("not an address", "not a Slack webhook"),
        (f"http://hooks.slack.com{SECRET}", "must begin with https://"),
        (f"https://hooks.slack.com.evil.example{SECRET}", "not a Slack webhook"),
        (f"https://evil.example{SECRET}", "not a Slack webhook"),
        (f"https://hooks.slack.com@evil.example{SECRET}", "more in it"),
        (f"https://hooks.slack.com:8443{SECRET}", "not a Slack webhook"),
        (f"https://hooks.slack.com{SECRET}?a=b", "more in it"),
        (f"https://hooks.slack.com{SECRET}\r\nHost: evil", "more in it"),
        ("https://hooks.slack.com/services/T00000000", "not complete"),
        ("https://hooks.slack.com/workflows/T0/A0/1/xyz", "of a workflow"),
        ("https://hooks.slack.com/triggers/T0/1/xyz", "of a workflow"),
        (f"http://10.0.0.1{SECRET}", "not a Slack webhook"),
        (f"https://[hooks{SECRET}", "not a web address"),
        (f"https://hooks.slack.com:port{SECRET}", "not a web address"),
        (f"ftp://127.0.0.1{SECRET}", "not a Slack webhook"),
    ],
)
def test_any_other_address_is_refused_in_one_line_without_the_secret(address: str, problem: str) -> None:
    """The line says what to do; not even the chain of causes holds the path."""
    with pytest.raises(UsageError, match=r"^SLACK_WEBHOOK_URL: ") as caught:
        Webhook(address)
    text = "".join(traceback.format_exception_only(caught.value))
    assert problem in text
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "\n" not in str(caught.value)
    assert "XXXX" not in text
    assert "T00000000" not in text


CODES = {
    (400, "invalid_payload"): "report this",
    (400, "invalid_blocks"): "report this",
    (400, "no_text"): "report this",
    (403, "action_prohibited"): "ask one of its admins",
    (404, "channel_not_found"): "make a new one",
    (404, "no_active_hooks"): "switch it on",
    (404, "no_service"): "make a new one under Incoming Webhooks at https://api.slack.com/apps",
    (410, "channel_is_archived"): "unarchive it",
}


@pytest.mark.parametrize(("answer", "advice"), CODES.items(), ids=[code for _, code in CODES])
def test_each_error_of_slack_says_what_to_do(answer: tuple[int, str], advice: str) -> None:
    """And names Slack's code, for whoever looks it up."""
    status, code = answer
    found = posted(error(status, code))
    assert found.outcome == "failed"
    assert advice in found.note
    assert found.note.endswith(f"({status}, {code})")


def test_an_unknown_error_is_told_by_its_status() -> None:
    """Whatever the page says is not repeated; a code of Slack's form is."""
    assert posted(Reply(418, b"<h1>Tea</h1>")).note.endswith("(418)")
    assert posted(error(400, "some_new_code")).note.endswith("(400, some_new_code)")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    """Where it leads would not be Slack; nothing was posted."""
    with serve([Reply(status, b"", {"location": "/elsewhere"})]) as channel:
        answer = Webhook(channel.address).post(MESSAGE)
    assert answer.outcome == "failed"
    assert len(channel.requests) == 1


@pytest.mark.parametrize("header", ["soon", "-5", "", "9" * 40])
def test_a_wait_that_makes_no_sense_is_none(header: str) -> None:
    """The caller's own waits then serve."""
    assert posted(Reply(429, b"", {"Retry-After": header})) == Answer("limited", "Slack asks to wait (429)")


def test_nothing_is_sent_twice_by_the_client() -> None:
    """Slack's own client repeats a post after a cut connection; here it must not."""
    with serve([Reply(cut="when read"), OK]) as channel:
        assert Webhook(channel.address).post(MESSAGE).outcome == "uncertain"
    assert len(channel.requests) == 1


def test_no_log_holds_the_secret(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """At debug level, where Slack's client logs the whole address, and with every kind of answer."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
    notes = [
        posted(reply).note
        for reply in (OK, error(404, "no_service"), Reply(404, PATH.encode()), Reply(cut="when read"))
    ]
    notes.append(Webhook(unused_address()).post(MESSAGE).note)
    shown = caplog.text + "".join(capfd.readouterr()) + "".join(notes)
    assert not any(part in shown for part in PATH.split("/")[2:])
