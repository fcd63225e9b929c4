"""Settings: flags > environment > summarizer.toml > defaults, read once.

Every setting but the secrets has a variable ``SUMMARIZER_<NAME>``; ``OPENAI_BASE_URL`` is read as well.
The key and the webhook are secrets: they come from ``OPENAI_API_KEY`` and ``SLACK_WEBHOOK_URL``, or from
files that ``OPENAI_API_KEY_FILE`` and ``SLACK_WEBHOOK_URL_FILE`` name, and never from the settings file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_serializer,
    field_validator,
    model_validator,
)

from summarizer import checks, listing, origins
from summarizer.errors import SettingsError
from summarizer.listing import Setting

FILE = "summarizer.toml"
NO_STORE = checks.NO_STORE
"""As ``store``: remember nothing."""
Words = tuple[str, ...]
Count = Annotated[int, BeforeValidator(checks.number)]
Amount = Annotated[float, BeforeValidator(checks.number), Field(allow_inf_nan=False)]
EngineName = Literal["auto", "openai", "offline"]
_TABLE = re.compile(r"a valid dictionary(?: or instance of \w+)?")


class Prices(BaseModel):
    """What a model costs, in US dollars per million tokens.

    ``cached_input`` is the price of input that the server had read before; None where nobody gave it: such
    input then counts as ``input``, so that a cost may be too high but never too low.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Amount = Field(ge=0)
    output: Amount = Field(ge=0)
    cached_input: Amount | None = Field(default=None, ge=0)


