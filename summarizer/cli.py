"""The command line: the only place that prints and exits.

Only typer and the standard library are loaded here; a command loads the rest when it runs, so that
``--help`` answers at once.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from summarizer import __version__
from summarizer.errors import OutputError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.api import OnStage
    from summarizer.render import Screen
    from summarizer.schema import Failure
    from summarizer.settings import Settings

# Exit statuses; the last two are what a shell reports of a program that the signal ended.
DONE, NOTHING, WRONG_USAGE, PARTLY = 0, 1, 2, 3
INTERRUPTED, BROKEN_PIPE = 130, 141

EngineName = Literal["auto", "openai", "offline"]
FormatName = Literal["terminal", "md", "json"]

Engine = Annotated[
    EngineName | None,
    typer.Option(help="Default: auto, which is openai if a key or a server is set, else offline."),
]
Model = Annotated[str | None, typer.Option(help="Name of the model.", metavar="NAME")]
BaseUrl = Annotated[str | None, typer.Option(help="An OpenAI-compatible server.", metavar="URL")]
Format = Annotated[FormatName | None, typer.Option(help="How the result is printed; default: terminal.")]
Config = Annotated[Path | None, typer.Option(help="Settings; default: summarizer.toml.", metavar="FILE")]
Concurrency = Annotated[int | None, typer.Option(help="Calls at the same time.", metavar="N")]
Debug = Annotated[bool, typer.Option("--debug", help="Show what happens, and where an error arose.")]

app = typer.Typer(
    name="summarizer",
    help="News articles in, a briefing out in which every line cites the sentences that it rests on.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"summarizer {__version__}")
        raise typer.Exit


@app.callback()
def _summarizer(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(WRONG_USAGE)


@app.command(short_help="Summary, demands and disagreements of each article.")
def article(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="File, folder, URL, or - for stdin.")
    ],
    engine: Engine = None,
    model: Model = None,
    base_url: BaseUrl = None,
    format: Format = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there, not to stdout.", metavar="FILE")
    ] = None,
    config: Config = None,
    concurrency: Concurrency = None,
    debug: Debug = False,
) -> None:
    """Show the summary, the demands and the disagreements of each article.

    Several articles are shown one after the other; as JSON, they are a list.
    """
    flags = {"engine": engine, "model": model, "base_url": base_url, "concurrency": concurrency}
    settings = _settings(config, flags, debug)
    if output and output.resolve() in {Path(source).resolve() for source in sources}:
        raise UsageError(f"--output: '{output}' is also a source; name another file")
    from summarizer import api, pipeline, render

    with _progress(debug) as on_stage:
        result = api.briefs(sources, settings, api.Run(on_stage=on_stage))
    undrafted = [pipeline.undrafted(brief) for brief in result.briefs if pipeline.is_failed(brief)]
    if len(undrafted) == len(result.briefs):
        _complain([*result.failures, *undrafted])
        raise typer.Exit(NOTHING)
    _complain(result.failures)
    format = format or _format_of(output)
    screen = render.PLAIN if output else _screen()
    many = len(sources) + len(result.briefs) > 2 or Path(sources[0]).is_dir()
    text = render.render_briefs(result.briefs, format, many=many, screen=screen)
    if output:
        _write({output: text})
    else:
        _out(text, format)
    if result.failures or any(brief.warnings for brief in result.briefs):
        raise typer.Exit(PARTLY)


@app.command(short_help="One briefing of all articles, shown and written to a folder.")
def daily(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="File, folder, URL; if none: those of the settings."),
    ] = None,
    engine: Engine = None,
    model: Model = None,
    base_url: BaseUrl = None,
    format: Format = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder of the briefings; default: briefings.", metavar="DIR"),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Day of the briefing; default: today.", metavar="YYYY-MM-DD")
    ] = None,
    config: Config = None,
    concurrency: Concurrency = None,
    debug: Debug = False,
) -> None:
    """Show one briefing of all articles, and write it to DIR/YYYY-MM-DD/.

    Sources, topics, parties and the file formats come from the settings file.
    """
    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "concurrency": concurrency,
        "output": output,
    }
    day = _day(date)
    settings = _settings(config, flags, debug)
    from summarizer import api, render

    with _progress(debug) as on_stage:
        briefing = api.briefing(sources or (), settings, api.Run(on_stage=on_stage), day)
    if not briefing.articles:
        _complain(briefing.failed)
        raise typer.Exit(NOTHING)
    folder = settings.output / briefing.date
    written = True
    try:
        _write(
            {folder / f"briefing.{kind}": render.render_briefing(briefing, kind) for kind in settings.formats}
        )
    except OutputError as error:
        # The work is done and may have cost money, so it is shown all the same.
        _say(f"error: {error}")
        written = False
    _out(render.render_briefing(briefing, format or "terminal", _screen()), format or "terminal")
    if briefing.failed or briefing.warnings or not written:
        raise typer.Exit(PARTLY)


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
    try:
        status = app(list(arguments), prog_name="summarizer", standalone_mode=False)
        if status == INTERRUPTED:  # what typer makes of Ctrl-C
            _say("interrupted")
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
        _say(f"error: {message.replace('Value error, ', '')}")
        return WRONG_USAGE
    if isinstance(error, SummarizerError):
        _say(f"error: {error}")
        return WRONG_USAGE if isinstance(error, UsageError) else NOTHING
    _say(f"error: internal error ({type(error).__name__}: {error}); --debug shows where")
    return NOTHING


def _settings(config: Path | None, flags: Mapping[str, Any], debug: bool) -> Settings:
    if debug:
        import logging

        logging.basicConfig(stream=sys.stderr, format="summarizer: %(message)s")
        logging.getLogger("summarizer").setLevel(logging.DEBUG)
    from summarizer.settings import Settings

    settings = Settings.read(config, **flags)
    if settings.engine == "auto" and settings.resolved_engine == "offline":
        _say("no OPENAI_API_KEY and no base URL: using the offline engine")
    return settings


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"--date: '{text}' is not a day; write it as YYYY-MM-DD") from error


def _format_of(output: Path | None) -> FormatName:
    """The format that a file's name asks for."""
    suffix = output.suffix.lower() if output else ""
    return "json" if suffix == ".json" else "md" if suffix in (".md", ".markdown") else "terminal"


