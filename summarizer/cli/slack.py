"""``summarizer slack``: a stored briefing to a channel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli import console, options, setup
from summarizer.cli.options import PARTLY
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.schema import Briefing
    from summarizer.settings import Settings
    from summarizer.slack import Options, PostLog, Webhook


def slack(
    file: Annotated[Path, typer.Argument(metavar="BRIEFING.json", help="What `daily` wrote.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the messages and post nothing.")] = False,
    format: Annotated[
        Literal["json", "terminal"],
        typer.Option(help="How --dry-run shows them: as they are sent, or for reading."),
    ] = "json",
    resend: Annotated[
        bool, typer.Option("--resend", help="Send what may not have arrived, and what was not sent.")
    ] = False,
    config: options.Config = None,
    store: options.Store = None,
    log_format: options.LogFormat = None,
    debug: options.Debug = False,
) -> None:
    """Post a briefing to the channel of SLACK_WEBHOOK_URL, once.

    What has been posted is not posted again; a briefing that has changed since is posted as an update.
    """
    settings = setup.settings(config, {"store": store, "log_format": log_format}, debug)
    from summarizer import slack as posting

    briefing = posting.read_briefing(file)
    if dry_run:
        made = posting.messages(briefing, _options(settings))
        console.out(posting.as_json(made) if format == "json" else posting.preview(made), format)
        return
    webhook(settings)
    with setup.store(settings) as opened, setup.alone(opened):
        if opened is not None and not post(briefing, settings, opened, resend=resend):
            raise typer.Exit(PARTLY)


def webhook(settings: Settings) -> Webhook:
    """The webhook that the environment names.

    Raises:
        UsageError: there is none, or it is not the address of a webhook.
    """
    from summarizer.settings import NO_STORE
    from summarizer.slack import Webhook

    if settings.slack_webhook is None:
        raise UsageError("Slack: set SLACK_WEBHOOK_URL to the address of an incoming webhook (docs/slack.md)")
    if settings.store == NO_STORE:
        raise UsageError("Slack: posting needs the store, which knows what has been posted: leave it on")
    return Webhook(settings.slack_webhook.get_secret_value())


def post(briefing: Briefing, settings: Settings, log: PostLog, *, resend: bool = False) -> bool:
    """Post a briefing and say what came of it; whether all of it is in the channel."""
    from summarizer import slack as posting

    done = posting.deliver(
        briefing,
        webhook(settings),
        log,
        options=_options(settings),
        resend=resend,
        on_notice=lambda notice: console.say(notice, "warning"),
    )
    if done.sent:
        console.say(f"posted {done.sent} message{'s' if done.sent > 1 else ''} to Slack")
    return done.complete


def _options(settings: Settings) -> Options:
    from summarizer.slack import Options

    # The page that is best to read of those that are written.
    kind = next(kind for kind in ("html", "md", "json") if kind in settings.formats)
    return Options(settings.public_url, f"briefing.{kind}", settings.slack_when_empty)
