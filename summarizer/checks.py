"""Whether what a user set can be what it should be: addresses, hosts, lists of names, secrets.

Nothing here opens a connection or a file. Functions that return a value raise ValueError with the end of a
line that begins with the setting's name.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

MASK = "********"
_EXAMPLE = '{"Pay": ["wage", "salary"]}'
# RFC 1123, section 2.1, and the underscore that names inside a network have; other scripts as they are.
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
NO_STORE = "none"
"""As ``store``: remember nothing."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# A password that nobody escaped may hold any of /?#@, so the last @ ends it; a port is none.
_PASSWORD = re.compile(r"(?<=://)([^:/?#\s@]*):(?!\d+(?:[/?#]|\Z))(\S*)@")
_USER = re.compile(r"(?<=://)([^:/?#\s@]+)@")
_SECRET_PARAMETER = re.compile(
    r"(?i)([?&;](?:[\w.-]*(?:password|passwd|secret|token|signature)|pwd|pass|sig|(?:api[_-]?)?key)=)([^&;#\s]+)"
)
_SQLITE_FILE = re.compile(r"(sqlite(?:\+\w+)?:///)(?!/|:memory:|file:)([^?]+)(.*)", re.DOTALL)


def web_address(url: str) -> str:
    """An http(s) address with a host."""
    try:
        parts = urlsplit(url)
        # A port that is no number raises on access only.
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("no web address: it should look like https://example.com/briefings") from error
    plain = url.isprintable() and not any(letter.isspace() for letter in url)
    if parts.scheme not in ("http", "https") or not host or not plain:
        raise ValueError("no web address: it should look like https://example.com/briefings")
    return url


def host(entry: str) -> str:
    """A host name, an address or a network, in lower case and without brackets or a last dot."""
    name = entry.strip().lower().removesuffix(".")
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    if "/" in name and "://" not in name:
        try:
            return str(ipaddress.ip_network(name))
        except ValueError as error:
            raise ValueError(f"'{one_line(entry)}' is no network: {_network_hint(name)}") from error
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        labels = name.split(".")
    # "127.1" and "0x7f000001" are addresses to some systems and names to others.
    numeric = re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]) is not None
    if numeric or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(
            f"'{one_line(entry)}' is no host: write a name (wiki.example.org), an address (10.1.2.3) "
            "or a network (10.1.0.0/16)"
        )
    return name


def _network_hint(name: str) -> str:
    try:
        return f"write {ipaddress.ip_network(name, strict=False)}"
    except ValueError:
        return "it should look like 10.1.0.0/16; a host stands without its path"


def named_lists(value: Mapping[str, tuple[str, ...]], needs: str) -> None:
    """Refuse a name without words, and words without a letter or a digit; ``needs`` says what is missing."""
    for name, words in value.items():
        if not _has_word(name) or not words or not all(map(_has_word, words)):
            raise ValueError(f"'{one_line(name)}' {needs}")


def one_owner(value: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse a name that stands for two parties: nobody could tell which one is meant."""
    owners: dict[str, str] = {}
    for party, names in value.items():
        for name in (party, *names):
            key = " ".join(name.split()).casefold()
            if owners.setdefault(key, party) != party:
                raise ValueError(
                    f"'{one_line(name)}' stands for '{one_line(owners[key])}' and '{one_line(party)}'; "
                    "leave it with one of them"
                )


def _has_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def items(text: str) -> list[object]:
    """The values that a variable lists: separated by commas, or as JSON."""
    if text.lstrip().startswith("["):
        found = _json(text, '["https://example.com/a,b"]')
        return found if isinstance(found, list) else [found]
    return [item.strip() for item in text.split(",") if item.strip()]


def table(text: str) -> object:
    """The table that a variable holds as JSON."""
    return _json(text, _EXAMPLE)


def _json(text: str, example: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not valid JSON; write it as {example}") from error


def number(value: object) -> object:
    """Refuse true and false where a number is asked for; Python would count them as 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("input should be a number, not true or false")
    return value


# -- secrets ---------------------------------------------------------------------------------------------


def has_password(text: str) -> bool:
    """Whether an address holds a password, before its host or among its parameters."""
    return bool(_SCHEME.match(text) and (_PASSWORD.search(text) or _SECRET_PARAMETER.search(text)))


def masked(text: str) -> str:
    """A text with the passwords in its addresses made unreadable.

    A name before a host stays where a password follows it (``postgresql://desk:...@db``); alone it goes,
    since some services take a token there.
    """
    if "://" not in text:
        return text
    text = _USER.sub(f"{MASK}@", _PASSWORD.sub(rf"\1:{MASK}@", text))
    return _SECRET_PARAMETER.sub(rf"\1{MASK}", text)


# -- paths -----------------------------------------------------------------------------------------------


def path_beside(folder: Path, path: str) -> str:
    """A path of the settings file: ``~`` is the home, a relative path starts at the file's folder."""
    return str(folder / home(Path(path)))


def home(path: Path) -> Path:
    """The path with its ``~`` resolved; one without a home to it (``~nobody/x``) stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def source_beside(folder: Path, source: str) -> str:
    """A source of the settings file; addresses and ``-`` stay as they are."""
    return source if source == "-" or _SCHEME.match(source) else path_beside(folder, source)


def store_beside(folder: Path, store: str) -> str:
    """The store of the settings file: a file, or SQLAlchemy's address of one; other addresses stay."""
    if store == NO_STORE:
        return store
    if match := _SQLITE_FILE.fullmatch(store):
        return f"{match[1]}{path_beside(folder, match[2])}{match[3]}"
    return store if _SCHEME.match(store) else path_beside(folder, store)


def one_line(text: str, longest: int = 60) -> str:
    """A text from outside, fit for a message: short, printable, without passwords."""
    text = "".join(letter if letter.isprintable() else "�" for letter in masked(text))
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
