"""A briefing is posted once, whatever happens on the way; what may have arrived is not sent again unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from summarizer.schema import Briefing
from summarizer.slack import Delivery, Options, Webhook, deliver
from tests.conftest import ROOT
from tests.slack_log import FileLog
from tests.stub_slack import OK, PATH, Channel, Reply, error, http_date, recover, serve, unused_address
from tests.test_slack_messages import briefing, demand

SHORT = briefing(demand("Russia", "No truce"))
LONG = briefing(*(demand("Russia", f"Demand {n} " + "word " * 60) for n in range(56)))
"""Three messages."""
CUT = Reply(cut="when read")


@dataclass
class Desk:
    """What stays between runs: the record, and how long was waited."""

    log: FileLog
    waited: list[float] = field(default_factory=list)

    def post(
        self,
        channel: Channel | str,
        whole: Briefing = SHORT,
        *,
        resend: bool = False,
        when_empty: bool = False,
    ) -> Delivery:
        """One run."""
        address = channel if isinstance(channel, str) else channel.address
        return deliver(
            whole,
            Webhook(address, timeout_s=0.4),
            self.log,
            options=Options(when_empty=when_empty),
            resend=resend,
            sleep=self.waited.append,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that has never posted."""
    return Desk(FileLog(tmp_path / "posts.jsonl"))


@pytest.fixture
def channel() -> Iterator[Channel]:
    """A channel that takes everything that Slack takes."""
    with serve() as running:
        yield running


def test_every_part_is_recorded_before_it_is_sent_and_after_its_answer(desk: Desk, channel: Channel) -> None:
    """All parts are planned first, so that a later run knows what is missing; one is sent a second."""
    result = desk.post(channel, LONG)
    assert (result.sent, result.complete, result.notices) == (3, True, ())
    sent = [f"{n}:{state}" for n in (1, 2, 3) for state in ("sending", "sent")]
    assert desk.log.states == ["1:unsent", "2:unsent", "3:unsent", *sent]
    assert desk.waited == [1.0, 1.0]
    assert len(channel.shown) == 3


def test_the_parts_in_the_channel_hold_the_whole_briefing(desk: Desk, channel: Channel) -> None:
    """In their order."""
    desk.post(channel, LONG)
    said = recover(channel.shown)
    places = [said.index(f"•Demand{n}word") for n in range(56)]
    assert places == sorted(places)


def test_a_second_run_posts_nothing(desk: Desk, channel: Channel) -> None:
    """And says so; another cost is no other briefing."""
    desk.post(channel)
    again = desk.post(channel, SHORT.model_copy(update={"warnings": ("w",)}))
    assert (again.sent, again.skipped, again.complete) == (0, 1, True)
    assert again.notices == ("the briefing of 2024-06-14 has been posted already; nothing was sent",)
    assert desk.post(channel, resend=True).skipped == 1
    assert len(channel.requests) == 1


def test_a_changed_briefing_of_the_day_is_an_update(desk: Desk, channel: Channel) -> None:
    """It says so, and begins with what changed; the day's first briefing is not posted again."""
    desk.post(channel)
    desk.post(channel, briefing(demand("Russia", "No truce"), demand("Ukraine", "Guarantees")))
    update = channel.shown[1]
    assert update["text"].startswith("Update: Daily briefing")
    assert update["blocks"][0]["text"]["text"] == "Update: Daily briefing · 14 June 2024"
    assert [block["text"]["text"] for block in update["blocks"][2:5] if "text" in block] == [
        "Changed since the last post",
        "*Ukraine*\n• Guarantees — <https://news.example/a|Reuters>",
    ]
    assert desk.post(channel).skipped == 1
    assert len(channel.shown) == 2


def test_the_next_day_is_no_update(desk: Desk, channel: Channel) -> None:
    """Nor is another channel."""
    desk.post(channel)
    desk.post(channel, SHORT.model_copy(update={"date": "2024-06-15"}))
    assert not channel.shown[1]["text"].startswith("Update")


def test_a_day_without_news_is_posted_only_if_asked(desk: Desk, channel: Channel) -> None:
    """Nothing is sent and nothing recorded; the notice says why."""
    assert desk.post(channel, briefing()).notices == (
        "the briefing of 2024-06-14 has nothing to tell, so it was not posted",
    )
    assert channel.requests == []
    assert desk.log.states == []
    assert desk.post(channel, briefing(), when_empty=True).sent == 1
    assert "Nothing new" in str(channel.shown)


