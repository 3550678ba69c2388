"""Captures on their way out: those of the selected articles, in order of time, from one view of the archive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from danvan_cli.errors import IntegrityError
from danvan_cli.language import _
from danvan_cli.model import Article, CaptureKey, Origin, Selection, Snapshot
from danvan_cli.store.database import Archive, Row
from danvan_cli.store.faults import translated
from danvan_cli.store.selecting import conditions
from danvan_cli.store.snapshots import RESTORE, load_snapshot, without_body
from danvan_cli.store.versions import load_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A capture to be written, and what the other captures beside it make of it."""

    snapshot: Snapshot
    """Without its body where ``original`` has the same one."""
    key: CaptureKey
    body_bytes: int
    original: CaptureKey | None
    """The first capture beside it, by time, of the same URL and body, or what a 304 confirms; None where it is that."""
    article: Article | None
    """What the version says that was first seen in this capture; None where it brought no version."""
    publisher: str | None


def newest_capture(archive: Archive, selection: Selection) -> datetime | None:
    """When the newest of these captures was made: the date of the file they go to. None where there are none."""
    chosen, parameters = _chosen(archive, selection)
    row = archive.row(
        f"WITH chosen (id) AS MATERIALIZED ({chosen})"  # noqa: S608 our own clauses
        " SELECT max(captured_at) AS newest FROM snapshots JOIN chosen USING (id)",
        parameters,
    )
    return datetime.fromisoformat(row["newest"]) if row and row["newest"] else None


def iter_captures(archive: Archive, selection: Selection) -> Iterator[Capture]:
    """Every capture of the selected articles: all versions, revisits, failures at the same URLs, robots.txt.

    With no filter, every capture that the archive has, those without an article with them. In order of time, in
    flat memory: SQLite sorts on disk. The caller holds ``archive.read()`` around all of it, so that no original is
    missing from beside its revisits. Raises ``IntegrityError`` where a body is damaged.
    """
    chosen, parameters = _chosen(archive, selection)
    with translated(archive.path):
        for values in archive.db.execute(_IN_ORDER.format(chosen=chosen), parameters):
            yield _capture(archive, *values)


_IN_ORDER = """
WITH
  chosen (id) AS MATERIALIZED ({chosen}),
  told AS MATERIALIZED (
    SELECT id, url, captured_at, origin, status, body_sha256, row_number() OVER (
      PARTITION BY requested_url, url, captured_at, origin, status, body_sha256 ORDER BY id
    ) - 1 AS ordinal FROM snapshots JOIN chosen USING (id)
  )
SELECT id, ordinal,
  CASE WHEN origin = 'http' THEN first_value(id || '|' || ordinal) OVER (
    PARTITION BY origin, url, status, body_sha256 ORDER BY captured_at, id
  ) END,
  CASE WHEN status = 304 THEN max(
    CASE WHEN status = 200 AND origin = 'http' THEN captured_at || printf('|%020d|', id) || ordinal END
  ) OVER (PARTITION BY url ORDER BY captured_at, id ROWS UNBOUNDED PRECEDING) END
FROM told ORDER BY captured_at, id
"""


def _chosen(archive: Archive, selection: Selection) -> tuple[str, list[object]]:
    """SQL for the ids of the captures, and its parameters."""
    if selection == Selection():
        return "SELECT id FROM snapshots", []
    where, parameters = conditions(archive, selection)
    limit = -1 if selection.limit is None else selection.limit
    return _OF_ARTICLES.format(where=where), [*parameters, limit]


# A URL's captures are found by both its names; robots.txt of a host by the hosts of what was found.
_OF_ARTICLES = """
WITH
  wanted (id, url) AS MATERIALIZED (SELECT id, url FROM articles WHERE {where} ORDER BY id LIMIT ?),
  named (url) AS MATERIALIZED (
    SELECT url FROM wanted UNION SELECT aliases.url FROM aliases JOIN wanted ON article_id = wanted.id
  ),
  found (id, url) AS MATERIALIZED (
    SELECT snapshots.id, snapshots.url FROM parses JOIN versions ON versions.id = version_id
      JOIN wanted ON wanted.id = article_id JOIN snapshots ON snapshots.id = parses.snapshot_id
    UNION SELECT snapshots.id, snapshots.url FROM named JOIN snapshots ON snapshots.url = named.url
    UNION SELECT snapshots.id, snapshots.url FROM named JOIN snapshots ON requested_url = named.url
  ),
  hosts (start) AS MATERIALIZED (
    SELECT DISTINCT substr(url, 1, instr(substr(url, 9), '/') + 8) FROM found WHERE url GLOB 'http*://*/*'
  )
SELECT id FROM found
UNION SELECT snapshots.id FROM hosts JOIN snapshots ON snapshots.url = start || 'robots.txt'
"""


def _capture(archive: Archive, snapshot_id: int, ordinal: int, alike: str | None, confirmed: str | None) -> Capture:
    """``alike`` and ``confirmed`` end with ``id|ordinal``: the first with this body, and what a 304 speaks of."""
    row = _told(archive, snapshot_id)
    names = (confirmed or (alike if row["size_bytes"] else None) or "").split("|")[-2:]
    original = None
    if len(names) == 2 and int(names[0]) != snapshot_id:
        original = _key(_told(archive, int(names[0])), int(names[1]))
    version = archive.row(_FIRST_READ_OFF, [snapshot_id])
    return Capture(
        snapshot=load_snapshot(archive, snapshot_id) if original is None else without_body(archive, snapshot_id),
        key=_key(row, ordinal),
        body_bytes=row["size_bytes"],
        original=original,
        article=load_article(archive, version["id"]) if version else None,
        publisher=version["publisher"] if version else None,
    )


_FIRST_READ_OFF = """
SELECT versions.id, sources.name AS publisher FROM versions JOIN articles ON articles.id = article_id
  LEFT JOIN sources ON sources.id = source_id WHERE snapshot_id = ? ORDER BY versions.id DESC LIMIT 1
"""


def _told(archive: Archive, snapshot_id: int) -> Row:
    row = archive.row(
        "SELECT requested_url, url, captured_at, origin, status, body_sha256, size_bytes FROM snapshots"
        " JOIN bodies ON bodies.sha256 = body_sha256 WHERE id = ?",
        [snapshot_id],
    )
    if row is None:
        raise IntegrityError(f"{archive.path}: snapshot {snapshot_id}: its body is missing", hint=_(RESTORE))
    return row


def _key(row: Row, ordinal: int) -> CaptureKey:
    return CaptureKey(
        requested_url=row["requested_url"],
        url=row["url"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        origin=Origin(row["origin"]),
        status=row["status"],
        sha256=row["body_sha256"],
        ordinal=ordinal,
    )
