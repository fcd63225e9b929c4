"""``summarizer article``: one-off briefs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import console, options, setup
from summarizer.cli.options import NOTHING, PARTLY, FormatName
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.api import Briefs
    from summarizer.settings import Settings


def article(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="File, folder, URL, feed, or - for stdin.")
    ],
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    format: options.Format = None,
    whole: options.Whole = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there, not to stdout.", metavar="FILE")
    ] = None,
    config: options.Config = None,
    concurrency: options.Concurrency = None,
    store: options.Store = None,
    fresh: options.Fresh = False,
    max_cost: options.MaxCost = None,
    log_format: options.LogFormat = None,
    debug: options.Debug = False,
) -> None:
    """Show the summary, the demands and the disagreements of each article.

    Several articles are shown one after the other; as JSON, they are a list.
    """
    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "concurrency": concurrency,
        "store": store,
        "max_cost": max_cost,
        "log_format": log_format,
    }
    settings = setup.settings(config, flags, debug)
    setup.say_engine(settings)
    if output and output.resolve() in {Path(source).resolve() for source in sources}:
        raise UsageError(f"--output: '{output}' is also a source; name another file")
    result = _briefs(sources, settings, fresh, debug)
    format = format or _format_of(output)
    from summarizer import render

    shown = render.PLAIN if output else console.screen()
    many = len(sources) + len(result.briefs) > 2 or Path(sources[0]).is_dir()
    text = render.render_briefs(result.briefs, format, many=many, screen=shown, whole=whole == "full")
    if output:
        console.write([(output, text)])
    else:
        console.out(text, format)
    if result.failures or any(brief.warnings for brief in result.briefs):
        raise typer.Exit(PARTLY)


def _briefs(sources: list[str], settings: Settings, fresh: bool, debug: bool) -> Briefs:
    """The briefs; the program ends where there is none."""
    from summarizer import api
    from summarizer.drafting import is_failed, undrafted

    with setup.responses(settings) as opened, console.progress(debug) as on_stage:
        result = api.briefs(sources, settings, api.Run(on_stage=on_stage, store=opened, fresh=fresh))
    failed = [undrafted(brief) for brief in result.briefs if is_failed(brief)]
    if len(failed) == len(result.briefs):
        console.complain([*result.failures, *failed])
        raise typer.Exit(NOTHING)
    console.complain(result.failures)
    return result


def _format_of(output: Path | None) -> FormatName:
    """The format that a file's name asks for."""
    match output.suffix.lower() if output else "":
        case ".json":
            return "json"
        case ".md" | ".markdown":
            return "md"
        case ".html" | ".htm":
            return "html"
    return "terminal"
