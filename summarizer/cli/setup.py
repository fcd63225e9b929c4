"""What every command does first: settings, the log, the store."""

from __future__ import annotations

import contextlib
import datetime
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.cli import console
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.settings import Settings
    from summarizer.store import Store


def settings(config: Path | None, flags: Mapping[str, Any], debug: bool) -> Settings:
    """The settings in force; notices are written as they say."""
    if debug:
        import logging

        logging.basicConfig(stream=sys.stderr, format="summarizer: %(message)s")
        logging.getLogger("summarizer").setLevel(logging.DEBUG)
    from summarizer.settings import Settings

    found = Settings.read(config, **flags)
    console.log_as(found.log_format)
    return found


def say_engine(settings: Settings) -> None:
    """Say so where `auto` has to do without a model."""
    if settings.engine == "auto" and settings.resolved_engine == "offline":
        console.say("no OPENAI_API_KEY and no base URL: using the offline engine")


@contextlib.contextmanager
def store(settings: Settings) -> Iterator[Store | None]:
    """The store of the settings, open; None if they want none."""
    from summarizer.settings import NO_STORE

    if settings.store == NO_STORE:
        yield None
        return
    from summarizer.store import Store

    with Store.open(settings.store) as opened:
        yield opened


def day(text: str | None) -> datetime.date | None:
    """The day that a flag names."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError as error:
        raise UsageError(f"--date: '{text}' is not a day; write it as YYYY-MM-DD") from error


def since(text: str | None) -> datetime.datetime | None:
    """The time that a flag names: a day or a time (local if it has no zone), or hours or days ago."""
    if not text:
        return None
    ago = re.fullmatch(r"(\d{1,4})([hd])", text)
    now = datetime.datetime.now().astimezone()
    if ago:
        hours = int(ago[1]) * (24 if ago[2] == "d" else 1)
        return now - datetime.timedelta(hours=hours)
    try:
        return datetime.datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise UsageError(
            f"--since: '{text}' is no time; write it as 2026-11-21, 2026-11-21T06:00, 36h or 3d"
        ) from error


@contextlib.contextmanager
def alone(store: Store | None) -> Iterator[None]:
    """Wait until no other run makes a briefing with this store."""
    if store is None:
        yield
        return
    with store.lock("daily", lambda: console.say("another run is at work on this store: waiting for it")):
        yield


def in_force(settings: Settings) -> list[str]:
    """The settings in force as lines of a settings file, each with where it is from."""
    return [setting.line for setting in settings.in_force()]


@contextlib.contextmanager
def responses(settings: Settings) -> Iterator[Store | None]:
    """The store where a command needs it for nothing but a model's responses."""
    if settings.resolved_engine == "offline":
        yield None
        return
    with store(settings) as opened:
        yield opened
