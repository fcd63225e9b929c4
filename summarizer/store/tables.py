"""What the store holds, as tables, and the column types that make every text safe to hold.

PostgreSQL refuses NUL characters in text, and no database takes lone surrogates, but articles, pages and
model output may hold both. Text columns therefore escape these characters on the way in and restore them
on the way out; all other text is stored as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

REVISION = "0001"  # that of the newest migration, which makes the tables below
REVISION_TABLE = "summarizer_revision"

_UNSAFE = re.compile("[\0\x1b\ud800-\udfff]")
_ESCAPED = re.compile("\x1b([0-9a-f]{4})")


def escape(text: str) -> str:
    """Text that every database takes: NUL and lone surrogates become ESC and four hexadecimal digits."""
    return _UNSAFE.sub(lambda found: f"\x1b{ord(found[0]):04x}", text)


def restore(text: str) -> str:
    """The text that :func:`escape` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def address(url: str) -> str:
    """The key of a URL: its SHA-256, since PostgreSQL indexes no text of more than about 2,700 bytes."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


class AnyText(TypeDecorator[Any]):
    """Any text, compared and sorted by code point whatever the locale of the database."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text in the collation "C" on PostgreSQL; SQLite compares bytes anyway."""
        return Text(collation="C" if dialect.name == "postgresql" else None)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Python to database."""
        return None if value is None else escape(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Database to Python."""
        return None if value is None else restore(value)


class Json(AnyText):
    """JSON as text, since PostgreSQL's ``jsonb`` refuses NUL characters and reorders keys."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Python to database."""
        return escape(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Database to Python."""
        return json.loads(restore(value))


class Instant(TypeDecorator[datetime]):
    """A point in time as ISO 8601 text in UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Python to database."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Database to Python."""
        return None if value is None else datetime.fromisoformat(value)


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, **options: Any) -> Column[Any]:
    return Column(name, AnyText, **{"nullable": False, **options})


RESPONSES = Table(
    "responses",
    METADATA,
    _text("key", primary_key=True),
    _text("model"),
    Column("data", Json, nullable=False),
    Column("usage", Json, nullable=False),
    _text("used", doc="day of the last use"),
)

PAGES = Table(
    "pages",
    METADATA,
    _text("address", primary_key=True),
    _text("url"),
    _text("final_url"),
    Column("data", LargeBinary, nullable=False),
    _text("content_type"),
    _text("charset", nullable=True),
    _text("etag", nullable=True),
    _text("last_modified", nullable=True),
    _text("used", doc="day of the last use"),
)

BRIEFINGS = Table(
    "briefings",
    METADATA,
    _text("date", primary_key=True),
    Column("made", Instant, nullable=False),
    Column("data", Json, nullable=False, doc="the briefing without its articles"),
)

BRIEFS = Table(
    "briefs",
    METADATA,
    Column("date", AnyText, ForeignKey(BRIEFINGS.c.date, ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _text("article"),
    _text("title"),
    _text("url", nullable=True),
    _text("address", nullable=True, index=True),
    _text("source"),
    _text("published", nullable=True),
    Column("sentences", Json, nullable=False),
    Column("data", Json, nullable=False, doc="the brief without its article"),
)

OUTLETS = Table(
    "outlets",
    METADATA,
    _text("date", primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("source"),
    _text("url", nullable=True),
    _text("address", nullable=True, index=True),
    _text("title"),
    ForeignKeyConstraint(["date", "position"], [BRIEFS.c.date, BRIEFS.c.position], ondelete="CASCADE"),
)

RUNS = Table(
    "runs",
    METADATA,
    _text("date", primary_key=True, doc="the day of the briefing that the run made"),
    Column("at", Instant, primary_key=True),
    Column("usage", Json, nullable=False),
)

ENTRIES = Table(
    "entries",
    METADATA,
    _text("id", primary_key=True),
    _text("kind"),
    _text("text"),
    _text("party"),
    _text("addressee", nullable=True),
    _text("topic", nullable=True),
    Column("positions", Json, nullable=False),
)

SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("date", AnyText, ForeignKey(BRIEFINGS.c.date, ondelete="CASCADE"), primary_key=True),
    Column("entry", AnyText, ForeignKey(ENTRIES.c.id, ondelete="CASCADE"), primary_key=True, index=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("text"),
    _text("article"),
    _text("source"),
    _text("title"),
    _text("url", nullable=True),
    _text("quote"),
)

POSTS = Table(
    "posts",
    METADATA,
    Column("number", Integer, primary_key=True, doc="the order in which they were first recorded"),
    _text("channel"),
    _text("date"),
    _text("revision"),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    _text("payload"),
    _text("state"),
    _text("note"),
    UniqueConstraint("channel", "date", "revision", "part"),
)
