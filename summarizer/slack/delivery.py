"""Posting a briefing once: what is recorded when, what is tried again, and what never is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from summarizer.schema import Briefing, Post, PostState
from summarizer.slack import content, updates
from summarizer.slack.messages import DEFAULT, Options, messages
from summarizer.slack.webhook import Answer, Webhook

LONGEST_WAIT_S = 60.0
"""Slack is waited for as long as it asks, up to this; a run of cron must end."""
_PAUSE_S = 1.0  # Slack takes one message a second
_WAITS_S = (1.0, 2.0, 4.0)  # before the second, third and last try
_INTERRUPTED = "the run ended while it was being sent"
_RESEND = "look into the channel; if it is missing, run again with --resend"

OnNotice = Callable[[str], None]


class PostLog(Protocol):
    """Where posts are recorded."""

    def posts(self, channel: str, date: str) -> list[Post]:
        """All posts of a day to a channel, oldest revision first."""
        ...

    def record_post(self, post: Post) -> None:
        """Record it in place of that of the same channel, date, revision and part; committed on return."""
        ...


@dataclass(frozen=True)
class Delivery:
    """What became of a briefing's messages, counted, and sentences about all that was not plain sailing.

    ``skipped`` had been posted before. Of ``uncertain`` ones nobody here knows whether they arrived.
    ``failed`` were refused; ``unsent`` were not tried, since one before them did not arrive.
    """

    sent: int = 0
    skipped: int = 0
    uncertain: int = 0
    failed: int = 0
    unsent: int = 0
    notices: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything that was to be posted is known to be in the channel."""
        return not (self.uncertain or self.failed or self.unsent)


@dataclass
class _Run:
    """One attempt at a delivery: where it goes, where it is recorded, and who is told."""

    webhook: Webhook
    log: PostLog
    sleep: Callable[[float], None]
    on_notice: OnNotice | None
    notices: list[str] = field(default_factory=list)

    def tell(self, notice: str) -> None:
        self.notices.append(notice)
        if self.on_notice:
            self.on_notice(notice)

    def record(self, post: Post, state: PostState, note: str = "") -> Post:
        changed = post.model_copy(update={"state": state, "note": note})
        self.log.record_post(changed)
        return changed


def deliver(
    briefing: Briefing,
    webhook: Webhook,
    log: PostLog,
    *,
    options: Options = DEFAULT,
    resend: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    on_notice: OnNotice | None = None,
) -> Delivery:
    """Post a briefing, unless it has been posted.

    Every message is recorded before it is sent and after its answer, so that whatever happens in between
    is known to the next run. A message that may have arrived is not sent again unless ``resend`` says so;
    it and those after it wait, since they would stand in the wrong order. Two runs at the same time must
    be kept apart by the caller.

    Args:
        briefing: what to post.
        webhook: where to.
        log: what has been posted, and the record of what is.
        options: links, and whether a day without news is posted. Whether the post is an update is
            decided here, by the log.
        resend: send what is uncertain, failed or unsent of an earlier run.
        sleep: waits that many seconds.
        on_notice: is told each notice when it arises.

    Raises:
        StoreError: the log could not be read or written; nothing is sent without its record.
    """
    run = _Run(webhook, log, sleep, on_notice)
    posts = [_awake(run, post) for post in log.posts(webhook.channel, briefing.date)]
    revision = content.revision(briefing)
    own = sorted((post for post in posts if post.revision == revision), key=lambda post: post.part)
    if not own and content.is_empty(briefing) and not options.when_empty:
        run.tell(f"the briefing of {briefing.date} has nothing to tell, so it was not posted")
        return Delivery(notices=tuple(run.notices))
    # Fewer records than messages: the run ended before it had sent anything.
    if not own or len(own) < own[0].parts:
        own = _planned(
            run, briefing, revision, options, [post for post in posts if post.revision != revision]
        )
    arrived = [post for post in own if post.state in ("sent", "uncertain")]
    if not arrived or resend:
        return _send(run, own)
    _tell_skipped(run, own)
    return _counted(run, own, before=own)


def _awake(run: _Run, post: Post) -> Post:
    """A post as it must be taken now: one that was being sent when its run ended may have arrived."""
    return run.record(post, "uncertain", _INTERRUPTED) if post.state == "sending" else post


