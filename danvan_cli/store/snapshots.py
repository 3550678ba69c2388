"""Captures: committed before anybody parses them, every body once."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from danvan_cli.errors import IntegrityError, NotFoundError
from danvan_cli.language import N_, _
from danvan_cli.model import Headers, Origin, Redirect, Snapshot
from danvan_cli.store.columns import storable, to_json, utc_text
from danvan_cli.store.database import Archive, Row

RESTORE = N_("restore the archive from a backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSnapshot:
    """What became of a capture."""

    id: int
    body_is_new: bool
    """False where the archive had these very bytes, from whatever URL."""
    revisit_of: int | None
    """The first snapshot of the same URL with the same body; None where this is the first."""


def save_snapshot(archive: Archive, snapshot: Snapshot, *, run_id: int | None, source_id: str | None) -> SavedSnapshot:
    """Commit a capture: when this returns, a killed process does not lose it.

    Raises ``IntegrityError`` where the body does not have the digest it was sealed with.
    """
    snapshot = storable(snapshot)
    if hashlib.sha256(snapshot.body).hexdigest() != snapshot.sha256:
        raise IntegrityError(f"{snapshot.url}: the body does not match its digest, it was not stored")
    # Packed before the transaction, so that no other writer waits for zstd. A body is never deleted: what is
    # there now is there later.
    blob = None if _has_body(archive, snapshot.sha256) else archive.codec.encode(snapshot.body)
    with archive.write():
        body_is_new = blob is not None and _put_body(archive, snapshot, blob)
        revisit_of = _first_with_body(archive, snapshot)
        row = _row(snapshot) | {"run_id": run_id, "source_id": source_id, "revisit_of": revisit_of}
        snapshot_id = archive.insert("snapshots", row)
    return SavedSnapshot(id=snapshot_id, body_is_new=body_is_new, revisit_of=revisit_of)


def load_snapshot(archive: Archive, snapshot_id: int) -> Snapshot:
    """A capture, its body compared with its digest.

    Raises ``NotFoundError`` for an unknown id, ``IntegrityError`` where the bytes are not those captured.
    """
    with archive.read():
        row = archive.row("SELECT * FROM snapshots WHERE id = ?", [snapshot_id])
        if row is None:
            raise NotFoundError(_("{path}: no snapshot {snapshot_id}", path=archive.path, snapshot_id=snapshot_id))
        body = _body(archive, row["body_sha256"], f"snapshot {snapshot_id}")
    return _snapshot(row, body)


def without_body(archive: Archive, snapshot_id: int) -> Snapshot:
    """What is known of a capture, quickly: its digest stands for its body, which is left empty.

    Raises ``NotFoundError`` for an unknown id.
    """
    row = archive.row("SELECT * FROM snapshots WHERE id = ?", [snapshot_id])
    if row is None:
        raise NotFoundError(_("{path}: no snapshot {snapshot_id}", path=archive.path, snapshot_id=snapshot_id))
    return _snapshot(row, b"")


def find_capture(archive: Archive, snapshot: Snapshot) -> int | None:
    """The capture that the archive has of the same URL, moment, status and body; None where it has none."""
    snapshot = storable(snapshot)
    row = archive.row(
        "SELECT min(id) AS id FROM snapshots WHERE captured_at = ? AND url = ? AND status IS ? AND body_sha256 = ?",
        [utc_text(snapshot.captured_at), snapshot.url, snapshot.status, snapshot.sha256],
    )
    return row["id"] if row else None


def latest_snapshot_id(archive: Archive, url: str) -> int | None:
    """The last capture that ``url`` was asked for in, or that answered from it; None where there is none.

    By order of storing, not by clock: a clock that was set back does not hide the newest one.
    """
    url = storable(url)
    row = archive.row("SELECT max(id) AS id FROM snapshots WHERE url = ? OR requested_url = ?", [url, url])
    return row["id"] if row else None


def has_file_snapshot(archive: Archive, url: str, sha256: str) -> int | None:
    """The imported file with these bytes for ``url``; None where it was not imported yet."""
    row = archive.row(
        "SELECT min(id) AS id FROM snapshots WHERE url = ? AND body_sha256 = ? AND origin = 'file'",
        [storable(url), sha256],
    )
    return row["id"] if row else None


# --- bodies --------------------------------------------------------------------------------------


def _has_body(archive: Archive, sha256: str) -> bool:
    return archive.row("SELECT 1 FROM bodies WHERE sha256 = ?", [sha256]) is not None


def _put_body(archive: Archive, snapshot: Snapshot, blob: tuple[str, bytes]) -> bool:
    """Whether it was new: another writer may have stored it since we looked."""
    codec, data = blob
    cursor = archive.db.execute(
        "INSERT INTO bodies (sha256, size_bytes, codec, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [snapshot.sha256, len(snapshot.body), codec, data],
    )
    return cursor.rowcount == 1


def _first_with_body(archive: Archive, snapshot: Snapshot) -> int | None:
    row = archive.row(
        "SELECT min(id) AS id FROM snapshots WHERE url = ? AND body_sha256 = ?",
        [snapshot.url, snapshot.sha256],
    )
    return row["id"] if row else None


def _body(archive: Archive, sha256: str, wanted_by: str) -> bytes:
    row = archive.row("SELECT codec, data, base FROM bodies WHERE sha256 = ?", [sha256])
    if row is None:
        raise _damaged(archive, wanted_by, f"its body {sha256} is missing")
    base = None if row["base"] is None else _body(archive, row["base"], wanted_by)
    try:
        body = archive.codec.decode((row["codec"], row["data"]), base)
    except IntegrityError as problem:
        raise _damaged(archive, wanted_by, problem.message) from problem
    if hashlib.sha256(body).hexdigest() != sha256:
        raise _damaged(archive, wanted_by, f"its body does not match its digest {sha256}")
    return body


def _damaged(archive: Archive, what: str, detail: str) -> IntegrityError:
    return IntegrityError(f"{archive.path}: {what}: {detail}", hint=_(RESTORE))


# --- rows ----------------------------------------------------------------------------------------


def _row(snapshot: Snapshot) -> Row:
    return {
        "requested_url": snapshot.requested_url,
        "url": snapshot.url,
        "captured_at": utc_text(snapshot.captured_at),
        "origin": snapshot.origin.value,
        "status": snapshot.status,
        "http_version": snapshot.http_version,
        "headers": to_json(snapshot.headers),
        "redirects": to_json([_hop(redirect) for redirect in snapshot.redirects]),
        "request_headers": to_json(snapshot.request_headers),
        "body_sha256": snapshot.sha256,
        "wire_sha256": snapshot.wire_sha256,
        "wire_bytes": snapshot.wire_bytes,
        "peer_address": snapshot.peer_address,
        "elapsed_ms": snapshot.elapsed_ms,
        "file_path": snapshot.file_path,
    }


def _hop(redirect: Redirect) -> dict[str, object]:
    return {
        "url": redirect.url,
        "status": redirect.status,
        "location": redirect.location,
        "headers": redirect.headers,
        "request_headers": redirect.request_headers,
    }


def _snapshot(row: Row, body: bytes) -> Snapshot:
    return Snapshot(
        requested_url=row["requested_url"],
        url=row["url"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        origin=Origin(row["origin"]),
        status=row["status"],
        http_version=row["http_version"],
        headers=_headers(json.loads(row["headers"])),
        body=body,
        sha256=row["body_sha256"],
        wire_sha256=row["wire_sha256"],
        wire_bytes=row["wire_bytes"],
        request_headers=_headers(json.loads(row["request_headers"])),
        redirects=tuple(map(_redirect, json.loads(row["redirects"]))),
        peer_address=row["peer_address"],
        elapsed_ms=row["elapsed_ms"],
        file_path=row["file_path"],
    )


def _redirect(hop: Row) -> Redirect:
    """An archive of before has hops without the request's headers."""
    return Redirect(**hop | {name: _headers(hop.get(name, [])) for name in ("headers", "request_headers")})


def _headers(pairs: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in pairs)
