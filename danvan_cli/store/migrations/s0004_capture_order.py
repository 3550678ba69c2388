"""Versions in the order of their captures."""

from sqlite_utils import Database

from danvan_cli.store.migrations.steps import migrations


@migrations(name="0004-capture-order")
def _capture_order(db: Database) -> None:
    """A parse knows when its page was captured: versions count in that order, whenever the capture was stored."""
    db.execute("ALTER TABLE parses ADD COLUMN captured_at TEXT")
    db.execute("UPDATE parses SET captured_at = (SELECT captured_at FROM snapshots WHERE id = snapshot_id)")
    db.execute("DROP INDEX parses_version")
    db.execute("CREATE INDEX parses_version ON parses (version_id, captured_at)")
