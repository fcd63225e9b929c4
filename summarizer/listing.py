"""Settings as rows that a reader can copy into a settings file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, SecretStr

from summarizer.checks import MASK, masked

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that is in force.

    Args:
        name: its key in the settings file; an entry of a table has a key of its own
            (``topics."Working hours"``).
        value: TOML on one line, secrets masked; empty where nothing is set.
        origin: ``flag --model``, the variable's name, the file's path, ``argument`` or ``default``.
        is_masked: whether the value hides a secret, so that it cannot be copied.
    """

    name: str
    value: str
    origin: str
    is_masked: bool = False

    @property
    def line(self) -> str:
        """A line of TOML; what is not set, or masked, is a comment, so that all lines together are valid."""
        origin = _printable(self.origin)
        if not self.value:
            return f"#{self.name} is not set  # {origin}"
        return f"{'#' if self.is_masked else ''}{self.name} = {self.value}  # {origin}"


def rows(name: str, value: object, origin: str) -> Iterator[Setting]:
    """The rows of one setting: one, or one for each entry of a table."""
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_none=True)
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            key = key if _BARE.fullmatch(key) else _quoted(key)
            yield from rows(f"{name}.{key}", item, origin)
    elif value is None:
        yield Setting(name, "", origin)
    else:
        shown, plain = toml(value), toml(value, is_masked=False)
        yield Setting(name, shown, origin, is_masked=shown != plain or isinstance(value, SecretStr))


def toml(value: object, *, is_masked: bool = True) -> str:
    """A value as TOML 1.0 on one line; passwords in addresses are masked, unless that is not wanted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(item, is_masked=is_masked) for item in value)}]"
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, SecretStr):
        return _quoted(MASK)
    text = value.as_posix() if isinstance(value, Path) else str(value)
    return _quoted(masked(text) if is_masked else text)


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isprintable():
        return letter
    # A half of a pair, as from a file name that is no UTF-8, has no form in TOML.
    code = 0xFFFD if 0xD800 <= ord(letter) <= 0xDFFF else ord(letter)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in masked(text))
