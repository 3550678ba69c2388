from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from danvan_cli.model import Snapshot
from danvan_cli.store.database import Archive
from danvan_cli.store.imports import ImportedRecords
from danvan_cli.store.snapshots import find_capture, save_snapshot, without_body

NOTHING: dict[str, Any] = {"record_id": None, "url": None, "captured_at": None, "payload_digest": None}


@pytest.fixture
def two(archive: Archive, make_snapshot: Callable[..., Snapshot]) -> list[Snapshot]:
    """Two captures, remembered as the records 1 and 2."""
    first = make_snapshot(b"1")
    captures = [first, make_snapshot(b"2", captured_at=first.captured_at + timedelta(days=1))]
    records = ImportedRecords(archive)
    for number, capture in enumerate(captures, start=1):
        saved = save_snapshot(archive, capture, run_id=None, source_id=None)
        with archive.write():
            records.remember(saved.id, f"urn:uuid:{number}", f"sha1:{number}")
    return captures


def test_an_original_is_found_by_record_by_url_and_date_and_by_digest(archive: Archive, two: list[Snapshot]) -> None:
    records = ImportedRecords(archive)
    assert records.original(**NOTHING) is None
    assert records.original(**NOTHING | {"record_id": "urn:uuid:2"}) == 2
    assert records.original(**NOTHING | {"url": two[0].url, "captured_at": two[0].captured_at}) == 1
    assert records.original(**NOTHING | {"payload_digest": "sha1:2"}) == 2
    assert records.original(**NOTHING | {"payload_digest": f"sha256:{two[0].sha256.upper()}"}) == 1
    assert records.original(**NOTHING | {"record_id": "urn:uuid:9", "payload_digest": "sha1:1"}) == 1
    assert records.original(**NOTHING | {"record_id": "urn:uuid:9", "url": "https://khac.example/"}) is None


def test_it_leaves_nothing_in_the_archive(archive: Archive, two: list[Snapshot]) -> None:
    assert archive.rows("SELECT name FROM main.sqlite_schema WHERE name LIKE 'imported%'") == []


def test_a_capture_is_the_same_by_url_moment_status_and_body(
    archive: Archive, two: list[Snapshot], make_snapshot: Any
) -> None:
    assert find_capture(archive, two[1]) == 2
    for other in ({"status": 404}, {"captured_at": two[0].captured_at}, {"url": "https://khac.example/"}):
        fields = {"captured_at": two[1].captured_at} | other
        assert find_capture(archive, make_snapshot(b"2", **fields)) is None


def test_a_capture_without_its_body_is_all_else_that_is_known(archive: Archive, two: list[Snapshot]) -> None:
    found = without_body(archive, 1)
    assert (found.body, found.sha256, found.url, found.status) == (b"", two[0].sha256, two[0].url, 200)
