"""``summarizer daily``: one briefing of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import console, options, setup
from summarizer.cli.estimate import show
from summarizer.cli.options import NOTHING, PARTLY, FormatName
from summarizer.cli.slack import post, webhook
from summarizer.errors import OutputError, StoreError, SummarizerError

if TYPE_CHECKING:
    from summarizer.api import Run
    from summarizer.pipeline import Day
    from summarizer.schema import Briefing
    from summarizer.settings import Settings
    from summarizer.store import Store


def daily(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="File, folder, URL, feed; if none: those of the settings."),
    ] = None,
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    format: options.Format = None,
    whole: options.Whole = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder of the briefings; default: briefings.", metavar="DIR"),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Day of the briefing; default: today.", metavar="YYYY-MM-DD")
    ] = None,
    since: options.Since = None,
    slack: Annotated[
        bool | None, typer.Option("--slack/--no-slack", help="Post the briefing to SLACK_WEBHOOK_URL.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the model would be asked and cost, and stop there.")
    ] = False,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="Show the settings in force, and where each is from.")
    ] = False,
    config: options.Config = None,
    concurrency: options.Concurrency = None,
    store: options.Store = None,
    fresh: options.Fresh = False,
    max_cost: options.MaxCost = None,
    log_format: options.LogFormat = None,
    debug: options.Debug = False,
) -> None:
    """Show one briefing of all articles, write it to DIR/YYYY-MM-DD/, and post it if settings say so.

    Sources, topics, parties, file formats and Slack come from the settings file. Run twice on a day, it
    updates that day's briefing.
    """
    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "concurrency": concurrency,
        "output": output,
        "store": store,
        "max_cost": max_cost,
        "slack": slack,
        "log_format": log_format,
    }
    day, from_then = setup.day(date), setup.since(since)
    settings = setup.settings(config, flags, debug)
    if show_settings:
        console.out("".join(f"{line}\n" for line in setup.in_force(settings)), "terminal")
        return
    if settings.slack and not dry_run:
        webhook(settings)  # what is wrong with it is better known before money is spent
    setup.say_engine(settings)
    from summarizer import api

    with setup.store(settings) as opened, console.progress(debug) as on_stage:
        run = api.Run(on_stage=on_stage, store=opened, fresh=fresh)
        when = api.today(day, from_then)
        if dry_run:
            _dry(sources or (), settings, run, when)
            return
        with setup.alone(opened):
            briefing = api.briefing(sources or (), settings, run, when)
            if briefing.failed and not briefing.articles:
                console.complain(briefing.failed)
                raise typer.Exit(NOTHING)
            is_written = _write(briefing, settings, opened, is_whole=whole == "full")
            is_posted = opened is None or not settings.slack or _post(briefing, settings, opened)
    format = format or "terminal"
    console.out(_text(briefing, format, is_whole=whole == "full"), format)
    if briefing.failed or briefing.warnings or not (is_written and is_posted):
        # A log must say why, also where nobody looks into the briefing.
        console.complain(briefing.failed)
        for warning in briefing.warnings:
            console.say(warning, "warning")
        raise typer.Exit(PARTLY)


def _dry(sources: Sequence[str], settings: Settings, run: Run, day: Day) -> None:
    from summarizer import api

    reading = api.read(sources, settings, run, day)
    console.complain(reading.failures)
    show(reading.articles, settings, None if run.fresh else run.store, "terminal")
    if reading.failures:
        raise typer.Exit(PARTLY if reading.articles else NOTHING)


def _write(briefing: Briefing, settings: Settings, store: Store | None, *, is_whole: bool) -> bool:
    """Write the day's files and the index of all days; whether that went well."""
    from summarizer.cli.pages import index

    folder = settings.output / briefing.date
    listed: list[tuple[Path, str]] = []
    is_whole_folder = True
    # The work is done and may have cost money: what fails here costs nothing else.
    try:
        if store is not None and "html" in settings.formats:
            listed = [(settings.output / "index.html", index(store, settings.output, briefing.date))]
    except StoreError as error:
        console.say(f"the index of briefings stays as it was: {error}", "error")
        is_whole_folder = False
    # One after the other: of thousands of articles, each takes some room.
    pages = (
        (folder / f"briefing.{kind}", _text(briefing, kind, is_whole=is_whole)) for kind in settings.formats
    )
    try:
        console.write(chain(pages, listed))
    except OutputError as error:
        console.say(str(error), "error")
        return False
    return is_whole_folder


def _post(briefing: Briefing, settings: Settings, store: Store) -> bool:
    """Post the briefing; whether all of it is in the channel."""
    try:
        return post(briefing, settings, store)
    except SummarizerError as error:
        console.say(f"not posted to Slack: {error}", "error")
        return False


def _text(briefing: Briefing, format: FormatName, *, is_whole: bool) -> str:
    from summarizer import render

    return render.render_briefing(briefing, format, console.screen(), whole=is_whole)
