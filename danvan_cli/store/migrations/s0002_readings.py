"""Readings that are kept."""

from sqlite_utils import Database

from danvan_cli.store.migrations.steps import migrations


@migrations(name="0002-readings")
def _readings(db: Database) -> None:
    """Reading a capture again keeps what the version said before: each field that was read otherwise, as JSON."""
    db.execute("ALTER TABLE parses ADD COLUMN replaced TEXT CHECK (replaced IS NULL OR json_valid(replaced))")
