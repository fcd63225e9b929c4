"""One boundary between the databases' exceptions and the one line that a user sees."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

import pydantic
import sqlalchemy.exc

from summarizer.errors import StoreError

READ_ONLY = "it is read-only: make the file and its folder writable, or name another store"
# By the primary result code, https://www.sqlite.org/rescode.html
_SQLITE = {
    "SQLITE_BUSY": "it is in use by another program: let that end, then try again",
    "SQLITE_LOCKED": "it is in use by another program: let that end, then try again",
    "SQLITE_CANTOPEN": "it cannot be opened: check that its folder exists and that you may write there",
    "SQLITE_CORRUPT": "the file is damaged: put a copy of it in its place, or move it away to start anew",
    "SQLITE_FULL": "the disk is full; what was stored before is safe: make room, then try again",
    "SQLITE_IOERR": "the disk refused to read or write (full, over a quota or failing); what was stored"
    " before is safe: make room or check the disk, then try again",
    "SQLITE_NOTADB": "the file is no SQLite database: name another file",
    "SQLITE_PERM": "you may not write it: change its permissions, or name another store",
    "SQLITE_READONLY": READ_ONLY,
}
# By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "25006": "it is read-only: name the server that takes writes, or another store",
    "40001": "it is in use by another program: try again",
    "40P01": "it is in use by another program: try again",
    "42501": "this user may not make, read or write its tables: grant it that, or name another user",
    "53100": "the server's disk is full; what was stored before is safe: make room, then try again",
    "53300": "the server has too many connections: close some, then try again",
    "55P03": "it is in use by another program: let that end, then try again",
}


@dataclass(frozen=True)
class Place:
    """Where a store is, as users are told: ``name`` holds no secret, and ``secrets`` are never shown."""

    name: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def error(self, problem: str) -> StoreError:
        """The one line that says what is wrong with this store."""
        for secret in self.secrets:
            for form in {secret, quote(secret, safe=""), quote_plus(secret)}:
                problem = problem.replace(form, "***")
        return StoreError(" ".join(f"{self.name}: {problem}".split()))


@contextmanager
def translated(place: Place) -> Iterator[None]:
    """Whatever the database of this place raises in the block is raised as a StoreError."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as error:
        raise place.error(_problem(error.orig)) from error
    except (sqlite3.Error, OSError) as error:
        raise place.error(_problem(error)) from error
    except (pydantic.ValidationError, json.JSONDecodeError) as error:
        raise place.error(
            "it holds something that this version of summarizer cannot read: upgrade summarizer, or name"
            " another store"
        ) from error


def _problem(error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        name: str = getattr(error, "sqlite_errorname", None) or ""
        known = _SQLITE.get("_".join(name.split("_")[:2]))
        return known or f"{error}: check the file, or name another store"
    if isinstance(error, OSError):
        return f"{error.strerror or error}: check the file and its folder, or name another store"
    known = _POSTGRESQL.get(getattr(error, "sqlstate", None) or "")
    if known:
        return known
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return f"{reason}; check the server and the store's URL (host, port, user, password, database)"
