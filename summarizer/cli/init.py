"""``summarizer init``: settings to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli import console
from summarizer.errors import UsageError


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write.")] = Path("summarizer.toml"),
) -> None:
    """Write a settings file in which every setting stands with its default and what it means."""
    from summarizer.settings import init_text

    if file.exists():
        raise UsageError(f"{file}: is there already and stays as it is; name another file")
    console.write([(file, init_text())])
