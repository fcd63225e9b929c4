"""The store's methods: each is one transaction, committed when it returns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from summarizer.calls import Response
from summarizer.pages import KnownPage
from summarizer.schema import Briefing, Entry, Post, Usage
from summarizer.store.failures import translated
from summarizer.store.locks import Wanted, locked
from summarizer.store.opening import Database, open_database
from summarizer.store.rows import (
    Row,
    brief_row,
    briefing_of,
    entries_of,
    outlet_rows,
    plain,
    sighting_rows,
)
from summarizer.store.tables import (
    BRIEFINGS,
    BRIEFS,
    ENTRIES,
    OUTLETS,
    PAGES,
    POSTS,
    RESPONSES,
    RUNS,
    SIGHTINGS,
    address,
)

_PAGE = tuple(column.name for column in PAGES.c if column.name not in ("address", "used"))


@dataclass(frozen=True)
class Outline:
    """A briefing without its articles, and how many there are."""

    briefing: Briefing
    articles: int


class Store:
    """What is remembered from one run to the next.

    For one thread at a time; any number of processes may use one store at once. All methods raise
    StoreError where the store cannot be read or written. Days are ISO 8601 dates.
    """

    def __init__(self, database: Database, today: str) -> None:
        self._database = database
        self._today = today

    @classmethod
    def open(cls, url: str | None = None, *, today: str | None = None, wait_s: float = 15.0) -> Store:
        """The store of a URL, made where there is none, with the tables of this version.

        Args:
            url: a file, ``sqlite:///FILE`` or ``postgresql://user:password@host/database``; None for
                ``summarizer.db`` in the user's data folder.
            today: the day that responses and pages count as used on; None for today in UTC.
            wait_s: seconds that a read or write waits for other programs before it gives up.

        Raises:
            StoreError: it cannot be opened, is no store, or was made by a newer version.
        """
        return cls(open_database(url, wait_s), today or datetime.now(UTC).date().isoformat())

    def close(self) -> None:
        """End all connections."""
        self._database.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({self.url!r})"

    @property
    def url(self) -> str:
        """The store's file, or its URL without secrets: for messages."""
        return self._database.place.name

    def lock(
        self, name: str, on_wait: Callable[[], object] | None = None, timeout_s: float = 3600
    ) -> AbstractContextManager[None]:
        """Hold a lock that one process has at a time, on PostgreSQL on any machine.

        It is freed at the end of the block and by the death of the process. It is not reentrant.

        Args:
            name: which lock; a file of that name stays beside a store that is a file.
            on_wait: called once if the lock is not free at once.
            timeout_s: seconds to wait.

        Raises:
            StoreError: it was not free in time.
        """
        return locked(self._database, Wanted(name, timeout_s, on_wait))

    # Model responses and pages

    def responses(self, keys: Collection[str]) -> dict[str, Response]:
        """What models answered before to the requests with these keys, by key; some may not be known."""
        rows = self._used(RESPONSES, RESPONSES.c.key.in_(keys)) if keys else []
        with translated(self._database.place):
            return {
                row["key"]: Response(row["key"], row["model"], row["data"], Usage(**row["usage"]))
                for row in rows
            }

    def keep_responses(self, responses: Iterable[Response], *, replace: bool = False) -> None:
        """Keep models' answers; one that is there already stays, unless ``replace``."""
        rows = {
            response.key: {
                "key": response.key,
                "model": response.model,
                "data": dict(response.data),
                "usage": plain(response.usage),
                "used": self._today,
            }
            # In one order, so that two writers of the same rows never wait for each other in a circle.
            for response in sorted(responses, key=lambda response: response.key)
        }
        with self._database.writing() as connection:
            _upsert(connection, RESPONSES, rows.values(), replace=replace)

    def page(self, url: str) -> KnownPage | None:
        """A page as it was fetched last, or None."""
        rows = self._used(PAGES, PAGES.c.address == address(url))
        return KnownPage(**{name: rows[0][name] for name in _PAGE}) if rows else None

    def keep_page(self, page: KnownPage) -> None:
        """Keep a page in place of what was kept of its URL."""
        row = {name: getattr(page, name) for name in _PAGE}
        with self._database.writing() as connection:
            _upsert(connection, PAGES, [{**row, "address": address(page.url), "used": self._today}])

    def _used(self, table: Table, which: ColumnElement[bool]) -> Sequence[RowMapping]:
        """Rows, marked as used today."""
        (key,) = table.primary_key
        with self._database.reading() as connection:
            rows = connection.execute(select(table).where(which)).mappings().all()
        if any(row["used"] < self._today for row in rows):
            with self._database.writing() as connection:
                stale = select(key).where(which, table.c.used < self._today).order_by(key)
                # Rows that another is marking just now need no second mark.
                mine = stale.with_for_update(skip_locked=True)
                connection.execute(update(table).where(key.in_(mine)).values(used=self._today))
        return rows

    # Briefings

    def keep_briefing(self, briefing: Briefing, heard: Sequence[Entry], at: datetime) -> None:
        """Keep a day's briefing and what was heard in it, in place of what was kept of that day.

        Args:
            briefing: the briefing.
            heard: the ledger's entries that were heard, each with its sightings of that day only.
            at: when the briefing was made, with its time zone.

        Raises:
            ValueError: a sighting is of another day, or the time has no zone.
        """
        if at.tzinfo is None:
            raise ValueError(f"{at} has no time zone")
        sightings = [row for entry in heard for row in sighting_rows(entry)]
        if any(row["date"] != briefing.date for row in sightings):
            raise ValueError(f"sightings of other days than {briefing.date}")
        articles = list(enumerate(brief.article for brief in briefing.articles))
        rows: dict[Table, list[Row]] = {
            BRIEFS: [brief_row(briefing.date, n, brief) for n, brief in enumerate(briefing.articles)],
            OUTLETS: [row for n, article in articles for row in outlet_rows(briefing.date, n, article)],
            SIGHTINGS: sightings,
        }
        made = {"date": briefing.date, "made": at, "data": plain(briefing, "articles")}
        run = {"date": briefing.date, "at": at, "usage": plain(briefing.usage)}
        with self._database.writing(alone=True) as connection:
            # What hangs on a briefing goes with it.
            connection.execute(delete(BRIEFINGS).where(BRIEFINGS.c.date == briefing.date))
            connection.execute(insert(BRIEFINGS), made)
            _upsert(connection, RUNS, [run])
            _upsert(connection, ENTRIES, [plain(entry, "sightings") for entry in heard])
            for table, of_table in rows.items():
                if of_table:
                    connection.execute(insert(table), of_table)
            _drop_unheard(connection)

    def briefing(self, date: str) -> Briefing | None:
        """The briefing of a day as it was kept, but for the texts of its articles, or None."""
        with self._database.reading() as connection:
            data = connection.scalar(select(BRIEFINGS.c.data).where(BRIEFINGS.c.date == date))
            if data is None:
                return None
            briefs = select(BRIEFS).where(BRIEFS.c.date == date).order_by(BRIEFS.c.position)
            outlets = select(OUTLETS).where(OUTLETS.c.date == date).order_by(OUTLETS.c.number)
            return briefing_of(
                data, connection.execute(briefs).mappings().all(), connection.execute(outlets).mappings()
            )

    def outlines(self) -> list[Outline]:
        """What is known of each briefing without its articles, newest first."""
        number = select(func.count()).where(BRIEFS.c.date == BRIEFINGS.c.date).scalar_subquery()
        query = select(BRIEFINGS.c.data, number.label("articles")).order_by(BRIEFINGS.c.date.desc())
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Outline(briefing_of(row["data"], (), ()), row["articles"]) for row in rows]

    def briefing_dates(self) -> list[str]:
        """The days that have a briefing, newest first."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(BRIEFINGS.c.date).order_by(BRIEFINGS.c.date.desc())))

    def failed(self, date: str) -> tuple[str, ...]:
        """The sources that the briefing of a day lists as failed; none if there is no briefing."""
        with self._database.reading() as connection:
            data = connection.scalar(select(BRIEFINGS.c.data).where(BRIEFINGS.c.date == date))
        return tuple(failure.source for failure in briefing_of(data, (), ()).failed) if data else ()

    def last_made(self, before: str) -> datetime | None:
        """When the newest briefing of an earlier day was last made (UTC), or None."""
        query = select(BRIEFINGS.c.made).where(BRIEFINGS.c.date < before)
        with self._database.reading() as connection:
            return connection.scalar(query.order_by(BRIEFINGS.c.date.desc()).limit(1))

    def was_briefed(self, url: str, before: str) -> bool:
        """Whether an article of that URL, or with an outlet of that URL, is in an earlier day's briefing."""
        found = [
            exists().where(table.c.address == address(url), table.c.date < before)
            for table in (BRIEFS, OUTLETS)
        ]
        with self._database.reading() as connection:
            return bool(connection.scalar(select(or_(*found))))

    # The ledger

    def entries(self) -> list[Entry]:
        """All that was heard, ordered by id, with its sightings in the order of their days."""
        sightings = select(SIGHTINGS).order_by(SIGHTINGS.c.date, SIGHTINGS.c.number)
        with self._database.reading() as connection:
            return entries_of(
                connection.execute(select(ENTRIES).order_by(ENTRIES.c.id)).mappings(),
                connection.execute(sightings).mappings(),
            )

    # Posts

    def posts(self, channel: str, date: str) -> list[Post]:
        """A day's posts to a channel, in the order in which they were first recorded."""
        columns = [POSTS.c[name] for name in Post.model_fields]
        query = select(*columns).where(POSTS.c.channel == channel, POSTS.c.date == date)
        with self._database.reading() as connection:
            return [Post(**row) for row in connection.execute(query.order_by(POSTS.c.number)).mappings()]

    def record_post(self, post: Post) -> None:
        """Record a post, in place of what was recorded of the same part of the same revision."""
        with self._database.writing() as connection:
            _upsert(connection, POSTS, [plain(post)], keys=("channel", "date", "revision", "part"))

    # Spending and forgetting

    def spent(self, since: str) -> Usage:
        """What the runs of the briefings of this day and later used, each run of a day counted."""
        query = select(RUNS.c.usage).where(RUNS.c.date >= since).order_by(RUNS.c.date, RUNS.c.at)
        with self._database.reading() as connection:
            return sum((Usage(**usage) for usage in connection.scalars(query)), Usage())

    def prune(self, before: str) -> int:
        """Forget what belongs to days before this one, and responses and pages not used since.

        Returns:
            How many briefings were forgotten.
        """
        with self._database.writing(alone=True) as connection:
            forgotten = connection.execute(delete(BRIEFINGS).where(BRIEFINGS.c.date < before)).rowcount
            for table in (RUNS, POSTS):
                connection.execute(delete(table).where(table.c.date < before))
            for table in (RESPONSES, PAGES):
                connection.execute(delete(table).where(table.c.used < before))
            _drop_unheard(connection)
            return forgotten


def _drop_unheard(connection: Connection) -> None:
    heard = select(SIGHTINGS.c.entry).where(SIGHTINGS.c.entry == ENTRIES.c.id)
    connection.execute(delete(ENTRIES).where(~heard.exists()))


def _upsert(
    connection: Connection,
    table: Table,
    rows: Iterable[Row],
    *,
    keys: Sequence[str] = (),
    replace: bool = True,
) -> None:
    """Insert rows; one that is there (by its primary key or the ``keys`` named) is replaced or left."""
    rows = list(rows)
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    index = list(keys) or [column.name for column in table.primary_key]
    if replace:
        changed = {name: statement.excluded[name] for name in rows[0] if name not in index}
        statement = statement.on_conflict_do_update(index_elements=index, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=index)
    connection.execute(statement, rows)
