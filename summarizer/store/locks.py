"""Locks that one process holds at a time and that its death frees, however it dies."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from filelock import FileLock, Timeout
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from summarizer.store.failures import translated
from summarizer.store.opening import Database

POLL = 0.2  # seconds between two looks whether a lock is free


@dataclass(frozen=True)
class Wanted:
    """Which lock is wanted, for how many seconds, and what is called once if it is not free."""

    name: str
    timeout_s: float
    on_wait: Callable[[], object] | None = None


@contextmanager
def locked(database: Database, wanted: Wanted) -> Iterator[None]:
    """Hold a lock of this database.

    Raises:
        StoreError: it was not free in time, or cannot be made.
    """
    way = _file_locked(database, wanted) if database.file else _server_locked(database, wanted)
    with way:
        yield


@contextmanager
def _file_locked(database: Database, wanted: Wanted) -> Iterator[None]:
    # The file stays when the lock is free: were it removed, two processes could hold locks on two files.
    name = re.sub(r"[^\w-]", "-", wanted.name)
    # A lock that is only the existence of a file would outlive a killed process.
    lock = FileLock(f"{database.file}.{name}.lock", mode=0o600, fallback_to_soft=False)

    def attempt() -> bool:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    with translated(database.place):
        _wait(attempt, database, wanted)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _server_locked(database: Database, wanted: Wanted) -> Iterator[None]:
    digest = hashlib.sha256(f"summarizer {wanted.name}".encode()).digest()
    key = int.from_bytes(digest[:8], "big", signed=True)
    with translated(database.place):
        # A session of its own, which holds the lock and whose end frees it, and which is in no
        # transaction: one that lasts for hours keeps the server from tidying up.
        session = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with translated(database.place):
            # Asked for again and again instead of waited for on the server, for the same reason.
            attempt = select(func.pg_try_advisory_lock(key))
            _wait(lambda: bool(session.scalar(attempt)), database, wanted)
        yield
    finally:
        # A connection that is lost has freed the lock already.
        with suppress(DBAPIError):
            session.execute(select(func.pg_advisory_unlock_all()))
        session.close()


def _wait(attempt: Callable[[], bool], database: Database, wanted: Wanted) -> None:
    deadline = time.monotonic() + wanted.timeout_s
    told = False
    while not attempt():
        if time.monotonic() >= deadline:
            raise database.place.error(
                f"another run has held '{wanted.name}' for {wanted.timeout_s:g} s: let it end, then try again"
            )
        if not told and wanted.on_wait:
            wanted.on_wait()
        told = True
        time.sleep(min(POLL, max(0.0, deadline - time.monotonic())))