def _planned(
    run: _Run, briefing: Briefing, revision: str, options: Options, others: Sequence[Post]
) -> list[Post]:
    """All messages of the post, recorded as unsent; an update where the channel has other news of the day."""
    seen = [post for post in others if post.state in ("sent", "uncertain")]
    if seen:
        last = [post for post in seen if post.revision == seen[-1].revision]
        payloads = [post.payload for post in sorted(last, key=lambda post: post.part)]
        options = replace(options, is_update=True, posted=updates.posted_lines(payloads))
    made = messages(briefing, options)
    return [
        run.record(
            Post(
                channel=run.webhook.channel,
                date=briefing.date,
                revision=revision,
                part=n,
                parts=len(made),
                payload=json.dumps(message.payload, ensure_ascii=False),
            ),
            "unsent",
        )
        for n, message in enumerate(made, 1)
    ]


def _send(run: _Run, own: Sequence[Post]) -> Delivery:
    """Send what has not arrived, in order, up to the first that does not arrive."""
    after = list(own)
    sending = [n for n, post in enumerate(own) if post.state != "sent"]
    for n in sending:
        if n != sending[0]:
            run.sleep(_PAUSE_S)
        after[n] = _send_one(run, own[n])
        if after[n].state != "sent":
            rest = sending[sending.index(n) + 1 :]
            if rest:
                run.tell(f"{_names(own, rest)} not sent, to keep the order")
            break
    if not sending:
        _tell_skipped(run, own)
    return _counted(run, after, before=own)


def _send_one(run: _Run, post: Post) -> Post:
    """Send one message, again only where it is certain that it has not arrived; each try is recorded."""
    payload = json.loads(post.payload)
    for pause in (*_WAITS_S, None):
        run.record(post, "sending")
        answer = run.webhook.post(payload)
        if answer.outcome == "sent":
            return run.record(post, "sent")
        if answer.outcome == "uncertain":
            run.tell(f"{_name(post)} may or may not have arrived: {answer.note}; {_RESEND}")
            return run.record(post, "uncertain", answer.note)
        wait = _wait(answer, pause)
        if wait is None:
            run.tell(f"{_name(post)} was not posted: {answer.note}{_once_more(answer)}")
            return run.record(post, "failed", answer.note)
        # Waiting is not sending: who ends the run now must not leave doubt.
        run.record(post, "unsent", answer.note)
        run.tell(f"{_name(post)}: {answer.note}; trying again in {wait:g} seconds")
        run.sleep(wait)
    raise AssertionError("the last try does not wait")


def _wait(answer: Answer, pause: float | None) -> float | None:
    """Seconds until the next try; None if there is none."""
    if pause is None or answer.outcome == "failed":
        return None
    wait = pause if answer.wait_s is None else max(answer.wait_s, _PAUSE_S)
    return wait if wait <= LONGEST_WAIT_S else None


def _once_more(answer: Answer) -> str:
    """What to do about a failure that passes."""
    if answer.outcome == "failed":
        return ""
    if answer.wait_s is not None and answer.wait_s > LONGEST_WAIT_S:
        return f": {answer.wait_s:,.0f} seconds; run again with --resend then"
    return "; run again with --resend later"


def _tell_skipped(run: _Run, own: Sequence[Post]) -> None:
    missing = [n for n, post in enumerate(own) if post.state != "sent"]
    if not missing:
        run.tell(f"the briefing of {own[0].date} has been posted already; nothing was sent")
        return
    doubtful = [n for n in missing if own[n].state == "uncertain"]
    if doubtful:
        note = own[doubtful[0]].note
        run.tell(f"{_names(own, doubtful)} may or may not have arrived: {note}; {_RESEND}")
    lost = [n for n in missing if n not in doubtful]
    if lost:
        run.tell(f"{_names(own, lost)} not posted yet; run again with --resend")


def _name(post: Post) -> str:
    return f"message {post.part} of {post.parts}" if post.parts > 1 else "the message"


def _names(own: Sequence[Post], numbers: Sequence[int]) -> str:
    return " and ".join(_name(own[n]) for n in numbers)


def _counted(run: _Run, after: Sequence[Post], before: Sequence[Post]) -> Delivery:
    states = [post.state for post in after]
    skipped = [post.state for post in before].count("sent")
    return Delivery(
        sent=states.count("sent") - skipped,
        skipped=skipped,
        uncertain=states.count("uncertain"),
        failed=states.count("failed"),
        unsent=states.count("unsent"),
        notices=tuple(run.notices),
    )
