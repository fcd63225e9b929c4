"""The command line. Only :mod:`summarizer.cli.console` prints, and only here the program exits.

Only typer and the standard library are loaded at first; a command loads the rest when it runs, so that
``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from summarizer import __version__
from summarizer.cli import console
from summarizer.cli.article import article
from summarizer.cli.daily import daily
from summarizer.cli.estimate import estimate
from summarizer.cli.history import history
from summarizer.cli.init import init
from summarizer.cli.options import DONE, INTERRUPTED, NOTHING, WRONG_USAGE
from summarizer.cli.slack import slack
from summarizer.errors import SummarizerError, UsageError

app = typer.Typer(
    name="summarizer",
    help="News articles in, a briefing out in which every line cites the sentences that it rests on.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Summary, demands and disagreements of each article.")(article)
app.command(short_help="One briefing of all articles: shown, written to a folder, posted to Slack.")(daily)
app.command(short_help="Post a stored briefing to Slack.")(slack)
app.command(short_help="Tokens and cost of articles, before anything is spent.")(estimate)
app.command(short_help="Who has demanded what since when.")(history)
app.command(short_help="Write a commented summarizer.toml to start from.")(init)


def _print_version(wanted: bool) -> None:
    if wanted:
        console.out(f"summarizer {__version__}\n", "terminal")
        raise typer.Exit


@app.callback()
def _summarizer(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        console.show_help(context.get_help())
        raise typer.Exit(WRONG_USAGE)


def main() -> NoReturn:
    """Run the command and exit with its status."""
    status = run(sys.argv[1:])
    if threading.active_count() > 1:
        # Calls that nobody waits for any more (Ctrl-C, a refused key) would hold the exit up.
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments and return its exit status; every error becomes one line."""
    console.log_as("plain")
    try:
        status = app(list(arguments), prog_name="summarizer", standalone_mode=False)
        if status == INTERRUPTED:  # what typer makes of Ctrl-C
            console.say("interrupted")
        return status if isinstance(status, int) else DONE
    except Exception as error:
        if "--debug" in arguments:
            import traceback

            traceback.print_exc()
        return _report(error)


def _report(error: Exception) -> int:
    """Say what went wrong in one line; the exit status that belongs to it."""
    if isinstance(error, typer.TyperException):
        # Typer's errors of usage: an unknown flag, a value that is not among the choices.
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        console.say(message.replace("Value error, ", ""), "error")
        return WRONG_USAGE
    if isinstance(error, SummarizerError):
        console.say(str(error), "error")
        return WRONG_USAGE if isinstance(error, UsageError) else NOTHING
    console.say(f"internal error ({type(error).__name__}: {error}); --debug shows where", "error")
    return NOTHING
