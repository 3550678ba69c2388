"""Seals an answer, or a saved file, into a Snapshot: from here on its bytes never change."""

import hashlib
from datetime import UTC, datetime

from danvan_cli.model import Fetched, Origin, Snapshot


def seal(fetched: Fetched) -> Snapshot:
    """The capture of ``fetched``, whatever its status: a 404 or a block is evidence too.

    It counts as captured when the request began (WARC-Date of ISO 28500 means the same moment).
    """
    return Snapshot(
        requested_url=fetched.requested_url,
        url=fetched.url,
        captured_at=fetched.started_at.astimezone(UTC),
        origin=Origin.HTTP,
        status=fetched.status,
        http_version=fetched.http_version,
        headers=fetched.headers,
        body=fetched.body,
        sha256=_sha256(fetched.body),
        wire_sha256=fetched.wire_sha256,
        wire_bytes=fetched.wire_bytes,
        request_headers=fetched.request_headers,
        redirects=fetched.redirects,
        peer_address=fetched.peer_address,
        elapsed_ms=fetched.elapsed_ms,
    )


def seal_file(body: bytes, *, url: str, path: str, captured_at: datetime) -> Snapshot:
    """The capture of a saved file: ``url`` is the page it was saved from, ``path`` its name for its owner.

    ``captured_at`` is aware: the day its owner stated, or the moment of the import.
    """
    return Snapshot(
        requested_url=url,
        url=url,
        captured_at=captured_at.astimezone(UTC),
        origin=Origin.FILE,
        body=body,
        sha256=_sha256(body),
        file_path=path,
    )


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
