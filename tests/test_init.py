"""What `summarizer init` writes: a settings file to start from that cannot drift from the settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summarizer.settings import Settings, init_text

ROOT = Path(__file__).resolve().parents[1]
_SETTING = re.compile(r"#(\w+) = ")


def everything() -> str:
    """The file with the "#" taken off every setting, topic and party."""
    return re.sub(r"(?m)^#(?=[\w\"])", "", init_text())


def test_it_is_valid_as_it_is() -> None:
    """Nothing is set before the user sets it."""
    Path("summarizer.toml").write_text(init_text(), encoding="utf-8")
    settings = Settings.read()
    assert settings.model_dump() == Settings().model_dump()


def test_every_setting_is_in_it_with_a_comment() -> None:
    """Whoever edits the file needs no other page; the secrets are named by their variables."""
    lines = init_text().splitlines()
    for name in set(Settings.model_fields) - {"api_key", "slack_webhook", "topics", "parties"}:
        (at,) = [i for i, line in enumerate(lines) if line.startswith(f"#{name} = ")]
        assert lines[at - 1].startswith("# "), name
    assert {"[topics]", "[parties]"} <= set(lines)
    for word in ("OPENAI_API_KEY", "OPENAI_API_KEY_FILE", "SLACK_WEBHOOK_URL", "SLACK_WEBHOOK_URL_FILE"):
        assert word in init_text()


@pytest.mark.parametrize("name", sorted(set(_SETTING.findall(init_text()))))
def test_a_default_in_it_is_the_default(name: str) -> None:
    """What is commented out is what holds without it; where nothing is set, the example is valid."""
    (line,) = [line[1:] for line in init_text().splitlines() if line.startswith(f"#{name} = ")]
    Path("summarizer.toml").write_text(line, encoding="utf-8")
    read, default = getattr(Settings.read(), name), getattr(Settings(), name)
    if default in (None, ()):
        assert read not in (None, ())
        assert "example:" in init_text().partition(f"\n#{name} = ")[0].rpartition("\n\n")[2]
    else:
        assert read == default


def test_its_examples_are_topics_and_parties_of_several_disputes() -> None:
    """A desk on any subject finds something to start from, and all of it is valid together."""
    Path("summarizer.toml").write_text(everything(), encoding="utf-8")
    settings = Settings.read()
    assert len(settings.topics) >= 10
    assert len(settings.parties) >= 5
