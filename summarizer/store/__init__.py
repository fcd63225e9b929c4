"""The store: what Summarizer remembers from one run to the next.

It holds model responses and pages (so that nothing is paid for or fetched twice), briefings with their
briefs, the ledger of demands and disagreements, posts, and what the runs cost. It never holds keys or
prompts.

SQLite or PostgreSQL through SQLAlchemy Core; the tables are in ``tables.py``, their history in
``migrations/``. Every method is one transaction: a process that is killed leaves all of it or nothing.
"""

from summarizer.store.store import Store

__all__ = ["Store"]