def _screen() -> Screen:
    """The reader's screen, or plain text where the output goes elsewhere."""
    from summarizer.render import PLAIN, Screen

    if not sys.stdout.isatty():
        return PLAIN
    import shutil

    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(width=shutil.get_terminal_size().columns, color=color)


@contextlib.contextmanager
def _progress(debug: bool) -> Iterator[OnStage | None]:
    """A bar on stderr for somebody who watches; nothing for logs and pipes."""
    if debug or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    stages: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def on_stage(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(stage, total=total)
            bar.update(stages[stage], completed=done, total=total)

        yield on_stage


def _write(files: Mapping[Path, str]) -> None:
    from summarizer.files import write

    write(files)
    _say(f"wrote {' and '.join(map(str, files))}")


def _out(text: str, format: FormatName) -> None:
    """The result, and nothing else, to stdout."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Programs read JSON and Markdown as UTF-8; a terminal shows what it can.
        encoding = sys.stdout.encoding if format == "terminal" else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        # The reader (head, less) has had enough. What is still in the buffer must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from error


def _complain(failures: Iterable[Failure]) -> None:
    """One line a failure; sources with the same failure share a line."""
    by_error: dict[str, list[str]] = {}
    for failure in failures:
        by_error.setdefault(failure.error, []).append(failure.source)
    for error, sources in by_error.items():
        _say(f"error: {sources[0]}{f' and {len(sources) - 1} more' if len(sources) > 1 else ''}: {error}")


def _say(message: str) -> None:
    """One line to stderr, without anything in it that could steer a terminal."""
    line = "".join(letter if letter.isprintable() else " " for letter in message)
    print(f"summarizer: {' '.join(line.split())}", file=sys.stderr)
