"""Records of the files that are being imported, and the captures they became: how a revisit finds its original."""

from datetime import datetime

from danvan_cli.store.columns import storable, utc_text
from danvan_cli.store.database import Archive


class ImportedRecords:
    """In a temporary table, so that files may have any number of records: SQLite keeps it on disk.

    It goes with the connection.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        archive.db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS imported_records"
            " (record_id TEXT, payload_digest TEXT, snapshot_id INTEGER NOT NULL)"
        )
        for column in ("record_id", "payload_digest"):
            archive.db.execute(
                f"CREATE INDEX IF NOT EXISTS temp.imported_{column} ON imported_records ({column})"  # our own names
            )

    def remember(self, snapshot_id: int, record_id: str | None, payload_digest: str | None) -> None:
        """In the caller's transaction: this record became that capture, or is it already."""
        self._archive.db.execute(
            "INSERT INTO imported_records (record_id, payload_digest, snapshot_id) VALUES (?, ?, ?)",
            [storable(record_id), storable(payload_digest), snapshot_id],
        )

    def original(
        self, *, record_id: str | None, url: str | None, captured_at: datetime | None, payload_digest: str | None
    ) -> int | None:
        """The capture that a revisit refers to; None where it is neither in these files nor in the archive.

        By its record, by URL and date, by its digest, in this order.
        """
        tries: list[tuple[str, list[object]]] = []
        if record_id is not None:
            tries.append(("SELECT snapshot_id AS id FROM imported_records WHERE record_id = ?", [storable(record_id)]))
        if url is not None and captured_at is not None:
            moment = utc_text(captured_at)
            tries.append(("SELECT id FROM snapshots WHERE captured_at = ? AND url = ?", [moment, storable(url)]))
        if payload_digest is not None:
            told = storable(payload_digest)
            tries.append(("SELECT snapshot_id AS id FROM imported_records WHERE payload_digest = ?", [told]))
            if told.startswith("sha256:"):
                digest = told.removeprefix("sha256:").lower()
                tries.append(("SELECT id FROM snapshots WHERE body_sha256 = ?", [digest]))
        found = (self._archive.row(f"{sql} LIMIT 1", parameters) for sql, parameters in tries)
        return next((row["id"] for row in found if row), None)