@pytest.mark.parametrize("told", ["7", "date"])
def test_slack_is_waited_for_as_it_asks(desk: Desk, told: str) -> None:
    """In seconds or as a date; during the wait the record says that nothing has been sent."""
    header = http_date(7) if told == "date" else told
    with serve([Reply(429, b"rate_limited", {"Retry-After": header}), OK]) as channel:
        result = desk.post(channel)
    assert result.complete
    assert desk.waited[0] == pytest.approx(7, abs=2)
    assert desk.log.states == ["1:unsent", "1:sending", "1:unsent", "1:sending", "1:sent"]


def test_without_a_time_the_wait_grows(desk: Desk) -> None:
    """And ends after three times."""
    with serve([Reply(429, b"")]) as channel:
        result = desk.post(channel)
    assert (result.failed, desk.waited, len(channel.requests)) == (1, [1.0, 2.0, 4.0], 4)
    assert result.notices[-1] == (
        "the message was not posted: Slack asks to wait (429); run again with --resend later"
    )


def test_a_long_wait_is_not_waited_out(desk: Desk) -> None:
    """Sending sooner than told would be no use, and the run of a clock must end."""
    with serve([Reply(429, b"", {"Retry-After": "3600"})]) as channel:
        result = desk.post(channel)
    assert (result.failed, desk.waited) == (1, [])
    assert result.notices == (
        "the message was not posted: Slack asks to wait (429): 3,600 seconds; run again with --resend then",
    )


def test_a_fault_of_slack_is_tried_again(desk: Desk) -> None:
    """A status of 500 or more says that nothing was posted."""
    with serve([error(500, "rollup_error"), error(503, "busy"), OK]) as channel:
        result = desk.post(channel)
    assert (result.sent, desk.waited, len(channel.shown)) == (1, [1.0, 2.0], 1)
    assert "rollup_error" in result.notices[0]


def test_a_refused_connection_is_tried_again(desk: Desk) -> None:
    """Then given up, with what to do; nothing is uncertain."""
    result = desk.post(unused_address())
    assert (result.failed, result.uncertain, desk.waited) == (1, 0, [1.0, 2.0, 4.0])
    assert "the connection was refused" in result.notices[-1]


def test_what_certainly_did_not_arrive_is_posted_by_the_next_run(desk: Desk, channel: Channel) -> None:
    """Nothing of it is in the channel, so that a later run of the same day may start over."""
    with serve([error(404, "no_service")]) as broken:
        desk.post(broken)
    address = broken.address
    again = desk.post(address)
    assert (again.failed, again.skipped) == (1, 0)
    assert desk.log.states[-1] == "1:failed"


@pytest.mark.parametrize(
    "reply",
    [
        CUT,
        Reply(delay_s=5),
        Reply(200, b"<html>Sign in to the proxy</html>"),
        Reply(200, b"x" * 3_000_000),
        Reply(200, b"o", cut="in the answer"),
    ],
    ids=["closed when read", "slow", "not Slack's", "huge", "cut answer"],
)
def test_what_may_have_arrived_is_not_sent_again(desk: Desk, reply: Reply) -> None:
    """Neither at once nor by the next run, which says what is the matter; --resend sends it."""
    with serve([reply, OK]) as channel:
        first = desk.post(channel)
        assert (first.uncertain, first.complete) == (1, False)
        assert "may or may not have arrived" in first.notices[0]
        assert "run again with --resend" in first.notices[0]
        second = desk.post(channel)
        assert (second.sent, second.uncertain, second.notices) == (0, 1, first.notices)
        assert len(channel.shown) <= 1
        third = desk.post(channel, resend=True)
        assert (third.sent, third.complete) == (1, True)


def test_a_connection_that_closes_at_once_leads_to_one_post_at_most(desk: Desk) -> None:
    """What is uncertain here depends on how much had left; nothing is ever sent twice."""
    with serve([Reply(cut="at once"), OK]) as channel:
        result = desk.post(channel)
    assert len(channel.shown) == result.sent
    assert result.sent + result.uncertain == 1


