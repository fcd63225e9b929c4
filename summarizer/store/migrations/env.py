"""Runs the migrations on the connection, and in the transaction, of whoever asks for them.

Foreign keys are enforced meanwhile: a migration that drops a table on SQLite, if only to make it anew,
deletes the rows of other tables that hang on it.
"""

from alembic import context

from summarizer.store.tables import METADATA, REVISION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=REVISION_TABLE,
)
context.run_migrations()
