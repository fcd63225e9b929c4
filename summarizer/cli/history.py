"""``summarizer history``: the ledger."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from summarizer.cli import console, options, setup
from summarizer.cli.options import NOTHING
from summarizer.errors import UsageError


def history(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Words to look for; all, in any form. None: everything.")
    ] = "",
    format: Annotated[
        Literal["terminal", "md", "json"], typer.Option(help="How the result is printed.")
    ] = "terminal",
    config: options.Config = None,
    store: options.Store = None,
    debug: options.Debug = False,
) -> None:
    """Show who demanded what, since when, until when, and in which sources, with quotes."""
    settings = setup.settings(config, {"store": store}, debug)
    from summarizer import history as looking
    from summarizer import render
    from summarizer.parties import Parties

    with setup.store(settings) as opened:
        if opened is None:
            raise UsageError("history: there is none without a store; leave it on")
        entries = opened.entries()
    found = looking.find(entries, text, Parties(settings.parties))
    if not found:
        what = f"nothing in the ledger has {text!r}" if entries else "the ledger is empty: run `daily` first"
        console.say(what)
        if format == "json":
            console.out("[]\n", format)
        raise typer.Exit(NOTHING)
    console.out(render.render_history(found, format, console.screen()), format)
