import json
import os
from datetime import UTC, datetime
from typing import Any

import pytest

from danvan_cli import __version__
from danvan_cli.model import Outcome
from danvan_cli.store.database import Archive
from danvan_cli.store.runs import finish_run, record_attempt, start_run


def test_a_run_says_what_was_asked_by_which_process_and_how_it_ended(archive: Archive) -> None:
    run_id = start_run(archive, command="fetch", arguments=["--limit", "5", "tệp\ud800.txt"])
    begun = archive.rows("SELECT * FROM runs")[0]
    finish_run(archive, run_id, counts={"new": 3, "failed": 1}, exit_code=3)
    ended = archive.rows("SELECT * FROM runs")[0]

    assert (begun["command"], json.loads(begun["arguments"])) == ("fetch", ["--limit", "5", "tệp.txt"])
    assert (begun["pid"], begun["danvan_version"]) == (os.getpid(), __version__)
    assert (begun["ended_at"], begun["counts"], begun["exit_code"]) == (None, None, None)
    assert (json.loads(ended["counts"]), ended["exit_code"]) == ({"new": 3, "failed": 1}, 3)
    assert ended["started_at"] <= ended["ended_at"]
    assert ended["host"]


@pytest.mark.parametrize("outcome", Outcome)
def test_an_attempt_is_recorded_with_its_run(archive: Archive, outcome: Outcome) -> None:
    run_id = start_run(archive, command="fetch", arguments=[])
    told: dict[str, Any] = {
        "url": "https://baolangxa.example/a",
        "reason": "total-timeout",
        "detail": "60 s",
        "status": None,
        "snapshot_id": None,
        "article_id": None,
        "elapsed_ms": 60_000,
    }
    record_attempt(archive, run_id=run_id, outcome=outcome, at=datetime(2025, 3, 5, tzinfo=UTC), **told)
    row = archive.rows("SELECT * FROM attempts")[0]
    assert row == told | {
        "id": 1,
        "run_id": run_id,
        "outcome": outcome.value,
        "at": "2025-03-05T00:00:00.000000+00:00",
    }
