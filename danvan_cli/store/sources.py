"""Newspapers, as the archive remembers them: enough to name one; the rest of it is in its profile."""

from collections.abc import Iterable

from sqlite_utils import Database

from danvan_cli.model import Source
from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive, Row


def save_sources(archive: Archive, sources: Iterable[Source]) -> None:
    """Remember ``sources`` by id, one that is known under its present name. Domains stay in the profiles."""
    known, rows = _known(archive), [_row(source) for source in sources]
    if any(known.get(row["id"]) != row for row in rows):
        with archive.write():
            put_sources(archive.db, rows)


def put_source(archive: Archive, source: Source) -> None:
    """The same for one newspaper, inside the caller's transaction."""
    row = _row(source)
    if _known(archive).get(source.id) != row:
        put_sources(archive.db, [row])


def put_sources(db: Database, rows: list[Row]) -> None:
    """Every row has every column: an upsert of rows with differing keys writes NULL over what one lacks."""
    db.table("sources").upsert_all(rows, pk="id")


def source_name(archive: Archive, source_id: str) -> str | None:
    """What the newspaper is called; None where the archive knows none of that id."""
    row = archive.row("SELECT name FROM sources WHERE id = ?", [storable(source_id)])
    return row["name"] if row else None


def _row(source: Source) -> Row:
    source = storable(source)
    return {
        "id": source.id,
        "name": source.name,
        "province": source.province,
        "province_before": source.province_before,
        "home_url": source.home_url,
    }


def _known(archive: Archive) -> dict[str, Row]:
    return {row["id"]: row for row in archive.rows("SELECT id, name, province, province_before, home_url FROM sources")}
