"""The archive's schema, one file a step, in the order of their numbers. Append-only: a released step is never edited.

A step that uses ``table.transform()`` on ``articles`` must call ``index_articles`` afterwards: transforming
drops every trigger without a word, and the search index would stop following the articles.
"""

from sqlite_utils import Database

from danvan_cli.store.migrations import (  # noqa: F401 each registers its step
    s0001_archive,
    s0002_readings,
    s0003_requests,
    s0004_capture_order,
)
from danvan_cli.store.migrations.search_index import index_articles
from danvan_cli.store.migrations.steps import migrations

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "index_articles", "migrate", "migrations"]

APPLICATION_ID = 0x64616E76
"""``danv`` in the file's header: tells an archive from every other SQLite file."""

SCHEMA_VERSION = 4
"""How many steps there are; ``user_version`` in the file's header."""


def migrate(db: Database) -> None:
    """Bring the schema up to date, inside the caller's BEGIN IMMEDIATE: racing starts then queue up."""
    if migrations.pending(db):
        migrations.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
