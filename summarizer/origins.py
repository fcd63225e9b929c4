"""Where settings come from: the settings file and the environment, each with what does not belong there.

Both give values by the names of the settings, not yet checked. What nobody reads is refused with the nearest
valid name: a mistyped ``max_cots`` that is passed over would cost money.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer import checks
from summarizer.errors import SettingsError

PREFIX = "SUMMARIZER_"
MAX_BYTES = 1_000_000  # thousands of topics and parties fit; a log or a video does not
MAX_SECRET_BYTES = 4096
SECRETS = {"api_key": "OPENAI_API_KEY", "slack_webhook": "SLACK_WEBHOOK_URL"}
"""Settings that are read from their variable, or from a file that ``<variable>_FILE`` names, only."""
LISTS = ("sources", "formats", "allow_hosts")
TABLES = ("topics", "parties", "prices")
# What an address with a password may be given by instead.
_PRIVATE = ("store", "base_url", "public_url")
# Kubernetes sets these in every container beside a service that is called "summarizer"
# (Kubernetes documentation, "Accessing the Service", environment variables).
_SERVICE_LINK = re.compile(r"SUMMARIZER_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the variable that gave it."""

    value: str
    variable: str


def nearest(name: str, known: Collection[str]) -> str:
    """The end of a line about an unknown name: what it may have been meant for."""
    best = _closest(name.lower(), known, least=60)
    return f"did you mean '{best}'?" if best else f"known are {', '.join(known)}"


def _closest(name: str, known: Collection[str], least: int = 0) -> str:
    """What a name resembles most, by at least so many per cent; empty if nothing does."""
    from rapidfuzz import process  # only needed when something is wrong

    best = process.extractOne(name, known, score_cutoff=least)
    return best[0] if best else ""


# -- the settings file -----------------------------------------------------------------------------------


def from_file(path: Path, known: Collection[str]) -> dict[str, Any]:
    """The values of a settings file; its relative paths start at its folder.

    Args:
        path: a TOML file in UTF-8, with or without a byte order mark.
        known: the names of all settings.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or holds an unknown setting or a secret.
    """
    try:
        values = tomllib.loads(_text(path).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        reason = error if isinstance(error, ValueError) else "values are nested too deeply"
        raise SettingsError(f"{path}: not valid TOML: {reason}") from error
    for key, value in values.items():
        _refuse_secret(path, key, value)
        if key not in known or key in SECRETS:
            allowed = [name for name in known if name not in SECRETS]
            raise SettingsError(f"{path}: unknown setting '{checks.one_line(key)}'; {nearest(key, allowed)}")
        _refuse_form(path, key, value, known)
    return _beside(path.parent, values)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SettingsError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB, which no settings file is")
        # TOML ends lines with LF or CRLF, and so does the line number of an error.
        return data.decode("utf-8")
    except IsADirectoryError as error:
        raise SettingsError(f"{path}: cannot be read: it is a folder, not a file") from error
    except (OSError, ValueError) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(f"{path}: cannot be read: {reason}") from error


def _refuse_secret(path: Path, key: str, value: object) -> None:
    plain = key.lower().replace("-", "_")
    for name, variable in SECRETS.items():
        if plain.startswith((name, variable.lower())):
            raise SettingsError(
                f"{path}: '{checks.one_line(key)}' is a secret and does not belong in a file of settings; "
                f"set {variable} in the environment, or {variable}_FILE to a file that holds it"
            )
    if key in _PRIVATE and isinstance(value, str) and checks.has_password(value):
        raise SettingsError(
            f"{path}: the address in '{key}' holds a password, which does not belong in a file of settings; "
            f"set {PREFIX}{key.upper()} in the environment"
        )


def _refuse_form(path: Path, key: str, value: object, known: Collection[str]) -> None:
    """Refuse the forms that are for variables only, and settings that stand below a table's name."""
    if isinstance(value, str) and key in LISTS:
        raise SettingsError(f'{path}: \'{key}\': input should be a list, as ["...", "..."]')
    if isinstance(value, str) and key in TABLES:
        raise SettingsError(f"{path}: '{key}': input should be a table, as [{key}]")
    if key in ("topics", "parties") and isinstance(value, dict):
        for name, words in value.items():
            # Everything below [topics] is a topic; a setting among them would be lost without a word.
            if name in LISTS or (name in known and not isinstance(words, list)):
                raise SettingsError(f"{path}: '{name}' stands below [{key}]; move it above the first [table]")


def _beside(folder: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The values with paths that start at the file's folder; what is of a wrong type stays as it is."""
    places: Mapping[str, Callable[[Path, str], str]] = {
        "output": checks.path_beside,
        "store": checks.store_beside,
        "sources": checks.source_beside,
    }

    def placed(name: str, value: object) -> object:
        if isinstance(value, list):
            return [placed(name, item) for item in value]
        # An empty text is refused as such later, and would be the folder itself here.
        return places[name](folder, value) if isinstance(value, str) and value.strip() else value

    return {name: placed(name, value) if name in places else value for name, value in values.items()}


# -- the environment -------------------------------------------------------------------------------------


def from_environment(known: Collection[str]) -> dict[str, Found]:
    """The settings that variables give; an empty variable is not set, as CI systems hand them over.

    Args:
        known: the names of all settings.

    Raises:
        SettingsError: a variable ``SUMMARIZER_...`` that nobody reads, or a file that holds no secret.
    """
    found: dict[str, Found] = {}
    if address := os.environ.get("OPENAI_BASE_URL", "").strip():
        found["base_url"] = Found(address, "OPENAI_BASE_URL")
    # In capitals last: of two spellings of one variable it wins.
    for variable in sorted(os.environ, reverse=True):
        value = os.environ[variable].strip()
        if value and variable.upper().startswith(PREFIX):
            name = variable[len(PREFIX) :].lower()
            if name in known and name not in SECRETS:
                found[name] = Found(value, variable)
            else:
                _refuse_variable(variable, known)
    for name, variable in SECRETS.items():
        if secret := _secret(variable):
            found[name] = secret
    return found


def _refuse_variable(variable: str, known: Collection[str]) -> None:
    if _SERVICE_LINK.fullmatch(variable):
        return
    plain = variable[len(PREFIX) :].lower()
    for name, own in SECRETS.items():
        if plain.startswith((name, own.lower())):
            raise SettingsError(f"{checks.one_line(variable)} in the environment: set {own} instead")
    variables = [f"{PREFIX}{name.upper()}" for name in known if name not in SECRETS]
    best = _closest(variable.upper(), variables)
    raise SettingsError(
        f"{checks.one_line(variable)} in the environment: unknown setting; did you mean '{best}'?"
    )


def _secret(variable: str) -> Found | None:
    """A secret from its variable, else from the file that ``<variable>_FILE`` names."""
    if value := os.environ.get(variable, "").strip():
        return Found(value, variable)
    place = f"{variable}_FILE"
    if not (name := os.environ.get(place, "").strip()):
        return None
    try:
        with checks.home(Path(name)).open("rb") as file:
            data = file.read(MAX_SECRET_BYTES + 1)
        value = data.decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(f"{place}: {checks.one_line(name)} cannot be read: {reason}") from error
    if not value or len(data) > MAX_SECRET_BYTES:
        problem = "is empty" if not value else f"is larger than {MAX_SECRET_BYTES} bytes, which no secret is"
        raise SettingsError(f"{place}: {checks.one_line(name)} {problem}")
    return Found(value, place)
