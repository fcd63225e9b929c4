"""The only place that prints: results to stdout, and everything else to stderr."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from summarizer.cli.options import BROKEN_PIPE, FormatName
from summarizer.errors import OutputError

if TYPE_CHECKING:
    from summarizer.hands import OnStage
    from summarizer.render import Screen
    from summarizer.schema import Failure

Level = Literal["info", "warning", "error"]


class _Log:
    """How notices are written; the settings of a run change it."""

    is_json = False


def log_as(format: Literal["plain", "json"]) -> None:
    """Write notices as plain lines, or each as a JSON object on a line of its own."""
    _Log.is_json = format == "json"


def say(message: str, level: Level = "info") -> None:
    """One line to stderr, without anything in it that could steer a terminal."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in message).split())
    if _Log.is_json:
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        entry = {"time": now, "level": level, "message": line}
        print(json.dumps(entry, ensure_ascii=False), file=sys.stderr)
    else:
        prefix = "" if level == "info" else f"{level}: "
        print(f"summarizer: {prefix}{line}", file=sys.stderr)
    sys.stderr.flush()


def complain(failures: Iterable[Failure]) -> None:
    """One line a failure; sources with the same failure share a line."""
    by_error: dict[str, list[str]] = {}
    for failure in failures:
        by_error.setdefault(failure.error, []).append(failure.source)
    for error, sources in by_error.items():
        more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
        say(f"{sources[0]}{more}: {error}", "error")


def out(text: str, format: FormatName) -> None:
    """The result, and nothing else, to stdout."""
    if sys.stdout is None:  # closed by the caller
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Programs read JSON, HTML and Markdown as UTF-8; a terminal shows what it can.
        encoding = sys.stdout.encoding if format == "terminal" else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        # The reader (head, less) has had enough. What is still in the buffer must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from error
    except OSError as error:
        raise OutputError(f"standard output: cannot be written: {error.strerror or error}") from error


def write(files: Iterable[tuple[Path, str]]) -> None:
    """Write files, and say which."""
    from summarizer import files as writing

    *others, last = map(str, writing.write(files))
    say(f"wrote {', '.join(others)} and {last}" if others else f"wrote {last}")


def screen() -> Screen:
    """The reader's screen, or plain text where the output goes elsewhere."""
    from summarizer.render import PLAIN, Screen

    if sys.stdout is None or not sys.stdout.isatty():
        return PLAIN
    import shutil

    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(width=shutil.get_terminal_size().columns, color=color)


@contextlib.contextmanager
def progress(debug: bool) -> Iterator[OnStage | None]:
    """A bar on stderr for somebody who watches; nothing for logs and pipes."""
    if debug or _Log.is_json or not sys.stderr.isatty():
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


def show_help(text: str) -> None:
    """The help of a command that was called with nothing, where errors go."""
    print(text, file=sys.stderr)
