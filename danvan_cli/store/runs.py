"""Runs and what each of their URLs came to: the archive's own log book."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime

from danvan_cli.model import Outcome
from danvan_cli.store.columns import storable, to_json, utc_text
from danvan_cli.store.database import Archive
from danvan_cli.version import __version__


def start_run(
    archive: Archive,
    *,
    command: str,
    arguments: Sequence[str],
    pid: int | None = None,
    host: str | None = None,
) -> int:
    """Note that a run begins; its id is what snapshots and attempts refer to.

    ``pid`` and ``host`` None: this process on this machine.
    """
    row = {
        "command": storable(command),
        "arguments": to_json(storable(tuple(arguments))),
        "started_at": utc_text(archive.clock()),
        "danvan_version": __version__,
        "pid": os.getpid() if pid is None else pid,
        "host": platform.node() if host is None else host,
    }
    with archive.write():
        return archive.insert("runs", row)


def finish_run(archive: Archive, run_id: int, *, counts: Mapping[str, int], exit_code: int) -> None:
    """Note how a run ended. One that was killed keeps an empty ``ended_at``."""
    ending = {
        "ended_at": utc_text(archive.clock()),
        "counts": to_json(dict(counts)),
        "exit_code": int(exit_code),
    }
    with archive.write():
        archive.db.table("runs").update(run_id, ending)


def record_attempt(
    archive: Archive,
    *,
    run_id: int | None,
    url: str,
    outcome: Outcome,
    reason: str | None,
    detail: str | None,
    status: int | None,
    snapshot_id: int | None,
    article_id: int | None,
    elapsed_ms: int | None,
    at: datetime,
) -> None:
    """Note what became of one URL or file. ``reason`` is a slug, None where nothing went wrong."""
    row = {
        "run_id": run_id,
        "url": storable(url),
        "at": utc_text(at),
        "outcome": outcome.value,
        "reason": reason,
        "detail": storable(detail),
        "status": status,
        "snapshot_id": snapshot_id,
        "article_id": article_id,
        "elapsed_ms": elapsed_ms,
    }
    with archive.write():
        archive.insert("attempts", row)
