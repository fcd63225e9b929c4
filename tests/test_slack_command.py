"""``summarizer slack`` and ``daily --slack`` with the real store: posted once, and the secret nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.cli import run
from tests.mornings import RELEASE, TOLL, WITHDRAW, add
from tests.stub_slack import OK, PATH, Channel, Reply, recover, serve, squeezed

FILE = "briefings/2026-11-20/briefing.json"
DAILY = ["daily", "news", "--engine", "offline", "--date", "2026-11-20"]


@pytest.fixture(autouse=True)
def _news(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of articles in the working folder; no proxy stands between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    add(Path("news"), "first.txt", WITHDRAW)
    add(Path("news"), "second.txt", RELEASE, 1)


def webhook(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the channel's webhook where a user does."""
    monkeypatch.setenv("SLACK_WEBHOOK_URL", channel.address)


def test_the_day_is_posted_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run on the same briefing posts nothing; a changed one posts an update that says so."""
    with serve() as channel:
        webhook(channel, monkeypatch)
        assert run([*DAILY, "--slack"]) == 0
        assert "posted 1 message to Slack" in capsys.readouterr().err
        assert run([*DAILY, "--slack"]) == 0
        assert run(["slack", FILE]) == 0
        assert run(["slack", FILE, "--resend"]) == 0
        assert len(channel.shown) == 1
        add(Path("news"), "third.txt", TOLL, 2)
        assert run([*DAILY, "--slack"]) == 0
        first, second = channel.shown
    assert squeezed("release all prisoners") in recover([first])
    assert second["text"].startswith("Update")
    assert squeezed("abolish the toll") in recover([second])


def test_what_may_have_arrived_is_sent_again_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with status 3 and says what to do."""
    assert run(DAILY) == 0
    with serve([Reply(cut="when read"), OK]) as channel:
        webhook(channel, monkeypatch)
        assert run(["slack", FILE]) == 3
        assert "--resend" in capsys.readouterr().err
        assert run(["slack", FILE]) == 3
        assert run(["slack", FILE, "--resend"]) == 0
        assert run(["slack", FILE]) == 0


def test_a_dry_run_needs_no_webhook_and_posts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The payloads go to stdout, as they would be sent or for reading."""
    assert run(DAILY) == 0
    capsys.readouterr()
    assert run(["slack", FILE, "--dry-run"]) == 0
    assert '"blocks"' in capsys.readouterr().out
    assert run(["slack", FILE, "--dry-run", "--format", "terminal"]) == 0
    assert "release all prisoners" in capsys.readouterr().out


def test_the_secret_is_nowhere(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the store nor a file nor a message has the webhook's path, whatever goes wrong."""
    with serve([OK, Reply(404, b"no_service")]) as channel:
        webhook(channel, monkeypatch)
        assert run([*DAILY, "--slack"]) == 0
        add(Path("news"), "third.txt", TOLL, 2)
        assert run([*DAILY, "--slack", "--debug"]) == 3
        assert run(["daily", "--show-settings"]) == 0
    captured = capsys.readouterr()
    assert "the webhook" in captured.err
    secret = PATH.encode()
    assert secret not in (captured.out + captured.err).encode()
    files = [path for path in Path.home().rglob("*") if path.is_file()]
    assert any(path.name == "summarizer.db" for path in files)
    assert [path for path in files if secret in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (None, "set SLACK_WEBHOOK_URL"),
        ("https://example.com/services/T/B/x", "not a Slack webhook"),
        ("http://hooks.slack.com/services/T/B/x", "https"),
    ],
)
def test_a_wrong_webhook_is_found_before_anything_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str | None, problem: str
) -> None:
    """No money is spent on a briefing that could not be posted."""
    if address:
        monkeypatch.setenv("SLACK_WEBHOOK_URL", address)
    assert run([*DAILY, "--slack"]) == 2
    assert problem in capsys.readouterr().err
    assert not Path("briefings").exists()
