"""The options that commands share, and the words that they take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

# Exit statuses; the last two are what a shell reports of a program that the signal ended.
DONE, NOTHING, WRONG_USAGE, PARTLY = 0, 1, 2, 3
INTERRUPTED, BROKEN_PIPE = 130, 141

EngineName = Literal["auto", "openai", "offline"]
FormatName = Literal["terminal", "md", "html", "json"]

Engine = Annotated[
    EngineName | None,
    typer.Option(help="Default: auto, which is openai if a key or a server is set, else offline."),
]
Model = Annotated[str | None, typer.Option(help="Name of the model.", metavar="NAME")]
BaseUrl = Annotated[str | None, typer.Option(help="An OpenAI-compatible server.", metavar="URL")]
Format = Annotated[FormatName | None, typer.Option(help="How the result is printed; default: terminal.")]
Config = Annotated[Path | None, typer.Option(help="Settings; default: summarizer.toml.", metavar="FILE")]
Concurrency = Annotated[int | None, typer.Option(help="Calls at the same time.", metavar="N")]
Store = Annotated[
    str | None,
    typer.Option(help="File or SQLAlchemy URL of the store, or none; default: in your data folder."),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ask the model anew, although its answer is known.")]
MaxCost = Annotated[
    float | None, typer.Option(help="Never spend more than so many US dollars.", metavar="USD")
]
Since = Annotated[
    str | None,
    typer.Option(
        help="Take up entries of feeds from then on, as 2026-11-21 or 36h; default: since the last briefing.",
        metavar="WHEN",
    ),
]
Whole = Annotated[
    Literal["cited", "full"] | None,
    typer.Option("--sources", help="HTML: show the cited sentences in context, or whole articles."),
]
LogFormat = Annotated[
    Literal["plain", "json"] | None, typer.Option(help="Notices as plain lines or as JSON, on stderr.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show what happens, and where an error arose.")]
