"""Stores on a server: how it is named, and one clear line for whatever is in the way."""

from __future__ import annotations

import sys

import pytest

from summarizer.schema import Usage
from summarizer.store import Store
from tests.postgresql import Server, postgresql, template
from tests.stores import keep, recall, refused, works

__all__ = ["postgresql", "template"]  # fixtures


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_may_be_named_in_each_common_form(scheme: str, postgresql: Server, template: str) -> None:
    """Hosting companies hand out both spellings."""
    url = postgresql.url(postgresql.create(f"TEMPLATE {template}"))
    assert works(url.replace("postgresql", scheme, 1))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://desk:n0%20se@localhost/db", "'mysql' is not supported: name a file"),
        ("postgresql+psycopg2://desk:n0@localhost/db", "'postgresql+psycopg2' is not supported"),
        ("postgresql://desk:n0@t@localhost/db", "more than one '@'"),
        ("postgresql://desk:n0@localhost:543n0/db", "cannot be read; write it like postgresql://"),
        ("://n0", "cannot be read; write it like postgresql://"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://folder/file.db", "names no file: write sqlite:///FILE"),
        ("sqlite:///file.db?mode=ro", "a file takes no options"),
        ("postgresql://desk@localhost/db?nonsense=1&password=n0", 'invalid connection option "nonsense"'),
    ],
)
def test_a_url_that_cannot_be_used_says_why(url: str, says: str) -> None:
    """Without showing a password, wherever in the URL it stands."""
    assert says in refused(url)


def test_a_server_that_does_not_answer_is_named(postgresql: Server) -> None:
    """With its address and what to check."""
    line = refused(postgresql.url("postgres").replace(f":{postgresql.port}/", ":1/"))
    assert line.startswith("postgresql://desk:***@127.0.0.1:1/postgres: ")
    assert "refused" in line
    assert line.endswith("check the server and the store's URL (host, port, user, password, database)")


def test_a_wrong_password_and_a_missing_database_are_named(postgresql: Server) -> None:
    """In the server's own words, without the password."""
    url = postgresql.url("postgres")
    assert "password authentication failed" in refused(url.replace("n0", "n0t", 1))
    assert 'database "none" does not exist' in refused(postgresql.url("none"))


def test_a_password_in_the_query_is_hidden(postgresql: Server) -> None:
    """The driver takes it there as well."""
    url = f"postgresql://desk@127.0.0.1:{postgresql.port}/none?password=n0pe&connect_timeout=3"
    assert "password authentication failed" in refused(url)


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver is an extra, since most desks need none."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "install briefing-summarizer[postgresql]" in refused("postgresql://desk:n0@localhost/db")


def test_a_server_that_takes_no_writes_is_refused(postgresql: Server, template: str) -> None:
    """Such as a copy that only follows another."""
    name = postgresql.create(f"TEMPLATE {template}")
    with postgresql.connect() as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "it is read-only: name the server that takes writes" in refused(postgresql.url(name))


def test_a_database_that_cannot_hold_every_text_is_refused(postgresql: Server) -> None:
    """Before a word of an article is lost."""
    name = postgresql.create("TEMPLATE template0 ENCODING 'LATIN1'")
    assert "the database's encoding is LATIN1: make one with ENCODING 'UTF8'" in refused(postgresql.url(name))


def test_a_user_without_rights_is_told_so(postgresql: Server, template: str) -> None:
    """A role that may connect need not be one that may write."""
    name = postgresql.create(f"TEMPLATE {template}")
    with postgresql.connect(name) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'n0'")
    url = f"postgresql://guest:n0@127.0.0.1:{postgresql.port}/{name}"
    assert "this user may not make, read or write its tables" in refused(url)


def test_a_database_may_be_shared_unless_names_clash(postgresql: Server) -> None:
    """Other tables are left alone; tables of the same names are somebody else's."""
    shared, taken = postgresql.create(), postgresql.create()
    for name, table in ((shared, "customers"), (taken, "posts")):
        with postgresql.connect(name) as connection:
            connection.execute(f"CREATE TABLE {table} (n int)")
    assert works(postgresql.url(shared))
    assert "it has a table 'posts' of another program" in refused(postgresql.url(taken))


def test_a_lost_connection_is_made_anew(postgresql: Server, template: str) -> None:
    """A server that was started again in between costs nothing."""
    name = postgresql.create(f"TEMPLATE {template}")
    with Store.open(postgresql.url(name)) as store, store.lock("run"):
        with postgresql.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        keep(store, "k", {}, Usage())
        assert recall(store, "k")
