"""Settings: flags > environment > summarizer.toml > defaults, read once.

The environment gives ``SUMMARIZER_<NAME>`` for every setting, and ``OPENAI_BASE_URL`` and
``OPENAI_API_KEY``. The key is a secret, so the environment is the only place that it is read from.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as UnreadableVariable
from rapidfuzz import process

from summarizer.errors import SettingsError

FILE = "summarizer.toml"
Words = tuple[str, ...]
EngineName = Literal["auto", "openai", "offline"]


class Prices(BaseModel):
    """What a model costs, in US dollars per million tokens; a price that is not given is that of ``input``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached_input: float | None = Field(default=None, ge=0)


class Settings(BaseSettings):
    """Everything that a user can set.

    ``Settings(...)`` takes what it is not given from the environment; :meth:`read` looks into a
    settings file as well. Relative paths are relative to the working folder.
    """

    model_config = SettingsConfigDict(
        env_prefix="SUMMARIZER_",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    title: str = Field(default="Daily briefing", description="headline of the daily briefing")
    sources: Annotated[Words, NoDecode] = Field(
        default=(), description="what `daily` reads when no source is named"
    )
    topics: dict[str, Words] = Field(default={}, description="topic -> words that belong to it")
    parties: dict[str, Words] = Field(default={}, description="party -> other names for it")
    engine: EngineName = "auto"
    model: str = Field(default="gpt-5-mini", min_length=1)
    base_url: str | None = Field(default=None, description="an OpenAI-compatible server")
    api_key: SecretStr | None = Field(default=None, description="OPENAI_API_KEY", repr=False)
    concurrency: int = Field(default=8, ge=1, le=256, description="calls and downloads at the same time")
    ask: Literal["auto", "whole", "candidates"] = Field(
        default="auto", description="show the model whole articles, or the sentences that rules propose"
    )
    context_tokens: int | None = Field(
        default=None, ge=1024, description="the model's context, if it must be told"
    )
    timeout_s: float = Field(default=120.0, gt=0, description="limit of one model call, in seconds")
    prices: Prices | None = Field(default=None, description="US dollars per million tokens, if not as listed")
    max_cost: float | None = Field(default=None, gt=0, description="a run's calls cost no more US dollars")
    allow_hosts: Annotated[Words, NoDecode] = Field(
        default=(), description="hosts, addresses and networks of one's own that may be read"
    )
    respect_robots: bool = Field(default=True, description="read no page that its site's robots.txt refuses")
    store: str | None = Field(
        default=None, description="SQLAlchemy URL or file of the store; None for a file in the data folder"
    )
    retention_days: int = Field(default=365, ge=1, description="days after which the store forgets")
    remember: int = Field(
        default=7, ge=1, description="earlier briefings that a line can be missed from as no longer heard"
    )
    output: Path = Field(default=Path("briefings"), description="folder of the daily briefings")
    formats: Annotated[tuple[Literal["html", "md", "json"], ...], NoDecode] = Field(
        default=("md", "json"), min_length=1, description="files that `daily` writes"
    )
    public_url: str | None = Field(
        default=None, description="web address of the output folder, for links in Slack"
    )
    slack: bool = Field(default=False, description="post the daily briefing to Slack")
    slack_when_empty: bool = Field(default=False, description="post also where there is nothing new")
    slack_webhook: SecretStr | None = Field(default=None, description="SLACK_WEBHOOK_URL", repr=False)
    log_format: Literal["plain", "json"] = "plain"

    @field_validator("sources", "formats", "allow_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """An environment variable lists its values with commas."""
        return (
            [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value
        )

    @field_validator("topics", "parties")
    @classmethod
    def _named(cls, value: dict[str, Words]) -> dict[str, Words]:
        for name, words in value.items():
            if not name.strip() or not words or not all(word.strip() for word in words):
                raise ValueError(f"'{name}' needs a name and at least one word, none of them empty")
        return value

    @property
    def resolved_engine(self) -> Literal["openai", "offline"]:
        """``auto`` decided: ``openai`` where a key or a server is set, else ``offline``."""
        if self.engine != "auto":
            return self.engine
        return "openai" if self.api_key or self.base_url else "offline"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment; :meth:`read` puts the file beneath them."""
        return init_settings, env_settings, _OpenAIEnvironment(settings_cls)

    @classmethod
    def read(cls, file: Path | None = None, **flags: Any) -> Settings:
        """Settings from all places; a flag that is None was not given.

        Args:
            file: the settings file; None for ``summarizer.toml`` in the working folder, if there is one.
            flags: settings that win over all other places.

        Raises:
            SettingsError: the file cannot be read, or a value or a key in any place is not valid.
        """
        path = file or Path(FILE)
        in_file = _read_file(path) if file or path.is_file() else {}
        given = {key: value for key, value in flags.items() if value is not None}
        try:
            in_environment = {**_OpenAIEnvironment(cls)(), **EnvSettingsSource(cls)()}
            return cls(**{key: value for key, value in in_file.items() if key not in in_environment} | given)
        except UnreadableVariable as error:
            raise SettingsError(f"environment: {error}; topics and parties are given as JSON") from error
        except ValidationError as error:
            raise SettingsError(_explain(error, given, in_file, path)) from error


class _OpenAIEnvironment(PydanticBaseSettingsSource):
    """The two variables that every tool around OpenAI reads."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        names = {"base_url": "OPENAI_BASE_URL", "api_key": "OPENAI_API_KEY"}
        value = os.environ.get(names.get(field_name, ""), "").strip()
        return value or None, field_name, False

    def __call__(self) -> dict[str, Any]:
        values = {key: self.get_field_value(None, key)[0] for key in ("base_url", "api_key")}
        return {key: value for key, value in values.items() if value}


def _read_file(path: Path) -> dict[str, Any]:
    """The values of a settings file, with unknown keys refused and paths made relative to its folder."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(f"{path}: cannot be read: {reason}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from error
    if "api_key" in values:
        raise SettingsError(
            f"{path}: the key does not belong in a file; set OPENAI_API_KEY in the environment"
        )
    known = [name for name in Settings.model_fields if name != "api_key"]
    for key in values:
        if key not in known:
            raise SettingsError(f"{path}: unknown setting '{key}'; {_nearest(key, known)}")
    folder = path.parent
    if isinstance(values.get("output"), str):
        values["output"] = folder / values["output"]
    if isinstance(values.get("sources"), list):
        values["sources"] = [_beside(folder, source) for source in values["sources"]]
    return values


def _beside(folder: Path, source: object) -> object:
    """A source of the settings file: paths start at the file's folder; URLs and ``-`` stay."""
    if not isinstance(source, str) or source == "-" or "://" in source:
        return source
    return str(folder / Path(source).expanduser())


def _nearest(key: str, known: list[str]) -> str:
    best = process.extractOne(key.lower(), known, score_cutoff=60)
    return f"did you mean '{best[0]}'?" if best else f"known are {', '.join(known)}"


def _explain(error: ValidationError, flags: Mapping[str, Any], in_file: Mapping[str, Any], path: Path) -> str:
    """One line for the first thing wrong: where it stands, its name, and what is allowed."""
    first = error.errors(include_url=False, include_input=False)[0]
    location = [str(part) for part in first["loc"]]
    name, message = location[0], first["msg"].removeprefix("Value error, ")
    message = message.replace("a valid tuple", "a list").replace("a valid dictionary", "a table")
    message = message[:1].lower() + message[1:]
    if name in flags:
        return f"--{name.replace('_', '-')}: {message}"
    variable = f"SUMMARIZER_{name.upper()}"
    if os.environ.get(variable):
        return f"{variable} in the environment: {message}"
    if name in in_file:
        return f"{path}: '{'.'.join(location)}': {message}"
    if name not in Settings.model_fields:
        return f"unknown setting '{name}'; {_nearest(name, list(Settings.model_fields))}"
    return f"'{name}': {message}"