class Settings(BaseModel):
    """Everything that a user can set.

    ``Settings(...)`` takes what it is not given from the environment; :meth:`read` looks into a
    settings file as well. Relative paths are relative to the working folder, those of a settings file to
    its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, hide_input_in_errors=True)

    title: str = Field(default="Daily briefing", min_length=1, description="headline of the daily briefing")
    sources: Words = Field(default=(), description="what `daily` reads when no source is named")
    topics: dict[str, Words] = Field(default={}, description="topic -> words that belong to it")
    parties: dict[str, Words] = Field(default={}, description="party -> other names for it")
    engine: EngineName = Field(default="auto", description="who drafts: rules, or a language model")
    model: str = Field(default="gpt-5-mini", min_length=1, description="the name of the model")
    base_url: str | None = Field(default=None, description="an OpenAI-compatible server")
    api_key: SecretStr | None = Field(default=None, description="OPENAI_API_KEY", repr=False)
    concurrency: Count = Field(default=8, ge=1, le=256, description="calls and downloads at the same time")
    ask: Literal["auto", "whole", "candidates"] = Field(
        default="auto", description="have the model search whole articles, or decide on what rules propose"
    )
    context_tokens: Count | None = Field(
        default=None, ge=1024, description="the model's context, if it must be told"
    )
    timeout_s: Amount = Field(
        default=120.0, gt=0, le=86_400, description="limit of one model call, in seconds"
    )
    prices: Prices | None = Field(default=None, description="US dollars per million tokens, if not as listed")
    max_cost: Amount | None = Field(default=None, gt=0, description="a run's calls cost no more US dollars")
    allow_hosts: Words = Field(
        default=(), description="hosts, addresses and networks of one's own that may be read"
    )
    respect_robots: bool = Field(default=True, description="read no page that its site's robots.txt refuses")
    store: str | None = Field(
        default=None,
        description="SQLAlchemy URL or file of the store, or none; None for a file in the data folder",
    )
    retention_days: Count = Field(
        default=365, ge=1, le=36_500, description="days after which the store forgets"
    )
    remember: Count = Field(
        default=7,
        ge=1,
        le=1000,
        description="earlier briefings that a line can be missed from as no longer heard",
    )
    output: Path = Field(default=Path("briefings"), description="folder of the daily briefings")
    formats: tuple[Literal["html", "md", "json"], ...] = Field(
        default=("html", "md", "json"), min_length=1, description="files that `daily` writes"
    )
    public_url: str | None = Field(
        default=None, description="web address of the output folder, for links in Slack"
    )
    slack: bool = Field(default=False, description="post the daily briefing to Slack")
    slack_when_empty: bool = Field(default=False, description="post also where there is nothing new")
    slack_webhook: SecretStr | None = Field(default=None, description="SLACK_WEBHOOK_URL", repr=False)
    log_format: Literal["plain", "json"] = Field(default="plain", description="how logs are written")

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("sources", "formats", "allow_hosts", mode="before")
    @classmethod
    def _items(cls, value: object) -> object:
        return checks.items(value) if isinstance(value, str) else value

    @field_validator("sources", "formats")
    @classmethod
    def _distinct(cls, value: Words) -> Words:
        if not all(item.strip() for item in value):
            raise ValueError("one is empty; name a file, a folder or an address")
        return tuple(dict.fromkeys(value))

    @model_validator(mode="before")
    @classmethod
    def _from_environment(cls, given: Any) -> Any:
        """The variables, for what is not given: a table in both is not mixed."""
        if not isinstance(given, dict):
            return given
        found = origins.from_environment(list(cls.model_fields))
        return {name: one.value for name, one in found.items()} | given

    @field_validator("topics", "parties", "prices", mode="before")
    @classmethod
    def _table(cls, value: object) -> object:
        return checks.table(value) if isinstance(value, str) else value

    @field_validator("topics")
    @classmethod
    def _with_words(cls, value: dict[str, Words]) -> dict[str, Words]:
        checks.named_lists(value, "needs a name and at least one word, none of them empty")
        return value

    @field_validator("parties")
    @classmethod
    def _with_aliases(cls, value: dict[str, Words]) -> dict[str, Words]:
        checks.named_lists(value, "needs a name and at least one other name, none of them empty")
        checks.one_owner(value)
        return value

    @field_validator("allow_hosts")
    @classmethod
    def _hosts(cls, value: Words) -> Words:
        return tuple(dict.fromkeys(map(checks.host, value)))

    @field_validator("base_url")
    @classmethod
    def _server(cls, value: str | None) -> str | None:
        try:
            return checks.web_address(value) if value is not None else None
        except ValueError as error:
            raise ValueError(
                "the base URL is no address: it should look like http://127.0.0.1:8080/v1"
            ) from error

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is not None and checks.has_password(checks.web_address(value)):
            raise ValueError("holds a password, which everybody in the channel would read")
        return value

    @field_validator("slack_webhook")
    @classmethod
    def _webhook(cls, value: SecretStr | None) -> SecretStr | None:
        try:
            checks.web_address(value.get_secret_value() if value else "https://hooks.slack.com")
        except ValueError as error:
            raise ValueError(
                "no web address: it should look like https://hooks.slack.com/services/..."
            ) from error
        return value

    @field_validator("title", "model", "store")
    @classmethod
    def _line(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("should not be empty")
        return " ".join(value.split()) if value else value

    @field_validator("output", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("should not be empty")
        return value

    @field_validator("output")
    @classmethod
    def _home(cls, value: Path) -> Path:
        return checks.home(value)

    @field_serializer("sources", "store", "base_url", when_used="json-unless-none")
    def _masked(self, value: str | Words) -> str | Words:
        """JSON is for logs and eyes, as it is with the secrets."""
        return checks.masked(value) if isinstance(value, str) else tuple(map(checks.masked, value))

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, self._masked(value) if name in ("sources", "store", "base_url") and value else value

    @property
    def resolved_engine(self) -> Literal["openai", "offline"]:
        """``auto`` decided: ``openai`` where a key or a server is set, else ``offline``."""
        if self.engine != "auto":
            return self.engine
        return "openai" if self.api_key or self.base_url else "offline"

    def in_force(self) -> list[Setting]:
        """Every setting with its value and where it came from, in the order of this class; secrets masked.

        The ``line`` of all of them together is a valid settings file.
        """
        found: list[Setting] = []
        for name in type(self).model_fields:
            origin = self._origins.get(name) or ("argument" if name in self.model_fields_set else "default")
            found += listing.rows(name, getattr(self, name), origin)
        return found

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
        known = list(cls.model_fields)
        in_file = origins.from_file(path, known) if file or os.path.lexists(path) else {}
        variables = origins.from_environment(known)
        given = {name: value for name, value in flags.items() if value is not None}
        places = {
            **dict.fromkeys(in_file, str(path)),
            **{name: found.variable for name, found in variables.items()},
            **{name: f"flag --{name.replace('_', '-')}" for name in given},
        }
        in_environment = {name: found.value for name, found in variables.items()}
        try:
            settings = cls(**in_file | in_environment | given)
        except ValidationError as error:
            raise SettingsError(_explain(error, places, path)) from error
        settings._origins = places
        return settings


def init_text() -> str:
    """The settings file to start from: every setting with a comment, the defaults commented out."""
    return files("summarizer").joinpath("data", FILE).read_text(encoding="utf-8")


def _explain(error: ValidationError, places: Mapping[str, str], path: Path) -> str:
    """One line for what is wrong: where it stands, its name, and what is allowed."""
    errors = error.errors(include_url=False, include_input=False)
    # An unknown key tells more than the missing one that it was meant for.
    first = min(errors, key=lambda one: one["type"] != "extra_forbidden")
    location = [str(part) for part in first["loc"]]
    key, place = checks.one_line(".".join(location)), places.get(location[0], "")
    message = _TABLE.sub("a table", first["msg"].removeprefix("Value error, "))
    message = (message[:1].lower() + message[1:]).replace("a valid tuple", "a list").replace("tuple", "list")
    if first["type"] == "extra_forbidden":
        message = f"unknown setting '{key}'; {origins.nearest('.'.join(location), _siblings(location))}"
    elif len(location) > 1 or place in ("", str(path)):
        message = f"'{key}': {message}"
    if place.startswith("flag "):
        return f"{place.removeprefix('flag ')}: {message}"
    if place == str(path):
        return f"{path}: {message}"
    return f"{place} in the environment: {message}" if place else message


def _siblings(location: Sequence[str]) -> list[str]:
    """The valid keys beside an unknown one."""
    if len(location) == 1:
        return list(Settings.model_fields)
    return [f"{location[0]}.{name}" for name in Prices.model_fields]
