"""The first tables.

A migration is history: it spells out its columns instead of using those of today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    """Make all tables."""
    _cache()
    _briefings()
    _ledger()
    op.create_table(
        "posts",
        _number("number"),
        _text("channel"),
        _text("date"),
        _text("revision"),
        _number("part"),
        _number("parts"),
        _text("payload"),
        _text("state"),
        _text("note"),
        sa.PrimaryKeyConstraint("number", name="pk_posts"),
        sa.UniqueConstraint("channel", "date", "revision", "part", name="uq_posts_channel"),
    )


def _cache() -> None:
    op.create_table(
        "responses",
        _text("key"),
        _text("model"),
        _text("data"),
        _text("usage"),
        _text("used"),
        sa.PrimaryKeyConstraint("key", name="pk_responses"),
    )
    op.create_table(
        "pages",
        _text("address"),
        _text("url"),
        _text("final_url"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        _text("content_type"),
        _text("charset", nullable=True),
        _text("etag", nullable=True),
        _text("last_modified", nullable=True),
        _text("used"),
        sa.PrimaryKeyConstraint("address", name="pk_pages"),
    )


def _briefings() -> None:
    op.create_table(
        "briefings",
        _text("date"),
        sa.Column("made", sa.Text, nullable=False),
        _text("data"),
        sa.PrimaryKeyConstraint("date", name="pk_briefings"),
    )
    op.create_table(
        "briefs",
        _text("date"),
        _number("position"),
        _text("article"),
        _text("title"),
        _text("url", nullable=True),
        _text("address", nullable=True),
        _text("source"),
        _text("published", nullable=True),
        _text("sentences"),
        _text("data"),
        sa.PrimaryKeyConstraint("date", "position", name="pk_briefs"),
        sa.ForeignKeyConstraint(["date"], ["briefings.date"], name="fk_briefs_date", ondelete="CASCADE"),
    )
    op.create_index("ix_briefs_address", "briefs", ["address"])
    op.create_table(
        "outlets",
        _text("date"),
        _number("position"),
        _number("number"),
        _text("source"),
        _text("url", nullable=True),
        _text("address", nullable=True),
        _text("title"),
        sa.PrimaryKeyConstraint("date", "position", "number", name="pk_outlets"),
        sa.ForeignKeyConstraint(
            ["date", "position"],
            ["briefs.date", "briefs.position"],
            name="fk_outlets_date",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_outlets_address", "outlets", ["address"])
    op.create_table(
        "runs",
        _text("date"),
        sa.Column("at", sa.Text, nullable=False),
        _text("usage"),
        sa.PrimaryKeyConstraint("date", "at", name="pk_runs"),
    )


def _ledger() -> None:
    op.create_table(
        "entries",
        _text("id"),
        _text("kind"),
        _text("text"),
        _text("party"),
        _text("addressee", nullable=True),
        _text("topic", nullable=True),
        _text("positions"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_table(
        "sightings",
        _text("date"),
        _text("entry"),
        _number("number"),
        _text("text"),
        _text("article"),
        _text("source"),
        _text("title"),
        _text("url", nullable=True),
        _text("quote"),
        sa.PrimaryKeyConstraint("date", "entry", "number", name="pk_sightings"),
        sa.ForeignKeyConstraint(["date"], ["briefings.date"], name="fk_sightings_date", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_sightings_entry", ondelete="CASCADE"),
    )
    op.create_index("ix_sightings_entry", "sightings", ["entry"])
