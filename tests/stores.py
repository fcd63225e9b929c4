"""Stores for tests: where they are on each kind of database, and how one is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url

from summarizer.calls import Response
from summarizer.errors import StoreError
from summarizer.schema import Usage
from summarizer.store import Store
from tests.postgresql import PASSWORD, Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server: Server = request.getfixturevalue("postgresql")
    return server.url(server.create())


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store of the newest version, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server: Server = request.getfixturevalue("postgresql")
    return server.url(server.create(f"TEMPLATE {request.getfixturevalue('template')}"))


def refused(url: str | None, wait_s: float = 0.1) -> str:
    """The one line with which a store is refused."""
    with pytest.raises(StoreError) as error:
        Store.open(url, wait_s=wait_s).close()
    return one_line(error.value)


def one_line(error: StoreError) -> str:
    """What a user is told, which has no second line and no secret."""
    line = str(error)
    assert line == " ".join(line.split())
    assert "n0" not in line
    assert PASSWORD not in line
    return line


def works(url: str | None) -> bool:
    """Whether something can be kept there and found again."""
    with Store.open(url) as store:
        keep(store, "k", {"n": 1}, Usage())
    with Store.open(url) as store:
        return recall(store, "k") is not None


def keep(store: Store, key: str, data: Mapping[str, Any], usage: Usage) -> None:
    """Keep one response."""
    store.keep_responses([Response(key, "m", data, usage)])


def recall(store: Store, key: str) -> Response | None:
    """The one response with this key, if it was kept."""
    return store.responses([key]).get(key)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A transaction of one's own on a store."""
    target = make_url(url if "://" in url else f"sqlite:///{url}")
    engine = create_engine(target.set(drivername="postgresql+psycopg") if target.host else target)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
