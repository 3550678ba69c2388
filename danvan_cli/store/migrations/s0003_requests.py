"""The headers that were sent."""

from sqlite_utils import Database

from danvan_cli.store.migrations.steps import migrations


@migrations(name="0003-requests")
def _requests(db: Database) -> None:
    """What was asked stands beside what was answered. Captures of before keep none: nobody noted it."""
    db.execute(
        "ALTER TABLE snapshots ADD COLUMN request_headers TEXT NOT NULL DEFAULT '[]'"
        " CHECK (json_valid(request_headers))"
    )
