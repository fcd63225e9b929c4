"""Opening a store: where it is, how it grows, and one clear line for whatever is in the way."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from summarizer.errors import StoreError
from summarizer.schema import Briefing, Usage
from summarizer.store import Store
from summarizer.store.opening import MIGRATIONS
from summarizer.store.tables import METADATA, REVISION, REVISION_TABLE
from tests.postgresql import Server, postgresql, template
from tests.stores import connected, empty_url, keep, one_line, recall, refused, store_url, works

__all__ = ["empty_url", "postgresql", "store_url", "template"]  # fixtures

ROOT = Path(__file__).resolve().parents[1]
CONFIG = Config()
CONFIG.set_main_option("script_location", str(MIGRATIONS))
REVISIONS = [script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions()][::-1]


# Where it is


def test_the_default_is_a_file_in_the_data_folder_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made with its folder, and nobody else may read what a desk reads."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert works(None)
    [file] = Path.home().rglob("summarizer.db")
    assert file.parent.name == "summarizer"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with Store.open() as store, store.lock("run"):
        keep(store, "k2", {}, Usage())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert len(modes) > 2
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_a_file_may_be_named_as_a_path_or_url(form: str, tmp_path: Path) -> None:
    """Missing folders are made; odd characters in a path mean themselves."""
    file = tmp_path / "new folder" / "100% ü#.db"
    assert works(form.format(file))
    assert file.is_file()


def test_a_path_may_start_at_home_or_here() -> None:
    """As in a shell."""
    assert works("~/a.db")
    assert works("b.db")
    assert works("sqlite:///c.db")
    assert works("sqlite:///~/d.db")
    assert {path.name for path in Path.home().glob("*.db")} == {"a.db", "b.db", "c.db", "d.db"}


def test_a_link_leads_to_the_same_store(tmp_path: Path) -> None:
    """Two names of one file are one store with one set of locks."""
    (tmp_path / "link.db").symlink_to(tmp_path / "store.db")
    assert works(str(tmp_path / "link.db"))
    with Store.open(str(tmp_path / "store.db")) as store:
        assert recall(store, "k")
        with (
            Store.open(str(tmp_path / "link.db")) as other,
            store.lock("run"),
            pytest.raises(StoreError),
            other.lock("run", timeout_s=0),
        ):
            pass


# How it grows


@pytest.mark.parametrize("revision", [None, *REVISIONS])
def test_every_earlier_store_grows_into_this_version(revision: str | None, empty_url: str) -> None:
    """The migrations lead from every revision to the tables that this version uses."""
    if revision:
        with connected(empty_url) as connection:
            CONFIG.attributes["connection"] = connection
            command.upgrade(CONFIG, revision)
    assert works(empty_url)
    with connected(empty_url) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": REVISION_TABLE})
        assert context.get_current_revision() == REVISION
        assert compare_metadata(context, METADATA) == []


def test_the_newest_migration_is_the_one_that_the_tables_name() -> None:
    """Migrations are numbered without a gap or a fork."""
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert REVISIONS[-1] == REVISION


# What is in the way: files


def test_a_store_of_a_newer_version_is_left_alone(store_url: str) -> None:
    """Its tables are not those that this version knows."""
    Store.open(store_url).close()
    with connected(store_url) as connection:
        connection.exec_driver_sql(f"UPDATE {REVISION_TABLE} SET version_num = '9999'")
    line = refused(store_url)
    assert line.endswith(
        "it was made by a newer version of summarizer: upgrade summarizer, or name another store"
    )


@pytest.mark.parametrize(("table", "column"), [("responses", "usage"), ("briefings", "data")])
@pytest.mark.parametrize("value", ["{", '{"from": "the future"}'])
def test_what_a_newer_version_wrote_is_not_misread(
    store_url: str, table: str, column: str, value: str
) -> None:
    """Content that this version cannot read is an error of one line, like a newer table."""
    at = datetime(2026, 11, 2, tzinfo=UTC)
    with Store.open(store_url) as store:
        keep(store, "k", {}, Usage())
        store.keep_briefing(Briefing(date="2026-11-02", title="News"), [], at)
    with connected(store_url) as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{value}'")
    with Store.open(store_url) as store, pytest.raises(StoreError) as error:
        store.briefing("2026-11-02") if table == "briefings" else recall(store, "k")
    assert "cannot read: upgrade summarizer" in one_line(error.value)


@pytest.mark.parametrize("content", [b"hello", b"{}\n" * 5000, b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_database_is_left_alone(content: bytes, tmp_path: Path) -> None:
    """Whatever it is, it is somebody's."""
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    assert refused(str(file)) == f"{file}: the file is no SQLite database: name another file"
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """A browser's bookmarks get no tables of ours."""
    file = tmp_path / "places.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    assert "has a table 'bookmarks' of another program: name another store" in refused(str(file))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]


