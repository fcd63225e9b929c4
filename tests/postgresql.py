"""A real PostgreSQL server for the tests, with databases of their own.

One server for each process that runs tests: it takes a second to start, listens on a free port of the
loopback address only, and stops with the process that started it, however that ends.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

USER, PASSWORD = "desk", "n0 se:cr/et@100%"
# The server ends when the pipe to it closes: by the test run's end, or by its death.
_WHILE_READ = '"$@" & cat >/dev/null; kill -INT $!; wait $!'
# Nothing of a test's server need outlive a power cut.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
}


@dataclass(frozen=True)
class Server:
    """A running server and the databases made on it."""

    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The URL of a database, as a user writes it."""
        return f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> Any:
        """A connection of one's own, each statement its own transaction."""
        import psycopg

        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        )

    def create(self, options: str = "") -> str:
        """The name of a new database, with these options of CREATE DATABASE."""
        name = f"test{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} {options}")
        return name


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server; where PostgreSQL is not installed the tests that need it are skipped."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: no initdb on PATH or in /usr/lib/postgresql")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    folder = Path(tempfile.mkdtemp(prefix="summarizer-postgresql-"))
    try:
        _own(folder)
        _initialise(programs, folder)
        with _running(programs, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(postgresql: Server) -> str:
    """The name of a database with the store's tables, to copy from."""
    from summarizer.store import Store

    name = postgresql.create()
    Store.open(postgresql.url(name)).close()
    return name


def _programs() -> Path | None:
    """The folder of the newest installed server's programs."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres", path=Path(on_path).resolve().parent):
        return Path(on_path).resolve().parent
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(installed, key=lambda path: float(path.parent.name), default=None)


def _account() -> dict[str, Any]:
    """Options of subprocess that start the server as somebody else, since it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = [entry.pw_name for entry in pwd.getpwall()]
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _own(folder: Path) -> None:
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])


def _initialise(programs: Path, folder: Path) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    _own(secret)
    options = ["--no-sync", "--no-locale", "--encoding=UTF8", "--auth=scram-sha-256"]
    command = [programs / "initdb", "-D", folder / "data", "-U", USER, f"--pwfile={secret}", *options]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **_account())


@contextmanager
def _running(programs: Path, folder: Path) -> Iterator[Server]:
    for _ in range(3):  # another process may take the free port first
        server = Server(_free_port())
        settings = [f"-c{name}={value}" for name, value in {**_SETTINGS, "port": server.port}.items()]
        command = [programs / "postgres", "-D", folder / "data", *settings]
        with (
            (folder / "server.log").open("ab") as log,
            subprocess.Popen(
                ["/bin/sh", "-c", _WHILE_READ, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=folder,
                **_account(),
            ) as process,
        ):
            if _answers(server, folder / "server.log"):
                yield server
                return
        assert process.returncode is not None
    raise RuntimeError((folder / "server.log").read_text(encoding="utf-8", errors="replace"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answers(server: Server, log: Path) -> bool:
    """Whether the server takes connections within 30 seconds; not if it could not have its port."""
    import psycopg

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if b"could not create any TCP/IP sockets" in log.read_bytes():
            return False
        try:
            server.connect().close()
            return True
        except psycopg.OperationalError:
            time.sleep(0.05)
    return False
