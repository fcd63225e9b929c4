"""Finding the store: a file or a URL becomes an engine whose tables are those of this version."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    column,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    table,
)
from sqlalchemy.exc import ArgumentError

from summarizer.errors import StoreError
from summarizer.store.failures import READ_ONLY, Place, translated
from summarizer.store.tables import METADATA, REVISION, REVISION_TABLE

FILE = "summarizer.db"
MIGRATIONS = Path(__file__).parent / "migrations"

_REVISIONS = table(REVISION_TABLE, column("version_num"))
_EXAMPLE = "postgresql://user:password@host/database, with special characters in the password as %40 for @"
# Transactions that must not run beside each other hold this PostgreSQL advisory lock: "summary" in ASCII.
_ALONE = 0x73756D6D617279


@dataclass(frozen=True)
class Database:
    """An open database: its place, its file (None on a server), and its engine."""

    place: Place
    file: Path | None
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database from its first query to its last."""
        # PostgreSQL shows each query the newest state unless told; SQLite would take the one write lock.
        way: dict[str, Any] = {"begin": "BEGIN"} if self.file else {"isolation_level": "REPEATABLE READ"}
        with (
            translated(self.place),
            self.engine.connect().execution_options(**way) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self, alone: bool = False) -> Iterator[Connection]:
        """A transaction that is committed at its end, or undone by an exception.

        Args:
            alone: let no other such transaction run at the same time. SQLite never does.
        """
        with translated(self.place), self.engine.begin() as connection:
            if alone and not self.file:
                connection.execute(select(func.pg_advisory_xact_lock(_ALONE)))
            yield connection


def open_database(url: str | None, wait_s: float) -> Database:
    """The database of a URL or file, made and migrated where it must be.

    Args:
        url: what :meth:`summarizer.store.Store.open` takes.
        wait_s: seconds to wait for other programs that use it.

    Raises:
        StoreError: it cannot be opened or is not for this version.
    """
    target = _target(url)
    if target.drivername == "sqlite":
        file = _file(target.database or "")
        place = Place(str(file))
        with translated(place):
            _prepare_file(place, file, wait_s)
        database = Database(place, file, _sqlite_engine(file, wait_s))
    else:
        secrets = [value for key, value in target.query.items() if "password" in key]
        shown = target.set(query={key: value for key, value in target.query.items() if "password" not in key})
        place = Place(
            shown.set(drivername="postgresql").render_as_string(hide_password=True),
            tuple(str(secret) for secret in (target.password, *secrets) if secret),
        )
        database = Database(place, None, _postgresql_engine(place, target, wait_s))
    try:
        _migrate(database)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def _target(url: str | None) -> URL:
    """What the user named, as a URL of one of the two kinds: ``sqlite`` or ``postgresql+psycopg``."""
    if url is None:
        import platformdirs

        return URL.create("sqlite", database=str(platformdirs.user_data_path("summarizer") / FILE))
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):
        # Without the cause, which may quote a part of the password.
        raise StoreError(f"the store's URL cannot be read; write it like {_EXAMPLE}") from None
    kind = target.drivername
    if kind in ("sqlite", "sqlite+pysqlite"):
        return _sqlite_target(target)
    if kind not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise StoreError(
            f"store: '{kind}' is not supported: name a file, sqlite:///FILE, or postgresql://host/database"
        )
    if "@" in f"{target.host}{target.database}":
        raise StoreError(f"the store's URL has more than one '@'; write it like {_EXAMPLE}")
    return target.set(drivername="postgresql+psycopg")


def _sqlite_target(target: URL) -> URL:
    if target.database in (None, "", ":memory:") or target.host:
        raise StoreError("the store's URL names no file: write sqlite:///FILE, or sqlite:////FOLDER/FILE")
    if target.query:
        raise Place(str(target.database)).error("a file takes no options: leave out what follows the '?'")
    return target.set(drivername="sqlite")


def _file(name: str) -> Path:
    """The file itself: behind different links it is one store, with one set of locks."""
    try:
        return Path(name).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{name!r}: no file can have this name: name another store") from error


def _prepare_file(place: Place, file: Path, wait_s: float) -> None:
    """See to it that the file is there, for its user only where it is new, and has a write-ahead log."""
    if file.is_dir():
        raise place.error("it is a folder: name a file in it")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        with suppress(FileExistsError):
            # Only ever a new file: closing one that SQLite has open would drop SQLite's locks on it.
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    elif not file.is_file():
        raise place.error("it is not a plain file: name another")
    if not (_is_writable(file) and _is_writable(file.parent)):
        # SQLite would open it and leave a log beside it that stays read-only when the file is so no more.
        raise place.error(READ_ONLY)
    with closing(sqlite3.connect(file, timeout=wait_s, isolation_level=None)) as connection:
        deadline = time.monotonic() + wait_s
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                # Where two processes change the mode at once, SQLite refuses one of them without waiting.
                busy = (error.sqlite_errorcode & 0xFF) == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)


def _is_writable(path: Path) -> bool:
    return os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _sqlite_engine(file: Path, wait_s: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": wait_s})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # The driver would begin transactions late, and none for reading or for changes of tables.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        # With a write-ahead log a killed process loses nothing that was committed, and a power cut no
        # more than the last commits: https://www.sqlite.org/pragma.html#pragma_synchronous
        connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that first reads and then writes would fail where another wrote in between.
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))

    return engine


def _postgresql_engine(place: Place, target: URL, wait_s: float) -> Engine:
    given = {"connect_timeout": str(max(2, round(wait_s))), "application_name": "summarizer"}
    target = target.update_query_dict({**given, **target.query, "client_encoding": "utf8"})
    try:
        engine = create_engine(target, pool_pre_ping=True)
    except ImportError as error:
        raise place.error("PostgreSQL needs a driver: install briefing-summarizer[postgresql]") from error

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute(f"SET lock_timeout = {round(wait_s * 1000)}")
        connection.commit()

    return engine


def _migrate(database: Database) -> None:
    """Bring the tables to this version, in one transaction: whoever is killed leaves all or nothing."""
    with database.writing(alone=True) as connection:
        if not database.file:
            _check_server(database.place, connection)
        names = set(inspect(connection).get_table_names())
        revision = _revision(connection) if REVISION_TABLE in names else None
        if revision == REVISION:
            # Written as it is, so that a store that takes no writes is found out before a run spends money.
            connection.execute(_REVISIONS.update().values(version_num=REVISION))
            return
        # A file with other tables belongs to another program; a database on a server may be shared.
        others = names - {REVISION_TABLE} if database.file else names & set(METADATA.tables)
        if revision is None and others:
            raise database.place.error(
                f"it has a table '{min(others)}' of another program: name another store"
            )
        _upgrade(database.place, connection, revision)


def _check_server(place: Place, connection: Connection) -> None:
    encoding = connection.scalar(select(func.current_setting("server_encoding")))
    if encoding != "UTF8":
        raise place.error(f"the database's encoding is {encoding}: make one with ENCODING 'UTF8'")


def _revision(connection: Connection) -> str | None:
    return connection.scalar(select(_REVISIONS.c.version_num))


def _upgrade(place: Place, connection: Connection, revision: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision not in {None, *known}:
        raise place.error(
            "it was made by a newer version of summarizer: upgrade summarizer, or name another store"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