def test_a_damaged_file_is_told_from_an_empty_one(tmp_path: Path) -> None:
    """A store with holes in it is not overwritten."""
    file = tmp_path / "store.db"
    assert works(str(file))
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    assert "the file is damaged" in refused(str(file))
    assert file.read_bytes()[100:4096] == b"\xff" * 3996


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    """The message says what to name instead."""
    assert refused(str(tmp_path)) == f"{tmp_path}: it is a folder: name a file in it"
    assert "it is not a plain file" in refused(os.devnull)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert f"{tmp_path / 'file' / 'a b.db'}: " in refused(str(tmp_path / "file" / "a\nb.db"))


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """Also one that only leads to itself."""
    (tmp_path / "loop").symlink_to("loop")
    for name in ("a\0b", "x" * 300, str(tmp_path / "loop")):
        assert "name another store" in refused(name)


@pytest.fixture
def anybody() -> Iterator[Path]:
    """A folder of an ordinary user, as whom the test runs: root may write anywhere."""
    folder = Path(tempfile.mkdtemp(prefix="summarizer-store-"))
    if os.geteuid() != 0:
        yield folder
    else:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_read_only_file_is_refused_before_anything_is_spent(anybody: Path) -> None:
    """A run learns at its start that it could keep nothing."""
    file = anybody / "store.db"
    assert works(str(file))
    file.chmod(0o400)
    assert refused(str(file)) == (
        f"{file}: it is read-only: make the file and its folder writable, or name another store"
    )
    file.chmod(0o600)
    assert works(str(file))


def test_a_file_in_a_read_only_folder_is_refused(anybody: Path) -> None:
    """SQLite keeps its log beside the file."""
    file = anybody / "store.db"
    assert works(str(file))
    anybody.chmod(0o500)
    assert f"{file}: it is read-only" in refused(str(file))
    assert "Permission denied: check" in refused(str(anybody / "new.db"))
    assert "Permission denied: check" in refused(str(anybody / "folder" / "new.db"))
    anybody.chmod(0o700)
    assert works(str(file))


def test_a_lock_that_cannot_be_made_is_one_line(anybody: Path) -> None:
    """The folder may have become read-only since."""
    with Store.open(str(anybody / "store.db")) as store:
        anybody.chmod(0o500)
        with pytest.raises(StoreError) as error, store.lock("run"):
            pass
        assert "Permission denied: check the file and its folder" in one_line(error.value)
        anybody.chmod(0o700)


FULL_DISK = """
import resource, sys
from itertools import count
from summarizer.calls import Response
from summarizer.errors import StoreError
from summarizer.schema import Usage
from summarizer.store import Store

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

with Store.open(sys.argv[1]) as store:
    limit(300_000)
    kept = []
    try:
        for n in count():
            store.keep_responses([Response(str(n), "m", {"text": "x" * 5000}, Usage())])
            kept.append(n)
    except StoreError as error:
        print(error)
    assert len(store.responses([str(n) for n in kept])) == len(kept) and len(kept) > 10
    limit(resource.RLIM_INFINITY)
    store.keep_responses([Response(str(len(kept)), "m", {}, Usage())])
with Store.open(sys.argv[1]) as store:
    assert len(store.responses([str(n) for n in range(len(kept) + 1)])) == len(kept) + 1
limit(0)
try:
    Store.open(sys.argv[1] + "2")
except StoreError as error:
    print(error)
"""


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """What was kept is there, and keeping goes on once there is room; a limit stands in for the disk."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL_DISK, str(tmp_path / "store.db")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert "the disk refused to read or write (full, over a quota or failing)" in line


# What is in the way: other programs


@contextmanager
def in_use(url: str, server: Server | None) -> Iterator[None]:
    """Another program holds on to everything."""
    if server is None:
        with closing(sqlite3.connect(url, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
    else:
        with server.connect(make_url(url).database or "") as connection, connection.transaction():
            connection.execute("LOCK TABLE responses")
            yield


def test_a_store_in_use_by_another_program_is_waited_for_and_named(
    store_url: str, request: pytest.FixtureRequest
) -> None:
    """A write that does not come to its turn fails in one line, and works once the other is gone."""
    server = request.getfixturevalue("postgresql") if "://" in store_url else None
    with Store.open(store_url, wait_s=0.2) as store:
        with in_use(store_url, server), pytest.raises(StoreError) as error:
            keep(store, "k", {}, Usage())
        assert "it is in use by another program: let that end, then try again" in one_line(error.value)
        keep(store, "k", {}, Usage())
    if server is None:
        with in_use(store_url, None):
            assert "it is in use by another program" in refused(store_url)