def test_after_an_uncertain_part_the_rest_waits(desk: Desk) -> None:
    """So that the order stays; --resend sends the uncertain one and the rest, and nothing else."""
    with serve([OK, CUT, OK]) as channel:
        first = desk.post(channel, LONG)
        assert (first.sent, first.uncertain, first.unsent) == (1, 1, 1)
        assert first.notices[1] == "message 3 of 3 not sent, to keep the order"
        assert desk.post(channel, LONG).notices[1] == (
            "message 3 of 3 not posted yet; run again with --resend"
        )
        assert len(channel.requests) == 2
        last = desk.post(channel, LONG, resend=True)
        assert (last.sent, last.skipped, last.complete) == (2, 1, True)
    assert [request["text"].split(":")[0] for request in channel.shown] == [
        f"Daily briefing · 14 June 2024 ({n}/3)" for n in (1, 2, 2, 3)
    ]


def test_after_a_refused_part_the_rest_waits(desk: Desk) -> None:
    """What stands in the channel is not repeated."""
    with serve([OK, error(410, "channel_is_archived"), OK]) as channel:
        first = desk.post(channel, LONG)
        assert (first.sent, first.failed, first.unsent) == (1, 1, 1)
        assert "unarchive it in Slack" in first.notices[0]
        assert desk.post(channel, LONG).sent == 0
        assert desk.post(channel, LONG, resend=True).sent == 2
    assert len(channel.shown) == 3


def test_what_may_have_arrived_makes_the_next_one_an_update(desk: Desk) -> None:
    """Readers may have seen it."""
    with serve([CUT, OK]) as channel:
        desk.post(channel)
        desk.post(channel, briefing(demand("Russia", "Other")))
    assert channel.shown[1]["text"].startswith("Update")


def started(tmp_path: Path, channel: Channel, whole: Briefing) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    file = tmp_path / "briefing.json"
    file.write_text(whole.model_dump_json(by_alias=True), encoding="utf-8")
    command = [sys.executable, "-m", "tests.slack_log", str(file), str(tmp_path / "posts.jsonl")]
    environment = {**os.environ, "SLACK_WEBHOOK_URL": channel.address, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def test_a_run_that_is_killed_while_it_sends_leaves_doubt_and_no_second_post(
    desk: Desk, tmp_path: Path
) -> None:
    """The server has the message and has not answered; the next run may not send it again."""
    with serve([Reply(delay_s=30), OK]) as channel:
        process = started(tmp_path, channel, LONG)
        assert channel.arrived.wait(30)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert desk.log.states[-1] == "1:sending"
        second = desk.post(channel, LONG)
        assert (second.sent, second.uncertain, second.unsent) == (0, 1, 2)
        assert "the run ended while it was being sent" in second.notices[0]
        assert len(channel.requests) == 1
        third = desk.post(channel, LONG, resend=True)
        assert (third.sent, third.complete) == (3, True)
        assert desk.post(channel, LONG).skipped == 3


def test_a_run_that_is_killed_between_two_parts_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    """What has been answered is not sent again."""
    with serve([OK, Reply(delay_s=30), OK]) as channel:
        process = started(tmp_path, channel, LONG)
        while len(channel.requests) < 2:
            assert channel.arrived.wait(30)
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert desk.post(channel, LONG).sent == 0
        assert desk.post(channel, LONG, resend=True).sent == 2
    assert len([request for request in channel.requests if "(1/3)" in request["text"]]) == 1


def test_a_run_that_is_killed_while_it_plans_has_sent_nothing(
    desk: Desk, channel: Channel, tmp_path: Path
) -> None:
    """Fewer parts are recorded than there are; the next run plans anew."""
    desk.post(channel, LONG)
    earlier = FileLog(tmp_path / "killed.jsonl")
    earlier.record_post(
        desk.log.posts(Webhook(channel.address).channel, LONG.date)[0].model_copy(update={"state": "unsent"})
    )
    assert Desk(earlier).post(channel, LONG).sent == 3


def test_the_record_holds_no_secret(desk: Desk) -> None:
    """The channel stands in it as a hash, and no server's answer brings the address in."""
    with serve([Reply(404, b"no such page: " + PATH.encode()), Reply(500, PATH.encode())]) as channel:
        notices = [*desk.post(channel).notices, *desk.post(channel, LONG).notices]
    text = desk.log.path.read_text(encoding="utf-8") + "\n".join(notices)
    assert Webhook(channel.address).channel in text
    for part in PATH.split("/")[2:]:
        assert part not in text
